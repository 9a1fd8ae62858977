"""What sentences say of people that no sum of figures shows: parts larger than the whole, splits of surveys, percent pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ingest.checks.causes import likely_cause
from ingest.checks.people_lists import find_lists, find_lists_by_sex
from ingest.checks.people_splits import Split
from ingest.checks.sentences_said import Said, figure_of, label_behind, said_finding
from ingest.checks.words import say_value
from ingest.domain import Certainty, Finding, FindingKind, Report, Severity

_VARAV = re.compile(r"\b(?:varav|varvid) (?P<words>(?:[a-z]+ ){0,3}(?:deltagare|personer|individer)?:? ?)$")
# "63 av 92": whatever is counted, no more than there are
_OUT_OF = re.compile(
    r"(?<![\d,.-])(?P<part>\d{1,4}) av (?:de |totalt |sammanlagt )?(?P<whole>\d{1,4})(?!\d|[,.]\d| ?-| ?%)(?= ?[a-z(,.]|$)"
)
_YEARS = range(1990, 2100)
_BROKEN_OFF = re.compile(r"[.;)]|\boch\b|\bsamt\b|,.*,")
_RATE_BEFORE = re.compile(r"(?:%|procent)[^\d]{0,40}\($")
_OF_PEOPLE = re.compile(r"\b(?:deltagar|individ|person|konsfordelning|fordelning|var(?:av)?)\w*")
_PAIR_ROOM = Decimal(1)
_PAIR_PLAUSIBLE = Decimal(12)
# Behind the pair: what each sex did or thinks, in percent of that sex.
_RATE_BEHIND = re.compile(r"\b(?:har|hade|gick|fick|uppger|anser|svara\w*|upplev\w*|nojda|i arbete)\b")


def survey_splits(report: Report, splits: Sequence[Split]) -> Iterator[Finding]:
    """Answers by sex that are not all answers: small, as some may have left their sex out."""
    for split in splits:
        if split.whole is None or split.whole_said is None or split.sum == split.whole.value:
            continue
        noun = label_behind(split.whole_said, split.whole)
        what = (
            f"{split.women.value:f} kvinnor och {split.men.value:f} män är {split.sum:f}, "
            f"men {say_value(split.whole.value, '')} {noun} anges."
        )
        yield said_finding(
            report,
            FindingKind.SEX_SPLIT,
            what,
            (split.said, split.whole_said),
            split.whole.value,
            split.sum,
            noun,
            severity=Severity.MINOR if split.sum < split.whole.value else Severity.MATERIAL,
            figures=(figure_of(report, split.whole_said, split.whole),),
        )


def percent_pairs(report: Report, splits: Sequence[Split]) -> Iterator[Finding]:
    """ "52 % kvinnor och 48 % män" must make 100; the rates of women and men in a bracket behind one of all need not."""
    for split in splits:
        before = split.said.folded[: split.start]
        apart = abs(split.sum - 100)
        if (
            not split.percent
            or apart <= _PAIR_ROOM
            or _RATE_BEFORE.search(before)
            or _RATE_BEHIND.search(split.said.folded[split.end :])
        ):
            continue
        if apart <= _PAIR_PLAUSIBLE and (_OF_PEOPLE.search(before) or not before.strip(" (-")):
            what = f"{split.women.value:f} % kvinnor och {split.men.value:f} % män är tillsammans {split.sum:f} %, inte 100 %."
            yield said_finding(
                report,
                FindingKind.SEX_SPLIT,
                what,
                (split.said,),
                split.sum,
                Decimal(100),
                "%",
                figures=tuple(figure_of(report, split.said, part) for part in (split.women, split.men)),
            )


def parts_larger_than_the_whole(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    """ "62 deltagare, varav 63 unika"."""
    for said in sentences:
        for whole, part in zip(said.counts, said.counts[1:], strict=False):
            words = said.folded[whole.end : part.start]
            tied = _VARAV.search(words)
            if tied is None or part.value <= whole.value or _BROKEN_OFF.search(words[: tied.start()]):
                continue
            what = f"{say_value(part.value, '')} sägs vara en del av {say_value(whole.value, '')}: delen är större än helheten."
            yield said_finding(
                report,
                FindingKind.CONTRADICTION,
                what,
                (said,),
                part.value,
                whole.value,
                "antal",
                severity=Severity.MINOR if part.value - whole.value <= 1 else None,
                figures=(figure_of(report, said, part), figure_of(report, said, whole)),
                cause=likely_cause(part.value, whole.value),
            )


def parts_out_of(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    """ "63 av 22"."""
    for said in sentences:
        for match in _OUT_OF.finditer(said.folded):
            part, whole = int(match["part"]), int(match["whole"])
            if part > whole > 1 and whole not in _YEARS and part not in _YEARS:
                yield said_finding(
                    report,
                    FindingKind.CONTRADICTION,
                    f"{part} sägs vara en del av {whole}: delen är större än helheten.",
                    (said,),
                    Decimal(part),
                    Decimal(whole),
                    "antal",
                    severity=Severity.MATERIAL,
                )


def lists_a_little_short(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    """A list by place that lacks a few of the whole: they may have been left out, so it is a small matter."""
    for listed in find_lists(sentences):
        short = listed.whole.value - listed.sum
        if listed.by_place and 0 < short < listed.whole.value / 20:
            parts = " + ".join(f"{part.value:f}" for part in listed.parts)
            yield said_finding(
                report,
                FindingKind.SUM,
                f"{parts} är {listed.sum:f}, men totalt anges {say_value(listed.whole.value, '')}.",
                (listed.whole_said, listed.said),
                listed.whole.value,
                listed.sum,
                "antal",
                severity=Severity.MINOR,
                figures=(figure_of(report, listed.whole_said, listed.whole),),
            )


def letters_for_ones(report: Report, sentences: Sequence[Said]) -> Iterator[Finding]:
    """ "Vik i kvinna": a letter where a 1 must stand."""
    for listed in find_lists_by_sex(sentences):
        for print_ in listed.misread:
            yield said_finding(
                report,
                FindingKind.MISPRINT,
                f"”{print_}” har en bokstav där siffran 1 ska stå.",
                (listed.said,),
                None,
                Decimal(1),
                "antal",
                certainty=Certainty.CERTAIN,
                cause="bokstav i stället för siffra",
            )
