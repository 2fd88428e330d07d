"""What is rendered for the demo's VIFs, running against another implementation as Amazon."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from dxnet.model import Secret

from ..proving import Proves, version
from .lab import AMAZON, Lab, held_keys, open_lab
from .peering import DEFAULTS, NETWORKS, UNLISTED
from .waiting import until

DAEMONS = {
    "frr": lambda: f"FRRouting {version('vtysh')}",
    "bird": lambda: f"BIRD {version('bird')}",
    "openbgpd": lambda: f"OpenBGPD {version('bgpd')}",
}


class Case(NamedTuple):
    """A VIF of the demo, and what dxnet.toml or AWS says that it announces."""

    vif: str
    prefixes: frozenset[str]
    community: str
    takes_default: bool = True


FRANKFURT = frozenset({"203.0.113.0/26", "3fff:0:100::/40"})
CASES = {
    "private": Case("fra-prod-erp", FRANKFURT, "7224:7300"),
    "transit with a 4-byte ASN": Case("fra-transit-hub-b", FRANKFURT, "7224:7200"),
    "private on a slash 31": Case("fra-prod-wms-b", frozenset({"203.0.113.0/26"}), "7224:7200"),
    "public": Case(
        "iad-internet-a",
        frozenset({"192.31.196.64/28", "2620:4f:8000:100::/56"}),
        "7224:9200",
        takes_default=False,
    ),
}


class Running(NamedTuple):
    """A lab whose sessions are up, and its case."""

    lab: Lab
    case: Case


@pytest.fixture(
    scope="module", params=[(slug, name) for name in CASES for slug in sorted(AMAZON)], ids="-".join
)
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    slug, name = request.param
    with open_lab(slug, CASES[name].vif, tmp_path_factory.mktemp("dxnet")) as lab:
        lab.configure(lab.rendered())
        lab.await_up()
        yield Running(lab, CASES[name])


def test_every_session_comes_up_signed_with_the_key_of_its_bgp_peer(
    running: Running, proves: Proves
) -> None:
    slug = running.lab.platform.slug
    proves(slug, "daemon", f"sessions of {DAEMONS[slug]()} with {DAEMONS[AMAZON[slug]]()}")
    held = held_keys(running.lab.here)
    for session in running.lab.peering.sessions:
        assert held[session.amazon_address] == {Secret(session.key)}


def test_amazon_gets_the_listed_prefixes_with_their_community_and_nothing_else(
    running: Running,
) -> None:
    lab, case = running
    expected = dict.fromkeys(case.prefixes, frozenset({case.community}))
    until(lambda: lab.amazon.learned().keys() >= expected.keys(), "the routes", lab.explain)
    unlisted = {UNLISTED[session.family] for session in lab.peering.sessions}
    assert unlisted <= lab.customer.table()
    assert lab.amazon.learned() == expected


def test_the_customer_takes_amazons_routes_but_on_a_public_vif_no_default(running: Running) -> None:
    lab, case = running
    families = {session.family for session in lab.peering.sessions}
    taken = NETWORKS | DEFAULTS if case.takes_default else NETWORKS
    expected = {each for each in taken if ("ipv6" if ":" in each else "ipv4") in families}
    until(lambda: set(lab.customer.learned()) >= expected, "Amazon's routes", lab.explain)
    assert set(lab.customer.learned()) == expected
