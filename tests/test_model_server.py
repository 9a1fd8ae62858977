"""The real small model answers through LangChain, as any OpenAI-compatible address does, and nothing else is called."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.model_server import ModelServer

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

pytestmark = pytest.mark.slow

QUESTION = "What is the capital of Sweden? Answer in one sentence."
SCHEMA = {
    "type": "object",
    "properties": {"kind": {"enum": ["figure", "text"]}, "years": {"type": "array", "items": {"type": "integer"}, "maxItems": 3}},
    "required": ["kind", "years"],
    "additionalProperties": False,
}
# Prints every host that LangChain looks up or connects to on the way to an answer, a line for each.
HOSTS = """
import sys
hosts = set()
def watch(event, arguments):
    if event == "socket.getaddrinfo":
        hosts.add(str(arguments[0]))
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        hosts.add(str(arguments[1][0]))
sys.addaudithook(watch)
from langchain.chat_models import init_chat_model
model = init_chat_model(sys.argv[1], base_url=sys.argv[2], api_key="x", extra_body={"max_tokens": 3})
model.invoke("Hello")
list(model.stream("Hello"))
print(*sorted(hosts), sep="\\n")
"""


@pytest.fixture(scope="module")
def model(model_server: ModelServer) -> BaseChatModel:
    return _model(model_server)


def _model(server: ModelServer, **body: object) -> BaseChatModel:
    from langchain.chat_models import init_chat_model

    model: BaseChatModel = init_chat_model(
        f"openai:{server.model}",
        base_url=server.base_url,
        api_key="x",
        temperature=0,
        max_retries=0,
        timeout=300,
        extra_body={"max_tokens": 60, **body},
    )
    return model


def test_the_model_answers_through_langchain(model: BaseChatModel) -> None:
    assert "Stockholm" in model.invoke(QUESTION).text


def test_the_same_answer_comes_in_pieces_as_a_stream(model: BaseChatModel) -> None:
    pieces = [piece.text for piece in model.stream(QUESTION)]

    assert sum(1 for piece in pieces if piece) > 3
    assert "Stockholm" in "".join(pieces)


def test_a_schema_in_the_request_makes_the_reply_fit_it(model_server: ModelServer) -> None:
    model = _model(model_server, response_format={"type": "json_object", "schema": SCHEMA})

    reply = json.loads(model.invoke("What were the costs in 2020 and 2021? Answer as JSON.").text)

    assert reply["kind"] in ("figure", "text")
    assert all(isinstance(year, int) for year in reply["years"])


def test_a_second_question_does_not_cut_off_the_first(model: BaseChatModel) -> None:
    first = model.stream("Count from one to ten in words.")
    beginning = next(first).text

    second = model.invoke(QUESTION).text
    rest = [piece.text for piece in first]

    assert "Stockholm" in second
    assert len(beginning + "".join(rest)) > 20


def test_no_host_but_the_models_own_is_looked_up(model_server: ModelServer) -> None:
    command = [sys.executable, "-c", HOSTS, f"openai:{model_server.model}", model_server.base_url]

    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout

    assert printed.split() == ["127.0.0.1"]
