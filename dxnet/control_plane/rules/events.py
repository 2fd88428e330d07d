"""What happens to the network, asked by nobody: links, sessions, and AWS's people at work.

Every function takes the `Request` of an operation with no name: its estate, and the time.
"""

from __future__ import annotations

from typing import Any

from dxnet.control_plane.rules import vif_states
from dxnet.control_plane.rules.vif_record import PEERS, STATE, VIFS
from dxnet.control_plane.service.operation import Request
from dxnet.control_plane.store import physical
from dxnet.control_plane.store.estate import Estate
from dxnet.control_plane.store.kinds import GONE, KINDS, SCHEDULE, RawRecord, is_hosted
from dxnet.control_plane.store.physical import LINK, SESSION
from dxnet.errors import UsageError

_DOWN = "down"


def link(request: Request, object_id: str, *, is_up: bool) -> None:
    """Put the link of a connection or interconnect up or down, or those of a LAG's ports.

    Raises `DxnetError` if there is nothing of that id.
    """
    for kind, port in _ports(request.estate, object_id):
        state = KINDS[kind].state
        if is_up:
            rest = {name: value for name, value in port.items() if name != LINK}
            waits = any(step["do"] == "set" for step in port.get(SCHEDULE, ()))
            if port.get(state) == _DOWN and not waits:
                rest[state] = "available"
            request.estate.put(kind, rest)
        else:
            request.estate.put(kind, {**port, LINK: _DOWN})


def measured(request: Request, object_id: str, name: str, value: float) -> None:
    """Let AWS measure `history.LIGHT` or `history.ERRORS` on a port, or on those of a LAG.

    Raises `DxnetError` if there is nothing of that id.
    """
    for kind, port in _ports(request.estate, object_id):
        request.estate.put(kind, {**port, name: value})


def _ports(estate: Estate, object_id: str) -> list[tuple[str, RawRecord]]:
    found = estate.find(object_id, *physical.PORTS)
    if found is None and estate.get("lags", object_id) is None:
        raise UsageError(
            f"there is no connection, interconnect or LAG {object_id}",
            hint="`dxnet list --what connections` shows the ids",
        )
    members = [found] if found else _members(estate, object_id)
    return [(kind, port) for kind, port in members if port.get(KINDS[kind].state) not in GONE]


def _members(estate: Estate, lag_id: str) -> list[tuple[str, RawRecord]]:
    return [
        (kind, port)
        for kind in physical.PORTS
        for port in estate.records_where(kind, "lagId", lag_id)
        if not is_hosted(port)
    ]


def session(request: Request, object_id: str, *, is_up: bool) -> None:
    """Put the session of a BGP peer up or down, or those of a VIF; up as far as the link is.

    Raises `DxnetError` if there is nothing of that id.
    """
    estate = request.estate
    vif = estate.get(VIFS, object_id)
    if vif is None:
        vif = next(iter(estate.records_where(VIFS, "bgpPeers.bgpPeerId", object_id)), None)
    if vif is None or vif.get(STATE) in GONE:
        raise UsageError(
            f"there is no VIF and no BGP peer {object_id}",
            hint="`dxnet show` shows a VIF's BGP peers with their ids",
        )
    chosen = None if object_id == vif["virtualInterfaceId"] else object_id
    others = vif if physical.is_on_dark(estate, vif) else physical.remembered(vif)
    changed = _with_fact(others, chosen, is_up=is_up)
    estate.put(VIFS, physical.raised(changed, estate) if is_up else changed)


def _with_fact(vif: RawRecord, chosen: str | None, *, is_up: bool) -> dict[str, Any]:
    def fact(record: RawRecord) -> dict[str, Any]:
        rest = {name: value for name, value in record.items() if name != SESSION}
        return rest if is_up else {**rest, SESSION: _DOWN}

    if not vif.get(PEERS):
        return fact(vif)
    return {
        **vif,
        PEERS: [
            fact(peer) if chosen in (None, peer.get("bgpPeerId")) else peer for peer in vif[PEERS]
        ],
    }


def verify(request: Request) -> None:
    """Let AWS accept the prefixes of every public VIF that waits for it."""
    request.estate.refuses_verification = False
    for vif in request.estate.dump().get(VIFS, ()):
        if vif.get(STATE) == "verifying" and not vif.get(SCHEDULE):
            vif_states.bring_up(request, vif, vif_states.stages(vif))


def refuse_verification(request: Request) -> None:
    """Let AWS accept the prefixes of no public VIF from now on; those in between wait, too."""
    request.estate.refuses_verification = True
    for vif in request.estate.dump().get(VIFS, ()):
        if vif.get(STATE) == "verifying":
            rest = {name: value for name, value in vif.items() if name != SCHEDULE}
            request.estate.put(VIFS, rest)
