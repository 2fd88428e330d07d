"""The pane with all that is known of one VIF."""

from __future__ import annotations

from functools import partial

from rich.console import Group
from rich.table import Table
from rich.text import Text

from dxnet.model import Estate, Vif

from ..joined import Section, sections
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
    grid.add_column(width=14)
    grid.add_column(overflow="fold")
    for line in section.lines:
        grid.add_row(Text(f"  {line.label}", "dim"), Text(line.value, line.tone.value))
    return Text(section.title, "bold"), grid, Text()
