"""For each kind of request: what is looked for is not there before it, and is there after it."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from dxnet.change import evidence, expected
from dxnet.change.evidence import Evidence, Outcome
from dxnet.change.plan import Plan
from dxnet.control_plane import Caller
from dxnet.simulator import Service
from tests.change.conftest import (
    ACCOUNT,
    CONNECTION,
    GATEWAY,
    KEY,
    NOW,
    OTHER_CONNECTION,
    PARTNER,
    REGION,
    VIF,
    MakePlan,
    create,
    new_vif,
    request,
)

ARN = f"arn:aws:directconnect:{REGION}:{ACCOUNT}:dxvif/{VIF}"
REQUESTS = [
    create(),
    create(authKey=None, amazonAddress=None, customerAddress=None),
    request(
        "AllocatePrivateVirtualInterface",
        connectionId=CONNECTION,
        ownerAccount=PARTNER,
        newPrivateVirtualInterfaceAllocation={
            name: value for name, value in new_vif().items() if name != "directConnectGatewayId"
        },
    ),
    request("DeleteVirtualInterface", virtualInterfaceId=VIF),
    request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, mtu=8500),
    request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, enableSiteLink=True),
    request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, virtualInterfaceName="n"),
    request("AssociateVirtualInterface", virtualInterfaceId=VIF, connectionId=OTHER_CONNECTION),
    request("DeleteBGPPeer", virtualInterfaceId=VIF, bgpPeerId="dxpeer-ff006a01"),
    request(
        "CreateBGPPeer",
        virtualInterfaceId="dxvif-ffaaaa02",
        newBGPPeer={"asn": 65010, "addressFamily": "ipv6"},
    ),
    request("CreateConnection", location="EqDC2", bandwidth="10Gbps", connectionName="c"),
    request("UpdateConnection", connectionId=CONNECTION, connectionName="renamed"),
    request("DeleteConnection", connectionId=OTHER_CONNECTION),
    request(
        "CreateLag",
        numberOfConnections=2,
        location="EqDC2",
        connectionsBandwidth="10Gbps",
        lagName="lag",
    ),
    request("CreateDirectConnectGateway", directConnectGatewayName="new"),
    request(
        "UpdateDirectConnectGateway",
        directConnectGatewayId=GATEWAY,
        newDirectConnectGatewayName="renamed",
    ),
    request("TagResource", resourceArn=ARN, tags=[{"key": "site", "value": "B"}]),
    request("UntagResource", resourceArn=ARN, tagKeys=["site"]),
    request("StartBgpFailoverTest", virtualInterfaceId=VIF),
]


# What a source has lists of, even if nothing is in them.
_EMPTY: dict[str, Any] = {"lags": [], "virtualInterfaceTestHistory": []}


def signs(plan: Plan) -> list[Evidence]:
    """What is looked for, as it comes back from the journal."""
    noted = [sign.as_json() for sign in expected.of(plan.steps[0], plan.before)]
    forms = [evidence.from_json(sign) for sign in json.loads(json.dumps(noted))]
    return [form for form in forms if form is not None]


def after(raw: dict[str, Any], *asked: dict[str, Any]) -> dict[str, Any]:
    service = Service(raw, account=ACCOUNT, clock=lambda: NOW)
    for each in asked:
        service.call(each["operation"], each["parameters"], Caller(ACCOUNT, REGION))
    return {**_EMPTY, **service.dump()}


@pytest.mark.parametrize("asked", REQUESTS, ids=lambda asked: asked["operation"])
def test_a_request_can_be_told_from_one_that_was_never_done(
    make: MakePlan, raw: dict[str, Any], asked: dict[str, Any]
) -> None:
    raw.update(_EMPTY)
    looked_for = signs(make(asked))
    assert evidence.verdict(looked_for, raw, ()).outcome is Outcome.NOT_DONE
    assert evidence.verdict(looked_for, after(raw, asked), ()).outcome is Outcome.DONE
    assert KEY not in json.dumps([sign.as_json() for sign in looked_for])


@pytest.mark.parametrize("asked", REQUESTS, ids=lambda asked: asked["operation"])
def test_it_can_still_be_told_when_other_things_have_happened(
    make: MakePlan, raw: dict[str, Any], asked: dict[str, Any]
) -> None:
    raw.update(_EMPTY)
    looked_for = signs(make(asked))
    tag = [{"key": "other", "value": "X"}]
    other = request("TagResource", resourceArn=ARN, tags=tag)
    before = copy.deepcopy(raw)
    is_deleted = asked["operation"] == "DeleteVirtualInterface"
    order = (other, asked) if is_deleted else (asked, other)
    assert evidence.verdict(looked_for, after(before, other), ()).outcome is Outcome.NOT_DONE
    assert evidence.verdict(looked_for, after(raw, *order), ()).outcome is Outcome.DONE


def test_the_record_that_was_made_is_found(make: MakePlan, raw: dict[str, Any]) -> None:
    found = evidence.verdict(signs(make(create())), after(raw, create()), ())
    assert found.record is not None
    assert found.record["vlan"] == 222


def test_a_stranger_of_the_same_kind_makes_it_untold(make: MakePlan, raw: dict[str, Any]) -> None:
    looked_for = signs(make(create()))
    assert evidence.verdict(looked_for, after(raw, create(vlan=230)), ()).outcome is Outcome.UNKNOWN


def test_what_other_requests_of_the_change_made_is_no_stranger(
    make: MakePlan, raw: dict[str, Any]
) -> None:
    looked_for = signs(make(create()))
    live = after(raw, create(vlan=230))
    (made,) = (each for each in live["virtualInterfaces"] if each["vlan"] == 230)
    known = (made["virtualInterfaceId"],)
    assert evidence.verdict(looked_for, live, known).outcome is Outcome.NOT_DONE


def test_another_value_than_either_makes_it_untold(make: MakePlan, raw: dict[str, Any]) -> None:
    looked_for = signs(
        make(request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, mtu=8500))
    )
    raw["virtualInterfaces"][0]["mtu"] = 9001
    assert evidence.verdict(looked_for, raw, ()).outcome is Outcome.UNKNOWN


def test_a_request_that_changed_nothing_can_not_be_told(
    make: MakePlan, raw: dict[str, Any]
) -> None:
    looked_for = signs(
        make(request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, mtu=1500))
    )
    assert evidence.verdict(looked_for, raw, ()).outcome is Outcome.UNKNOWN
