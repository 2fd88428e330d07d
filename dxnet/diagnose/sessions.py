"""Causes: the port works and the BGP session does not, or nobody can tell."""

from __future__ import annotations

from collections.abc import Callable

from dxnet.diagnose import history, session
from dxnet.diagnose.case import Case, family, match
from dxnet.diagnose.facts import Fault
from dxnet.diagnose.port import at_most
from dxnet.diagnose.registry import API, USER_GUIDE, cause
from dxnet.diagnose.session import Session
from dxnet.diagnose.terms import Certainty, Evidence, Match, Rung, Standing

_VIFS = "DescribeVirtualInterfaces"
_TROUBLESHOOTING = USER_GUIDE + "ts-bgp.html"
_METRICS = USER_GUIDE + "monitoring-cloudwatch.html"
_MODEL_STATES = frozenset(
    (
        *("confirming", "verifying", "pending", "available", "down", "testing"),
        *("deleting", "deleted", "rejected", "approving"),
    )
)
_PEER_STATES = frozenset(("", "verifying", "pending", "available", "deleting", "deleted"))
_PORT_STATES = frozenset(
    ("", "ordering", "requested", "pending", "available", "down", "deleting", "deleted", "rejected")
)


def _fault(case: Case, rung: Rung) -> Match | None:
    """A match with the first rule that failed about the peer, on this rung."""
    if case.vif is None or not case.is_down:
        return None
    for fault in case.facts.faults.get(case.vif.id, ()):
        if fault.rung is rung and _is_about_peer(case, fault):
            lost = case.lost()
            evidence = Evidence(f"{fault.rule}: {fault.detail}. {fault.fix}", fault.rule)
            return Match((lost, evidence), Certainty.POSSIBLE, fault.rule)
    return None


def _is_about_peer(case: Case, fault: Fault) -> bool:
    """Whether the fault is this peer's: it does not name another peer's address alone."""
    if case.vif is None or case.peer is None:
        return False

    def named(address: str) -> bool:
        return bool(address) and address.partition("/")[0] in fault.detail

    own = named(case.peer.amazon_address) or named(case.peer.customer_address)
    others = [peer for peer in case.vif.active_peers if peer is not case.peer]
    return own or not any(
        named(peer.amazon_address) or named(peer.customer_address) for peer in others
    )


def _wrong(cause_id: str, rung: Rung, title: str) -> Callable[[Case], Match | None]:
    """Register the row of a wrong fact in AWS's record."""

    def matcher(case: Case) -> Match | None:
        return _fault(case, rung)

    return cause(
        cause_id,
        rung,
        Standing.DOWN,
        title,
        who="you",
        step="Mend AWS's record before you call anybody: the rule says how, and `dxnet plan` "
        "shows what a change does.",
        command="dxnet validate {vif}",
        source=_TROUBLESHOOTING,
    )(matcher)


wrong_vlan = _wrong("wrong-vlan", Rung.VLAN, "The VLAN in AWS's record is wrong")
wrong_address = _wrong("wrong-address", Rung.ADDRESS, "An address in AWS's record is wrong")
wrong_asn = _wrong("wrong-asn", Rung.ASN, "An ASN in AWS's record is wrong")
wrong_key = _wrong("wrong-key", Rung.KEY, "The key in AWS's record is wrong")


@cause(
    "prefix-quota",
    Rung.QUOTA,
    Standing.DOWN,
    "The router announced more prefixes than AWS takes",
    who="router",
    step="Count what the router announces on {vif}. Summarise it, or have more prefixes allocated; "
    "the router's log says Cease 6/1.",
    source="https://repost.aws/knowledge-center/direct-connect-down-bgp",
)
def prefix_quota(case: Case) -> Match | None:
    """A session that fell with at least 95 % of its allocation accepted, or that Amazon closed."""
    if case.vif is None or case.peer is None or not case.is_down:
        return None
    if said := [one.evidence for one in case.testimony if one.cause == "prefix-quota"]:
        return Match((case.lost(), *said), since=history.down_since(case))
    accepted = history.accepted_before_the_fall(case)
    quota = history.quota(case.vif, case.peer.family)
    if accepted is None or accepted < 0.95 * quota:
        return None
    fact = f"AWS accepted {accepted:g} prefixes before the fall, of {quota} allocated"
    return Match(
        (case.lost(), Evidence(fact, "CloudWatch")),
        Certainty.IMPLIED,
        since=history.down_since(case),
    )


@cause(
    "one-family-down",
    Rung.SESSION,
    Standing.PARTLY,
    "One address family is down, the other is up",
    who="router",
    step="The port and the VLAN are sound: compare this family's addresses, key and ASN, and look "
    "whether the router has it activated.",
    source=_TROUBLESHOOTING,
)
def one_family_down(case: Case) -> Match | None:
    """A peer that is down, none of whose family is up, on a VIF whose other family is up."""
    peer = case.peer
    if peer is None or not case.is_down or not case.other_peers_up:
        return None
    if any(other.family == peer.family for other in case.other_peers_up):
        return None
    up = Evidence(f"the {family(case.other_peers_up[0])} session of the VIF is up", _VIFS)
    return Match((case.lost(), up), Certainty.IMPLIED, since=history.down_since(case))


@cause(
    "aws-device-suspect",
    Rung.SESSION,
    Standing.DOWN,
    "Every VIF on one AWS device is down",
    who="aws",
    step="Look at AWS Health, then open a case with AWS Support that names the device.",
    source=USER_GUIDE + "resiliency_toolkit.html",
)
def aws_device_suspect(case: Case) -> Match | None:
    """An AWS device with several ports, all of whose VIFs are down, while another device works."""
    facts, vif = case.facts, case.vif
    device = facts.device(vif) if vif is not None and case.is_down else ""
    ports = facts.by_device.get(device, ()) if device else ()
    if vif is None or len(ports) < 2 or not all(map(facts.are_all_down, ports)):
        return None
    if not _works_elsewhere(case, facts.device, device):
        return None
    fact = f"all VIFs on the {len(ports)} ports of the AWS device {device} are down"
    return Match((case.lost(), Evidence(fact, _VIFS)), Certainty.POSSIBLE, device)


@cause(
    "customer-router-suspect",
    Rung.SESSION,
    Standing.DOWN,
    "Every VIF on one router of yours is down",
    who="router",
    step="Is that router up, and what changed on it? One ticket for all its VIFs.",
    source=_TROUBLESHOOTING,
)
def customer_router_suspect(case: Case) -> Match | None:
    """A router of dxnet.toml with several ports, all down, while another router works."""
    facts, vif = case.facts, case.vif
    routers = facts.routers or {}
    router = routers.get(vif.id, "") if vif is not None and case.is_down else ""
    ports = facts.by_router.get(router, ()) if router else ()
    if len(ports) < 2 or not all(map(facts.are_all_down, ports)):
        return None
    if not _works_elsewhere(case, lambda other: routers.get(other.id, ""), router):
        return None
    fact = f"all VIFs on the {len(ports)} ports of your router {router} are down"
    return Match((case.lost(), Evidence(fact, "dxnet.toml")), Certainty.POSSIBLE, router)


def _works_elsewhere(case: Case, place_of: Callable[..., str], place: str) -> bool:
    """Whether a VIF at another device or router is up."""
    facts = case.facts
    return any(
        facts.sessions[vif.id] is Session.UP and place_of(vif) not in ("", place)
        for vif in facts.estate.vifs
        if vif.is_live
    )


@cause(
    "shared-path-down",
    Rung.SESSION,
    Standing.DOWN,
    "Every VIF on the port is down, and AWS's port is up",
    who="router",
    step="Is the router up, and its port? Then ask the partner about the service behind {port}. "
    "One ticket for all its VIFs.",
    source=_TROUBLESHOOTING,
)
def shared_path_down(case: Case) -> Match | None:
    """A port that is `available` with several VIFs, all of which are down."""
    vif, port = case.vif, case.port
    if vif is None or port is None or not case.is_down or port.state != "available":
        return None
    vifs = case.facts.counted.get(port.id, ())
    if len(vifs) < 2 or not case.facts.are_all_down(port.id):
        return None
    fact = f"all {len(vifs)} VIFs on {port.id} are down, and the port is available"
    found = (case.lost(), Evidence(fact, f"{_VIFS}, {case.port_kind}"))
    return Match(found, Certainty.IMPLIED, port.id, history.down_since(case))


@cause(
    "session-flapping",
    Rung.SESSION,
    Standing.DOWN,
    "The session comes and goes",
    who="router",
    step="Read the router's log first: hold timer (4/0), BFD (6/10), loss, MTU, or the prefix "
    "quota in a loop.",
    source=_METRICS,
)
def session_flapping(case: Case) -> Match | None:
    """A session that is down, and that changed at least three times in the last 24 hours."""
    changes = history.changes(case) if case.is_down else 0
    if changes < history.FLAPPING:
        return None
    fact = Evidence(f"the session changed {changes} times in 24 hours", "CloudWatch")
    certainty = at_most(case, Certainty.IMPLIED)
    return Match((case.lost(), fact), certainty, since=history.down_since(case))


@cause(
    "session-lost",
    Rung.SESSION,
    Standing.DOWN,
    "The session was up and is lost",
    who="router",
    step="What changed at that minute? Ask the router in this order: interface, ARP, ping, "
    "neighbor.",
    source=_TROUBLESHOOTING,
    is_rest=True,
)
def session_lost(case: Case) -> Match | None:
    """A session that is down, and that a metric or an older reading has seen up."""
    witness = history.seen_up(case) if case.is_down else None
    if witness is None:
        return None
    certainty = at_most(case, Certainty.IMPLIED)
    return Match((case.lost(), witness), certainty, since=history.down_since(case))


@cause(
    "session-never-up",
    Rung.SESSION,
    Standing.DOWN,
    "The session has never been up",
    who="router",
    step="A fault of the set-up: compare the VLAN, the addresses, the key and the ASNs with the "
    "router.",
    source=_TROUBLESHOOTING,
    is_rest=True,
)
def session_never_up(case: Case) -> Match | None:
    """A session that is down, and that nothing has seen up since the VIF was made."""
    witness = history.seen_all_its_life(case) if case.is_down else None
    if witness is None or history.seen_up(case) is not None:
        return None
    return Match((case.lost(), witness), at_most(case, Certainty.IMPLIED))


@cause(
    "session-down",
    Rung.SESSION,
    Standing.DOWN,
    "The session is down, and AWS's end is sound",
    who="router",
    step="Ask the router in this order: interface, ARP, ping, neighbor. Each answer ends the "
    "search or moves it on.",
    source=_TROUBLESHOOTING,
    is_rest=True,
)
def session_down(case: Case) -> Match | None:
    """A session that is down, for a reason that nothing read so far tells."""
    return Match((case.lost(),), Certainty.POSSIBLE) if case.is_down else None


@cause(
    "session-unknown",
    Rung.SESSION,
    Standing.UNKNOWN,
    "Nothing tells whether the session is up",
    who="router",
    step="Ask the router whether the session is up: AWS's record does not say.",
    source=API + "API_BGPPeer.html",
)
def session_unknown(case: Case) -> Match | None:
    """A peer whose `bgpStatus` is absent, `unknown` or a new word; or no active peer."""
    if case.vif is None or case.session is not Session.UNKNOWN:
        return None
    if case.peer is None:
        return match("the VIF has no active BGP peer", _VIFS)
    return match(f"bgpStatus is {case.peer.status or 'absent'}", _VIFS)


@cause(
    "state-unknown",
    Rung.LIFECYCLE,
    Standing.UNKNOWN,
    "A state is unknown",
    who="you",
    step="Read {vif} again; if the word stays, ask AWS Support what it means.",
    source=API + "API_VirtualInterface.html",
)
def state_unknown(case: Case) -> Match | None:
    """A state of the VIF, the peer or, unless the peer is up, the port that AWS's model lacks."""
    if case.vif is None:
        return None
    if case.vif.state not in _MODEL_STATES:
        return match(f"the state of {case.vif.id} is {case.vif.state or 'absent'}", _VIFS)
    if case.peer is not None and case.peer.state not in _PEER_STATES:
        return match(f"the state of the peer {case.peer.id} is {case.peer.state}", _VIFS)
    if case.port is not None and not case.is_up and case.port.state not in _PORT_STATES:
        return match(f"the state of {case.port.id} is {case.port.state}", case.port_kind)
    return None


@cause(
    "states-disagree",
    Rung.SESSION,
    Standing.UNKNOWN,
    "The VIF's state and its sessions disagree",
    who="you",
    step="Read {vif} again in 60 seconds; if it stays so, trust the sessions.",
    source=API + "API_VirtualInterface.html",
)
def states_disagree(case: Case) -> Match | None:
    """A VIF that is `down` while every session is up, or `available` while every one is down."""
    vif = case.vif
    if vif is None or not vif.active_peers:
        return None
    sessions = {session.of(vif, peer) for peer in vif.active_peers}
    opposite = {"down": Session.UP, "available": Session.DOWN}.get(vif.state)
    if sessions != {opposite}:
        return None
    return match(f"{vif.id} is {vif.state}, and every session is {opposite}", _VIFS)
