"""What the screens look like, as pictures of a fixed estate.

`DXNET_UPDATE_GOLDENS=1 pytest tests/tui/test_pictures.py` draws them again; look at each.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from .driving import SMALL, WIDE, Driver, drive

PICTURES = Path(__file__).parent / "pictures"

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
        if os.environ.get("DXNET_UPDATE_GOLDENS"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(picture, encoding="utf-8")
        assert _lines(picture) == _lines(path.read_text(encoding="utf-8"))

    drive(scenario, size=size)


def _lines(picture: str) -> list[str]:
    """The picture an element a line."""
    return re.sub(r"(?=<)", "\n", picture).splitlines()
