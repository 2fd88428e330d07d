"""Hosted VIFs: provisioned by a connection's owner for another account.

https://docs.aws.amazon.com/directconnect/latest/APIReference/API_AllocatePrivateVirtualInterface.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dxnet.control_plane.rules import provision, vif_states
from dxnet.control_plane.rules.vif_record import STATE, VIFS
from dxnet.control_plane.service.operation import Answer, Request, operation
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import ACCOUNT, PARENTS, RawRecord


@operation("AllocatePrivateVirtualInterface")
def allocate_private(request: Request) -> Answer:
    """A private VIF that waits for its owner to confirm it and to name a gateway."""
    return _allocate(request, "private", request["newPrivateVirtualInterfaceAllocation"])


@operation("AllocatePublicVirtualInterface")
def allocate_public(request: Request) -> Answer:
    """A public VIF that waits for its owner to confirm it."""
    return _allocate(request, "public", request["newPublicVirtualInterfaceAllocation"])


@operation("AllocateTransitVirtualInterface")
def allocate_transit(request: Request) -> Answer:
    """A transit VIF that waits for its owner to confirm it and to name a gateway."""
    wanted = request["newTransitVirtualInterfaceAllocation"]
    return {"virtualInterface": _allocate(request, "transit", wanted)}


def _allocate(request: Request, vif_type: str, wanted: Mapping[str, Any]) -> RawRecord:
    owner = request["ownerAccount"]
    onto = provision.carrier(request, *PARENTS)
    if not ACCOUNT.fullmatch(owner):
        raise refusal("The owner account must have 12 digits")
    if owner in (request.caller.account, onto.record.get("ownerAccount")):
        raise refusal("Cannot allocate VirtualInterface for the connection owner.")
    vif = provision.new_vif(request, vif_type, wanted, onto, owner)
    vif[STATE] = vif_states.UNACCEPTED
    return request.estate.put(VIFS, provision.with_first_peer(request, vif, wanted, onto))
