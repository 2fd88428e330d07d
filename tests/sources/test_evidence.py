"""What AWS tells beside the records, over a socket: all pages, and nothing that is not whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from dxnet import gaps, parse
from dxnet.model import Estate, Vif
from dxnet.sources import Options, answers, evidence
from dxnet.sources.evidence import Asked
from dxnet.sources.metrics import Subjects

from .hostile import BEHAVIOURS, LISTS, SLOW, Endpoint, changed, endpoint, error
from .observing import PORT, REGION, STATUS, VIF, Observing, dimensions, event, lane, metric

pytestmark = pytest.mark.usefixtures("aws_environment")

RAW: dict[str, Any] = {
    "virtualInterfaces": [
        {
            "virtualInterfaceId": VIF,
            "virtualInterfaceType": "private",
            "virtualInterfaceState": "available",
            "connectionId": PORT,
            "region": REGION,
        }
    ]
}
SUBJECTS = {REGION: Subjects(frozenset((PORT,)), frozenset((VIF,)))}
ROUTE = {"cidr": "10.0.0.0/16", "routeDirection": "accepted", "addressFamily": "ipv4"}


@pytest.fixture
def service() -> Observing:
    return Observing()


@pytest.fixture
def aws(service: Observing) -> Iterator[Endpoint]:
    with endpoint(service) as ours:  # type: ignore[arg-type]
        ours.does = True
        yield ours


def estate() -> Estate:
    return parse.estate(RAW)


def vif() -> Vif:
    return estate().vifs[0]


def read(aws: Endpoint, **asked: Any) -> Estate:
    answered = evidence.read(Options(regions=(REGION,), endpoint_url=aws.url), Asked(**asked))
    kept = parse.estate(json.loads(json.dumps(answered.added(RAW))))
    beside = answered.beside(estate())
    assert (kept.vifs, kept.metrics, kept.events) == (beside.vifs, beside.metrics, beside.events)
    assert kept.gaps == beside.gaps
    return beside


def asked_of(service: Observing, operation: str) -> list[dict[str, Any]]:
    return [parameters for name, parameters in service.requests if name == operation]


def test_the_points_of_a_series_are_read(aws: Endpoint, service: Observing) -> None:
    found = read(aws, metrics=SUBJECTS).metrics
    assert found is not None
    assert [value for _, value in found.of(STATUS, VIF, "ipv4")] == [1, 1, 0]
    [asked] = asked_of(service, "GetMetricData")
    [query] = asked["MetricDataQueries"]
    assert query["MetricStat"]["Stat"] == "Minimum"
    assert query["MetricStat"]["Metric"]["Dimensions"] == dimensions()
    assert "Unit" not in query["MetricStat"]
    assert asked["StartTime"] % 300 == 0


def test_every_page_of_metrics_is_listed_and_each_series_is_asked_once(
    aws: Endpoint, service: Observing
) -> None:
    lanes = [metric("ConnectionLightLevelRx", lane(number)) for number in range(4)]
    other = {**metric(STATUS), "Dimensions": [*dimensions()[:1], lane(1)]}
    strange = metric("ConnectionPpsEgress")
    service.metrics = [*lanes, *lanes, metric(STATUS), metric(STATUS), other, strange]
    found = read(aws, metrics=SUBJECTS).metrics
    assert found is not None
    assert len(found.of_port("ConnectionLightLevelRx", frozenset((PORT,)))) == 4
    [asked] = asked_of(service, "GetMetricData")
    assert len(asked["MetricDataQueries"]) == 6


def test_another_vif_of_the_port_is_not_asked_for(aws: Endpoint, service: Observing) -> None:
    subjects = {REGION: Subjects(frozenset((PORT,)), frozenset())}
    service.metrics = [metric(STATUS), metric("ConnectionState")]
    found = read(aws, metrics=subjects).metrics
    assert found is not None
    assert [one.name for one in found.series] == ["ConnectionState"]


def test_many_series_are_asked_in_few_calls(aws: Endpoint, service: Observing) -> None:
    service.metrics = [metric("ConnectionLightLevelTx", lane(number)) for number in range(700)]
    service.values = [-2.0]
    found = read(aws, metrics=SUBJECTS).metrics
    assert found is not None
    assert len(found.series) == 700
    calls = [len(call["MetricDataQueries"]) for call in asked_of(service, "GetMetricData")]
    assert len(calls) == 3
    assert max(calls) * (24 * 12 + 3) <= 100_800


def test_of_many_ports_the_whole_namespace_is_listed(aws: Endpoint, service: Observing) -> None:
    ports = frozenset((PORT, *(f"dxcon-fe{number:06}" for number in range(30))))
    read(aws, metrics={REGION: Subjects(ports, frozenset((VIF,)))})
    assert [call.get("Dimensions") for call in asked_of(service, "ListMetrics")] == [None]


@pytest.mark.parametrize("state", ["PartialData", "InternalError", "Forbidden", ""])
def test_a_series_that_is_not_whole_is_a_gap(state: str, aws: Endpoint, service: Observing) -> None:
    service.metrics = [metric(STATUS), metric("ConnectionState")]
    service.states = {1: state}
    found = read(aws, metrics=SUBJECTS)
    assert found.metrics is not None
    assert [one.name for one in found.metrics.series] == [STATUS]
    assert [gap.kind for gap in found.gaps] == [gaps.METRICS]


def _results(change: Any) -> Any:
    return changed(lambda answer: {**answer, "MetricDataResults": change(answer)})


LIES = {
    "a series that nobody asked for": _results(
        lambda answer: [{**answer["MetricDataResults"][0], "Id": "m9"}]
    ),
    "fewer values than times": _results(
        lambda answer: [{**answer["MetricDataResults"][0], "Values": [1.0]}]
    ),
    "no series": _results(lambda _: []),
    "a value that is text": _results(
        lambda answer: [{**answer["MetricDataResults"][0], "Values": ["1", "1", "0"]}]
    ),
    "a value that is true": _results(
        lambda answer: [{**answer["MetricDataResults"][0], "Values": [True, True, True]}]
    ),
    "a time that is none": _results(
        lambda answer: [{**answer["MetricDataResults"][0], "Timestamps": ["x", "y", "z"]}]
    ),
    "a new token for ever": changed(lambda answer: {**answer, "NextToken": str(id(answer))}),
    "the same token for ever": changed(lambda answer: {**answer, "NextToken": "t"}),
}


@pytest.mark.parametrize("lie", LIES)
def test_points_that_cannot_be_true_are_a_gap(
    lie: str, aws: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dxnet.sources.answers.BOUNDS", replace(answers.BOUNDS, pages=5))
    aws.send, aws.is_hostile = LIES[lie], lambda operation: operation == "GetMetricData"
    found = read(aws, metrics=SUBJECTS)
    assert found.metrics is None
    assert [gap.kind for gap in found.gaps] == [gaps.METRICS]


def test_points_outside_of_the_window_are_left_out(aws: Endpoint) -> None:
    def later(answer: dict[str, Any]) -> list[dict[str, Any]]:
        [one] = answer["MetricDataResults"]
        return [{**one, "Timestamps": [at + 10**9 for at in one["Timestamps"]]}]

    aws.send, aws.is_hostile = _results(later), lambda operation: operation == "GetMetricData"
    found = read(aws, metrics=SUBJECTS).metrics
    assert found is not None
    assert found.of(STATUS, VIF, "ipv4") == ()


def test_the_events_of_health_and_all_their_entities_are_read(
    aws: Endpoint, service: Observing
) -> None:
    service.events = [event(number) for number in range(12)]
    service.entities = [PORT, VIF, "dxlag-ff000001"]
    found = read(aws, health=True).events
    assert found is not None
    assert len(found) == 12
    assert {one.entities for one in found} == {(PORT, VIF, "dxlag-ff000001")}
    calls = asked_of(service, "DescribeAffectedEntities")
    assert max(len(call["filter"]["eventArns"]) for call in calls) == 10
    assert {call["maxResults"] for call in calls} == {100}
    [first, *_] = asked_of(service, "DescribeEvents")
    assert first["filter"]["services"] == ["DIRECTCONNECT"]


def test_no_event_is_not_the_same_as_none_read(aws: Endpoint) -> None:
    assert read(aws, health=True).events == ()
    assert read(aws).events is None


def test_an_account_without_a_support_plan_is_told_so(aws: Endpoint) -> None:
    aws.send = error({"__type": "SubscriptionRequiredException", "message": "x"})
    found = read(aws, health=True)
    assert found.events is None
    [gap] = found.gaps
    assert "support plan" in str(gap)
    assert gap.is_optional


def test_routes_are_read_whole_and_of_a_public_vif_only_what_aws_accepted(
    aws: Endpoint, service: Observing
) -> None:
    service.routes = [{**ROUTE, "cidr": f"10.{number}.0.0/16"} for number in range(5)]
    [private] = read(aws, routes=(vif(),)).vifs
    assert len(private.routes or ()) == 5
    read(aws, routes=(replace(vif(), type="public"),))
    read(aws, routes=(replace(vif(), type="public"),), advertised_to_public=True)
    filters = [call.get("filters") for call in asked_of(service, "ListVirtualInterfaceRoutes")]
    assert filters[::3] == [None, {"routeDirection": "accepted"}, None]


SERVICES = {
    "ListMetrics": (gaps.METRICS, "cloudwatch"),
    "GetMetricData": (gaps.METRICS, "cloudwatch"),
    "DescribeEvents": (gaps.EVENTS, "health"),
    "DescribeAffectedEntities": (gaps.EVENTS, "health"),
    "ListVirtualInterfaceRoutes": (gaps.ROUTES, "directconnect"),
}


@pytest.mark.parametrize("operation", SERVICES)
@pytest.mark.parametrize("told", [True, False])
def test_a_denied_action_is_a_gap_that_names_it(
    told: bool, operation: str, aws: Endpoint, service: Observing
) -> None:
    kind, prefix = SERVICES[operation]
    action = f"{prefix}:{operation}"
    service.events = [event()]
    words = f"User: arn:aws:iam::1:user/x is not authorized to perform: {action} on resource: *"
    aws.send = error({"__type": "AccessDeniedException", "message": words if told else "no"})
    aws.is_hostile = lambda asked: asked == operation
    found = read(aws, metrics=SUBJECTS, health=True, routes=(vif(),))
    [gap] = found.gaps
    assert (gap.kind, gap.action) == (kind, action)
    assert f"may not call {action}" in gap.reason


@pytest.mark.parametrize("code", ["ThrottlingException", "Throttling", "InternalFailure"])
@pytest.mark.parametrize("operation", SERVICES)
def test_a_throttled_action_is_a_gap(
    operation: str, code: str, aws: Endpoint, service: Observing
) -> None:
    service.events = [event()]
    aws.send, aws.is_hostile = error({"__type": code}), lambda asked: asked == operation
    found = read(aws, metrics=SUBJECTS, health=True, routes=(vif(),))
    assert [gap.kind for gap in found.gaps] == [SERVICES[operation][0]]


OTHERS = [name for name in (*BEHAVIOURS, *LISTS) if "its own member" not in name]


@pytest.mark.parametrize(("place", "name"), list(enumerate(OTHERS)))
def test_an_answer_that_is_none_is_a_gap_and_never_an_empty_list(
    place: int, name: str, aws: Endpoint, service: Observing, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each behaviour on one of the operations, in turn."""
    seconds = 0.3 if name in SLOW else 20.0
    bounds = replace(answers.BOUNDS, answer_seconds=seconds, pages=5, answer_bytes=2**20)
    monkeypatch.setattr("dxnet.sources.answers.BOUNDS", bounds)
    operation = [*SERVICES][place % len(SERVICES)]
    service.events, service.entities = [event()], [PORT]
    behave = {**BEHAVIOURS, **LISTS}[name]
    if name in LISTS and SERVICES[operation][1] == "cloudwatch":
        operation = "DescribeEvents"
    aws.send, aws.is_hostile = behave, lambda asked: asked == operation
    found = read(aws, metrics=SUBJECTS, health=True, routes=(vif(),))
    assert SERVICES[operation][0] in [gap.kind for gap in found.gaps]
    lists = {
        gaps.METRICS: found.metrics,
        gaps.EVENTS: found.events if operation == "DescribeEvents" else None,
        gaps.ROUTES: found.vifs[0].routes,
    }
    assert lists[SERVICES[operation][0]] is None
