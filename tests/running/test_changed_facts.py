"""One fact is changed, and that fact is what is said: on every platform."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from dxnet import platforms
from dxnet.addressing import parse_prefix

from .comparing import Circuit, circuit, levels, peer

HOSTS = ("bird", "openbgpd")  # the host has the interface
NO_MTU = ("frr", "sonic", *HOSTS)
AS_OUTSIDE = (
    "checkpoint_gaia",
    "fortinet",
    "juniper_junos",
    "nokia_sros",
    "openbgpd",
    "paloalto_panos",
    "vyos",
)
EDITS = tomllib.loads((Path(__file__).parent / "edits.toml").read_text("utf-8"))["edit"]

# What the VIF asks for instead, the fact that differs, its level, and where it isn't in the text.
VIFS: Mapping[str, tuple[dict[str, Any], str, str, tuple[str, ...]]] = {
    "another tag": ({"vlan": 102}, "vlan", "look", HOSTS),
    "another mask": (
        {"bgpPeers": [peer(amazonAddress="169.254.100.1/29", customerAddress="169.254.100.2/29")]},
        "address",
        "fail",
        HOSTS,
    ),
    "another address of ours": (
        {"bgpPeers": [peer(amazonAddress="169.254.100.1/29", customerAddress="169.254.100.3/29")]},
        "address",
        "fail",
        (),
    ),
    "another address of Amazon's": (
        {"bgpPeers": [peer(amazonAddress="169.254.100.3/29", customerAddress="169.254.100.2/29")]},
        "peer",
        "fail",
        (),
    ),
    "another AS of Amazon's": ({"amazonSideAsn": 64513}, "peer_as", "fail", ()),
    "another AS of ours": (
        {"asn": 65002, "asnLong": 65002, "bgpPeers": [peer(asn=65002, asnLong=65002)]},
        "our_as",
        "fail",
        AS_OUTSIDE,
    ),
    "another key": ({"bgpPeers": [peer(authKey="FakeKey-other")]}, "key", "fail", ()),
    "the key in other case": ({"bgpPeers": [peer(authKey="FAKEKEY-DXVIF-1")]}, "key", "fail", ()),
    "jumbo frames": ({"mtu": 8500}, "mtu", "warn", NO_MTU),
}


@pytest.mark.parametrize("change", VIFS)
@pytest.mark.parametrize("slug", platforms.slugs())
def test_a_fact_of_the_vif_that_the_router_has_otherwise_is_noticed(slug: str, change: str) -> None:
    fields, fact, level, outside = VIFS[change]
    found = circuit(slug, fields).compared(circuit(slug).text)
    if slug in outside:
        assert levels(found).get(fact) in ("note", "look", None)
    elif slug == "checkpoint_gaia" and fact == "key":
        assert levels(found)[fact] == "look"
    elif slug == "checkpoint_gaia" and fact == "peer_as":
        assert levels(found)[fact] == level
    else:
        assert levels(found)[fact] == level


@pytest.mark.parametrize("slug", platforms.slugs())
def test_a_filter_that_lets_the_default_route_out_too_fails(slug: str) -> None:
    default = parse_prefix("0.0.0.0/0")
    assert default is not None
    own = circuit(slug)
    leaking = Circuit(own.vif, _advertising(own, default), slug)
    assert levels(own.compared(leaking.text))["filter_out"] == "fail"


@pytest.mark.parametrize("slug", platforms.slugs())
def test_a_filter_that_holds_a_prefix_back_fails(slug: str) -> None:
    more = parse_prefix("10.64.0.0/12")
    assert more is not None
    own = circuit(slug)
    wanted = Circuit(own.vif, _advertising(own, more), slug)
    found = wanted.compared(own.text)
    assert levels(found)["filter_out"] == "fail"
    assert any("holds 10.64.0.0/12 back" in judgement.seen for judgement in found.judgements)


def _advertising(own: Circuit, more: Any) -> Any:
    from dataclasses import replace

    return replace(own.router, advertise=tuple(sorted((*own.router.advertise, more))))


@pytest.mark.parametrize("slug", [s for s in platforms.slugs() if platforms.get(s).can("bfd")])
def test_a_session_without_bfd_is_a_warning_where_it_is_asked_for(slug: str) -> None:
    found = circuit(slug).compared(circuit(slug, bfd=False).text)
    assert levels(found) == {"bfd": "warn"} | _outside(slug)


@pytest.mark.parametrize("slug", platforms.slugs())
def test_other_timers_are_no_fault(slug: str) -> None:
    found = circuit(slug).compared(circuit(slug, keepalive=10, hold_time=45).text)
    assert levels(found) == {"timers": "note"} | _outside(slug)


def _outside(slug: str) -> dict[str, str]:
    """What a platform's own text never says."""
    said = levels(circuit(slug).compared())
    assert set(said.values()) <= {"note", "look"}
    return said


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: f"{edit['platform']}-{edit['fact']}")
def test_an_edit_of_the_configuration_is_noticed(edit: Mapping[str, str]) -> None:
    own = circuit(edit["platform"])
    text, count = re.subn(edit["find"], edit["put"], own.text, count=1, flags=re.MULTILINE)
    assert count == 1
    assert levels(own.compared(text))[edit["fact"]] == edit["level"]


@pytest.mark.parametrize("slug", platforms.slugs())
def test_every_platform_has_its_edits(slug: str) -> None:
    facts = {edit["fact"] for edit in EDITS if edit["platform"] == slug}
    assert {"up", "one_hop", "filter_in", "filter_out", "key"} <= facts
