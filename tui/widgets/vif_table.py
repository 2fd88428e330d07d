"""The table of VIFs, which draws only the lines that are on the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from dxnet.assess import Verdict

from ..rows import COLUMNS, Column, Entry, in_order, with_verdict

GAP = 1
WIDTH = sum(column.width + GAP for column in COLUMNS) + GAP


class VifTable(ScrollView, can_focus=True):
    """The entries that pass the filter, in order, with a cursor and a fixed line of titles."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "move(-1)", "Up", show=False),
        Binding("down,j", "move(1)", "Down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("home", "first", "First", show=False),
        Binding("end", "last", "Last", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"vif-table--titles", "vif-table--cursor"}

    class Highlighted(Message):
        """The cursor stands on another entry, or on None."""

        def __init__(self, entry: Entry | None) -> None:
            super().__init__()
            self.entry = entry

    class Arranged(Message):
        """The table shows other entries than before, or in another order."""

    class Opened(Message):
        """An entry was clicked twice."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 (Textual's own name)
        super().__init__(id=id)
        self.shown: tuple[Entry, ...] = ()
        self._explanation = ""
        self._entries: tuple[Entry, ...] = ()
        self._test: Callable[[Entry], bool] = lambda _: True
        self._cursor = 0
        self._sort = 1
        self._descending = False

    @property
    def total(self) -> int:
        """How many entries there are, shown or not."""
        return len(self._entries)

    @property
    def current(self) -> Entry | None:
        """The entry under the cursor."""
        return self.shown[self._cursor] if self.shown else None

    def show(self, entries: tuple[Entry, ...]) -> None:
        """Replace the entries; the cursor stays on its VIF."""
        self._entries = entries
        self._arrange()

    def judge(self, entry: Entry, verdict: Verdict) -> None:
        """Show another verdict on the entry, in its place."""
        judged = with_verdict(entry, verdict)

        def replaced(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
            return tuple(judged if each is entry else each for each in entries)

        if entry.verdict != verdict:
            self._entries, self.shown = replaced(self._entries), replaced(self.shown)
            self.refresh()

    def explain(self, text: str) -> None:
        """Show the text where there is no entry to show."""
        self._explanation = text
        self.refresh()

    def filter(self, test: Callable[[Entry], bool]) -> None:
        """Show only the entries that pass; the cursor stays on its VIF."""
        self._test = test
        self._arrange()

    def sort_by(self, position: int) -> None:
        """Sort by that column; by the same one again, the other way round."""
        self._descending = position == self._sort and not self._descending
        self._sort = position
        self._arrange()

    def sort_by_next(self) -> None:
        """Sort by the column after the present one."""
        self.sort_by((self._sort + 1) % len(COLUMNS))

    def reverse(self) -> None:
        """Turn the order round."""
        self.sort_by(self._sort)

    def go_to(self, position: int) -> None:
        """Put the cursor on the entry shown at that position."""
        self._cursor = max(0, min(position, len(self.shown) - 1))
        self._reveal()
        self.refresh()
        self.post_message(self.Highlighted(self.current))

    def next_matching(self, test: Callable[[Entry], bool]) -> bool:
        """Put the cursor on the next entry that passes, from the top again at the end."""
        count = len(self.shown)
        for step in range(1, count + 1):
            position = (self._cursor + step) % count
            if test(self.shown[position]):
                self.go_to(position)
                return True
        return False

    def _arrange(self) -> None:
        before = self.current.vif.id if self.current else ""
        passed = [entry for entry in self._entries if self._test(entry)]
        self.shown = in_order(passed, COLUMNS[self._sort], descending=self._descending)
        found = (at for at, entry in enumerate(self.shown) if entry.vif.id == before)
        self.virtual_size = Size(WIDTH, len(self.shown) + 1)
        self.post_message(self.Arranged())
        self.go_to(next(found, 0))

    def _reveal(self) -> None:
        """Scroll so that the cursor's line is below the titles and on the screen."""
        height = self.scrollable_content_region.height - 1
        if height <= 0:
            return
        top = min(self._cursor, max(self.scroll_offset.y, self._cursor - height + 1))
        if top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, immediate=True)

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.go_to(self._cursor + step)

    def action_page(self, direction: int) -> None:
        """Move the cursor by what fits on the screen."""
        self.go_to(self._cursor + direction * max(1, self.scrollable_content_region.height - 2))

    def action_first(self) -> None:
        """Move the cursor to the first entry."""
        self.go_to(0)

    def action_last(self) -> None:
        """Move the cursor to the last entry."""
        self.go_to(len(self.shown) - 1)

    def on_resize(self, _: events.Resize) -> None:
        """Keep the cursor on the screen."""
        self._reveal()

    def on_click(self, event: events.Click) -> None:
        """Sort by the title or go to the entry that was clicked; open it on a second click."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y == 0:
            self._sort_at(offset.x + self.scroll_offset.x)
            return
        position = offset.y - 1 + self.scroll_offset.y
        if position < len(self.shown):
            self.go_to(position)
            if event.chain > 1:
                self.post_message(self.Opened())

    def _sort_at(self, x: int) -> None:
        end = GAP
        for position, width in enumerate(self._widths()):
            end += width + GAP
            if x < end:
                self.sort_by(position)
                return

    def _widths(self) -> Sequence[int]:
        """The width of every column; the growing one takes the room that is left over."""
        spare = max(0, self.scrollable_content_region.width - WIDTH)
        return [column.width + spare * column.grows for column in COLUMNS]

    def render_line(self, y: int) -> Strip:
        """The titles for the first line, then the entries from where the table is scrolled to."""
        width = self.scrollable_content_region.width
        if y == 0:
            style = self.get_component_rich_style("vif-table--titles")
            return self._strip([self._title(at) for at in range(len(COLUMNS))], style, width)
        position = y - 1 + self.scroll_offset.y
        if position < len(self.shown):
            return self._entry(position, width)
        text = f" {self._explanation}" if not self.shown and y == 2 else ""
        return Strip([Segment(set_cell_size(text, width), self.rich_style)], width)

    def _title(self, position: int) -> tuple[str, str]:
        arrow = ("▼" if self._descending else "▲") if position == self._sort else ""
        return f"{COLUMNS[position].title}{arrow}", ""

    def _entry(self, position: int, width: int) -> Strip:
        is_cursor = position == self._cursor
        style = self.get_component_rich_style("vif-table--cursor") if is_cursor else self.rich_style
        cells = [column.cell(self.shown[position]) for column in COLUMNS]
        return self._strip([(cell.text, cell.tone.value) for cell in cells], style, width)

    def _strip(self, cells: Sequence[tuple[str, str]], style: Style, width: int) -> Strip:
        segments = [Segment(" " * GAP, style)]
        for (text, tone), column, room in zip(cells, COLUMNS, self._widths(), strict=True):
            toned = style + Style.parse(tone) if tone else style
            segments += [Segment(_fit(text, room, column), toned), Segment(" " * GAP, style)]
        left = self.scroll_offset.x
        return Strip(segments).crop_extend(left, left + width, style)


def _fit(text: str, width: int, column: Column) -> str:
    """The text in exactly that many cells, an ellipsis for what doesn't fit."""
    length = cell_len(text)
    if length > width:
        return set_cell_size(text, width - 1) + "…"
    blank = " " * (width - length)
    return blank + text if column.right else text + blank
