"""Text from other people's accounts and files, made harmless or refused."""

from __future__ import annotations

import re

from dxnet import secrets
from dxnet.errors import UsageError
from dxnet.escape import for_router
from dxnet.platforms import Platform


def line(text: str, limit: int = 60) -> str:
    """Free text for comments and descriptions, at most `limit` characters of it.

    A key that somebody wrote into it is masked here, whole: an escaped or shortened key is one that
    no later look would find.
    """
    return for_router(secrets.guard().mask(text))[:limit].strip()


def structural(setting: str, value: str, platform: Platform) -> str:
    """A value that the configuration refers to, unchanged; raises `DxnetError` for a bad one."""
    pattern = platform.patterns[setting]
    if value and not re.fullmatch(pattern, value, re.ASCII):
        raise UsageError(
            f"{setting} {value!r} is no {setting} name on {platform.name}",
            hint=f"it must match {pattern}; {_HINTS[setting]}",
        )
    return value


_HINTS = {
    "interface": "name the parent, since its VLAN interface gets its number from the VIF",
    "vrf": "set vrf in dxnet.toml",
    "zone": "set zone in dxnet.toml",
}
