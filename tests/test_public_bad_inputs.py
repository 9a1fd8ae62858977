"""Three hundred bad inputs through the public addresses: an honest answer or a plain Swedish problem, and nothing else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import quote

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from assistant.answer import Answer, AnswerFigure, Citation, Status
from tests.api_visitors import PROBLEM_TYPE, api_of, settings_in, visitor
from tests.bad_inputs import LONGEST, BadInput, bad_inputs
from tests.public_libraries import SECRET_KR, TOKEN, fill_with_both, internal_reports
from ui.grounding import folded
from ui.scoring import Question, score
from vectorstore.entries import PUBLIC
from vectorstore.library import Library

EVERY = bad_inputs()
# What a program's insides look like where they should not.
INSIDES = re.compile(r"Traceback|site-packages|\.py\b|sqlalchemy|sqlite3|Error:|Exception|/work/|/tmp/", re.IGNORECASE)
# 403: an address written in an odd way is for nobody without an account.
REFUSED = {400, 403, 404, 405, 406, 413, 414, 422}
HARMLESS_TAGS = frozenset(
    "html head meta title link body a header main section form label textarea input button h1 h2 h3 p div span ol ul li "
    "blockquote details summary table thead tbody tr th td nav footer small strong em b i dl dt dd time code pre caption select "
    "option script style finsam-chat hr br article aside mark".split()
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Public and internal reports; `settings` of the client's application are the same."""
    folder = tmp_path_factory.mktemp("bad")
    settings = settings_in(folder)
    fill_with_both(settings, folder, samples=True)
    opened = Library.open(settings)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def client(library: Library) -> Iterator[TestClient]:
    with api_of(library._settings) as app:
        yield visitor(app)


@pytest.fixture(scope="module")
def bodies(library: Library) -> dict[str, str]:
    """The public source texts, folded, by file name."""
    seen = library.within(PUBLIC)
    return {entry.source_file: folded(seen.page_text(entry.report, None)) for entry in seen.reports()}


def assert_nothing_inside_got_out(said: str, asked: str) -> None:
    """What the visitor wrote may be said back to them, and so may what stands in it."""
    others = said
    for echo in sorted({asked, *asked.split()}, key=len, reverse=True):
        others = others.replace(echo, " ")
    assert not INSIDES.search(others), (asked, others[:400])
    if TOKEN not in asked:
        assert TOKEN not in said.lower(), asked
    assert str(SECRET_KR) not in re.sub(r"\D", "", others) or str(SECRET_KR) in re.sub(r"\D", "", asked), asked


def answer_of(told: dict[str, object]) -> Answer:
    """The contract's object as the answer it was made from."""
    figures = tuple(AnswerFigure(**{**one, "citations": tuple(one["citations"])}) for one in told["figures"])  # type: ignore[attr-defined]
    citations = tuple(Citation(**{**one, "box": None}) for one in told["citations"])  # type: ignore[attr-defined]
    return Answer(Status(told["status"]), str(told["language"]), str(told["text"]), figures, citations, tuple(told["warnings"]))  # type: ignore[arg-type]


def ask(client: TestClient, question: str, history: tuple[str, ...] = (), accept: str = "application/json") -> Response:
    body = json.dumps({"question": question, "history": list(history)})
    return client.post("/api/ask", content=body, headers={"Content-Type": "application/json", "Accept": accept})


def kinds_but(*left_out: str) -> list[BadInput]:
    return [one for one in EVERY if one.kind not in left_out]


def test_there_are_three_hundred_of_many_kinds_and_they_are_always_the_same() -> None:
    assert len(EVERY) >= 300
    assert len({one.kind for one in EVERY}) >= 10
    assert bad_inputs() == EVERY


@pytest.mark.slow
def test_a_bad_question_gets_a_backed_answer_or_a_plain_problem(client: TestClient, bodies: dict[str, str]) -> None:
    for one in EVERY:
        answered = ask(client, one.text)

        assert_nothing_inside_got_out(answered.text, one.text)
        if answered.status_code != 200:
            assert answered.status_code in REFUSED, (one, answered.text)
            assert answered.headers["content-type"] == PROBLEM_TYPE
            continue
        told = answered.json()
        scored = score(Question(id="x", type="x", question=one.text), answer_of(told), bodies)
        assert answered.headers["x-content-type-options"] == "nosniff"
        assert not scored.ungrounded, (one, told["text"])
        assert not scored.bad_citations, (one, told["citations"])
        assert {citation["source_file"] for citation in told["citations"]} <= set(bodies)


def test_a_bad_earlier_question_changes_no_answer_into_something_unbacked(client: TestClient, bodies: dict[str, str]) -> None:
    for one in [*EVERY[::9], *(bad for bad in EVERY if bad.kind in ("instruction", "mark"))]:
        history = (one.text[:LONGEST].strip(), one.text[:LONGEST].strip())
        answered = ask(client, "Och 2021?", history)

        assert_nothing_inside_got_out(answered.text, one.text)
        assert answered.status_code in {200} | REFUSED, (one, answered.text)
        if answered.status_code == 200:
            question = Question(id="x", type="x", question="Och 2021?", history=history)
            assert not score(question, answer_of(answered.json()), bodies).ungrounded, (one, answered.json()["text"])


def test_a_stream_of_a_bad_question_holds_one_answer_or_one_error(client: TestClient) -> None:
    for one in EVERY[::6]:
        answered = ask(client, one.text, accept="text/event-stream")

        assert_nothing_inside_got_out(answered.text, one.text)
        if answered.status_code == 200:
            events = re.findall(r"^event: (\w+)", answered.text, re.MULTILINE)
            assert [name for name in events if name in ("answer", "error")] in (["answer"], ["error"]), one
            for line in re.findall(r"^data: (.*)$", answered.text, re.MULTILINE):
                json.loads(line)
        else:
            assert answered.status_code in REFUSED, (one, answered.text)


class _Elements(HTMLParser):
    """The tags of a page, and every attribute of them."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str, str]] = set()

        self.run = ""  # what stands in scripts and styles
        self._within = ""

    def handle_data(self, data: str) -> None:
        if self._within in ("script", "style"):
            self.run += data

    def handle_endtag(self, tag: str) -> None:
        self._within = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._within = tag
        self.tags.add(tag)
        self.attributes |= {(tag, name, value or "") for name, value in attrs}


def assert_page_runs_nothing(page: str) -> None:
    found = _Elements()
    found.feed(page)
    assert found.tags <= HARMLESS_TAGS, found.tags - HARMLESS_TAGS
    assert "alert" not in found.run
    assert "ond.example" not in found.run
    for tag, name, value in found.attributes:
        assert not name.startswith("on"), (tag, name)
        if name in ("href", "src", "action", "data") and (tag, value) != ("link", "data:,"):
            assert (
                re.match(r"(?:/|#|\?|mailto:|tel:|https?://(?:127\.0\.0\.1|finsam\.example)|[\w-]+\.css)", value) or not value
            ), (tag, value)
        assert tag != "script" or name not in ("src",) or value.startswith("/"), value


def test_the_page_without_a_script_shows_bad_input_as_text(client: TestClient) -> None:
    for one in kinds_but("binary", "long", "deep", "none", "number"):
        shown = client.post("/fraga", data={"fraga": one.text})

        assert shown.status_code in {200} | REFUSED, (one, shown.text[:300])
        assert_page_runs_nothing(shown.text)
        if TOKEN not in one.text:
            assert TOKEN not in shown.text.lower()


def test_bad_values_in_the_lists_and_addresses_are_refused_or_find_nothing(client: TestClient) -> None:
    for one in EVERY:
        value = one.text[:1500]
        asked = [
            f"/api/{name}?{key}={quote(value)}"
            for name, key in (("reports", "q"), ("figures", "association"), ("findings", "period"))
        ]
        asked += [f"/api/reports?cursor={quote(value)}", f"/api/source/{quote(value, safe='')}?page={quote(value)}"]
        for address in asked:
            answered = client.get(address)

            assert answered.status_code in {200} | REFUSED, (address, answered.text[:300])
            assert_nothing_inside_got_out(answered.text, value)
            if answered.headers["content-type"].startswith("text/html"):
                assert_page_runs_nothing(answered.text)


def test_hidden_reports_are_in_no_address(client: TestClient) -> None:
    for report in (one.id for one in internal_reports()):
        found = client.get(f"/api/source/{report}?lines=1-2")
        unknown = client.get("/api/source/finns-inte?lines=1-2")

        assert (found.status_code, found.json()["detail"]) == (unknown.status_code, unknown.json()["detail"])
        for name in ("reports", "figures", "findings"):
            assert client.get(f"/api/{name}?report={report}").json()["items"] == []
    for name in ("reports", "figures", "findings"):
        assert TOKEN not in client.get(f"/api/{name}?limit=1000").text.lower()
    assert TOKEN not in client.get("/api/about").text.lower()
    assert TOKEN not in client.get("/fraga").text.lower()
