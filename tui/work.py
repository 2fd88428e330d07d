"""What runs beside the screen: each piece of work tells its outcome to a widget, by a message."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from textual.widget import Widget

from dxnet.errors import DxnetError
from dxnet.model import Estate
from dxnet.settings import Settings

from . import rows, verdicts
from .messages import Checked, Loaded, LoadFailed, Rendered, Rested
from .rows import Entry
from .session import Session
from .threads import in_thread

REST = 0.05
"""How long the cursor stays on a VIF, in seconds, before the pane follows it."""


async def load(listener: Widget, session: Session) -> None:
    """Read the source: `Loaded` or `LoadFailed`."""

    def read() -> Loaded:
        estate = session.load()
        return Loaded(estate, rows.entries(estate, {}))

    try:
        listener.post_message(await in_thread(read))
    except DxnetError as error:
        listener.post_message(LoadFailed(error))


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Spare the cycle collector from walking what has no cycles: half a second for 10,000 VIFs."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


async def check(listener: Widget, estate: Estate, settings: Settings) -> None:
    """Run every rule on every VIF: `Checked`."""

    def run() -> tuple[Entry, ...]:
        with _collector_at_rest():
            return rows.entries(estate, verdicts.of_estate(estate, settings))

    listener.post_message(Checked(estate, await in_thread(run)))


async def follow(listener: Widget, estate: Estate, settings: Settings, entry: Entry) -> None:
    """Wait until the cursor rests on the entry: `Rested`; then render it: `Rendered`."""
    await asyncio.sleep(REST)
    listener.post_message(Rested(entry))
    if entry.verdict is not None:
        make = partial(verdicts.configuration, estate, entry.vif, settings, entry.verdict)
        listener.post_message(Rendered(await in_thread(make)))
