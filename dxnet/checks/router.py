"""DX913 to DX916: what the VIFs of one router have in common, and what its platform takes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dxnet import limits
from dxnet.checks.engine import rule
from dxnet.model import Vif
from dxnet.platforms import Platform
from dxnet.settings import UNTAGGED, Circuit, Circuits, Router

_IDS_SHOWN = 3


@rule(
    "DX913",
    "The platform takes the VLAN and the timers",
    why=(
        "The router refuses the line, and works on without it: the interface is missing, or the "
        "session has other timers than you think."
    ),
    fix="Set keepalive and hold_time in dxnet.toml, or another vlan, if the port can see another.",
    source=None,
)
def numbers_are_in_range(vif: Vif, router: Router, platform: Platform) -> Iterator[str]:
    """Report a VLAN at the router's port, a keepalive or a hold time that the platform refuses."""
    vlan = vif.vlan if router.vlan is None else router.vlan
    numbers = {"keepalive": router.keepalive, "hold_time": router.hold_time}
    if vlan is not None and vlan in limits.VLAN:  # else DX101 reports it
        numbers["vlan"] = vlan
    for name, number in numbers.items():
        if refusal := platform.ranges.refusal(**{name: number}):
            yield f"{platform.slug}: {refusal}"


@rule(
    "DX914",
    "The VIFs of a router have one ASN, or the router's own is known",
    why=(
        "A BGP process has one AS. The text of a VIF with another ASN is refused by the router, or "
        "changes the AS of the router and takes every other session down."
    ),
    fix=(
        "Write the router's AS into dxnet.toml, for example asn = 65010 in [routers.NAME] or in "
        "the table of the connection or LAG. A VIF with another ASN then gets local-as."
    ),
    source=None,
)
def router_has_one_asn(
    vif: Vif, router: Router, platform: Platform, circuits: Circuits
) -> Iterator[str]:
    """Report a VIF whose BGP process would have another AS than that of another VIF."""
    if platform.asn_place == "session":
        return
    own = router.asn_for(vif)
    others = _beside(vif, router, circuits, is_vrf_apart=platform.asn_place == "vrf")
    differing = [each for each in others if each.router.asn_for(each.vif) not in (own, None)]
    if own is not None and differing:
        yield f"the router {circuits.name} would have AS {own} for this VIF, and " + _listed(
            differing, lambda each: f"AS {each.router.asn_for(each.vif)} for {each.vif.id}"
        )


@rule(
    "DX915",
    "No other VIF at the router's port has the VLAN",
    why="The router's interface for the VLAN serves one of the two VIFs, and the other stays down.",
    fix="Set vlan in dxnet.toml as the partner or fabric delivers each VIF to the router's port.",
    source=None,
)
def vlan_at_the_port_is_unique(vif: Vif, router: Router, circuits: Circuits) -> Iterator[str]:
    """Report VIFs of different connections that meet on one port of the router with one VLAN.

    Within one connection or LAG DX102 reports it, unless dxnet.toml says the VLANs.
    """
    own = _place(Circuit(vif, router))
    if not router.interface or own[1] is None:
        return
    same = [
        each
        for each in circuits.beside(vif)
        if _place(each) == own
        and (each.vif.connection_id != vif.connection_id or each.vif.vlan != vif.vlan)
    ]
    if same:
        where = "without a tag" if own[1] == UNTAGGED else f"in VLAN {own[1]}"
        yield f"{router.interface} would carry it {where} like " + _listed(
            same, lambda each: each.vif.id
        )


@rule(
    "DX916",
    "The VIFs of a router have one router id",
    why=(
        "A BGP process has one router id. Each text would write its own, and each change takes "
        "every session of the router down for a while."
    ),
    fix="Write router_id once, into [routers.NAME] or [defaults] of dxnet.toml.",
    source=None,
)
def router_has_one_router_id(vif: Vif, router: Router, circuits: Circuits) -> Iterator[str]:
    """Report a router id that differs from another VIF's in the same VRF."""
    others = _beside(vif, router, circuits, is_vrf_apart=True)
    differing = [each for each in others if each.router.router_id not in ("", router.router_id)]
    if router.router_id and differing:
        yield f"the router id is {router.router_id}, and " + _listed(
            differing, lambda each: f"{each.router.router_id} for {each.vif.id}"
        )


def _place(circuit: Circuit) -> tuple[str, int | None, int | None]:
    """The interface, and the VLANs there."""
    vif, router = circuit.vif, circuit.router
    vlan = vif.vlan if router.vlan is None else router.vlan
    return router.interface, vlan, router.outer_vlan


def _beside(vif: Vif, router: Router, circuits: Circuits, *, is_vrf_apart: bool) -> list[Circuit]:
    others = circuits.beside(vif)
    return [each for each in others if not is_vrf_apart or each.router.vrf == router.vrf]


def _listed(circuits: list[Circuit], words: Callable[[Circuit], str]) -> str:
    shown = ", ".join(map(words, circuits[:_IDS_SHOWN]))
    more = len(circuits) - _IDS_SHOWN
    return f"{shown} and {more} more" if more > 0 else shown
