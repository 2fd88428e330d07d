"""The invented estate that dxnet ships, and the settings of its routers."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dxnet.settings import Settings

_FOLDER = resources.files("dxnet") / "demo"


def read() -> dict[str, Any]:
    """The raw JSON of the demo's estate, as fresh objects at each call."""
    from dxnet.demo import estate

    return estate.raw()


def router_settings(overrides: Mapping[str, Any] | None = None) -> Settings:
    """The demo's own `dxnet.toml`, under what the command line says."""
    from dxnet import settings

    text = (_FOLDER / settings.FILE_NAME).read_text("utf-8")
    return settings.parse(text, f"the demo's {settings.FILE_NAME}", overrides)
