"""What the workers tell the screen."""

from __future__ import annotations

from textual.message import Message

from dxnet.errors import DxnetError
from dxnet.model import Estate

from .rows import Entry
from .verdicts import Configuration


class Loaded(Message):
    """The source was read."""

    def __init__(self, estate: Estate, entries: tuple[Entry, ...]) -> None:
        super().__init__()
        self.estate = estate
        self.entries = entries


class LoadFailed(Message):
    """The source could not be read."""

    def __init__(self, error: DxnetError) -> None:
        super().__init__()
        self.error = error


class Checked(Message):
    """The checks of the whole estate have ended: the entries, with their verdicts."""

    def __init__(self, estate: Estate, entries: tuple[Entry, ...]) -> None:
        super().__init__()
        self.estate = estate
        self.entries = entries


class Rested(Message):
    """The cursor has rested on an entry."""

    def __init__(self, entry: Entry) -> None:
        super().__init__()
        self.entry = entry


class Rendered(Message):
    """One VIF's configuration, or why there is none."""

    def __init__(self, configuration: Configuration) -> None:
        super().__init__()
        self.configuration = configuration
