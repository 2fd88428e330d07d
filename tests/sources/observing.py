"""CloudWatch, AWS Health and routes as botocore's JSON, for `hostile.endpoint` to spoil."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

VIF, PORT, REGION = "dxvif-ff000001", "dxcon-ff000001", "eu-central-1"
EVENT = "arn:aws:health:eu-central-1::event/DIRECTCONNECT/x/1"
STATUS = "VirtualInterfaceBgpStatus"


def dimensions(family: str = "IPv4") -> list[dict[str, str]]:
    return [
        {"Name": "ConnectionId", "Value": PORT},
        {"Name": "VirtualInterfaceId", "Value": VIF},
        {"Name": "IpAddressFamily", "Value": family},
    ]


def metric(name: str, *more: dict[str, str]) -> dict[str, Any]:
    named = dimensions() if name.startswith("Virtual") else dimensions()[:1]
    return {"Namespace": "AWS/DX", "MetricName": name, "Dimensions": [*named, *more]}


def lane(number: int) -> dict[str, str]:
    return {"Name": "OpticalLaneNumber", "Value": str(number)}


@dataclass
class Observing:
    """What answers. `metrics` are listed, two a page; `values` are each series' points, whose first
    is of the beginning of the window; `states` are by number of the query."""

    metrics: list[dict[str, Any]] = field(default_factory=lambda: [metric(STATUS)])
    values: list[float] = field(default_factory=lambda: [1.0, 1.0, 0.0])
    states: dict[int, str] = field(default_factory=dict)
    events: list[dict[str, Any]] = field(default_factory=list)
    entities: list[str] = field(default_factory=list)
    routes: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def answer(self, headers: Mapping[str, str], host: str, body: bytes) -> tuple[int, Any, str]:
        target = {name.lower(): value for name, value in headers.items()}["x-amz-target"]
        operation = target.rpartition(".")[2]
        asked = json.loads(body)
        self.requests.append((operation, asked))
        return 200, {}, json.dumps(getattr(self, f"_{operation.lower()}")(asked))

    def _listmetrics(self, asked: dict[str, Any]) -> dict[str, Any]:
        return _page(self.metrics, asked, "Metrics", "NextToken")

    def _getmetricdata(self, asked: dict[str, Any]) -> dict[str, Any]:
        first = asked["StartTime"]
        results = [
            {
                "Id": query["Id"],
                "Label": "x",
                "Timestamps": [first + 300 * place for place in range(len(self.values))],
                "Values": self.values,
                "StatusCode": self.states.get(number, "Complete"),
            }
            for number, query in enumerate(asked["MetricDataQueries"])
        ]
        return {"MetricDataResults": results, "Messages": []}

    def _describeevents(self, asked: dict[str, Any]) -> dict[str, Any]:
        return _page(self.events, asked, "events", "nextToken")

    def _describeaffectedentities(self, asked: dict[str, Any]) -> dict[str, Any]:
        arns = asked["filter"]["eventArns"]
        found = [{"eventArn": arn, "entityValue": name} for arn in arns for name in self.entities]
        return _page(found, asked, "entities", "nextToken")

    def _listvirtualinterfaceroutes(self, asked: dict[str, Any]) -> dict[str, Any]:
        page = _page(self.routes, asked, "routes", "nextToken")
        return {"virtualInterfaceId": asked["virtualInterfaceId"], **page}


def _page(items: list[Any], asked: dict[str, Any], member: str, token: str) -> dict[str, Any]:
    """Two items a page."""
    first = int(asked.get(token) or 0)
    more = {token: f"{first + 2:04}"} if first + 2 < len(items) else {}
    return {member: items[first : first + 2], **more}


def event(number: int = 1, **fields: Any) -> dict[str, Any]:
    return {
        "arn": f"{EVENT}{number}",
        "service": "DIRECTCONNECT",
        "eventTypeCode": "AWS_DIRECTCONNECT_MAINTENANCE_SCHEDULED",
        "eventTypeCategory": "scheduledChange",
        "region": REGION,
        "startTime": 1795575600,
        "endTime": 1795590000,
        "statusCode": "upcoming",
        **fields,
    }
