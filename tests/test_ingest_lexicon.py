"""The concept lexicon as data."""

from __future__ import annotations

import pytest

from ingest.errors import UsageError
from ingest.lexicon import load_concepts, parse_concepts

ENTRY = '[intakter]\nlabel = "Intäkter"\nkind = "flow"\nunit = "money"\nprinted = ["Intäkter"]\n'


@pytest.mark.parametrize(
    ("label", "concept"),
    [
        ("Verksamhetens intäkter", "verksamhetens_intakter"),
        ("Periodens resultat", "arets_resultat"),
        ("Korta fordringar", "fordringar"),
        ("Soliditet (eget kapital delat med balansomslutning)", "soliditet"),
        ("= Balanskravsresultat", "balanskravsresultat"),
        ("Likvida medel vid årets början", "likvida_medel_ingaende"),
        ("SUMMA TILLGÅNGAR", "summa_tillgangar"),
        ("Hyra av lokal", "lokalkostnader"),
        ("Antal invånare", "invanare"),
        ("Bidrag ESF", "projektmedel_esf"),
        ("Upplupna semesterlöner inkl sociala avgifter", "semesterloneskuld"),
    ],
)
def test_a_printed_label_has_its_concept(label: str, concept: str) -> None:
    assert load_concepts().concept_of(label) == concept


@pytest.mark.parametrize(
    ("label", "concept"),
    [("Intäkter/medlemsavgifter", "medlemsbidrag"), ("Resultat/saldo", "arets_resultat"), ("Ökning/minskning fordringar", None)],
)
def test_a_label_with_a_slash_means_what_one_of_its_sides_means(label: str, concept: str | None) -> None:
    assert load_concepts().concept_of(label) == concept


def test_a_word_broken_at_a_line_end_keeps_its_concept() -> None:
    assert load_concepts().concept_of("Struktur- övergripande insatser") == "strukturovergripande_insatser"


@pytest.mark.parametrize("label", ["Arets resultat", "Omsittningstillgangar", "Avsittningar"])
def test_a_label_that_a_scanner_misread_by_a_letter_keeps_its_concept(label: str) -> None:
    assert load_concepts().concept_of(label) is not None


@pytest.mark.parametrize(
    "label", ["", "Representation", "Långfristiga placeringar", "2021", "Summa", "Kommunernas andel att fördela"]
)
def test_a_label_that_the_lexicon_does_not_know_has_no_concept(label: str) -> None:
    assert load_concepts().concept_of(label) is None


def test_the_year_s_result_in_the_balance_sheet_is_another_thing_than_in_the_income_statement() -> None:
    lexicon = load_concepts()
    assert lexicon.concept_of("Årets resultat", "3 Balansräkning") != lexicon.concept_of("Årets resultat", "2 Resultaträkning")


def test_every_concept_has_printed_variants_and_the_money_is_in_kronor_or_less() -> None:
    assert all(concept.printed and concept.unit in ("money", "%", "antal") for concept in load_concepts().concepts)


@pytest.mark.parametrize(
    "broken",
    [
        ENTRY + 'colour = "red"\n',
        ENTRY.replace('kind = "flow"', 'kind = "river"'),
        ENTRY.replace('label = "Intäkter"\n', ""),
        ENTRY.replace('["Intäkter"]', '["Intäkter", "intakter"]'),
        ENTRY + ENTRY.replace("[intakter]", "[inkomster]"),
    ],
)
def test_a_broken_lexicon_is_refused_with_its_concept_named(broken: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_concepts(broken)
    assert "Begreppslexikonet går inte att läsa: in" in caught.value.message_sv
