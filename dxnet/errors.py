"""The errors that dxnet raises on purpose, and the exit codes of its commands.

    DxnetError         one sentence with the value and the place, then what to do next
    ├─ UsageError      the command line, a setting or a file of the user's is wrong      exit 2
    ├─ SourceError     what was to be read can't be read, or not as a whole              exit 3
    ├─ RefusedError    a check, or AWS, says no                                          exit 1
    ├─ PartialError    a part was done or written, and the rest not                      exit 4
    ├─ InterruptError  someone stopped it                                                exit 130
    └─ FaultError      a fault of dxnet itself, such as a shipped template               exit 70

`DxnetError` itself is only caught, never raised: whoever raises chooses the kind.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum


class ExitCode(IntEnum):
    """What a command tells the shell. FAULT is sysexits' EX_SOFTWARE, 130 is 128 + SIGINT."""

    DONE = 0
    CHECKS_FAILED = 1
    USAGE = 2
    SOURCE_UNREADABLE = 3
    PARTIAL = 4
    FAULT = 70
    INTERRUPTED = 130


class DxnetError(Exception):
    """What went wrong, in one sentence with the value and the place, and what to do next.

    `code` is the exit code of a command that ends with this error.
    """

    code: ExitCode = ExitCode.FAULT

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(DxnetError):
    """What the user wrote is wrong: the command line, `dxnet.toml`, a file that they named."""

    code = ExitCode.USAGE


class SourceError(DxnetError):
    """What was to be read can't be read: AWS, a snapshot, a pipe."""

    code = ExitCode.SOURCE_UNREADABLE


class RefusedError(DxnetError):
    """A check or AWS refuses it: nothing is wrong with how it was asked."""

    code = ExitCode.CHECKS_FAILED


class PartialError(DxnetError):
    """Only a part was done or written; the message says which."""

    code = ExitCode.PARTIAL


class InterruptError(DxnetError):
    """Someone stopped it before it was done."""

    code = ExitCode.INTERRUPTED


class FaultError(DxnetError):
    """A fault of dxnet itself or of a file that it ships."""

    code = ExitCode.FAULT


def did_you_mean(name: str, known: Iterable[str], count: int = 3) -> str:
    """The hint "did you mean a or b?" with the known names most like `name`; empty for none."""
    import difflib

    similar = difflib.get_close_matches(name, list(known), n=count, cutoff=0.6)
    return f"did you mean {' or '.join(similar)}?" if similar else ""
