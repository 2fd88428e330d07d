"""BGP peers added to a VIF and taken from it.

https://docs.aws.amazon.com/directconnect/latest/APIReference/API_CreateBGPPeer.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dxnet.control_plane.rules import peer_addresses, vif_record, vif_states
from dxnet.control_plane.rules.peering import identified_peers, new_peer
from dxnet.control_plane.rules.router_config_xml import customer_asn
from dxnet.control_plane.rules.vif_record import ID, VIFS, active
from dxnet.control_plane.service.operation import Answer, Request, operation
from dxnet.control_plane.store import transitions
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import PARENTS, RawRecord


@operation("CreateBGPPeer")
def create(request: Request) -> Answer:
    """Add a peer to a VIF: one for each family, two if the port has logical redundancy."""
    vif = vif_record.owned(request)
    wanted = vif_record.required(request, "newBGPPeer")
    there = identified_peers(request, vif)
    family = wanted.get("addressFamily", "ipv4")
    alike = [peer for peer in active(there) if peer.get("addressFamily") == family]
    if len(alike) >= (2 if _is_redundant(request, vif) else 1):
        raise refusal(f"Virtual Interface {vif[ID]} already has a BGP Peer of family {family}")
    taken = peer_addresses.in_use(vif_record.on(request, vif.get("connectionId") or ""))
    peer = new_peer(request, vif, wanted, taken)
    changed = vif_record.with_peers(vif, [*there, peer])
    raised = vif_states.bring_up_peer(request, changed, peer["bgpPeerId"])
    return {"virtualInterface": request.estate.put(VIFS, raised)}


@operation("DeleteBGPPeer")
def delete(request: Request) -> Answer:
    """Take a peer from a VIF, named by its id or by customer ASN and address; never the last."""
    vif = vif_record.owned(request)
    there = identified_peers(request, vif)
    living = active(there)
    chosen = [peer for peer in living if _is_named(request.parameters, peer)]
    if len(chosen) != 1:
        raise refusal(f"Virtual Interface {vif[ID]} has no such BGP Peer")
    if len(living) == 1:
        raise refusal("The last BGP Peer on a Virtual Interface cannot be deleted")
    ended = {**chosen[0], "bgpPeerState": "deleting", "bgpStatus": "down"}
    changed = vif_record.with_peers(vif, [ended if p is chosen[0] else p for p in there])
    gone = request.step(1, "bgp-peer-gone", peer=ended["bgpPeerId"])
    return {"virtualInterface": request.estate.put(VIFS, transitions.scheduled(changed, gone))}


def _is_redundant(request: Request, vif: RawRecord) -> bool:
    found = request.estate.find(vif.get("connectionId") or "", *PARENTS)
    return found is not None and found[1].get("hasLogicalRedundancy") == "yes"


def _is_named(names: Mapping[str, Any], peer: RawRecord) -> bool:
    """Whether every name given, and at least an id or an address, is the peer's."""
    asn = names.get("asnLong", names.get("asn"))
    pairs = (
        (names.get("bgpPeerId"), peer.get("bgpPeerId")),
        (names.get("customerAddress"), peer.get("customerAddress")),
        (asn, customer_asn(peer)),
    )
    given = [(asked, has) for asked, has in pairs if asked is not None]
    is_enough = names.get("bgpPeerId") is not None or len(given) > 1
    return is_enough and all(asked == has for asked, has in given)
