"""Terraform's provider at work in one account: it asks, waits, reads, tags, and sees things go."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dxnet.control_plane import ServiceError
from tests.control_plane.conftest import World

CUSTOMER, PARTNER, REGION = "111122223333", "444455556666", "us-east-1"
PROVIDER = tomllib.loads(Path(__file__).with_name("provider.toml").read_text())
PORT = {"bandwidth": "10Gbps"}
VGW = {"virtualGatewayId": "vgw-1", "virtualGatewayState": "available", "ownerAccount": CUSTOMER}
Record = dict[str, Any]


class Flow:
    """One configuration of the provider: an account, and a clock that its waiting turns."""

    def __init__(self, world: World, account: str = CUSTOMER) -> None:
        self.world, self.account, self.ask = world, account, world.account(account)

    # What the provider does.

    def read(self, operation: str, member: str, **named: Any) -> Record:
        """The one record that the operation answers."""
        (record,) = self.ask(operation, **named)[member]
        return dict(record)

    def wait(self, waiter: str, find: Callable[[], Record | None], state_field: str) -> None:
        """Poll as the waiter of that name does: a state that it doesn't know is a failure."""
        rules = PROVIDER["waiters"][waiter]
        seen = []
        for _ in range(20):
            record = find()
            state = None if record is None else str(record[state_field])
            seen.append(state)
            if state is None or state in rules.get("gone", ()):
                assert "target" not in rules, f"{waiter}: it is gone after {seen}"
                return
            if state in rules.get("target", ()):
                return
            assert state in rules["pending"], f"{waiter}: unexpected state {state} after {seen}"
            self.world.wait(30)
        raise AssertionError(f"{waiter}: still {seen}")

    def tag(self, arn_type: str, record: Record, object_id: str) -> None:
        """Tag what was read, list its tags, change them and take them away again."""
        region = record.get("region", REGION) if arn_type != "dx-gateway" else ""
        arn = f"arn:aws:directconnect:{region}:{self.account}:{arn_type}/{object_id}"

        def tags() -> list[Record]:
            (found,) = self.ask("DescribeTags", resourceArns=[arn])["resourceTags"]
            return list(found["tags"])

        for value in ("A", "B"):
            self.ask("TagResource", resourceArn=arn, tags=[{"key": "site", "value": value}])
            assert tags() == [{"key": "site", "value": value}]
        self.ask("UntagResource", resourceArn=arn, tagKeys=["site"])
        assert tags() == []

    def gone(self, text: str, operation: str, **named: Any) -> None:
        """Be refused with the text that the provider takes for "not there"."""
        with pytest.raises(ServiceError, match=re.escape(text)) as caught:
            self.ask(operation, **named)
        assert caught.value.code == "DirectConnectClientException"

    # What several resources need.

    def port(self, **order: Any) -> str:
        """A connection that is available, as its user waits for it by hand."""
        own = {"connectionId": self.connection(**order)}
        self.wait("connection-confirmed", lambda: self.find_port(**own), "connectionState")
        return own["connectionId"]

    def connection(self, **order: Any) -> str:
        where = {"location": self.locations()[0]["locationCode"]}
        made = self.ask("CreateConnection", connectionName="core", **PORT, **where, **order)
        return str(made["connectionId"])

    def locations(self) -> list[Record]:
        return list(self.ask("DescribeLocations")["locations"])

    def find_port(self, connectionId: str) -> Record:  # noqa: N803
        return self.read("DescribeConnections", "connections", connectionId=connectionId)

    def gateway(self) -> str:
        named = {"directConnectGatewayName": "core", "amazonSideAsn": 64600}
        made = self.ask("CreateDirectConnectGateway", **named)["directConnectGateway"]
        own = {"directConnectGatewayId": str(made["directConnectGatewayId"])}
        self.wait("gateway-created", lambda: self.find_gateway(**own), "directConnectGatewayState")
        return own["directConnectGatewayId"]

    def find_gateway(self, **own: str) -> Record | None:
        found = self.ask("DescribeDirectConnectGateways", **own)["directConnectGateways"]
        return dict(found[0]) if found else None

    def find_vif(self, **own: str) -> Record | None:
        found = self.ask("DescribeVirtualInterfaces", **own)["virtualInterfaces"]
        return dict(found[0]) if found else None


def check_read(name: str, record: Record | None, wanted: Record | None = None) -> None:
    """A refresh finds every member that it writes, and each with the value that was asked for."""
    assert record is not None
    assert [member for member in PROVIDER["reads"][name] if member not in record] == []
    asked = {key: value for key, value in (wanted or {}).items() if key in record}
    assert {key: record[key] for key in asked} == asked


@pytest.fixture
def here(world: type[World]) -> World:
    return world({"virtualGateways": [VGW]}, state_delay=60)


@pytest.fixture
def flow(here: World) -> Flow:
    return Flow(here)
