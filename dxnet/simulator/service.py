"""One simulated Direct Connect service: an estate, a clock, a lock, and JSON 1.1 in and out."""

from __future__ import annotations

import json
import logging
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from dxnet.control_plane import Caller, Estate, ServiceError, call, refusal
from dxnet.control_plane.store.errors import SERVER
from dxnet.control_plane.store.kinds import ACCOUNT

TARGET_PREFIX = "OvertureService."
CONTENT_TYPE = "application/x-amz-json-1.1"
# The account of moto's own services.
MOTO_ACCOUNT = "123456789012"

_CREDENTIAL = re.compile(r"Credential=([^/,\s]+)/[^/,\s]*/([a-z0-9-]+)/")
_HOST = re.compile(r"directconnect\.([a-z0-9-]+)\.amazonaws\.com", re.ASCII)

_log = logging.getLogger(__name__)

# Status, headers and body of an HTTP response.
Response = tuple[int, dict[str, str], str]


class Service:
    """The Direct Connect service over one estate; safe for threads.

    A caller whose access key is not an account id acts as `account`. `state_delay` is in
    seconds, None for step by step (`advance`). `clock` gives epoch seconds.
    """

    def __init__(
        self,
        raw: Mapping[str, Any],
        *,
        account: str | None = None,
        state_delay: float | None = 0.0,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._raw = raw
        self._state_delay = state_delay
        self._clock = clock
        self._lock = threading.Lock()
        self._estate = Estate(raw, state_delay=state_delay)
        self.account = account or _main_account(raw)

    def answer(self, headers: Mapping[str, str], host: str, body: bytes) -> Response:
        """The HTTP response to a POST with these headers (of any case), host and body."""
        lower = {name.lower(): value for name, value in headers.items()}
        try:
            operation_name = lower.get("x-amz-target", "").removeprefix(TARGET_PREFIX)
            caller = self._caller(lower.get("authorization", ""), host)
            result = self.call(operation_name, _parameters(body), caller)
        except ServiceError as error:
            return failure(error)
        except Exception:
            return fault()
        return 200, _headers(), json.dumps(result)

    def call(self, operation_name: str, parameters: object, caller: Caller) -> dict[str, Any]:
        """The answer to one request at the clock's time; raises `ServiceError`."""
        with self._lock:
            return call(self._estate, operation_name, parameters, caller, self._clock())

    def dump(self) -> dict[str, Any]:
        """The estate as merged raw JSON, with every state that is due by now."""
        with self._lock:
            self._estate.settle(self._clock())
            return self._estate.dump()

    def reset(self, raw: Mapping[str, Any] | None = None) -> None:
        """Start again from `raw`, or from the estate that the service began with."""
        with self._lock:
            self._raw = self._raw if raw is None else raw
            self._estate = Estate(self._raw, state_delay=self._state_delay)

    def advance(self) -> int:
        """With `state_delay=None`, take the next step of each waiting record; return how many."""
        with self._lock:
            self._estate.settle(self._clock())
            return self._estate.advance()

    def _caller(self, authorization: str, host: str) -> Caller:
        credential = _CREDENTIAL.search(authorization)
        access_key, region = credential.groups() if credential else ("", "")
        if not region:
            named = _HOST.search(host)
            region = named.group(1) if named else "us-east-1"
        return Caller(access_key if ACCOUNT.fullmatch(access_key) else self.account, region)


def _main_account(raw: Mapping[str, Any]) -> str:
    """The owner of most VIFs, else of most connections; moto's account in an empty estate."""
    for kind in ("virtualInterfaces", "connections"):
        owners = Counter(record.get("ownerAccount") for record in raw.get(kind) or ())
        del owners[None], owners[""]
        if owners:
            return str(min(owners, key=lambda owner: (-owners[owner], owner)))
    return MOTO_ACCOUNT


def _parameters(body: bytes) -> object:
    if not body:
        return {}
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        raise refusal("The request body is not JSON") from None


def failure(error: ServiceError) -> Response:
    """The HTTP response for a refusal of the service."""
    body = json.dumps({"__type": error.code, "message": error.message})
    headers = {**_headers(), "x-amzn-ErrorType": error.code}
    return 500 if error.code == SERVER else 400, headers, body


def fault() -> Response:
    """The HTTP response after an unexpected exception, which is logged."""
    _log.exception("the simulator failed on a request")
    return failure(ServiceError(SERVER, "The simulator failed on this request."))


def _headers() -> dict[str, str]:
    return {"Content-Type": CONTENT_TYPE, "x-amzn-RequestId": str(uuid4())}
