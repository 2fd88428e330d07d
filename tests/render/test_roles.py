"""A role is one decision for two routers, and each text says what it came to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from dxnet import platforms, render, settings

from .vifs import PUBLIC_PEER, vif_of

PAIR = '[vifs.dxvif-fgh0abcd]\nrole = "primary"\n[vifs.dxvif-fgh0abce]\nrole = "backup"\n'
PUBLIC = {
    "virtualInterfaceType": "public",
    "bgpPeers": [PUBLIC_PEER],
    "routeFilterPrefixes": [{"cidr": "198.51.100.0/24"}],
}
SAID = {
    ("private", "primary"): "community 7224:7300, local preference 200",
    ("private", "backup"): "community 7224:7100, local preference 50",
    ("public", "primary"): "local preference 200",
    ("public", "backup"): "an AS path longer by 3, MED 100, local preference 50",
}


@pytest.mark.parametrize("slug", platforms.slugs())
@pytest.mark.parametrize(("kind", "role"), SAID)
def test_the_header_says_what_the_role_came_to(slug: str, kind: str, role: str) -> None:
    fields: Mapping[str, Any] = PUBLIC if kind == "public" else {}
    number = {"primary": "d", "backup": "e"}[role]
    vif = vif_of(virtualInterfaceId=f"dxvif-fgh0abc{number}", **fields)
    router = settings.parse(PAIR, "dxnet.toml").router_for(vif)
    text = render.config(vif, router, platforms.get(slug))
    header, comment = text.splitlines()[:12], platforms.get(slug).comment
    said = f"{comment} Role {role}: {SAID[kind, role]} for what AWS announces"
    assert said in header
