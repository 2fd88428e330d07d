"""One simulated Direct Connect service: an estate, a clock, a lock, and JSON 1.1 in and out."""

from __future__ import annotations

import json
import logging
import re
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from dxnet.control_plane import Caller, Estate, Request, ServiceError, call, refusal
from dxnet.control_plane.rules import virtual_gateways
from dxnet.control_plane.store.errors import SERVER
from dxnet.control_plane.store.kinds import ACCOUNT, GONE
from dxnet.limits import GATEWAY_ASN_DEFAULT
from dxnet.simulator import estates

TARGET_PREFIX = "OvertureService."
CONTENT_TYPE = "application/x-amz-json-1.1"

_ASSOCIATING = (
    "CreateDirectConnectGatewayAssociation",
    "CreateDirectConnectGatewayAssociationProposal",
)
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
        self._lock = threading.RLock()
        self._given_account = account
        self.after_reset: Callable[[], None] | None = None
        self._begin()

    def _begin(self) -> None:
        self._estate = Estate(self._raw, state_delay=self._state_delay)
        self.account = self._given_account or estates.main_account(self._raw)
        self.region = estates.main_region(self._raw)
        self._transit_gateways = set(estates.transit_gateways(self._raw))

    def account_of(self, access_key: str) -> str:
        """The account of an access key: itself if it is an account id, else the default one."""
        return access_key if ACCOUNT.fullmatch(access_key) else self.account

    def answer(
        self,
        headers: Mapping[str, str],
        host: str,
        body: bytes,
        account_of: Callable[[str], str] | None = None,
    ) -> Response:
        """The HTTP response to a POST with these headers (of any case), host and body.

        `account_of` tells whose an access key is; without it the service's own `account_of` does.
        """
        lower = {name.lower(): value for name, value in headers.items()}
        try:
            operation_name = lower.get("x-amz-target", "").removeprefix(TARGET_PREFIX)
            access_key, region = signed_by(lower.get("authorization", ""))
            account = (account_of or self.account_of)(access_key)
            caller = Caller(account, region or _region_of(host))
            result = self.call(operation_name, _parameters(body), caller)
        except ServiceError as error:
            return failure(error)
        except Exception:
            return fault()
        return 200, _headers(), json.dumps(result)

    def call(self, operation_name: str, parameters: object, caller: Caller) -> dict[str, Any]:
        """The answer to one request at the clock's time; raises `ServiceError`."""
        with self._lock:
            self._check_transit_gateway(operation_name, parameters, caller)
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
            self._begin()
        if self.after_reset is not None:
            self.after_reset()

    def advance(self) -> int:
        """With `state_delay=None`, take the next step of each waiting record; return how many."""
        with self._lock:
            self._estate.settle(self._clock())
            return self._estate.advance()

    # What EC2 has and does.

    def virtual_gateways(self, account: str, region: str) -> list[tuple[str, int]]:
        """The ids and ASNs of the account's virtual private gateways there, but deleted ones.

        One of nobody is the default account's, one of no region is in the region of most VIFs.
        """
        with self._lock:
            gateways = self._estate.dump().get(virtual_gateways.VIRTUAL_GATEWAYS, ())
            return [
                (gateway["virtualGatewayId"], gateway.get("amazonSideAsn", GATEWAY_ASN_DEFAULT))
                for gateway in gateways
                if gateway.get("virtualGatewayState") not in GONE
                and (gateway.get("ownerAccount") or self.account) == account
                and (gateway.get("region") or self.region) == region
            ]

    def create_virtual_gateway(
        self, account: str, region: str, gateway_id: str, amazon_side_asn: int | None
    ) -> None:
        """Have what EC2 has created."""
        with self._lock:
            virtual_gateways.created(self._outside(account, region), gateway_id, amazon_side_asn)

    def delete_virtual_gateway(self, account: str, region: str, gateway_id: str) -> None:
        """Delete what EC2 has deleted."""
        with self._lock:
            virtual_gateways.deleted(self._outside(account, region), gateway_id)

    def transit_gateways(self, account: str, region: str) -> list[str]:
        """The ids of the account's transit gateways in that region."""
        with self._lock:
            return sorted(t for a, r, t in self._transit_gateways if (a, r) == (account, region))

    def create_transit_gateway(self, account: str, region: str, gateway_id: str) -> None:
        """Know what EC2 has created."""
        with self._lock:
            self._transit_gateways.add((account, region, gateway_id))

    def delete_transit_gateway(self, account: str, region: str, gateway_id: str) -> None:
        """Know no more what EC2 has deleted."""
        with self._lock:
            self._transit_gateways.discard((account, region, gateway_id))

    def tagged(self, account: str, region: str) -> list[tuple[str, dict[str, str]]]:
        """The ARN and the tags of each object of the account's there that has tags."""
        with self._lock:
            return list(estates.tagged(self._estate, account, region))

    def _outside(self, account: str, region: str) -> Request:
        """What happens in the account at the clock's time, and is not a Direct Connect request."""
        now = self._clock()
        self._estate.settle(now)
        return Request(self._estate, "", {}, Caller(account, region), now)

    def _check_transit_gateway(self, operation: str, parameters: object, caller: Caller) -> None:
        """Refuse to associate a transit gateway that the caller doesn't have.

        The text is by analogy with that for virtual private gateways.
        """
        gateway_id = parameters.get("gatewayId") if isinstance(parameters, Mapping) else None
        is_named = isinstance(gateway_id, str) and gateway_id.startswith("tgw-")
        if not is_named or operation not in _ASSOCIATING:
            return
        if (caller.account, caller.region, gateway_id) not in self._transit_gateways:
            raise refusal(f"The TransitGateway {gateway_id} does not exist.")


def signed_by(authorization: str) -> tuple[str, str]:
    """The access key and the region in a request's Authorization header; empty where it has none.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-authentication-methods.html
    """
    credential = _CREDENTIAL.search(authorization)
    return (credential[1], credential[2]) if credential else ("", "")


def _region_of(host: str) -> str:
    """The region of an endpoint's name, for a request that is signed for none."""
    named = _HOST.search(host)
    return named[1] if named else "us-east-1"


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
