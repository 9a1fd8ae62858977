"""`finsam user`: accounts made, changed, removed and listed at this machine, each change in the audit log."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Callable
from typing import TextIO

from ingest.errors import UsageError
from ui.access.accounts import Account, Accounts
from ui.access.audit import Action, AuditEntry, record
from ui.access.audit_html import local_time
from ui.access.claims import release_name
from ui.access.passwords import MAX_CHARS
from ui.access.person import Person, Role
from ui.access.proxies import person_name, role_named
from ui.workplace_store import WorkplaceStore


def add_user(store: WorkplaceStore, name: str, role: Role | None, password: Callable[[], str]) -> str:
    """Makes an account and says so in one line. The first is by default an administrator, the others readers.

    The password is asked for when the name is found to be free. Raises as `Accounts.add` does.
    """
    accounts = Accounts(store)
    accounts.refuse_taken(name)
    is_first = not accounts.exist()
    given = role or (Role.ADMINISTRATOR if is_first else Role.READER)
    person = accounts.add(name, given, password())
    record(store, _at_the_terminal(), Action.USER_ADDED, person.name, person.role.value)
    told = f"Kontot {person.name} finns nu, med rollen {person.role.value}."
    return f"{told} Från och med nu måste alla logga in." if is_first else told


def change_password(store: WorkplaceStore, name: str, password: Callable[[], str]) -> str:
    accounts = Accounts(store)
    accounts.refuse_unknown(name)
    person = accounts.set_password(name, password())
    record(store, _at_the_terminal(), Action.USER_CHANGED, person.name, "nytt lösenord")
    return f"{person.name} har ett nytt lösenord, och är utloggad överallt."


def change_role(store: WorkplaceStore, name: str, role: Role) -> str:
    person = Accounts(store).set_role(name, role)
    record(store, _at_the_terminal(), Action.USER_CHANGED, person.name, f"ny roll: {role.value}")
    return f"{person.name} är nu {role.value}, och måste logga in igen."


def remove_user(store: WorkplaceStore, name: str) -> str:
    """Removes an account, or frees a name that somebody came with who has none, with what was kept under it.

    Raises as `Accounts.remove` does.
    """
    accounts = Accounts(store)
    if store.exists() and accounts.shown_name(name) is None and release_name(store, name):
        shown = person_name(name)
        record(store, _at_the_terminal(), Action.USER_REMOVED, shown, "namn utan konto")
        return f"Namnet {shown} är ledigt. Samtal och utkast som var sparade under det är borttagna."
    person = accounts.remove(name)
    record(store, _at_the_terminal(), Action.USER_REMOVED, person.name)
    told = f"Kontot {person.name} är borttaget, med sina samtal och utkast."
    return told if accounts.exist() else f"{told} Inga konton finns kvar: sidan visas nu bara på den här datorn."


def read_role(text: str) -> Role:
    """Raises `UsageError` for what is no role."""
    role = role_named(text)
    if role is None:
        raise UsageError(f"Det finns ingen roll som heter {text}. Rollerna är {', '.join(Role)}.")
    return role


def read_password(*, from_stdin: bool) -> str:
    """A password, typed twice without being shown, or the first line of stdin.

    Raises `UsageError` when the two differ, and where there is no terminal to type at.
    """
    if from_stdin:
        return sys.stdin.readline(MAX_CHARS * 4).rstrip("\r\n")
    if not sys.stdin.isatty():
        raise UsageError("Här går det inte att skriva in ett lösenord. Skicka det med --password-stdin.")
    try:
        first = getpass.getpass("Lösenord: ", sys.stderr)
        second = getpass.getpass("En gång till: ", sys.stderr)
    except EOFError as exc:
        raise UsageError("Inget lösenord skrevs. Kör kommandot igen.") from exc
    if first != second:
        raise UsageError("Lösenorden är inte lika. Kör kommandot igen.")
    return first


def print_users(accounts: tuple[Account, ...], out: TextIO) -> None:
    """One line for each: name, role."""
    width = max((len(account.name) for account in accounts), default=0)
    out.writelines(f"{account.name:{width}}  {account.role.value}\n" for account in accounts)


def print_log(entries: tuple[AuditEntry, ...], out: TextIO) -> None:
    """One line for each, the newest last, as a log is read in a terminal."""
    for entry in reversed(entries):
        detail = f" ({entry.detail})" if entry.detail else ""
        line = f"{local_time(entry.at)}  {entry.by} {entry.action}: {entry.subject}{detail}"
        out.write("".join(letter if letter.isprintable() else "?" for letter in line) + "\n")


def _at_the_terminal() -> Person:
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "okänd"
    return Person(f"{user} (terminalen)", Role.ADMINISTRATOR)
