"""What AWS announces of Direct Connect by AWS Health: maintenance, planned or not, and issues.

https://docs.aws.amazon.com/directconnect/latest/UserGuide/dx-maintenance.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from dxnet.control_plane import Request
from dxnet.control_plane.store.kinds import GONE, KINDS, PARENTS
from dxnet.errors import UsageError

# What stands for an account as a whole among the entities of an event.
WHOLE_ACCOUNT = "UNKNOWN"
_NAMED = (*PARENTS, "virtualInterfaces")
# The longest time before an event, or that it takes, in seconds: a year.
_LONGEST = 366 * 86_400.0


class Cause(StrEnum):
    """Why an event is announced."""

    PLANNED = "planned maintenance"
    EMERGENCY = "emergency maintenance"
    ISSUE = "issue"

    @property
    def category(self) -> str:
        """The event's category."""
        return "issue" if self is Cause.ISSUE else "scheduledChange"

    @property
    def code(self) -> str:
        """The event's type. That emergency maintenance has the one of planned is by analogy."""
        what = "OPERATIONAL_ISSUE" if self is Cause.ISSUE else "MAINTENANCE_SCHEDULED"
        return f"AWS_DIRECTCONNECT_{what}"


@dataclass(frozen=True, slots=True)
class Announcement:
    """An event of AWS Health; times are in epoch seconds, and `end` is None for an open one.

    `entities` are accounts with the ids of what of theirs is affected.
    """

    arn: str
    cause: Cause
    region: str
    entities: tuple[tuple[str, str], ...]
    made: float
    begin: float
    end: float | None

    def ids(self, account: str) -> list[str]:
        """What of the account's is affected."""
        return [entity_id for owner, entity_id in self.entities if owner == account]

    def status(self, now: float) -> str:
        """Upcoming, open or closed."""
        if now < self.begin:
            return "upcoming"
        return "open" if self.end is None or now < self.end else "closed"

    def event(self, now: float) -> dict[str, Any]:
        """The event as DescribeEvents answers it."""
        end = {} if self.end is None else {"endTime": self.end}
        return {
            "arn": self.arn,
            "service": "DIRECTCONNECT",
            "eventTypeCode": self.cause.code,
            "eventTypeCategory": self.cause.category,
            "region": self.region,
            "startTime": self.begin,
            **end,
            "lastUpdatedTime": self.made,
            "statusCode": self.status(now),
            "eventScopeCode": "ACCOUNT_SPECIFIC",
        }

    def affected(self, account: str, now: float) -> Iterator[dict[str, Any]]:
        """The entities of the account's as DescribeAffectedEntities answers them."""
        states = {"upcoming": "PENDING", "open": "IMPAIRED", "closed": "RESOLVED"}
        for entity_id in self.ids(account):
            name = uuid5(NAMESPACE_URL, f"{self.arn}/{entity_id}").hex
            yield {
                "entityArn": f"arn:aws:health:{self.region}:{account}:entity/{name}",
                "eventArn": self.arn,
                "entityValue": entity_id,
                "awsAccountId": account,
                "lastUpdatedTime": self.made,
                "statusCode": states[self.status(now)],
            }

    @property
    def description(self) -> str:
        """What the event says; AWS's name no ids either."""
        if self.cause is Cause.ISSUE:
            return "Direct Connect connections and virtual interfaces may not work."
        return (
            f"AWS does {self.cause} on a Direct Connect endpoint. The services that use it may "
            "not be available in the meantime."
        )


def announcement(
    request: Request, number: int, cause: Cause, ids: Sequence[str], begins: float, lasts: float
) -> Announcement:
    """The event of that number, about those objects, or about the request's account as a whole.

    It begins so many seconds from now, or ago, and lasts so many; 0 has no end. Raises `DxnetError`
    for an object that does not exist, and for times of more than a year.
    """
    if not -_LONGEST <= begins <= _LONGEST or not 0 <= lasts <= _LONGEST:
        raise UsageError(
            f"an event can't begin in {begins} seconds and last {lasts}",
            hint="both are at most a year, and no event ends before it begins",
        )
    records = [_record(request, object_id) for object_id in dict.fromkeys(ids)]
    account = request.caller.account
    entities = [(record.get("ownerAccount") or account, object_id) for record, object_id in records]
    regions = [record["region"] for record, _ in records if record.get("region")]
    region = (regions or [request.caller.region])[0]
    begin = request.now + begins
    name = uuid5(NAMESPACE_URL, f"{number} {cause} {begin}").hex.upper()
    return Announcement(
        f"arn:aws:health:{region}::event/DIRECTCONNECT/{cause.code}/{cause.code}_{name}",
        cause,
        region,
        tuple(entities) or ((account, WHOLE_ACCOUNT),),
        request.now,
        begin,
        begin + lasts if lasts else None,
    )


def _record(request: Request, object_id: str) -> tuple[Any, str]:
    found = request.estate.find(object_id, *_NAMED)
    if found is None or found[1].get(KINDS[found[0]].state) in GONE:
        raise UsageError(
            f"there is no connection, interconnect, LAG or VIF {object_id}",
            hint="`dxnet list` shows the ids",
        )
    return found[1], object_id
