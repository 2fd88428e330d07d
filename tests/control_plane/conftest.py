from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dxnet.control_plane import Caller, Estate, call
from tests.control_plane.shapes import misfits

CUSTOMER = "111122223333"
PARTNER = "444455556666"


class Account:
    """One account in one region that sends requests to an estate at a clock that tests turn.

    Every answer is held against botocore's output shape.
    """

    def __init__(self, estate: Estate, account: str, region: str, clock: list[float]) -> None:
        self.estate = estate
        self.caller = Caller(account, region)
        self.clock = clock

    def __call__(self, operation: str, /, **parameters: Any) -> dict[str, Any]:
        answer = call(self.estate, operation, parameters, self.caller, self.clock[0])
        assert misfits(operation, answer) == []
        return answer


class World:
    """An estate, a clock, and the accounts that ask."""

    def __init__(self, raw: dict[str, Any], state_delay: float | None = 0.0) -> None:
        self.estate = Estate(raw, state_delay=state_delay)
        self.clock = [1_000_000.0]
        self.customer = self.account(CUSTOMER)
        self.partner = self.account(PARTNER)

    def account(self, account: str, region: str = "us-east-1") -> Account:
        return Account(self.estate, account, region, self.clock)

    def wait(self, seconds: float) -> None:
        self.clock[0] += seconds


@pytest.fixture
def world() -> type[World]:
    return World


def vif(number: int, **fields: Any) -> dict[str, Any]:
    return {
        "virtualInterfaceId": f"dxvif-{number:08d}",
        "virtualInterfaceState": "available",
        "virtualInterfaceType": "private",
        "ownerAccount": CUSTOMER,
        "region": "us-east-1",
        "connectionId": "dxcon-00000001",
        "vlan": 100 + number % 1000,
        **fields,
    }


MakeVifs = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def vifs() -> MakeVifs:
    """`vifs(count, **fields)`: that many raw VIFs of the customer's."""
    return lambda count, **fields: [vif(number, **fields) for number in range(1, count + 1)]
