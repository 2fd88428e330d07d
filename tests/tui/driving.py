"""The application under Textual's pilot, in tests that are plain functions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from dxnet.tui.app import DxnetApp
from dxnet.tui.screens.browse import BrowseScreen
from dxnet.tui.session import Session
from dxnet.tui.widgets.filter_bar import FilterBar
from dxnet.tui.widgets.vif_table import VifTable
from textual import events
from textual.pilot import Pilot

from dxnet.secrets import guarded

from .estates import session

WIDE = (160, 45)
STACKED = (100, 40)
SMALL = (80, 24)


class Driver:
    """One running application: keys in, text out."""

    def __init__(self, app: DxnetApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot

    def send(self, event: events.Event) -> None:
        """Hand the event to the application as its terminal does."""
        assert self.app._driver is not None
        self.app._driver.send_message(event)

    async def press(self, *keys: str) -> None:
        """Press the keys, as fast as they come, and let all that follows happen."""
        for key in keys:
            character = _CHARACTERS.get(key, key)
            event = events.Key(key, character if len(character) == 1 else None)
            self.send(event)
            await self.pilot.pause()
        await self.settle()

    async def type(self, text: str) -> None:
        """Press the key of every character."""
        await self.press(*(_KEYS.get(each, each) for each in text))

    async def filter(self, text: str) -> None:
        """Paste the text as the filter, in place of the last one."""
        if self.browse.query_one(FilterBar).text:
            await self.press("escape")
        await self.press("slash")
        self.send(events.Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Wait until no worker runs and the screen is drawn."""
        await self.pilot.pause()
        while any(not worker.is_finished for worker in self.app.workers):
            await self.pilot.pause()
        await self.pilot.pause()

    @property
    def table(self) -> VifTable:
        """The table of VIFs."""
        return self.browse.query_one(VifTable)

    @property
    def browse(self) -> BrowseScreen:
        """The main screen, also while another one is in front."""
        return next(each for each in self.app.screen_stack if isinstance(each, BrowseScreen))

    @property
    def current(self) -> str:
        """The id of the VIF under the cursor, empty for none."""
        return self.table.current.vif.id if self.table.current else ""

    @property
    def names(self) -> list[str]:
        """The names in the table, in order."""
        return [entry.vif.name for entry in self.table.shown]

    @property
    def said(self) -> list[str]:
        """The texts of the notifications."""
        return [each.message for each in self.app._notifications]

    @property
    def text(self) -> str:
        """What the screen shows, line by line."""
        strips = self.app.screen._compositor.render_strips(self.app.size)
        return "\n".join(strip.text for strip in strips)


_CHARACTERS = {
    "minus": "-",
    "colon": ":",
    "space": " ",
    "slash": "/",
    "full_stop": ".",
    "exclamation_mark": "!",
    "question_mark": "?",
}
_KEYS = {character: key for key, character in _CHARACTERS.items()}

Scenario = Callable[[Driver], Awaitable[None]]


def drive(
    scenario: Scenario,
    on: Session | None = None,
    size: tuple[int, int] = STACKED,
    *,
    settled: bool = True,
) -> None:
    """Run the scenario in an application of that size; `settled` waits for the first load."""

    async def run() -> None:
        app = DxnetApp(on or session())
        async with app.run_test(size=size, notifications=True) as pilot:
            ui = Driver(app, pilot)
            if settled:
                await ui.settle()
            await scenario(ui)

    with guarded():
        asyncio.run(run())


def driven(
    on: Session | None = None, size: tuple[int, int] = STACKED, *, settled: bool = True
) -> Callable[[Scenario], Callable[[], None]]:
    """Make a test of a scenario."""

    def decorate(scenario: Scenario) -> Callable[[], None]:
        def test() -> None:
            drive(scenario, on, size, settled=settled)

        return test

    return decorate
