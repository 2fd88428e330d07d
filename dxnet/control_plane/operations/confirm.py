"""Hosted VIFs accepted by their owners.

https://docs.aws.amazon.com/directconnect/latest/APIReference/API_ConfirmPrivateVirtualInterface.html
"""

from __future__ import annotations

from dxnet.control_plane.rules import peer_addresses, provision, vif_record, vif_states
from dxnet.control_plane.rules.peering import addressed
from dxnet.control_plane.rules.vif_record import ID
from dxnet.control_plane.service.operation import Answer, Request, operation
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import RawRecord


@operation("ConfirmPrivateVirtualInterface")
def confirm_private(request: Request) -> Answer:
    """Accept a private VIF and attach it to one of the caller's gateways."""
    return _attach(request, _confirming(request, "private"))


@operation("ConfirmPublicVirtualInterface")
def confirm_public(request: Request) -> Answer:
    """Accept a public VIF."""
    vif = _confirming(request, "public")
    return vif_states.bring_up(request, vif, vif_states.stages(vif))


@operation("ConfirmTransitVirtualInterface")
def confirm_transit(request: Request) -> Answer:
    """Accept a transit VIF and attach it to one of the caller's Direct Connect gateways."""
    return _attach(request, _confirming(request, "transit"))


def _confirming(request: Request, vif_type: str) -> RawRecord:
    vif = vif_record.owned(request)
    if vif.get("virtualInterfaceType") != vif_type:
        raise refusal(f"Virtual Interface {vif[ID]} is not a {vif_type} virtual interface")
    return vif


def _attach(request: Request, vif: RawRecord) -> RawRecord:
    """The VIF on its owner's gateway, with the addresses that nobody gave at its allocation."""
    attached = provision.with_gateway(request, vif, request.parameters)
    others = vif_record.on(request, vif.get("connectionId") or "", but=vif[ID])
    taken = peer_addresses.in_use(others)
    peers = [addressed(request, peer, taken) for peer in vif_record.peers(attached)]
    attached = vif_record.with_peers(attached, peers)
    return vif_states.bring_up(request, attached, vif_states.stages(vif))
