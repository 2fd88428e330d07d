"""Requests that fail though nothing is wrong with them: refused rights, throttling, no ports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from dxnet.control_plane import OPERATIONS, Caller, ServiceError, refusal
from dxnet.errors import UsageError

DIRECT_CONNECT = "directconnect"
# The services, by their IAM prefixes, whose actions can be denied.
DENIABLE = (DIRECT_CONNECT, "cloudwatch", "health")
# The codes of throttling and of a refused right; CloudWatch has those of the query protocol.
_USUAL_CODES = ("ThrottlingException", "AccessDeniedException")
_CODES = {"cloudwatch": ("Throttling", "AccessDenied")}
_ORDERS = ("CreateConnection", "CreateInterconnect", "CreateLag")
# The longest that an answer may be held back, in seconds.
LONGEST_DELAY = 300.0


@dataclass(frozen=True, slots=True)
class Faults:
    """What fails; nothing to begin with.

    `denied` are services with patterns of actions, as IAM has them, and a region or "" for every
    one;
    `throttled` is how many of the next requests are; `delay` is how long each answer takes, in
    seconds; `sold_out` are the codes of locations that have no ports left.
    """

    denied: tuple[tuple[str, str, str], ...] = ()
    throttled: int = 0
    delay: float = 0.0
    sold_out: frozenset[str] = frozenset()

    def check(
        self, operation: str, parameters: object, caller: Caller, service: str = DIRECT_CONNECT
    ) -> None:
        """Raise `ServiceError` for a request that is to fail, under the service's own code.

        https://docs.aws.amazon.com/directconnect/latest/APIReference/CommonErrors.html,
        https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CommonErrors.html
        """
        throttling, denied = _CODES.get(service, _USUAL_CODES)
        if self.throttled > 0:
            raise ServiceError(throttling, "Rate exceeded")
        for denied_service, action, region in self.denied:
            is_meant = denied_service == service and region in ("", caller.region)
            if is_meant and fnmatchcase(operation, action):
                name = f"{service}:{operation}"
                raise ServiceError(
                    denied,
                    f"User: arn:aws:iam::{caller.account}:user/simulated is not authorized to "
                    f"perform: {name} because no identity-based policy allows the {name} action",
                )
        location = parameters.get("location") if isinstance(parameters, dict) else None
        if operation in _ORDERS and location in self.sold_out:
            raise refusal(f"Location {location} has no ports left")


def denial(text: str) -> tuple[str, str, str]:
    """The service, the action's pattern and the region in `SERVICE:ACTION@REGION`.

    The service is Direct Connect where none is named, the region "" for every one. Raises
    `DxnetError` for a service that can't be denied, or if no operation of it has such a name.
    """
    before, colon, after = text.partition(":")
    service = before if colon else DIRECT_CONNECT
    action, _, region = (after if colon else text).partition("@")
    if service not in DENIABLE or not any(fnmatchcase(name, action) for name in _names(service)):
        raise UsageError(
            f"{text!r} is not an action of Direct Connect, CloudWatch or AWS Health",
            hint="an action is written as in IAM: DescribeLags, Create*, DescribeLags@eu-west-1, "
            "cloudwatch:GetMetricData",
        )
    return service, action, region


def _names(service: str) -> Iterable[str]:
    if service == DIRECT_CONNECT:
        return OPERATIONS
    import botocore.session

    names: Iterable[str] = botocore.session.get_session().get_service_model(service).operation_names
    return names
