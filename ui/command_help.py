"""Swedish help pages and Swedish one-line texts for wrong use of the command.

Typer's own texts are English and fill a screen; here a help page is plain text and wrong use is one line.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

import typer
from typer.core import TyperCommand, TyperGroup

from ingest.errors import UsageError

if TYPE_CHECKING:
    from typer._click import Command, Context, HelpFormatter

HELP_OPTION = ("--help", "Visa den här hjälpen.")


class SwedishCommand(TyperCommand):
    """A command whose help page is Swedish."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, _usage(self, ctx), prefix="Användning: ")
        _write_text(self, formatter)
        _write_parameters(self, ctx, formatter)


class SwedishGroup(TyperGroup):
    """The command group: its help page lists the commands, and a misspelt command is answered with the nearest."""

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "[FLAGGOR] KOMMANDO …", prefix="Användning: ")
        _write_text(self, formatter)
        with formatter.section("Kommandon"):
            formatter.write_dl([(name, (command.help or "").split("\n")[0]) for name, command in self.commands.items()])
        _write_parameters(self, ctx, formatter)
        formatter.write_paragraph()
        formatter.write_text(f"Hjälp om ett kommando: {ctx.command_path} KOMMANDO --help")

    def resolve_command(self, ctx: Context, args: list[str]) -> tuple[str | None, Command | None, list[str]]:
        if args[0] not in self.commands:
            raise UsageError(_unknown_command(args[0], tuple(self.commands)))
        return super().resolve_command(ctx, args)


def usage_text(error: typer.TyperException) -> str:
    """One Swedish line for an error in how the command line was written: what is wrong and where help is."""
    context: Context | None = getattr(error, "ctx", None)
    help_hint = f"Hjälp: {context.command_path if context else 'finsam'} --help"
    option = getattr(error, "option_name", None)
    parameter = getattr(error, "param", None)
    if error.message.startswith("No such option"):
        near = getattr(error, "possibilities", None)
        return f"Okänd flagga: {option}. Menade du {near[0]}? {help_hint}" if near else f"Okänd flagga: {option}. {help_hint}"
    if option is not None:
        takes_none = "does not take" in error.message
        return f"Flaggan {option} {'tar inget värde' if takes_none else 'behöver ett värde'}. {help_hint}"
    if parameter is not None:
        shown = parameter.opts[0] if parameter.param_type_name == "option" else parameter.metavar or parameter.name
        if type(error).__name__ == "MissingParameter":
            return f"{shown} saknas. {help_hint}"
        choices = f" ({parameter.metavar})" if parameter.metavar and parameter.metavar != shown else ""
        return f"Värdet för {shown}{choices} går inte att använda. {help_hint}"
    if "extra argument" in error.message:
        extra = error.message.rpartition("(")[2].rstrip(")")
        return f"För många argument ({extra}). Sätt citattecken om en text som har blanksteg. {help_hint}"
    return f"Kommandot kan inte skrivas så. {help_hint}"


def _unknown_command(name: str, known: tuple[str, ...]) -> str:
    near = get_close_matches(name, known, n=1)
    return f"Okänt kommando: {name}. " + (f"Menade du {near[0]}?" if near else f"Kommandona är: {', '.join(known)}.")


def _usage(command: TyperCommand, ctx: Context) -> str:
    arguments = [p.metavar or p.name or "" for p in command.get_params(ctx) if p.param_type_name == "argument"]
    return " ".join([*arguments, "[FLAGGOR]"])


def _write_text(command: TyperCommand | TyperGroup, formatter: HelpFormatter) -> None:
    formatter.write_paragraph()
    for paragraph in (command.help or "").split("\n\n"):
        formatter.write_text(" ".join(paragraph.split()))
        formatter.write_paragraph()


def _write_parameters(command: TyperCommand | TyperGroup, ctx: Context, formatter: HelpFormatter) -> None:
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for parameter in command.get_params(ctx):
        text = getattr(parameter, "help", None) or ""
        if parameter.param_type_name == "argument":
            arguments.append((parameter.metavar or parameter.name or "", text))
        elif "--help" not in parameter.opts:
            options.append((f"{', '.join(parameter.opts)} {parameter.metavar or ''}".strip(), text))
    if arguments:
        with formatter.section("Argument"):
            formatter.write_dl(arguments)
    with formatter.section("Flaggor"):
        formatter.write_dl([*options, HELP_OPTION])
