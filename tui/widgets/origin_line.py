"""The lines that say where the data on screen come from, how old they are, and what is lacking."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from dxnet.gaps import Gap
from dxnet.model import Estate
from dxnet.provenance import Provenance

from ..shown import for_terminal

_SIMULATOR = "black on yellow"


class OriginLine(Static):
    """Account, role, regions, endpoint and time of reading; below it, what was not read.

    Hidden until something was read. An endpoint that is not AWS's own stands out.
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id, markup=False)
        self.display = False

    def show(self, estate: Estate) -> None:
        """Show the origin of the estate."""
        lines = [_origin(estate.provenance)] if estate.provenance else []
        if estate.gaps:
            lines.append(_lacking(estate.gaps))
        self.update(Text("\n").join(lines))
        self.display = bool(lines)


def _origin(provenance: Provenance) -> Text:
    """One line, of which the end may be cut on a narrow terminal: the time comes first."""
    line = Text(f"read {provenance.time[:19].replace('T', ' ')} UTC", no_wrap=True)
    if provenance.taken:
        line.append(f", taken {for_terminal(provenance.taken[:19].replace('T', ' '))}")
    if provenance.endpoint and not provenance.is_aws:
        line.append("  ").append(f" {for_terminal(provenance.destination)} ", _SIMULATOR)
    if provenance.account:
        line.append(f"  account {for_terminal(provenance.account)}")
    if provenance.role:
        line.append(f"  {for_terminal(provenance.role)}")
    if provenance.regions:
        line.append(f"  {for_terminal(', '.join(provenance.regions))}")
    return line


def _lacking(gaps: tuple[Gap, ...]) -> Text:
    """The first gap, and the number of further gaps."""
    more = f"; {len(gaps) - 1} more" if len(gaps) > 1 else ""
    text = Text(no_wrap=True)
    text.append(f"! not read: {for_terminal(gaps[0])}{more}", "yellow")
    return text
