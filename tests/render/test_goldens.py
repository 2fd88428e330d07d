"""Every case on every platform, byte for byte.

`DXNET_UPDATE_GOLDENS=1 pytest tests/render` writes the files anew; then read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dxnet import platforms, render

from .cases import CASES, proved

GOLDEN = Path(__file__).parent.parent / "golden"
PAIRS = [
    (slug, name)
    for slug in platforms.slugs()
    for name, case in CASES.items()
    if case.is_for(platforms.get(slug))
]


@pytest.mark.parametrize(("slug", "name"), PAIRS)
def test_a_configuration_is_the_one_that_was_read_and_approved(slug: str, name: str) -> None:
    case, platform = CASES[name], proved(slug)
    text = render.config(
        case.parsed,
        case.router,
        platform,
        parent=case.parent,
        circuits=case.circuits,
        mask=case.mask,
    )
    file = GOLDEN / slug / f"{name}.cfg"
    if os.environ.get("DXNET_UPDATE_GOLDENS"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="ascii")
    assert text == file.read_text(encoding="ascii")


def test_every_golden_file_belongs_to_a_case() -> None:
    found = {(file.parent.name, file.stem) for file in GOLDEN.glob("*/*.cfg")}
    assert found == set(PAIRS)
