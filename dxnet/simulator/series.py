"""What Direct Connect publishes in CloudWatch's namespace `AWS/DX`, as series of samples.

https://docs.aws.amazon.com/directconnect/latest/UserGuide/monitoring-cloudwatch.html; the
dimensions of the BGP metrics are those of CloudWatch's table of OpenTelemetry enrichment.

States come from what the records remember (`store.history`). Traffic is made up, but always the
same: it follows from a VIF's id and the time of day, and is nothing while no session is up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from dxnet.control_plane import Request
from dxnet.control_plane.operations import routes
from dxnet.control_plane.rules.rate_limits import mbps
from dxnet.control_plane.store import history
from dxnet.control_plane.store.history import Timeline, timeline
from dxnet.control_plane.store.kinds import KINDS, PARENT, PARENTS, RawRecord, is_hosted
from dxnet.simulator import samples
from dxnet.simulator.samples import Flow, Sample

NAMESPACE = "AWS/DX"
# Data are published for every five minutes, once these are over.
_PUBLISHED = 300.0

# Names and values.
Dimensions = tuple[tuple[str, str], ...]

_VIFS = "virtualInterfaces"
_FAMILIES = {"ipv4": "IPv4", "ipv6": "IPv6"}
# 100 and 400 Gbps come in four lanes: IEEE 802.3, 100GBASE-LR4 and 400GBASE-FR4.
_LANES = {"100Gbps": 4, "400Gbps": 4}
# The most of a bandwidth that is used, in bits a second of one megabit.
_USED = 0.6e6


@dataclass(frozen=True, slots=True)
class Series:
    """One metric with its dimensions: `begin` is when it has its first data, in epoch seconds."""

    name: str
    dimensions: Dimensions
    unit: str
    begin: float
    sample: Sample


def published(request: Request, connection_id: str | None = None) -> list[Series]:
    """The series that the request's caller sees, or those that have that `ConnectionId`.

    On a LAG, whether AWS has the LAG's id or its connections' is not documented; here VIFs have
    the LAG's, as in their records.
    """
    ids = _carriers(request) if connection_id is None else [connection_id]
    end = published_until(request.now)
    return [s for each in ids for s in _on(request, each) if s.begin < end]


def published_until(now: float) -> float:
    """The end of the last five minutes that are over, in epoch seconds."""
    return math.floor(now / _PUBLISHED) * _PUBLISHED


def _carriers(request: Request) -> list[str]:
    caller, estate = request.caller, request.estate
    ports = [
        object_id
        for kind in PARENTS
        for object_id in estate.visible(kind, caller.account, caller.region)
    ]
    vifs = estate.visible(_VIFS, caller.account, caller.region)
    named = ((estate.get(_VIFS, vif_id) or {}).get("connectionId") or "" for vif_id in vifs)
    return [carrier_id for carrier_id in dict.fromkeys((*ports, *named)) if carrier_id]


def _on(request: Request, carrier_id: str) -> Iterator[Series]:
    """The series of a connection, interconnect or LAG, and of the VIFs on it."""
    found = request.estate.find(carrier_id, *PARENTS)
    vifs = [
        vif
        for vif in request.estate.records_where(_VIFS, "connectionId", carrier_id)
        if request.sees(_VIFS, vif)
    ]
    if found and (vifs or request.sees(*found)):
        yield from _of_port(request, *found)
    for vif in vifs:
        yield from _of_vif(request, vif, carrier_id)


def _of_port(request: Request, kind: str, port: RawRecord) -> Iterator[Series]:
    """`ConnectionState` is also for the owner of a VIF on it; all else for the port's owner.

    Hosted connections have `ConnectionState` alone.
    """
    named = (("ConnectionId", port[KINDS[kind].id]),)
    link = timeline(kind, port, history.LINK)
    if not link.times:
        return
    yield Series("ConnectionState", named, "None", link.begin, partial(samples.is_up, link))
    if not request.sees(kind, port) or is_hosted(port):
        return
    yield from _encryption(request, kind, port, named, link)
    if kind == "lags":
        return
    yield from _light(port, kind, named, link)
    errors = timeline(kind, port, history.ERRORS)
    count = partial(samples.errors, link, errors)
    yield Series("ConnectionErrorCount", named, "Count", link.begin, count)
    flows = _flows_through(request, kind, port)
    yield from _traffic("Connection", named, link.begin, flows, (link,))


def _encryption(
    request: Request,
    kind: str,
    port: RawRecord,
    named: Dimensions,
    link: Timeline,
) -> Iterator[Series]:
    """A LAG is encrypted while all its connections are."""
    members = request.estate.lag_members(port["lagId"]) if kind == "lags" else []
    ports = [("connections", each) for each in members] if kind == "lags" else [(kind, port)]
    lines = [timeline(of, each, history.ENCRYPTION) for of, each in ports]
    is_wanted = port.get("encryptionMode") in ("should_encrypt", "must_encrypt")
    if (
        not (is_wanted or port.get("macSecKeys"))
        or not lines
        or not all(line.times for line in lines)
    ):
        return
    begin = max(line.begin for line in lines)
    sample = partial(samples.all_up, (link, *lines))
    yield Series("ConnectionEncryptionState", named, "None", begin, sample)


def _light(port: RawRecord, kind: str, named: Dimensions, link: Timeline) -> Iterator[Series]:
    """AWS's light, which is always on, and the one that comes in: none where the link is down."""
    port_id, received = named[0][1], timeline(kind, port, history.LIGHT)
    for lane in range(1, _LANES.get(port.get("bandwidth") or "", 1) + 1):
        dimensions = (*named, ("OpticalLaneNumber", str(lane)))
        sent = round(0.5 + samples.fraction(port_id, "sent", str(lane)), 2)
        arrives = round(-3 - 2 * samples.fraction(port_id, "received", str(lane)), 2)
        levels: dict[str, Sample] = {
            "Tx": partial(samples.while_there, link, sent),
            "Rx": partial(samples.light, link, received, arrives),
        }
        for end, sample in levels.items():
            yield Series(f"ConnectionLightLevel{end}", dimensions, "None", link.begin, sample)


def _of_vif(request: Request, vif: RawRecord, carrier_id: str) -> Iterator[Series]:
    named = (("ConnectionId", carrier_id), ("VirtualInterfaceId", vif["virtualInterfaceId"]))
    families = [name for name in history.remembered_facts(_VIFS, vif) if name in _FAMILIES]
    lines = {family: timeline(_VIFS, vif, family) for family in families}
    for family, line in lines.items():
        dimensions = (*named, ("IpAddressFamily", _FAMILIES[family]))
        name = "VirtualInterfaceBgpStatus"
        yield Series(name, dimensions, "None", line.begin, partial(samples.is_up, line))
        for direction in ("accepted", "advertised"):
            count = _count(request, vif, direction, family)
            name = f"VirtualInterfaceBgpPrefixes{direction.title()}"
            sample = partial(samples.while_up, line, count)
            yield Series(name, dimensions, "Count", line.begin, sample)
    if lines:
        begin = min(line.begin for line in lines.values())
        flows = [_flow(request, vif)]
        yield from _traffic("VirtualInterface", named, begin, flows, tuple(lines.values()))


def _count(request: Request, vif: RawRecord, direction: str, family: str) -> float:
    """How many routes the VIF's sessions of that family carry while they are up."""
    peers = [{**peer, "bgpStatus": "up"} for peer in vif.get("bgpPeers") or ()]
    as_up = {**vif, "bgpPeers": peers} if peers else vif
    cidrs = {
        route.get("cidr")
        for route in routes.carried(request, as_up)
        if (route.get("routeDirection"), route.get("addressFamily")) == (direction, family)
    }
    return float(len(cidrs))


def _flow(request: Request, vif: RawRecord, part: float = 1.0) -> Flow:
    """A VIF's traffic, which its rate limit and its connection can hold, and a part of it."""
    carrier = request.estate.find(vif.get("connectionId") or "", *PARENTS)
    port: Any = carrier[1] if carrier else {}
    speeds = (vif.get("rateLimit"), port.get("bandwidth") or port.get("connectionsBandwidth"))
    fits = [_USED * speed for speed in map(mbps, speeds) if speed]
    lines = tuple(timeline(_VIFS, vif, family) for family in _FAMILIES)
    return Flow(vif["virtualInterfaceId"], lines, min(fits, default=math.inf), part)


def _flows_through(request: Request, kind: str, port: RawRecord) -> list[Flow]:
    """The traffic of a port: that of the VIFs on it, and its part of those on its LAG."""
    port_id, lag_id = port[KINDS[kind].id], port.get("lagId") or ""
    estate = request.estate
    hosted = [each["connectionId"] for each in estate.records_where("connections", PARENT, port_id)]
    members = len(estate.lag_members(lag_id)) if lag_id else 1
    carriers = [(port_id, 1.0), *((each, 1.0) for each in hosted), (lag_id, 1 / max(1, members))]
    return [
        _flow(request, vif, part)
        for carrier_id, part in carriers
        if carrier_id
        for vif in estate.records_where(_VIFS, "connectionId", carrier_id)
    ]


def _traffic(
    prefix: str,
    named: Dimensions,
    begin: float,
    flows: Iterable[Flow],
    lines: tuple[Timeline, ...],
) -> Iterator[Series]:
    """Bits and packets a second from AWS (egress) and to it, while the lines are there."""
    for way in ("Egress", "Ingress"):
        bits = partial(samples.bits, tuple(flows), way, lines)
        yield Series(f"{prefix}Bps{way}", named, "Bits/Second", begin, bits)
        packets = partial(samples.packets, bits)
        yield Series(f"{prefix}Pps{way}", named, "Count/Second", begin, packets)
