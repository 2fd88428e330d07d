"""The line in which the filter is typed."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input, Static

from dxnet import filtering
from dxnet.errors import UsageError

from ..rows import FIELDS, Entry
from ..shown import for_terminal


class FilterBar(Vertical):
    """An input that posts a test of entries at every change; hidden while it isn't used."""

    class Changed(Message):
        """The filter has changed."""

        def __init__(self, test: Callable[[Entry], bool]) -> None:
            super().__init__()
            self.test = test

    class Entered(Message):
        """The filter is finished."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's name)
        super().__init__(id=id)
        self._are_checked = False

    def compose(self) -> ComposeResult:
        """The input, and under it what is wrong with its text."""
        with Horizontal():
            yield Static("/", id="slash")
            yield Input(placeholder="words, bgp:down, vlan:100-199, !word", compact=True)
        yield Static(markup=False, id="complaint")

    @property
    def text(self) -> str:
        """What is typed."""
        return self.query_one(Input).value

    def clear(self) -> None:
        """Empty the filter and hide the line."""
        self.query_one(Input).value = ""
        self.display = False

    def set_checked(self, are_checked: bool) -> None:
        """Say whether the entries have verdicts, which the field `checks` needs."""
        self._are_checked = are_checked
        if self.text:
            self._test(self.text)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Filter by the new text."""
        event.stop()
        self._test(event.value)

    def _test(self, text: str) -> None:
        """Post the new test. If the text is not a filter, say why and keep the last test."""
        complaint = self.query_one("#complaint", Static)
        try:
            matches = filtering.matcher(text, FIELDS if self._are_checked else FIELDS[:-1])
        except UsageError as error:
            said = f"{error.message}; {error.hint} (the rows are the last filter's)"
            complaint.update(for_terminal(said))
            complaint.display = True
            return
        complaint.display = False
        self.post_message(self.Changed(lambda entry: matches(entry.row)))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Leave the line."""
        event.stop()
        self.post_message(self.Entered())
