import asyncio
import gc
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

import pytest

from ingest.errors import BusyError, TooSlowError
from ingest.settings import Settings
from ui.api.capacity import Capacity

FOR_LONG = 60


@contextmanager
def capacity(at_once: int = 1, waiting: int = 20, seconds: int = FOR_LONG) -> Iterator[Capacity]:
    opened = Capacity(Settings(answers_at_once=at_once, answers_waiting=waiting, answer_seconds=seconds))
    try:
        yield opened
    finally:
        opened.close()


@asynccontextmanager
async def all_threads_taken(open_capacity: Capacity, threads: int = 1) -> AsyncIterator[threading.Event]:
    """The pool is busy until the event is set, at the latest at the end."""
    go_on = threading.Event()
    slow = [asyncio.create_task(open_capacity.run(go_on.wait, "slow")) for _ in range(threads)]
    await until(lambda: open_capacity.load()[0] == threads)
    try:
        yield go_on
    finally:
        go_on.set()
        await asyncio.gather(*slow, return_exceptions=True)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.001)


async def asked(open_capacity: Capacity, work: Callable[[], Any], caller: str = "") -> asyncio.Task[Any]:
    """A question that has taken its place when this returns."""
    task = asyncio.create_task(open_capacity.run(work, caller))
    await asyncio.sleep(0)
    return task


def run(story: Coroutine[Any, Any, Any]) -> Any:
    return asyncio.run(story)


def fails() -> None:
    raise ValueError("wrong")


def test_an_answer_is_computed_in_a_thread_of_its_own_pool() -> None:
    with capacity() as open_capacity:
        name = run(open_capacity.run(lambda: threading.current_thread().name))

    assert name.startswith("answer")


def test_no_more_answers_are_computed_at_once_than_the_setting_says() -> None:
    seen: list[int] = []

    async def story(open_capacity: Capacity) -> None:
        def work() -> None:
            seen.append(open_capacity.load()[0])

        await asyncio.gather(*(open_capacity.run(work) for _ in range(20)))

    with capacity(at_once=2) as open_capacity:
        run(story(open_capacity))

    assert len(seen) == 20 and max(seen) <= 2


def test_a_question_too_many_is_told_at_once_that_it_is_busy() -> None:
    async def story(open_capacity: Capacity) -> None:
        async with all_threads_taken(open_capacity):
            await asked(open_capacity, list)
            with pytest.raises(BusyError, match="Upptaget just nu"):
                await open_capacity.run(list)

    with capacity(waiting=1) as open_capacity:
        run(story(open_capacity))


def test_without_waiting_places_a_free_thread_still_answers() -> None:
    with capacity(waiting=0) as open_capacity:
        assert run(open_capacity.run(lambda: 1)) == 1


def test_an_answer_that_takes_too_long_is_given_up() -> None:
    go_on = threading.Event()

    async def story(open_capacity: Capacity) -> None:
        with pytest.raises(TooSlowError, match="tog för lång tid"):
            await open_capacity.run(go_on.wait)
        go_on.set()

    with capacity(seconds=1) as open_capacity:
        run(story(open_capacity))


def test_waiting_counts_as_time() -> None:
    async def story(open_capacity: Capacity) -> None:
        async with all_threads_taken(open_capacity):
            with pytest.raises(TooSlowError):
                await open_capacity.run(list)
            assert open_capacity.load() == (1, 0)

    with capacity(seconds=1) as open_capacity:
        run(story(open_capacity))


def test_a_thread_keeps_its_slot_until_it_is_done_even_when_nobody_waits_for_it() -> None:
    async def story(open_capacity: Capacity) -> None:
        go_on = threading.Event()
        slow = await asked(open_capacity, go_on.wait)
        slow.cancel()
        await asyncio.wait({slow})
        with pytest.raises(BusyError):
            await open_capacity.run(list)
        go_on.set()

    with capacity(waiting=0) as open_capacity:
        run(story(open_capacity))


def test_whoever_goes_away_while_waiting_frees_the_place_at_once() -> None:
    async def story(open_capacity: Capacity) -> None:
        async with all_threads_taken(open_capacity):
            gone = await asked(open_capacity, fails)
            gone.cancel()
            await asyncio.wait({gone})
            assert open_capacity.load() == (1, 0)

    with capacity(waiting=1) as open_capacity:
        run(story(open_capacity))


def test_work_of_somebody_who_went_away_is_never_done() -> None:
    done: list[str] = []

    async def story(open_capacity: Capacity) -> None:
        async with all_threads_taken(open_capacity):
            gone = await asked(open_capacity, lambda: done.append("gone"))
            stays = await asked(open_capacity, lambda: done.append("stays"))
            gone.cancel()
            await asyncio.wait({gone})
        await stays

    with capacity() as open_capacity:
        run(story(open_capacity))

    assert done == ["stays"]


def test_questions_of_one_caller_are_answered_in_the_order_they_came() -> None:
    assert order(["a1", "a2", "a3", "a4"]) == ["a1", "a2", "a3", "a4"]


def test_callers_take_turns() -> None:
    assert order(["a1", "a2", "a3", "b1", "c1"]) == ["a1", "b1", "c1", "a2", "a3"]


def order(names: list[str]) -> list[str]:
    """The order in which questions that wait are answered; the first letter is the caller."""
    answered: list[str] = []

    async def story(open_capacity: Capacity) -> None:
        async with all_threads_taken(open_capacity):
            waiting = [await asked(open_capacity, partial(answered.append, name), name[0]) for name in names]
        await asyncio.gather(*waiting)

    with capacity() as open_capacity:
        run(story(open_capacity))
    return answered


def test_whoever_holds_all_places_gives_the_latest_to_somebody_with_fewer() -> None:
    async def story(open_capacity: Capacity) -> list[Any]:
        async with all_threads_taken(open_capacity):
            many = [await asked(open_capacity, list, "many") for _ in range(4)]
            newcomer = await asked(open_capacity, list, "newcomer")
        return await asyncio.gather(*many, newcomer, return_exceptions=True)

    with capacity(waiting=4) as open_capacity:
        outcomes = run(story(open_capacity))

    assert [isinstance(one, BusyError) for one in outcomes] == [False, False, False, True, False]


def test_places_that_are_shared_evenly_are_not_taken_from_anybody() -> None:
    async def story(open_capacity: Capacity) -> None:
        async with all_threads_taken(open_capacity):
            for caller in ("a", "b", "c"):
                await asked(open_capacity, list, caller)
            with pytest.raises(BusyError):
                await open_capacity.run(list, "d")

    with capacity(waiting=3) as open_capacity:
        run(story(open_capacity))


def test_an_error_reaches_the_one_who_asked() -> None:
    with capacity() as open_capacity, pytest.raises(ValueError, match="wrong"):
        run(open_capacity.run(fails))


def test_work_that_fails_leaves_no_slot_taken() -> None:
    async def story(open_capacity: Capacity) -> None:
        for _ in range(20):
            with pytest.raises(ValueError, match="wrong"):
                await open_capacity.run(fails)

    with capacity(waiting=0) as open_capacity:
        run(story(open_capacity))


def test_work_that_fails_when_nobody_waits_any_more_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    go_on = threading.Event()

    def fails_late() -> None:
        go_on.wait(FOR_LONG)
        fails()

    async def story(open_capacity: Capacity) -> None:
        gone = await asked(open_capacity, fails_late)
        gone.cancel()
        await asyncio.wait({gone})
        go_on.set()

    with capacity() as open_capacity:
        run(story(open_capacity))

    assert "ValueError: wrong" in caplog.text


def test_a_thousand_questions_that_come_and_go_leave_nothing_behind() -> None:
    class Kept:
        pass

    async def story(open_capacity: Capacity) -> None:
        async with all_threads_taken(open_capacity):
            for _ in range(1000):
                kept = Kept()
                gone = await asked(open_capacity, partial(id, kept))
                gone.cancel()
                await asyncio.wait({gone})
            del kept, gone
            gc.collect()
            assert not [one for one in gc.get_objects() if type(one) is Kept]

    with capacity() as open_capacity:
        run(story(open_capacity))


def test_what_belongs_to_the_request_goes_along_into_the_thread() -> None:
    request_id: ContextVar[str] = ContextVar("request_id", default="")

    async def story(open_capacity: Capacity) -> str:
        request_id.set("abc")
        return await open_capacity.run(request_id.get)

    with capacity() as open_capacity:
        assert run(story(open_capacity)) == "abc"


def test_closing_tells_those_who_wait_and_lets_the_running_answer_finish() -> None:
    async def story(open_capacity: Capacity) -> tuple[Any, Any]:
        go_on = threading.Event()
        running = await asked(open_capacity, lambda: go_on.wait(FOR_LONG))
        waiting = await asked(open_capacity, list)
        closing = asyncio.create_task(asyncio.to_thread(open_capacity.close))
        told = (await asyncio.gather(waiting, return_exceptions=True))[0]
        go_on.set()
        await closing
        return told, await running

    with capacity() as open_capacity:
        told, finished = run(story(open_capacity))

    assert isinstance(told, BusyError) and "stängs" in told.message_sv and finished is True


def test_after_closing_nothing_more_is_taken() -> None:
    with capacity() as open_capacity:
        open_capacity.close()
        with pytest.raises(BusyError, match="stängs"):
            run(open_capacity.run(list))


def test_one_capacity_serves_several_event_loops() -> None:
    with capacity() as open_capacity:
        assert [run(open_capacity.run(lambda: 1)) for _ in range(3)] == [1, 1, 1]


def test_a_thread_that_the_system_does_not_give_costs_no_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with capacity() as open_capacity:
        with monkeypatch.context() as patched, pytest.raises(RuntimeError):
            patched.setattr(threading.Thread, "start", refuse)
            run(open_capacity.run(lambda: 1))

        assert open_capacity.load() == (0, 0)
        assert run(open_capacity.run(lambda: 2)) == 2
