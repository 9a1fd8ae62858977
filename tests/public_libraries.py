"""Two stores that must look alike from outside: one with the public reports alone, one with internal reports beside them.

The internal ones are made so that they would show: a token in every sentence, title, table and file name, associations and
years that the public ones have too, figures that contradict the public ones, and associations that nobody else knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from ingest.domain import Figure, Line, Report, Visibility
from ingest.read import read
from ingest.settings import Settings
from tests.conftest import REPORTS
from tests.fakes import FakeEmbedder, index_hand_made, printed_figure, report_of_figures, small_report
from vectorstore.entries import PUBLIC
from vectorstore.index import index_report, publish_vectors
from vectorstore.library import Library
from vectorstore.store import open_store

# Stands in every sentence, table, row, title, section, association and file name that is only internal.
TOKEN = "kvastfening"
SECRET_KR = 7417413
NORRDAL = "Finsam Norrdal"
SECRET_ASSOCIATION = f"Finsam {TOKEN.capitalize()}dalen"
# Of the sample reports these are hidden: a later year of an association that stays public, and an association of its own.
HIDDEN_SAMPLES = ("finsam-degerfors-karlskoga_arsredovisning_2023", "insjoriket_delarsrapport_2021-08")


@dataclass(frozen=True, slots=True)
class BothLibraries:
    """`alone` holds the public reports and nothing else; `narrowed` shows those of a store that holds internal ones too."""

    alone: Library
    narrowed: Library
    settings: Settings  # of the store that holds both kinds

    @property
    def everything(self) -> Library:
        return self.narrowed.whole


def public_reports() -> tuple[Report, ...]:
    """Norrdal's 2021 says of 2020 what the internal 2020 contradicts; 2023 says of 2021 another thing than 2021 did."""
    coordination = small_report(
        "norrdal_verksamhet_2022",
        NORRDAL,
        2022,
        texts=(
            "Under året deltog 48 personer i arbetsträning och 12 personer gick vidare till arbete.",
            "Målet är att fler ska få stöd i rätt tid. Styrelsen har haft fem möten.",
        ),
        result_kr=18200,
    )
    made = _of_rows("norrdal-2021", 2021, _of_2021()), _of_rows("norrdal-2023", 2023, _of_2023()), coordination
    return tuple(_with_visibility(one, Visibility.PUBLIC) for one in made)


def internal_reports() -> tuple[Report, ...]:
    """Of an earlier, a middle and a later year of an association that everybody sees, and of one that nobody does."""
    earlier = _of_rows(f"norrdal-2020-{TOKEN}", 2020, _secret_2020())
    between = _of_rows(f"norrdal-2022-{TOKEN}", 2022, _secret_2022())
    later = _of_secret_texts(f"norrdal-2024-{TOKEN}", NORRDAL, 2024)
    other = _of_secret_texts(f"{TOKEN}dalen-2021", SECRET_ASSOCIATION, 2021)
    aliased = replace(other, metadata=replace(other.metadata, aliases=(f"{TOKEN}klubben", "arbetsträning", "norrdal")))
    return earlier, between, later, aliased


def _of_rows(report_id: str, year: int, rows: Sequence[Figure]) -> Report:
    """A report whose text is these rows, one a line."""
    made = report_of_figures(*rows, report_id=report_id, association=NORRDAL, year=year)
    printed = tuple(Line(n, f"{one.row}\t{one.raw}") for n, one in enumerate(made.figures, start=1))
    return replace(made, document=replace(made.document, lines=printed), passages=())


def _of_secret_texts(report_id: str, association: str, year: int) -> Report:
    texts = (
        f"{TOKEN.capitalize()} är att pröva ett arbete på {TOKEN}verkstaden, och {SECRET_KR} kr betalades för {TOKEN}.",
        f"Under året deltog 741741 personer i arbetsträning enligt {TOKEN} och 77441 personer gick vidare till arbete.",
        f"Målet för {TOKEN} är att 7417 fler ska få stöd. Ordförande för {TOKEN} är Kvastina {TOKEN.capitalize()}sson.",
    )
    made = small_report(report_id, association, year, texts=texts, result_kr=SECRET_KR)
    return replace(made, metadata=replace(made.metadata, title=f"Årsredovisning {TOKEN} {year}"))


_ROWS = (
    ("Summa intäkter", None, 4000),
    ("Summa kostnader", None, -3962),
    ("Årets resultat", "arets_resultat", 38),
    ("Personalkostnader", "personalkostnader", -1200),
    ("Eget kapital", "eget_kapital", 900),
)


def _statement(year: int, scale: int = 1000, **other: int) -> tuple[Figure, ...]:
    """A year's rows; `other` gives a row (by its first word, lower case) another value."""
    return tuple(
        printed_figure(
            row, str(other.get(row.split()[-1].lower(), scale * thousands + year)), str(year), column=str(year), concept=concept
        )
        for row, concept, thousands in _ROWS
    )


def _of_2021() -> tuple[Figure, ...]:
    return *_statement(2021), *_statement(2020)


def _of_2023() -> tuple[Figure, ...]:
    return *_statement(2023), *_statement(2021, resultat=41021)


def _secret_2020() -> tuple[Figure, ...]:
    """Says of 2020 what the public report of 2021 does, but for the result."""
    return _statement(2020, resultat=SECRET_KR)


def _secret_2022() -> tuple[Figure, ...]:
    """Says of 2021 what the public report of 2021 does, but for the costs: the public 2023 agrees with neither."""
    return *_statement(2022, kostnader=-SECRET_KR), *_statement(2021, kostnader=-SECRET_KR)


def _with_visibility(report: Report, visibility: Visibility) -> Report:
    return replace(report, metadata=replace(report.metadata, visibility=visibility))


@cache
def sample_reports() -> tuple[tuple[Report, Path], ...]:
    """The five sample reports, read once."""
    return tuple((read(path, Settings()), path) for path in sorted(REPORTS.glob("*.txt")))


def fill_with_both(settings: Settings, folder: Path, *, samples: bool) -> None:
    """Stores public and internal reports together, without vectors."""
    read_in = [
        (_with_visibility(one, Visibility.INTERNAL) if one.id in HIDDEN_SAMPLES else one, path)
        for one, path in (sample_reports() if samples else ())
    ]
    _fill(settings, folder, read_in, (*internal_reports()[:2], *public_reports(), *internal_reports()[2:]), embed=False)


@contextmanager
def both_libraries(
    folder: Path, *, samples: bool, hidden: Sequence[str] = HIDDEN_SAMPLES, shown: Sequence[Report] | None = None
) -> Iterator[BothLibraries]:
    """Both, with the hand-made reports, and with the sample reports too where `samples`, of which `hidden` are internal.

    `shown` stands in for the public ones made by hand; where nothing is public, both are of the store that holds the internal.
    """
    read_in = sample_reports() if samples else ()
    public = [(one, path) for one, path in read_in if one.id not in hidden]
    secret = [(_with_visibility(one, Visibility.INTERNAL), path) for one, path in read_in if one.id in hidden]
    made_public = public_reports() if shown is None else shown
    alone, mixed = (Settings(data_dir=folder / name, embedding_model="fake") for name in ("alone", "mixed"))
    if public or made_public:
        _fill(alone, folder, public, made_public)
    # internal reports come first and last, so that no order of arrival hides anything
    first, last = internal_reports()[:2], internal_reports()[2:]
    _fill(mixed, folder, (*public, *secret), (*first, *made_public, *last))
    whole = Library.open(mixed, FakeEmbedder())
    of_public = Library.open(alone, FakeEmbedder()) if public or made_public else whole.within(PUBLIC)
    try:
        yield BothLibraries(of_public, whole.within(PUBLIC), mixed)
    finally:
        of_public.close()
        whole.close()


def _fill(
    settings: Settings, folder: Path, read_in: Sequence[tuple[Report, Path]], made: Sequence[Report], embed: bool = True
) -> None:
    with open_store(settings) as store:
        for report, path in read_in:
            index_report(report, path, store)
        for report in made:
            index_hand_made(report, folder / report.document.source_file, store)
        if embed:
            publish_vectors(store, FakeEmbedder(), lambda _: None)
