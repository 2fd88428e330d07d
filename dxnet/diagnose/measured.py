"""Causes: the session is up, and what was measured asks for a look; or it simply works."""

from __future__ import annotations

from dxnet.diagnose.case import Case, family, match
from dxnet.diagnose.registry import API, USER_GUIDE, cause
from dxnet.diagnose.terms import Certainty, Evidence, Match, Rung, Standing

_METRICS = USER_GUIDE + "monitoring-cloudwatch.html"
# What AWS's light levels should be, in dBm, by bandwidth; a dashboard tool is the only source.
_LIGHT = {
    "1Gbps": {"Tx": (-14.4, 2.5), "Rx": (-14.4, 2.5)},
    "10Gbps": {"Tx": (-14.4, 2.5), "Rx": (-14.4, 2.5)},
    "100Gbps": {"Tx": (-4.3, 4.5), "Rx": (-10.6, 4.5)},
    "400Gbps": {"Tx": (-1.0, 6.09), "Rx": (-12.0, 7.09)},
}
_UNITS = {"M": 1e6, "G": 1e9, "T": 1e12}


@cause(
    "light-low",
    Rung.PORT,
    Standing.LOOK,
    "The light is out of its range",
    who="partner",
    step="Have the fibre of {port} cleaned and measured before it fails.",
    source=_METRICS,
)
def light_low(case: Case) -> Match | None:
    """A session that is up over a port whose light is out of the range of its bandwidth."""
    port, metrics = case.port, case.facts.metrics
    ranges = _LIGHT.get(getattr(port, "bandwidth", ""), {})
    if not case.is_up or port is None or metrics is None:
        return None
    for end, (lowest, highest) in ranges.items():
        for series in metrics.of_port(f"ConnectionLightLevel{end}", case.facts.port_ids(port)):
            if series.points and not lowest <= series.points[-1][1] <= highest:
                at, level = series.points[-1]
                fact = f"{end} is {level:g} dBm, out of {lowest:g} to {highest:g}"
                found = Evidence(fact, "CloudWatch", at)
                return Match((found,), Certainty.IMPLIED, port.id)
    return None


@cause(
    "errors-rising",
    Rung.PORT,
    Standing.LOOK,
    "The port counts errors",
    who="partner",
    step="Have the fibre and the optics of {port} cleaned and measured before it fails.",
    source=_METRICS,
)
def errors_rising(case: Case) -> Match | None:
    """A session that is up over a port with errors in three of the last twelve periods."""
    port, metrics = case.port, case.facts.metrics
    if not case.is_up or port is None or metrics is None:
        return None
    for series in metrics.of_port("ConnectionErrorCount", case.facts.port_ids(port)):
        bad = sum(value > 0 for _, value in series.points[-12:])
        if bad >= 3:
            fact = f"{port.id} has errors in {bad} of the last 12 periods"
            return match(fact, "CloudWatch", Certainty.IMPLIED, port.id)
    return None


@cause(
    "rate-limited",
    Rung.QUOTA,
    Standing.LOOK,
    "The VIF is at its rate limit",
    who="you",
    step="AWS drops what is above the rate limit of {vif}: raise the limit, or send less.",
    source=API + "API_VirtualInterface.html",
)
def rate_limited(case: Case) -> Match | None:
    """A session that is up on a VIF whose traffic from AWS is at its limit for three periods."""
    vif, metrics = case.vif, case.facts.metrics
    if vif is None or metrics is None or not case.is_up or not vif.rate_limit[:-4]:
        return None
    limit = float(vif.rate_limit[:-4]) * _UNITS[vif.rate_limit[-4]]
    last = metrics.of("VirtualInterfaceBpsEgress", vif.id)[-3:]
    if len(last) < 3 or any(value < 0.95 * limit for _, value in last):
        return None
    fact = f"{vif.id} sends at its limit of {vif.rate_limit} for three periods"
    return match(fact, "CloudWatch", Certainty.IMPLIED)


@cause(
    "mtu-mixed",
    Rung.ROUTES,
    Standing.LOOK,
    "A prefix comes over VIFs of different MTUs",
    who="you",
    step="Give all VIFs of {gateway} that announce the prefix one MTU: with different ones AWS "
    "falls back to 1500.",
    source=USER_GUIDE + "set-jumbo-frames-vif.html",
)
def mtu_mixed(case: Case) -> Match | None:
    """A session that is up and that announces a prefix which VIFs of another MTU announce, too.

    AWS falls back for a route that comes over several, not for all routes of the gateway.
    """
    vif = case.vif
    if vif is None or not case.is_up or not vif.gateway_id:
        return None
    for route in vif.routes or ():
        mtus = case.facts.mtus.get((vif.gateway_id, route.cidr), frozenset())
        if route.direction == "accepted" and len(mtus) > 1:
            fact = f"{route.cidr} comes over VIFs of the MTUs {', '.join(map(str, sorted(mtus)))}"
            return match(fact, "ListVirtualInterfaceRoutes", subject=vif.gateway_id)
    return None


@cause(
    "up",
    Rung.REDUNDANCY,
    Standing.UP,
    "It works",
    who="you",
    step="Nothing.",
    source=USER_GUIDE + "WorkingWithVirtualInterfaces.html",
    is_rest=True,
)
def up(case: Case) -> Match | None:
    """A session that is up."""
    if not case.is_up or case.peer is None:
        return None
    return match(f"the {family(case.peer)} session is up", "DescribeVirtualInterfaces")
