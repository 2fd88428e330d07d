"""A pane of one text, which scrolls."""

from __future__ import annotations

from rich.console import RenderableType
from textual.app import ComposeResult
from textual.containers import ScrollableContainer
from textual.content import Content
from textual.widgets import Static


class TextView(ScrollableContainer):
    """Shows one text at a time; nothing in it is read as markup."""

    def compose(self) -> ComposeResult:
        """The text, empty at first."""
        yield Static(markup=False)

    def put(self, text: RenderableType | Content, *, wraps: bool = True) -> None:
        """Show the text in place of the last one; one that doesn't wrap scrolls sideways."""
        static = self.query_one(Static)
        static.set_class(not wraps, "-unwrapped")
        static.update(text)
