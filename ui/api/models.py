"""What the API takes and gives, as the OpenAPI document describes it: the contract's objects.

The descriptions are for people who build on the API, hence in Swedish.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

# The patterns are those of Python's `str(Decimal)` as the contract writes it: plain digits.
Number = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$", description='Decimaltal som text, till exempel "-795108".')]
LineSpan = Annotated[list[int], Field(min_length=2, max_length=2, description="Första och sista raden, räknade från 1.")]
Box = Annotated[
    list[float],
    Field(min_length=5, max_length=5, description="Sida, x0, y0, x1, y1; i punkter från sidans övre vänstra hörn."),
]


class _Given(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Question(_Given):
    """En fråga, med det som samma person har frågat förut."""

    question: str = Field(min_length=1, pattern=r"\S", description="Frågan, på svenska eller engelska.")
    history: list[str] = Field(
        default=[], description="Tidigare frågor i samma samtal, den äldsta först. De 50 sista räknas; längre tillbaka glöms."
    )
    association: str | None = Field(
        default=None, description="Förbundets namn, precis som i /api/reports. Då hämtas svaret bara ur dess rapporter."
    )


class AnswerFigure(_Given):
    """Ett tal i svaret, med hur det är uträknat och var det står."""

    value: Number
    unit: str = Field(description="Till exempel kr, %, antal, årsarbetare.")
    label: str
    association: str
    period: str | None
    scenario: str = Field(description="utfall, budget, avvikelse, mål, prognos eller andel.")
    expression: str | None = Field(description='Hur talet är uträknat ur tryckta tal: "5574000 - 5612774"; null om det står så.')
    citations: list[int]


class Citation(_Given):
    """En källa: stället i rapporten, ordagrant."""

    n: int = Field(ge=1, description="Numret i svarets text: [1].")
    report: str
    association: str
    title: str
    source_file: str
    page: int | None = Field(description="Sidan i filen, räknad från 1.")
    page_label: str | None = Field(description="Sidnumret som det är tryckt.")
    section: str
    lines: LineSpan | None
    box: Box | None
    quote: str = Field(description="Det som står där, tecken för tecken.")
    source_url: str = Field(description="Adressen där stället visas.")


class Answer(_Given):
    """Svaret. Varje tal i texten finns i `figures`, i ett citat eller i frågan."""

    status: Literal["answered", "declined", "clarify"] = Field(
        description="answered: svar finns. declined: rapporterna säger inget om det. clarify: frågan kan läsas på flera sätt."
    )
    language: Literal["sv", "en"]
    text: str = Field(description="Löpande text (Markdown) med källhänvisningar: [1].")
    figures: list[AnswerFigure]
    citations: list[Citation]
    warnings: list[str] = Field(description="Sådant man bör veta, till exempel att rapporterna säger olika.")
    elapsed_ms: int = Field(ge=0)
    phrased_by: str | None = Field(
        default=None,
        description="Språkmodellen som formulerat texten; null när programmet självt har gjort det. Finns när en är inställd.",
    )
    phrasing_note: str = Field(
        default="",
        description="Det man bör veta om språkmodellens del, till exempel att den inte svarade. Finns när en är inställd.",
    )


class Covered(_Given):
    """Ett förbund med de perioder som dess publika rapporter gäller."""

    name: str
    periods: list[str]


class About(_Given):
    """Vad assistenten kan svara om, och vad som sparas."""

    name: str
    contact: str
    associations: list[Covered]
    examples: list[str]
    max_question_chars: int
    stores_questions: bool
    statistics: bool = Field(description="Om det förs anonym statistik. Frågor sparas aldrig i den.")
    languages: list[str]
    language_model: str | None = Field(description="Språkmodellen som formulerar svaren; null när ingen gör det.")
    sends_questions: bool = Field(
        description="Om frågor, och utdrag ur de publika rapporterna, skickas till en språkmodell på en annan dator."
    )


class Report(_Given):
    """En inläst rapport."""

    report: str = Field(description="Rapportens id.")
    association: str
    orgnr: str | None
    kind: str = Field(description="årsredovisning, delårsrapport, verksamhetsplan, budget eller annat.")
    title: str
    period: str
    source_file: str
    sha256: str
    visibility: Literal["public", "internal"]
    pages: int
    pages_unread: int
    sections: int
    tables: int
    figures: int
    passages: int
    findings: int = Field(
        description="Fynd som rör rapporten; för den som inte är inloggad bara de som vilar på publika rapporter."
    )
    ingested_at: str
    flags: list[str]


class Figure(_Given):
    """En siffra i en tabell, som den är tryckt."""

    report: str
    association: str
    source_file: str
    page: int | None
    page_label: str | None
    section: str
    table: str | None
    row: str
    column: str
    period: str | None = Field(description="2021, 2021-01-01/2021-06-30 eller, för ett läge vid en dag, 2021-12-31.")
    scenario: str
    value: Number
    unit: str
    raw: str = Field(description="Som det är tryckt.")
    lines: LineSpan | None
    flags: list[str]
    box: Box | None


class Place(_Given):
    """Ett ställe i en rapport."""

    source_file: str
    page: int | None
    page_label: str | None
    section: str
    lines: LineSpan | None
    quote: str
    box: Box | None


class Explanation(_Given):
    """Varför ett fynd inte behöver åtgärdas."""

    note: str
    by: str | None = Field(description="Vem som har granskat; null för den som inte är inloggad.")
    at: str


class Finding(_Given):
    """Ett ställe där rapporterna säger emot sig själva eller varandra."""

    id: str
    report: str
    association: str
    period: str
    source_file: str
    kind: str
    severity: str
    certainty: str
    what: str
    stated: Number | None
    computed: Number | None
    difference: Number | None
    unit: str | None
    cause: str | None
    consequences: list[str]
    places: list[Place]
    explained: Explanation | None


Next = Annotated[str | None, Field(description="Ges som cursor för att få nästa del; null när listan är slut.")]


class _Part(_Given):
    """En del av en lista."""

    next: Next
    unknown: dict[str, str | None] | None = Field(
        default=None,
        description="Finns bara när association eller report är ett namn som inte finns bland det man får se: parametern, och "
        "det namn som är mest likt, eller null.",
    )


class ReportList(_Part):
    """En del av listan över rapporter."""

    items: list[Report]


class FigureList(_Part):
    """En del av listan över siffror."""

    items: list[Figure]


class FindingList(_Part):
    """En del av listan över fynd."""

    items: list[Finding]


class Job(_Given):
    """Vad som händer med en fil som skickats in."""

    id: str
    file: str
    status: Literal["waiting", "reading", "embedding", "done", "failed", "cancelled", "interrupted"]
    report: str | None = Field(description="Rapportens id, när det finns en rapport.")
    message: str
    pages_done: int
    pages: int
    kind: Literal["upload", "reread", "correction", "deletion"]


class JobList(_Given):
    """Ens egna jobb, det nyaste först."""

    items: list[Job]
    next: None


class Problem(BaseModel):
    """Vad som gick fel och vad man kan göra (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
