"""The words that decide what a written sentence claims, loaded from data."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ingest.language import fold


@dataclass(frozen=True, slots=True)
class ProseWords:
    """Folded words by what they claim; `relative_times` are phrases, `joined_number` matches a whole number word."""

    carrying: frozenset[str]
    negations: frozenset[str]
    modals: frozenset[str]
    quantifiers: frozenset[str]
    bounding: frozenset[str]
    more_than: tuple[str, ...]
    most: frozenset[str]
    least: frozenset[str]
    equal: frozenset[str]
    plus: frozenset[str]
    minus: frozenset[str]
    up: frozenset[str]
    down: frozenset[str]
    more: frozenset[str]
    less: frozenset[str]
    yes: frozenset[str]
    no: frozenset[str]
    number_words: frozenset[str]
    joined_number: re.Pattern[str]
    units: frozenset[str]
    months: frozenset[str]
    ordinals: frozenset[str]
    wholes: frozenset[str]
    women: frozenset[str]
    men: frozenset[str]
    planned: frozenset[str]
    deviating: frozenset[str]
    ends: frozenset[str]
    outsets: frozenset[str]
    differing: frozenset[str]
    summing: frozenset[str]
    averaging: frozenset[str]
    sharing: frozenset[str]
    leading: frozenset[str]
    people: frozenset[str]
    counted_people: frozenset[str]
    totals: frozenset[str]
    good_or_bad: frozenset[str]
    costing: frozenset[str]
    attending: frozenset[str]
    living: frozenset[str]
    inhabitants: frozenset[str]
    attendants: frozenset[str]
    results: frozenset[str]
    idle: frozenset[str]
    common_rows: frozenset[str]
    aiming: frozenset[str]
    forecasting: frozenset[str]
    by_itself: frozenset[str]
    documents: dict[str, frozenset[str]]
    relative_times: tuple[str, ...]

    @property
    def claiming(self) -> frozenset[str]:
        """Words that make a sentence true or false, however common they are."""
        sides = self.up | self.down | self.more | self.less | self.plus | self.minus
        sides |= self.most | self.least | self.equal | self.ordinals | self.wholes | self.women | self.men
        return sides | self.quantifiers | self.negations | self.modals | self.months | self.units | self.number_words

    def is_number(self, folded: str) -> bool:
        """Whether a word is a number, or says how many times or which part."""
        return folded in self.number_words or (len(folded) > 3 and self.joined_number.fullmatch(folded) is not None)


# What folding would turn into another common word: "bör" into "bor", "år" into "är", "män" into "man".
_KEPT = frozenset({"bör", "år", "män"})


def folded_word(written: str) -> str:
    """A word as the lists have it: folded, unless that would make it another word."""
    lower = written.lower()
    return lower if lower in _KEPT else fold(lower)


@cache
def load_prose_words() -> ProseWords:
    """The words of the package's data files. Raises `KeyError` when a list is missing."""
    folder = files("assistant") / "data"
    lists = tomllib.loads((folder / "prose.toml").read_text(encoding="utf-8"))
    documents: dict[str, str] = lists["documents"]
    sides = tomllib.loads((folder / "premises.toml").read_text(encoding="utf-8"))

    def of(name: str) -> frozenset[str]:
        return frozenset(map(folded_word, lists[name].split()))

    return ProseWords(
        carrying=of("carrying"),
        negations=of("negations"),
        modals=of("modals"),
        quantifiers=of("quantifiers"),
        bounding=of("bounding"),
        more_than=tuple(lists["more_than"].split("|")),
        most=of("most"),
        least=of("least"),
        equal=of("equal"),
        plus=of("plus") | frozenset(sides["plus"]),
        minus=of("minus") | frozenset(sides["minus"]),
        up=frozenset(sides["up"]),
        down=frozenset(sides["down"]),
        more=frozenset(sides["more"]),
        less=frozenset(sides["less"]),
        yes=of("yes"),
        no=of("no"),
        number_words=of("number_words"),
        joined_number=re.compile(f"(?:{lists['number_parts']})+"),
        units=of("units"),
        months=of("months"),
        ordinals=of("ordinals"),
        wholes=of("wholes"),
        women=of("women"),
        men=of("men"),
        planned=of("planned"),
        deviating=of("deviating"),
        ends=of("ends"),
        outsets=of("outsets"),
        differing=of("differing"),
        summing=of("summing"),
        averaging=of("averaging"),
        sharing=of("sharing"),
        leading=of("leading"),
        people=of("people"),
        counted_people=of("counted_people"),
        totals=of("totals"),
        good_or_bad=of("good_or_bad"),
        costing=of("costing"),
        attending=of("attending"),
        living=of("living"),
        inhabitants=frozenset(lists["inhabitants"].split()),
        attendants=frozenset(lists["attendants"].split()),
        results=frozenset(lists["results"].split()),
        idle=frozenset(lists["idle"].split()),
        common_rows=frozenset(lists["common_rows"].split()),
        aiming=of("aiming"),
        forecasting=of("forecasting"),
        by_itself=of("by_itself"),
        documents={kind: frozenset(names.split()) for kind, names in documents.items()},
        relative_times=tuple(lists["relative_times"].split("|")),
    )
