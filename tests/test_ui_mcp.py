"""`/mcp` as other assistants meet it: the real program, and the official client over streamable HTTP."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx
import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from starlette.requests import Request

from assistant.abilities import ABILITIES
from ingest.settings import Settings
from ui.access.accounts import Accounts
from ui.access.gate import Gate
from ui.access.person import Role
from ui.api.capacity import Capacity
from ui.desk import Desk
from ui.mcp.endpoint import STARTING, add_mcp
from ui.mcp.tool_calls import TOOLS, ToolCalls
from ui.operations.metrics import TOOL_NAMES, Metrics
from ui.reports.command import set_visibility
from ui.web import new_app
from vectorstore.library import Library

HERE = ("127.0.0.1", 50000)
ROOT = Path(__file__).resolve().parent.parent
DEGERFORS, INSJORIKET = "Finsam Degerfors/Karlskoga", "Samordningsförbundet Insjöriket"
# Of an association that has another, public report, and the only one of an association.
HIDDEN_YEAR, HIDDEN = "finsam-degerfors-karlskoga_arsredovisning_2023", "insjoriket_delarsrapport_2021-08"
SHOWN = "finsam-degerfors-karlskoga_arsredovisning_2021"
REVIEWER, NOTE = "Siv Granskare", "Avrundat i originalet."
PASSWORD = "en lång hemlighet"
ALLOWED = "https://www.example.se"
UNLIMITED = {"FINSAM_RATE_PER_MINUTE": "0", "FINSAM_RATE_PER_MINUTE_ALL": "0"}
# The protocol with the handshake, as most assistants speak it, and without.
MODES = ("legacy", "auto")
JSON_HEADERS = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Program:
    """The program as it runs, and what is in its store."""

    url: str
    library: Library

    def hidden_keys(self) -> list[str]:
        return [one.figure.key for one in self.library.figures() if one.report.report in (HIDDEN, HIDDEN_YEAR)]


@contextmanager
def serving(data_dir: Path, **settings: str) -> Iterator[str]:
    """The address of a program of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    command = [sys.executable, "-m", "ui.cli", "--data", str(data_dir), "serve", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout is not None
            assert any("Avsluta med" in line for line in process.stdout)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            assert process.wait(timeout=60) == 0


@pytest.fixture(scope="module")
def data_dir(stored_without_vectors: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two of the five reports are internal, a finding is explained, and there is an account."""
    folder = tmp_path_factory.mktemp("mcp") / "var"
    shutil.copytree(stored_without_vectors.data_dir, folder)
    desk = Desk(Settings(data_dir=folder))
    for report in (HIDDEN, HIDDEN_YEAR):
        set_visibility(desk, report, "intern")
    first = next(one for one in desk.findings() if one.report.report == SHOWN and len(one.finding.places) == 1)
    desk.explain(first.finding.id, NOTE, REVIEWER)
    Accounts(desk.workplace).add("anna", Role.EDITOR, PASSWORD)
    desk.close()
    return folder


@pytest.fixture(scope="module")
def program(data_dir: Path) -> Iterator[Program]:
    library = Library.open(Settings(data_dir=data_dir))
    with serving(data_dir, FINSAM_ALLOWED_ORIGINS=ALLOWED, **UNLIMITED) as url:
        yield Program(url, library)
    library.close()


def connected(url: str, work: Callable[[Client], Awaitable[T]], mode: str = "legacy", cookie: str = "") -> T:
    """What `work` gives with a client that is connected."""

    async def run() -> T:
        headers = {"Cookie": cookie} if cookie else {}
        async with (
            httpx2.AsyncClient(headers=headers, timeout=60) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http), mode=mode) as client,
        ):
            return await work(client)

    return asyncio.run(run())


def called(url: str, name: str, mode: str = "legacy", cookie: str = "", **arguments: Any) -> Any:
    """A tool's structured result."""
    told = connected(url, lambda client: client.call_tool(name, arguments), mode, cookie)
    assert not told.is_error, told.content
    return told.structured_content


def refused(url: str, name: str, **arguments: object) -> str:
    """The line with which a tool refuses."""
    told = connected(url, lambda client: client.call_tool(name, arguments))
    assert (told.is_error, told.structured_content, len(told.content)) == (True, None, 1)
    return str(getattr(told.content[0], "text", ""))


def posted(url: str, body: object, **headers: str) -> httpx.Response:
    """The answer to what may be no MCP at all."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.post(f"{url}/mcp", content=content, headers=JSON_HEADERS | named, timeout=60)


def call_of(name: str, **arguments: object) -> dict[str, object]:
    return {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": name, "arguments": arguments}}


def session_of(url: str) -> str:
    """The cookie of somebody who has signed in."""
    answer = httpx.post(f"{url}/logga-in", data={"namn": "anna", "losenord": PASSWORD})
    assert answer.status_code == 303
    return "; ".join(f"{name}={value}" for name, value in answer.cookies.items())


@pytest.mark.parametrize("mode", MODES)
def test_an_assistant_is_told_every_tool_and_that_they_only_read(program: Program, mode: str) -> None:
    tools = connected(program.url, lambda client: client.list_tools(), mode).tools

    assert [tool.name for tool in tools] == [*(one.name for one in ABILITIES), "ask"]
    assert all(tool.annotations is not None and tool.annotations.read_only_hint for tool in tools)


def test_every_argument_is_described_and_no_other_is_taken(program: Program) -> None:
    schemas = [tool.input_schema for tool in connected(program.url, lambda client: client.list_tools()).tools]

    assert all(one.get("description") for schema in schemas for one in schema["properties"].values())
    assert {schema["additionalProperties"] for schema in schemas} == {False}


def test_the_tools_are_counted_under_their_own_names() -> None:
    assert [*(tool.name for tool in TOOLS), "other"] == list(TOOL_NAMES)


@pytest.mark.parametrize("mode", MODES)
def test_a_figure_comes_as_printed_with_place_and_quote(program: Program, mode: str) -> None:
    first = called(program.url, "find_figures", mode, measure="årets resultat", association="d/k", period="2021")["items"][0]

    assert (first["value"], first["unit"], first["lines"]) == ("-38774", "kr", [528, 528])
    assert first["quote"] == "Årets resultat | -38 774 | 487 600"


def test_the_address_of_a_source_is_whole_and_leads_there(program: Program) -> None:
    first = called(program.url, "find_figures", measure="årets resultat", association="d/k", period="2021")["items"][0]

    page = httpx.get(first["source_url"], headers={"Accept": "text/html"})

    assert page.status_code == 200 and "38 774" in page.text


def test_the_text_is_the_same_as_the_structured_result(program: Program) -> None:
    told = connected(program.url, lambda client: client.call_tool("trend", {"measure": "medlemsbidrag", "association": "d/k"}))

    assert json.loads(getattr(told.content[0], "text", "")) == told.structured_content


def test_figures_are_computed_with_by_their_keys(program: Program) -> None:
    found = called(program.url, "find_figures", measure="årets resultat", association="d/k")["items"]
    keys = [next(one["key"] for one in found if one["period"] == year) for year in ("2020", "2021")]

    told = called(program.url, "calculate", operation="difference", keys=keys)

    assert (told["value"], told["unit"], told["expression"]) == ("-526374", "kr", "-38774 - 487600")


def test_a_comparison_says_what_is_missing(program: Program) -> None:
    told = called(program.url, "compare", measures=["årets resultat"], associations=["Sydnärke"], periods=["2021"])

    assert [(row["status"], row["reason"]) for row in told["items"]] == [("missing", "Finns bara som budget (2022, 2023, 2024).")]


def test_passages_are_found_word_for_word(program: Program) -> None:
    first = called(program.url, "search_passages", text="vad är arbetsträning")["items"][0]

    assert "arbetsträning" in first["quote"].lower() and first["source_url"].startswith(program.url)


@pytest.mark.parametrize("mode", MODES)
def test_a_question_gets_the_answer_that_the_api_gives(program: Program, mode: str) -> None:
    asked: dict[str, Any] = {
        "question": "Vad var årets resultat i Degerfors/Karlskoga 2021?",
        "history": [],
        "association": DEGERFORS,
    }
    expected = httpx.post(f"{program.url}/api/ask", json=asked, timeout=60).json()

    told = called(program.url, "ask", mode, **asked)

    del told["elapsed_ms"], expected["elapsed_ms"]
    for citation in told["citations"]:
        citation["source_url"] = citation["source_url"].removeprefix(program.url)
    assert told == expected and told["status"] == "answered"


def test_a_question_is_understood_by_the_ones_before(program: Program) -> None:
    told = called(program.url, "ask", question="Och 2020?", history=["Vad var årets resultat i Degerfors/Karlskoga 2021?"])

    assert told["figures"][0]["value"] == "487600"


def test_findings_are_those_of_the_public_list(program: Program) -> None:
    listed = httpx.get(f"{program.url}/api/findings", params={"limit": 1000}).json()["items"]

    told = called(program.url, "findings")

    assert len(told["items"]) + told["not_shown"] == len(listed)
    assert [one["id"] for one in told["items"]] == [one["id"] for one in listed[: len(told["items"])]]


def test_findings_are_of_the_kind_and_time_that_are_asked_for(program: Program) -> None:
    told = called(program.url, "findings", kind="summa", period="2021")["items"]

    assert {one["kind"] for one in told} == {"summa"} and all("2021" in one["period"] for one in told)


def test_a_reviewers_name_is_never_told(program: Program) -> None:
    cookie = session_of(program.url)

    for who in ("", cookie):
        told = json.dumps(called(program.url, "findings", cookie=who, association=DEGERFORS), ensure_ascii=False)
        assert REVIEWER not in told
    assert NOTE in told


def test_somebody_without_an_account_is_shown_public_reports_only(program: Program) -> None:
    told = {entry["report"] for entry in called(program.url, "list_reports")["items"]}

    assert SHOWN in told and not told & {HIDDEN, HIDDEN_YEAR}


def test_who_is_signed_in_sees_internal_reports_too(program: Program) -> None:
    told = called(program.url, "list_reports", cookie=session_of(program.url))["items"]

    assert {HIDDEN, HIDDEN_YEAR} <= {entry["report"] for entry in told}


def test_the_key_of_an_internal_figure_is_refused_like_an_invented_one(program: Program) -> None:
    key = next(one.figure.key for one in program.library.figures() if one.report.report == SHOWN)

    for hidden in program.hidden_keys()[:3]:
        told = refused(program.url, "calculate", operation="sum", keys=[key, hidden])
        assert told == f"Nyckeln '{hidden}' finns inte. Använd en nyckel som find_figures har gett."


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("find_figures", {"measure": "årets resultat", "association": INSJORIKET}),
        ("compare", {"measures": ["årets resultat"], "associations": [INSJORIKET]}),
        ("trend", {"measure": "årets resultat", "association": INSJORIKET}),
        ("search_passages", {"text": "verksamheten", "association": INSJORIKET}),
        ("findings", {"association": INSJORIKET}),
        ("list_reports", {"association": INSJORIKET}),
        ("ask", {"question": "Vad blev resultatet?", "association": INSJORIKET}),
    ],
)
def test_an_association_with_internal_reports_only_is_one_that_nobody_knows(
    program: Program, name: str, arguments: dict[str, Any]
) -> None:
    invented = json.loads(json.dumps(arguments).replace(json.dumps(INSJORIKET)[1:-1], "Finsam Påhittad"))

    told = refused(program.url, name, **arguments)

    assert told.replace(INSJORIKET, "Finsam Påhittad") == refused(program.url, name, **invented)
    assert told.count("Insjöriket") == 1  # what was asked for


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("find_figures", {"measure": "årets resultat"}),
        ("find_figures", {"measure": "årets resultat", "period": "2023"}),
        ("compare", {"measures": ["årets resultat", "kassa och bank"]}),
        ("trend", {"measure": "årets resultat", "association": DEGERFORS}),
        ("search_passages", {"text": "Vad säger Insjöriket om arbetsträning?"}),
        ("findings", {}),
        ("list_reports", {}),
        ("ask", {"question": "Vad blev årets resultat?"}),
        ("ask", {"question": "Vad blev årets resultat 2023?", "association": DEGERFORS}),
    ],
)
def test_no_result_comes_out_of_an_internal_report(program: Program, name: str, arguments: dict[str, Any]) -> None:
    told = json.dumps(called(program.url, name, **arguments), ensure_ascii=False)

    assert HIDDEN not in told and HIDDEN_YEAR not in told


@pytest.mark.parametrize(
    ("name", "arguments", "said"),
    [
        ("ask", {"question": "   "}, "Frågan är tom. Skriv en fråga och försök igen."),
        ("ask", {"question": "x" * 3000}, "Frågan är för lång (3000 tecken, högst 2000). Korta den och försök igen."),
        ("ask", {}, "Argumentet question saknas. Ange det."),
        ("trend", {"measure": "resultat"}, "Argumentet association saknas. Ange det."),
        ("list_reports", {"a": 1}, "Argumentet a finns inte. Argumenten är: association."),
        (
            "list_reports",
            {"association": "x" * 200_000},
            "Argumentet association går inte att använda som det är (högst 300 tecken).",
        ),
        ("findings", {"period": "igår"}, "Perioden 'igår' går inte att tolka."),
        ("findings", {"kind": "fel"}, "Argumentet kind går inte att använda som det är. Ange slaget: summa, differens,"),
        ("calculate", {"operation": "sum", "keys": ["a"]}, "Argumentet keys går inte att använda som det är (minst 2 stycken)."),
    ],
)
def test_what_cannot_be_done_is_said_in_one_swedish_line(
    program: Program, name: str, arguments: dict[str, Any], said: str
) -> None:
    told = refused(program.url, name, **arguments)

    assert told.startswith(said) and "\n" not in told and "Traceback" not in told


@pytest.mark.parametrize("mode", MODES)
def test_a_tool_that_is_not_there_is_refused_with_those_that_are(program: Program, mode: str) -> None:
    async def call(client: Client) -> str:
        with pytest.raises(MCPError) as refusal:
            await client.call_tool("remove", {})
        return refusal.value.message

    assert connected(program.url, call, mode).startswith("Verktyget finns inte. De som finns är: find_figures, ")


def test_a_person_who_opens_it_is_told_what_it_is(program: Program) -> None:
    page = httpx.get(f"{program.url}/mcp", headers={"Accept": "text/html"})

    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "För andra assistenter" in page.text and "script" not in page.text


def test_a_slash_too_many_leads_to_it(program: Program) -> None:
    answer = httpx.post(f"{program.url}/mcp/", json=call_of("list_reports"))

    assert (answer.status_code, answer.headers["location"]) == (308, "/mcp")


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT"])
def test_there_is_no_session_to_listen_to_or_to_end(program: Program, method: str) -> None:
    answer = httpx.request(method, f"{program.url}/mcp", headers={"Accept": "text/event-stream"})

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, POST")


def test_no_session_is_given_out(program: Program) -> None:
    begin = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}

    answer = posted(program.url, {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": begin})

    assert answer.json()["result"]["serverInfo"]["name"] == "finsam-assistant" and "mcp-session-id" not in answer.headers


def test_it_is_no_part_of_the_apis_document(program: Program) -> None:
    assert "/mcp" not in httpx.get(f"{program.url}/api/openapi.json").json()["paths"]


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_the_page_of_another_website_is_refused(program: Program, origin: str) -> None:
    assert posted(program.url, call_of("list_reports"), Origin=origin).status_code == 403


def test_a_host_name_that_somebody_made_lead_here_is_refused(program: Program) -> None:
    port = program.url.rpartition(":")[2]

    answer = posted(program.url, call_of("list_reports"), Origin=f"http://evil.example:{port}", Host=f"evil.example:{port}")

    assert answer.status_code == 403


def test_a_website_that_is_allowed_may_ask(program: Program) -> None:
    answer = posted(program.url, call_of("list_reports"), Origin=ALLOWED)

    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, ALLOWED)


def test_a_website_that_is_allowed_may_send_what_the_protocol_wants(program: Program) -> None:
    wanted = {"Origin": ALLOWED, "Access-Control-Request-Method": "POST"}

    answer = httpx.options(f"{program.url}/mcp", headers=wanted)

    assert answer.headers["access-control-allow-methods"] == "POST"
    assert {"mcp-protocol-version", "content-type"} <= set(answer.headers["access-control-allow-headers"].split(", "))


def test_an_allowed_website_sees_public_reports_only_whoever_is_signed_in(program: Program) -> None:
    answer = posted(program.url, call_of("list_reports"), Origin=ALLOWED, Cookie=session_of(program.url))

    assert HIDDEN not in answer.text


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"hej", 400),
        (b"", 400),
        (b"[]", 400),
        (b'{"jsonrpc": "2.0", "id": 1}', 400),
        (b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":' + b"[" * 90_000 + b"]" * 90_000 + b"}", 400),
        (json.dumps([call_of("list_reports")] * 2).encode(), 400),
        (json.dumps(call_of("find_figures", measure="x" * 2_000_000)).encode(), 413),
    ],
    ids=["words", "nothing", "a list", "no method", "deep", "a batch", "two megabytes"],
)
def test_what_is_no_request_is_refused_calmly(program: Program, body: bytes, status: int) -> None:
    for version in ({}, {"MCP_Protocol_Version": "2026-07-28"}):
        answer = posted(program.url, body, **version)
        assert answer.status_code == status and "Traceback" not in answer.text


def test_half_a_letter_in_a_name_is_refused_like_any_name(program: Program) -> None:
    meta = {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities": {}}
    body = call_of("find_figures", **{"measure": "resultat", "\ud800": 1})
    body["params"] = {**body["params"], "_meta": meta}  # type: ignore[dict-item]

    answer = posted(program.url, body, MCP_Protocol_Version="2026-07-28", Mcp_Method="tools/call", Mcp_Name="find_figures")

    assert answer.status_code == 200 and answer.json()["result"]["isError"]


def test_several_assistants_at_once_get_their_own_answers(program: Program) -> None:
    years = {"2017": "835444", "2020": "487600", "2021": "-38774"}

    async def ask(year: str) -> tuple[str, str]:
        async with Client(f"{program.url}/mcp", mode="legacy") as client:
            wanted = {"measure": "årets resultat", "association": "d/k", "period": year}
            told = await client.call_tool("find_figures", wanted)
            return year, told.structured_content["items"][0]["value"]

    async def all_at_once() -> list[tuple[str, str]]:
        return list(await asyncio.gather(*map(ask, [*years] * 2)))

    assert asyncio.run(all_at_once()) == [*years.items()] * 2


def test_assistants_that_leave_in_the_middle_take_no_place_from_others(program: Program) -> None:
    address = ("127.0.0.1", int(program.url.rpartition(":")[2]))
    body = json.dumps(call_of("ask", question="Jämför alla förbunds kostnader och intäkter alla år.")).encode()
    head = "\r\n".join(["POST /mcp HTTP/1.1", "Host: 127.0.0.1", *(f"{k}: {v}" for k, v in JSON_HEADERS.items())])
    for _ in range(15):
        with socket.create_connection(address) as gone:
            gone.sendall(f"{head}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)

    assert called(program.url, "list_reports")["items"]


def test_calls_and_answers_are_counted(program: Program) -> None:
    called(program.url, "ask", question="Vad var årets resultat i Degerfors/Karlskoga 2021?")
    refused(program.url, "trend", measure="resultat")

    counted = dict(line.rsplit(" ", 1) for line in httpx.get(f"{program.url}/metrics").text.splitlines() if line[0] != "#")

    for series in (
        'finsam_questions_total{channel="mcp",outcome="answered"}',
        'finsam_tool_calls_total{outcome="answered",tool="ask"}',
        'finsam_tool_calls_total{outcome="invalid",tool="trend"}',
    ):
        assert float(counted[series]) > 0
    assert all(float(value) == 0 for name, value in counted.items() if "tool_calls" in name and 'outcome="failed"' in name)


async def _never() -> None:
    await asyncio.Event().wait()


def app_of(data_dir: Path, capacity: Capacity, desk: Desk) -> FastAPI:
    """The address in this process, with the guards in front."""
    settings = Settings(data_dir=data_dir)
    return add_mcp(new_app(Gate(settings, desk.workplace)), desk, capacity, Metrics())


def test_the_place_of_an_assistant_that_leaves_is_free_at_once(data_dir: Path) -> None:
    settings = Settings(data_dir=data_dir, answers_at_once=1)
    desk, capacity, free = Desk(settings), Capacity(settings), threading.Event()
    app = app_of(data_dir, capacity, desk)
    body = json.dumps(call_of("list_reports")).encode()
    headers = [(name.lower().encode(), value.encode()) for name, value in JSON_HEADERS.items()]
    scope = {"type": "http", "method": "POST", "path": "/mcp", "headers": headers, "query_string": b"", "client": HERE}

    async def leave() -> tuple[tuple[int, int], tuple[int, int]]:
        waits = asyncio.Event()
        events = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive() -> dict[str, Any]:
            event = next(events, None)
            if event is None:
                await waits.wait()
                return {"type": "http.disconnect"}
            return event

        async with app.router.lifespan_context(app):
            computing = asyncio.create_task(capacity.run(free.wait))
            asking = asyncio.create_task(app({**scope, "app": app}, receive, lambda message: _never()))
            while capacity.load() != (1, 1):
                await asyncio.sleep(0.01)
            before = capacity.load()
            waits.set()
            await asking
            after = capacity.load()
            free.set()
            await computing
        return before, after

    try:
        assert asyncio.run(leave()) == ((1, 1), (1, 0))
    finally:
        capacity.close()
        desk.close()


def test_before_the_program_has_started_it_says_so(data_dir: Path) -> None:
    settings = Settings(data_dir=data_dir)
    desk, capacity = Desk(settings), Capacity(settings)

    answer = TestClient(app_of(data_dir, capacity, desk), client=HERE).post("/mcp", json=call_of("list_reports"))

    assert (answer.status_code, answer.json()["detail"]) == (503, STARTING)
    capacity.close()
    desk.close()


def test_what_nobody_foresaw_is_told_calmly_and_counted(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, metrics = Settings(data_dir=data_dir), Metrics()
    desk, capacity = Desk(settings), Capacity(settings)
    nothing: dict[str, object] = {}
    monkeypatch.setattr(desk, "library", lambda: nothing["min son 850412-1234"])
    scope = {
        "type": "http",
        "method": "POST",
        "path": "/mcp",
        "headers": [],
        "query_string": b"",
        "server": HERE,
        "scheme": "http",
    }

    told = asyncio.run(ToolCalls(desk, capacity, metrics).call("list_reports", {}, Request(scope)))

    assert told.fields is None and "KeyError" not in told.text and "850412" not in told.text
    assert b'finsam_tool_calls_total{outcome="failed",tool="list_reports"} 1.0' in metrics.text()
    capacity.close()
    desk.close()


@pytest.fixture(scope="module")
def limited(data_dir: Path) -> Iterator[str]:
    """The address of a program that takes two questions a minute."""
    with serving(data_dir, FINSAM_RATE_PER_MINUTE="2") as url:
        yield url


def test_a_call_counts_as_a_question_and_the_handshake_does_not(limited: str) -> None:
    async def call(client: Client) -> list[bool]:
        await client.list_tools()
        return [(await client.call_tool("list_reports", {})).is_error for _ in range(3)]

    assert connected(limited, call) == [False, False, True]

    told = refused(limited, "list_reports")
    assert told.startswith("Det kom många frågor på kort tid från din adress. Vänta ")
    assert httpx.post(f"{limited}/api/ask", json={"question": "Vad är Finsam?"}).status_code == 429
    assert called(limited, "list_reports", cookie=session_of(limited))["items"]  # who is signed in is not counted
