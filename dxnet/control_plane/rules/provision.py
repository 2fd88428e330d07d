"""A new VIF's record, checked against what is there, with what the caller left out assigned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dxnet import limits
from dxnet.control_plane.rules import (
    peer_addresses,
    prefix_pools,
    rate_limits,
    tag_rules,
    vif_gateway,
    vif_record,
    vif_rules,
)
from dxnet.control_plane.rules.peering import new_peer
from dxnet.control_plane.service.operation import Request
from dxnet.control_plane.store.kinds import KINDS, RawRecord

_OPTIONAL = ("rateLimit", *prefix_pools.FIELDS)


@dataclass(frozen=True, slots=True)
class Carrier:
    """What a VIF is put on: a connection, LAG or interconnect, and the live VIFs on it."""

    kind: str
    record: RawRecord
    siblings: tuple[RawRecord, ...]

    @property
    def id(self) -> str:
        """The connection's, LAG's or interconnect's id."""
        return str(self.record[KINDS[self.kind].id])

    @property
    def is_jumbo_frame_capable(self) -> bool:
        """Whether it carries jumbo frames; yes if its record doesn't say."""
        return self.record.get("jumboFrameCapable") is not False

    def place(self) -> dict[str, Any]:
        """The fields that a VIF takes from its carrier."""
        names = ("location", "region", "awsDeviceV2", "awsLogicalDeviceId")
        known = {name: self.record[name] for name in names if self.record.get(name)}
        capable = {"jumboFrameCapable": self.is_jumbo_frame_capable}
        return {"connectionId": self.id, **known, **capable}


def carrier(request: Request, *kinds: str, but: str = "") -> Carrier:
    """The caller's own carrier that `connectionId` names, without the VIF `but` on it."""
    kind, record = vif_rules.parent(request, *kinds)
    siblings = vif_record.on(request, record[KINDS[kind].id], but)
    return Carrier(kind, record, tuple(siblings))


def check_fit(request: Request, onto: Carrier, vif: RawRecord) -> None:
    """Refuse a VIF whose VLAN, number, rate limit or prefixes its carrier can't take."""
    found = (onto.kind, onto.record)
    vif_rules.check_vlan(request, found, vif.get("vlan"), onto.siblings)
    vif_rules.check_count(onto.record, vif.get("virtualInterfaceType", ""), onto.siblings)
    if vif.get("rateLimit") is not None:
        rate_limits.check(vif["rateLimit"], found, onto.siblings)
    prefix_pools.check(request, vif, onto.record, onto.siblings)


def new_vif(
    request: Request, vif_type: str, wanted: Mapping[str, Any], onto: Carrier, owner: str
) -> dict[str, Any]:
    """The VIF that a request describes, on its carrier; not on its gateway yet, without peer."""
    vif_rules.check_name(wanted.get("virtualInterfaceName"))
    mtu = wanted.get("mtu", limits.MTU_DEFAULT)
    vif_rules.check_mtu(vif_type, mtu, is_capable=onto.is_jumbo_frame_capable)
    is_public = vif_type == "public"
    return {
        "ownerAccount": owner,
        "virtualInterfaceId": request.estate.new_id("virtualInterfaces"),
        "virtualInterfaceType": vif_type,
        "virtualInterfaceName": wanted["virtualInterfaceName"],
        "vlan": wanted.get("vlan"),
        "amazonSideAsn": _first_amazon_asn(vif_type, request.caller.region),
        "mtu": mtu,
        "virtualGatewayId": "",
        "directConnectGatewayId": "",
        "routeFilterPrefixes": vif_rules.route_filter_prefixes(wanted) if is_public else [],
        "region": request.caller.region,
        **onto.place(),
        "tags": tag_rules.checked(wanted.get("tags")),
        "siteLinkEnabled": False,
        **{name: wanted[name] for name in _OPTIONAL if name in wanted},
    }


def _first_amazon_asn(vif_type: str, region: str) -> int:
    """Amazon's ASN as long as the VIF has no gateway; after that it is the gateway's."""
    asns = {} if vif_type == "public" else limits.AMAZON_PROVISIONAL_ASNS
    return asns.get(region, limits.AMAZON_PUBLIC_ASN)


def with_gateway(request: Request, vif: RawRecord, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """The private or transit VIF on the gateway that the request names for it."""
    gateway = vif_gateway.named(request, vif["virtualInterfaceType"], wanted)
    return vif_gateway.attached(vif, gateway)


def with_first_peer(
    request: Request, vif: RawRecord, wanted: Mapping[str, Any], onto: Carrier
) -> dict[str, Any]:
    """The VIF, once it fits its carrier, with its prefix shares and the BGP peer of the request."""
    if vif["virtualInterfaceType"] != "public":
        vif = prefix_pools.with_default_shares(request, vif, onto.record, onto.siblings)
    check_fit(request, onto, vif)
    taken = peer_addresses.in_use(onto.siblings)
    return vif_record.with_peers(vif, [new_peer(request, vif, wanted, taken)])
