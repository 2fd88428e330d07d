from __future__ import annotations

import io
import threading

import pytest

from dxnet.cli.progress import progress


class Terminal(io.StringIO):
    """A terminal that says when something was written to it."""

    def __init__(self) -> None:
        super().__init__()
        self.written = threading.Event()

    def isatty(self) -> bool:
        return True

    def flush(self) -> None:
        self.written.set()


def test_a_terminal_is_told_what_is_waited_for_and_the_line_goes_away(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with progress("AWS (prod\x1b[2J)", every=0.01):
        assert terminal.written.wait(10)
    written = terminal.getvalue()
    assert "dxnet: reading AWS (prod" in written
    assert "\x1b[2J" not in written
    assert written.endswith("\r\x1b[K")


def test_what_is_quick_is_not_spoken_of(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    with progress("AWS", every=60):
        pass
    assert terminal.getvalue() == ""


def test_a_log_is_told_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    log = io.StringIO()
    monkeypatch.setattr("sys.stderr", log)
    with progress("AWS", every=0.0):
        pass
    assert log.getvalue() == ""
