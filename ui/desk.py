"""The one place where questions and reviews are taken: checks what is given, opens the library when there is one, and answers."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.answer import Answer
from assistant.limits import NO_LIMITS, Limits
from ingest.errors import FinsamError, UsageError
from ingest.settings import Settings
from ui.workplace_store import WorkplaceStore
from vectorstore.entries import EVERYTHING, Scope

if TYPE_CHECKING:
    from assistant.llm.model import LanguageModel
    from ui.told_text import Tell
    from vectorstore.entries import StoredFinding
    from vectorstore.library import Library

MAX_HISTORY = 50  # earlier questions; older ones say nothing about this one

_log = logging.getLogger(__name__)


class Desk:
    """Answers questions and shows findings from the library under the settings' data directory; safe to share between threads.

    The library is opened with the first call that needs it, so that a web page can be up before the first ingest.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._library: Library | None = None
        self._opening = threading.Lock()
        self._model: LanguageModel | None = None
        self._model_opening = threading.Lock()
        self._model_is_open = False
        self._warming = threading.Lock()
        self._is_warm = False
        self._watching: Callable[[Answer, float], None] | None = None
        self.workplace = WorkplaceStore(settings.data_dir)

    def library(self) -> Library:
        """The open library. Raises `EmptyStoreError` as long as nothing has been ingested, and what `Library.open` raises."""
        from vectorstore.library import Library

        with self._opening:
            if self._library is None:
                self._library = Library.open(self.settings)
            return self._library

    def model(self) -> LanguageModel | None:
        """The language model that the settings name, opened with the first call; None where they name none.

        Raises `UsageError` where they are wrong, or a package is missing.
        """
        if not self.settings.llm:
            return None
        from assistant.llm.model import open_model

        with self._model_opening:
            if not self._model_is_open:
                self._model, self._model_is_open = open_model(self.settings), True
            return self._model

    def answer(
        self,
        question: str,
        history: Sequence[str] = (),
        limits: Limits = NO_LIMITS,
        scope: Scope = EVERYTHING,
        tell: Tell | None = None,
    ) -> Answer:
        """The answer to a question, after the person's earlier questions, out of what `limits` admit, for somebody who sees what
        `scope` admits. Raises `UsageError` for an empty or too long one, and for an earlier one that is too long; of these the
        last `MAX_HISTORY` count.

        `tell` gets, in this thread, each piece of the text as it is let through while a language model writes; what it raises
        ends the answer.
        """
        from assistant.respond import respond

        model = self.model()
        if model is None:
            return self.answer_without_model(question, history, limits, scope)
        asked, before = self.checked(question), self.checked_history(history)
        return respond(asked, before, self.library().within(scope), limits, model, tell or _unheard)

    def answer_without_model(
        self, question: str, history: Sequence[str] = (), limits: Limits = NO_LIMITS, scope: Scope = EVERYTHING
    ) -> Answer:
        """`answer`, of which nothing is sent to a language model: for questions that nobody asked, to see whether they would be
        answered."""
        from assistant.respond import respond

        return respond(self.checked(question), self.checked_history(history), self.library().within(scope), limits)

    def watch(self, told: Callable[[Answer, float], None]) -> None:
        """Has `told` called with each answer that `answer_in_conversation` gives, and the seconds that it took."""
        self._watching = told

    def answer_in_conversation(self, question: str, history: Sequence[str], limits: Limits, tell: Tell | None = None) -> Answer:
        """`answer` for somebody at the page, told to who watches."""
        begun = time.monotonic()
        answer = self.answer(question, history, limits, tell=tell) if tell else self.answer(question, history, limits)
        if self._watching is not None:
            self._watching(answer, time.monotonic() - begun)
        return answer

    def findings(self) -> tuple[StoredFinding, ...]:
        """Where the reports contradict themselves or each other, as they are published now. Raises what `library` raises."""
        return self.library().findings()

    def explain(self, finding_id: str, note: str, by: str) -> None:
        """Marks a finding as explained. Raises `UsageError` without a note or a name, and when the finding is no longer there."""
        from vectorstore.review import explain_finding
        from vectorstore.store import open_for_notes

        if not note.strip() or not by.strip():
            raise UsageError("Skriv både en förklaring och ditt namn, så att andra ser vem som har granskat.")
        with open_for_notes(self.settings) as store:
            explain_finding(finding_id, note, by, store)

    def reopen(self, finding_id: str) -> None:
        """Takes a finding's explanation away. Raises as `explain` does."""
        from vectorstore.review import reopen_finding
        from vectorstore.store import open_for_notes

        with open_for_notes(self.settings) as store:
            reopen_finding(finding_id, store)

    def warm_up(self) -> None:
        """Loads what the first question would otherwise wait for. Without reports yet there is nothing to load."""
        if not self._warming.acquire(blocking=False):
            return  # somebody is at it
        try:
            self.library().embed_query("Frågor och svar")
            self._is_warm = True
        except FinsamError as exc:
            _log.info("nothing warmed up: %s", exc)  # whoever asks is told what to do
        finally:
            self._warming.release()

    def is_warm(self) -> bool:
        """Whether `warm_up` has loaded everything."""
        return self._is_warm

    def checked(self, question: str) -> str:
        """The question without surrounding blanks. Raises `UsageError` when it is empty or too long."""
        asked = question.strip()
        longest = self.settings.max_question_chars
        if not asked:
            raise UsageError("Frågan är tom. Skriv en fråga och försök igen.")
        if len(asked) > longest:
            raise UsageError(f"Frågan är för lång ({len(asked)} tecken, högst {longest}). Korta den och försök igen.")
        return asked

    def checked_history(self, history: Sequence[str]) -> tuple[str, ...]:
        """The last `MAX_HISTORY` earlier questions. Raises `UsageError` when one of them is too long."""
        longest = self.settings.max_question_chars
        kept = tuple(history[-MAX_HISTORY:])
        for earlier in kept:
            if len(earlier.strip()) > longest:
                raise UsageError(f"En tidigare fråga är för lång ({len(earlier.strip())} tecken, högst {longest}). Korta den.")
        return kept

    def close(self) -> None:
        """Closes what was opened."""
        self.workplace.close()
        with self._opening:
            if self._library is not None:
                self._library.close()
                self._library = None


def _unheard(_: str) -> None:
    pass
