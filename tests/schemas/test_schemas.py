"""What the vendors' schemas say of the texts, where a package holds one.

Needs `pip install '.[schemas]'` and, for FortiOS, DXNET_ANSIBLE (see fortinet.py). Without them
the tests skip with the reason; set DXNET_REQUIRE_SCHEMAS to make that a failure.
"""

from __future__ import annotations

import os
from types import ModuleType

import pytest

from ..proving import Proves
from ..render.cases import CASES
from . import checkpoint_gaia, fortinet, juniper_junos, paloalto_panos
from .texts import commands, slips, texts

SCHEMAS: dict[str, ModuleType] = {
    "checkpoint_gaia": checkpoint_gaia,
    "fortinet": fortinet,
    "juniper_junos": juniper_junos,
    "paloalto_panos": paloalto_panos,
}
# The forms of Gaia's commands are our own list, which proves nothing to others.
PROVING = {"fortinet", "juniper_junos", "paloalto_panos"}
# The share of dropped letters that is noticed; the rest are in names, such as `default`.
NOTICED = {
    "checkpoint_gaia": 1.0,
    "fortinet": 0.99,
    "juniper_junos": 0.95,
    "paloalto_panos": 0.9,
}
SLIPPED = ("dual-stack", "graceful-restart", "parent", "public", "vrf")


def schema(slug: str) -> ModuleType:
    """The platform's schema; skips where its package is not here."""
    reason = SCHEMAS[slug].missing()
    if reason and os.environ.get("DXNET_REQUIRE_SCHEMAS"):
        pytest.fail(f"DXNET_REQUIRE_SCHEMAS is set, but {reason}")
    if reason:
        pytest.skip(reason)
    return SCHEMAS[slug]


@pytest.mark.parametrize("slug", SCHEMAS)
def test_the_schema_accepts_every_text_of_the_cases_and_the_demo(slug: str, proves: Proves) -> None:
    known, count = schema(slug), 0
    for name, text in texts(slug):
        assert known.complaints(commands(slug, text)) == [], name
        count += 1
    assert count > 180
    if slug in PROVING:
        proves(slug, "schema", known.source())


@pytest.mark.parametrize("slug", SCHEMAS)
def test_the_schema_notices_a_dropped_letter(slug: str) -> None:
    known = schema(slug)
    tried: dict[str, bool] = {}
    for name, text in texts(slug):
        case, _, kind = name.partition(".")
        if case not in SLIPPED or case not in CASES or kind != "cfg":
            continue
        lines = commands(slug, text)
        for number, line in enumerate(lines):
            for slip in slips(line):
                if slip not in tried:
                    broken = [*lines[:number], slip, *lines[number + 1 :]]
                    tried[slip] = bool(known.complaints(broken))
    assert len(tried) > 80
    assert sum(tried.values()) / len(tried) >= NOTICED[slug]


@pytest.mark.parametrize(
    ("slug", "line"),
    [
        ("checkpoint_gaia", "set routemap DX101-fgh0abcd-IN off"),
        ("checkpoint_gaia", "set bgp external remote-as 64512 peer 192.0.2.1 holdtime 3"),
        ("checkpoint_gaia", "set bgp external remote-as 64512 peer 192.0.2.1 keepalive 1"),
        ("fortinet", "config router bgb"),
        ("juniper_junos", "set protocols bgp group DX type externally"),
        ("juniper_junos", "set protocols bgp group DX hold-time"),
        ("paloalto_panos", "set network virtual-router default protocol bgp reject-default maybe"),
        ("paloalto_panos", "set network virtual-router default protocol bgp enable maybe"),
    ],
)
def test_the_schema_refuses_what_a_router_would(slug: str, line: str) -> None:
    assert schema(slug).complaints([line]) == [line]
