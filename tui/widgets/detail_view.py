"""The pane with all that is known of one VIF."""

from __future__ import annotations

from functools import partial

from rich.console import Group
from rich.table import Table
from rich.text import Text

from dxnet.detail import Line, Section, sections
from dxnet.model import Estate, Vif

from .. import tones
from ..shown import for_terminal
from .text_view import TextView


class DetailView(TextView):
    """The VIF and the objects that are joined to it, a section each."""

    def show(self, estate: Estate, vif: Vif) -> None:
        """Show the VIF."""
        self.put(partial(_joined, estate, vif))


def _joined(estate: Estate, vif: Vif) -> Group:
    return Group(*(part for section in sections(estate, vif) for part in _section(section)))


def _section(section: Section) -> tuple[Text, Table, Text]:
    grid = Table.grid(padding=(0, 1))
    if section.table:
        for row in section.table:
            grid.add_row(*(Text(f"  {for_terminal(cell)}") for cell in row))
    else:
        grid.add_column(min_width=16)
        grid.add_column(overflow="fold")
    for line in section.lines:
        grid.add_row(Text(f"  {for_terminal(line.label)}", "dim"), _value(line))
    return Text(section.title, "bold"), grid, Text()


def _value(line: Line) -> Text:
    text = for_terminal(line.value)
    if not line.is_state:
        return Text(text)
    symbol, tone = tones.state(text)
    return Text(f"{symbol} {text}", tone.value)
