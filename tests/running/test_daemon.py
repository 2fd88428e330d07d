"""FRR's own running configuration, of the VIF that it spoke with BIRD for, and faults in it."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from .comparing import levels
from .test_verify import LOGS, circuit

FAULTS: Mapping[str, tuple[str, str, dict[str, str]]] = {
    "a wrong key": ("password FakeKey-", "password FakeKey-x", {"key": "fail"}),
    "a wrong peer AS": (
        r"192\.0\.2\.1 remote-as 64512",
        "192.0.2.1 remote-as 7224",
        {"peer_as": "fail"},
    ),
    "a wrong tag": (r"interface eth0\.101", "interface eth0.102", {"vlan": "look"}),
    "a session that is shut down": (
        r"( neighbor 192\.0\.2\.1) timers 30 90",
        r"\g<0>\n\1 shutdown",
        {"up": "fail"},
    ),
    "a filter that stops everything": (
        r"(ip prefix-list \S+-IN seq 65000) permit",
        r"\1 deny",
        {"filter_in": "fail"},
    ),
    "a filter that lets everything out": (
        r"(route-map \S+-OUT permit 10)\n match .*",
        r"\1",
        {"filter_out": "fail"},
    ),
    "a session without its family": (
        r"( address-family ipv4 unicast\n)",
        r"\1  no neighbor 192.0.2.1 activate\n",
        {"activate": "fail"},
    ),
    "a route further away": (
        r"( neighbor 192\.0\.2\.1) timers 30 90",
        r"\g<0>\n\1 ebgp-multihop 3",
        {"one_hop": "fail"},
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named_and_nothing_else(fault: str) -> None:
    find, put, said = FAULTS[fault]
    text, count = re.subn(find, put, (LOGS / "frr.running").read_text("utf-8"), count=1)
    assert count == 1
    assert levels(circuit("frr").compared(text)) == {"mtu": "note"} | said
