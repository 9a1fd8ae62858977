"""The words of the problem as frozen values: what a report consists of and where each thing stands.

Nothing here reads, stores or searches. Every item carries a `Locator` from the reader on, so that whatever
is answered later can be shown at its place.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

# A flag that later steps act upon: this balance sheet prints its whole equity and liability side with a minus.
SIDE_PRINTED_NEGATIVE = "side-printed-negative"
# How a flag begins of a number that recognition was not sure of; dropped where a sum confirms the number.
UNSURE_IN_IMAGE = "low-confidence: read from an image"
# Every number of a page that was read from its image: a misread digit may look as sure as a right one.
READ_FROM_IMAGE = "read-from-image"


class ReportKind(StrEnum):
    ANNUAL_REPORT = "årsredovisning"
    INTERIM_REPORT = "delårsrapport"
    OPERATIONAL_PLAN = "verksamhetsplan"
    BUDGET = "budget"
    OTHER = "annat"


class Visibility(StrEnum):
    PUBLIC = "public"
    INTERNAL = "internal"


class Scenario(StrEnum):
    OUTCOME = "utfall"
    BUDGET = "budget"
    DEVIATION = "avvikelse"
    TARGET = "mål"
    FORECAST = "prognos"
    SHARE = "andel"


class FindingKind(StrEnum):
    """What does not add up: the contract's words."""

    SUM = "summa"
    DIFFERENCE = "differens"
    SEX_SPLIT = "könsuppdelning"
    SHARE = "andel"
    CONTRADICTION = "motsägelse"
    SIGN = "teckenfel"
    UNIT = "enhet"
    PERIOD = "period"
    MISPRINT = "tryckfel"
    GOAL = "måluppfyllelse"
    OUTLINE = "disposition"


class Severity(StrEnum):
    ROUNDING = "öresavrundning"
    MINOR = "mindre"
    MATERIAL = "väsentlig"


class Certainty(StrEnum):
    """Whether the print itself proves the finding, or a reading of what the print means does."""

    CERTAIN = "säker"
    INTERPRETATION = "tolkning"


class UnitKind(StrEnum):
    """What a quotable unit of text is: a sentence, a list (introduction and items), or a table row."""

    SENTENCE = "sentence"
    LIST = "list"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a physical page, in points from the top left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Locator:
    """Where something stands. `page` is physical and 1-based, None where the source does not tell.

    `page_label` is what is printed on the page ("29", "iv", "30–32" for a range known from a table of contents);
    `lines` is 1-based and inclusive, for text exports; `section` is "" before the first heading.
    """

    section: str = ""
    page: int | None = None
    page_label: str | None = None
    lines: tuple[int, int] | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """Where a cell of a line stands and how surely it was read. `flags` as those of a `Cell`.

    `others` are further readings of a cell in an image, for the table's sums to choose from.
    """

    box: Box | None = None
    flags: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source as decoded, without its line end. `number` is 1-based; `page` as in `Locator`.

    Of a file with a layout of its own (PDF, Word, web page) a row of a table is one line, its cells parted by tabs however
    many print lines they take; `cells` then has one entry for each of them (empty where nothing is known of them).
    """

    number: int
    text: str
    page: int | None = None
    box: Box | None = None
    cells: tuple[PrintedCell, ...] = ()


class PageSource(StrEnum):
    """What a page's text was read from."""

    TEXT = "text"  # the file's own text
    OCR = "ocr"  # the image of the page
    UNREAD = "unread"  # nothing: the page is there, its text is not


@dataclass(frozen=True, slots=True)
class Page:
    """A physical page: `number` counts from 1 in the file, `label` is what is printed on it, None where nothing is.

    `width` and `height` are in points, upright as shown; 0 where the format has no sizes. `note` is Swedish: why the page
    is unread, or what a reader must know of how it was read.
    """

    number: int
    label: str | None = None
    width: float = 0.0
    height: float = 0.0
    source: PageSource = PageSource.TEXT
    note: str = ""


@dataclass(frozen=True, slots=True)
class PrintedHeading:
    """Lines that the layout sets as one heading. `level` counts from 1 at the top."""

    line_first: int
    line_last: int
    level: int


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """Lines that the layout sets as one table, one row a line with the same number of cells, the first `header_rows` heading
    its columns. Lines between `line_first` and `line_last` that are page furniture are no rows of it."""

    line_first: int
    line_last: int
    header_rows: int


@dataclass(frozen=True, slots=True)
class PrintedLayout:
    """What the layout of a file tells, so that nobody has to guess it from its words.

    `furniture` are the numbers of lines that run along on the pages: headers, footers, page numbers, stamps, signatures.
    """

    headings: tuple[PrintedHeading, ...] = ()
    tables: tuple[PrintedTable, ...] = ()
    furniture: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Document:
    """A decoded file: every line in order. `page_count` is 0 where the file has no page marks.

    `format` is "text", "pdf", "docx", "html" or "xlsx". `pages` has every page of a paged format in order, also those
    that could not be read. `layout` is None where the file is text and nothing else.
    """

    source_file: str
    sha256: str
    encoding: str
    lines: tuple[Line, ...]
    page_count: int
    flags: tuple[str, ...] = ()
    format: str = "text"
    pages: tuple[Page, ...] = ()
    layout: PrintedLayout | None = None

    @property
    def pages_unread(self) -> int:
        """How many pages are there whose text could not be read."""
        return sum(page.source is PageSource.UNREAD for page in self.pages)


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines it governs, up to the line before the next heading of any level.

    `number` is "" for an unnumbered heading; `label` is the contract's form: "2 Resultaträkning", or
    "1.5 God ekonomisk hushållning › Måluppfyllelse" for an unnumbered section below a numbered one.
    `level` counts from 1 at the top. The text before the first heading is a section with `title` "" and level 0.
    `page_label` and the flag `page-from-toc` are set when a table of contents tells the page.
    """

    index: int
    number: str
    title: str
    label: str
    level: int
    parent: int | None
    line_first: int
    line_last: int
    page_label: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TextUnit:
    """The smallest thing that is quoted: `text` stands in the source with white space folded to one blank.

    For a row the cells are joined by " | ", in the order of the source.
    """

    text: str
    kind: UnitKind
    locator: Locator


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive units of one section, about a paragraph or two; what is embedded and searched.

    `header` is the context line put before the text for embedding and full text
    ("Finsam X – årsredovisning – 2021 – 1.5 God ekonomisk hushållning › Mål").
    """

    id: str
    header: str
    text: str
    units: tuple[TextUnit, ...]
    locator: Locator


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as printed ("" when empty). `lines` is where it stands; cells of one row may stand on several lines.

    `flags` say what had to be done to read it: `repaired: ...`, `ambiguous`, `column-uncertain`, `column-by-sums`.
    """

    text: str
    lines: tuple[int, int]
    flags: tuple[str, ...] = ()
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: `label` as printed (wrapped parts joined by a blank), `parents` outermost first.

    `cells` has one entry for each value column of the table, in order; `quote` is the row as it may be cited.
    `page` is the row's physical page, as in `Locator`: a table may run over two pages.
    """

    label: str
    parents: tuple[str, ...]
    cells: tuple[Cell, ...]
    quote: str
    lines: tuple[int, int]
    flags: tuple[str, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table read from the source. `columns` are the printed headers of the value columns ("" when none).

    `unit` is the one stated for the table, `amounts_unit` the one that headings above it or the report state for amounts;
    `part_of_year` ("01-01/06-30") is set where the text around it says that its years are counted up to a day.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    locator: Locator
    layout: str
    unit: str | None = None
    flags: tuple[str, ...] = ()
    part_of_year: str = ""
    amounts_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with everything that gives it meaning. `value` is in `unit`, as printed; `raw` is the print itself.

    A statement of running text is a figure whose `table` is None and whose `raw` and `quote` are the whole sentence; its
    `row` is what the number counts or measures, in the sentence's words, and its `column` is "".
    `period` is "2021", "2021-01-01/2021-06-30", "2021-12-31" or None (see the contract); `concept` is a key of the
    concept lexicon or None. `quote` is the row as it may be cited. `row` may be prefixed by its parents with " › ".
    """

    key: str
    table: str | None
    row: str
    column: str
    value: Decimal
    unit: str
    raw: str
    period: str | None
    scenario: Scenario
    concept: str | None
    quote: str
    locator: Locator
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a finding points to, in the report that has the id. `quote` stands there as it may be cited."""

    report: str
    source_file: str
    locator: Locator
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """A place where reports contradict themselves or each other: what is stated, and what follows from the rest.

    `report` is the one whose print is in doubt. `stated` and `computed` are in `unit`, None where it is no matter of
    numbers; what is stated elsewhere counts as computed. `places` has what is in doubt first. `figures` are the keys of
    the figures in doubt, `terms` those that `computed` follows from, by `expression` in the base unit ("5574000 -
    5612774", "" where it is not computed). `id` stays the same when the same text is read again.
    """

    id: str
    report: str
    kind: FindingKind
    severity: Severity
    certainty: Certainty
    what: str
    places: tuple[Place, ...]
    period: str | None = None
    stated: Decimal | None = None
    computed: Decimal | None = None
    unit: str = ""
    cause: str = ""
    consequences: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    expression: str = ""

    @property
    def difference(self) -> Decimal | None:
        """Stated less computed."""
        return None if self.stated is None or self.computed is None else self.stated - self.computed


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a report is and whom it is about. `detected` names the fields that came from the text, not a sidecar."""

    association: str
    orgnr: str | None
    kind: ReportKind
    title: str
    period_start: date
    period_end: date
    visibility: Visibility = Visibility.INTERNAL
    aliases: tuple[str, ...] = ()
    detected: tuple[str, ...] = ()

    @property
    def period(self) -> str:
        """The report's period in the contract's form: "2021" for a calendar year, else "start/end"."""
        start, end = self.period_start, self.period_end
        if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31) and start.year == end.year:
            return str(start.year)
        return f"{start.isoformat()}/{end.isoformat()}"


@dataclass(frozen=True, slots=True)
class Report:
    """A file, read. `id` is the file name without ending, lower-case ASCII (the store may add "-2").

    `figures` are those of the tables, `statements` those of running text; `findings` are the contradictions inside it.
    """

    id: str
    metadata: Metadata
    document: Document
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    tables: tuple[Table, ...]
    figures: tuple[Figure, ...]
    flags: tuple[str, ...] = ()
    statements: tuple[Figure, ...] = ()
    findings: tuple[Finding, ...] = ()

    def with_id(self, report_id: str) -> Report:
        """The same report under another id; passage ids, figure keys and findings follow it."""
        if report_id == self.id:
            return self
        old, new = f"{self.id}:", f"{report_id}:"
        return replace(
            self,
            id=report_id,
            passages=tuple(replace(p, id=p.id.replace(old, new, 1)) for p in self.passages),
            figures=tuple(replace(f, key=f.key.replace(old, new, 1)) for f in self.figures),
            statements=tuple(replace(f, key=f.key.replace(old, new, 1)) for f in self.statements),
            findings=tuple(_moved(finding, old, new) for finding in self.findings),
        )


def _moved(finding: Finding, old: str, new: str) -> Finding:
    """A finding within a report that has got another id."""
    report = new.removesuffix(":")
    return replace(
        finding,
        id=finding.id.replace(old, new, 1),
        report=report,
        places=tuple(replace(place, report=report) for place in finding.places),
        figures=tuple(key.replace(old, new, 1) for key in finding.figures),
        terms=tuple(key.replace(old, new, 1) for key in finding.terms),
    )
