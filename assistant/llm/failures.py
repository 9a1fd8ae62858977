"""What can go wrong with a call of a language model, whatever library speaks with it."""

from __future__ import annotations

from assistant.answer import CallOutcome

# Providers' libraries have exceptions of their own; their names and the HTTP status say what happened.
_BY_NAME = (
    ("Timeout", CallOutcome.TIMEOUT),
    ("RateLimit", CallOutcome.RATE_LIMITED),
    ("ProtocolError", CallOutcome.CUT),
    ("ReadError", CallOutcome.CUT),
    ("IncompleteRead", CallOutcome.CUT),
    ("Connect", CallOutcome.UNREACHABLE),
    ("Connection", CallOutcome.UNREACHABLE),
    ("Authentication", CallOutcome.REFUSED),
    ("PermissionDenied", CallOutcome.REFUSED),
    ("BadRequest", CallOutcome.REFUSED),
    ("NotFound", CallOutcome.REFUSED),
    ("JSONDecode", CallOutcome.MALFORMED),
    ("Validation", CallOutcome.MALFORMED),
    ("OutputParser", CallOutcome.MALFORMED),
    ("ContentFilter", CallOutcome.REFUSED),
    ("LengthFinishReason", CallOutcome.MALFORMED),
    ("ValueError", CallOutcome.EMPTY),  # LangChain's own word for a stream without a single piece
)


class ModelFailure(Exception):
    """A call that gave nothing to use; `outcome` is why. The embedded composer or reader takes over: no person meets it."""

    def __init__(self, outcome: CallOutcome) -> None:
        super().__init__(outcome.value)
        self.outcome = outcome


def outcome_of(error: BaseException, *, begun: bool = False) -> CallOutcome:
    """Why a call failed, from the library's exception and what caused it. `begun`: part of the answer had come already."""
    if isinstance(error, ModelFailure):
        return error.outcome
    status = _status(error)
    if status is not None:
        return _by_status(status)
    names = [cls.__name__ for one in _chain(error) for cls in type(one).__mro__]
    named = next((outcome for word, outcome in _BY_NAME if any(word in name for name in names)), CallOutcome.SERVER_ERROR)
    return CallOutcome.CUT if begun and named in (CallOutcome.UNREACHABLE, CallOutcome.SERVER_ERROR) else named


def _status(error: BaseException) -> int | None:
    for one in _chain(error):
        status = getattr(one, "status_code", None)
        if isinstance(status, int):
            return status
    return None


def _by_status(status: int) -> CallOutcome:
    if status == 429:
        return CallOutcome.RATE_LIMITED
    if status in (408, 504):
        return CallOutcome.TIMEOUT
    return CallOutcome.REFUSED if 400 <= status < 500 else CallOutcome.SERVER_ERROR


def _chain(error: BaseException) -> list[BaseException]:
    """The exception and those that caused it, outermost first."""
    chain: list[BaseException] = []
    cause: BaseException | None = error
    while cause is not None and cause not in chain:
        chain.append(cause)
        cause = cause.__cause__ or cause.__context__
    return chain
