"""What the screens look like, as pictures of a fixed estate.

`DXNET_UPDATE_GOLDENS=1 pytest tests/tui/test_pictures.py` draws them again, and those of the
documentation; look at each.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from dxnet.tui import session

from dxnet.sources import Options, demo

from .driving import SMALL, WIDE, Driver, Scenario, drive

PICTURES = Path(__file__).parent / "pictures"
DOCUMENTATION = Path(__file__).parents[2] / "docs" / "tui"
UPDATE = bool(os.environ.get("DXNET_UPDATE_GOLDENS"))

CASES = {
    "table-small": (SMALL, ()),
    "details-wide": (WIDE, ("down",)),
    "help-small": (SMALL, ("question_mark",)),
}


@pytest.mark.parametrize("name", CASES)
def test_the_screen_looks_as_drawn(name: str) -> None:
    size, keys = CASES[name]

    async def scenario(ui: Driver) -> None:
        await ui.press(*keys)
        picture = ui.app.export_screenshot()
        path = PICTURES / f"{name}.svg"
        if UPDATE:
            path.parent.mkdir(exist_ok=True)
            path.write_text(picture, encoding="utf-8")
        assert _lines(picture) == _lines(path.read_text(encoding="utf-8"))

    drive(scenario, size=size)


async def browse(ui: Driver) -> None:
    await ui.press("f")
    assert "FAIL DX" in ui.text


async def config(ui: Driver) -> None:
    await ui.filter("dub available")
    ui.table.go_to(ui.names.index("dub-prod-web"))
    await ui.press("enter", "3")
    assert "password ********" in ui.text


@pytest.mark.parametrize(("scene", "size"), [(browse, (150, 36)), (config, (180, 66))])
def test_the_pictures_of_the_documentation_are_drawn_from_the_demo(
    scene: Scenario, size: tuple[int, int]
) -> None:
    async def scenario(ui: Driver) -> None:
        await scene(ui)
        picture = ui.app.export_screenshot(title="dxnet tui --demo")
        assert "FakeKey" not in picture
        if UPDATE:
            DOCUMENTATION.mkdir(parents=True, exist_ok=True)
            (DOCUMENTATION / f"{scene.__name__}.svg").write_text(picture, encoding="utf-8")

    drive(scenario, session.of(Options("demo"), demo.router_settings()), size=size)


def _lines(picture: str) -> list[str]:
    """The picture an element a line."""
    return re.sub(r"(?=<)", "\n", picture).splitlines()
