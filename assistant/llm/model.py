"""The one adapter to LangChain's chat models: a setting becomes a model that is asked for text or JSON, within a time."""

from __future__ import annotations

import ipaddress
import json
import logging
import queue
import threading
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from assistant.answer import CallOutcome, ModelCall
from assistant.llm.breaker import Breaker
from assistant.llm.failures import ModelFailure, outcome_of
from ingest.errors import MissingExtraError, UsageError
from ingest.settings import Settings

if TYPE_CHECKING:
    from langchain.chat_models import BaseChatModel

# An answer has a few sentences, a reading a few words: more is a model that has lost its way.
_MOST_TOKENS = 700
_MOST_CHARACTERS = 8_000
# Whoever asks for these without an address asks a program on this machine.
_LOCAL_PROVIDERS = frozenset({"ollama"})

# How a server is told that it can write nothing but such JSON: OpenAI's way, that of llama.cpp's own server, and not at all.
_JSON_FORMS: tuple[Callable[[type[BaseModel]], dict[str, Any]], ...] = (
    lambda wanted: {
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": wanted.__name__, "schema": wanted.model_json_schema(), "strict": False},
        }
    },
    lambda wanted: {"response_format": {"type": "json_object", "schema": wanted.model_json_schema()}},
    lambda wanted: {},
)
# What a server answers that does not know the form.
_OF_THE_FORM = frozenset({CallOutcome.REFUSED, CallOutcome.SERVER_ERROR})
# Where the providers' libraries tell why a stream ended; one that ended without was cut off.
_ENDED = ("finish_reason", "stop_reason", "done_reason")
_WITHHELD = frozenset({"content_filter", "refusal", "SAFETY"})

_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")
_Wanted = TypeVar("_Wanted", bound=BaseModel)
# What the thread that listens to a model puts in the queue: a piece of text, the end (None), or what went wrong.
_Heard = str | BaseException | None


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is sent: the `rules` (system message) and what is `asked` (user message)."""

    rules: str
    asked: str


class LanguageModel:
    """A configured model; safe to share between threads. `name` is "provider:model"."""

    def __init__(self, name: str, chat: BaseChatModel, *, is_local: bool, seconds: float, sees_internal: bool) -> None:
        self.name, self.is_local, self.seconds = name, is_local, seconds
        self.sees_internal = is_local or sees_internal
        self.breaker = Breaker()
        self.json_form = 0  # the first of `_JSON_FORMS` that it is known to take
        self.chat = chat

    def turn(self) -> Turn:
        """The model for one answer; its time begins now."""
        return Turn(self)


class Turn:
    """The calls for one answer, which share its time. `calls` are those made, in order."""

    def __init__(self, model: LanguageModel) -> None:
        self._model = model
        self._ends = time.monotonic() + model.seconds
        self.calls: tuple[ModelCall, ...] = ()

    @property
    def inside_s(self) -> float:
        """The seconds spent in calls."""
        return sum(call.seconds for call in self.calls)

    def read(self, prompt: Prompt, wanted: type[_Wanted], purpose: str) -> _Wanted:
        """What the model answers as a `wanted` object, as its JSON schema says. Raises `ModelFailure`.

        Servers differ in how they are told to write JSON alone, and some refuse the one way or the other: the next is tried.
        """
        for form in range(self._model.json_form, len(_JSON_FORMS)):
            begun = time.monotonic()
            try:
                parsed = _parsed(self._whole(prompt, _JSON_FORMS[form](wanted)), wanted)
            except ModelFailure as failure:
                self._ended(purpose, failure.outcome, begun)
                if failure.outcome not in _OF_THE_FORM or form == len(_JSON_FORMS) - 1:
                    raise
                continue
            self._ended(purpose, CallOutcome.OK, begun)
            self._model.json_form = form
            return parsed
        raise ModelFailure(CallOutcome.REFUSED)

    def _whole(self, prompt: Prompt, form: dict[str, Any]) -> str:
        return self._within_time(lambda: self._model.chat.invoke(_messages(prompt), **form).text)

    def stream(self, prompt: Prompt, purpose: str) -> Generator[str]:
        """The pieces of the text that the model writes. Raises `ModelFailure`, also after some pieces.

        Whoever stops listening ends the call.
        """
        begun = time.monotonic()
        length = 0
        outcome = CallOutcome.OK
        try:
            for piece in self._pieces(prompt):
                length += len(piece)
                if length > _MOST_CHARACTERS:
                    raise ModelFailure(CallOutcome.MALFORMED)
                yield piece
            if not length:
                raise ModelFailure(CallOutcome.EMPTY)
        except ModelFailure as failure:
            outcome = failure.outcome
            raise
        finally:
            self._ended(purpose, outcome, begun)

    def _pieces(self, prompt: Prompt) -> Generator[str]:
        heard: queue.Queue[_Heard] = queue.Queue()
        left = threading.Event()
        begun = False
        _in_a_thread(lambda: _listen(self._model.chat, prompt, heard, left))
        try:
            while True:
                told = self._next(heard)
                if told is None:
                    return
                if isinstance(told, BaseException):
                    raise ModelFailure(_logged(told, begun=begun)) from told
                begun = begun or bool(told)
                yield told
        finally:
            left.set()

    def _within_time(self, work: Callable[[], str]) -> str:
        heard: queue.Queue[_Heard] = queue.Queue()
        _in_a_thread(lambda: heard.put(_told(work)))
        told = self._next(heard)
        if isinstance(told, BaseException):
            raise ModelFailure(_logged(told)) from told
        return told or ""

    def _next(self, heard: queue.Queue[_Heard]) -> _Heard:
        """Raises `ModelFailure` when the time of the answer is over: a library's own time-out begins anew with every byte."""
        try:
            return heard.get(timeout=max(self._ends - time.monotonic(), 0))
        except queue.Empty as exc:
            raise ModelFailure(CallOutcome.TIMEOUT) from exc

    def _ended(self, purpose: str, outcome: CallOutcome, begun: float) -> None:
        self.calls = (*self.calls, ModelCall(purpose, outcome, time.monotonic() - begun))
        # Nonsense is an answer: the model is there, and what it says next may be better.
        self._model.breaker.told(failed=outcome not in (CallOutcome.OK, CallOutcome.MALFORMED))


def open_model(settings: Settings) -> LanguageModel | None:
    """The model that the settings name; None where they name none.

    Raises `UsageError` for a setting that names nothing, or a key that cannot be read, and `MissingExtraError` where the
    provider's package is not installed.
    """
    if not settings.llm:
        return None
    provider, separator, model = settings.llm.partition(":")
    if not (provider and separator and model):
        raise UsageError('Inställningen llm ska vara "leverantör:modell", till exempel openai:qwen3. Rätta den.')
    key = _key(settings)
    given: dict[str, Any] = {"timeout": settings.llm_seconds, "max_retries": 0, "temperature": 0, "max_tokens": _MOST_TOKENS}
    if settings.llm_address:
        given["base_url"] = _checked(settings.llm_address)
        if provider == "openai":
            key = key or "none"  # servers of one's own want none, the library wants one
            given["extra_body"] = {"max_tokens": _MOST_TOKENS}  # such servers do not know the newer name that the library sends
    if key:
        given["api_key"] = key
    chat = _opened(provider, model, given)
    is_local = _is_local(settings.llm_address) if settings.llm_address else provider in _LOCAL_PROVIDERS
    return LanguageModel(
        settings.llm, chat, is_local=is_local, seconds=settings.llm_seconds, sees_internal=settings.llm_sees_internal
    )


def _opened(provider: str, model: str, given: dict[str, Any]) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    opened: BaseChatModel | BaseException = _told(lambda: init_chat_model(model, model_provider=provider, **given))
    if isinstance(opened, ImportError):
        package = f"langchain-{provider.replace('_', '-')}"
        raise MissingExtraError(
            f"Paketet för språkmodeller från {provider} är inte installerat. Installera det: pip install {package}", str(opened)
        ) from opened
    if isinstance(opened, BaseException):
        raise UsageError(
            f"Språkmodellen {provider}:{model} går inte att öppna. Rätta inställningarna llm, llm_address och llm_key "
            "(eller llm_key_file); en modell på en egen server skrivs openai:modell, med serverns adress.",
            f"{type(opened).__name__}: {opened}",
        ) from opened
    return opened


def _key(settings: Settings) -> str:
    if settings.llm_key_file is None:
        return settings.llm_key.get_secret_value()
    try:
        key = settings.llm_key_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as exc:
        raise UsageError(
            f"Filen {settings.llm_key_file} med språkmodellens nyckel går inte att läsa. Rätta llm_key_file."
        ) from exc
    if not key:
        raise UsageError(f"Filen {settings.llm_key_file} med språkmodellens nyckel är tom. Skriv nyckeln i den.")
    return key


def _checked(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError("Inställningen llm_address ska vara en adress som http://127.0.0.1:11434/v1. Rätta den.")
    return address


def _is_local(address: str) -> bool:
    """Whether an address is this machine's. A machine of the house's own network may be anybody's: it is not."""
    host = urlsplit(address).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _messages(prompt: Prompt) -> list[tuple[str, str]]:
    return [("system", prompt.rules), ("human", prompt.asked)]


def _parsed(text: str, wanted: type[_Wanted]) -> _Wanted:
    """The first JSON object in a text. Raises `ModelFailure` where there is none, or it is no `wanted`."""
    if not text.strip():
        raise ModelFailure(CallOutcome.EMPTY)
    try:
        told, _ = json.JSONDecoder().raw_decode(text[text.index("{") :])
        return wanted.model_validate(told)
    except (ValueError, ValidationError, RecursionError) as exc:
        raise ModelFailure(CallOutcome.MALFORMED) from exc


def _listen(chat: BaseChatModel, prompt: Prompt, heard: queue.Queue[_Heard], left: threading.Event) -> None:
    def hear() -> None:
        ended: str | None = None
        for chunk in chat.stream(_messages(prompt)):
            if left.is_set():
                return
            heard.put(chunk.text)
            ended = next((str(chunk.response_metadata[key]) for key in _ENDED if key in chunk.response_metadata), ended)
        if ended is None:
            raise ModelFailure(CallOutcome.CUT)
        if ended in _WITHHELD:
            raise ModelFailure(CallOutcome.REFUSED)

    heard.put(_told(hear))


def _told(work: Callable[[], _Result]) -> _Result | BaseException:
    """What the work gives or raises. A border: which exceptions a provider's library has, nobody here can know."""
    try:
        return work()
    except Exception as exc:
        return exc


def _in_a_thread(work: Callable[[], None]) -> None:
    # A daemon: a server that never answers must not keep the program from ending.
    threading.Thread(target=work, name="language-model", daemon=True).start()


def _logged(error: BaseException, *, begun: bool = False) -> CallOutcome:
    """Why it failed, noted without a word of what was asked, which such messages may repeat."""
    outcome = outcome_of(error, begun=begun)
    _log.warning("language model: %s (%s)", outcome.value, type(error).__name__)
    return outcome
