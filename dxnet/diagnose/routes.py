"""Causes: the session is up, and routes are missing or too many."""

from __future__ import annotations

from dxnet.diagnose import history
from dxnet.diagnose.case import Case, family, match
from dxnet.diagnose.gateways import associations_of
from dxnet.diagnose.registry import USER_GUIDE, cause
from dxnet.diagnose.terms import Match, Rung, Standing

_ROUTES = "ListVirtualInterfaceRoutes"
_ROUTING = USER_GUIDE + "routing-and-bgp.html"


def _routes(case: Case, direction: str, metric: str) -> tuple[int, str] | None:
    """How many routes pass in a direction for the peer's family, and who says so."""
    vif, peer = case.vif, case.peer
    if vif is None or peer is None or not case.is_up:
        return None
    if vif.routes is not None:
        count = sum(
            route.direction == direction and route.family == peer.family for route in vif.routes
        )
        return count, _ROUTES
    series = history.points(case, metric)
    return (int(series[-1][1]), "CloudWatch") if series else None


def _accepted(case: Case) -> tuple[int, str] | None:
    return _routes(case, "accepted", "VirtualInterfaceBgpPrefixesAccepted")


@cause(
    "nothing-advertised",
    Rung.ROUTES,
    Standing.LOOK,
    "AWS advertises nothing",
    who="you",
    step="Look at the allowed prefixes of the associations of {gateway}; is the virtual private "
    "gateway attached to a VPC?",
    source=_ROUTING,
)
def nothing_advertised(case: Case) -> Match | None:
    """A session that is up and over which AWS advertises nothing, though something is associated.

    Public VIFs are left out: nothing is associated with them.
    """
    advertised = _routes(case, "advertised", "VirtualInterfaceBgpPrefixesAdvertised")
    if advertised is None or advertised[0] or case.vif is None or case.peer is None:
        return None
    associations = associations_of(case, case.gateway) or ()
    is_associated = any(one.state == "associated" for one in associations)
    if not is_associated and not case.vif.virtual_gateway_id:
        return None
    return match(f"AWS advertises no {family(case.peer)} prefix", advertised[1])


@cause(
    "nothing-accepted",
    Rung.ROUTES,
    Standing.LOOK,
    "AWS accepts nothing from the router",
    who="router",
    step="Look what the router advertises: its filter out, and whether the prefix is in its "
    "routing table. On a public VIF: is the prefix among the VIF's route-filter prefixes?",
    source=_ROUTING,
)
def nothing_accepted(case: Case) -> Match | None:
    """A session that is up and over which AWS has accepted no prefix."""
    accepted = _accepted(case)
    if accepted is None or accepted[0] or case.peer is None:
        return None
    return match(f"AWS accepted no {family(case.peer)} prefix", accepted[1])


@cause(
    "prefix-missing",
    Rung.ROUTES,
    Standing.LOOK,
    "A prefix that was asked for is not there",
    who="router",
    step="Is it among the routes that the router advertises? If not, mend the router's filter; if "
    "it is, AWS filters it.",
    source=USER_GUIDE + "bgp-route-visibility.html",
)
def prefix_missing(case: Case) -> Match | None:
    """A session that is up and that does not carry a prefix that the user asked for."""
    vif, peer = case.vif, case.peer
    if vif is None or peer is None or not case.is_up or vif.routes is None:
        return None
    accepted = {str(route.prefix) for route in vif.routes if route.direction == "accepted"}
    is_ipv6 = peer.family == "ipv6"
    lacking = [
        prefix
        for prefix in case.facts.expected
        if (":" in prefix) is is_ipv6 and prefix not in accepted
    ]
    return match(f"not accepted: {', '.join(lacking)}", _ROUTES) if lacking else None


@cause(
    "near-quota",
    Rung.QUOTA,
    Standing.LOOK,
    "The router comes near to the number of prefixes that AWS takes",
    who="router",
    step="Summarise what the router announces on {vif}, or have more prefixes allocated, before "
    "the session falls.",
    source=USER_GUIDE + "limits.html",
)
def near_quota(case: Case) -> Match | None:
    """A session that is up and that uses at least 80 % of its allocation."""
    accepted = _accepted(case)
    if accepted is None or case.vif is None or case.peer is None:
        return None
    quota = history.quota(case.vif, case.peer.family)
    if accepted[0] < 0.8 * quota:
        return None
    return match(f"AWS accepted {accepted[0]} prefixes of {quota} allocated", accepted[1])
