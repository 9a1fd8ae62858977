"""What a report is: detected from its text, corrected by its sidecar."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from ingest.domain import Document, Line, Metadata, ReportKind, Visibility
from ingest.errors import MetadataError, SidecarError
from ingest.metadata import detect
from ingest.sections import find_sections
from ingest.sidecar import Sidecar, read_sidecar
from ingest.textfile import load

DK21 = "finsam-degerfors-karlskoga_arsredovisning_2021"
DK23 = "finsam-degerfors-karlskoga_arsredovisning_2023"
LO21 = "finsam-lekeberg-orebro_delarsredovisning_2021-06"
IN21 = "insjoriket_delarsrapport_2021-08"
SY22 = "sydnarke_verksamhetsplan-budget_2022"
ALL = [DK21, DK23, LO21, IN21, SY22]


def _of_file(path: Path) -> Metadata:
    document = load(path, 10_000_000)
    return detect(document, find_sections(document), read_sidecar(path))


def _of_text(text: str, name: str = "rapport.txt", sidecar: Sidecar | None = None) -> Metadata:
    lines = tuple(Line(number, line) for number, line in enumerate(text.split("\n"), 1))
    document = Document(name, "", "utf-8", lines, 0)
    return detect(document, find_sections(document), sidecar)


@pytest.mark.parametrize(
    ("name", "association"),
    [
        (DK21, "Finsam Degerfors/Karlskoga"),
        (DK23, "Finsam Degerfors/Karlskoga"),
        (LO21, "Finsam Lekeberg Örebro"),
        (IN21, "Samordningsförbundet Insjöriket"),
        (SY22, "Samordningsförbundet Sydnärke"),
    ],
)
def test_each_sample_names_its_association(reports_folder: Path, name: str, association: str) -> None:
    assert _of_file(reports_folder / f"{name}.txt").association == association


@pytest.mark.parametrize(
    ("name", "orgnr"), [(DK21, "222000-2279"), (DK23, "222000-2279"), (LO21, None), (IN21, "222000-2071"), (SY22, "222000-2600")]
)
def test_each_sample_gives_its_organisation_number_as_it_can(reports_folder: Path, name: str, orgnr: str | None) -> None:
    assert _of_file(reports_folder / f"{name}.txt").orgnr == orgnr


@pytest.mark.parametrize(
    ("name", "kind", "title", "period"),
    [
        (DK21, ReportKind.ANNUAL_REPORT, "Årsredovisning 2021", "2021"),
        (DK23, ReportKind.ANNUAL_REPORT, "Årsredovisning 2023", "2023"),
        (LO21, ReportKind.INTERIM_REPORT, "Delårsrapport januari–juni 2021", "2021-01-01/2021-06-30"),
        (IN21, ReportKind.INTERIM_REPORT, "Delårsrapport januari–augusti 2021", "2021-01-01/2021-08-31"),
        (SY22, ReportKind.OPERATIONAL_PLAN, "Verksamhetsplan 2022, budget 2022-2024", "2022"),
    ],
)
def test_kind_title_and_period_are_read_off_each_sample(
    reports_folder: Path, name: str, kind: ReportKind, title: str, period: str
) -> None:
    metadata = _of_file(reports_folder / f"{name}.txt")

    assert (metadata.kind, metadata.title, metadata.period) == (kind, title, period)


@pytest.mark.parametrize("name", ALL)
def test_the_samples_are_public_by_their_sidecars(reports_folder: Path, name: str) -> None:
    assert _of_file(reports_folder / f"{name}.txt").visibility is Visibility.PUBLIC


@pytest.mark.parametrize(
    ("name", "association"),
    [
        (DK21, "Finsam Degerfors/Karlskoga"),
        (LO21, "Finsam Lekeberg Orebro"),
        (IN21, "Samordningsförbundet Insjöriket"),
        (SY22, "Samordningsförbundet Sydnärke"),
    ],
)
def test_without_a_sidecar_the_name_is_the_one_printed_and_the_report_internal(
    reports_folder: Path, tmp_path: Path, name: str, association: str
) -> None:
    shutil.copy(reports_folder / f"{name}.txt", tmp_path)

    metadata = _of_file(tmp_path / f"{name}.txt")

    assert (metadata.association, metadata.visibility) == (association, Visibility.INTERNAL)


@pytest.mark.parametrize("name", [DK21, DK23, IN21, SY22])
def test_the_file_name_is_not_needed(reports_folder: Path, tmp_path: Path, name: str) -> None:
    shutil.copy(reports_folder / f"{name}.txt", tmp_path / "a.txt")

    named, unnamed = _of_file(reports_folder / f"{name}.txt"), _of_file(tmp_path / "a.txt")

    assert (unnamed.association, unnamed.kind, unnamed.period) == (named.association, named.kind, named.period)


def test_fields_from_the_text_are_listed_as_detected(reports_folder: Path) -> None:
    metadata = _of_file(reports_folder / f"{LO21}.txt")

    assert metadata.detected == ("kind", "title", "period_start", "period_end")


@pytest.mark.parametrize(
    ("text", "association"),
    [
        ("Styrelsen för Samordningsförbundet Älv & Kust avger årsredovisning för år 2022.", "Samordningsförbundet Älv & Kust"),
        ("Årsredovisning 2022\n\nSamordningsförbundet Centrala Norr\n\nSamordningsförbundet Centrala Norrs styrelse",
         "Samordningsförbundet Centrala Norr"),
        ("Verksamhetsplan 2023\nFinsam Göteborg\n\nFinsam Göteborg samverkar med Samordningsförbundet Väst.", "Finsam Göteborg"),
        ("Årsredovisning 2020 för Västra Skaraborgs samordningsförbund\n\nVästra Skaraborgs samordningsförbund är till för alla.",
         "Västra Skaraborgs samordningsförbund"),
    ],
)  # fmt: skip
def test_other_associations_are_found_by_the_same_rules(text: str, association: str) -> None:
    assert _of_text(text).association == association


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("avger årsredovisning för perioden första januari till sista december 2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("avger delårsrapport för perioden 1 januari- 30 juni 2021", date(2021, 1, 1), date(2021, 6, 30)),
        ("avger delårsrapport för januari till och med augusti 2022", date(2022, 1, 1), date(2022, 8, 31)),
        ("avger delårsrapport jan-aug 2021", date(2021, 1, 1), date(2021, 8, 31)),
        ("avger delårsrapport för 2023-01-01 – 2023-06-30", date(2023, 1, 1), date(2023, 6, 30)),
        ("avger årsredovisning för verksamhetsåret 2019", date(2019, 1, 1), date(2019, 12, 31)),
    ],
)
def test_the_period_is_read_in_the_ways_it_is_written(words: str, start: date, end: date) -> None:
    metadata = _of_text(f"Styrelsen för Samordningsförbundet Norr {words}.")

    assert (metadata.period_start, metadata.period_end) == (start, end)


def test_the_file_name_tells_the_period_where_the_text_does_not() -> None:
    metadata = _of_text("Styrelsen för Samordningsförbundet Norr avger delårsrapport.", "norr_delarsrapport_2021-08.txt")

    assert metadata.period == "2021-01-01/2021-08-31"


def test_a_report_of_no_known_association_asks_for_a_sidecar() -> None:
    with pytest.raises(MetadataError) as caught:
        _of_text("Årsredovisning 2021\n\nHär står ingenting om vem det gäller.", "okand.txt")

    assert caught.value.message_sv == (
        "Det framgår inte av okand.txt vilket förbund den gäller. Skriv det i filen okand.toml bredvid, till exempel: "
        'association = "Samordningsförbundet …"'
    )


def test_a_report_of_no_known_period_asks_for_a_sidecar() -> None:
    with pytest.raises(MetadataError) as caught:
        _of_text("Styrelsen för Samordningsförbundet Norr avger sin rapport.", "norr.txt")

    assert caught.value.message_sv == (
        "Det framgår inte av norr.txt vilken period den gäller. Skriv det i filen norr.toml bredvid, till exempel: "
        "period_start = 2021-01-01 och period_end = 2021-12-31"
    )


def test_a_sidecar_wins_over_the_text() -> None:
    given = Sidecar(
        "Finsam Söder", "222000-0001", ReportKind.BUDGET, "Budget", date(2024, 1, 1), date(2024, 12, 31), aliases=("FS",)
    )

    metadata = _of_text("Styrelsen för Samordningsförbundet Norr avger årsredovisning för år 2021.", sidecar=given)

    assert metadata == Metadata(
        "Finsam Söder", "222000-0001", ReportKind.BUDGET, "Budget", date(2024, 1, 1), date(2024, 12, 31), aliases=("FS",)
    )


def test_a_report_without_a_sidecar_has_none(tmp_path: Path) -> None:
    assert read_sidecar(tmp_path / "a.txt") is None


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ('asociation = "X"', "Okänd nyckel i a.toml: asociation. Menade du association?"),
        ('visibility = "hemlig"', 'a.toml: visibility ska vara något av "public", "internal".'),
        (
            'kind = "broschyr"',
            'a.toml: kind ska vara något av "årsredovisning", "delårsrapport", "verksamhetsplan", "budget", "annat".',
        ),
        ('period_start = "i fjol"', "a.toml: period_start ska vara ett datum, till exempel period_start = 2021-01-01."),
        ("association = 7", 'a.toml: association ska vara text inom citattecken, till exempel association = "…".'),
        ('aliases = "FN"', 'a.toml: aliases ska vara en lista med text, till exempel aliases = ["AB", "A/B"].'),
        ("period_start = 2021-02-01\nperiod_end = 2021-01-01", "a.toml: period_start ligger efter period_end. Rätta datumen."),
    ],
)
def test_a_sidecar_that_cannot_be_used_says_what_to_write(tmp_path: Path, toml: str, message: str) -> None:
    (tmp_path / "a.toml").write_text(toml, encoding="utf-8")

    with pytest.raises(SidecarError) as caught:
        read_sidecar(tmp_path / "a.txt")

    assert caught.value.message_sv == message


def test_a_sidecar_that_is_no_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("association: Norr", encoding="utf-8")

    with pytest.raises(SidecarError) as caught:
        read_sidecar(tmp_path / "a.txt")

    assert caught.value.message_sv.startswith("a.toml går inte att läsa")


_TALKS_OF_BUDGET = "\n".join(["Resultatet blev bättre än budget och nästa års budget är beslutad."] * 9)


def test_a_cover_line_that_is_nothing_but_the_kind_outweighs_the_words_of_the_text() -> None:
    cover = "            DELÅRSRAPPORT\n      1 januari – 30 juni 2023\n\n   Samordningsförbundet Norra Ekdalen\n\n"
    metadata = _of_text(cover + _TALKS_OF_BUDGET)
    assert (metadata.kind, metadata.title) == (ReportKind.INTERIM_REPORT, "Delårsrapport januari–juni 2023")


def test_a_heading_of_one_word_below_the_printed_title_is_not_the_kind() -> None:
    text = "Årsredovisning 2022\nSamordningsförbundet Norra Ekdalen\n\nBudget\n\nVi höll det som var beslutat under året.\n"
    assert _of_text(text).kind is ReportKind.ANNUAL_REPORT


def test_an_appointment_is_not_the_period_of_an_annual_report() -> None:
    text = (
        "Årsredovisning 2022\nSamordningsförbundet Norrdal\n\n"
        "Styrelsen för Samordningsförbundet Norrdal är vald från september 2022 till augusti 2023.\n"
    )

    assert _of_text(text, "norrdal_arsredovisning_2022.txt").period == "2022"


def test_a_span_over_new_year_starts_in_the_year_before() -> None:
    text = "Delårsrapport\nSamordningsförbundet Norrdal\n\nRapporten gäller juli 2022 till februari 2023.\n"

    assert _of_text(text, "norrdal_delarsrapport.txt").period == "2022-07-01/2023-02-28"
