"""dxnet's own configuration is what dxnet asks for: on every platform, for every case."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dxnet import parse, platforms
from dxnet.errors import DxnetError
from dxnet.running import comparison
from dxnet.running.judgement import Judgement
from dxnet.sources import demo

from ..render.cases import CASES
from ..render.vifs import PEER, router, vif_of
from .comparing import Circuit, loud

PAIRS = [
    (slug, name)
    for slug in platforms.slugs()
    for name, case in CASES.items()
    if case.is_for(platforms.get(slug)) and name not in ("masked", "no-key")
]


def is_outside(judgement: Judgement) -> bool:
    """The router's AS, which some platforms' own text leaves to the rest of the router."""
    return judgement.fact == "our_as" and judgement.seen == "the router's AS is not in the text"


@pytest.mark.parametrize(("slug", "name"), PAIRS)
def test_nothing_is_said_against_a_rendered_case(slug: str, name: str) -> None:
    case = CASES[name]
    own = Circuit(case.parsed, case.router, slug)
    found = own.compared()
    assert loud(found, but=is_outside) == []
    assert any(judgement.fact == "key" for judgement in found.judgements)


@pytest.mark.parametrize("slug", platforms.slugs())
def test_what_is_right_needs_no_command(slug: str) -> None:
    case = CASES["dual-stack"]
    own = Circuit(case.parsed, case.router, slug)
    made = own.difference(own.text)
    assert made.commands == ()
    assert made.lines == ()


@pytest.mark.parametrize("slug", platforms.slugs())
def test_vifs_one_behind_the_other_on_a_router_are_told_apart(slug: str) -> None:
    circuits = [
        Circuit(
            vif_of(
                virtualInterfaceId=f"dxvif-fh{number:06}",
                vlan=200 + number,
                bgpPeers=[
                    PEER
                    | {
                        "amazonAddress": f"10.255.{number}.1/30",
                        "customerAddress": f"10.255.{number}.2/30",
                        "authKey": f"FakeKey-{number}",
                    }
                ],
            ),
            router(f"10.{number}.0.0/16"),
            slug,
        )
        for number in range(1, 16)
    ]
    whole = "\n".join(each.text for each in circuits)
    running = comparison.read(whole, "edge", platforms.get(slug))
    for each in circuits:
        assert loud(each.against(running), but=is_outside) == []


@pytest.mark.parametrize("slug", platforms.slugs())
def test_nothing_is_said_against_the_demos_vifs(slug: str) -> None:
    estate = parse.estate(demo.read())
    settings = demo.router_settings({})
    compared = 0
    for vif in estate.vifs[::4]:
        if not all(peer.auth_key for peer in vif.active_peers):
            continue
        mine = replace(settings.router_for(vif), interface="", vrf="", zone="", parent=False)
        try:
            own = Circuit(vif, mine, slug)
            found = own.compared()
        except DxnetError:
            continue  # what can't be rendered has nothing to compare
        compared += 1
        assert loud(found, but=is_outside) == []
    assert compared > 3
