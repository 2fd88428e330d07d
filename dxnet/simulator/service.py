"""One simulated Direct Connect service: an estate, a clock, a lock, and JSON 1.1 in and out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any

from dxnet.control_plane import Caller, Estate, Request, ServiceError, call, refusal
from dxnet.control_plane.rules import events, virtual_gateways
from dxnet.control_plane.store.history import ERRORS, LIGHT
from dxnet.control_plane.store.kinds import ACCOUNT, GONE
from dxnet.errors import DxnetError, UsageError
from dxnet.limits import GATEWAY_ASN_DEFAULT
from dxnet.simulator import estates
from dxnet.simulator.announcements import Announcement, Cause, announcement
from dxnet.simulator.attachments import Attached, attached
from dxnet.simulator.faults import DIRECT_CONNECT, LONGEST_DELAY, Faults, denial
from dxnet.simulator.wire import (
    TARGET_PREFIX,
    Response,
    failure,
    fault,
    parameters,
    region_of,
    signed_by,
    success,
)

# The most that the clock can be advanced at once, in seconds: ten years.
_LONGEST_WAIT = 10 * 366 * 86_400.0
# The light that a receiver can show, in dBm, and the most errors a minute.
_LIGHT, _MOST_ERRORS = (-40.0, 10.0), 10**9
_ASSOCIATING = (
    "CreateDirectConnectGatewayAssociation",
    "CreateDirectConnectGatewayAssociationProposal",
)


class Service:
    """The Direct Connect service over one estate; safe for threads.

    A caller whose access key is not an account id acts as `account`. `state_delay` is in
    seconds, None for step by step (`advance`). `clock` gives epoch seconds. Without
    `router_speaks` a new BGP session is down until `set_session` puts it up.
    """

    def __init__(
        self,
        raw: Mapping[str, Any],
        *,
        account: str | None = None,
        state_delay: float | None = 0.0,
        clock: Callable[[], float] = time.time,
        router_speaks: bool = True,
    ) -> None:
        self._raw = raw
        self._state_delay = state_delay
        self._router_speaks = router_speaks
        self._given_clock = clock
        self._lock = threading.RLock()
        self._given_account = account
        self.after_reset: Callable[[], None] | None = None
        self._begin()

    def _begin(self) -> None:
        estate = Estate(self._raw, state_delay=self._state_delay, router_speaks=self._router_speaks)
        self._estate = estate
        self._passed = 0.0
        self._faults = Faults()
        self._announcements: tuple[Announcement, ...] = ()
        self.has_support = True
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
            caller = Caller(account, region or region_of(host))
            answer = self.call(operation_name, parameters(body), caller)
        except ServiceError as error:
            return failure(error)
        except Exception:
            return fault()
        return success(answer)

    def call(self, operation_name: str, parameters: object, caller: Caller) -> dict[str, Any]:
        """The answer to one request at the clock's time; raises `ServiceError`."""
        self.admit(operation_name, parameters, caller)
        with self._lock:
            self._check_transit_gateway(operation_name, parameters, caller)
            return call(self._estate, operation_name, parameters, caller, self._clock())

    def admit(
        self, operation: str, parameters: object, caller: Caller, service: str = DIRECT_CONNECT
    ) -> None:
        """Hold a request to one of AWS's services back, and raise `ServiceError` if it is to fail.

        `service` is its prefix in IAM.
        """
        with self._lock:
            faults = self._faults
            self._faults = replace(faults, throttled=max(0, faults.throttled - 1))
        time.sleep(faults.delay)
        faults.check(operation, parameters, caller, service)

    @contextmanager
    def observed(self, account: str, region: str) -> Iterator[Request]:
        """Give the estate as the account finds it now; nothing happens to it in the meantime."""
        with self._lock:
            yield self._outside(account, region)

    def dump(self) -> dict[str, Any]:
        """The estate as merged raw JSON, with every state that is due by now."""
        with self._lock:
            self._estate.settle(self._clock())
            return self._estate.dump()

    def reset(self, raw: Mapping[str, Any] | None = None) -> None:
        """Start again from `raw`, or from the estate that the service began with."""
        with self._lock:
            before = self._raw
            self._raw = before if raw is None else raw
            try:
                self._begin()
            except DxnetError:
                self._raw = before
                raise
        if self.after_reset is not None:
            self.after_reset()

    def advance(self) -> int:
        """With `state_delay=None`, take the next step of each waiting record; return how many."""
        with self._lock:
            self._estate.settle(self._clock())
            return self._estate.advance()

    # What happens to the network.

    def set_link(self, object_id: str, *, is_up: bool) -> None:
        """Put the link of a port up or down, or those of a LAG; raises `DxnetError` for no such."""
        self._happen(partial(events.link, object_id=object_id, is_up=is_up))

    def set_session(self, object_id: str, *, is_up: bool) -> None:
        """Put the session of a BGP peer, or of a VIF, up or down; raises `DxnetError`."""
        self._happen(partial(events.session, object_id=object_id, is_up=is_up))

    def set_router(self, *, speaks: bool) -> None:
        """Let new BGP sessions come up by themselves from now on, or stay down until put up."""
        with self._lock:
            self._estate.router_speaks = speaks

    def set_light(self, object_id: str, dbm: float) -> None:
        """Let AWS receive that light on a port, or those of a LAG; raises `DxnetError`."""
        if not _LIGHT[0] <= dbm <= _LIGHT[1]:
            raise UsageError(
                f"no light is of {dbm} dBm", hint=f"{_LIGHT[0]:.0f} to {_LIGHT[1]:.0f} will do"
            )
        self._happen(partial(events.measured, object_id=object_id, name=LIGHT, value=dbm))

    def set_errors(self, object_id: str, a_minute: int) -> None:
        """Let a port, or those of a LAG, count so many errors; raises `DxnetError`."""
        if not 0 <= a_minute <= _MOST_ERRORS:
            raise UsageError(
                f"a port can't count {a_minute} errors a minute",
                hint=f"0 to {_MOST_ERRORS} will do",
            )
        self._happen(partial(events.measured, object_id=object_id, name=ERRORS, value=a_minute))

    def set_verification(self, *, is_accepted: bool) -> None:
        """Let AWS accept the prefixes of public VIFs, or refuse all from now on."""
        self._happen(events.verify if is_accepted else events.refuse_verification)

    def announce(self, cause: str, *ids: str, begins: float, lasts: float) -> str:
        """Let AWS Health announce an event about these objects, and return its ARN.

        `cause` is one of `announcements.Cause`. The event begins so many seconds from now and lasts
        so many, 0 without end. Without ids it is about the default account as a whole. Raises
        `DxnetError`.
        """
        with self._lock:
            outside, number = self._outside(self.account, self.region), len(self._announcements)
            made = announcement(outside, number, Cause(cause), ids, begins, lasts)
            self._announcements = (*self._announcements, made)
        return made.arn

    def announced(self, account: str) -> tuple[float, list[Announcement]]:
        """The clock's time, and the events that affect something of the account's."""
        with self._lock:
            return self._clock(), [each for each in self._announcements if each.ids(account)]

    def set_support(self, *, has_plan: bool) -> None:
        """Let the accounts have a support plan, which AWS Health's API needs, or none."""
        self.has_support = has_plan

    def set_ports(self, location: str, *, has_some: bool) -> None:
        """Let a location have ports to order, or none left."""
        with self._lock:
            rest = self._faults.sold_out - {location}
            sold_out = rest if has_some else rest | {location}
            self._faults = replace(self._faults, sold_out=sold_out)

    def throttle(self, requests: int) -> None:
        """Throttle that many of the next requests."""
        with self._lock:
            self._faults = replace(self._faults, throttled=max(0, requests))

    def delay_answers(self, seconds: float) -> None:
        """Hold every answer back for that long; raises `DxnetError` for more than 5 minutes."""
        if not 0 <= seconds <= LONGEST_DELAY:
            raise UsageError(
                f"an answer can't take {seconds} seconds", hint=f"0 to {LONGEST_DELAY:.0f} will do"
            )
        with self._lock:
            self._faults = replace(self._faults, delay=seconds)

    def deny(self, *actions: str) -> None:
        """Deny these actions, `ACTION` or `ACTION@REGION`, and no others; `*` as in IAM.

        Those of CloudWatch and AWS Health have their prefix: `cloudwatch:GetMetricData`. Raises
        `DxnetError` for an action that does not exist.
        """
        denied = tuple(map(denial, actions))
        with self._lock:
            self._faults = replace(self._faults, denied=denied)

    def advance_clock(self, seconds: float) -> None:
        """Let time pass; raises `DxnetError` if it would run backwards."""
        if not 0 <= seconds <= _LONGEST_WAIT:
            raise UsageError(
                f"the clock can't go {seconds} seconds on", hint=f"0 to {_LONGEST_WAIT:.0f} will do"
            )
        with self._lock:
            self._passed += seconds

    def _happen(self, event: Callable[[Request], None]) -> None:
        with self._lock:
            event(self._outside(self.account, self.region))

    def _clock(self) -> float:
        return self._given_clock() + self._passed

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

    def attached(self, account: str, region: str) -> list[Attached]:
        """What is attached to the account's transit gateways there, as EC2 says it."""
        with self._lock:
            return list(attached(self._outside(account, region)))

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
