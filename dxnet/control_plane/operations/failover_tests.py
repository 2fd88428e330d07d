"""Failover tests: BGP peers put down for a while, and the history of it.

https://docs.aws.amazon.com/directconnect/latest/APIReference/API_StartBgpFailoverTest.html
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from dxnet import limits
from dxnet.control_plane.rules import vif_record
from dxnet.control_plane.rules.peering import identified_peers
from dxnet.control_plane.rules.vif_record import ID, PEERS, STATE, VIFS
from dxnet.control_plane.service.operation import Answer, Request, operation
from dxnet.control_plane.service.paging import page
from dxnet.control_plane.store import physical, transitions
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import SCHEDULE, RawRecord
from dxnet.control_plane.store.physical import TEST_OVER

TESTS = "virtualInterfaceTestHistory"
# The model leaves the words of a test's status open.
_RUNNING, _COMPLETED, _STOPPED = "in_progress", "completed", "stopped"


@operation("StartBgpFailoverTest")
def start(request: Request) -> Answer:
    """Put some or all peers of the caller's VIF down, until the clock or a stop ends it."""
    vif = vif_record.owned(request)
    minutes = request.get("testDurationInMinutes", limits.FAILOVER_TEST_DEFAULT)
    if minutes not in limits.FAILOVER_TEST_MINUTES:
        most = limits.FAILOVER_TEST_MINUTES[-1]
        raise refusal(f"The test duration must be between 1 and {most} minutes")
    vif = {**vif, PEERS: identified_peers(request, vif)}
    if not physical.is_on_dark(request.estate, vif):
        vif = dict(physical.remembered(vif))
    known = [peer["bgpPeerId"] for peer in vif_record.active(vif[PEERS])]
    chosen = request.get("bgpPeers") or known
    if not set(chosen) <= set(known):
        raise refusal(f"Virtual Interface {vif[ID]} has no such BGP Peer")
    end = request.now + 60 * minutes
    over = transitions.step(end, TEST_OVER, peers=chosen, state=vif[STATE])
    down = {**vif, STATE: "testing", PEERS: _with_status(vif, chosen, "down")}
    request.estate.put(VIFS, transitions.scheduled(down, over))
    test = {
        "testId": request.estate.new_id(TESTS),
        ID: vif[ID],
        "bgpPeers": chosen,
        "status": _RUNNING,
        "ownerAccount": vif.get("ownerAccount") or request.caller.account,
        "region": request.caller.region,
        "testDurationInMinutes": minutes,
        "startTime": request.now,
        "endTime": end,
        SCHEDULE: [transitions.step(end, "set", status=_COMPLETED)],
    }
    return {"virtualInterfaceTest": request.estate.put(TESTS, test)}


@operation("StopBgpFailoverTest")
def stop(request: Request) -> Answer:
    """End the test that runs on the caller's VIF."""
    vif = vif_record.owned(request)
    tests = request.estate.records_where(TESTS, ID, vif[ID])
    running = [test for test in tests if test.get("status") == _RUNNING]
    over = next((step for step in vif.get(SCHEDULE, ()) if step["do"] == TEST_OVER), None)
    if over is None or not running:
        raise refusal(f"Virtual Interface {vif[ID]} has no test in progress")
    rest = [step for step in vif[SCHEDULE] if step is not over]
    request.estate.put(VIFS, {**_restored(vif, over["with"]), SCHEDULE: rest})
    ended = {**running[0], "status": _STOPPED, "endTime": request.now, SCHEDULE: []}
    return {"virtualInterfaceTest": request.estate.put(TESTS, ended)}


@operation("ListVirtualInterfaceTestHistory")
def list_history(request: Request) -> Answer:
    """A page of the tests of the caller's VIFs, as the filters select them."""

    def ids_after(after: str) -> Iterator[str]:
        vif_id = request.get(ID)
        if vif_id is None:
            caller = request.caller
            found = request.estate.visible(TESTS, caller.account, caller.region, after)
        else:
            found = request.estate.where(TESTS, ID, vif_id, after)
        return (test_id for test_id in found if _passes(request, shown(test_id)))

    def shown(test_id: str) -> RawRecord:
        return request.estate.get(TESTS, test_id) or {}

    return page(request, TESTS, ids_after, shown)


@transitions.transition(TEST_OVER)
def test_over(vif: RawRecord, arguments: Mapping[str, Any]) -> RawRecord:
    """The VIF as it was before the test, with its peers up again."""
    return _restored(vif, arguments)


def _restored(vif: RawRecord, arguments: Mapping[str, Any]) -> RawRecord:
    peers = _with_status(vif, arguments["peers"], "up")
    return {**vif, STATE: arguments["state"], PEERS: peers}


def _with_status(vif: RawRecord, chosen: Collection[str], status: str) -> list[RawRecord]:
    return [
        {**peer, "bgpStatus": status}
        if peer.get("bgpPeerId", "") in chosen and peer.get("bgpPeerState") == "available"
        else peer
        for peer in vif_record.peers(vif)
    ]


def _passes(request: Request, test: RawRecord) -> bool:
    peers = request.get("bgpPeers")
    return (
        request.sees(TESTS, test)
        and request.get("testId") in (None, test.get("testId"))
        and request.get("status") in (None, test.get("status"))
        and (not peers or bool(set(peers) & set(test.get("bgpPeers") or ())))
    )
