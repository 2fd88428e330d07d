"""A line on a terminal's standard error while a command waits for its source."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import click

_CLEAR = "\r\x1b[K"


@contextmanager
def progress(what: str, *, doing: str = "reading", every: float = 1.0) -> Iterator[None]:
    """Say each `every` seconds what is waited for; nothing before that, and nothing remains.

    Only a terminal is told: a log holds no moving lines.
    """
    if sys.stderr is None or not sys.stderr.isatty():
        yield
        return
    ended = threading.Event()
    thread = threading.Thread(target=_say, args=(f"{doing} {what}", every, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _say(what: str, every: float, ended: threading.Event) -> None:
    from dxnet.escape import for_terminal

    seconds, shown = 0.0, ""
    while not ended.wait(every):
        seconds += every
        shown = f"{_CLEAR}dxnet: {for_terminal(what)}, {seconds:.0f} s; Ctrl-C stops it"
        click.echo(shown, nl=False, err=True, color=True)
    if shown:
        click.echo(_CLEAR, nl=False, err=True, color=True)
