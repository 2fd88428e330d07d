"""CloudWatch's metrics of Direct Connect: which series there are, and their points of a day.

Dimensions are never built: whether a LAG's series name it or its links, and how an address family
is written, is CloudWatch's to say.
https://docs.aws.amazon.com/directconnect/latest/UserGuide/monitoring-cloudwatch.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from dxnet import gaps
from dxnet.errors import SourceError
from dxnet.gaps import Gap
from dxnet.sources import aws
from dxnet.sources.clients import RegionClient

_NAMESPACE = "AWS/DX"
# What is asked, and by which statistic: a state by its worst, so that no fall is averaged away.
_STATISTICS = {
    "VirtualInterfaceBgpStatus": "Minimum",
    "VirtualInterfaceBgpPrefixesAccepted": "Maximum",
    "VirtualInterfaceBgpPrefixesAdvertised": "Minimum",
    "VirtualInterfaceBpsEgress": "Average",
    "ConnectionState": "Minimum",
    "ConnectionErrorCount": "Sum",
    "ConnectionEncryptionState": "Minimum",
    "ConnectionLightLevelTx": "Average",
    "ConnectionLightLevelRx": "Average",
}
_PERIOD = timedelta(minutes=5)
_DAY = timedelta(hours=24)
# Our clock may be behind AWS's, which must not hide the last points.
_AHEAD = timedelta(minutes=15)
# The most queries and points that one call takes.
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
_QUERIES, _POINTS = 500, 100_800
_BATCH = min(_QUERIES, _POINTS // ((_DAY + _AHEAD) // _PERIOD))
# Of so many ports the series are listed one by one; of more, all that the region has.
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Subjects:
    """Whose series are asked for: ports by every id that may name them, and VIFs."""

    ports: frozenset[str]
    vifs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Window:
    """The time for which points are asked, aligned to the period."""

    begin: datetime
    end: datetime

    @classmethod
    def until(cls, now: datetime) -> Window:
        """The day before `now`."""
        seconds = int(now.timestamp()) // int(_PERIOD.total_seconds())
        floor = datetime.fromtimestamp(seconds * int(_PERIOD.total_seconds()), UTC)
        return cls(floor - _DAY, floor + _AHEAD)


Raw = dict[str, Any]


def read(
    region: RegionClient, subjects: Subjects, window: Window
) -> tuple[tuple[Raw, ...], tuple[Gap, ...]]:
    """The series of these subjects, as `dxnet.parse_observations` has them, and what lacks.

    `region` is a client of CloudWatch.
    """
    series: list[Raw] = []
    lacking: list[Gap] = []
    try:
        listed = _listed(region, subjects)
    except SourceError as error:
        return (), (aws.gap_of(error, gaps.METRICS, region, region.region),)
    for first in range(0, len(listed), _BATCH):
        try:
            answered, reasons = _points(region, listed[first : first + _BATCH], window)
        except SourceError as error:
            lacking.append(aws.gap_of(error, gaps.METRICS, region, region.region))
        else:
            series += answered
            lacking += (Gap(gaps.METRICS, region.region, reason) for reason in reasons)
    return tuple(series), tuple(dict.fromkeys(lacking))


def _listed(region: RegionClient, subjects: Subjects) -> tuple[Raw, ...]:
    """The metrics that CloudWatch has of the subjects: name and dimensions, each once."""
    named = sorted(subjects.ports)
    filters: Sequence[Raw] = ({},)
    if len(named) <= _MOST_NAMED:
        filters = [{"Dimensions": [{"Name": "ConnectionId", "Value": name}]} for name in named]
    metrics: dict[tuple[str, frozenset[tuple[str, str]]], Raw] = {}
    for chosen in filters:
        asked = {"Namespace": _NAMESPACE, **chosen}
        for page in aws.whole_pages(region, "list_metrics", asked, "NextToken"):
            for metric in page["Metrics"]:
                name, dimensions = str(metric.get("MetricName", "")), _dimensions(metric)
                if name in _STATISTICS and _is_about(subjects, dimensions):
                    metrics.setdefault((name, frozenset(dimensions.items())), metric)
    return tuple(metrics.values())


def _dimensions(metric: Mapping[str, Any]) -> dict[str, str]:
    pairs = ((one.get("Name"), one.get("Value")) for one in metric.get("Dimensions") or ())
    return {str(name): str(value) for name, value in pairs if name and value}


def _is_about(subjects: Subjects, dimensions: Mapping[str, str]) -> bool:
    if vif_id := dimensions.get("VirtualInterfaceId"):
        return vif_id in subjects.vifs
    return dimensions.get("ConnectionId") in subjects.ports


def _points(
    region: RegionClient, metrics: Sequence[Raw], window: Window
) -> tuple[list[Raw], list[str]]:
    """The series with their points, and why some have none; raises `SourceError`."""
    asked = {f"m{number}": metric for number, metric in enumerate(metrics)}
    points: dict[str, dict[int, float]] = {}
    states: dict[str, str] = {}
    for page in aws.whole_pages(region, "get_metric_data", _request(asked, window), "NextToken"):
        for result in page["MetricDataResults"]:
            query = str(result.get("Id"))
            if query not in asked:
                raise _wrong(region, "has a series that was not asked for")
            points.setdefault(query, {}).update(_within(window, region, result))
            states[query] = str(result.get("StatusCode", ""))
    whole = [query for query in asked if states.get(query) == "Complete"]
    return [_series(asked[query], points[query]) for query in whole], list(_reasons(asked, states))


def _request(asked: Mapping[str, Raw], window: Window) -> Raw:
    return {
        "StartTime": window.begin,
        "EndTime": window.end,
        "ScanBy": "TimestampAscending",
        "MetricDataQueries": [
            {
                "Id": query,
                "MetricStat": {
                    "Metric": {
                        "Namespace": _NAMESPACE,
                        "MetricName": metric["MetricName"],
                        "Dimensions": metric["Dimensions"],
                    },
                    "Period": int(_PERIOD.total_seconds()),
                    "Stat": _STATISTICS[metric["MetricName"]],
                },
            }
            for query, metric in asked.items()
        ],
    }


def _within(
    window: Window, region: RegionClient, result: Mapping[str, Any]
) -> Iterator[tuple[int, float]]:
    """The points of a result that lie in the window; raises `SourceError` for a torn list."""
    times, values = result.get("Timestamps") or (), result.get("Values") or ()
    if len(times) != len(values):
        raise _wrong(region, "has a series with more times than values, or fewer")
    for at, value in zip(times, values, strict=True):
        if window.begin <= at < window.end:
            yield int(at.timestamp()), value


def _wrong(region: RegionClient, what: str) -> SourceError:
    return SourceError(
        f"what {region.endpoint} answers to get_metric_data {what}",
        hint="run it again; if it stays, another service answers in AWS's place",
    )


def _reasons(asked: Iterable[str], states: Mapping[str, str]) -> Iterator[str]:
    """One sentence for the series that are not whole."""
    lacking = [query for query in asked if states.get(query) != "Complete"]
    if lacking:
        words = sorted({states.get(query) or "no answer" for query in lacking})
        yield f"{len(lacking)} series are not whole: {', '.join(words)}"


def _series(metric: Raw, points: Mapping[int, float]) -> Raw:
    times = sorted(points)
    return {
        "MetricName": metric["MetricName"],
        "Stat": _STATISTICS[metric["MetricName"]],
        "Period": int(_PERIOD.total_seconds()),
        "Dimensions": metric["Dimensions"],
        "Timestamps": times,
        "Values": [points[at] for at in times],
    }
