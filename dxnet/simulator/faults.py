"""Requests that fail though nothing is wrong with them: refused rights, throttling, no ports."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from dxnet.control_plane import OPERATIONS, Caller, ServiceError, refusal
from dxnet.errors import UsageError

_ORDERS = ("CreateConnection", "CreateInterconnect", "CreateLag")
# The longest that an answer may be held back, in seconds.
LONGEST_DELAY = 300.0


@dataclass(frozen=True, slots=True)
class Faults:
    """What fails; nothing to begin with.

    `denied` are patterns of actions, as IAM has them, each with a region or "" for every one;
    `throttled` is how many of the next requests are; `delay` is how long each answer takes, in
    seconds; `sold_out` are the codes of locations that have no ports left.
    """

    denied: tuple[tuple[str, str], ...] = ()
    throttled: int = 0
    delay: float = 0.0
    sold_out: frozenset[str] = frozenset()

    def check(self, operation: str, parameters: object, caller: Caller) -> None:
        """Raise `ServiceError` for a request that is to fail.

        The codes are those of https://docs.aws.amazon.com/directconnect/latest/APIReference/CommonErrors.html
        """
        if self.throttled > 0:
            raise ServiceError("ThrottlingException", "Rate exceeded")
        for action, region in self.denied:
            if region in ("", caller.region) and fnmatchcase(operation, action):
                name = f"directconnect:{operation}"
                raise ServiceError(
                    "AccessDeniedException",
                    f"User: arn:aws:iam::{caller.account}:user/simulated is not authorized to "
                    f"perform: {name} because no identity-based policy allows the {name} action",
                )
        location = parameters.get("location") if isinstance(parameters, dict) else None
        if operation in _ORDERS and location in self.sold_out:
            raise refusal(f"Location {location} has no ports left")


def denial(text: str) -> tuple[str, str]:
    """The action's pattern and the region in `ACTION` or `ACTION@REGION`.

    `directconnect:` may stand before it. Raises `DxnetError` if no operation has such a name.
    """
    action, _, region = text.removeprefix("directconnect:").partition("@")
    if not any(fnmatchcase(name, action) for name in OPERATIONS):
        raise UsageError(
            f"{text!r} is not an action of Direct Connect",
            hint="an action is written as in IAM: DescribeLags, Create*, DescribeLags@eu-west-1",
        )
    return action, region
