"""CloudWatch of the simulator: moto's own, but for the namespace `AWS/DX`, whose metrics are ours.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Operations.html
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult

from dxnet.simulator.answering import Answering, Refusal, epoch, position, token
from dxnet.simulator.series import NAMESPACE, Dimensions, Series, published
from dxnet.simulator.statistics import is_period, is_statistic, periods, statistic

# The most of one answer: points and queries of GetMetricData, points of GetMetricStatistics,
# series of ListMetrics.
_POINTS, _QUERIES, _DATAPOINTS, _LISTED = 100_800, 500, 1440, 500
_INVALID = "InvalidParameterValue"

Parameters = Mapping[str, Any]


class CloudWatch(Answering, CloudWatchResponse):
    """CloudWatch of one account and region."""

    iam_prefix = "cloudwatch"
    own = frozenset({"GetMetricData", "GetMetricStatistics", "ListMetrics"})
    invalid = _INVALID

    def list_metrics(self) -> ActionResult:
        """Each series once; only moto's where another namespace is asked for."""
        namespace = self.given("Namespace")
        if namespace not in (None, NAMESPACE):
            return super().list_metrics()
        wanted = self.given("Dimensions", [])
        connection = [each.get("Value") for each in wanted if each["Name"] == "ConnectionId"]
        listed: list[Any] = [
            _metric(series)
            for series in self._published(connection[0] if connection else None)[1]
            if self.given("MetricName", series.name) == series.name and _fits(series, wanted)
        ]
        if namespace is None:
            found = self.cloudwatch_backend.get_filtered_metrics
            listed += found(self.given("MetricName"), None, wanted)  # type: ignore[arg-type]
        begin = position(self.given("NextToken"), _INVALID)
        end = begin + _LISTED
        more = {"NextToken": token(end)} if end < len(listed) else {}
        return ActionResult({"Metrics": listed[begin:end], **more})

    def get_metric_data(self) -> ActionResult:
        """The points of series, over pages of 100,800; moto's where no query is of `AWS/DX`."""
        queries: list[Parameters] = self.params["MetricDataQueries"]
        if not any(map(_is_ours, queries)):
            return super().get_metric_data()
        self._check_queries(queries)
        begin, end = self._window()
        skipped = first = position(self.given("NextToken"), "InvalidNextToken")
        room = size = min(self.given("MaxDatapoints", _POINTS), _POINTS)
        results, is_cut = [], False
        for query in queries:
            points = self._points(query, begin, end)
            page = points[skipped : skipped + room]
            is_partial = len(points) - skipped > room
            if page or not (is_cut or first or points):
                results.append(_result(query, page, is_partial=is_partial))
            is_cut = is_cut or is_partial
            skipped, room = max(0, skipped - len(points)), room - len(page)
        more = {"NextToken": token(first + size)} if is_cut else {}
        return ActionResult({"MetricDataResults": results, **more})

    def _points(self, query: Parameters, begin: float, end: float) -> list[tuple[datetime, float]]:
        wanted = query["MetricStat"]
        now, series = self._series(wanted["Metric"])
        if series is None or wanted.get("Unit", series.unit) != series.unit:
            return []
        values = [
            (_time(start), statistic(wanted["Stat"], samples))
            for start, samples in periods(series, begin, end, wanted["Period"], now)
        ]
        return values if self.given("ScanBy") == "TimestampAscending" else values[::-1]

    def get_metric_statistics(self) -> ActionResult:
        """The statistics of one series."""
        if self.params["Namespace"] != NAMESPACE:
            return super().get_metric_statistics()
        begin, end = self._window()
        period = self.params["Period"]
        names = [*self.given("Statistics", []), *self.given("ExtendedStatistics", [])]
        _check_period(period)
        if not names or not all(map(is_statistic, names)):
            raise Refusal(_INVALID, "Statistics or ExtendedStatistics must be given")
        if (end - begin) / period > _DATAPOINTS:
            raise Refusal(
                "InvalidParameterCombination",
                f"You have requested up to {int((end - begin) / period)} datapoints, which exceeds "
                f"the limit of {_DATAPOINTS}.",
            )
        now, series = self._series(self.params)
        points: list[dict[str, Any]] = []
        if series is not None and self.given("Unit", series.unit) == series.unit:
            for start, samples in periods(series, begin, end, period, now):
                points.append({**self._statistics(samples), "Timestamp": _time(start)})
        label = self.params["MetricName"]
        unit = {} if series is None else {"Unit": series.unit}
        return ActionResult({"Label": label, "Datapoints": [{**each, **unit} for each in points]})

    def _statistics(self, samples: list[float]) -> dict[str, Any]:
        simple = {name: statistic(name, samples) for name in self.given("Statistics", [])}
        extended = {n: statistic(n, samples) for n in self.given("ExtendedStatistics", [])}
        return {**simple, **({"ExtendedStatistics": extended} if extended else {})}

    def put_metric_data(self) -> ActionResult:
        """moto's, but for namespaces that are AWS's own."""
        namespace = str(self.given("Namespace"))
        if namespace.startswith("AWS/"):
            text = f"The value {namespace} for parameter Namespace is invalid."
            raise Refusal(_INVALID, text)
        return super().put_metric_data()

    def _window(self) -> tuple[float, float]:
        begin, end = self.params["StartTime"], self.params["EndTime"]
        if begin >= end:
            text = "The parameter StartTime must be less than the parameter EndTime."
            raise Refusal("ValidationError", text)
        return epoch(begin), epoch(end)

    def _check_queries(self, queries: list[Parameters]) -> None:
        ids = [query["Id"] for query in queries]
        if len(ids) > _QUERIES or len(set(ids)) < len(ids):
            text = f"MetricDataQueries must be at most {_QUERIES}, each with an Id of its own"
            raise Refusal("ValidationError", text)
        for query in queries:
            if not _is_ours(query) or "MetricStat" not in query:
                text = f"The simulator takes no expression beside metrics of {NAMESPACE}, and no "
                raise Refusal("ValidationError", f"{text}other namespace: {query['Id']}")
            if "MetricName" not in query["MetricStat"]["Metric"]:
                raise Refusal("ValidationError", f"The metric of {query['Id']} has no MetricName")
            _check_period(query["MetricStat"]["Period"])
            if not is_statistic(query["MetricStat"]["Stat"]):
                text = f"The simulator has no statistic {query['MetricStat']['Stat'][:40]!r}"
                raise Refusal("ValidationError", text)

    def _series(self, wanted: Parameters) -> tuple[float, Series | None]:
        """The time, and the series that has that name and exactly those dimensions."""
        dimensions = {each["Name"]: each["Value"] for each in wanted.get("Dimensions") or ()}
        now, found = self._published(dimensions.get("ConnectionId", ""))
        matching = (s for s in found if (s.name, dict(s.dimensions)) == _key(wanted, dimensions))
        return now, next(matching, None)

    def _published(self, connection_id: str | None) -> tuple[float, list[Series]]:
        caller = self.caller
        with self.world.observed(caller.account, caller.region) as request:
            return request.now, published(request, connection_id)


def _key(wanted: Parameters, dimensions: dict[str, str]) -> tuple[str, dict[str, str]]:
    return wanted["MetricName"], dimensions


def _is_ours(query: Parameters) -> bool:
    """Whether the query is of a metric in `AWS/DX`, or of an expression that names it."""
    metric = (query.get("MetricStat") or {}).get("Metric") or {}
    return metric.get("Namespace") == NAMESPACE or NAMESPACE in (query.get("Expression") or "")


def _check_period(period: int) -> None:
    if not is_period(period):
        text = f"Period must be 1, 5, 10, 20, 30 or a multiple of 60, and not {period}"
        raise Refusal("ValidationError", text)


def _fits(series: Series, wanted: list[Parameters]) -> bool:
    """Whether the series has each of the dimensions, and its value where one is given."""
    dimensions: Dimensions = series.dimensions
    values = dict(dimensions)
    return all(
        each["Name"] in values and each.get("Value", values[each["Name"]]) == values[each["Name"]]
        for each in wanted
    )


def _metric(series: Series) -> dict[str, Any]:
    dimensions = [{"Name": name, "Value": value} for name, value in series.dimensions]
    return {"Namespace": NAMESPACE, "MetricName": series.name, "Dimensions": dimensions}


def _result(
    query: Parameters, points: list[tuple[datetime, float]], *, is_partial: bool
) -> dict[str, Any]:
    return {
        "Id": query["Id"],
        "Label": query.get("Label") or query["MetricStat"]["Metric"]["MetricName"],
        "Timestamps": [at for at, _ in points],
        "Values": [value for _, value in points],
        "StatusCode": "PartialData" if is_partial else "Complete",
    }


def _time(epoch: float) -> datetime:
    return datetime.fromtimestamp(epoch, UTC).replace(tzinfo=None)
