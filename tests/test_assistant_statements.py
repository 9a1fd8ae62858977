"""Counts by gender in sentences."""

from decimal import Decimal

from assistant.statements import GenderSplit, find_gender_split


def test_a_split_is_read_from_a_sentence() -> None:
    assert find_gender_split("Hittills har 13 individer deltagit (6 kvinnor och 7 män).") == GenderSplit(Decimal(6), Decimal(7))


def test_a_single_woman_and_a_single_man_count() -> None:
    assert find_gender_split("6 (5 kvinnor och 1 man) i trädgården") == GenderSplit(Decimal(5), Decimal(1))


def test_several_splits_in_one_sentence_are_not_guessed_between() -> None:
    assert find_gender_split("17 (11 kvinnor och 6 män) och 6 (5 kvinnor och 1 man)") is None


def test_a_sentence_without_counts_has_no_split() -> None:
    assert find_gender_split("Kvinnor och män deltog på lika villkor.") is None
