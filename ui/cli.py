"""The command `finsam`: what can be asked for on the command line, each command in a few lines.

Nothing heavy is imported here; each command imports what it needs when it runs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from ingest.errors import UsageError
from ingest.settings import Settings, load_settings
from ui.border import run, say
from ui.command_help import SwedishCommand, SwedishGroup
from ui.journal import open_log
from ui.operations.statistics_options import ForgetOption, StatisticsFormat, StatisticsFormatOption
from ui.options import (
    AllOption,
    AssociationOption,
    BriefAssociationOption,
    BriefOutOption,
    BriefPeriodOption,
    BriefSectionOption,
    ByOption,
    DataOption,
    ExplainOption,
    FigureFormat,
    FigureFormatOption,
    FindingFormatOption,
    ListFormat,
    ListFormatOption,
    NoEmbedOption,
    NoteOption,
    ReopenOption,
    ReportOption,
    SeverityOption,
)
from ui.user_cli import users

app = typer.Typer(cls=SwedishGroup, add_completion=False, rich_markup_mode=None)
app.add_typer(users, name="user")


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command line (by default the process's own) and returns its exit code."""
    return run(app, sys.argv[1:] if argv is None else argv)


def _settings(context: typer.Context, data: Path | None, host: str | None = None, port: int | None = None) -> Settings:
    """Settings in force. `--data` may stand before or after the command's name; after it weighs more."""
    settings = load_settings(data_dir=data or context.obj, host=host, port=port)
    open_log(settings.data_dir, settings.log_format)
    return settings


@app.callback(invoke_without_command=True)
def finsam(context: typer.Context, data: DataOption = None) -> None:
    """Svar med källa ur samordningsförbundens årsredovisningar, delårsrapporter och planer."""
    context.obj = data
    if context.invoked_subcommand is None:
        raise UsageError("Skriv vad som ska göras, till exempel finsam ask ”Vad är samverkan?”. Alla kommandon: finsam --help")


@app.command(cls=SwedishCommand)
def ingest(
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(metavar="SÖKVÄG…", help="Rapportfiler, eller mappar med rapportfiler.")],
    no_embed: NoEmbedOption = False,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Läs om allt från början, också det som inte har ändrats.")] = False,
    data: DataOption = None,
) -> int:
    """Läs in rapporter: filer eller hela mappar. Det som redan är inläst görs inte om."""
    settings = _settings(context, data)
    from ui.intake import take_in

    return 1 if take_in(paths, settings, embed=not no_embed, rebuild=rebuild) else 0


@app.command(cls=SwedishCommand)
def reports(
    context: typer.Context,
    format_: ListFormatOption = ListFormat.TABLE,
    data: DataOption = None,
) -> None:
    """Visa vilka rapporter som är inlästa."""
    settings = _settings(context, data)
    from ui.compose import desk
    from ui.listing import print_report_table, report_json

    with desk(settings) as open_desk:
        entries = open_desk.library().reports()
    if format_ is ListFormat.TABLE:
        print_report_table(entries)
    else:
        sys.stdout.writelines(report_json(entry) + "\n" for entry in entries)


@app.command(cls=SwedishCommand)
def ask(
    context: typer.Context,
    question: Annotated[str | None, typer.Argument(metavar="FRÅGA", help="Frågan, inom citattecken.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv svaret som ett JSON-objekt.")] = False,
    batch: Annotated[
        Path | None, typer.Option("--batch", metavar="IN.jsonl", help="Besvara en fil med frågor, en JSON-rad per fråga.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="UT.jsonl", help="Filen som svaren skrivs till.")] = None,
    data: DataOption = None,
) -> int:
    """Ställ en fråga och få svaret med numrerade källor."""
    if (question is None) == (batch is None) or (batch is None) != (out is None):
        raise UsageError('Skriv finsam ask "FRÅGA", eller finsam ask --batch IN.jsonl --out UT.jsonl. Hjälp: finsam ask --help')
    settings = _settings(context, data)
    from ui.compose import desk

    with desk(settings) as open_desk:
        if batch is not None and out is not None:
            from ui.batch import answer_file

            return 1 if answer_file(open_desk, batch, out) else 0
        answer = open_desk.answer(question or "")
    if as_json:
        from assistant.answer_json import to_json

        print(to_json(answer))
    else:
        from ui.listing import print_answer

        print_answer(answer, sys.stdout)
    return 0


@app.command(cls=SwedishCommand)
def figures(
    context: typer.Context,
    format_: FigureFormatOption = FigureFormat.JSONL,
    statements: Annotated[
        bool, typer.Option("--statements", help="Ta också med siffrorna som står i löpande text, var och en med sin mening.")
    ] = False,
    data: DataOption = None,
) -> None:
    """Skriv ut varje exakt siffra ur rapporternas tabeller, med sin plats."""
    settings = _settings(context, data)
    from ui.compose import desk
    from ui.listing import print_figures_csv, print_figures_jsonl

    with desk(settings) as open_desk:
        library = open_desk.library()
        stored = library.figures() + (library.statements() if statements else ())
    show = print_figures_csv if format_ is FigureFormat.CSV else print_figures_jsonl
    show(stored, sys.stdout)


@app.command(cls=SwedishCommand)
def text(
    context: typer.Context,
    report: Annotated[str, typer.Argument(metavar="RAPPORT", help="Rapportens namn, som det står i finsam reports.")],
    page: Annotated[int | None, typer.Option("--page", metavar="N", help="Bara filens N:te sida, räknat från 1.")] = None,
    data: DataOption = None,
) -> None:
    """Skriv ut en rapports text, som den citeras."""
    settings = _settings(context, data)
    from ui.compose import desk
    from ui.reading import page_notes, report_text

    with desk(settings) as open_desk:
        body = report_text(open_desk.library(), report, page)
        notes = page_notes(open_desk.library(), report, page)
    for note in notes:
        say(note)
    sys.stdout.write(body if body.endswith("\n") else body + "\n")


@app.command(cls=SwedishCommand)
def tables(
    context: typer.Context,
    report: Annotated[str, typer.Argument(metavar="RAPPORT", help="Rapportens namn, som det står i finsam reports.")],
    number: Annotated[int | None, typer.Argument(metavar="NUMMER", help="Tabellens nummer i listan.")] = None,
    data: DataOption = None,
) -> None:
    """Lista en rapports tabeller, eller visa en av dem som den är tryckt."""
    settings = _settings(context, data)
    from ui.compose import desk
    from ui.tables import print_table, print_table_list, report_tables, table_numbered

    with desk(settings) as open_desk:
        found = report_tables(open_desk.library(), report)
    if number is None:
        print_table_list(found, sys.stdout)
    else:
        print_table(table_numbered(found, number, report), sys.stdout)


@app.command(cls=SwedishCommand)
def check(
    context: typer.Context,
    format_: FindingFormatOption = ListFormat.TABLE,
    report: ReportOption = None,
    association: AssociationOption = None,
    severity: SeverityOption = None,
    all_: AllOption = False,
    explain: ExplainOption = None,
    note: NoteOption = None,
    by: ByOption = None,
    reopen: ReopenOption = None,
    data: DataOption = None,
) -> None:
    """Visa var rapporterna motsäger sig själva eller varandra, eller markera ett fynd som förklarat."""
    settings = _settings(context, data)
    if any(given is not None for given in (explain, note, by, reopen)):
        from ui.findings_review import review

        print(review(settings, explain, note, by, reopen))
        return
    from ui.compose import desk
    from ui.finding_json import finding_json
    from ui.findings_list import chosen_findings, print_findings, to_look_at

    severities = severity or []
    with desk(settings) as open_desk:
        found = chosen_findings(open_desk.library(), report, association, severities)
    if format_ is ListFormat.JSONL:
        sys.stdout.writelines(finding_json(stored) + "\n" for stored in found)
    else:
        shown = found if all_ else to_look_at(found, severities)
        print_findings(shown, left_out=len(found) - len(shown))


@app.command(cls=SwedishCommand)
def remove(
    context: typer.Context,
    report: Annotated[str, typer.Argument(metavar="RAPPORT", help="Rapportens id, som finsam reports visar det.")],
    data: DataOption = None,
) -> None:
    """Ta bort en rapport med dess siffror och fynd. Filen som den lästes ur ligger kvar, om den inte är uppladdad."""
    settings = _settings(context, data)
    from ui.compose import desk
    from ui.reports.command import remove_report

    with desk(settings) as open_desk:
        print(remove_report(open_desk, report))


@app.command("set", cls=SwedishCommand)
def set_(
    context: typer.Context,
    report: Annotated[str, typer.Argument(metavar="RAPPORT", help="Rapportens id, som finsam reports visar det.")],
    visibility: Annotated[
        str, typer.Option("--visibility", metavar="publik|intern", help="Om alla får se rapporten, eller bara inloggade.")
    ],
    data: DataOption = None,
) -> None:
    """Gör en rapport publik eller intern. Det gäller genast, och går före det som står i filen bredvid rapporten."""
    settings = _settings(context, data)
    from ui.compose import desk
    from ui.reports.command import set_visibility

    with desk(settings) as open_desk:
        print(set_visibility(open_desk, report, visibility))


@app.command("eval", cls=SwedishCommand)
def evaluate(
    context: typer.Context,
    questions: Annotated[Path, typer.Argument(metavar="FRÅGOR.jsonl", help="Frågor med väntade svar, en JSON-rad per fråga.")],
    detail: Annotated[bool, typer.Option("--detail", help="Visa också varje svar som inte blev rätt, och varför.")] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="UT.jsonl", help="Spara körningen, en JSON-rad per fråga, för att jämföra med."),
    ] = None,
    compare: Annotated[
        Path | None, typer.Option("--compare", metavar="TIDIGARE.jsonl", help="Visa vad som ändrats sedan en sparad körning.")
    ] = None,
    data: DataOption = None,
) -> None:
    """Räkna hur många av en samling frågor som besvaras rätt."""
    settings = _settings(context, data)
    from ui.compose import desk
    from ui.evaluation import evaluate as evaluate_set
    from ui.evaluation import read_questions
    from ui.evaluation_report import print_comparison, print_scores
    from ui.evaluation_runs import check_target, compare_runs, read_run, save_run

    asked = read_questions(questions)
    earlier = read_run(compare) if compare else None
    if out:
        check_target(out, questions)
    with desk(settings) as open_desk:
        scores = evaluate_set(open_desk, asked)
    if out:
        save_run(scores, out)
    print_scores(scores, sys.stdout, detail=detail)
    if earlier is not None:
        print_comparison(compare_runs(earlier, scores), str(compare), sys.stdout)


@app.command(cls=SwedishCommand)
def brief(
    context: typer.Context,
    association: BriefAssociationOption,
    out: BriefOutOption,
    period: BriefPeriodOption = None,
    section: BriefSectionOption = None,
    data: DataOption = None,
) -> None:
    """Skriv ett underlag för medlemssamråd, med källor, som Word eller PDF."""
    settings = _settings(context, data)
    from ui.brief.command import write_brief
    from ui.compose import desk

    with desk(settings) as open_desk:
        say(write_brief(open_desk, association, period, section or [], out))


@app.command(cls=SwedishCommand)
def statistics(
    context: typer.Context,
    format_: StatisticsFormatOption = StatisticsFormat.TABLE,
    forget: ForgetOption = False,
    data: DataOption = None,
) -> None:
    """Visa den anonyma statistiken över publika frågor dag för dag, eller ta bort den."""
    settings = _settings(context, data)
    from ui.operations.statistics_command import NOTHING, forget_statistics, kept_counts, print_counts

    if forget:
        print(forget_statistics(settings))
        return
    counts = kept_counts(settings)
    if not counts:
        say(NOTHING)
    print_counts(counts, format_, sys.stdout)


@app.command(cls=SwedishCommand)
def backup(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FIL", help="Filen att skriva, till exempel finsam.tar.gz; - är stdout.")],
    data: DataOption = None,
) -> int:
    """Säkerhetskopiera rapporter, rättelser, konton och samtal till en fil. Programmet kan vara igång under tiden."""
    settings = _settings(context, data)
    from ui.backup import backup as make_backup

    return make_backup(settings.data_dir, file)


@app.command(cls=SwedishCommand)
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FIL", help="Filen som finsam backup skrev; - är stdin.")],
    data: DataOption = None,
) -> int:
    """Återställ en säkerhetskopia i en tom datakatalog. Stoppa programmet först."""
    settings = _settings(context, data)
    from ui.restore import restore as put_back

    return put_back(settings, file)


@app.command(cls=SwedishCommand)
def serve(
    context: typer.Context,
    host: Annotated[str | None, typer.Option("--host", metavar="ADRESS", help="Adress att lyssna på (127.0.0.1).")] = None,
    port: Annotated[int | None, typer.Option("--port", metavar="PORT", help="Port att lyssna på (7860).")] = None,
    data: DataOption = None,
) -> None:
    """Öppna webbsidan där man ställer frågor."""
    settings = _settings(context, data, host, port)
    from ui.compose import serve_web

    serve_web(settings, announce=lambda line: print(line, flush=True))


if __name__ == "__main__":
    sys.exit(main())
