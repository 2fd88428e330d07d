"""What the keys of the main screen do: the one table of keys, footer, palette and help."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from textual.binding import Binding


class Need(Enum):
    """What an action needs; the screen says why it is missing."""

    ESTATE = auto()
    VIF = auto()
    VERDICTS = auto()
    CONFIGURATION = auto()
    PLATFORMS = auto()


@dataclass(frozen=True, slots=True)
class Action:
    """One action: `name` is that of the screen's `action_` method with its arguments.

    `label` is for the footer, which leaves out those that are not `shown`; `help` is a sentence.
    """

    key: str
    name: str
    label: str
    help: str
    needs: tuple[Need, ...] = ()
    shown: bool = True

    @property
    def binding(self) -> Binding:
        """The key as Textual binds it, to a method that first checks what the action needs."""
        return Binding(
            self.key, f"perform({self.name!r})", self.label, show=self.shown, key_display=self.keys
        )

    @property
    def keys(self) -> str:
        """The key as the footer and the help write it."""
        return _WRITTEN.get(self.key, self.key)


_WRITTEN = {"slash": "/", "question_mark": "?", "escape": "Esc", "enter": "Enter"}

ACTIONS: tuple[Action, ...] = (
    Action("enter", "open", "Open", "Go to the details of the VIF.", (Need.VIF,), shown=False),
    Action("slash", "filter", "Filter", "Filter the table while you type.", (Need.ESTATE,)),
    Action("1", "tab('detail')", "Detail", "Show the details.", (Need.VIF,), shown=False),
    Action("2", "tab('findings')", "Findings", "Show the findings.", (Need.VIF,), shown=False),
    Action("3", "tab('config')", "Config", "Show the configuration.", (Need.VIF,), shown=False),
    Action(
        "f",
        "next_fail",
        "Next FAIL",
        "Jump to the next VIF that failed a check.",
        (Need.ESTATE, Need.VERDICTS),
    ),
    Action(
        "p",
        "platform",
        "Platform",
        "Choose the platform of every configuration.",
        (Need.ESTATE, Need.PLATFORMS),
    ),
    Action(
        "y",
        "copy",
        "Copy",
        "Send the masked configuration to the clipboard.",
        (Need.VIF, Need.CONFIGURATION),
    ),
    Action(
        "s",
        "save",
        "Save",
        "Save the masked configuration in a file.",
        (Need.VIF, Need.CONFIGURATION),
    ),
    Action("o", "sort", "Order", "Sort by the next column.", (Need.ESTATE,), shown=False),
    Action("O", "reverse", "Reverse", "Reverse the order.", (Need.ESTATE,), shown=False),
    Action("r", "reload", "Reload", "Read the source again.", shown=False),
    Action("question_mark", "help", "Help", "Show this help."),
    Action(
        "escape",
        "back",
        "Back",
        "Go back one step; cancel a load; clear the filter.",
    ),
    Action("q", "quit", "Quit", "Quit dxnet."),
)

BY_NAME = {action.name: action for action in ACTIONS}
