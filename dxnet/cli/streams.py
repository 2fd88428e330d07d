"""Standard output and error that are written whole, or whose loss the exit code tells.

Python's own lose bytes unsaid where PYTHONUNBUFFERED is set and the system takes only a part of
them, as a full disk does and a pipe that another program has set not to block.
"""

from __future__ import annotations

import io
import select
import sys
from collections.abc import Callable
from typing import Any, TextIO

import click

from dxnet.errors import ExitCode, UsageError

# What a shell reports for a command whose reader went away: 128 and the number of SIGPIPE.
PIPE_CLOSED = 141


class WholeWriter(io.RawIOBase):
    """A raw stream that waits where it must, and that fails once: what follows is dropped.

    `failure` is the error, None as long as there is none; `on_failure` is called with it and may
    raise.
    """

    def __init__(self, raw: Any, on_failure: Callable[[OSError], None] | None = None) -> None:
        super().__init__()
        self._raw = raw
        self._on_failure = on_failure
        self.failure: OSError | None = None

    def writable(self) -> bool:
        """True, as `io.BufferedWriter` asks for."""
        return True

    def fileno(self) -> int:
        """The number of the file below."""
        return int(self._raw.fileno())

    def isatty(self) -> bool:
        """Whether it is a terminal."""
        return bool(self._raw.isatty())

    def write(self, data: Any, /) -> int:
        """Write some of the data and give its length; `io.BufferedWriter` asks until all is out."""
        if self.failure is not None:
            return len(data)
        try:
            while (count := self._raw.write(data)) is None:
                select.select([], [self._raw], [])
        except OSError as error:
            self.failure = error
            if self._on_failure is not None:
                self._on_failure(error)
            return len(data)
        return int(count)


def install() -> Callable[[int], int]:
    """Put such streams in the place of `sys.stdout` and `sys.stderr`.

    Gives the function from the exit code of a command to the one to leave with: a loss of
    messages, which nothing can tell about, must not look like success.
    """
    if sys.stdout is not None:
        sys.stdout = _text(WholeWriter(_raw(sys.stdout), _output_failed), sys.stdout)
    if sys.stderr is None:
        return int
    errors = WholeWriter(_raw(sys.stderr))
    sys.stderr = _text(errors, sys.stderr, line_buffering=True)

    def final(code: int) -> int:
        is_lost = errors.failure is not None and not isinstance(errors.failure, BrokenPipeError)
        return ExitCode.USAGE if is_lost and code == ExitCode.DONE else code

    return final


def _raw(stream: TextIO) -> Any:
    """The stream of bytes below a stream of text, without the buffer that it may have."""
    stream.flush()
    return getattr(stream.buffer, "raw", stream.buffer)


def _text(raw: WholeWriter, before: TextIO, *, line_buffering: bool = False) -> TextIO:
    return io.TextIOWrapper(
        io.BufferedWriter(raw),
        encoding=before.encoding,
        errors="backslashreplace",
        line_buffering=line_buffering or raw.isatty(),
    )


def _output_failed(error: OSError) -> None:
    """Leave: quietly if the reader has gone away, as other commands do, else with the reason."""
    if isinstance(error, BrokenPipeError):
        raise click.exceptions.Exit(PIPE_CLOSED)
    raise UsageError(
        f"can't write to standard output: {error.strerror}", hint="write elsewhere with -o FILE"
    ) from error
