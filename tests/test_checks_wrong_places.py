"""What is printed right but in a wrong place: values, headers, times and pages; on small reports through the real reader."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from ingest.checks.columns_swapped import swapped_header_findings
from ingest.checks.misprints_parts import lost_digit_findings
from ingest.checks.outline import outline_findings
from ingest.checks.periods_said import period_findings
from ingest.checks.sheets import lay_out
from ingest.checks.sums_swapped import swapped_row_findings
from ingest.domain import Finding, FindingKind, Report
from ingest.read import read
from ingest.settings import Settings

RIGHT = Path(__file__).parent / "reports" / "right"
STENHAGA = next(RIGHT.glob("stenhaga*.txt"))
KRAKDALEN = next(RIGHT.glob("krakdalen*.txt"))

INTERIM = """
Delårsrapport
januari–augusti 2023

Samordningsförbundet Ljungdalen

Antagen av styrelsen 2023-10-05

1. Förvaltningsberättelse
Siffrorna avser 1 januari–31 augusti 2023 om inte annat sägs. Området har 68 500 invånare: 27 400 i Norrby, 20 550 i
Sunne, 13 700 i Vik och 6 850 i Ängsö.

2. Resultaträkning
Belopp i kr                      Not        2023-01-01        2022-01-01
                                           -2023-08-31       -2022-08-31
Verksamhetens intäkter             1         6 592 400         6 428 600
Verksamhetens kostnader            2        -6 134 600        -5 987 300
Periodens resultat                             457 800           441 300

3. Driftredovisning
Belopp i tkr          Budget      Budget      Utfall   Avvikelse     Prognos
                  helår 2023     jan–aug     jan–aug     jan–aug  helår 2023
Norrby                -3 900      -2 600      -2 318         282      -3 640
Sunne                 -1 800      -1 200      -1 147          53      -1 780
Vik                     -240        -160        -164          -4        -250
Summa kostnader       -5 940      -3 960      -3 629         331      -5 670

4. Noter
Not 1. Verksamhetens intäkter
                                        jan–aug 2023      jan–aug 2022
Bidrag från staten                         3 296 200         3 214 300
Bidrag från medlemmarna                    3 296 200         3 214 300
Summa                                      6 592 400         6 428 600

Not 2. Verksamhetens kostnader
                                        jan–aug 2023      jan–aug 2022
Köpta insatser                             5 552 000         5 478 300
Lokaler                                      582 600           509 000
Summa                                      6 134 600         5 987 300

5. Underskrifter

Norrby den 5 oktober 2023
"""


def _written(folder: Path, text: str, *changes: tuple[str, str], name: str = "ljungdalen_delarsrapport_2023-08.txt") -> Report:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read(path, Settings())


def _changed(folder: Path, path: Path, *changes: tuple[str, str]) -> Report:
    return _written(folder, path.read_text(encoding="utf-8"), *changes, name=path.name)


def _swapped(report: Report) -> list[Finding]:
    sheets = lay_out(report.tables, report.figures)
    return [*swapped_row_findings(report, sheets), *swapped_header_findings(report, sheets)]


@pytest.mark.parametrize("path", [STENHAGA, KRAKDALEN])
def test_nothing_is_out_of_place_in_a_right_report(path: Path) -> None:
    report = read(path, Settings())
    assert not _swapped(report) and not list(period_findings(report)) and not list(lost_digit_findings(report))


@pytest.mark.parametrize(
    ("old", "new", "row"),
    [
        ("Sociala avgifter  150 254  146 712", "Sociala avgifter  146 712  150 254", "Sociala avgifter"),
        (
            "Summa omsättningstillgångar    4 673 287  4 112 844",
            "Summa omsättningstillgångar    4 112 844  4 673 287",
            "Summa omsättningstillgångar",
        ),
        ("Ingående eget kapital  2 954 352  1 864 312", "Ingående eget kapital  1 864 312  2 954 352", "Ingående eget kapital"),
    ],
)
def test_a_row_whose_values_stand_in_each_others_columns_is_named(tmp_path: Path, old: str, new: str, row: str) -> None:
    [finding] = _swapped(_changed(tmp_path, KRAKDALEN, (old, new)))
    assert finding.kind is FindingKind.SUM and f"Raden {row} " in finding.what
    assert finding.cause == "värdena står i varandras kolumner"


@pytest.mark.parametrize(
    ("new", "names"),
    [
        ("Kommun\tKvinnor\tTotalt\tMän\tAndel", "Totalt och Män"),
        ("Kommun\tTotalt\tMän\tKvinnor\tAndel", "Totalt och Kvinnor"),
    ],
)
def test_two_headers_over_each_others_columns_are_one_finding(tmp_path: Path, new: str, names: str) -> None:
    [finding] = _swapped(_changed(tmp_path, STENHAGA, ("Kommun\tKvinnor\tMän\tTotalt\tAndel", new)))
    assert names in finding.what


def test_a_share_over_the_column_of_the_total_is_found(tmp_path: Path) -> None:
    changed = _changed(tmp_path, KRAKDALEN, ("Kommun  Kvinnor  Män  Totalt  Andel", "Kommun  Kvinnor  Män  Andel  Totalt"))
    assert "Andel och Totalt" in _swapped(changed)[0].what


def test_years_exchanged_over_a_table_are_one_finding(tmp_path: Path) -> None:
    changed = _changed(tmp_path, STENHAGA, ("Finansierad verksamhet\t2023\t2022", "Finansierad verksamhet\t2022\t2023"))
    [finding] = [f for f in period_findings(changed) if "bytt plats" in f.what]
    assert finding.cause == "kolumnrubrikerna är omkastade"


def test_a_report_whose_times_agree_has_no_finding(tmp_path: Path) -> None:
    report = _written(tmp_path, INTERIM)
    assert not list(period_findings(report)) and not list(lost_digit_findings(report)) and not report.findings


def test_a_column_of_another_span_than_its_notes_print_is_found(tmp_path: Path) -> None:
    [finding] = period_findings(_written(tmp_path, INTERIM, ("-2022-08-31", "-2022-12-31")))
    assert "2022-12-31" in finding.what and "jan–aug 2022" in finding.what


def test_a_note_headed_with_a_year_that_its_line_contradicts_is_found(tmp_path: Path) -> None:
    head = "Verksamhetens kostnader\n                                        jan–aug 2023      jan–aug 202"
    [finding] = period_findings(_written(tmp_path, INTERIM, (f"{head}2", f"{head}1")))
    assert "jan–aug 2021" in finding.what and "Not 2" in finding.what


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Antagen av styrelsen 2023-10-05", "Antagen av styrelsen 2022-10-05", "2022-10-05"),
        ("den 5 oktober 2023", "den 5 juli 2023", "2023-07-05"),
        ("avser 1 januari–31 augusti 2023", "avser 1 januari–30 juni 2023", "2023-06-30"),
    ],
)
def test_a_date_or_span_that_is_not_the_reports_is_found(tmp_path: Path, old: str, new: str, says: str) -> None:
    [finding] = period_findings(_written(tmp_path, INTERIM, (old, new)))
    assert finding.kind is FindingKind.PERIOD and says in finding.what


def test_figures_of_one_table_may_be_of_another_time(tmp_path: Path) -> None:
    said = "Siffrorna avser 1 januari–30 juni 2023. Området"
    changed = _written(tmp_path, INTERIM, ("Siffrorna avser 1 januari–31 augusti 2023 om inte annat sägs. Området", said))
    assert not list(period_findings(changed))


def test_a_digit_lost_in_a_listed_part_is_found(tmp_path: Path) -> None:
    [finding] = lost_digit_findings(_written(tmp_path, INTERIM, ("27 400 i Norrby", "2 740 i Norrby")))
    assert (finding.stated, finding.computed) == (Decimal(2740), Decimal(27400))


def test_a_sign_that_no_other_deviation_has_is_found_under_a_header_of_two_lines(tmp_path: Path) -> None:
    changed = _written(tmp_path, INTERIM, ("-164          -4 ", "-164           4 "))
    [finding] = changed.findings
    assert finding.kind is FindingKind.SIGN and finding.computed == Decimal(-4)


def test_a_page_of_the_contents_is_held_against_the_page_numbers_in_the_text(tmp_path: Path) -> None:
    titles = ("Förvaltningsberättelse", "Resultaträkning", "Balansräkning", "Kassaflödesanalys", "Noter", "Underskrifter")
    pages = (2, 3, 4, 5, 6, 7)
    body = "".join(
        f"{n}. {title}\n\nText under rubriken.\n\nSida {page}\n\n"
        for n, (title, page) in enumerate(zip(titles, pages, strict=True), 1)
    )

    def report(*printed: int) -> Report:
        entries = "".join(f"{n}\t{title}\t{page}\n" for n, (title, page) in enumerate(zip(titles, printed, strict=True), 1))
        text = f"Årsredovisning 2022\n\nSamordningsförbundet Ljungdalen\n\nInnehållsförteckning\n\n{entries}\nSida 1\n\n{body}"
        return _written(tmp_path, text, name="ljungdalen_arsredovisning_2022.txt")

    assert not list(outline_findings(report(*pages)))
    [finding] = outline_findings(report(2, 5, 4, 5, 6, 7))
    assert "anger sidan 5 för ”2 Resultaträkning”" in finding.what and "på sidan 3" in finding.what
