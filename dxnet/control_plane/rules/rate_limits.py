"""The rate limits of VIFs, and what a connection or LAG has left of them.

https://docs.aws.amazon.com/directconnect/latest/UserGuide/limits.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from dxnet import limits
from dxnet.control_plane.store.errors import LIMIT_EXCEEDED, ServiceError, refusal
from dxnet.control_plane.store.kinds import RawRecord, is_hosted, number

_BANDWIDTH = re.compile(r"([0-9]+(?:\.[0-9]+)?)([MGT])bps", re.ASCII)
_MBPS = {"M": 1, "G": 1_000, "T": 1_000_000}


def check(rate: str, carrier: tuple[str, RawRecord], siblings: Iterable[RawRecord]) -> None:
    """Refuse a rate limit that the service does not have or the connection can't hold."""
    kind, record = carrier
    if rate not in limits.RATE_LIMITS:
        raise refusal("The rate limit is not one of the supported values")
    if kind == "interconnects" or is_hosted(record):
        raise refusal("A hosted connection cannot have rate limits")
    speed = mbps(record.get("bandwidth") or record.get("connectionsBandwidth"))
    links = 1 if kind == "connections" else record.get("numberOfConnections") or 1
    if speed is not None and (mbps(rate) or 0) > speed * links:
        raise refusal("The rate limit exceeds the bandwidth of the connection")
    if sum(bool(each.get("rateLimit")) for each in siblings) >= _most(record):
        raise ServiceError(LIMIT_EXCEEDED, "The limit of rate limiters has been reached")


def status(record: RawRecord, vifs: Iterable[RawRecord]) -> dict[str, Any]:
    """The `rateLimiterStatus` of a connection or LAG with those live VIFs."""
    rates = [vif["rateLimit"] for vif in vifs if vif.get("rateLimit")]
    counted = {
        "maxAllowed": _most(record),
        "inUse": len(rates),
        "remaining": max(0, _most(record) - len(rates)),
        "totalBandwidth": _text(sum(mbps(rate) or 0 for rate in rates)),
    }
    return {"rateLimiterStatus": counted}


def _most(record: RawRecord) -> int:
    """The most rate limiters: the record's number, which AWS may have raised, or else the quota."""
    status = record.get("rateLimiterStatus")
    most = number(status, "maxAllowed") if isinstance(status, Mapping) else None
    return limits.RATE_LIMITERS_PER_CONNECTION if most is None else most


def mbps(bandwidth: object) -> float | None:
    """The megabits a second of a text such as `10Gbps`; None for another text."""
    match = _BANDWIDTH.fullmatch(str(bandwidth))
    return float(match[1]) * _MBPS[match[2]] if match else None


def _text(mbps: float) -> str:
    unit = next(unit for unit in "TGM" if mbps >= _MBPS[unit] or unit == "M")
    return f"{mbps / _MBPS[unit]:.10g}{unit}bps"
