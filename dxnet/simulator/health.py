"""AWS Health of the simulator: the events of Direct Connect, and no others.

https://docs.aws.amazon.com/health/latest/APIReference/API_Operations.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from moto.core.responses import ActionResult

from dxnet.simulator.announcements import Announcement
from dxnet.simulator.answering import Answering, Refusal, epoch, position, token

# How many items a page has where the caller does not say; that of entities is shared by all events.
_EVENTS, _ENTITIES = 100, 10
# The members of filters, and the fields that have one of their values.
_LISTS = {
    "eventArns": "arn",
    "eventTypeCodes": "eventTypeCode",
    "services": "service",
    "regions": "region",
    "availabilityZones": "availabilityZone",
    "eventTypeCategories": "eventTypeCategory",
    "eventStatusCodes": "statusCode",
    "actionabilities": "actionability",
}
_OF_ENTITIES = {
    "eventArns": "eventArn",
    "entityArns": "entityArn",
    "entityValues": "entityValue",
    "statusCodes": "statusCode",
}
_TIMES = {
    "startTimes": "startTime",
    "endTimes": "endTime",
    "lastUpdatedTimes": "lastUpdatedTime",
}
_NO_TAGS = "The simulator has no tags in AWS Health"

Item = Mapping[str, Any]


class Health(Answering):
    """AWS Health of one account; it is one service, whatever the region."""

    iam_prefix = "health"
    own = frozenset({"DescribeEvents", "DescribeEventDetails", "DescribeAffectedEntities"})
    invalid = "ValidationException"

    def __init__(self) -> None:
        super().__init__(service_name="health")
        self.automated_parameter_parsing = True

    def describe_events(self) -> ActionResult:
        """The account's events, as the filter selects them."""
        chosen = self.given("filter", {})
        now, events = self._announced()
        found = [
            event
            for each in events
            for event in [each.event(now)]
            if self._passes(event, chosen, _LISTS)
            and self._has_entity(list(each.affected(self.caller.account, now)), chosen)
        ]
        return self._page("events", found, _EVENTS)

    def _has_entity(self, entities: Sequence[Item], chosen: Item) -> bool:
        names = ("entityArns", "entityValues")
        wanted = {name: chosen[name] for name in names if chosen.get(name)}
        return not wanted or any(self._passes(each, wanted, _OF_ENTITIES) for each in entities)

    def describe_event_details(self) -> ActionResult:
        """The account's events of those ARNs with their descriptions, and which it has not."""
        now, events = self._announced()
        known = {each.arn: each for each in events}
        answer: dict[str, list[Item]] = {"successfulSet": [], "failedSet": []}
        for arn in self.params["eventArns"]:
            if arn in known:
                text = {"latestDescription": known[arn].description}
                details = {"event": _timed(known[arn].event(now)), "eventDescription": text}
                answer["successfulSet"].append(details)
            else:
                error = {"errorName": "InvalidEventArn", "errorMessage": "There is no such event"}
                answer["failedSet"].append({"eventArn": arn, **error})
        return ActionResult(answer)

    def describe_affected_entities(self) -> ActionResult:
        """What of the account's the events of those ARNs affect."""
        now, events = self._announced()
        found = [
            entity
            for each in events
            for entity in each.affected(self.caller.account, now)
            if self._passes(entity, self.params["filter"], _OF_ENTITIES)
        ]
        return self._page("entities", found, _ENTITIES)

    def _announced(self) -> tuple[float, list[Announcement]]:
        """The time and the account's events; refuses an account without a support plan.

        The message is empty, as in https://github.com/aws-samples/aws-health-aware/issues/47
        """
        if not self.world.has_support:
            raise Refusal("SubscriptionRequiredException", "")
        locale = self.given("locale", "en")
        if locale != "en":
            raise Refusal("UnsupportedLocale", f"The locale {locale[:10]!r} is not supported")
        return self.world.announced(self.caller.account)

    def _passes(self, item: Item, chosen: Item, lists: Mapping[str, str]) -> bool:
        if chosen.get("tags"):
            raise Refusal(self.invalid, _NO_TAGS)
        fits = (item.get(lists[name]) in chosen[name] for name in lists if chosen.get(name))
        return all(fits) and all(
            any(_is_in(item.get(_TIMES[name]), span) for span in chosen[name])
            for name in _TIMES
            if chosen.get(name)
        )

    def _page(self, member: str, items: Sequence[Item], usual: int) -> ActionResult:
        begin = position(self.given("nextToken"), "InvalidPaginationToken")
        end = begin + self.given("maxResults", usual)
        more = {"nextToken": token(end)} if end < len(items) else {}
        return ActionResult({member: [_timed(item) for item in items[begin:end]], **more})


def _is_in(at: float | None, span: Item) -> bool:
    if at is None:
        return False
    begin, end = (epoch(span[name]) if span.get(name) else None for name in ("from", "to"))
    return (begin is None or begin <= at) and (end is None or at <= end)


def _timed(item: Item) -> dict[str, Any]:
    """The item with its times as moto takes them."""
    return {
        name: datetime.fromtimestamp(value, UTC) if name.endswith("Time") else value
        for name, value in item.items()
    }
