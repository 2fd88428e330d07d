"""A pane of one text, which scrolls."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import RenderableType
from textual.app import ComposeResult
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.widgets import Static


class TextView(ScrollableContainer):
    """Shows one text at a time, made when it is looked at; nothing in it is read as markup."""

    def __init__(self) -> None:
        super().__init__()
        self._make: Callable[[], RenderableType | Content] | None = None
        self._wraps = True

    def compose(self) -> ComposeResult:
        """The text, empty at first."""
        yield Static(markup=False)

    def put(self, make: Callable[[], RenderableType | Content], *, wraps: bool = True) -> None:
        """Show what `make` gives in place of the last text; without `wraps` it scrolls sideways."""
        self._make, self._wraps = make, wraps
        if self.is_on_screen:
            self.on_show()

    def on_show(self) -> None:
        """Make the text that waits to be looked at."""
        if self._make is not None:
            text = self.query_one(Static)
            text.set_class(not self._wraps, "-unwrapped")
            text.update(self._make())
            self._make = None
