"""Example questions for visitors, tried in the background: whoever opens the chat never waits for them."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.errors import FinsamError
from ui.examples import Examples
from ui.journal import unexpected_text
from vectorstore.entries import Scope

if TYPE_CHECKING:
    from ui.desk import Desk
    from vectorstore.entries import ReportEntry


class TriedExamples:
    """For all public reports, and for each association's alone; safe to share between threads."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._examples: dict[str, Examples] = {}
        self._trying = False
        self._lock = threading.Lock()

    def questions(self, association: str, entries: tuple[ReportEntry, ...]) -> tuple[str, ...]:
        """The questions over these reports, which are what an `association` ("" for all) has published; empty until they have
        been tried, which then begins."""
        if not entries:
            return ()
        examples = self._of(association)
        known = examples.made_for(entries)
        if known is None:
            self._begin(examples)
        return known or ()

    def _of(self, association: str) -> Examples:
        scope = Scope(associations=frozenset({association} if association else ()), public_only=True)
        with self._lock:
            return self._examples.setdefault(association, Examples(self._desk, scope))

    def _begin(self, examples: Examples) -> None:
        """One at a time: trying costs as much as several questions, and whoever asks again begins what is left out here."""
        with self._lock:
            if self._trying:
                return
            self._trying = True
        threading.Thread(target=self._try, args=(examples,), name="examples", daemon=True).start()

    def _try(self, examples: Examples) -> None:
        try:
            examples.questions()
        except FinsamError:
            pass  # what is wrong with the library is told to whoever asks
        except Exception as exc:
            unexpected_text(exc)  # nobody waits for them; the log has it
        finally:
            with self._lock:
                self._trying = False


def of_association(entries: Sequence[ReportEntry], association: str) -> tuple[ReportEntry, ...]:
    """Those of one association by its exact name; all for "", none for an unknown name."""
    return tuple(entry for entry in entries if not association or entry.association == association)
