"""JSON to `dxnet.observations`: the form in which a raw estate keeps what AWS observes.

Under `METRICS` stand the beginning of the window and CloudWatch's series, with the members of
GetMetricData and of its queries; under `EVENTS` the events of DescribeEvents, each with the
`entities` of DescribeAffectedEntities. Both are absent where they were not read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from math import isfinite
from typing import Any, TypeVar

from dxnet import gaps
from dxnet.errors import DxnetError
from dxnet.fields import JsonObject
from dxnet.gaps import Gap
from dxnet.observations import Event, Metrics, Points, Series

T = TypeVar("T")

METRICS = "metrics"
EVENTS = "healthEvents"


def metrics(raw: Mapping[str, Any]) -> Metrics | Gap | None:
    """The metrics of a raw estate, None where they were not read."""
    return _read(raw, METRICS, gaps.METRICS, _metrics)


def events(raw: Mapping[str, Any]) -> tuple[Event, ...] | Gap | None:
    """The events of a raw estate, None where they were not read."""
    return _read(raw, EVENTS, gaps.EVENTS, _events)


def _read(
    raw: Mapping[str, Any], name: str, about: str, build: Callable[[JsonObject], T]
) -> T | Gap | None:
    if raw.get(name) is None:
        return None
    try:
        return build(JsonObject({name: raw[name]}, "the estate"))
    except DxnetError as error:
        return Gap(about, "", error.message)


def _metrics(record: JsonObject) -> Metrics:
    found = record.object(METRICS)
    begin = found.time("begin")
    if begin is None:
        raise found.wrong("begin", None, "a time")
    return Metrics(begin, tuple(map(_series, found.objects("series"))))


def _series(record: JsonObject) -> Series:
    dimensions = {one.text("Name"): one.text("Value") for one in record.objects("Dimensions")}
    family = dimensions.get("IpAddressFamily", "").lower()
    return Series(
        record.text("MetricName"),
        _points(record),
        dimensions.get("ConnectionId", ""),
        dimensions.get("VirtualInterfaceId", ""),
        "ipv6" if family == "ipv6" else "ipv4" if family == "ipv4" else None,
    )


def _points(record: JsonObject) -> Points:
    """The points in order of time: `Timestamps` are seconds since 1970."""
    times, values = record.numbers("Timestamps"), record.values.get("Values")
    if not isinstance(values, list) or len(values) != len(times):
        raise record.wrong("Values", values, "a list as long as Timestamps")
    points = []
    for index, (at, value) in enumerate(zip(times, values, strict=True)):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not isfinite(value):
            raise record.wrong("Values", value, "a number", index)
        try:
            points.append((datetime.fromtimestamp(at, UTC), float(value)))
        except (ValueError, OverflowError, OSError):
            raise record.wrong("Timestamps", at, "a time", index) from None
    return tuple(sorted(points))


def _events(record: JsonObject) -> tuple[Event, ...]:
    return tuple(
        Event(
            one.text("arn"),
            one.text("eventTypeCategory"),
            one.text("statusCode"),
            one.texts("entities"),
            one.time("startTime"),
            one.time("endTime"),
            one.text("region"),
            one.text("eventTypeCode"),
        )
        for one in record.objects(EVENTS)
    )
