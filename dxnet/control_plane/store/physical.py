"""Operational state, which follows from links and sessions: a port's, a LAG's, a VIF's.

Two facts stand in records and in no answer: `link` of a connection or interconnect, and `session`
of a BGP peer (or of a VIF without peers), each `down` or absent. From them follow

* a port: available, or down where its link is, or what a hosted connection is on
* a LAG: available with as many available ports as `minimumLinks` says, at least one, or down
  (https://docs.aws.amazon.com/directconnect/latest/UserGuide/lags.html)
* a BGP session: up, or down where its own fact says so, or the VIF's connection or LAG is not up
* a VIF: available with a session that is up, or down

What a loaded record says counts until something happens to it or to what it is on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from dxnet.control_plane.store.kinds import GONE, KINDS, PARENT, PARENTS, SCHEDULE, RawRecord

if TYPE_CHECKING:
    from dxnet.control_plane.store.estate import Estate

LINK, SESSION = "link", "session"
# The step that ends a failover test, during which its peers are down whatever the session is.
TEST_OVER = "failover-test-over"
PORTS = ("connections", "interconnects")
_VIFS, _STATE = "virtualInterfaces", "virtualInterfaceState"
_PEERS = "bgpPeers"
_UP, _DOWN = "available", "down"
_DARK = ("requested", "pending", _DOWN, *GONE)


def is_dark(kind: str, carrier: RawRecord) -> bool:
    """Whether a connection, interconnect or LAG carries nothing; without a state it does."""
    return carrier.get(KINDS[kind].state) in _DARK


def derived(estate: Estate, kind: str, before: RawRecord | None, record: RawRecord) -> RawRecord:
    """The record that is to replace `before`, in the state that follows."""
    if kind in PORTS:
        return _port(estate, kind, record)
    if kind == "lags":
        return _lag(estate, record)
    if kind == _VIFS:
        dark = is_on_dark(estate, record)
        moved = before is not None and before.get("connectionId") != record.get("connectionId")
        was_dark = is_on_dark(estate, before) if moved and before is not None else dark
        return _vif(record, was_dark=was_dark, is_dark=dark)
    return record


def follow(
    estate: Estate, kind: str, before: RawRecord | None, record: RawRecord | None
) -> Iterator[tuple[str, RawRecord]]:
    """What changes with a record that replaced another, or came or went: kinds and records."""
    if kind in PORTS:
        for lag_id in {each.get("lagId") or "" for each in (before, record) if each}:
            lag = estate.get("lags", lag_id)
            if lag is not None and _lag(estate, lag) != lag:
                yield "lags", lag
    if kind in PARENTS and before is not None and record is not None:
        was, now = is_dark(kind, before), is_dark(kind, record)
        if was != now:
            yield from _carried(estate, record[KINDS[kind].id], was_dark=was, is_dark=now)


def _carried(
    estate: Estate, carrier_id: str, *, was_dark: bool, is_dark: bool
) -> Iterator[tuple[str, RawRecord]]:
    """The VIFs and hosted connections on what went dark, or is light again."""
    for vif in estate.records_where(_VIFS, "connectionId", carrier_id):
        yield _VIFS, _vif(vif, was_dark=was_dark, is_dark=is_dark)
    for hosted in estate.records_where("connections", PARENT, carrier_id):
        if not is_dark and hosted.get("connectionState") == _DOWN:
            yield "connections", {**hosted, "connectionState": _UP}
        elif is_dark and hosted.get("connectionState") == _UP:
            yield "connections", hosted


def _port(estate: Estate, kind: str, port: RawRecord) -> RawRecord:
    state = KINDS[kind].state
    host_id = port.get(PARENT) or "" if kind == "connections" else ""
    host = estate.find(host_id, "interconnects", "lags")
    is_cut = port.get(LINK) == _DOWN or (host is not None and is_dark(*host))
    return {**port, state: _DOWN} if is_cut and port.get(state) == _UP else port


def _lag(estate: Estate, lag: RawRecord) -> RawRecord:
    """A LAG of which not every port is known stays as it is."""
    states = [port.get("connectionState") for port in estate.lag_members(lag["lagId"])]
    states = [state for state in states if state not in GONE]
    count = lag.get("numberOfConnections")
    is_known = len(states) >= count if isinstance(count, int) else bool(states)
    if not is_known or lag.get("lagState") not in (_UP, _DOWN):
        return lag
    links = sum(state not in _DARK for state in states)
    return {**lag, "lagState": _UP if links >= max(1, lag.get("minimumLinks") or 0) else _DOWN}


def is_on_dark(estate: Estate, vif: RawRecord) -> bool:
    """Whether the VIF's connection or LAG carries nothing."""
    carrier = estate.find(vif.get("connectionId") or "", *PARENTS)
    return carrier is not None and is_dark(*carrier)


def _vif(vif: RawRecord, *, was_dark: bool, is_dark: bool) -> RawRecord:
    """The VIF whose connection or LAG was dark or not, and is dark now or not."""
    if is_dark and not was_dark:
        vif = remembered(vif)
    if not vif.get(_PEERS):
        return _without_peers(vif, was_dark=was_dark, is_dark=is_dark)
    tested = peers_in_test(vif)
    peers = []
    for peer in vif[_PEERS]:
        may_rise = was_dark and peer.get("bgpPeerId") not in tested
        peers.append(_peer(peer, may_rise=may_rise, is_dark=is_dark))
    return _with_sessions(vif, peers)


def _without_peers(vif: RawRecord, *, was_dark: bool, is_dark: bool) -> RawRecord:
    is_cut = is_dark or vif.get(SESSION) == _DOWN
    if is_cut and vif.get(_STATE) == _UP:
        return {**vif, _STATE: _DOWN}
    if was_dark and not is_cut and vif.get(_STATE) == _DOWN:
        return {**vif, _STATE: _UP}
    return vif


def _peer(peer: RawRecord, *, may_rise: bool, is_dark: bool) -> RawRecord:
    if peer.get("bgpPeerState") != _UP:
        return peer
    is_cut = is_dark or peer.get(SESSION) == _DOWN
    if is_cut and peer.get("bgpStatus") == "up":
        return {**peer, "bgpStatus": "down"}
    if may_rise and not is_cut and peer.get("bgpStatus") == "down":
        return {**peer, "bgpStatus": "up"}
    return peer


def _with_sessions(vif: RawRecord, peers: list[RawRecord]) -> RawRecord:
    """The VIF with those peers; where their status is known, it is available or down by them."""
    changed = {**vif, _PEERS: peers} if peers != vif[_PEERS] else vif
    statuses = {peer.get("bgpStatus") for peer in peers if peer.get("bgpPeerState") == _UP}
    if vif.get(_STATE) not in (_UP, _DOWN) or not statuses or statuses - {"up", "down"}:
        return changed
    state = _UP if "up" in statuses else _DOWN
    return changed if vif[_STATE] == state else {**changed, _STATE: state}


def remembered(vif: RawRecord) -> RawRecord:
    """The VIF on a connection or LAG that is up: what is down on it is so for its own reasons."""
    if not vif.get(_PEERS):
        return {**vif, SESSION: _DOWN} if vif.get(_STATE) == _DOWN else vif
    tested = peers_in_test(vif)
    peers = [
        {**peer, SESSION: _DOWN}
        if (peer.get("bgpPeerState"), peer.get("bgpStatus")) == (_UP, "down")
        and peer.get("bgpPeerId") not in tested
        else peer
        for peer in vif[_PEERS]
    ]
    return {**vif, _PEERS: peers}


def peers_in_test(vif: RawRecord) -> frozenset[str]:
    """The ids of the peers that a running failover test holds down."""
    steps: list[Mapping[str, Any]] = list(vif.get(SCHEDULE, ()))
    return frozenset(
        peer for step in steps if step["do"] == TEST_OVER for peer in step["with"]["peers"]
    )


def raised(vif: RawRecord, estate: Estate) -> RawRecord:
    """The VIF after its sessions' facts changed: those that nothing holds down come up."""
    return _vif(vif, was_dark=True, is_dark=is_on_dark(estate, vif))
