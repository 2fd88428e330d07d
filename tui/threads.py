"""Blocking work beside the event loop, which can be given up at any time."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def in_thread(function: Callable[[], T]) -> T:
    """What the function returns or raises, run in a thread of its own.

    When the awaiting task is cancelled the thread is left to end by itself: its result is dropped,
    and being a daemon it doesn't hold up the program's end.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[T] = loop.create_future()

    def settle(result: T | None, error: Exception | None) -> None:
        if outcome.done():
            return
        if error is None:
            outcome.set_result(result)  # type: ignore[arg-type]
        else:
            outcome.set_exception(error)

    def run() -> None:
        result, failure = None, None
        try:
            result = function()
        except Exception as error:
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            loop.call_soon_threadsafe(settle, result, failure)

    context = contextvars.copy_context()  # where the run's guard of keys is
    threading.Thread(target=context.run, args=(run,), daemon=True).start()
    return await outcome
