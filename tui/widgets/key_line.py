"""The last line of the screen: the most important keys."""

from __future__ import annotations

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import Static

from ..actions import ACTIONS, Action

_SHOWN = tuple(action for action in ACTIONS if action.shown)


class KeyLine(Static):
    """The actions that are shown, with their keys; a click does one."""

    class Clicked(Message):
        """An action was clicked."""

        def __init__(self, action: Action) -> None:
            super().__init__()
            self.action = action

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's own name)
        parts = (part for action in _SHOWN for part in _key_and_label(action))
        super().__init__(Text.assemble(*parts), id=id, markup=False)

    def on_click(self, event: events.Click) -> None:
        """Post the action at the place of the click."""
        end = 0
        for action in _SHOWN:
            end += sum(len(text) for text, _ in _key_and_label(action))
            if event.x < end:
                self.post_message(self.Clicked(action))
                return


def _key_and_label(action: Action) -> tuple[tuple[str, str], tuple[str, str]]:
    """The two texts of an action, each with its style."""
    return (f" {action.keys} ", "bold yellow"), (f"{action.label} ", "")
