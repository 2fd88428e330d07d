"""The registry of operations, the request that each receives, and `call`, which runs one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dxnet.control_plane.service import contract, missing_texts, required_states
from dxnet.control_plane.store.errors import NotFoundError, ServiceError, refusal
from dxnet.control_plane.store.estate import Estate
from dxnet.control_plane.store.kinds import GONE, KINDS, SCHEDULE, RawRecord
from dxnet.control_plane.store.transitions import Step, step

# How long a deleted record stays listed, in seconds:
# https://docs.aws.amazon.com/directconnect/latest/APIReference/API_DescribeVirtualInterfaces.html
DELETED_LISTED = 15 * 60
# What the samples show as deleted in the very answer, which for others is `deleting`:
# https://docs.aws.amazon.com/cli/latest/reference/directconnect/delete-connection.html
_DELETED_IN_THE_ANSWER = ("connections", "interconnects", "lags")


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and in which region."""

    account: str
    region: str


@dataclass(frozen=True, slots=True)
class Request:
    """One request whose parameters fit the operation's input shape; `now` is in epoch seconds."""

    estate: Estate
    operation: str
    parameters: Mapping[str, Any]
    caller: Caller
    now: float

    def __getitem__(self, name: str) -> Any:
        return self.parameters[name]

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter, or the default where the caller left it out."""
        return self.parameters.get(name, default)

    def sees(self, kind: str, record: RawRecord) -> bool:
        """Whether the caller sees that record."""
        return self.estate.sees(kind, record, self.caller.account, self.caller.region)

    def owns(self, record: RawRecord) -> bool:
        """Whether the record is the caller's own, or nobody's, in the caller's region."""
        return record.get("ownerAccount") in (self.caller.account, "", None) and record.get(
            "region"
        ) in (self.caller.region, "", None)

    def not_found(self, kind: str, object_id: str) -> NotFoundError:
        """The operation's refusal of an id that the caller has no record of."""
        account = self.caller.account
        return missing_texts.not_found(self.operation, kind, object_id, account)

    def visible(self, kind: str, object_id: str) -> RawRecord:
        """The record of that id if the caller sees it; else the service's "not found"."""
        record = self.estate.get(kind, object_id)
        if record is None or not self.sees(kind, record):
            raise self.not_found(kind, object_id)
        return record

    def live(self, kind: str, object_id: str) -> RawRecord:
        """The caller's own record of that id unless it is being deleted; else "not found"."""
        record = self.estate.get(kind, object_id)
        if record is None or not self.owns(record) or record.get(KINDS[kind].state) in GONE:
            raise self.not_found(kind, object_id)
        return record

    def live_in(self, object_id: str, *kinds: str) -> tuple[str, RawRecord]:
        """Like `live`, for an id that may name a record of several kinds; the kind comes first."""
        found = self.estate.find(object_id, *kinds)
        kind = found[0] if found else kinds[0]
        return kind, self.live(kind, object_id)

    def check_states(self, **parameters: Any) -> None:
        """Refuse objects in wrong states that the operation names otherwise than the table expects.

        `parameters` has their ids under the names that `required_states` knows.
        """
        caller = self.caller
        required_states.check(
            self.estate, self.operation, parameters, caller.account, caller.region
        )

    def step(self, position: int, do: str, **arguments: Any) -> Step:
        """A step that takes place after `position` of the estate's state delays."""
        delay = self.estate.state_delay
        return step(None if delay is None else self.now + position * delay, do, **arguments)

    def become(self, kind: str, record: RawRecord, *states: str) -> RawRecord:
        """Put the record in the first of the states, and let the others follow one by one.

        Steps of other kinds that it has scheduled stay.
        """
        field = KINDS[kind].state
        other = [each for each in record.get(SCHEDULE, ()) if each["do"] != "set"]
        later = [
            self.step(position, "set", **{field: state})
            for position, state in enumerate(states[1:], 1)
        ]
        fresh = {name: value for name, value in record.items() if name != SCHEDULE}
        return self.estate.put(kind, {**fresh, field: states[0], **_scheduled(other + later)})

    def retire(self, kind: str, record: RawRecord, state: str = "deleted") -> RawRecord:
        """Delete the record: `deleting` for the state delay, then listed as `deleted`.

        Another state, or a port's deletion without a delay, takes effect at once.
        """
        field = KINDS[kind].state
        delay = 0 if state != "deleted" else self.estate.state_delay
        fresh = {name: value for name, value in record.items() if name != SCHEDULE}
        end = step(self.now + (delay or 0) + DELETED_LISTED, "remove")
        if state != "deleted" or (delay == 0 and kind in _DELETED_IN_THE_ANSWER):
            return self.estate.put(kind, {**fresh, field: state, SCHEDULE: [end]})
        steps = [self.step(1, "set", **{field: state}), end]
        return self.estate.put(kind, {**fresh, field: "deleting", SCHEDULE: steps})

    def vanish(self, kind: str, record: RawRecord, state: str) -> RawRecord:
        """Put the record in a last state, and let it go after one state delay."""
        fresh = {**record, KINDS[kind].state: state, SCHEDULE: [self.step(1, "remove")]}
        return self.estate.put(kind, fresh)


# What an operation returns: the members of its output shape, and perhaps others, which are cut.
Answer = Mapping[str, Any]
Operation = Callable[[Request], Answer]

OPERATIONS: dict[str, Operation] = {}


def operation(name: str) -> Callable[[Operation], Operation]:
    """Register the function that serves the API operation of that name.

    Raises `ValueError` for a name that is taken; `call` does for one that botocore doesn't have.
    """

    def register(function: Operation) -> Operation:
        if name in OPERATIONS:
            raise ValueError(f"two functions serve {name}")
        OPERATIONS[name] = function
        return function

    return register


def call(
    estate: Estate, operation_name: str, parameters: object, caller: Caller, now: float
) -> dict[str, Any]:
    """What the service answers, in its own JSON; the estate is then as the service leaves it.

    Raises `ServiceError` with a code that the operation's model names, and the estate is then as
    if the request had never come.
    """
    check_names()
    accepted = contract.accept(operation_name, parameters)
    serve = OPERATIONS.get(operation_name)
    if serve is None:
        raise refusal(f"The operation {operation_name} is not implemented by this simulator")
    estate.settle(now)
    try:
        with estate.transaction():
            request = Request(estate, operation_name, accepted, caller, now)
            request.check_states(**accepted)
            response = serve(request)
            return contract.answer(operation_name, response)
    except ServiceError as error:
        if error.code in contract.error_codes(operation_name):
            raise
        raise refusal(error.message) from None


@cache
def check_names() -> None:
    """Refuse, once, registered names that are not the API's: importing botocore takes a while."""
    unknown = sorted(set(OPERATIONS) - set(contract.operation_names()))
    if unknown:
        raise ValueError(f"botocore has no operation {', '.join(unknown)}")


def _scheduled(steps: list[Step]) -> dict[str, list[Step]]:
    return {SCHEDULE: steps} if steps else {}
