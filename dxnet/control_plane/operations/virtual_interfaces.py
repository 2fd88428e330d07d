"""The operations by which an owner makes, changes, moves and deletes VIFs.

https://docs.aws.amazon.com/directconnect/latest/APIReference/API_CreatePrivateVirtualInterface.html
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from dxnet import limits
from dxnet.control_plane.rules import (
    peer_addresses,
    prefix_pools,
    provision,
    rate_limits,
    vif_gateway,
    vif_record,
    vif_rules,
    vif_states,
)
from dxnet.control_plane.rules.peering import identified_peers, new_peer_id
from dxnet.control_plane.rules.vif_record import ID, STATE, VIFS
from dxnet.control_plane.service.operation import Answer, Request, operation
from dxnet.control_plane.store import transitions
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import GONE, PARENTS, RawRecord, is_hosted


@operation("CreatePrivateVirtualInterface")
def create_private(request: Request) -> Answer:
    """A private VIF on the caller's connection or LAG, and on one of the caller's gateways."""
    return _create(request, "private", request["newPrivateVirtualInterface"])


@operation("CreatePublicVirtualInterface")
def create_public(request: Request) -> Answer:
    """A public VIF on the caller's connection or LAG."""
    return _create(request, "public", request["newPublicVirtualInterface"])


@operation("CreateTransitVirtualInterface")
def create_transit(request: Request) -> Answer:
    """A transit VIF on the caller's connection or LAG, and on a Direct Connect gateway."""
    return {"virtualInterface": _create(request, "transit", request["newTransitVirtualInterface"])}


def _create(request: Request, vif_type: str, wanted: Mapping[str, Any]) -> RawRecord:
    onto = provision.carrier(request, "connections", "lags")
    owner = onto.record.get("ownerAccount") or request.caller.account
    vif = provision.new_vif(request, vif_type, wanted, onto, owner)
    if vif_type != "public":
        vif = provision.with_gateway(request, vif, wanted)
    if wanted.get("enableSiteLink"):
        vif_gateway.check_sitelink(vif)
        vif["siteLinkEnabled"] = True
    vif = provision.with_first_peer(request, vif, wanted, onto)
    return vif_states.bring_up(request, vif, vif_states.stages(vif))


@operation("DeleteVirtualInterface")
def delete(request: Request) -> Answer:
    """Delete a VIF; if its owner has not confirmed it, it becomes rejected."""
    vif = request.visible(VIFS, request[ID])
    if vif.get(STATE) in GONE:
        raise request.not_found(VIFS, vif[ID])
    is_rejected = vif.get(STATE) == vif_states.UNACCEPTED and request.owns(vif)
    return vif_states.retire(request, vif, "rejected" if is_rejected else "deleted")


@operation("UpdateVirtualInterfaceAttributes")
def update(request: Request) -> Answer:
    """Change the name, MTU, SiteLink, prefix pools or rate limit of the caller's VIF."""
    vif = vif_record.owned(request)
    changes = {_UPDATES[name]: request[name] for name in _UPDATES if name in request.parameters}
    if not changes:
        raise refusal("At least one attribute to update must be specified")
    if "virtualInterfaceName" in changes:
        vif_rules.check_name(changes["virtualInterfaceName"])
    if "mtu" in changes:
        is_capable = vif.get("jumboFrameCapable") is not False
        vif_type = vif.get("virtualInterfaceType", "")
        vif_rules.check_mtu(vif_type, changes["mtu"], is_capable=is_capable, before=vif.get("mtu"))
    if changes.get("siteLinkEnabled"):
        vif_gateway.check_sitelink(vif)
    _check_shares(request, {**vif, **changes}, changes)
    return request.estate.change(VIFS, vif[ID], **changes)


# Parameters that change an attribute, and the fields that they change.
_UPDATES = {
    "virtualInterfaceName": "virtualInterfaceName",
    "mtu": "mtu",
    "enableSiteLink": "siteLinkEnabled",
    "prefixPoolAllocatedCountIpv4": "prefixPoolAllocatedCountIpv4",
    "prefixPoolAllocatedCountIpv6": "prefixPoolAllocatedCountIpv6",
    "rateLimit": "rateLimit",
}


def _check_shares(request: Request, vif: RawRecord, changes: Collection[str]) -> None:
    """Refuse a changed VIF whose rate limit or prefixes its connection or LAG can't take."""
    carrier = request.estate.find(vif.get("connectionId") or "", *PARENTS)
    siblings = vif_record.on(request, vif.get("connectionId") or "", but=vif[ID])
    if "rateLimit" in changes and carrier is not None:
        rate_limits.check(vif["rateLimit"], carrier, siblings)
    if not set(prefix_pools.FIELDS).isdisjoint(changes):
        prefix_pools.check(request, vif, carrier[1] if carrier else {}, siblings)


@operation("AssociateVirtualInterface")
def associate(request: Request) -> Answer:
    """Move a VIF that the caller owns or carries to another connection or LAG of the caller's."""
    vif = request.visible(VIFS, request[ID])
    if vif.get(STATE) in GONE:
        raise request.not_found(VIFS, vif[ID])
    onto = provision.carrier(request, "connections", "lags", but=vif[ID])
    origin = request.estate.find(vif.get("connectionId") or "", *PARENTS)
    if origin and onto.kind == "lags" and is_hosted(origin[1]):
        raise refusal("A virtual interface on a hosted connection cannot be moved to a Lag")
    provision.check_fit(request, onto, vif)
    vif_rules.check_mtu(
        vif.get("virtualInterfaceType", ""),
        vif.get("mtu") or limits.MTU_DEFAULT,
        is_capable=onto.is_jumbo_frame_capable,
        before=vif.get("mtu"),
    )
    clash = peer_addresses.in_use([vif]) & peer_addresses.in_use(onto.siblings)
    if clash:
        raise refusal(f"Address {min(clash)} is already in use")
    return _move(request, vif, onto)


def _move(request: Request, vif: RawRecord, onto: provision.Carrier) -> RawRecord:
    """Each session ends on the old device, and an equal one begins on the new device."""
    place = onto.place()
    device = {name: place[name] for name in ("awsDeviceV2", "awsLogicalDeviceId") if name in place}
    states = vif_states.stages(vif)[-2:]
    old = vif_record.active(identified_peers(request, vif))
    begun = {"bgpPeerState": states[0], "bgpStatus": "down"}
    new = [{**peer, **device, **begun, "bgpPeerId": new_peer_id(request)} for peer in old]
    ended = [{**peer, "bgpPeerState": "deleting", "bgpStatus": "down"} for peer in old]
    moved = vif_record.with_peers({**vif, **place}, [*ended, *new])
    gone = [request.step(1, "bgp-peer-gone", peer=peer["bgpPeerId"]) for peer in old]
    raised = vif_states.bring_up(request, moved, states)
    return request.estate.put(VIFS, transitions.scheduled(raised, *gone))
