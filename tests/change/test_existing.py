"""Round trips: an object is imported, deleted, and made again by the change file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from dxnet.change import existing
from dxnet.control_plane import Caller
from dxnet.errors import UsageError
from dxnet.simulator import Service
from tests.change.conftest import (
    ACCOUNT,
    CONNECTION,
    GATEWAY,
    OTHER_CONNECTION,
    PARTNER,
    REGION,
    SINGLE_VIF,
    VIF,
    Run,
)

Served = tuple[Service, str]

VGW = "vgw-ff01"
LAG_ORDER = {"numberOfConnections": 2, "location": "EqDC2", "connectionsBandwidth": "10Gbps"}
# What AWS assigns, and what follows from it.
ASSIGNED = (
    "associationId",
    "awsDevice",
    "awsDeviceV2",
    "awsLogicalDeviceId",
    "bgpPeerId",
    "connectionId",
    "customerRouterConfig",
    "directConnectGatewayId",
    "history",
    "lagId",
    "loaIssueTime",
    "schedule",
    "virtualInterfaceId",
)


def likenesses(records: list[dict[str, Any]]) -> list[str]:
    """What the records have in common with copies of theirs, as sorted JSON."""
    return sorted(json.dumps(likeness(each), sort_keys=True) for each in records)


def likeness(record: Any) -> Any:
    """The record without what AWS assigns, IPv6 addresses too, and without empty fields."""
    if isinstance(record, list):
        return [likeness(item) for item in record]
    if not isinstance(record, dict):
        return record
    unlike = set(ASSIGNED)
    if "Requested Connection" in str(record.get("connectionName")):
        unlike.add("connectionName")  # AWS puts the LAG's id in it
    if record.get("addressFamily") == "ipv6":
        unlike |= {"amazonAddress", "customerAddress"}
    return {
        k: likeness(v) for k, v in record.items() if k not in unlike and v not in ("", [], None)
    }


def call(service: Service, operation: str, **parameters: Any) -> dict[str, Any]:
    return service.call(operation, parameters, Caller(ACCOUNT, REGION))


def living(service: Service, kind: str) -> list[dict[str, Any]]:
    records = service.dump().get(kind, [])
    states = ("virtualInterfaceState", "connectionState", "lagState", "associationState")
    return [each for each in records if not {"deleted", "disassociated"} & {*map(each.get, states)}]


@pytest.fixture
def service(served: Served, raw: dict[str, Any]) -> Service:
    shares = {f"prefixPoolAllocatedCount{family}": 100 for family in ("Ipv4", "Ipv6")}
    raw["virtualInterfaces"] = [{**vif, **shares} for vif in raw["virtualInterfaces"]]
    gateway = {"virtualGatewayId": VGW, "virtualGatewayState": "available", "ownerAccount": ACCOUNT}
    served[0].reset({**raw, "virtualGateways": [{**gateway, "region": REGION}]})
    return served[0]


def round_trip(dxnet: Run, service: Service, url: str, kind: str, delete: Any, *ids: str) -> None:
    """Import, delete, apply; the objects of that kind are what they were."""
    before = likenesses(living(service, kind))
    path = Path("again.yaml")
    code, out, err = dxnet("import", *ids, "--env-keys", "--endpoint-url", url, "-o", path)
    assert (code, out) == (0, ""), err
    assert "FakeKey" not in path.read_text("utf-8")
    delete()
    assert likenesses(living(service, kind)) != before
    code, _, err = dxnet("apply", path, "--yes", "--endpoint-url", url)
    assert code == 0, err + path.read_text("utf-8")
    assert likenesses(living(service, kind)) == before


@pytest.fixture(autouse=True)
def region(monkeypatch: pytest.MonkeyPatch, environment: Path) -> None:
    assert environment
    monkeypatch.setenv("AWS_REGION", REGION)


def test_a_vif_with_two_peers(
    service: Service, served: Served, dxnet: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for family in ("IPV4", "IPV6"):
        monkeypatch.setenv(f"DX_KEY_FFAAAA01_{family}", f"FakeKey-{VIF}-{family.lower()}")
    call(service, "UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, enableSiteLink=True)
    call(service, "UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, mtu=8500)

    def delete() -> None:
        call(service, "DeleteVirtualInterface", virtualInterfaceId=VIF)

    round_trip(dxnet, service, served[1], "virtualInterfaces", delete, VIF)


def test_a_gateway_and_the_vif_on_it(
    service: Service, served: Served, dxnet: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DX_KEY_FFAAAA02_IPV4", f"FakeKey-{SINGLE_VIF}-ipv4")

    def delete() -> None:
        for vif in (VIF, SINGLE_VIF):
            call(service, "DeleteVirtualInterface", virtualInterfaceId=vif)
        call(service, "DeleteDirectConnectGateway", directConnectGatewayId=GATEWAY)

    ids = (SINGLE_VIF, GATEWAY)
    round_trip(dxnet, service, served[1], "directConnectGateways", delete, *ids)
    (vif,) = living(service, "virtualInterfaces")
    (gateway,) = living(service, "directConnectGateways")
    assert vif["directConnectGatewayId"] == gateway["directConnectGatewayId"] != GATEWAY


def test_an_association_with_its_prefixes(service: Service, served: Served, dxnet: Run) -> None:
    made = call(
        service,
        "CreateDirectConnectGatewayAssociation",
        directConnectGatewayId=GATEWAY,
        gatewayId=VGW,
        addAllowedPrefixesToDirectConnectGateway=[{"cidr": "10.1.0.0/16"}, {"cidr": "10.2.0.0/16"}],
    )
    identity = made["directConnectGatewayAssociation"]["associationId"]

    def delete() -> None:
        call(service, "DeleteDirectConnectGatewayAssociation", associationId=identity)

    kind = "directConnectGatewayAssociations"
    round_trip(dxnet, service, served[1], kind, delete, identity)


def test_a_connection(service: Service, served: Served, dxnet: Run) -> None:
    order = {"location": "EqDC2", "bandwidth": "10Gbps", "connectionName": "c"}
    tags = [{"key": "site", "value": "A"}]
    made = call(
        service, "CreateConnection", **order, tags=tags, providerName="x", requestMACSec=True
    )

    def delete() -> None:
        call(service, "DeleteConnection", connectionId=made["connectionId"])

    round_trip(dxnet, service, served[1], "connections", delete, made["connectionId"])


def test_a_lag_with_its_members_is_one_order(service: Service, served: Served, dxnet: Run) -> None:
    made = call(service, "CreateLag", **LAG_ORDER, lagName="bundle")
    call(service, "UpdateLag", lagId=made["lagId"], minimumLinks=1)
    members = [each["connectionId"] for each in made["connections"]]

    def delete() -> None:
        call(service, "UpdateLag", lagId=made["lagId"], minimumLinks=0)
        for member in members:
            call(service, "DeleteConnection", connectionId=member)
        call(service, "DeleteLag", lagId=made["lagId"])

    round_trip(dxnet, service, served[1], "lags", delete, made["lagId"], *members)


def test_a_vif_of_another_account_is_allocated_and_its_gateway_is_the_owners(
    raw: dict[str, Any],
) -> None:
    raw["virtualInterfaces"][1]["ownerAccount"] = PARTNER
    (asked,) = existing.requests(raw, [SINGLE_VIF], region=REGION)
    assert asked.operation == "AllocatePrivateVirtualInterface"
    assert asked.parameters["ownerAccount"] == PARTNER
    allocation = asked.parameters["newPrivateVirtualInterfaceAllocation"]
    assert "directConnectGatewayId" not in allocation
    assert "authKey" not in allocation
    assert asked.remarks == ("AWS makes a new key: the router needs it, too",)


def test_the_demo_is_imported_from_a_file_without_a_key(dxnet: Run) -> None:
    code, out, err = dxnet("import", "dxvif-f0kvde8m", "--demo", "--change-id", "CHG1")
    assert code == 0, err
    assert yaml.safe_load(out)["change"] == "CHG1"
    assert "authKey" not in out


@pytest.mark.parametrize(
    ("object_id", "change", "words"),
    [
        ("dxvif-none", {}, "there is no object dxvif-none"),
        ("EqDC2", {}, "is a location, which can't be imported"),
        (CONNECTION, {"partnerName": "P", "vlan": 5}, "is a hosted connection"),
    ],
)
def test_what_can_not_be_made_says_why(
    raw: dict[str, Any], object_id: str, change: dict[str, Any], words: str
) -> None:
    raw["connections"][0] |= change
    with pytest.raises(UsageError, match=words):
        existing.requests(raw, [object_id], region=REGION)


def test_a_remark_can_not_leave_its_comment(raw: dict[str, Any]) -> None:
    raw["virtualInterfaces"][1]["virtualInterfaceId"] = "dxvif-a\nchange: other"
    ids = ["dxvif-a\nchange: other", OTHER_CONNECTION]
    made = existing.requests(raw, ids, region=REGION, with_keys=True)
    assert yaml.safe_load(existing.text("CHG1", made))["change"] == "CHG1"
