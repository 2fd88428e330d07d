"""The help, made from the table of actions."""

from __future__ import annotations

from typing import ClassVar

from rich.console import Group
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from dxnet.grammar import GRAMMAR

from ..actions import ACTIONS
from ..rows import FIELDS
from ..tones import STATUSES

_MOVES = (
    ("↑ ↓ k j", "Move the cursor; PgUp, PgDn, Home and End go further."),
    ("← →", "Scroll the table or the configuration sideways."),
    ("Tab", "Go from the table to the pane beside it, and back."),
    ("Ctrl+P", "Find a command by name."),
)


class HelpScreen(ModalScreen[None]):
    """Every key, the grammar of the filter, and what the marks mean."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark", "dismiss", "Close", key_display="Esc")
    ]

    def compose(self) -> ComposeResult:
        """One text in a box."""
        with VerticalScroll(id="help", classes="box") as box:
            box.border_title = "Help"
            box.border_subtitle = "Esc closes"
            yield Static(_help(), markup=False)

    def on_mount(self) -> None:
        """Let the arrow keys scroll the help."""
        self.query_one(VerticalScroll).focus()


def _help() -> Group:
    marks = tuple((symbol, str(status)) for status, (symbol, _) in STATUSES.items())
    return Group(
        Text("Keys", "bold"),
        _grid(tuple((action.keys, action.help) for action in ACTIONS)),
        _grid(_MOVES),
        Text("\nFilter", "bold"),
        _grid(GRAMMAR),
        _grid((("fields", ", ".join(column.name for column in FIELDS)),)),
        Text("\nMarks of the checks", "bold"),
        Text("  " + "   ".join(f"{symbol} {status}" for symbol, status in marks)),
        Text("\nKeys of BGP sessions are never shown, copied or saved.", "dim"),
    )


def _grid(lines: tuple[tuple[str, str], ...]) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=25)
    grid.add_column()
    for left, right in lines:
        grid.add_row(Text(f"  {left}", "cyan"), Text(right))
    return grid
