"""The commands under `finsam user`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from ingest.errors import UsageError
from ingest.settings import load_settings
from ui.access.accounts import Accounts
from ui.access.audit import latest
from ui.access.user_command import (
    add_user,
    change_password,
    change_role,
    print_log,
    print_users,
    read_password,
    read_role,
    remove_user,
)
from ui.border import say
from ui.command_help import SwedishCommand, SwedishGroup
from ui.journal import open_log
from ui.options import DataOption, NameArgument, PasswordStdinOption, RoleArgument, RoleOption
from ui.workplace_store import WorkplaceStore

users = typer.Typer(cls=SwedishGroup, add_completion=False, rich_markup_mode=None)


@contextmanager
def _store(context: typer.Context, data: Path | None) -> Iterator[WorkplaceStore]:
    settings = load_settings(data_dir=data or context.obj)
    open_log(settings.data_dir, settings.log_format)
    store = WorkplaceStore(settings.data_dir)
    try:
        yield store
    finally:
        store.close()


@users.callback(invoke_without_command=True)
def user(context: typer.Context) -> None:
    """Konton för dem som ska logga in: lägg till, ändra, ta bort."""
    if context.invoked_subcommand is None:
        raise UsageError("Skriv vad som ska göras, till exempel finsam user add anna --role redaktör. Hjälp: finsam user --help")


@users.command(cls=SwedishCommand)
def add(
    context: typer.Context,
    name: NameArgument,
    role: RoleOption = None,
    password_stdin: PasswordStdinOption = False,
    data: DataOption = None,
) -> None:
    """Lägg till ett konto. Lösenordet skrivs in två gånger utan att synas."""
    given = None if role is None else read_role(role)
    with _store(context, data) as store:
        print(add_user(store, name, given, lambda: read_password(from_stdin=password_stdin)))


@users.command("list", cls=SwedishCommand)
def list_(context: typer.Context, data: DataOption = None) -> None:
    """Visa alla konton och deras roller."""
    with _store(context, data) as store:
        everybody = tuple(Accounts(store).everybody())
    if not everybody:
        say("Inga konton finns. Lägg till ett med finsam user add NAMN.")
    print_users(everybody, sys.stdout)


@users.command(cls=SwedishCommand)
def password(
    context: typer.Context, name: NameArgument, password_stdin: PasswordStdinOption = False, data: DataOption = None
) -> None:
    """Byt ett kontos lösenord. Den som är inloggad med kontot loggas ut."""
    with _store(context, data) as store:
        print(change_password(store, name, lambda: read_password(from_stdin=password_stdin)))


@users.command(cls=SwedishCommand)
def role(context: typer.Context, name: NameArgument, role: RoleArgument, data: DataOption = None) -> None:
    """Ge ett konto en annan roll."""
    given = read_role(role)
    with _store(context, data) as store:
        print(change_role(store, name, given))


@users.command(cls=SwedishCommand)
def remove(context: typer.Context, name: NameArgument, data: DataOption = None) -> None:
    """Ta bort ett konto med samtal och utkast. Den som är inloggad med det loggas ut."""
    with _store(context, data) as store:
        print(remove_user(store, name))


@users.command(cls=SwedishCommand)
def log(
    context: typer.Context,
    count: Annotated[int, typer.Option("--count", metavar="N", min=1, help="Hur många av de senaste raderna (200).")] = 200,
    data: DataOption = None,
) -> None:
    """Visa händelseloggen: vem som loggade in, laddade upp, ändrade och tog bort."""
    with _store(context, data) as store:
        entries = tuple(latest(store, count)) if store.exists() else ()
    print_log(entries, sys.stdout)
