"""`dxnet compare` and `dxnet verify` on what real daemons say of themselves."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from ..cli.conftest import Run
from .edge import ROUTER_ASN, VIFS, open_edge
from .lab import Lab, open_lab
from .peering import NETWORKS
from .terminal import Terminal
from .waiting import until

VIF = "fra-prod-erp"
PEER = "192.0.2.1"
REFUSED = {
    "bird": "BGP Error: Bad peer AS",
    "openbgpd": "error in OPEN message, AS unacceptable",
}
OPTIONS = ("--anchor", "--asn", str(ROUTER_ASN))
NOTHING_SENT = "not 203.0.113.0/26"


class Fault(NamedTuple):
    """A change of dxnet's own configuration, and what must be said of it.

    With `comes_later` it is loaded over a sound configuration, once the routes are there: what
    counts routes may else be set while they come in.
    """

    find: str
    put: str
    compared: dict[str, str]
    verified: dict[str, str]
    comes_later: bool = False


# The peer of IPv6 is left as it is. A session that is down sends and receives nothing.
DOWN = {"advertised ipv4": NOTHING_SENT, "received ipv4": "0 prefixes"}
FAULTS = {
    "a wrong key": Fault(
        rf"(neighbor {PEER} password) \S+",
        r"\1 FakeKey-of-another",
        {"key ipv4": "fail"},
        {"state ipv4": "Connect: Waiting for peer OPEN", **DOWN},
    ),
    "a wrong peer AS": Fault(
        rf"(neighbor {PEER} remote-as) \d+",
        r"\1 64513",
        {"peer_as ipv4": "fail"},
        {
            "state ipv4": "Idle: Notification sent (OPEN Message Error/Bad Peer AS)",
            "peer_as ipv4": "64513",
            **DOWN,
        },
    ),
    "a session that is shut down": Fault(
        rf"( neighbor {PEER} description .*)",
        rf"\1\n neighbor {PEER} shutdown",
        {"up ipv4": "fail"},
        {"state ipv4": "Idle: Admin. shutdown", **DOWN},
    ),
    "a filter that lets nothing out": Fault(
        r"(prefix-list \S+-OUT seq \d+) permit .*",
        r"\1 deny any",
        {"filter_out ipv4": "fail"},
        {"advertised ipv4": NOTHING_SENT},
    ),
    "a filter that lets nothing in": Fault(
        r"(prefix-list \S+-IN seq \d+) permit .*",
        r"\1 deny any",
        {"filter_in ipv4": "fail"},
        {"received ipv4": "0"},
    ),
    "a limit of prefixes that is reached": Fault(
        rf"(neighbor {PEER} maximum-prefix) .*",
        r"\1 1",
        {"prefix_limit ipv4": "warn"},
        {
            "state ipv4": "Idle: Notification sent (Cease/Maximum Number of Prefixes Reached)",
            **DOWN,
        },
        comes_later=True,
    ),
}


def terminal(dxnet: Run, lab: Lab) -> Terminal:
    """The engineer at the lab's router."""
    return Terminal(dxnet, lab.here, lab.platform.slug, VIF, OPTIONS)


def await_verified(engineer: Terminal, expected: dict[str, str], lab: Lab) -> None:
    """Wait until the router's answers fail so and not otherwise: BFD and routes come in a while."""
    until(
        lambda: engineer.verified() == expected,
        f"verify says {expected}",
        lambda: f"it says {engineer.verified()}\n{lab.explain()}",
    )


def test_a_sound_pair_is_sound(lab: Lab, dxnet: Run) -> None:
    lab.configure(lab.rendered())
    engineer = terminal(dxnet, lab)
    await_verified(engineer, {}, lab)
    if lab.platform.slug == "frr":
        assert engineer.compared(lab.customer.running()) == ({}, [])


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_named_and_nothing_else(fault: str, dxnet: Run, tmp_path: Path) -> None:
    find, put, compared, verified, comes_later = FAULTS[fault]
    with open_lab("frr", VIF, tmp_path) as lab:
        text, count = re.subn(find, put, lab.rendered(), count=1)
        assert count == 1
        if comes_later:
            lab.configure(lab.rendered())
            until(lambda: set(lab.customer.learned()) >= NETWORKS, "Amazon's routes", lab.explain)
        lab.configure(text)
        engineer = terminal(dxnet, lab)
        assert engineer.compared(lab.customer.running())[0] == compared
        await_verified(engineer, verified, lab)


def test_a_wrong_tag_is_named_where_the_tag_is_in_the_name(dxnet: Run, tmp_path: Path) -> None:
    with open_lab("frr", VIF, tmp_path) as lab:
        name = lab.peering.interface
        other = name.replace(str(lab.peering.vlan), "134")
        lab.here.run("ip", "link", "set", name, "down")
        lab.here.run("ip", "link", "set", name, "name", other)
        lab.here.run("ip", "link", "set", other, "up")
        lab.configure(lab.rendered().replace(name, other))
        engineer = terminal(dxnet, lab)
        assert engineer.compared(lab.customer.running())[0] == {"vlan": "look"}
        assert engineer.verified()["up"] == "does not exist"


@pytest.mark.parametrize("platform", sorted(REFUSED), indirect=True)
def test_other_daemons_say_why_a_session_is_down(lab: Lab, dxnet: Run, platform: str) -> None:
    lab.configure(re.sub(r"(remote-as|as) 64512\b", r"\1 64513", lab.rendered()))
    engineer = terminal(dxnet, lab)

    def reason_and_peer() -> tuple[str, str]:
        said = engineer.verified()
        return said.get("state ipv4", "").partition(": ")[2], said.get("peer_as ipv4", "")

    until(
        lambda: reason_and_peer() == (REFUSED[platform], "64513"),
        "the reason and the peer's AS",
        lambda: f"{engineer.log().read_text()}{lab.explain()}",
    )


def test_two_vifs_on_a_router_with_a_core_are_sound(dxnet: Run, tmp_path: Path) -> None:
    with open_edge("frr", tmp_path) as edge:
        for which in range(len(VIFS)):
            edge.load(which)
        for vif in VIFS:
            engineer = Terminal(dxnet, edge.here, "frr", vif, ("--asn", str(ROUTER_ASN)))
            assert engineer.compared(edge.customer.running()) == ({}, [])
            # The core announces no IPv6, so that there is nothing to pass on.
            expected = {"advertised ipv6": "not 3fff:0:100::/40"}
            until(lambda: engineer.verified() == expected, f"{vif} is sound", edge.explain)  # noqa: B023
