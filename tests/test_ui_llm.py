"""What people meet of a language model: sentences while it writes, which one it is, and that an answer comes when it fails.

The model is a real server that speaks OpenAI's language and says what the test has it say.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.answer import Answer, CallOutcome, ModelCall, NotPhrased, Phrasing, Status
from assistant.answer_json import read_kept_json, to_json, to_kept_json
from assistant.limits import NO_LIMITS
from ingest.errors import UsageError
from ingest.settings import Settings
from tests.api_visitors import settings_in, with_reports
from tests.scripted_model import Asked as AskedOfModel
from tests.scripted_model import Cut, Held, Refusal, Reply, Script, ScriptedModel, Silence, Text, scripted_model
from tests.test_ui_api_stream import events_of, served, wait_until
from tests.test_ui_operations_metrics import value
from ui.access.gate import Gate
from ui.answer_html import answer_html
from ui.api.addresses import add_api
from ui.api.capacity import Capacity
from ui.api.models import Answer as AnswerModel
from ui.batch import answer_file
from ui.cli import main
from ui.conversation import Asked, View, ask, open_source, reopened
from ui.conversation_actions import give_opinion, suggest
from ui.conversations.kept_conversations import Conversations
from ui.conversations.opinions import Opinions, Verdict
from ui.conversations.plain_answer import plain_answer
from ui.desk import Desk
from ui.examples import Examples
from ui.operations.metrics import Metrics
from ui.phrasing_lines import phrasing_lines
from ui.web import new_app
from ui.widget.about import About
from ui.widget.answer_page_html import answer_section
from ui.widget.page_html import PageView, public_page
from ui.widget.routes import add_widget

QUESTION = "Vad var årets resultat 2021 för Finsam Öppendal?"
RESULT = "Årets resultat för Finsam Öppendal 2021 var {a}."
AGAIN = "Finsam Öppendal redovisar för 2021 årets resultat {a}."
NAME = "openai:scripted"
BY = f"Formulerat av språkmodellen {NAME}. Siffror och källor är hämtade ur rapporterna av programmet."
PHRASED = Phrasing("openai:<b>x</b>", None)
HOSTILE = Answer(Status.ANSWERED, "sv", "Text.", phrasing=PHRASED)
ANNA = "anna"


def says(text: str) -> Script:
    return lambda _: Text(text)


def always(reply: Reply) -> Script:
    return lambda _: reply


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return with_reports(settings_in(tmp_path_factory.mktemp("llm")))


def with_model(settings: Settings, model: ScriptedModel, **more: Any) -> Settings:
    return settings.model_copy(update={"llm": NAME, "llm_address": model.address, **more})


@contextmanager
def desk_with(stored: Settings, script: Script, **more: Any) -> Iterator[tuple[Desk, ScriptedModel]]:
    with scripted_model(script) as model:
        desk = Desk(with_model(stored, model, **more))
        try:
            yield desk, model
        finally:
            desk.close()


@contextmanager
def answering(stored: Settings, script: Script, **more: Any) -> Iterator[tuple[str, Capacity, Metrics]]:
    """The API and the public chat behind a real server, with the model: its address, its places and what it has counted."""
    with desk_with(stored, script, **more) as (desk, _):
        capacity, metrics = Capacity(desk.settings), Metrics()
        app = add_api(new_app(Gate(desk.settings, desk.workplace)), desk, capacity, metrics)
        with served(add_widget(app, desk, capacity, metrics)) as address:
            yield address, capacity, metrics
        capacity.close()


def streamed(address: str) -> list[tuple[str, Any]]:
    answer = httpx.post(f"{address}/api/ask", json={"question": QUESTION}, headers={"accept": "text/event-stream"}, timeout=60)
    return events_of(answer.text)


def joined(events: list[tuple[str, Any]]) -> str:
    return "".join(data["text"] for name, data in events if name == "delta")


@contextmanager
def listening(address: str) -> Iterator[Iterator[tuple[str, Any]]]:
    """The events of an answer as they come; whoever stops listening leaves."""
    asked = {"json": {"question": QUESTION}, "headers": {"accept": "text/event-stream"}, "timeout": 60}
    with httpx.stream("POST", f"{address}/api/ask", **asked) as response:  # type: ignore[arg-type]
        yield _events(response.iter_lines())


def _events(lines: Iterator[str]) -> Iterator[tuple[str, Any]]:
    for line in lines:
        if line.startswith("event: "):
            yield line.removeprefix("event: "), json.loads(next(lines).removeprefix("data: "))


def last(views: Iterator[View]) -> View:
    *_, view = views
    return view


# --- the API


def test_a_sentence_is_sent_while_the_model_still_writes_the_next(stored: Settings) -> None:
    held = Held(f"{RESULT} Och", f" mer. {AGAIN}")
    with answering(stored, always(held)) as (address, *_), listening(address) as events:
        _, (name, data) = next(events), next(events)
        written = held.go_on.is_set()
        held.go_on.set()
        rest = list(events)

    assert (name, written) == ("delta", False)
    assert rest[-1][1]["text"].startswith(data["text"])


@pytest.mark.parametrize(
    "script",
    [
        says(RESULT),
        says(f"{RESULT} {AGAIN}"),
        says(f"{RESULT} Det var 5 000 kr bättre än året innan. {AGAIN}"),
        says("Resultatet var 99 kr."),
        says(""),
        always(Cut(f"{RESULT} {AGAIN} Och")),
        always(Refusal(500)),
        always(Refusal(429)),
    ],
    ids=["one", "two", "a lie between", "a lie", "empty", "cut", "500", "429"],
)
def test_the_deltas_joined_are_the_answers_text_whatever_the_model_does(stored: Settings, script: Script) -> None:
    with answering(stored, script) as (address, *_):
        events = streamed(address)

    assert events[-1][0] == "answer"
    assert joined(events) == events[-1][1]["text"]
    assert "−38 774 kr" in events[-1][1]["text"]


def test_the_answer_names_the_model_that_phrased_it(stored: Settings) -> None:
    with answering(stored, says(RESULT)) as (address, *_):
        told = httpx.post(f"{address}/api/ask", json={"question": QUESTION}, timeout=60).json()

    assert (told["phrased_by"], told["phrasing_note"]) == (NAME, "")
    assert AnswerModel.model_validate(told).phrased_by == NAME


def test_an_answer_that_the_model_failed_to_phrase_says_so(stored: Settings) -> None:
    with answering(stored, always(Refusal(500))) as (address, *_):
        told = httpx.post(f"{address}/api/ask", json={"question": QUESTION}, timeout=60).json()

    assert told["phrased_by"] is None
    assert "språkmodellen" in told["phrasing_note"].lower()


def test_without_a_model_the_answer_has_the_fields_that_it_always_had(stored: Settings) -> None:
    desk = Desk(stored)
    told = json.loads(to_json(desk.answer(QUESTION)))
    desk.close()

    assert {"phrased_by", "phrasing_note"} & set(told) == set()
    assert AnswerModel.model_validate(told).phrased_by is None


def test_a_model_that_is_silent_does_not_keep_anybody_beyond_its_time(stored: Settings) -> None:
    with answering(stored, always(Silence()), llm_seconds=0.5) as (address, *_):
        events = streamed(address)

    assert events[-1][0] == "answer"
    assert "−38 774 kr" in events[-1][1]["text"]


def test_an_answer_that_takes_too_long_ends_with_an_error_after_its_first_sentences(stored: Settings) -> None:
    held = Held(f"{RESULT} Och", "")
    with answering(stored, always(held), answer_seconds=1) as (address, *_):
        events = streamed(address)
        held.go_on.set()

    assert [name for name, _ in events] == ["status", "delta", "error"]
    assert events[-1][1]["status"] == 504


def test_who_leaves_in_the_middle_frees_the_place_with_the_next_sentence(stored: Settings) -> None:
    held = Held(f"{RESULT} Och", f" mer. {AGAIN} Slut.")
    with answering(stored, always(held)) as (address, capacity, metrics):
        with listening(address) as events:
            assert [next(events)[0], next(events)[0]] == ["status", "delta"]
        held.go_on.set()
        wait_until(lambda: capacity.load() == (0, 0))

        assert value(metrics, "finsam_questions_total", "answered", "api") == 0


def test_signs_of_life_are_sent_while_the_model_is_silent(stored: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.api.answer_stream.HEARTBEAT_SECONDS", 0.05)
    with answering(stored, always(Silence()), llm_seconds=0.5) as (address, *_):
        answer = httpx.post(
            f"{address}/api/ask", json={"question": QUESTION}, headers={"accept": "text/event-stream"}, timeout=60
        )

    assert ": ping" in answer.text


# --- the workplace


def test_the_released_sentences_grow_in_the_answers_place_while_the_model_writes(stored: Settings) -> None:
    held = Held(f"{RESULT} Och", f" mer. {AGAIN}")
    with desk_with(stored, always(held)) as (desk, _):
        views = ask(desk, ANNA, Asked(QUESTION))
        waiting, growing = next(views), next(views)
        held.go_on.set()
        done = last(views)

    assert "Söker i rapporterna" in waiting.turn
    assert 'data-state="growing"' in growing.turn
    assert growing.live
    assert "Årets resultat för Finsam Öppendal 2021 var" in growing.turn
    assert 'data-state="done"' in done.turn


def test_a_mark_leads_nowhere_until_the_sources_are_there(stored: Settings) -> None:
    held = Held(f"{RESULT} Och", " mer.")
    with desk_with(stored, always(held)) as (desk, _):
        views = ask(desk, ANNA, Asked(QUESTION))
        next(views)
        growing = next(views)
        held.go_on.set()
        done = last(views)

    assert '<span class="fs-cite">1</span>' in growing.turn
    assert "<a " not in growing.turn
    assert 'href="#kalla-0-1"' in done.turn
    assert "fs-card" in done.cards


def test_what_has_been_shown_is_not_shown_again_shorter(stored: Settings) -> None:
    with desk_with(stored, says(f"{RESULT} {AGAIN}")) as (desk, _):
        lengths = [len(view.turn) for view in ask(desk, ANNA, Asked(QUESTION)) if 'data-state="growing"' in view.turn]

    assert lengths == sorted(lengths)


def test_the_turn_names_its_model_and_so_does_its_copy_and_its_kept_one(stored: Settings) -> None:
    with desk_with(stored, says(RESULT)) as (desk, _):
        view = last(ask(desk, "cilla", Asked(QUESTION)))
        newest = Conversations(desk.workplace).listed("cilla", 1)[0].id
        kept, _cards = reopened(desk, "cilla", newest)

    assert view.turn.count(BY) == 2  # below the answer, and in what is copied
    assert kept.count(BY) == 2


def test_who_closes_the_page_while_the_model_writes_finds_the_answer_in_the_conversation(stored: Settings) -> None:
    held = Held(f"{RESULT} Och", f" mer. {AGAIN}")
    with desk_with(stored, always(held)) as (desk, _):
        views = ask(desk, "bo", Asked(QUESTION))
        next(views)
        next(views)
        views.close()  # type: ignore[attr-defined]
        held.go_on.set()
        conversations = Conversations(desk.workplace)
        wait_until(lambda: any(conversations.turns("bo", one.id) for one in conversations.listed("bo", 1)))
        kept = conversations.turns("bo", conversations.listed("bo", 1)[0].id)

    assert kept[0].answer is not None
    assert kept[0].answer.status is Status.ANSWERED


def test_a_source_of_an_answer_that_a_model_phrased_opens(stored: Settings) -> None:
    with desk_with(stored, says(RESULT)) as (desk, _):
        last(ask(desk, "david", Asked(QUESTION)))
        newest = Conversations(desk.workplace).listed("david", 1)[0].id
        _, reader = open_source(desk, "david", newest, 0, 1)

    assert "<mark>" in reader


def test_an_answer_the_model_did_not_phrase_has_a_quiet_note(stored: Settings) -> None:
    with desk_with(stored, always(Refusal(500))) as (desk, _):
        view = last(ask(desk, ANNA, Asked(QUESTION)))

    assert "Formulerat av" not in view.turn
    assert '<p class="fs-phrased">Språkmodellen' in view.turn
    assert "−38\u00a0774" in view.turn


def test_an_error_on_the_way_is_a_calm_notice_in_the_answers_place(stored: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk_with(stored, says(RESULT)) as (desk, _):
        monkeypatch.setattr(Desk, "answer", _broken)
        view = last(ask(desk, ANNA, Asked(QUESTION)))

    assert "Något gick fel" in view.turn
    assert 'data-state="done"' in view.turn


def _broken(*_: object, **__: object) -> Answer:
    raise ZeroDivisionError("nobody thought of this")


def test_an_opinion_keeps_who_phrased_the_answer(stored: Settings) -> None:
    with desk_with(stored, says(RESULT)) as (desk, _):
        last(ask(desk, "berit", Asked(QUESTION)))
        hers = Conversations(desk.workplace).listed("berit", 1)[0].id  # her only one: the store keeps whole seconds
        give_opinion(desk, "berit", hers, 0, Verdict.GOOD.value, "")
        kept = Opinions(desk.workplace).every()[0]

    assert kept.answer.endswith(BY)


def test_suggestions_and_examples_are_tried_without_the_model(stored: Settings) -> None:
    with desk_with(stored, says(RESULT)) as (desk, model):
        last(ask(desk, "eva", Asked(QUESTION)))
        asked = len(model.asked)
        newest = Conversations(desk.workplace).listed("eva", 1)[0].id
        suggest(desk, "eva", newest, 0)
        Examples(desk).questions()

        assert len(model.asked) == asked


# --- words


def test_an_english_answer_is_told_in_english() -> None:
    answer = Answer(Status.ANSWERED, "en", "Text.", phrasing=Phrasing(NAME, None))

    assert phrasing_lines(answer) == (
        f"Phrased by the language model {NAME}. Figures and sources were taken from the reports by the program.",
    )


def test_nothing_is_said_of_a_model_that_had_nothing_to_phrase() -> None:
    answer = Answer(Status.DECLINED, "sv", "Nej.", phrasing=Phrasing(NAME, NotPhrased.NOTHING_TO_PHRASE))

    assert phrasing_lines(answer) == ()


def test_a_growing_answer_is_not_yet_anybodys() -> None:
    assert "fs-phrased" not in answer_html(HOSTILE, 0, growing=True)


@pytest.mark.parametrize(
    "shown",
    [
        answer_html(HOSTILE, 0),
        answer_section("Vad?", HOSTILE),
        answer_html(replace(HOSTILE, phrasing=Phrasing("x", NotPhrased.PAUSED, "Not <b>x</b>")), 0),
        public_page(PageView(About("A", "", (), (), 9, False, False, ("sv",), "openai:<b>x</b>", True))),
        public_page(PageView(About("A", "", (), (), 9, False, False, ("sv",)), "Vad?", HOSTILE)),
    ],
    ids=["workplace", "public answer", "note", "introduction", "public page"],
)
def test_a_models_name_is_text_wherever_it_is_shown(shown: str) -> None:
    assert "<b>" not in shown


def test_a_copied_answer_says_who_phrased_it() -> None:
    assert phrasing_lines(HOSTILE)[0] in plain_answer("Vad?", HOSTILE, NO_LIMITS)


def test_a_kept_answer_is_read_back_with_its_phrasing() -> None:
    phrasing = Phrasing(NAME, NotPhrased.CALL_FAILED, "Not.", (ModelCall("phrase", CallOutcome.CUT, 1.5),), 2, 0.1, 0.2)
    answer = replace(HOSTILE, phrasing=phrasing)

    assert read_kept_json(to_kept_json(answer)) == answer


def test_an_answer_kept_before_there_were_models_is_read() -> None:
    kept = json.loads(to_kept_json(replace(HOSTILE, phrasing=None)))
    del kept["phrasing"]

    assert read_kept_json(json.dumps(kept)).phrasing is None


# --- what visitors are told beforehand


def test_visitors_are_told_which_model_phrases_answers_here(stored: Settings) -> None:
    with answering(stored, says(RESULT)) as (address, *_):
        about = httpx.get(f"{address}/api/about").json()
        page = httpx.get(f"{address}/fraga").text

    assert (about["language_model"], about["sends_questions"]) == (NAME, False)
    assert f"Svar formuleras av språkmodellen {NAME} på assistentens egen dator." in page


def test_visitors_are_told_that_their_questions_leave_the_house(stored: Settings) -> None:
    # an address of nobody, which is not called: only questions are sent to a model
    elsewhere = {"llm": NAME, "llm_address": "http://192.0.2.1/v1"}
    with answering(stored.model_copy(update=elsewhere), says(""), **elsewhere) as (address, *_):
        about = httpx.get(f"{address}/api/about").json()
        page = httpx.get(f"{address}/fraga").text

    assert (about["language_model"], about["sends_questions"]) == (NAME, True)
    assert "på en annan dator: din fråga och utdrag ur rapporterna skickas dit." in page


def test_without_a_model_visitors_are_told_of_none(stored: Settings) -> None:
    assert "språkmodell" not in public_page(PageView(About("A", "", (), (), 9, False, False, ("sv",))))


def test_the_answer_on_the_page_without_a_script_names_the_model(stored: Settings) -> None:
    with answering(stored, says(RESULT)) as (address, *_):
        page = httpx.post(f"{address}/fraga", data={"fraga": QUESTION}, headers={"origin": address}, timeout=60).text

    assert BY in page


# --- metrics


def test_the_calls_of_the_model_are_counted_by_how_they_ended(stored: Settings) -> None:
    metrics = Metrics()
    calls = (ModelCall("read", CallOutcome.MALFORMED, 0.2), ModelCall("phrase", CallOutcome.CUT, 3.0))
    metrics.answered(replace(HOSTILE, phrasing=Phrasing(NAME, NotPhrased.CALL_FAILED, "", calls, dropped=2)), 1.0, "api")

    assert value(metrics, "finsam_model_calls_total", "read", "malformed") == 1
    assert value(metrics, "finsam_model_calls_total", "phrase", "cut") == 1
    assert value(metrics, "finsam_model_calls_total", "phrase", "ok") == 0
    assert value(metrics, "finsam_model_seconds_sum", "phrase") == 3.0
    assert value(metrics, "finsam_model_not_phrased_total", "call_failed") == 1
    assert value(metrics, "finsam_model_dropped_sentences_total") == 2


def test_an_answer_by_api_is_counted_with_the_calls_that_it_took(stored: Settings) -> None:
    with answering(stored, says(f"{RESULT} Det var 5 kr.")) as (address, _, metrics):
        streamed(address)

    assert value(metrics, "finsam_model_calls_total", "phrase", "ok") == 1
    assert value(metrics, "finsam_model_dropped_sentences_total") == 1
    assert b"Vad var" not in metrics.text()


# --- the command


def command(monkeypatch: pytest.MonkeyPatch, stored: Settings, model: ScriptedModel | None, *argv: str) -> int:
    monkeypatch.setenv("FINSAM_EMBEDDING_MODEL", stored.embedding_model)
    if model is not None:
        monkeypatch.setenv("FINSAM_LLM", NAME)
        monkeypatch.setenv("FINSAM_LLM_ADDRESS", model.address)
    return main([*argv, "--data", str(stored.data_dir)])


def test_the_command_says_which_model_phrased_the_answer(
    stored: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with scripted_model(says(RESULT)) as model:
        assert command(monkeypatch, stored, model, "ask", QUESTION) == 0

    assert f"\n{BY}\n" in capsys.readouterr().out


def test_the_commands_json_names_the_model(
    stored: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with scripted_model(says(RESULT)) as model:
        assert command(monkeypatch, stored, model, "ask", QUESTION, "--json") == 0

    assert json.loads(capsys.readouterr().out)["phrased_by"] == NAME


@pytest.mark.parametrize("argv", [("ask", QUESTION), ("serve", "--port", "7981")], ids=["ask", "serve"])
@pytest.mark.parametrize(
    ("name", "given"),
    [("FINSAM_LLM", "qwen3"), ("FINSAM_LLM", "ingenstans:qwen3"), ("FINSAM_LLM_KEY_FILE", "/finns/inte")],
    ids=["no provider", "an unknown provider", "no such key file"],
)
def test_a_wrong_setting_is_one_line_and_exit_code_2(
    stored: Settings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    argv: tuple[str, ...],
    name: str,
    given: str,
) -> None:
    monkeypatch.setenv("FINSAM_LLM", NAME)
    monkeypatch.setenv(name, given)

    assert command(monkeypatch, stored, None, *argv) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_many_questions_with_a_wrong_setting_are_one_error(stored: Settings, tmp_path: Path) -> None:
    asked = tmp_path / "in.jsonl"
    asked.write_text('{"id": "1", "question": "Vad?"}\n', encoding="utf-8")
    desk = Desk(stored.model_copy(update={"llm": "qwen3"}))

    with pytest.raises(UsageError, match="llm"):
        answer_file(desk, asked, tmp_path / "ut.jsonl")
    desk.close()


def test_many_questions_name_the_model_line_by_line(stored: Settings, tmp_path: Path) -> None:
    asked, answers = tmp_path / "in.jsonl", tmp_path / "ut.jsonl"
    asked.write_text(json.dumps({"id": "1", "question": QUESTION}) + "\n", encoding="utf-8")
    with desk_with(stored, says(RESULT)) as (desk, _):
        answer_file(desk, asked, answers)

    assert json.loads(answers.read_text(encoding="utf-8"))["phrased_by"] == NAME


def test_a_command_that_asks_nothing_does_not_mind_a_wrong_model(
    stored: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FINSAM_LLM", "qwen3")

    assert command(monkeypatch, stored, None, "reports") == 0


def test_the_model_is_asked_with_the_question_and_without_a_figure(stored: Settings) -> None:
    heard: list[AskedOfModel] = []

    def script(asked: AskedOfModel) -> Reply:
        heard.append(asked)
        return Text(RESULT)

    with desk_with(stored, script) as (desk, _):
        desk.answer(QUESTION)

    assert QUESTION in heard[0].asked
    assert "774" not in json.dumps(heard[0].request)
