"""The locations that DescribeLocations shows where an estate lists none.

An estate that starts empty can be asked where a port may be ordered, as tools do before they order
one. Any code is taken then (`ports.check_location`); the examples are two of them.
"""

from __future__ import annotations

from dxnet import limits
from dxnet.control_plane.service.operation import Request
from dxnet.control_plane.store.kinds import RawRecord

_EXAMPLES = ("ExDC1", "ExDC2")


def stand_ins(request: Request) -> list[RawRecord]:
    """Two example locations of the caller's region, and those that the caller's ports name."""
    caller = request.caller
    named = {
        str(port["location"]): None
        for kind in ("connections", "interconnects", "lags")
        for object_id in request.estate.visible(kind, caller.account, caller.region)
        if (port := request.estate.get(kind, object_id)) and port.get("location")
    }
    return [_location(code, caller.region) for code in dict.fromkeys((*_EXAMPLES, *named))]


def _location(code: str, region: str) -> RawRecord:
    return {
        "locationCode": code,
        "locationName": f"Example location {code}",
        "region": region,
        "availablePortSpeeds": _speeds(limits.CONNECTION_BANDWIDTHS),
        "availableProviders": ["Example Networks"],
        "availableMacSecPortSpeeds": _speeds(limits.MACSEC_BANDWIDTHS),
    }


def _speeds(bandwidths: tuple[str, ...]) -> list[str]:
    """Port speeds are written `10G` in a location and `10Gbps` in a connection."""
    return [bandwidth.removesuffix("bps") for bandwidth in bandwidths]
