"""The events of AWS Health about Direct Connect that are open or coming, with what they touch.

An event's code is an open set, so that the service and the category choose.
https://docs.aws.amazon.com/health/latest/ug/health-api.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dxnet import gaps
from dxnet.errors import SourceError
from dxnet.gaps import Gap
from dxnet.sources import aws
from dxnet.sources.clients import RegionClient

_SERVICE = "DIRECTCONNECT"
_FILTER = {
    "services": [_SERVICE],
    "eventStatusCodes": ["open", "upcoming"],
    "eventTypeCategories": ["issue", "investigation", "scheduledChange"],
}
# The most events whose entities one call gives, and the most entities on a page: the default
# page is 10, shared by all events.
# https://docs.aws.amazon.com/health/latest/APIReference/API_DescribeAffectedEntities.html
_EVENTS, _PAGE = 10, 100

Raw = dict[str, Any]


def read(region: RegionClient) -> tuple[list[Raw] | None, tuple[Gap, ...]]:
    """The events with their `entities`, as `dxnet.parse_observations` has them, and what lacks.

    None where the events were not read. `region` is a client of AWS Health, whose one answer is for
    all regions.
    """
    events: dict[str, Raw] = {}
    try:
        for page in aws.whole_pages(
            region, "describe_events", {"filter": _FILTER, "maxResults": _PAGE}
        ):
            for event in page["events"]:
                if event.get("arn") and event.get("service", _SERVICE) == _SERVICE:
                    events[event["arn"]] = {**aws.plain(event), "entities": []}
    except SourceError as error:
        return None, (aws.gap_of(error, gaps.EVENTS, region, ""),)
    try:
        arns = list(events)
        for first in range(0, len(arns), _EVENTS):
            _add_entities(region, events, arns[first : first + _EVENTS])
    except SourceError as error:
        return list(events.values()), (aws.gap_of(error, gaps.EVENTS, region, ""),)
    return list(events.values()), ()


def _add_entities(region: RegionClient, events: dict[str, Raw], arns: Sequence[str]) -> None:
    asked = {"filter": {"eventArns": arns}, "maxResults": _PAGE}
    for page in aws.whole_pages(region, "describe_affected_entities", asked):
        for entity in page["entities"]:
            event, name = events.get(entity.get("eventArn", "")), entity.get("entityValue")
            if event is not None and name and name not in event["entities"]:
                event["entities"].append(name)
