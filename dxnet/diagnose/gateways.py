"""Causes: the session is up, and the gateway behind it is not ready or leads nowhere."""

from __future__ import annotations

from dxnet.diagnose.case import Case, match
from dxnet.diagnose.registry import API, USER_GUIDE, cause
from dxnet.diagnose.terms import Match, Rung, Standing
from dxnet.model import Gateway
from dxnet.reach import Association

_ASSOCIATIONS = "DescribeDirectConnectGatewayAssociations"
_PENDING = frozenset(("associating", "updating", "disassociating"))


def associations_of(case: Case, gateway: Gateway | None) -> tuple[Association, ...] | None:
    """The associations of the Direct Connect gateway; None where they were not read whole."""
    associations = case.facts.associations
    if gateway is None or gateway.kind != "direct-connect" or associations is None:
        return None
    return associations.get(gateway.id, ())


@cause(
    "gateway-not-ready",
    Rung.ROUTES,
    Standing.LOOK,
    "The gateway is not ready",
    who="you",
    step="Read what AWS says about {gateway}, and mend that first.",
    source=API + "API_DirectConnectGateway.html",
)
def gateway_not_ready(case: Case) -> Match | None:
    """A session that is up towards no gateway, or one that AWS says something is wrong with."""
    vif, gateway = case.vif, case.gateway
    if vif is None or not case.is_up or vif.is_public:
        return None
    if not vif.gateway_id:
        return match(f"{vif.id} leads to no gateway", "DescribeVirtualInterfaces")
    subject = vif.gateway_id
    if gateway is not None and gateway.state not in ("", "available"):
        fact = f"the gateway {gateway.id} is {gateway.state}"
        return match(fact, "DescribeDirectConnectGateways", subject=subject)
    if gateway is not None and gateway.state_change_error:
        fact = f"the gateway says: {gateway.state_change_error}"
        return match(fact, "DescribeDirectConnectGateways", subject=subject)
    for one in associations_of(case, gateway) or ():
        if one.state_change_error:
            fact = f"the association with {one.gateway_id} says: {one.state_change_error}"
            return match(fact, _ASSOCIATIONS, subject=subject)
    return None


@cause(
    "association-pending",
    Rung.ROUTES,
    Standing.LOOK,
    "An association of the gateway is being made or changed",
    who="you",
    step="Wait, and read {gateway} again; a proposal must be accepted by the gateway's owner.",
    source=API + "API_DirectConnectGatewayAssociation.html",
)
def association_pending(case: Case) -> Match | None:
    """A session that is up, while an association of its gateway is not settled."""
    if case.vif is None or not case.is_up:
        return None
    for one in associations_of(case, case.gateway) or ():
        if one.state in _PENDING:
            fact = f"the association with {one.gateway_id} is {one.state}"
            return match(fact, _ASSOCIATIONS, subject=case.vif.gateway_id)
    return None


@cause(
    "nothing-associated",
    Rung.ROUTES,
    Standing.LOOK,
    "The gateway leads nowhere",
    who="you",
    step="Associate {gateway} with a virtual private gateway or a transit gateway: until then it "
    "has nothing to advertise.",
    source=USER_GUIDE + "direct-connect-gateways.html",
)
def nothing_associated(case: Case) -> Match | None:
    """A session that is up towards a gateway without associations and without SiteLink."""
    vif, gateway = case.vif, case.gateway
    associations = associations_of(case, gateway)
    if vif is None or not case.is_up or associations is None:
        return None
    others = case.facts.by_gateway.get(vif.gateway_id, ())
    if any(one.state != "disassociated" for one in associations):
        return None
    if sum(other.sitelink_enabled is True for other in others) >= 2:
        return None
    return match(f"{vif.gateway_id} has no association", _ASSOCIATIONS, subject=vif.gateway_id)
