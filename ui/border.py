"""The command's border: whatever goes wrong inside leaves as one Swedish line and an exit code."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence

import typer
from typer.main import get_command

from ingest.errors import FinsamError
from ui.command_help import usage_text
from ui.journal import LOG_FILE, record

INTERRUPTED = 130  # the shell's convention for Ctrl-C


def run(app: typer.Typer, argv: Sequence[str]) -> int:
    """Runs the command line and returns its exit code (0, 1 or 2 by the contract; 130 after Ctrl-C)."""
    try:
        command = get_command(app)
        with command.make_context("finsam", list(argv)) as context:
            code = command.invoke(context)
        sys.stdout.flush()
        return int(code or 0)
    except typer.Exit as exc:
        return exc.exit_code
    except FinsamError as exc:
        say(exc.message_sv)
        return exc.exit_code
    except typer.TyperException as exc:
        say(usage_text(exc))
        return 2
    except BrokenPipeError:
        _silence_stdout()
        return 0
    except OSError as exc:
        return _refused_by_the_machine(exc)
    except KeyboardInterrupt:
        say("Avbrutet. Inget halvfärdigt har sparats; kör kommandot igen när du vill.")
        return INTERRUPTED
    except Exception as exc:
        return _unexpected(exc)


def _refused_by_the_machine(error: OSError) -> int:
    if error.errno not in (errno.ENOSPC, errno.EDQUOT):
        return _unexpected(error)
    _silence_stdout()
    say("Disken är full: allt kunde inte skrivas. Frigör plats och kör kommandot igen.")
    return 1


def _unexpected(error: Exception) -> int:
    say(f"Något gick fel som inte borde kunna hända (fel-id {record(error)}). Detaljerna står i {LOG_FILE} i datakatalogen.")
    return 1


def say(line: str) -> None:
    """One line to a person, on stderr; line breaks inside it become blanks."""
    print(" ".join(line.split()), file=sys.stderr, flush=True)


def _silence_stdout() -> None:
    # Nobody reads what is left, or there is no room for it; Python would complain once more when it flushes stdout at exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
