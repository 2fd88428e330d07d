"""The pane with all that is known of one VIF."""

from __future__ import annotations

from rich.console import Group
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from dxnet.model import Estate, Vif

from ..joined import Section, sections


class DetailView(VerticalScroll):
    """The VIF and the objects that are joined to it, a section each."""

    def compose(self) -> ComposeResult:
        """One text, made anew for every VIF."""
        yield Static(markup=False)

    def show(self, estate: Estate, vif: Vif) -> None:
        """Show the VIF, from its beginning."""
        parts = [part for section in sections(estate, vif) for part in _section(section)]
        self.query_one(Static).update(Group(*parts))
        self.scroll_home(animate=False)

    def clear(self) -> None:
        """Show nothing."""
        self.query_one(Static).update("")


def _section(section: Section) -> tuple[Text, Table, Text]:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=14)
    grid.add_column(overflow="fold")
    for line in section.lines:
        grid.add_row(Text(f"  {line.label}", "dim"), Text(line.value, line.tone.value))
    return Text(section.title, "bold"), grid, Text()
