"""The one exception that dxnet raises on purpose, and the exit codes of its commands."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """What a command tells the shell."""

    DONE = 0
    CHECKS_FAILED = 1
    USAGE = 2
    SOURCE_UNREADABLE = 3
    INTERRUPTED = 130


class DxnetError(Exception):
    """What went wrong, in one sentence with the value and the place, and what to do next."""

    def __init__(self, message: str, *, hint: str = "", code: ExitCode = ExitCode.USAGE) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code


def nearest(name: str, known: Iterable[str], count: int = 3) -> str:
    """The known names most like `name`, as the end of a hint: "did you mean a, b?"; else empty."""
    import difflib

    found = difflib.get_close_matches(name, list(known), n=count, cutoff=0.6)
    return f"did you mean {' or '.join(found)}?" if found else ""
