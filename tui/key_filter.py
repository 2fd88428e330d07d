"""The guard of keys where lines are drawn."""

from __future__ import annotations

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from dxnet.secrets import Guard


class KeyFilter(LineFilter):
    """The last look at each line that is drawn: a key that is still in it is masked."""

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self._guard = guard

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The line itself, or in one style the line of the same width without the key."""
        text = "".join(segment.text for segment in segments if not segment.control)
        masked = self._guard.mask(text)
        if masked == text:
            return segments
        width = sum(segment.cell_length for segment in segments)
        return [Segment(set_cell_size(masked, width), segments[0].style)]
