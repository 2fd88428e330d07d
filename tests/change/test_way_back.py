"""What a journal shows as done is taken back by a change file that plans and applies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dxnet.control_plane.store.kinds import GONE
from dxnet.simulator import Service
from tests.change.conftest import (
    ACCOUNT,
    CONNECTION,
    GATEWAY,
    KEY,
    OTHER_CONNECTION,
    REGION,
    SINGLE_VIF,
    VIF,
    Run,
    Write,
    create,
    request,
)

Served = tuple[Service, str]

VGW = "vgw-ff01"
ARN = f"arn:aws:directconnect:{REGION}:{ACCOUNT}:dxvif/{VIF}"
CHANGE = (
    create(),
    request(
        "CreateBGPPeer",
        virtualInterfaceId="${blue.virtualInterfaceId}",
        newBGPPeer={"asn": 65000, "addressFamily": "ipv6"},
    ),
    request(
        "CreateBGPPeer",
        virtualInterfaceId=SINGLE_VIF,
        newBGPPeer={"asn": 65010, "addressFamily": "ipv6", "authKey": KEY},
    ),
    request(
        "UpdateVirtualInterfaceAttributes",
        virtualInterfaceId=VIF,
        mtu=8500,
        virtualInterfaceName="renamed",
        enableSiteLink=True,
    ),
    request("UpdateConnection", connectionId=OTHER_CONNECTION, connectionName="renamed"),
    request(
        "UpdateDirectConnectGateway",
        directConnectGatewayId=GATEWAY,
        newDirectConnectGatewayName="renamed",
    ),
    request(
        "TagResource",
        resourceArn=ARN,
        tags=[{"key": "site", "value": "B"}, {"key": "new", "value": "1"}],
    ),
    request("AssociateVirtualInterface", virtualInterfaceId=VIF, connectionId=OTHER_CONNECTION),
    request("CreateDirectConnectGateway", "edge", directConnectGatewayName="edge"),
    request(
        "CreateDirectConnectGatewayAssociation",
        directConnectGatewayId=GATEWAY,
        gatewayId=VGW,
        addAllowedPrefixesToDirectConnectGateway=[{"cidr": "10.1.0.0/16"}],
    ),
)


def living(service: Service) -> Any:
    """The estate without what is deleted, and without what AWS assigns and dates."""
    unlike = (
        "schedule",
        "history",
        "loaIssueTime",
        "customerRouterConfig",
        "controlPlane",
        "bgpPeerId",
        "awsDeviceV2",
        "awsLogicalDeviceId",
    )

    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: clean(v) for k, v in sorted(value.items()) if k not in unlike}
        if isinstance(value, list):
            return [clean(item) for item in value if not _is_gone(item)]
        return value

    return {k: v for k, v in clean(service.dump()).items() if v}


def _is_gone(item: Any) -> bool:
    states = [value for name, value in item.items() if name.endswith("State")] \
        if isinstance(item, dict) else []  # fmt: skip
    return any(state in (*GONE, "disassociated") for state in states)


@pytest.fixture
def with_gateway(served: Served, raw: dict[str, Any]) -> Served:
    gateway = {"virtualGatewayId": VGW, "virtualGatewayState": "available", "ownerAccount": ACCOUNT}
    served[0].reset({**raw, "virtualGateways": [{**gateway, "region": REGION}]})
    return served


def test_the_way_back_leads_to_where_the_change_began(
    with_gateway: Served, write: Write, dxnet: Run, tmp_path: Path
) -> None:
    service, url = with_gateway
    before = living(service)
    path = write(*CHANGE)
    code, _, err = dxnet("apply", path, "--yes", "--endpoint-url", url)
    assert code == 0, err
    assert living(service) != before
    back = tmp_path / "back.yaml"
    code, out, err = dxnet("plan", "--destroy", path, "-o", back)
    assert (code, out) == (0, ""), err
    assert KEY not in back.read_text()
    asked = yaml.safe_load(back.read_text())["requests"]
    assert [each["operation"] for each in asked][:3] == [
        "DeleteDirectConnectGatewayAssociation",
        "DeleteDirectConnectGateway",
        "AssociateVirtualInterface",
    ]
    code, out, err = dxnet("apply", back, "--yes", "--endpoint-url", url)
    assert code == 0, err + back.read_text()
    assert living(service) == before


def test_what_can_not_be_taken_back_is_a_comment_with_the_reason(
    served: Served, write: Write, dxnet: Run
) -> None:
    _, url = served
    order = {"location": "EqDC2", "bandwidth": "10Gbps", "connectionName": "c"}
    path = write(
        request("CreateConnection", **order),
        request("DeleteBGPPeer", virtualInterfaceId=VIF, bgpPeerId="dxpeer-ff006a01"),
        request("UpdateConnection", connectionId=CONNECTION, connectionName="renamed"),
    )
    assert dxnet("apply", path, "--yes", "--endpoint-url", url)[0] == 0
    code, out, _ = dxnet("plan", "--destroy", path)
    assert code == 0
    assert "# request 1 (CreateConnection) can't be taken back: an order is billed" in out
    assert "# request 2 (DeleteBGPPeer) can't be taken back: what was deleted" in out
    (asked,) = yaml.safe_load(out)["requests"]
    assert asked == {
        "operation": "UpdateConnection",
        "region": REGION,
        "parameters": {"connectionId": CONNECTION, "connectionName": "a"},
    }


def test_what_the_change_itself_deleted_again_needs_no_way_back(
    served: Served, write: Write, dxnet: Run
) -> None:
    path = write(
        create(),
        request("DeleteVirtualInterface", virtualInterfaceId="${blue.virtualInterfaceId}"),
        request("UpdateConnection", connectionId=CONNECTION, connectionName="renamed"),
    )
    code, _, err = dxnet("apply", path, "--yes", "--endpoint-url", served[1])
    assert code == 0, err
    _, out, _ = dxnet("plan", "--destroy", path)
    assert out.count("operation:") == 1
    assert "can't be taken back" not in out


def test_a_change_that_was_never_sent_has_no_way_back(write: Write, dxnet: Run) -> None:
    code, _, err = dxnet("plan", "--destroy", write(create()))
    assert code == 2
    assert "so nothing of CHG0012345 was sent" in err


def test_an_order_alone_has_no_way_back_and_says_why(
    served: Served, write: Write, dxnet: Run
) -> None:
    order = {"location": "EqDC2", "bandwidth": "10Gbps", "connectionName": "c"}
    path = write(request("CreateConnection", **order))
    assert dxnet("apply", path, "--yes", "--endpoint-url", served[1])[0] == 0
    code, out, err = dxnet("plan", "--destroy", path)
    assert (code, out) == (1, "")
    assert "nothing of CHG0012345 can be taken back" in err
    assert "an order is billed and cabled" in err
