"""Numbers printed with a slip: broken groups of digits, letters for digits, a digit lost in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from rapidfuzz.distance import OSA

from ingest.checks.outline_places import Spot, Text, spot_around
from ingest.checks.relation import in_base_unit
from ingest.checks.sheets import Sheet
from ingest.checks.words import say_value
from ingest.domain import Certainty, Figure, Finding, FindingKind, Line, Severity
from ingest.numerals import BLANKS
from ingest.unit_words import MONEY_UNITS

_REPAIRED = re.compile(r'repaired: "(?P<print>[^"]+)" read as (?P<value>-?[\d.]+)(?: \((?P<why>[^)]*)\))?')
_TWO_SIGNS = re.compile(r"[-–−]\s*\d[\d\s]*(?:kr)?\s*[-–−]")
_ONE_SIGN = re.compile(r"[-–−]\s*\d[\d\s]*(?:kr)?")
_KRONOR = r"\s*(?:kr|kronor|KR|SEK)\b"
_AMOUNT = re.compile(rf"(?<![\d,.–-])(\d{{1,3}}(?:[{BLANKS}]\d{{1,3}})+)(?={_KRONOR})")
_LETTER_AMONG_DIGITS = re.compile(
    r"(?<![\w/.@-])(?=[\dOolI ]*\d[OolI][\d ]|[\dOolI]*[OlI]\d{2})([\dOolI]{2,}(?: [\dOolI]{3})*)(?=\s*(?:kr|%|tkr|st)\b|\s*%)"
)
_ONE_AS_LETTER = re.compile(r"(?<![\w])([iIl])\s+(kvinna|man)\b")
_COUNTED_PEOPLE = re.compile(r"\d+\s+(?:kvinn|m[aä]n)")
_PERCENT_ALONE = re.compile(r"\b(svarar|svarade|anser|uppger|uppgav)\s+([&%])\s+(?=att\b)")
# A digit lost from a long and uneven number is hardly chance.
_MIN_DIGITS, _MIN_UNEVEN = 6, 4


def digit_findings(text: Text, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    if not text.is_damaged:  # a scan loses blanks everywhere, and the report printed none of that
        yield from _broken_groups(text, sheets)
        for sheet in sheets:
            yield from _trailing_minus(text, sheet)
    for line in text.body():
        if not text.is_damaged:
            yield from _broken_in_text(text, line)
            yield from _letters_in_numbers(text, line)
        yield from _letter_for_one(text, line)
        yield from _percent_without_number(text, line)
    yield from _lost_digits(text, sheets)


def _repairs(sheet: Sheet) -> Iterator[tuple[Figure, str, Decimal]]:
    for row in sheet.rows:
        for cell in row.cells:
            for figure in cell:
                match = next((m for m in map(_REPAIRED.match, figure.flags) if m is not None), None)
                if match is not None:
                    yield figure, match["print"], Decimal(match["value"])


def _broken_groups(text: Text, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    for sheet in sheets:
        repairs = list({figure.key: (figure, print_, value) for figure, print_, value in _repairs(sheet)}.values())
        if not repairs:
            continue
        figure, print_, value = repairs[0]
        said = say_value(value, figure.unit)
        what = f"I tabellen ”{sheet.table.title}” är ”{print_}” tryckt för {said}."
        others = [f"”{other}” är tryckt för {say_value(amount, f.unit)}." for f, other, amount in repairs[1:]]
        figures = tuple(fig for fig, _, _ in repairs)
        cause = "fel tecken i talet" if re.search(r"[A-Za-z]", print_.removesuffix("kr").strip()) else "mellanslag på fel plats"
        found = text.finding(FindingKind.MISPRINT, what, figures, cause=cause, consequences=others)
        yield replace(found, computed=value, unit=figure.unit, figures=tuple(f.key for f in figures), period=figure.period)


def _trailing_minus(text: Text, sheet: Sheet) -> Iterator[Finding]:
    """Amounts with a minus on both sides ("- 4 469 000 kr -"), beside others that have one."""
    both = [row.row for row in sheet.rows if any(_TWO_SIGNS.fullmatch(cell.text.strip()) for cell in row.row.cells)]
    one = any(_ONE_SIGN.fullmatch(cell.text.strip()) for row in sheet.rows for cell in row.row.cells)
    if both and one:
        print_ = next(cell.text.strip() for cell in both[0].cells if _TWO_SIGNS.fullmatch(cell.text.strip()))
        rows = f"på {len(both)} rader, till exempel ”{print_}”" if len(both) > 1 else f": ”{print_}”"
        what = f"Beloppen i ”{sheet.table.title}” har ett extra minus efteråt {rows}."
        spots: list[Spot | Figure] = [Spot(row.lines, row.quote) for row in both]
        yield text.finding(FindingKind.SIGN, what, spots, cause="ett minus för mycket")


def _broken_in_text(text: Text, line: Line) -> Iterator[Finding]:
    if line.number in text.in_tables:
        return
    for match in _AMOUNT.finditer(line.text):
        groups = re.split(rf"[{BLANKS}]", match[1])
        value = Decimal("".join(groups))
        if all(len(group) == 3 for group in groups[1:]):
            continue
        figure = _printed_elsewhere(text, value)
        if figure is None:
            continue
        what = f"Beloppet är tryckt ”{match[1]} kr”; på annat ställe i rapporten står {say_value(value, 'kr')} (”{figure.row}”)."
        spots: list[Spot | Figure] = [spot_around(line, match.start(), match.end()), figure]
        found = text.finding(FindingKind.MISPRINT, what, spots, cause="mellanslag på fel plats")
        yield replace(found, computed=value, unit="kr", terms=(figure.key,))


def _printed_elsewhere(text: Text, amount_kr: Decimal) -> Figure | None:
    figures: Iterable[Figure] = (*text.report.figures, *text.report.statements)
    return next((f for f in figures if f.unit in MONEY_UNITS and abs(in_base_unit(f.value, f.unit)) == amount_kr), None)


def _letters_in_numbers(text: Text, line: Line) -> Iterator[Finding]:
    for match in _LETTER_AMONG_DIGITS.finditer(line.text):
        digits = match[1].replace("O", "0").replace("o", "0").replace("l", "1").replace("I", "1")
        if any(c.isdigit() for c in match[1]) and digits != match[1]:
            what = f"Talet ”{match[1]}” är tryckt med en bokstav i stället för en siffra (troligen {digits})."
            yield text.finding(
                FindingKind.MISPRINT, what, [spot_around(line, match.start(), match.end())], cause="bokstav för siffra"
            )


def _letter_for_one(text: Text, line: Line) -> Iterator[Finding]:
    """ "Härryda i kvinna" in a list of counted women and men."""
    for match in _ONE_AS_LETTER.finditer(line.text):
        if len(_COUNTED_PEOPLE.findall(line.text)) < 2:
            continue
        near = line.text[max(match.start() - 25, 0) : match.end()]
        what = f"I ”…{near.strip()}” står bokstaven {match[1]} i stället för siffran 1."
        found = text.finding(
            FindingKind.MISPRINT, what, [spot_around(line, match.start(), match.end())], cause=f"{match[1]} för 1"
        )
        yield replace(found, computed=Decimal(1), unit="antal")


def _percent_without_number(text: Text, line: Line) -> Iterator[Finding]:
    marks = [*_PERCENT_ALONE.finditer(line.text)]
    before = text.report.document.lines[line.number - 2].text if line.number > 1 else ""
    # in a narrow cell the verb ends one line and the lone mark begins another
    if not marks and re.match(r"\s*[&%]\s+att\b", line.text):
        above = next((x.text for x in reversed(text.report.document.lines[: line.number - 1]) if x.text.strip()), before)
        marks = [*re.finditer(r"^\s*([&%])\s", line.text)] if re.search(r"\b(?:svarar|svarade|anser|uppger)\s*$", above) else []
    for match in marks:
        what = "Procenttalet saknas: före procenttecknet står ingen siffra."
        spot = spot_around(line, match.start(), match.end())
        yield text.finding(FindingKind.MISPRINT, what, [spot], Certainty.INTERPRETATION, cause="ett tal har fallit bort")


def _lost_digits(text: Text, sheets: Sequence[Sheet]) -> Iterator[Finding]:
    """An amount of the running text that is printed nowhere else, and is a long amount of a table less one digit."""
    known: dict[str, tuple[Figure, ...]] = {}
    for figure in text.report.figures:
        if figure.unit in MONEY_UNITS:
            known.setdefault(_digits(figure), (figure,))
    for sums in _sums_of_totals(sheets):
        total = sum((abs(in_base_unit(f.value, f.unit)) for f in sums), Decimal(0))
        known.setdefault(f"{total:f}".partition(".")[0], sums)
    for line in text.body():
        if line.number in text.in_tables:
            continue
        for match in re.finditer(rf"(?<![\d,.])(\d{{1,3}}(?:[{BLANKS}]\d{{3}})+|\d{{5,9}})(?={_KRONOR})", line.text):
            printed = re.sub(r"\D", "", match[1])
            if printed in known or _goes_on_from(text, line, match):
                continue
            near = [(digits, figures) for digits, figures in known.items() if _is_slip(printed, digits)]
            if len(near) == 1:
                yield _lost_digit(text, line, match, *near[0])


def _goes_on_from(text: Text, line: Line, match: re.Match[str]) -> bool:
    """Whether the line before ends in the digits that the amount begins with."""
    before = text.report.document.lines[line.number - 2].text if line.number > 1 else ""
    return not line.text[: match.start()].strip() and re.search(r"\d\s*$", before) is not None


def _digits(figure: Figure) -> str:
    return f"{abs(in_base_unit(figure.value, figure.unit)):f}".partition(".")[0]


def _sums_of_totals(sheets: Sequence[Sheet]) -> Iterator[tuple[Figure, ...]]:
    """The two totals of a table that has two groups and no total of both."""
    for sheet in sheets:
        totals = [i for i, row in enumerate(sheet.rows) if re.match(r"(?:del)?summa|totalt", row.label.lower())]
        if len(totals) == 2:
            for column in sheet.columns:
                one, other = (sheet.amount(row, column) for row in totals)
                if one is not None and other is not None and one.unit in MONEY_UNITS:
                    yield one, other


def _is_slip(printed: str, digits: str) -> bool:
    if (
        min(len(printed), len(digits)) < _MIN_DIGITS
        or len(digits.rstrip("0")) < _MIN_UNEVEN
        or abs(len(printed) - len(digits)) > 1
    ):
        return False
    if OSA.distance(printed, digits) != 1:
        return False
    return len(printed) != len(digits) or sorted(printed) == sorted(digits)


def _lost_digit(text: Text, line: Line, match: re.Match[str], digits: str, figures: tuple[Figure, ...]) -> Finding:
    stated, computed = Decimal(re.sub(r"\D", "", match[1])), Decimal(digits)
    lost = len(digits) - len(str(stated))
    cause = "siffror omkastade" if not lost else ("en siffra saknas" if lost > 0 else "en siffra för mycket")
    where = "summan av tabellens två delsummor" if len(figures) > 1 else f"”{figures[0].row}”"
    what = f"Texten anger {say_value(stated, 'kr')}, men {where} är {say_value(computed, 'kr')}."
    spots: list[Spot | Figure] = [spot_around(line, match.start(), match.end()), *figures]
    severity = Severity.MATERIAL if lost else Severity.MINOR
    found = text.finding(FindingKind.MISPRINT, what, spots, Certainty.INTERPRETATION, severity, cause)
    keys = tuple(figure.key for figure in figures)
    return replace(found, stated=stated, computed=computed, unit="kr", terms=keys)
