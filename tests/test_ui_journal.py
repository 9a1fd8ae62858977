"""The log: as text and as JSON, with the request's id, and in neither form with anybody's personal identity number."""

from __future__ import annotations

import json
import logging
import warnings
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import pytest
from sqlalchemy import text

from ingest.errors import StoreError
from ingest.settings import Settings
from ui.access.audit import Action, latest, record_done
from ui.access.audit import record as audited
from ui.access.person import LOCAL
from ui.cli import main
from ui.desk import Desk
from ui.journal import ACCESS_LOG, LOG_FILE, log_to_stderr, open_log, record, unexpected_text
from ui.operations.log_lines import REQUEST_ID
from ui.operations.masking import MASK
from ui.workplace_store import WorkplaceStore

NUMBER = "850412-1234"
QUESTION = f"Vad kostade stödet till min son {NUMBER}?"
Form = Literal["text", "json"]
FORMS: tuple[Form, ...] = ("text", "json")


@pytest.fixture(autouse=True)
def _log_as_it_was() -> Iterator[None]:
    """What a test opens is not left to the tests after it."""
    root, access = logging.getLogger(), logging.getLogger(ACCESS_LOG)
    handlers, levels, raising = list(root.handlers), (root.level, access.level), logging.raiseExceptions
    yield
    for handler in [one for one in root.handlers if one not in handlers]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(levels[0])
    access.setLevel(levels[1])
    logging.raiseExceptions = raising
    logging.captureWarnings(False)


def written(tmp_path: Path) -> str:
    return (tmp_path / LOG_FILE).read_text(encoding="utf-8")


def objects(tmp_path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written(tmp_path).splitlines()]


def failed(question: str) -> Exception:
    """An error as it is when something breaks with the question in hand."""
    try:
        raise KeyError(f"no reading of {question!r}", {"question": question})
    except KeyError as exc:
        return exc


def test_a_line_as_json_is_one_object_with_the_fields_of_an_operator(tmp_path: Path) -> None:
    open_log(tmp_path, "json")

    logging.getLogger("ui.somewhere").warning("a page cannot be %s", "shown")

    (told,) = objects(tmp_path)
    assert {name: told[name] for name in ("level", "logger", "message")} == {
        "level": "WARNING",
        "logger": "ui.somewhere",
        "message": "a page cannot be shown",
    }
    assert datetime.fromisoformat(told["time"]).utcoffset() is not None
    assert "request_id" not in told


def test_an_error_as_json_stays_on_one_line_with_its_stack_and_id(tmp_path: Path) -> None:
    open_log(tmp_path, "json")

    line = unexpected_text(failed("…"))

    (told,) = objects(tmp_path)
    assert told["message"].split()[-1] in line
    assert "Traceback" in told["exception"]


@pytest.mark.parametrize("form", FORMS)
def test_a_line_within_a_request_carries_its_id(tmp_path: Path, form: Form) -> None:
    open_log(tmp_path, form)

    token = REQUEST_ID.set("abcdefgh")
    logging.getLogger("x").warning("something")
    REQUEST_ID.reset(token)

    assert "abcdefgh" in written(tmp_path)


@pytest.mark.parametrize("form", FORMS)
def test_a_personal_identity_number_in_a_message_is_masked(tmp_path: Path, form: Form) -> None:
    open_log(tmp_path, form)

    logging.getLogger("x").warning("asked: %s", QUESTION)

    assert NUMBER not in written(tmp_path)
    assert MASK in written(tmp_path)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("number", [NUMBER, "850412\u00a01234", "19850412\u20111234", "850472 1234", "8504121234"])
def test_a_personal_identity_number_in_a_stack_is_masked(tmp_path: Path, form: Form, number: str) -> None:
    open_log(tmp_path, form)

    record(failed(f"min son {number}"))

    assert "1234" not in written(tmp_path)
    assert MASK in written(tmp_path)


@pytest.fixture
def untouched_loggers() -> Iterator[None]:
    """As they are in the program: a server that another test ran with uvicorn's own log would leave levels and handlers."""
    names = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi")
    before = [(one, one.level, one.propagate, one.handlers) for one in map(logging.getLogger, names)]
    for one, *_ in before:
        one.setLevel(logging.NOTSET)
        one.propagate, one.handlers = True, []
    yield
    for one, level, propagate, handlers in before:
        one.setLevel(level)
        one.propagate, one.handlers = propagate, handlers


@pytest.mark.usefixtures("untouched_loggers")
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("logger", ["uvicorn.error", "uvicorn.access", "asyncio", "py.warnings", "sqlalchemy", "gradio"])
def test_what_a_library_logs_is_masked_too(tmp_path: Path, form: Form, logger: str) -> None:
    open_log(tmp_path, form)

    logging.getLogger(logger).error("Exception in %r", {"q": QUESTION}, stack_info=True)

    assert NUMBER not in written(tmp_path)


def test_what_is_given_besides_the_message_is_masked_however_deep_it_lies(tmp_path: Path) -> None:
    open_log(tmp_path, "json")

    logging.getLogger("x").warning("m", extra={"asked": [{"q": QUESTION, NUMBER: 5, "at": Path(NUMBER), "n": 8504121234}]})

    assert NUMBER not in written(tmp_path)
    assert objects(tmp_path)[0]["asked"][0]["n"] == 8504121234


def test_a_warning_of_pythons_is_masked(tmp_path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        open_log(tmp_path)
        logging.getLogger("py.warnings").warning("%s", f"odd: {QUESTION}")

    assert NUMBER not in written(tmp_path)


@pytest.mark.parametrize("form", FORMS)
def test_figures_and_organisation_numbers_stay_in_the_log(tmp_path: Path, form: Form) -> None:
    open_log(tmp_path, form)

    logging.getLogger("x").warning("222000-1446 hade 5 612 774 kr 2021-01-01/2021-06-30")

    assert "222000-1446 hade 5 612 774 kr 2021-01-01/2021-06-30" in written(tmp_path)


def test_a_number_across_the_log_line_cannot_break_the_json(tmp_path: Path) -> None:
    open_log(tmp_path, "json")

    logging.getLogger("x").warning('"}\n{"level": "%s"}', NUMBER)

    assert len(objects(tmp_path)) == 1


def test_lines_about_requests_do_not_push_errors_out_of_the_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_log(tmp_path, "json")
    log_to_stderr()

    logging.getLogger(ACCESS_LOG).info("request")
    logging.getLogger("x").warning("trouble")

    assert [told["message"] for told in objects(tmp_path)] == ["trouble"]
    assert [json.loads(line)["message"] for line in capsys.readouterr().err.splitlines()] == ["request", "trouble"]


def test_opening_the_log_again_does_not_write_each_line_twice(tmp_path: Path) -> None:
    open_log(tmp_path, "json")
    open_log(tmp_path, "json")

    logging.getLogger("x").warning("once")

    assert len(objects(tmp_path)) == 1


@pytest.mark.parametrize("form", FORMS)
def test_a_question_with_a_number_that_makes_an_error_happen_leaves_no_number(
    tmp_path: Path, form: Form, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(self: Desk, question: str, *_: object) -> None:
        raise ZeroDivisionError(f"cannot answer {question!r}")

    monkeypatch.setattr(Desk, "answer", broken)
    monkeypatch.setenv("FINSAM_LOG_FORMAT", form)

    code = main(["--data", str(tmp_path), "ask", QUESTION])

    assert code == 1
    assert "fel-id" in capsys.readouterr().err
    assert "ZeroDivisionError" in written(tmp_path)
    assert NUMBER not in written(tmp_path)


def test_an_answered_question_is_not_in_the_log(stored_without_vectors: Settings, tmp_path: Path) -> None:
    open_log(tmp_path)
    logging.getLogger().setLevel(logging.DEBUG)
    logging.getLogger().handlers[-1].setLevel(logging.DEBUG)

    Desk(stored_without_vectors).answer(QUESTION)

    assert not (tmp_path / LOG_FILE).exists() or "min son" not in written(tmp_path)


def test_a_statement_that_fails_is_logged_without_its_values(tmp_path: Path) -> None:
    store = WorkplaceStore(tmp_path)

    with pytest.raises(StoreError) as raised, store.transaction() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:question)"), {"question": QUESTION})

    chain: BaseException | None = raised.value
    while chain is not None:
        assert "min son" not in f"{chain} {chain.args}"
        chain = chain.__cause__


def test_a_number_does_not_get_into_the_audit_log(tmp_path: Path) -> None:
    store = WorkplaceStore(tmp_path)

    audited(store, LOCAL, Action.REFUSED, NUMBER)
    record_done(store, LOCAL, Action.EXPLAINED, "fynd", f"gäller {NUMBER}")

    assert [(entry.subject, entry.detail) for entry in latest(store)] == [("fynd", f"gäller {MASK}"), (MASK, "")]
