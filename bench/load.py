"""Many askers at once: is everybody answered, rightly, and how much is lost against one asker alone.

The program runs in one process and the askers in another, over HTTP, in one run. First, with the limits off:
1. one asker alone, without pause: the capacity;
2. fifty askers, each a question every ten seconds: how many are answered, the 95th percentile, memory before and after;
3. the same fifty without pause: answers a second beside the capacity;
4. fifty as in 2 beside twenty that ask for a stream and read it a byte at a time.
Every answer is compared with the one that a lone asker got before. Then, with the limits on, one address asks without pause
beside others that ask as people do. Every part ends by itself.

    python -m bench.load [--minutes 5] [--askers 50]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bench.web import ROOT, SERVE, free_port, ingest, running

QUESTION_SETS = ("dev", "everyday")
NO_LIMITS = {"FINSAM_RATE_PER_MINUTE": "0", "FINSAM_RATE_PER_MINUTE_ALL": "0", "FINSAM_ANSWERS_WAITING": "1000"}
PAUSE_S = 10.0  # between the questions of one asker
ALONE_S = 40.0
SLOW_READERS = 20
HASTY_S = 30.0
TIMEOUT_S = 60.0


@dataclass(slots=True)
class Tally:
    """What became of the questions: seconds of those answered, how many gave another answer than alone, other status codes."""

    seconds: list[float] = field(default_factory=list)
    different: int = 0
    refused: Counter[int] = field(default_factory=Counter)
    broken: int = 0

    @property
    def asked(self) -> int:
        return len(self.seconds) + sum(self.refused.values()) + self.broken

    def p95_ms(self) -> float:
        return 1000 * statistics.quantiles(self.seconds, n=20)[-1]


Known = dict[str, object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=5, help="how long the fifty ask")
    parser.add_argument("--askers", type=int, default=50)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ingest(ROOT / "reports", Path(folder))
        with served(Path(folder), NO_LIMITS) as (url, process):
            asyncio.run(unlimited(url, process, given.minutes * 60, given.askers))
        with served(Path(folder), {}) as (url, _):
            asyncio.run(limited(url))


@contextmanager
def served(data: Path, environment: dict[str, str]) -> Iterator[tuple[str, int]]:
    """A server of our own with settings: its address and the number of its process."""
    port = free_port()
    command = (*SERVE, "serve", "--port", str(port), "--data", str(data))
    with running(command, f"http://127.0.0.1:{port}/readyz", environment) as process:
        yield f"http://127.0.0.1:{port}", process


async def unlimited(url: str, process: int, seconds: float, askers: int) -> None:
    questions = read_questions()
    async with client(url) as web:
        known = {question: (await post(web, question))[1] for question in questions}
        alone = await crowd(web, known, askers=1, seconds=ALONE_S, pause=0)
        capacity = len(alone.seconds) / ALONE_S
        tell("one asker without pause", alone, ALONE_S, capacity)
        before = resident_mb(process)
        paced = await crowd(web, known, askers, seconds, PAUSE_S)
        tell(f"{askers} askers, a question every {PAUSE_S:.0f} s", paced, seconds, capacity)
        print(f"  memory {before:.0f} MB before, {resident_mb(process):.0f} MB after")
        hasty = await crowd(web, known, askers, HASTY_S, pause=0)
        tell(f"{askers} askers without pause", hasty, HASTY_S, capacity)
        slow = [asyncio.create_task(read_slowly(web, questions[0], HASTY_S)) for _ in range(SLOW_READERS)]
        beside = await crowd(web, known, askers, HASTY_S, PAUSE_S)
        tell(f"{askers} askers beside {SLOW_READERS} that read slowly", beside, HASTY_S, capacity)
        await asyncio.gather(*slow)


async def limited(url: str) -> None:
    """One address without pause, nine others at a question every ten seconds; addresses of this machine's own network."""
    questions = read_questions()
    async with client(url, "127.0.0.2") as hasty:
        known = {question: (await post(hasty, question))[1] for question in questions[:10]}
    await asyncio.sleep(60)  # what was asked before no longer counts
    hasty_client, others = client(url, "127.0.0.3"), [client(url, f"127.0.0.{n}") for n in range(10, 19)]
    run = [crowd(hasty_client, known, 5, HASTY_S, pause=0.05)]
    run += [crowd(one, known, 1, HASTY_S, PAUSE_S) for one in others]
    told, *rest = await asyncio.gather(*run)
    print(f"limits on, one address without pause: {told.asked} asked, {len(told.seconds)} answered, refused {dict(told.refused)}")
    answered = sum(len(one.seconds) for one in rest)
    refused = sum((one.refused for one in rest), Counter())
    slowest = max(max(one.seconds) for one in rest if one.seconds)
    print(f"  nine others: {sum(one.asked for one in rest)} asked, {answered} answered, refused {dict(refused)}, "
          f"slowest {1000 * slowest:.0f} ms")  # fmt: skip
    for one in (hasty_client, *others):
        await one.aclose()


async def crowd(web: httpx.AsyncClient, known: Known, askers: int, seconds: float, pause: float) -> Tally:
    """So many askers for so long, each at another place in the questions; they begin spread over one pause."""
    tally = Tally()
    until = time.monotonic() + seconds

    async def one(number: int) -> None:
        questions = list(known)
        at = number * 7
        await asyncio.sleep(pause * number / askers)
        while time.monotonic() < until:
            began = time.monotonic()
            await ask(web, questions[at % len(questions)], known, tally)
            at += 1
            if pause:
                await asyncio.sleep(max(0.0, min(pause - (time.monotonic() - began), until - time.monotonic())))

    await asyncio.gather(*(one(number) for number in range(askers)))
    return tally


async def ask(web: httpx.AsyncClient, question: str, known: Known, tally: Tally) -> None:
    began = time.perf_counter()
    try:
        status, answer = await post(web, question)
    except httpx.HTTPError:
        tally.broken += 1
        return
    if status != 200:
        tally.refused[status] += 1
        return
    tally.seconds.append(time.perf_counter() - began)
    tally.different += answer != known[question]


async def post(web: httpx.AsyncClient, question: str) -> tuple[int, object]:
    """The status and the answer without its time."""
    response = await web.post("/api/ask", json={"question": question})
    told = response.json()
    return response.status_code, {name: value for name, value in told.items() if name != "elapsed_ms"}


async def read_slowly(web: httpx.AsyncClient, question: str, seconds: float) -> None:
    """Streams over and over without hurry: a byte, then a pause."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        async with web.stream("POST", "/api/ask", json={"question": question}, headers={"Accept": "text/event-stream"}) as told:
            async for _ in told.aiter_raw(1):
                if time.monotonic() > until:
                    return
                await asyncio.sleep(0.2)


def tell(what: str, tally: Tally, seconds: float, capacity: float) -> None:
    rate = len(tally.seconds) / seconds
    print(f"{what}: {tally.asked} asked, {len(tally.seconds)} answered ({len(tally.seconds) / max(tally.asked, 1):.1%}), "
          f"{tally.different} different, refused {dict(tally.refused)}, broken {tally.broken}; {rate:.1f} answers a second, "
          f"{rate / capacity:.2f} of one asker's; p95 {tally.p95_ms():.0f} ms", flush=True)  # fmt: skip


def client(url: str, address: str | None = None) -> httpx.AsyncClient:
    transport = httpx.AsyncHTTPTransport(local_address=address, limits=httpx.Limits(max_connections=200))
    return httpx.AsyncClient(base_url=url, transport=transport, timeout=TIMEOUT_S)


def read_questions() -> list[str]:
    """Those without earlier questions: each is a conversation of its own."""
    lines = [line for name in QUESTION_SETS for line in (ROOT / f"tests/questions/{name}.jsonl").open(encoding="utf-8")]
    return [asked["question"] for asked in map(json.loads, lines) if not asked["history"]]


def resident_mb(process: int) -> float:
    pages = int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
