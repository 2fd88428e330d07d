"""The panel that says what went wrong and what to do next."""

from __future__ import annotations

from rich.text import Text
from textual.widgets import Static

from dxnet.errors import DxnetError

from ..shown import for_terminal


class Problem(Static):
    """One error, with its next step and the key that tries again; hidden while there is none."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id, markup=False)
        self.display = False

    def show(self, error: DxnetError) -> None:
        """Show the error."""
        again = Text("Press r to try again.", "dim")
        self.update(Text("\n").join([explanation(error), again]))
        self.display = True

    def hide(self) -> None:
        """Take the error away."""
        self.display = False


def explanation(error: DxnetError) -> Text:
    """The error's sentence and its next step, each on its own line."""
    lines = [Text.assemble(("✗ ", "bold red"), (for_terminal(error.message), "bold"))]
    if error.hint:
        lines.append(Text.assemble(("Next: ", "dim"), for_terminal(error.hint)))
    return Text("\n").join(lines)
