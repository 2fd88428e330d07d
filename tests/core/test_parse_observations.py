from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from dxnet import parse
from dxnet.gaps import EVENTS, METRICS

BEGIN = "2026-11-24T03:00:00+00:00"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SERIES: dict[str, Any] = {
    "MetricName": "VirtualInterfaceBgpStatus",
    "Dimensions": [
        {"Name": "ConnectionId", "Value": "dxcon-ff000001"},
        {"Name": "VirtualInterfaceId", "Value": "dxvif-ff000001"},
        {"Name": "IpAddressFamily", "Value": "IPv6"},
    ],
    "Timestamps": [int(NOON.timestamp()) + 300, int(NOON.timestamp())],
    "Values": [0, 1],
}
PORT = {
    "MetricName": "ConnectionLightLevelRx",
    "Dimensions": [
        {"Name": "ConnectionId", "Value": "dxcon-ff000001"},
        {"Name": "OpticalLaneNumber", "Value": "0"},
    ],
    "Timestamps": [int(NOON.timestamp())],
    "Values": [-40.0],
}


def test_what_was_not_read_is_none() -> None:
    estate = parse.estate({"virtualInterfaces": []})
    assert (estate.metrics, estate.events, estate.gaps) == (None, None, ())


def test_a_series_is_found_by_its_vif_and_family_in_order_of_time() -> None:
    estate = parse.estate({"metrics": {"begin": BEGIN, "series": [SERIES, PORT]}})
    assert estate.metrics is not None
    found = estate.metrics.of("VirtualInterfaceBgpStatus", "dxvif-ff000001", "ipv6")
    assert [value for _, value in found] == [1, 0]
    assert found[0][0] == NOON
    assert estate.metrics.of("VirtualInterfaceBgpStatus", "dxvif-ff000001", "ipv4") == ()
    ports = frozenset(("dxcon-ff000001", "dxlag-ff000001"))
    [lane] = estate.metrics.of_port("ConnectionLightLevelRx", ports)
    assert lane.points == ((NOON, -40.0),)


def test_an_event_keeps_its_times_and_what_it_is_about() -> None:
    event = {
        "arn": "arn:aws:health:eu-west-1::event/x",
        "eventTypeCategory": "scheduledChange",
        "statusCode": "upcoming",
        "startTime": NOON.isoformat(),
        "entities": ["dxcon-ff000001"],
    }
    [found] = parse.estate({"healthEvents": [event]}).events or ()
    assert (found.category, found.status, found.start) == ("scheduledChange", "upcoming", NOON)
    assert (found.entities, found.end) == (("dxcon-ff000001",), None)


@pytest.mark.parametrize(
    "metrics",
    [
        7,
        [],
        {},
        {"begin": BEGIN, "series": {}},
        {"begin": BEGIN, "series": [7]},
        {"begin": BEGIN, "series": [SERIES | {"Values": [1]}]},
        {"begin": BEGIN, "series": [SERIES | {"Values": [1, "FakeKey-1"]}]},
        {"begin": BEGIN, "series": [SERIES | {"Values": [1, float("nan")]}]},
        {"begin": BEGIN, "series": [SERIES | {"Timestamps": [1, 10**17]}]},
    ],
)
def test_metrics_that_cannot_be_read_are_a_gap(metrics: object) -> None:
    estate = parse.estate({"metrics": metrics})
    assert estate.metrics is None
    [gap] = estate.gaps
    assert (gap.kind, gap.is_optional) == (METRICS, True)
    assert "FakeKey" not in str(gap)


def test_events_that_cannot_be_read_are_a_gap() -> None:
    estate = parse.estate({"healthEvents": [{"entities": "dxcon-ff000001"}]})
    assert estate.events is None
    assert [gap.kind for gap in estate.gaps] == [EVENTS]
