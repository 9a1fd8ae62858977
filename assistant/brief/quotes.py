"""Sentences of the reports that can stand alone in a brief: whole, with a beginning and an end, and no heading glued on."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from rapidfuzz import fuzz

from assistant.brief.content import Quote, SectionKey
from assistant.brief.contested import doubt_text
from assistant.brief.material import Material
from ingest.domain import TextUnit, UnitKind
from ingest.language import fold
from vectorstore.entries import ReportContents, ReportEntry

SHORTEST, LONGEST, FEWEST_WORDS = 30, 420, 6
# A heading of the national template with one letter in ten misread is still that heading.
_SAME_HEADING = 88
# Two sentences with more of their words in common than this say the same thing twice (measured on summaries and notes).
_SAME_SENTENCE = 75
# Places that the reader of a quote does not have before him.
_ELSEWHERE = re.compile(
    r"\b(?:ovan(?:staende)?|nedan(?:staende)?|foljande|diagram\w*|bilaga|stycke \d|tabell(?:en)? (?:\d|visar))\b"
)
# Without a verb it is a heading or a piece of a table.
_VERB = re.compile(
    r"\b(?:ar|var|varit|har|hade|ska|skall|kan|kunde|kommer|blev|blir|blivit|finns|fanns|fick|far|fatt|gick|gar|gor|ger|gav|deltog"
    r"|bestar|bestod|innebar|visar|anser|upplever|bor|vill|maste|star|stod|skrevs|tar|tog|sker|leder|okar|minskar|galler|pagar"
    r"|beror|bidrar|kraver|foljer|planerar|finansieras|finansierar|besvarat|bedomer|uttrycker|riktar|omfattar|innehaller"
    r"|(?<!^)\w{3,}(?:ades?|erar|eras|ttes?|ndes|ldes))\b"
)
# "Kommentar avvikelser: Förbundet hamnade …": what follows the label is the sentence.
_LABEL = re.compile(r"^[A-ZÅÄÖ][^.:!?\d]{2,45}: (?:[-–] )?(?=[A-ZÅÄÖ\d])")
_LABELLED_PIECE = re.compile(r"^[A-ZÅÄÖ]\w+: [a-zåäö]")
_NOT_IN_HEADING = re.compile(r"[^a-z ]+")
_ENDS = re.compile(r"[.?](?:[”\")]| ?\([^()]*\))?$")
# What a sentence that begins like this speaks of stands before it.
_POINTS_BACK = re.compile(
    r"^(?:detta|dessa|denna|denne|den|det|de|dem|dess|deras|han|hon|hen|hans|hennes|man|har|darfor|darmed|darutover|daremot"
    r"|dessutom|dock|aven|ocksa|men|och|eller|samt|sa|sadana?|samtliga|bada|ovriga|syftet|malet|malsattningen|resultatet"
    r"|projektet|deltagarna|vidare|exempelvis|av dessa|se under|resterande|fordelat|sammantaget|har ingar|vilket|som|dar"
    r"|nar|efter att|att|den har)\b"
)
# A cell border, a list mark or a form's left-overs inside: the text around it was torn.
_TORN = re.compile(r"[|•✓▪●·\t_\[\]]|: [-–] |[a-zåäö] [-–] (?:att|och) |[a-zåäö],\d|\.{4,}|\s[-–•e]\s\S+\s[-–•e]\s|^[\W_]{3,}")
_ABBREVIATION_END = re.compile(r"\b(?:bl|t|ex|s|m|o|dvs|ca|nr|st|kl|inkl|exkl|resp)\.$", re.IGNORECASE)
_GLUED = re.compile(r"^[^.:!?]{0,70}?[a-zåäö] (?:Syfte|Mål|Bakgrund|Analys|Resultat):")


# The auditor's report and a list of words say nothing of the association.
_NOT_THE_BOARDS = ("revisionsberattelse", "revisorns ansvar", "ordlista", "innehallsforteckning")
EVENTS = ("handelser av vasentlig betydelse", "vasentliga handelser", "handelser under aret")
_ALL_LINES = 10_000_000
# A line of running text is about as long as nine tenths of all lines are at most; the last of a paragraph is shorter.
_FULL_LINE, _SHORT_LINE = 0.75, 0.72
_PARAGRAPH_LINE = 160  # characters: no print line is as long, so the export has a paragraph a line


@dataclass(frozen=True, slots=True)
class Said:
    """A unit of text with its report. `starts` tells whether it begins a paragraph."""

    unit: TextUnit
    report: ReportEntry
    starts: bool


def said_in(material: Material) -> tuple[Said, ...]:
    """Every sentence and list of the period's reports in the order of their texts, each once; table rows are left out."""
    if not material.said:
        material.said.extend(one for contents in material.contents for one in _said_in(contents, material))
    return tuple(material.said)


def _said_in(contents: ReportContents, material: Material) -> Iterator[Said]:
    lines = {line.number: line.text for line in material.library.lines(contents.report.report, 1, _ALL_LINES)}
    lengths = sorted(len(text.strip()) for text in lines.values() if text.strip())
    full = lengths[int(len(lengths) * _FULL_LINE)] if lengths else 0
    seen: set[tuple[tuple[int, int] | None, str]] = set()
    for passage in contents.passages:
        for unit in passage.units:
            key = (unit.locator.lines, unit.text)
            if key in seen or unit.kind is UnitKind.ROW or in_section(unit.locator.section, _NOT_THE_BOARDS):
                continue
            seen.add(key)
            starts = _starts_paragraph(unit, lines, full)
            yield Said(replace(unit, text=_LABEL.sub("", unit.text)), contents.report, starts)


def _starts_paragraph(unit: TextUnit, lines: dict[int, str], full: int) -> bool:
    """Whether the unit begins its line, and the line before is blank, or short, or a paragraph by itself."""
    first = unit.locator.lines[0] if unit.locator.lines else 0
    begun = " ".join(lines.get(first, "").split())
    before = lines.get(first - 1, "").strip()
    return begun.startswith(unit.text[: min(len(unit.text), 25)]) and (len(before) < full * _SHORT_LINE or full > _PARAGRAPH_LINE)


def stands_alone(text: str) -> bool:
    """Whether a reader who sees nothing but this sentence can read it to the end and knows what it is about."""
    folded = fold(text)
    return (
        SHORTEST <= len(text) <= LONGEST
        and len(text.split()) >= FEWEST_WORDS
        and (
            text[0].isupper()
            or text[0] in '”"'
            or (text[0].isdigit() and re.match(r"[\d ]+(?:[%,.]|\s?[a-zåäö])", text) is not None)
        )
        and _ENDS.search(text) is not None
        and not _ABBREVIATION_END.search(text)
        and not _TORN.search(text)
        and not _POINTS_BACK.match(folded)
        and not _GLUED.search(text)
        and not _LABELLED_PIECE.match(text)
        and not _ELSEWHERE.search(folded)
        and _VERB.search(folded) is not None
        and text.count("(") == text.count(")")
        and text.count("”") % 2 == 0
        and " .." not in text
        and not re.search(r"[.!?] [a-zåäö]{1,2}\.?$| [.,]", text)
        and not re.search(r"[.] \([^()0-9][^()]*\) \S|\) [A-ZÅÄÖ]\w+ [A-ZÅÄÖ]\w+|\( | \)", text)
        and not re.search(r"[a-zåäö] [a-zåäö0-9 ]*[.!?]\d", text)
    )


def in_section(label: str, headings: Sequence[str]) -> bool:
    """Whether a section, or one that it lies under, is headed by one of the folded `headings`."""
    return any(_is_heading(part, wanted) for part in label.split(" › ") for wanted in headings)


def _is_heading(title: str, wanted: str) -> bool:
    bare = " ".join(_NOT_IN_HEADING.sub(" ", fold(title)).split())
    if len(bare) < len(wanted) * 0.9:
        return False
    return fuzz.partial_ratio(wanted, bare) >= _SAME_HEADING


def quotes_of_section(
    material: Material,
    headings: Sequence[str],
    key: SectionKey,
    most: int,
    wanted: Callable[[str], bool] = lambda text: True,
    enough: int = 0,
) -> list[Quote]:
    """The first sentences that stand alone under the headings: one a paragraph as far as they last, then the others.

    In the order of the text; each text once.
    """
    found = [
        said
        for said in said_in(material)
        if in_section(said.unit.locator.section, headings) and stands_alone(said.unit.text) and wanted(said.unit.text)
    ]
    return as_quotes(material, spread(material, found, most, enough), key)


def spread(material: Material, found: Sequence[Said], most: int, enough: int = 0) -> list[Said]:
    """At most so many that the brief has not said yet: those that begin a paragraph before the others, in text order.

    Where at least `enough` begin a paragraph, no others are taken.
    """
    found = _new(material, found)
    first = [said for said in found if said.starts][:most]
    rest = [said for said in found if not said.starts][: max(0, min(most, enough or most) - len(first))]
    chosen = {id(said) for said in (*first, *rest)}
    return [said for said in found if id(said) in chosen]


def _new(material: Material, found: Sequence[Said]) -> list[Said]:
    """Without what says the same as an earlier sentence, or as one that the brief has quoted."""
    known = list(material.quoted)
    new = []
    for said in found:
        if not any(fuzz.token_sort_ratio(fold(said.unit.text), fold(one)) >= _SAME_SENTENCE for one in known):
            new.append(said)
            known.append(said.unit.text)
    return new


def as_quotes(material: Material, found: Sequence[Said], key: SectionKey) -> list[Quote]:
    """The chosen sentences as quotes of the brief, with their places."""
    quotes = []
    for said in found:
        n = material.sources.quote(said.report, said.unit.locator, said.unit.text)
        lines = said.unit.locator.lines or (0, 0)
        material.quoted.append(said.unit.text)
        digest = sha256(said.unit.text.encode()).hexdigest()[:6]
        doubt = doubt_text(material.doubts.on_text(said.report.report, said.unit.locator.lines, said.unit.text), material.sources)
        quotes.append(Quote(f"{said.report.report}:{key}:q{lines[0]}-{digest}", said.unit.text, n, doubt))
    return quotes
