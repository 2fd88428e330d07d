"""A router that is in use keeps what it has: its core, its other VIF, its routes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .edge import CORE, CORE_ASN, LAN, OURS, OWNS_ROUTES, ROUTER_ASN, Edge, open_edge
from .lab import AMAZON
from .peering import DEFAULTS, NETWORKS
from .waiting import until

OTHER_ASN = 4200000101


@pytest.fixture(params=sorted(AMAZON))
def edge(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Edge]:
    with open_edge(request.param, tmp_path) as edge:
        yield edge


def test_two_vifs_of_two_asns_share_a_router_that_is_in_use(edge: Edge) -> None:
    before, core = edge.route(), edge.connections(CORE)
    assert core
    assert (CORE in before) == (edge.platform.slug in OWNS_ROUTES)

    edge.load(0)
    edge.load(1, prepend=2)
    edge.await_up(0)
    edge.await_up(1)
    edge.await_path(0, f"{ROUTER_ASN} {CORE_ASN}")
    edge.await_path(1, f"{OTHER_ASN} {OTHER_ASN} {OTHER_ASN} {CORE_ASN}")
    assert edge.route() == before
    assert edge.connections(CORE) == core

    edge.core.reset(OURS)
    until(lambda: edge.connections(CORE) not in ([], core), "the core is back", edge.explain)
    edge.await_path(0, f"{ROUTER_ASN} {CORE_ASN}")
    until(lambda: edge.route() == before, "the route is back", edge.explain)

    core = edge.connections(CORE)
    other = edge.connections(*(each.amazon_address for each in edge.peerings[1].sessions))
    edge.unload(0)
    until(lambda: not edge.is_up(0), "the first VIF is gone", edge.explain)
    assert edge.is_up(1)
    edge.await_path(1, f"{OTHER_ASN} {OTHER_ASN} {OTHER_ASN} {CORE_ASN}")
    assert LAN in edge.customer.table()
    assert edge.connections(CORE) == core
    assert edge.connections(*(s.amazon_address for s in edge.peerings[1].sessions)) == other


def test_what_is_accepted_and_announced_is_what_dxnet_toml_says(edge: Edge) -> None:
    accept = edge.accepted("198.18.0.0/15", "2001:db8::/32 le 48")
    edge.load(0, accept=accept, community="7224:7100", med=50)
    edge.await_up(0)
    until(
        lambda: edge.amazons[0].learned().get(LAN) == frozenset({"7224:7100"}),
        "Amazon has the LAN with its community",
        edge.explain,
    )
    until(lambda: set(edge.customer.learned()) >= NETWORKS, "Amazon's are there", edge.explain)
    assert not DEFAULTS & set(edge.customer.learned())


@pytest.mark.parametrize("slug", ["frr"])
def test_a_null_route_takes_a_prefix_that_comes_back_by_bgp_as_the_header_says(
    slug: str, tmp_path: Path
) -> None:
    with open_edge(slug, tmp_path) as edge:
        edge.load(0, anchor=True)
        edge.await_up(0)
        core = edge.connections(CORE)
        assert CORE in edge.route()
        edge.core.reset(OURS)
        until(lambda: edge.connections(CORE) not in ([], core), "the core is back", edge.explain)
        until(lambda: LAN in edge.customer.learned(), "the core's path is back", edge.explain)
        assert edge.route().startswith("blackhole")
