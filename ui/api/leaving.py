"""Askers who leave before their answer: nobody computes it any longer, and their place goes to the next."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from starlette.requests import Request

# What a server tells its log of a client that did not wait; nobody reads it.
CLIENT_LEFT = 499
_Result = TypeVar("_Result")


async def is_done(answering: asyncio.Task[_Result], request: Request) -> bool:
    """Waits for the answer; False when the client has left meanwhile, and then the task is cancelled."""
    leaving = asyncio.create_task(_left(request))
    try:
        await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
        return answering.done()
    finally:
        leaving.cancel()
        if not answering.done():
            answering.cancel()


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
