"""How services beside Direct Connect answer through moto: JSON or query, with the same faults."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any, ClassVar

from botocore.validate import ParamValidator
from moto.core.exceptions import ServiceException
from moto.core.responses import ActionResult, BaseResponse
from moto.core.utils import camelcase_to_underscores, get_service_model

from dxnet.control_plane import Caller, ServiceError
from dxnet.simulator.service import Service

# The longest page token, which is a number.
_LONGEST_TOKEN = 12
# Codes that every service may answer with and whose shapes are in no model.
COMMON_ERRORS = (
    "AccessDenied",
    "AccessDeniedException",
    "SubscriptionRequiredException",
    "Throttling",
    "ThrottlingException",
    "UnknownOperationException",
)


class Refusal(ServiceException):
    """A service's refusal: code and message. moto takes its own for one of a service of its own."""


class Answering(BaseResponse):
    """A service of moto's form whose requests the simulator's faults can hit.

    `iam_prefix` is the service's prefix in IAM, `own` are the operations that it answers itself and
    whose parameters it checks, `invalid` is the error code of those that do not fit.
    """

    world: ClassVar[Service]
    iam_prefix: ClassVar[str]
    own: ClassVar[frozenset[str]]
    invalid: ClassVar[str]

    def _dispatch(self, request: Any, full_url: str | None = None, headers: Any = None) -> Any:
        """The response; a request that can't be read is refused, whatever is wrong with it."""
        try:
            if "json" in request.headers.get("Content-Type", ""):
                # moto takes what is no JSON for an empty object.
                json.loads(request.data or b"{}")
            self.setup_class(request, full_url, headers)
            is_readable = bool(self._get_action())
        except Exception:
            is_readable = False
        if not is_readable:
            body = {"__type": "SerializationException", "message": "The request can't be read"}
            return 400, {"Content-Type": "application/x-amz-json-1.1"}, json.dumps(body)
        return self.call_action()

    def call_action(self) -> Any:
        """The response, or the refusal of a request that is to fail or whose parameters are bad."""
        try:
            operation = str(self._get_action())
            self.world.admit(operation, self.params, self.caller, self.iam_prefix)
            if operation in self.own:
                self._check(operation)
            elif not hasattr(self, camelcase_to_underscores(operation)):
                text = f"The simulator has no operation {operation[:80]!r}"
                raise ServiceError("UnknownOperationException", text)
        except ServiceError as error:
            return self.serialized(ActionResult(Refusal(error.code, error.message)))
        return super().call_action()

    @property
    def caller(self) -> Caller:
        """Who asks, and in which region."""
        return Caller(self.current_account, self.region)

    def _check(self, operation: str) -> None:
        model = get_service_model(self.boto3_service_name).operation_model(operation)
        report = ParamValidator().validate(self.params, model.input_shape)
        if report.has_errors():
            raise ServiceError(self.invalid, report.generate_report())

    def given(self, name: str, default: Any = None) -> Any:
        """A parameter, or the default where the caller left it out."""
        value = self.params.get(name)
        return default if value is None else value


def epoch(moment: datetime) -> float:
    """The epoch seconds of a time; one without a zone is UTC, as moto parses it."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def token(begin: int) -> str:
    """The token of the page that begins there; services want it to be of some length."""
    return f"{begin:08}"


def position(given: str | None, invalid: str) -> int:
    """Where the page of a token begins; raises `Refusal` for what was never a token."""
    if given is None:
        return 0
    if not (given.isascii() and given.isdigit() and len(given) <= _LONGEST_TOKEN):
        raise Refusal(invalid, "The token is not valid")
    return int(given)
