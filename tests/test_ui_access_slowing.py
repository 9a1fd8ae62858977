"""Guessing is slowed more and more, forgotten in the end, and never locks anybody out for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.test_ui_access_sessions import Clock
from ui.access.slowing import Slowing, wait_text
from ui.workplace_store import WorkplaceStore

HERE, ELSEWHERE = "192.0.2.7", "198.51.100.9"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def slowing(tmp_path: Path, clock: Clock) -> Slowing:
    return Slowing(WorkplaceStore(tmp_path), clock)


def fail(slowing: Slowing, clock: Clock, times: int, name: str = "anna", address: str = HERE) -> list[int]:
    """The waits between so many failures, each made as soon as it may be."""
    waits = []
    for _ in range(times):
        wait = slowing.admit(name, address)
        waits.append(wait)
        if wait:
            clock.now += wait
            assert slowing.admit(name, address) == 0
    return waits


def test_a_few_mistakes_cost_nothing_and_then_the_wait_doubles(slowing: Slowing, clock: Clock) -> None:
    assert fail(slowing, clock, 9) == [0, 0, 0, 0, 1, 2, 4, 8, 16]


def test_the_wait_is_never_longer_than_a_quarter_of_an_hour(slowing: Slowing, clock: Clock) -> None:
    assert max(fail(slowing, clock, 40)) == 900


def test_a_try_during_the_wait_is_not_counted(slowing: Slowing, clock: Clock) -> None:
    fail(slowing, clock, 5)
    told = [slowing.admit("anna", HERE) for _ in range(50)]

    assert set(told) == {2}


def test_many_tries_at_once_are_counted_before_any_is_answered(slowing: Slowing) -> None:
    admitted = [slowing.admit("anna", HERE) for _ in range(100)]

    assert admitted.count(0) == 4


def test_the_owner_elsewhere_is_not_held_up_by_somebody_who_guesses(slowing: Slowing, clock: Clock) -> None:
    fail(slowing, clock, 12)

    assert slowing.admit("anna", ELSEWHERE) == 0


def test_guessing_from_many_addresses_slows_the_name_but_by_a_minute_at_most(slowing: Slowing) -> None:
    waits = [slowing.admit("anna", f"10.0.{number // 250}.{number % 250}") for number in range(200)]

    assert waits[:50] == [0] * 50
    assert waits[50] > 0
    assert max(waits) <= 60


def test_trying_many_names_slows_the_address(slowing: Slowing) -> None:
    waits = [slowing.admit(f"namn{number}", HERE) for number in range(30)]

    assert waits.count(0) == 20


def test_the_addresses_of_one_subscriber_count_as_one(slowing: Slowing) -> None:
    waits = [slowing.admit(f"namn{number}", f"2001:db8:1:2::{number + 1:x}") for number in range(30)]

    assert waits.count(0) == 20


def test_a_sign_in_that_succeeds_forgives_what_was_mistyped(slowing: Slowing, clock: Clock) -> None:
    fail(slowing, clock, 4)
    clock.now += 60
    assert slowing.admit("anna", HERE) == 0
    slowing.forgive("anna", HERE)

    assert fail(slowing, clock, 4) == [0, 0, 0, 0]


def test_signing_in_to_an_account_of_ones_own_does_not_free_the_address(slowing: Slowing, clock: Clock) -> None:
    waits = []
    for number in range(40):
        waits.append(slowing.admit(f"offer{number}", HERE))
        if slowing.admit("egen", HERE) == 0:
            slowing.forgive("egen", HERE)

    assert waits.count(0) <= 21


def test_a_restart_forgets_nothing(slowing: Slowing, clock: Clock, tmp_path: Path) -> None:
    fail(slowing, clock, 6)

    assert Slowing(WorkplaceStore(tmp_path), clock).admit("anna", HERE) > 0


def test_after_a_day_everything_is_forgotten(slowing: Slowing, clock: Clock) -> None:
    fail(slowing, clock, 20)
    clock.now += 24 * 3600

    assert fail(slowing, clock, 4) == [0, 0, 0, 0]


def test_a_clock_that_is_set_back_makes_nobody_wait_longer(slowing: Slowing, clock: Clock) -> None:
    fail(slowing, clock, 5)
    clock.now -= 100_000

    assert slowing.admit("anna", HERE) <= 2


@pytest.mark.parametrize(("seconds", "text"), [(1, "1 sekund"), (59, "59 sekunder"), (60, "1 minut"), (61, "2 minuter")])
def test_the_wait_is_told_in_words(seconds: int, text: str) -> None:
    assert wait_text(seconds) == text
