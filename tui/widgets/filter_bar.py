"""The line in which the filter is typed."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from dxnet import filtering
from dxnet.errors import DxnetError

from ..rows import FIELDS, Entry
from ..shown import for_terminal


class FilterBar(Horizontal):
    """An input that posts a test of entries at every change; hidden while it isn't used."""

    class Changed(Message):
        """The filter is another one."""

        def __init__(self, test: Callable[[Entry], bool]) -> None:
            super().__init__()
            self.test = test

    class Entered(Message):
        """The filter is finished."""

    def compose(self) -> ComposeResult:
        """The input, and what is wrong with its text."""
        yield Static("/", id="slash")
        yield Input(placeholder="words, field:text, !word", compact=True)
        yield Static(markup=False, id="complaint")

    @property
    def text(self) -> str:
        """What is typed."""
        return self.query_one(Input).value

    def clear(self) -> None:
        """Empty the filter and hide the line."""
        self.query_one(Input).value = ""
        self.display = False

    def on_input_changed(self, event: Input.Changed) -> None:
        """Post the new test; of a text that is no filter say why, and keep the last one."""
        event.stop()
        complaint = self.query_one("#complaint", Static)
        try:
            matches = filtering.matcher(event.value, FIELDS)
        except DxnetError as error:
            complaint.update(for_terminal(f"{error.message}; {error.hint}"), layout=False)
            return
        complaint.update("", layout=False)
        self.post_message(self.Changed(lambda entry: matches(entry.fields, entry.haystack)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Leave the line."""
        event.stop()
        self.post_message(self.Entered())
