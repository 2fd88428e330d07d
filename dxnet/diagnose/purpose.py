"""Causes: it is down because someone wants it, or because AWS itself has an outage."""

from __future__ import annotations

from dxnet.diagnose.case import Case, match
from dxnet.diagnose.facts import is_running
from dxnet.diagnose.registry import API, cause
from dxnet.diagnose.terms import Certainty, Evidence, Match, Rung, Since, Standing
from dxnet.observations import Event

_TESTS = "ListVirtualInterfaceTestHistory"
_HEALTH = "https://docs.aws.amazon.com/health/latest/APIReference/API_Event.html"


@cause(
    "failover-test",
    Rung.PURPOSE,
    Standing.ON_PURPOSE,
    "A failover test holds the session down",
    who="you",
    step="Nothing, if the test is yours: it ends by itself. This ends it now.",
    command="aws directconnect stop-bgp-failover-test --virtual-interface-id {vif}",
    source=API + "API_StartBgpFailoverTest.html",
)
def failover_test(case: Case) -> Match | None:
    """A peer that a running test holds, and that is not up, on a port that is not down."""
    vif, peer = case.vif, case.peer
    if vif is None or peer is None or case.is_up or (case.port and case.port.state == "down"):
        return None
    running = [
        test
        for test in case.facts.estate.failover_tests or ()
        if test.virtual_interface_id == vif.id
        and is_running(test.start_time, test.end_time, case.facts.now)
    ]
    for test in running:
        if not test.bgp_peers or peer.id in test.bgp_peers:
            end = f"ends at {test.end_time:%Y-%m-%d %H:%MZ}" if test.end_time else "has no end"
            evidence = Evidence(f"the test {test.id} {end}", _TESTS, test.end_time)
            start = Since(test.start_time, test.start_time, _TESTS)
            return Match((evidence,), since=start)
    if running or vif.state != "testing":
        return None
    certainty = Certainty.POSSIBLE if len(vif.active_peers) > 1 else Certainty.PROVEN
    fact = f"{vif.id} is testing; nothing tells when the test ends"
    return match(fact, "DescribeVirtualInterfaces", certainty)


@cause(
    "aws-maintenance",
    Rung.PURPOSE,
    Standing.ON_PURPOSE,
    "AWS maintains the device or the port",
    who="you",
    step="Nothing on the router: wait until the event ends, and watch the gateway's other paths.",
    source=_HEALTH,
)
def aws_maintenance(case: Case) -> Match | None:
    """An open and begun event of AWS Health, of the category `scheduledChange`."""
    return _event(case, ("scheduledChange",))


@cause(
    "aws-issue",
    Rung.PURPOSE,
    Standing.DOWN,
    "AWS reports an outage",
    who="aws",
    step="Open a case with AWS Support that names the event and {vif}; watch the gateway's other "
    "paths.",
    source=_HEALTH,
)
def aws_issue(case: Case) -> Match | None:
    """An open event of AWS Health, of the category `issue` or `investigation`."""
    return _event(case, ("issue", "investigation"))


def _event(case: Case, categories: tuple[str, ...]) -> Match | None:
    """A match with an open event on the VIF or its port, where the port or the peer is down."""
    if not case.is_down and (case.port is None or case.port.state != "down"):
        return None
    for event in case.facts.events or ():
        if event.category in categories and _is_about(case, event):
            end = f" until {event.end:%Y-%m-%d %H:%MZ}" if event.end else ""
            fact = f"AWS Health has an open event of the category {event.category}{end}"
            since = Since(event.start, event.start, "AWS Health")
            return Match(
                (Evidence(fact, "health:DescribeEvents", event.start),),
                Certainty.IMPLIED,
                event.arn,
                since,
            )
    return None


def _is_about(case: Case, event: Event) -> bool:
    """Whether an event is open, has begun, and names the VIF, its port or a part of it."""
    if event.status != "open" or (event.start is not None and event.start > case.facts.now):
        return False
    ids = case.facts.port_ids(case.port, case.vif) | ({case.vif.id} if case.vif else set())
    return not ids.isdisjoint(event.entities)
