"""The line that shows a load while it lasts."""

from __future__ import annotations

from time import monotonic

from rich.text import Text
from textual.timer import Timer
from textual.widgets import Static

from ..shown import for_terminal


class ProgressLine(Static):
    """What is being read, for how many seconds, and the key that cancels it; hidden otherwise."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id, markup=False)
        self.display = False
        self._what = ""
        self._since = 0.0
        self._timer: Timer | None = None

    def start(self, what: str) -> None:
        """Show the line and count the seconds."""
        self.stop()
        self._what = for_terminal(what)
        self._since = monotonic()
        self._timer = self.set_interval(1, self._tell)
        self.display = True
        self._tell()

    def stop(self) -> None:
        """Hide the line."""
        self.display = False
        if self._timer is not None:
            self._timer.stop()

    def _tell(self) -> None:
        seconds = int(monotonic() - self._since)
        elapsed = f" {seconds} s" if seconds else ""
        self.update(
            Text.assemble(
                ("◌ ", "yellow"), f"Reading {self._what} …{elapsed}", ("   Esc cancels", "dim")
            )
        )
