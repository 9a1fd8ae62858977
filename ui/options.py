"""The options that commands share or that need a line of their own."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from assistant.brief.content import SectionKey
from ingest.domain import Severity


class ListFormat(StrEnum):
    TABLE = "table"
    JSONL = "jsonl"


class FigureFormat(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"


DataOption = Annotated[
    Path | None,
    typer.Option("--data", metavar="KATALOG", help="Där allt som läses in sparas (annars FINSAM_DATA_DIR eller ./var)."),
]
NoEmbedOption = Annotated[
    bool,
    typer.Option("--no-embed", help="Hoppa över vektorerna: ord och siffror får räcka till nästa inläsning."),
]
ListFormatOption = Annotated[
    ListFormat,
    typer.Option("--format", metavar="table|jsonl", help="En tabell att läsa (table), eller en JSON-rad per rapport (jsonl)."),
]
FigureFormatOption = Annotated[
    FigureFormat,
    typer.Option("--format", metavar="jsonl|csv", help="En JSON-rad per siffra (jsonl), eller en tabell (csv)."),
]
FindingFormatOption = Annotated[
    ListFormat,
    typer.Option("--format", metavar="table|jsonl", help="En lista att läsa (table), eller en JSON-rad per fynd (jsonl)."),
]
ReportOption = Annotated[
    str | None,
    typer.Option("--report", metavar="RAPPORT", help="Bara fynden i en rapport, med namnet som i finsam reports."),
]
AssociationOption = Annotated[
    str | None, typer.Option("--association", metavar="NAMN", help="Bara ett förbund: hela namnet eller en del av det.")
]
SeverityOption = Annotated[
    list[Severity] | None,
    typer.Option("--severity", metavar="|".join(Severity), help="Bara fynd av ett slags allvar; får anges flera gånger."),
]
AllOption = Annotated[
    bool, typer.Option("--all", help="Visa också öresavrundning och det som har förklarats (jsonl har alltid med det).")
]
ExplainOption = Annotated[
    str | None, typer.Option("--explain", metavar="ID", help="Markera fyndet som förklarat, med --note och gärna --by.")
]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="Vad som förklarar fyndet.")]
ByOption = Annotated[str | None, typer.Option("--by", metavar="NAMN", help="Vem som har granskat (annars datorns användare).")]
ReopenOption = Annotated[str | None, typer.Option("--reopen", metavar="ID", help="Öppna ett förklarat fynd igen.")]
BriefAssociationOption = Annotated[
    list[str],
    typer.Option("--association", metavar="NAMN", help="Förbundet: hela namnet eller en del av det; får anges flera gånger."),
]
BriefPeriodOption = Annotated[
    str | None,
    typer.Option("--period", metavar="PERIOD", help="Till exempel 2023 eller 2021-01-01/2021-06-30 (annars den senaste)."),
]
BriefSectionOption = Annotated[
    list[SectionKey] | None,
    typer.Option("--section", metavar="|".join(SectionKey), help="Bara vissa avsnitt; får anges flera gånger (annars alla)."),
]
BriefOutOption = Annotated[Path, typer.Option("--out", metavar="FIL", help="Filen att skriva: FIL.docx eller FIL.pdf.")]
NameArgument = Annotated[str, typer.Argument(metavar="NAMN", help="Kontots namn, till exempel anna.berg.")]
RoleArgument = Annotated[str, typer.Argument(metavar="ROLL", help="läsare, redaktör eller administratör.")]
RoleOption = Annotated[
    str | None,
    typer.Option("--role", metavar="ROLL", help="läsare, redaktör eller administratör (det första kontot annars administratör)."),
]
PasswordStdinOption = Annotated[
    bool, typer.Option("--password-stdin", help="Läs lösenordet från den första raden på stdin i stället för att fråga.")
]
