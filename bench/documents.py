"""What reading a document costs a page, for each format beside what is simpler, in one run.

A PDF's floor is its words with their places by the library that the reader stands on; plain text by that library and by
pdftotext (Debian: poppler-utils) are beside it. A scan's floor is Tesseract alone on the same pages, that of the others the
bare text by the library that parses them. The document is the five sample reports of `tests/remade` in one: a Word file,
printed by LibreOffice, scanned as a copier does it; as web page and workbook as well. Its printed pages are the pages of all.
Every part runs in a process of its own, imports not counted, and alternates with its floor.

Usage: python -m bench.documents [--also FOLDER]
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from bench.document_parts import PARTS
from bench.processes import Part, peak_mb, row, timed

RUNS = 3
SCANNED_PAGES = 6
TEXT_LAYER_AIM = 10
_AMOUNT = re.compile(r"[-−–]?\d{1,3}(?: \d{3})*")


def main() -> int:
    if sys.argv[1:2] == ["--part"]:
        part, *arguments = sys.argv[2:]
        print(json.dumps(PARTS[part](*arguments)))
        return 0
    if sys.argv[1:2] == ["--make"]:
        print(json.dumps({name: str(path) for name, path in make_documents(Path(sys.argv[2])).items()}))
        return 0
    os.environ["OMP_THREAD_LIMIT"] = "1"  # Tesseract's own; the reader's worker sets it for itself
    print(f"{os.cpu_count()} cores, load average {os.getloadavg()[0]:.1f}\n\n{'':40}{'measured':>10}{'floor':>10}{'ratio':>8}")
    if shutil.which("soffice"):
        measure_remade()
    else:
        print("the sample reports remade: not measured, soffice is missing (Debian: libreoffice-writer-nogui fonts-liberation)")
    if sys.argv[1:2] == ["--also"]:
        measure_folder(Path(sys.argv[2]))
    return 0


def measure_remade() -> None:
    with tempfile.TemporaryDirectory(prefix="finsam-bench-") as folder:
        # Not made here: a process that is started begins with the peak memory of the one that starts it.
        made = json.loads(timed([sys.executable, "-m", "bench.documents", "--make", folder]).printed)
        measure_formats({name: Path(path) for name, path in made.items()})


# --- the documents ---------------------------------------------------------------------------------------------------


def make_documents(folder: Path) -> dict[str, Path]:
    """One document in each format, by the format's name."""
    from tests.remade_documents import REMADE, build_docx, convert_to_pdf, to_scan

    typed = folder / next(iter(REMADE.values())).name  # the name says whose the running header is
    blocks = [block for path in REMADE.values() for block in json.loads(path.read_text("utf-8"))["blocks"]]
    typed.write_text(json.dumps({"title": "Rapporter", "blocks": blocks}), "utf-8")
    docx = build_docx(typed, folder)
    [pdf] = convert_to_pdf([docx], folder)
    few, scans = folder / "few.pdf", folder / "scans"
    scans.mkdir()
    _first_pages(pdf, few)
    return {
        "pdf": pdf,
        "scan": to_scan(few, scans),
        "docx": docx,
        "html": _web_page(blocks, folder / "report.html"),
        "xlsx": _workbook(blocks, folder / "report.xlsx"),
    }


def _first_pages(pdf: Path, path: Path) -> None:
    import pypdfium2 as pdfium

    source, few = pdfium.PdfDocument(pdf), pdfium.PdfDocument.new()
    few.import_pages(source, list(range(min(SCANNED_PAGES, len(source)))))
    few.save(path)
    few.close()
    source.close()


def _web_page(blocks: list[dict[str, object]], path: Path) -> Path:
    parts = ["<!doctype html><html lang=sv><meta charset=utf-8><title>Rapporter</title><body><main>"]
    for block in blocks:
        match block:
            case {"heading": str(text), "level": level}:
                parts.append(f"<h{level}>{html.escape(text)}</h{level}>")
            case {"table": {"rows": rows}}:
                lines = ("".join(f"<td>{html.escape(cell)}</td>" for cell in cells) for cells in rows)
                parts.append("<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>")
            case {"paragraph": str(text)}:
                parts.append(f"<p>{html.escape(text)}</p>")
            case {"cover": lines}:
                parts += [f"<p>{html.escape(line)}</p>" for line in lines]
    path.write_text("\n".join(parts), "utf-8")
    return path


def _workbook(blocks: list[dict[str, object]], path: Path) -> Path:
    """A sheet for each table, amounts as numbers with a format that groups them."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    workbook = Workbook(write_only=True)
    for block in blocks:
        match block:
            case {"table": {"rows": rows}}:
                sheet = workbook.create_sheet()
                for texts in rows:
                    cells = [WriteOnlyCell(sheet, _cell_value(text)) for text in texts]
                    for cell in cells:
                        cell.number_format = "#,##0" if cell.data_type == "n" else "General"
                    sheet.append(cells)
    workbook.save(path)
    return path


def _cell_value(text: str) -> str | int | None:
    if _AMOUNT.fullmatch(text):
        return int(text.replace(" ", "").translate({ord("−"): "-", ord("–"): "-"}))
    return text or None


# --- the measurements ------------------------------------------------------------------------------------------------


def measure_formats(documents: dict[str, Path]) -> None:
    pages = _told([run_part("words", documents["pdf"])], "pages")
    print(f"{pages:.0f} pages as PDF, {min(SCANNED_PAGES, pages):.0f} of them scanned")
    pdf = documents["pdf"]
    wanted = ["reader", "loaded", "report", "words", "text", *(["layout"] if shutil.which("pdftotext") else [])]
    parts = alternate(wanted, pdf, RUNS)
    _row(f"PDF, reader, ms a page (aim {TEXT_LAYER_AIM})", parts["reader"], parts["words"], pages)
    _row("PDF, in its own process", parts["loaded"], parts["words"], pages)
    _row("PDF, ingest but the store", parts["report"], parts["words"], pages)
    _row("PDF, reader, beside plain text", parts["reader"], parts["text"], pages)
    if "layout" in parts:
        _row("PDF, reader, beside pdftotext", parts["reader"], parts["layout"], pages)
    row("PDF, peak memory, MB", peak_mb(parts["loaded"]), peak_mb(parts["words"]))
    for name in ("scan", "docx", "html", "xlsx"):
        measure_format(name, documents[name], SCANNED_PAGES if name == "scan" else pages)


def measure_format(name: str, path: Path, pages: float) -> None:
    if name == "scan" and not shutil.which("tesseract"):
        print("scan: not measured, Tesseract is not installed")
        return
    floor = "ocr" if name == "scan" else f"bare_{name}"
    parts = alternate(["reader", "loaded", floor], path, 1 if name == "scan" else RUNS)
    _row(f"{name.upper()}, reader, ms a page", parts["reader"], parts[floor], pages)
    _row(f"{name.upper()}, in its own process", parts["loaded"], parts[floor], pages)
    row(f"{name.upper()}, peak memory, MB", peak_mb(parts["loaded"]), peak_mb(parts[floor]))


def measure_folder(folder: Path) -> None:
    """Each PDF of a folder, ms a page; the floor of pages that were read from their image is Tesseract beside the words."""
    ratios = []
    for path in sorted(folder.glob("*.pdf")):
        read, words = [run_part("reader", path)], [run_part("words", path)]
        told = json.loads(read[0].printed)
        images = told["ocr"]
        recognised = [run_part("ocr", path, json.dumps(images))] if images else []
        if not images:
            more = alternate(["reader", "words"], path, RUNS - 1)
            read, words = read + more["reader"], words + more["words"]
        seconds, floor = _told(read, "seconds"), _told(words, "seconds") + (_told(recognised, "seconds") if images else 0)
        pages = told["pages"]
        row(f"{path.stem[:20]}, {pages} pages, {len(images)} images", 1000 * seconds / pages, 1000 * floor / pages)
        row("  peak memory, MB", peak_mb(read), peak_mb(words + recognised))
        if not images:
            ratios.append(seconds / floor)
    if ratios:
        print(f"text layer throughout: {len(ratios)} files, ratio {min(ratios):.1f} to {max(ratios):.1f}")


def alternate(names: list[str], path: Path, runs: int) -> dict[str, list[Part]]:
    """Each part so many times, one after the other, so that all meet the same load."""
    done: dict[str, list[Part]] = {name: [] for name in names}
    for _ in range(runs):
        for name in names:
            done[name].append(run_part(name, path))
    return done


def _row(what: str, measured: list[Part], floor: list[Part], pages: float) -> None:
    """Milliseconds a page."""
    row(what, 1000 * _told(measured, "seconds") / pages, 1000 * _told(floor, "seconds") / pages)


def _told(parts: list[Part], key: str) -> float:
    return statistics.median(float(json.loads(part.printed)[key]) for part in parts)


def run_part(part: str, path: Path, *more: str) -> Part:
    return timed([sys.executable, "-m", "bench.documents", "--part", part, str(path), *more])


if __name__ == "__main__":
    sys.exit(main())
