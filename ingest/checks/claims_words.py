"""Statements in words that cannot both be true of the same association: staff and none, a queue and none, more and fewer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.checks.claims_findings import cite, claim_finding
from ingest.checks.number_words import SPELLED_OR_DIGITS, number_of
from ingest.domain import Certainty, Finding, Report, Severity, TextUnit
from ingest.language import fold

_NO_STAFF = re.compile(
    r"\b(?:forbundet|samordningsforbundet|kansliet|vi) (?:har|hade) (?:inte (?:nagon|nagra)|ingen|inga) (?:egen |egna )?anstalld"
)
_STAFF = re.compile(
    rf"\bforbunds?\w* och dess anstallda\b|\bforbundets anstallda\b|\bkansli med {SPELLED_OR_DIGITS} anstalld"
    r"|\b(?:forbundet|samordningsforbundet) har (?:en |ett |\w+ )?(?:forbundschef )?anstalld\b"
)
_QUEUE = r"(?:ko|kotid|vantetid)"
_NO_QUEUE = re.compile(rf"\b(?:ingen|inte (?:haft |har haft )?(?:nagon|en)|ej (?:haft )?(?:nagon )?)\s*{_QUEUE}\b")
_IN_QUEUE = re.compile(r"\b\d+(?:,\d+)? ?(?:%|procent)(?: \w+){0,6}? (?:sta|statt|star|vanta|vantat) (?:\w+ )?(?:i )?ko\b")
_INFLOW = (
    r"(?:inflode(?:t)?|remissinflode(?:t)?|antal(?:et)? remisser|antal(?:et)? (?:inkomna|nya) remisser|antal(?:et)? ansokningar)"
)
_FEWER = re.compile(
    rf"\b(?:(?:nagot |klart |avsevart )?(?:minskat|mindre|lagre) {_INFLOW}\b"
    rf"|{_INFLOW}(?: av (?:deltagare|remisser))? har (?:nagot |klart |avsevart )?minskat\b"
    r"|remitterat ett (?:\w+ )?lagt antal\b)"
)
_MORE = re.compile(
    rf"\b(?:{_INFLOW}(?: av (?:deltagare|remisser))? har (?:nagot |klart |avsevart |kraftigt )?okat\b"
    rf"|(?:okat|storre|hogre) {_INFLOW}\b)"
)
# Another year's, another place's or a possible inflow.
_ELSEWHERE = re.compile(
    r"\b(?:kommunen|kommunens|kan|leder till|forra arets|foregaende ar|tidigare ar|vissa|nagra av|framover|farhaga)\b"
)
_AROUND = 60
_SENTENCES_APART = 4
# Sections that speak of the association as a whole, not of one of its activities.
_OVERALL = re.compile(r"\b(?:sammanfattning|inledning|forord|ordforande\w*|handelser|forhallanden|oversikt)\b")
_MEMBERS_SAID = re.compile(rf"\b(?:forbundets|de) (?P<count>{SPELLED_OR_DIGITS}) medlemmar(?:na|nas)?\b")


# A rule or a model, by its long name, that is said to be in use and not to be.
_UNUSED = re.compile(r"\b(?P<noun>[a-z]{11,})(?:en|et) (?:(?:anvands|tillampas|foljs) inte|inte (?:anvands|tillampas|foljs))\b")
_USED = r"\b{noun}(?:en|et)?(?: som)? (?:anvands|tillampas|foljs)\b(?! inte| ej)"


def word_findings(report: Report, sections: Sequence[Sequence[TextUnit]]) -> Iterator[Finding]:
    units = [(unit, " ".join(fold(unit.text).split())) for section in sections for unit in section]
    yield from _staff(report, units)
    for section in sections:
        yield from _queue(report, [(unit, " ".join(fold(unit.text).split())) for unit in section])
    yield from _inflow(report, units)
    yield from _members(report, units)
    yield from _used(report)


def _staff(report: Report, units: Sequence[tuple[TextUnit, str]]) -> Iterator[Finding]:
    none = next((unit for unit, folded in units if _NO_STAFF.search(folded)), None)
    some = next((unit for unit, folded in units if _STAFF.search(folded) and not _NO_STAFF.search(folded)), None)
    if none and some:
        what = "Förbundet sägs inte ha någon anställd personal, men på ett annat ställe talas det om dess anställda."
        yield claim_finding(report, some, what, Certainty.INTERPRETATION, Severity.MATERIAL, against=[none])


def _queue(report: Report, units: Sequence[tuple[TextUnit, str]]) -> Iterator[Finding]:
    """Within a few sentences of a section, which are about one activity."""
    none = next((n for n, (_, folded) in enumerate(units) if _NO_QUEUE.search(folded)), None)
    if none is None:
        return
    near = range(max(0, none - _SENTENCES_APART), min(len(units), none + _SENTENCES_APART + 1))
    some = next((n for n in near if n != none and _IN_QUEUE.search(units[n][1])), None)
    if some is not None:
        what = f"Texten säger att ingen kö har funnits, men också: ”{cite(units[some][0].text)}”."
        yield claim_finding(report, units[none][0], what, Certainty.INTERPRETATION, Severity.MATERIAL, against=[units[some][0]])


def _inflow(report: Report, units: Sequence[tuple[TextUnit, str]]) -> Iterator[Finding]:
    """A lower inflow said of the whole association where the referrals are said to have risen."""
    more = [unit for unit, folded in units if _MORE.search(folded) and not _ELSEWHERE.search(folded)]
    if not more:
        return
    fewer = [unit for unit, folded in units if _FEWER.search(folded) and not _is_elsewhere(folded)]
    near = [
        unit for unit in fewer if unit.locator.section == more[0].locator.section and unit.locator.lines == more[0].locator.lines
    ]
    far = [unit for unit in fewer if unit not in near and _OVERALL.search(fold(unit.locator.section))]
    for group in (far, near):
        if group:
            what = f"Inflödet sägs vara lägre (”{cite(group[0].text, 70)}”), men också: ”{cite(more[0].text)}”."
            yield claim_finding(
                report, group[0], what, Certainty.INTERPRETATION, Severity.MATERIAL, against=[more[0], *group[1:]]
            )


def _is_elsewhere(folded: str) -> bool:
    """Whether the words around the claim move it to another place or time."""
    said = _FEWER.search(folded)
    if said is None or said[0].startswith("remitterat"):
        return said is None
    before = folded[max(0, said.start() - _AROUND) : said.start()].rsplit(",", 1)[-1]
    return _ELSEWHERE.search(before + folded[said.start() : said.end() + _AROUND]) is not None


def _members(report: Report, units: Sequence[tuple[TextUnit, str]]) -> Iterator[Finding]:
    """ "De fyra medlemmarna", where the members are named one by one and are not four."""
    named = [(unit, count) for unit, folded in units if (count := _members_named(unit, folded)) is not None]
    said = [(unit, number_of(match["count"])) for unit, folded in units if (match := _MEMBERS_SAID.search(folded))]
    if not named or len({count for _, count in named}) != 1:
        return
    for unit, count in said:
        if count is not None and count != named[0][1]:
            what = f"Medlemmarna sägs vara {count}, men {named[0][1]} medlemmar räknas upp."
            yield claim_finding(
                report,
                unit,
                what,
                Certainty.INTERPRETATION,
                Severity.MINOR,
                against=[named[0][0]],
                stated=count,
                computed=named[0][1],
                unit="medlemmar",
            )
            return


def _used(report: Report) -> Iterator[Finding]:
    """Over the cells of tables too: a list of risks may say what the text denies."""
    units = [(unit, " ".join(fold(unit.text).split())) for passage in report.passages for unit in passage.units]
    for unit, folded in units:
        match = _UNUSED.search(folded)
        if match is None:
            continue
        used = re.compile(_USED.format(noun=match["noun"]))
        other = next((one for one, text in units if used.search(text) and not re.search(r"\b(?:inte|ej)\b", text)), None)
        if other:
            what = f"Texten säger ”{_printed(unit.text, match[0])}”, men på ett annat ställe att den är i bruk."
            yield claim_finding(report, unit, what, Certainty.INTERPRETATION, Severity.MATERIAL, against=[other])
            return


def _printed(text: str, folded: str) -> str:
    """A folded stretch of a text as it is printed: folding keeps the words."""
    printed = text.split()
    plain = [fold(word).strip(".,;:") for word in printed]
    wanted = folded.split()
    start = next((n for n in range(len(plain)) if plain[n : n + len(wanted)] == wanted), None)
    return folded if start is None else " ".join(printed[start : start + len(wanted)]).strip(".,;:")


_NAME = r"[A-ZÅÄÖ][\w-]+(?: [A-ZÅÄÖ][\w-]+| län| stad)*"
_MEMBER_LIST = re.compile(
    rf"(?P<names>(?:{_NAME}, )+(?:{_NAME} )?(?:och|samt) (?:kommunerna|kommuner|medlemskommunerna) "
    rf"(?:{_NAME}, )*{_NAME} och {_NAME})"
)


def _members_named(unit: TextUnit, folded: str) -> int | None:
    """How many members a sentence names, where it says that these are the members."""
    if not re.search(r"\b(?:ar|som) medlemmar\b|\bmedlemmar (?:ar|i forbundet ar)\b", folded):
        return None
    match = _MEMBER_LIST.search(" ".join(unit.text.split()))
    if match is None:
        return None
    names = re.split(r", | och | samt ", re.sub(r"\b(?:medlems)?kommuner(?:na)? ", "", match["names"]))
    return len([name for name in names if name.strip()])
