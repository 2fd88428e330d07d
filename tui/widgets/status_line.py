"""The first line: the source, how much of it is shown, what the checks found, the platform."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.table import Table
from rich.text import Text
from textual.widgets import Static

from ..rows import Entry
from ..shown import for_terminal
from ..tones import STATUSES, Tone


class StatusLine(Static):
    """One line about the whole estate."""

    def show_source(self, source: str) -> None:
        """Show what is being read."""
        self.update(Text(for_terminal(source), "bold"), layout=False)

    def show(self, source: str, entries: Sequence[Entry], total: int, platform: str) -> None:
        """Show the counts of the entries shown, out of `total`."""
        left = Text.assemble((for_terminal(source), "bold"), f"  {len(entries)} of {total} VIFs")
        for part in _verdicts(entries):
            left.append("  ").append_text(part)
        grid = Table.grid(expand=True)
        grid.add_column(no_wrap=True, overflow="ellipsis")
        grid.add_column(justify="right", no_wrap=True)
        grid.add_row(left, Text(for_terminal(platform), "dim"))
        self.update(grid, layout=False)


def _verdicts(entries: Sequence[Entry]) -> list[Text]:
    """The number of entries by their gravest status, for the statuses that need a person."""
    counts = Counter(entry.verdict.worst for entry in entries if entry.verdict is not None)
    if entries and not counts:
        return [Text("checks running …", "dim")]
    wanted = (
        (status, *mark)
        for status, mark in STATUSES.items()
        if counts[status] and mark.tone in (Tone.BAD, Tone.CAUTION, Tone.NOTE)
    )
    return [
        Text(f"{symbol} {counts[status]} {status}", tone.value) for status, symbol, tone in wanted
    ]
