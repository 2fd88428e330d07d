"""How VIFs and BGP peers come up and go, step by step.

A VIF is `verifying` (public only), `pending`, `available`; peers that are not up yet go with it.
https://docs.aws.amazon.com/directconnect/latest/APIReference/API_VirtualInterface.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dxnet.control_plane.rules.vif_record import PEERS, STATE, VIFS, peers, with_peers
from dxnet.control_plane.service.operation import Request
from dxnet.control_plane.store.kinds import SCHEDULE, RawRecord
from dxnet.control_plane.store.transitions import scheduled, transition

# The state of a hosted VIF whose owner has not accepted it.
UNACCEPTED = "confirming"
_UP = "available"
_COMING_UP = ("verifying", "pending")


def stages(vif: RawRecord) -> tuple[str, ...]:
    """The states that a VIF of its type and its peers go through until they are up."""
    is_public = vif.get("virtualInterfaceType") == "public"
    return (*(_COMING_UP if is_public else _COMING_UP[1:]), _UP)


def bring_up(request: Request, vif: RawRecord, states: tuple[str, ...]) -> RawRecord:
    """Put the VIF in the first of those stages, and let the others follow one by one.

    None follows where AWS refuses the public VIF's prefixes.
    """
    first, *rest = states
    if first == "verifying" and request.estate.refuses_verification:
        rest = []
    later = [request.step(n, "vif-state", state=state) for n, state in enumerate(rest, 1)]
    return request.estate.put(VIFS, {**_in_state(vif, first), SCHEDULE: later})


def bring_up_peer(request: Request, vif: RawRecord, peer_id: str) -> RawRecord:
    """The VIF with the steps that bring one of its peers up; the peer is in its first stage."""
    rest = stages(vif)[1:]
    return scheduled(
        vif,
        *(
            request.step(n, "bgp-peer-state", peer=peer_id, state=state)
            for n, state in enumerate(rest, 1)
        ),
    )


def retire(request: Request, vif: RawRecord, state: str) -> RawRecord:
    """Delete or reject the VIF; its sessions are down at once."""
    down = [{**peer, "bgpPeerState": "deleted", "bgpStatus": "down"} for peer in peers(vif)]
    return request.retire(VIFS, {**vif, PEERS: down}, state)


@transition("vif-state")
def vif_state(vif: RawRecord, arguments: Mapping[str, Any]) -> RawRecord:
    """The VIF in that state, and its peers that are not up yet with it."""
    return _in_state(vif, arguments["state"])


@transition("bgp-peer-state")
def bgp_peer_state(vif: RawRecord, arguments: Mapping[str, Any]) -> RawRecord:
    """The VIF with one peer in that state."""
    chosen, state = arguments["peer"], arguments["state"]
    return {**vif, PEERS: _moved(peers(vif), state, chosen)}


@transition("bgp-peer-gone")
def bgp_peer_gone(vif: RawRecord, arguments: Mapping[str, Any]) -> RawRecord:
    """The VIF without one of its peers."""
    return with_peers(vif, [p for p in peers(vif) if p.get("bgpPeerId") != arguments["peer"]])


def _in_state(vif: RawRecord, state: str) -> dict[str, Any]:
    return {**vif, STATE: state, PEERS: _moved(peers(vif), state)}


def _moved(among: Iterable[RawRecord], state: str, chosen: str | None = None) -> list[RawRecord]:
    """The peers; those that are coming up, or only the chosen one, have that state."""
    status = {"bgpPeerState": state, "bgpStatus": "up" if state == _UP else "down"}
    return [
        {**peer, **status}
        if peer.get("bgpPeerState") in _COMING_UP and chosen in (None, peer.get("bgpPeerId"))
        else peer
        for peer in among
    ]
