"""Women and men of groups that make up a larger group: teams named in a sum, sections by place, a table under its sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from ingest.checks.people_lists import find_formulas
from ingest.checks.people_splits import Split
from ingest.checks.relation import Relation, Term
from ingest.checks.sentences_said import Said, figure_of, made_figure, said_finding
from ingest.checks.sheets import Sheet, lay_out
from ingest.domain import Certainty, Figure, Finding, FindingKind, Report, Section, Severity
from ingest.language import fold

_FINISHED = re.compile(r"avslut|skrevs ut|skrivits ut|utskriv")
_NEW = re.compile(r"\bny(?:a|tt)\b|skrevs in|skrivits in|paborja")
_OTHER = re.compile(r"remi[st]|remitt|enkat|svar")
_SHARE_OF_ALL = re.compile(r"(?P<share>\d+(?:,\d+)?) ?% av (?:samtliga )?deltagarna\b")
_MEN = re.compile(r"^(?:antal )?(?:man|pojkar)$")
_WOMEN = re.compile(r"^(?:antal )?(?:kvinnor|flickor)$")
# How many lines below a sentence the table stands that splits it up.
_RIGHT_BELOW = 6


def combined_groups(report: Report, sentences: Sequence[Said], splits: Sequence[Split]) -> Iterator[Relation]:
    """ "223 (A) + 95 (B) = 318 deltagare, 181 kvinnor och 137 män": the women of A and B are the women of both."""
    for formula in find_formulas(sentences):
        both = next((s for s in splits if s.said is formula.said and s.whole and s.whole.start == formula.whole.start), None)
        groups = [_only_split_of(part.value, splits) for part in formula.parts]
        if both is None or not all(groups):
            continue
        for women in (True, False):
            yield Relation(
                FindingKind.SEX_SPLIT,
                _part(report, both, women),
                tuple(Term(_part(report, group, women)) for group in groups if group),
                "summan av grupperna",
                Certainty.CERTAIN,
            )


def _only_split_of(value: Decimal, splits: Sequence[Split]) -> Split | None:
    """The split of a count; where it is told in several places, one that they agree on."""
    known = [s for s in splits if s.whole is not None and s.whole.value == value]
    told = {(s.women.value, s.men.value) for s in known}
    return known[0] if len(told) == 1 else None


def _part(report: Report, split: Split, women: bool) -> Figure:
    mention = split.women if women else split.men
    whole = figure_of(report, split.whole_said, split.whole) if split.whole and split.whole_said else None
    figure = figure_of(report, split.said, mention, "kvinnor" if women else "män")
    if whole is not None and figure.key == whole.key:
        return made_figure(report, split.said, mention, "kvinnor" if women else "män")
    return figure


@dataclass(frozen=True, slots=True)
class _OfPlace:
    """A split in a section about one place. `theme` is "alla", "nya" or "avslutade"."""

    theme: str
    split: Split


def sibling_sections(report: Report, splits: Sequence[Split]) -> Iterator[Finding]:
    """Sections of one heading but for its last word, a place: their women are those of all participants.

    The sections are taken to be all places where their shares of the participants make 100 percent.
    """
    for sections in _siblings(report):
        members = [_OfPlace(theme, split) for s in sections for split in splits if (theme := _theme_in(split, s))]
        if not _make_all([m for m in members if m.theme == "alla"], len(sections)):
            continue
        for theme in ("alla", "nya", "avslutade"):
            parts = [m.split for m in members if m.theme == theme]
            whole = _whole_of(theme, splits, sections)
            if len(parts) == len(sections) and whole is not None and _adds_up(whole) and all(map(_adds_up, parts)):
                women = sum((part.women.value for part in parts), Decimal(0))
                men = sum((part.men.value for part in parts), Decimal(0))
                if (women, men) != (whole.women.value, whole.men.value):
                    yield _by_place(report, whole, parts, women, men)


def _adds_up(split: Split) -> bool:
    """Whether a split agrees with its own whole, so that what disagrees with it is another slip than that."""
    return split.whole is None or split.whole.value == split.sum


def _by_place(report: Report, whole: Split, parts: Sequence[Split], women: Decimal, men: Decimal) -> Finding:
    what = (
        f"Orterna har tillsammans {women:f} kvinnor och {men:f} män ({women + men:f}), men totalt anges "
        f"{whole.women.value:f} kvinnor och {whole.men.value:f} män ({whole.sum:f})."
    )
    differs = whole.sum != women + men
    return said_finding(
        report,
        FindingKind.SEX_SPLIT,
        what,
        [*(part.said for part in parts), whole.said],
        whole.sum if differs else whole.women.value,
        women + men if differs else women,
        "deltagare" if differs else "kvinnor",
        severity=Severity.MATERIAL,
        figures=[_part(report, part, is_women) for part in (*parts, whole) for is_women in (True, False)],
    )


def _siblings(report: Report) -> list[list[Section]]:
    groups: dict[tuple[int | None, int, str], list[Section]] = {}
    for section in report.sections:
        words = section.title.split()
        if len(words) >= 2 and words[-1][:1].isupper() and words[-2].lower() in ("i", "från"):
            groups.setdefault((section.parent, section.level, " ".join(words[:-1])), []).append(section)
    return [sections for sections in groups.values() if len(sections) >= 2]


def _theme_in(split: Split, section: Section) -> str:
    lines = split.said.locator.lines
    if split.percent or lines is None or not section.line_first <= lines[0] <= section.line_last:
        return ""
    words = split.said.folded
    if _SHARE_OF_ALL.search(words[: split.start]):
        return "alla"
    if split.whole is None or _OTHER.search(words):
        return ""
    return "avslutade" if _FINISHED.search(words) else "nya" if _NEW.search(words) else ""


def _make_all(members: Sequence[_OfPlace], places: int) -> bool:
    shares = [m for member in members if (m := _SHARE_OF_ALL.search(member.split.said.folded))]
    total = sum((Decimal(m["share"].replace(",", ".")) for m in shares), Decimal(0))
    return len(shares) == places and abs(total - 100) <= 1


def _whole_of(theme: str, splits: Sequence[Split], sections: Sequence[Section]) -> Split | None:
    """The split of all participants, printed in the sections before those of the places."""
    first = sections[0].line_first
    known = [s for s in splits if s.whole is not None and not s.percent and (s.said.locator.lines or (first, 0))[0] < first]
    if theme == "alla":
        known = [s for s in known if re.search(r"\btotalt antal deltagare\b|\bdeltagare\b", s.said.folded) and not _is_part(s)]
    else:
        wanted = _FINISHED if theme == "avslutade" else _NEW
        known = [s for s in known if wanted.search(s.said.folded) and not _OTHER.search(s.said.folded)]
    known = [s for s in known if s.said.sentence.text and (s.said.locator.lines or (0, 0))[0] >= first - 200]
    return known[-1] if len({(s.women.value, s.men.value) for s in known}) == 1 else None


def _is_part(split: Split) -> bool:
    return bool(_FINISHED.search(split.said.folded) or _NEW.search(split.said.folded) or _OTHER.search(split.said.folded))


def table_against_sentence(report: Report, splits: Sequence[Split]) -> Iterator[Finding]:
    """ "68 deltagare, 35 kvinnor och 33 män, skrevs ut", with the table right below it that has a row for each sex."""
    for sheet in lay_out(report.tables, report.figures):
        rows = _rows_by_sex(sheet)
        if rows is None:
            continue
        women, men = (_counts_of(sheet, row) for row in rows)
        in_table = _total(women), _total(men)
        for split in splits:
            if not women or not men or split.whole is None or not _adds_up(split) or not _stands_above(split, sheet):
                continue
            told = split.women.value, split.men.value
            alike = sum(in_table) == split.whole.value or in_table[0] == told[0] or in_table[1] == told[1]
            if in_table != told and alike:
                yield _table_differs(report, split, in_table, women, men)


def _table_differs(
    report: Report, split: Split, in_table: tuple[Decimal, Decimal], women: Sequence[Figure], men: Sequence[Figure]
) -> Finding:
    told = split.women.value, split.men.value
    at = 0 if in_table[0] != told[0] else 1
    what = (
        f"Tabellens rader ger {in_table[0]:f} kvinnor och {in_table[1]:f} män, "
        f"men texten anger {told[0]:f} kvinnor och {told[1]:f} män."
    )
    return said_finding(
        report,
        FindingKind.SEX_SPLIT,
        what,
        [split.said],
        told[at],
        in_table[at],
        ("kvinnor", "män")[at],
        severity=Severity.MATERIAL,
        figures=[_part(report, split, True), _part(report, split, False), women[0], men[0]],
    )


def _total(figures: Sequence[Figure]) -> Decimal:
    return sum((figure.value for figure in figures), Decimal(0))


def _rows_by_sex(sheet: Sheet) -> tuple[int, int] | None:
    women = [at for at, row in enumerate(sheet.rows) if _WOMEN.match(fold(row.label.strip()))]
    men = [at for at, row in enumerate(sheet.rows) if _MEN.match(fold(row.label.strip()))]
    return (women[0], men[0]) if len(women) == 1 and len(men) == 1 else None


def _counts_of(sheet: Sheet, row: int) -> list[Figure]:
    """The counts of a row, without its total; empty where a cell holds no count."""
    found: list[Figure] = []
    for column in sheet.columns:
        if re.search(r"\b(?:totalt?|summa|samtliga|alla)\b|%|andel|procent", fold(sheet.table.columns[column])):
            continue
        figure = sheet.amount(row, column)
        if figure is None or figure.unit == "%":
            return []
        found.append(figure)
    return found if len(found) > 1 else []


def _stands_above(split: Split, sheet: Sheet) -> bool:
    said, table = split.said.locator.lines, sheet.table.locator.lines
    return said is not None and table is not None and 0 < table[0] - said[1] <= _RIGHT_BELOW
