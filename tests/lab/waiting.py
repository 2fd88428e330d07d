"""Waiting for what a daemon does in its own time."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

_Found = TypeVar("_Found")


def until(
    probe: Callable[[], _Found], expected: str, explain: Callable[[], str], seconds: float = 60
) -> _Found:
    """The first true answer of `probe`; an AssertionError with `explain()` after the deadline."""
    deadline = time.monotonic() + seconds
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {expected}\n{explain()}")
        time.sleep(0.05)
