"""Pages of a Word file: Word marks where its own last layout broke the text; a file without such marks has no pages.

Word sets its mark also behind a break that the writer made, so that the two count as one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from ingest.formats.word_styles import ParagraphLook, W
from ingest.formats.word_text import BREAK, MARK, TEXT, ParagraphText

_ON_NEW_PAGE = frozenset(("nextPage", "oddPage", "evenPage"))


@dataclass(slots=True)
class PageCounter:
    """Counts through the document. `waiting` is a break set by the writer for which Word's own mark may still come.

    `sections` are the kinds of the sections in order: how each of them begins.
    """

    known: bool
    sections: tuple[str, ...] = ()
    current: int = 1
    waiting: bool = False
    _section: int = 0
    _cells: list[list[str]] = field(default_factory=list)

    @classmethod
    def of(cls, root: etree._Element) -> PageCounter:
        kinds = (section.find(f"{W}type") for section in root.iter(f"{W}sectPr"))
        sections = tuple("nextPage" if kind is None else kind.get(f"{W}val", "nextPage") for kind in kinds)
        return cls(next(root.iter(f"{W}lastRenderedPageBreak"), None) is not None, sections)

    @property
    def page(self) -> int | None:
        """The page reached, None where the file does not tell."""
        return self.current if self.known else None

    @property
    def count(self) -> int:
        """How many pages the file has, as far as counted; 0 where it does not tell."""
        return self.current if self.known else 0

    def begin_paragraph(self, read: ParagraphText, look: ParagraphLook) -> int | None:
        """The page on which the paragraph's text begins."""
        if look.page_break_before:
            self._pass(BREAK)
        for event in _up_to_text(read.events):
            self._pass(event)
        return self.page

    def end_paragraph(self, read: ParagraphText, properties: etree._Element | None) -> None:
        """Passes what stands behind the first letter, and the break of a section that ends with this paragraph."""
        for event in read.events[len(_up_to_text(read.events)) :]:
            self._pass(event)
        if properties is not None and properties.find(f"{W}sectPr") is not None:
            self._section += 1  # the next section's own properties say how it begins
            if self._section < len(self.sections) and self.sections[self._section] in _ON_NEW_PAGE:
                self._pass(BREAK)

    def begin_row(self) -> None:
        self._cells = []

    def begin_cell(self) -> None:
        self._cells.append([])

    def pass_in_cell(self, read: ParagraphText) -> None:
        self._cells[-1] += read.events

    def end_row(self) -> int | None:
        """The page on which the row begins. Its cells stand side by side: each may bear the mark of the same page break."""
        first = max((_up_to_text(cell).count(MARK) for cell in self._cells), default=0)
        all_marks = max((cell.count(MARK) for cell in self._cells), default=0)
        for event in [MARK] * first + [TEXT]:
            self._pass(event)
        page = self.page
        for _ in range(all_marks - first):
            self._pass(MARK)
        return page

    def _pass(self, event: str) -> None:
        if event == MARK:
            self.waiting = False
            self.current += 1
            return
        if self.waiting:  # Word left no mark behind the break: the writer's own counts
            self.current += 1
        self.waiting = event == BREAK


def _up_to_text(events: list[str]) -> list[str]:
    return events[: events.index(TEXT) + 1] if TEXT in events else events
