"""Keys on the screen, in notifications and in the clipboard: none, wherever they stand."""

from __future__ import annotations

import itertools

from dxnet.tui.session import Session

from dxnet import parse, secrets, settings
from dxnet.model import Estate
from tests.secrets.canaries import PLACEMENTS, STYLES, Canary, estate, found_in

from .driving import WIDE, Driver, driven

CANARIES = {
    Canary(number, style): at
    for number, (at, style) in enumerate(itertools.product(PLACEMENTS, STYLES[:2]), 1)
}


def _load() -> Estate:
    raw = estate(CANARIES)
    secrets.guard().learn(raw)
    return parse.estate(raw)


SESSION = Session("a file", _load, settings.parse('[defaults]\nplatform = "frr"\n', "x.toml"))


@driven(SESSION, WIDE)
async def test_no_screen_shows_a_key(ui: Driver) -> None:
    shown = [ui.text]
    for position in range(0, ui.table.total, 11):
        ui.table.go_to(position)
        await ui.settle()
        for key in ("1", "2", "3", "y"):
            await ui.press(key)
            shown += [ui.text, ui.app.clipboard, *ui.said]
    shown.append(ui.app.export_screenshot())
    text = "\n".join(shown)
    assert sum(each.vif in text for each in CANARIES) > 5
    assert found_in(text, CANARIES) == set()
