"""Hosted VIFs accepted by their owners.

https://docs.aws.amazon.com/directconnect/latest/APIReference/API_ConfirmPrivateVirtualInterface.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dxnet.control_plane import provision, vif_record, vif_states
from dxnet.control_plane.errors import refusal
from dxnet.control_plane.kinds import Record
from dxnet.control_plane.operation import Request, operation
from dxnet.control_plane.vif_record import ID, STATE

Answer = Mapping[str, Any]


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


def _confirming(request: Request, vif_type: str) -> Record:
    vif = vif_record.owned(request)
    if vif.get("virtualInterfaceType") != vif_type:
        raise refusal(f"Virtual Interface {vif[ID]} is not a {vif_type} virtual interface")
    if vif.get(STATE) != "confirming":
        raise refusal(f"Virtual Interface {vif[ID]} is in state {vif.get(STATE)}")
    return vif


def _attach(request: Request, vif: Record) -> Record:
    attached = provision.with_gateway(request, vif, request.parameters)
    attached = vif_record.with_peers(attached, vif_record.peers(attached))
    return vif_states.bring_up(request, attached, vif_states.stages(vif))
