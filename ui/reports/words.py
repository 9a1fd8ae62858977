"""What the library says of a report, in plain Swedish."""

from __future__ import annotations

from datetime import UTC, date, datetime

from ingest.formats.load import MACROS_IGNORED
from ingest.formats.workbook import FORMULAS_WITHOUT_VALUES
from vectorstore.compatibility import OUTDATED_FLAG
from vectorstore.entries import ReportEntry

NBSP = "\u00a0"
PUBLIC_MEANS = (
    "Publik betyder att vem som helst får se rapportens text och siffror, också i rutan på förbundets webbplats. "
    "Intern betyder att bara den som är inloggad får se dem."
)
FIELD_WORDS = {
    "association": "Förbund",
    "orgnr": "Organisationsnummer",
    "kind": "Slag",
    "title": "Titel",
    "period_start": "Periodens första dag",
    "period_end": "Periodens sista dag",
    "visibility": "Synlighet",
    "aliases": "Andra namn på förbundet",
}
_MONTHS = ("jan.", "feb.", "mars", "april", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec.")
_ENCODING = "encoding: "


def count_words(number: int) -> str:
    """ "12 345" with no-break blanks."""
    return f"{number:,}".replace(",", NBSP)


def counted(number: int, one: str, many: str) -> str:
    """ "1 siffra", "12 345 siffror"."""
    return f"{count_words(number)}{NBSP}{one if number == 1 else many}"


def contents_words(entry: ReportEntry) -> str:
    """What there is of figures, passages and findings."""
    figures, passages = counted(entry.figures, "siffra", "siffror"), counted(entry.passages, "stycke", "stycken")
    return f"{figures}, {passages} och {counted(entry.findings, 'fynd', 'fynd')}"


def day_words(day: date) -> str:
    """ "30 juni 2021", which no line break divides."""
    return f"{day.day}{NBSP}{_MONTHS[day.month - 1]}{NBSP}{day.year}"


def period_words(entry: ReportEntry) -> str:
    """ "2021" for a calendar year, else "1 jan. 2021 – 30 juni 2021"."""
    if "/" not in entry.period:
        return entry.period
    return f"{day_words(entry.period_start)} – {day_words(entry.period_end)}"


def moment_words(at: str) -> str:
    """A moment in ISO 8601 as the day and time here; what is none is said as it is."""
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return at
    here = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone()
    return f"{day_words(here.date())} kl.{NBSP}{here:%H.%M}"


def pages_words(entry: ReportEntry) -> str:
    """ "18", "18, varav 2 olästa", or "–" where the file has no pages."""
    if not entry.pages:
        return "–"
    unread = f", varav{NBSP}{entry.pages_unread}{NBSP}{'oläst' if entry.pages_unread == 1 else 'olästa'}"
    return f"{count_words(entry.pages)}{unread if entry.pages_unread else ''}"


def flag_words(entry: ReportEntry) -> tuple[str, ...]:
    """What had to be done to read the file or could not be done, one sentence each; none for a file without trouble."""
    told = [_flag_text(flag) for flag in entry.flags]
    if entry.pages_unread:
        what = "sida gick" if entry.pages_unread == 1 else "sidor gick"
        told.insert(
            0, f"{entry.pages_unread}{NBSP}av{NBSP}{entry.pages} {what} inte att läsa. Läs om rapporten när det är åtgärdat."
        )
    return tuple(told)


def _flag_text(flag: str) -> str:
    if flag.startswith(_ENCODING):
        return f"Filen sparades med en äldre teckenkodning ({flag.removeprefix(_ENCODING)}). Kontrollera att å, ä och ö är rätt."
    if flag == MACROS_IGNORED:
        return "Filen har makron. De har inte körts."
    if flag == FORMULAS_WITHOUT_VALUES:
        return (
            "Arbetsboken har formler utan sparade värden. De cellerna är tomma här. Öppna den i Excel, spara och ladda upp igen."
        )
    if flag == OUTDATED_FLAG:
        return "Rapporten lästes av en tidigare version av programmet. Läs om den."
    return f"Vid läsningen noterades: {flag}."
