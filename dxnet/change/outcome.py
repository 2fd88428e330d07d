"""The estate after a change as the control plane predicts it, and what only AWS will know."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dxnet import parse
from dxnet.change import difference
from dxnet.change.plan import Plan
from dxnet.change.sandbox import Touched
from dxnet.model import Estate, Vif

_VIFS = "virtualInterfaces"
_ADDRESSES = ("amazonAddress", "customerAddress")


def estate(plan: Plan) -> Estate:
    """The estate after the change, without the keys that AWS will make."""
    fixed = {each.id: _without_made_up_keys(each) for each in plan.touched if each.kind == _VIFS}
    vifs = [fixed.get(vif["virtualInterfaceId"], vif) for vif in plan.after.get(_VIFS) or ()]
    return parse.estate({**plan.after, _VIFS: vifs})


def touched_vifs(plan: Plan, after: Estate) -> list[Vif]:
    """The VIFs that the change makes or changes and that are there afterwards, by id."""
    ids = {each.id for each in plan.touched if each.kind == _VIFS}
    return [vif for vif in after.vifs if vif.id in ids and vif.is_live]


def made_vifs(plan: Plan, after: Estate) -> list[Vif]:
    """The VIFs that the change makes, by id."""
    return [vif for vif in touched_vifs(plan, after) if vif.id in plan.made]


def unknown_addresses(plan: Plan, vif: Vif) -> list[str]:
    """The address fields of the VIF that AWS will assign."""
    found = (each for each in plan.touched if each.id == vif.id)
    changes = [change for each in found for change in difference.fields(each)]
    return [
        change.path
        for change in changes
        if change.is_assigned and change.path.rpartition(".")[2] in _ADDRESSES
    ]


def places(plan: Plan) -> frozenset[str]:
    """The ids of what the change touches, and of what the VIFs stand on that it touches."""
    records = [record for each in plan.touched for record in (each.before, each.after) if record]
    fields = ("connectionId", "virtualGatewayId", "directConnectGatewayId")
    around = {str(record[name]) for record in records for name in fields if record.get(name)}
    return frozenset(around | {each.id for each in plan.touched})


def _without_made_up_keys(touched: Touched) -> Mapping[str, Any]:
    vif = touched.after or {}
    peers = list(vif.get("bgpPeers") or ())
    made_up = set(_made_up(touched, peers))
    if not made_up:
        return vif
    hidden = ("authKey", "customerRouterConfig")
    bare = {name: value for name, value in vif.items() if name not in hidden}
    kept = [
        {name: value for name, value in peer.items() if name != "authKey" or n not in made_up}
        for n, peer in enumerate(peers)
    ]
    return {**bare, "bgpPeers": kept}


def _made_up(touched: Touched, peers: list[Mapping[str, Any]]) -> Iterator[int]:
    """The positions of the peers whose keys differ from trial to trial."""
    for position, peer in enumerate(peers):
        elsewhere = [(other or {}).get("bgpPeers") or () for other in touched.others]
        if any(other[position].get("authKey") != peer.get("authKey") for other in elsewhere):
            yield position
