"""Causes: it was not read, is gone, or does not work yet, since somebody has still to act."""

from __future__ import annotations

from dxnet import kinds
from dxnet.diagnose.case import Case, match
from dxnet.diagnose.registry import API, USER_GUIDE, cause
from dxnet.diagnose.terms import Certainty, Evidence, Match, Rung, Standing

_VIF_SOURCE = API + "API_VirtualInterface.html"
_PORT_SOURCE = API + "API_Connection.html"
_VIFS = "DescribeVirtualInterfaces"


def _in_state(case: Case, *states: str) -> Match | None:
    """A match where the VIF is in one of these states."""
    if case.vif is not None and case.vif.state in states:
        return match(f"{case.vif.id} is {case.vif.state}", _VIFS)
    return None


def _port_in_state(case: Case, *states: str) -> Match | None:
    """A match where the port is in one of these states."""
    if case.port is not None and case.port.state in states:
        fact = f"{case.port.id} is {case.port.state}"
        return match(fact, case.port_kind, subject=case.port.id)
    return None


@cause(
    "not-read",
    Rung.READ,
    Standing.UNKNOWN,
    "A list was not read",
    who="you",
    step="Ask for the right to call the action that is named, or choose another profile or region.",
    source="https://docs.aws.amazon.com/directconnect/latest/UserGuide/security-iam.html",
)
def not_read(case: Case) -> Match | None:
    """A list of which an action was denied or a region refused; it belongs to no object."""
    gaps = case.facts.estate.gaps
    if case.vif is not None or case.port is not None or not gaps:
        return None
    return Match(tuple(Evidence(f"not read: {gap}", gap.action or gap.kind) for gap in gaps))


@cause(
    "vif-gone",
    Rung.LIFECYCLE,
    Standing.GONE,
    "The VIF was there before and is gone",
    who="you",
    step="Look in CloudTrail who called DeleteVirtualInterface for {vif}.",
    source=API + "API_DeleteVirtualInterface.html",
)
def vif_gone(case: Case) -> Match | None:
    """A VIF of the older reading that a whole newer one does not have."""
    estate, before = case.facts.estate, case.facts.before
    if case.vif is None or before is None or estate.get(case.vif.id) is not None:
        return None
    if not estate.is_whole((kinds.VIF,)) or before.get(case.vif.id) is None:
        return None
    return match("the older reading has it, this one does not", _VIFS, Certainty.IMPLIED)


@cause(
    "vif-deleted",
    Rung.LIFECYCLE,
    Standing.GONE,
    "The VIF is deleted",
    who="you",
    step="If nobody meant to, look in CloudTrail who called DeleteVirtualInterface for {vif}.",
    source=_VIF_SOURCE,
)
def vif_deleted(case: Case) -> Match | None:
    """A VIF that AWS deletes, or has deleted: it stays listed for 15 minutes."""
    return _in_state(case, "deleting", "deleted")


@cause(
    "vif-rejected",
    Rung.LIFECYCLE,
    Standing.GONE,
    "The other account declined the VIF",
    who="you",
    step="Ask account {account} why it declined {vif}, then allocate it again.",
    source=_VIF_SOURCE,
)
def vif_rejected(case: Case) -> Match | None:
    """A VIF that its owner declined."""
    return _in_state(case, "rejected")


@cause(
    "hosted-awaits-acceptance",
    Rung.LIFECYCLE,
    Standing.WAITING,
    "A hosted connection waits until its owner accepts it",
    who="you",
    step="Accept the hosted connection: port hours start then.",
    command="aws directconnect confirm-connection --connection-id {port}",
    source=USER_GUIDE + "accept-hosted-connection.html",
    is_of_port=True,
)
def hosted_awaits_acceptance(case: Case) -> Match | None:
    """A hosted connection in the state `ordering`."""
    return _port_in_state(case, "ordering")


@cause(
    "port-ordered",
    Rung.LIFECYCLE,
    Standing.WAITING,
    "AWS is preparing the port",
    who="aws",
    step="Wait for the letter of authorization; if it is not there after 72 hours, ask AWS "
    "Support about {port}.",
    source=_PORT_SOURCE,
    is_of_port=True,
)
def port_ordered(case: Case) -> Match | None:
    """A port in the state `requested`: its letter of authorization is not out."""
    return _port_in_state(case, "requested")


@cause(
    "port-awaits-light",
    Rung.LIFECYCLE,
    Standing.WAITING,
    "The port is approved and waits for light",
    who="partner",
    step="Ask whether the cross-connect is laid and the port at the far end is on; the letter of "
    "authorization has the position in the cage.",
    command="aws directconnect describe-loa --connection-id {port}",
    source=_PORT_SOURCE,
    is_of_port=True,
)
def port_awaits_light(case: Case) -> Match | None:
    """A port in the state `pending`: AWS approved it, and it is being initialised."""
    return _port_in_state(case, "pending")


@cause(
    "port-gone",
    Rung.PORT,
    Standing.DOWN,
    "The port is deleted or was declined",
    who="you",
    step="The port does not exist any more: move what was on {port} to another connection.",
    source=_PORT_SOURCE,
    is_of_port=True,
)
def port_gone(case: Case) -> Match | None:
    """A port in the state `deleting`, `deleted` or `rejected`."""
    return _port_in_state(case, "deleting", "deleted", "rejected")


@cause(
    "awaits-acceptance",
    Rung.LIFECYCLE,
    Standing.WAITING,
    "The VIF waits until its owner accepts it",
    who="account {account}",
    step="Account {account} must accept {vif}; Amazon's ASN and the addresses are provisional "
    "until then.",
    source=USER_GUIDE + "WorkingWithVirtualInterfaces.html#hosted-vif",
)
def awaits_acceptance(case: Case) -> Match | None:
    """A hosted VIF in the state `confirming`; the account that must act is the subject."""
    found = _in_state(case, "confirming")
    if found is None or case.vif is None or not case.vif.owner_account:
        return found
    return Match(found.evidence, subject=f"account {case.vif.owner_account}")


@cause(
    "awaits-approval",
    Rung.LIFECYCLE,
    Standing.WAITING,
    "The VIF is being approved",
    who="aws",
    step="Wait, and read {vif} again: AWS does not document this state.",
    source="https://github.com/hashicorp/terraform-provider-aws/issues/11594",
)
def awaits_approval(case: Case) -> Match | None:
    """A VIF in the state `approving`, which is not in AWS's model."""
    found = _in_state(case, "approving")
    return found and Match(found.evidence, Certainty.POSSIBLE)


@cause(
    "public-verification",
    Rung.LIFECYCLE,
    Standing.WAITING,
    "AWS checks that the prefixes and the ASN are yours",
    who="aws",
    step="If it stays so for more than 72 hours, send AWS Support a letter of authorization for "
    "the prefixes and the ASN of {vif}.",
    source="https://repost.aws/knowledge-center/public-vif-stuck-verifying",
)
def public_verification(case: Case) -> Match | None:
    """A VIF or a peer in the state `verifying`."""
    if case.peer is not None and case.peer.state == "verifying":
        return match(f"the peer {case.peer.id} is verifying", _VIFS)
    return _in_state(case, "verifying")


@cause(
    "being-made",
    Rung.LIFECYCLE,
    Standing.WAITING,
    "The VIF or its peer is being made",
    who="you",
    step="Wait up to 15 minutes. If it stays so: does a private VIF lack its gateway? Else ask "
    "AWS Support about {vif}.",
    source=_VIF_SOURCE,
)
def being_made(case: Case) -> Match | None:
    """A VIF or a peer in the state `pending`, as in a change of the key."""
    vif, peer = case.vif, case.peer
    if vif is not None and peer is not None and peer.state == "pending":
        families = {old.family for old in vif.peers if old.state == "deleting"}
        beside = ", beside one that is being deleted" if peer.family in families else ""
        return match(f"the peer {peer.id} is pending{beside}", _VIFS)
    return _in_state(case, "pending")
