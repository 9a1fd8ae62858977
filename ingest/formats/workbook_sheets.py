"""What openpyxl's streaming reader does not tell of a sheet: whether it is shown, merged cells, hidden rows and columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.formats.office_zip import OfficeZip

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_P = rb"(?:\w+:)?"  # some programs write a prefix before every element
_MERGED = re.compile(rb"<" + _P + rb"mergeCell\b[^>]{0,200}?\bref=\"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"")
_HIDDEN_ROW = re.compile(rb"<" + _P + rb"row\b(?=[^>]{0,500}?\shidden=\"(?:1|true)\")[^>]{0,500}?\br=\"(\d{1,7})\"")
_HIDDEN_COLUMN = re.compile(rb"<" + _P + rb"col\b(?=[^>]{0,500}?\shidden=\"(?:1|true)\")[^>]{0,500}>")
_FORMULA_CELL = re.compile(
    rb"<" + _P + rb"c\b([^>]{0,500})>\s*<" + _P + rb"f\b[^>]{0,500}?(?:/>|>[^<]*</" + _P + rb"f>)\s*"
    rb"(?:<" + _P + rb"v\s*/>|<" + _P + rb"v>\s*</" + _P + rb"v>)?\s*</" + _P + rb"c>"
)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet that Excel shows. Rows and columns count from 1.

    `merged` gives for the first cell (row, column) of a merged range how many columns it takes. `lacks_values` tells that a
    formula was saved without its result.
    """

    name: str
    merged: dict[tuple[int, int], int]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    lacks_values: bool


def visible_sheets(archive: OfficeZip) -> tuple[Sheet, ...]:
    """The worksheets that are neither hidden nor diagrams, in the order of their tabs."""
    main = next(iter(archive.related("", "officeDocument")), "xl/workbook.xml")
    root = archive.xml(main)
    parts = archive.related_by_id(main)
    found = []
    for element in () if root is None else root.iter(f"{_MAIN}sheet"):
        part = parts.get(element.get(_RELATION_ID, ""))
        if part is not None and part[0] == "worksheet" and element.get("state", "visible") == "visible":
            found.append(_read_sheet(element.get("name", ""), archive.read(part[1])))
    return tuple(found)


def _read_sheet(name: str, xml: bytes) -> Sheet:
    merged = {(int(m[2]), column_number(m[1])): column_number(m[3]) - column_number(m[1]) + 1 for m in _MERGED.finditer(xml)}
    hidden: set[int] = set()
    for column in _HIDDEN_COLUMN.findall(xml):
        first, last = (re.search(rb"\b" + side + rb"=\"(\d{1,5})\"", column) for side in (b"min", b"max"))
        if first is not None and last is not None:
            hidden.update(range(int(first[1]), min(int(last[1]), 20_000) + 1))
    lacks = any(b't="str"' not in cell for cell in _FORMULA_CELL.findall(xml))  # text formulas may well give nothing
    return Sheet(name, merged, frozenset(map(int, _HIDDEN_ROW.findall(xml))), frozenset(hidden), lacks)


def column_number(letters: bytes) -> int:
    """The number of a column named by letters: "A" is 1, "AA" 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
