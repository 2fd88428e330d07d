"""What runs beside the screen: each piece of work tells its outcome to a widget, by a message."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from textual.widget import Widget

from dxnet.assess import Assessment, NoRouter, Refusal, assess, configuration, deepen
from dxnet.errors import DxnetError, UsageError
from dxnet.model import Estate
from dxnet.secrets import guard
from dxnet.settings import Settings

from . import rows
from .messages import Checked, Examined, Loaded, LoadFailed, Rested
from .rows import Entry
from .session import Session
from .threads import in_thread

REST = 0.05
"""How long the cursor stays on a VIF, in seconds, before the pane follows it."""

RENDERED_AT_ONCE = 1000
"""In an estate of at most so many VIFs, all configurations are rendered for the checks."""


async def load(listener: Widget, session: Session) -> None:
    """Read the source: `Loaded` or `LoadFailed`."""

    def read() -> Loaded:
        estate = session.load()
        guard().add_secrets(key for vif in estate.vifs for key in vif.keys)
        return Loaded(estate, rows.entries(estate, None))

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
    """Run the rules on every object: `Checked`.

    In a large estate configurations are not rendered yet: `follow` does it for the VIF under the
    cursor.
    """

    def run() -> Checked:
        with _collector_at_rest():
            is_small = len(estate.vifs) <= RENDERED_AT_ONCE
            assessment = assess(estate, settings, rendered=is_small)
            return Checked(assessment, rows.entries(estate, assessment))

    listener.post_message(await in_thread(run))


async def follow(listener: Widget, assessment: Assessment | None, entry: Entry) -> None:
    """Wait until the cursor rests on the entry: `Rested`; then assess it wholly: `Examined`."""
    await asyncio.sleep(REST)
    listener.post_message(Rested(entry))
    if assessment is not None:
        listener.post_message(await in_thread(partial(examined, assessment, entry.vif.id)))


def examined(assessment: Assessment, vif_id: str) -> Examined:
    """All rules on one VIF, and its masked configuration or why there is none."""
    whole = deepen(assessment, vif_id)
    outcome = configuration(whole, vif_id, mask=True)
    router = whole.routers[vif_id]
    if isinstance(router, NoRouter) and router.fault is None:
        outcome = Refusal(vif_id, error=_no_platform(vif_id, router))
    return Examined(whole.verdict(vif_id), whole.of(vif_id), outcome, whole.fault(vif_id))


def _no_platform(vif_id: str, router: NoRouter) -> UsageError:
    return UsageError(
        f"no platform is chosen for {vif_id}",
        hint=f"press p to choose one now; or write it into dxnet.toml and start again:\n\n"
        f"{router.table}",
    )
