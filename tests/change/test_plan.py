"""What a plan says: before and after, what AWS chooses, what is disturbed, what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dxnet.change import document
from dxnet.change.plan import Plan
from dxnet.control_plane import Caller, Estate, ServiceError, call
from dxnet.errors import DxnetError, ExitCode
from tests.change.conftest import (
    ACCOUNT,
    CONNECTION,
    GATEWAY,
    KEY,
    NOW,
    OTHER_CONNECTION,
    REGION,
    SINGLE_VIF,
    VIF,
    MakePlan,
    create,
    request,
)

PEER6 = "dxpeer-ff006a01"


def content(plan: Plan) -> dict[str, Any]:
    return document.document(plan, "a test")


def changes(plan: Plan, position: int = 0) -> dict[str, tuple[Any, Any]]:
    fields = content(plan)["objects"][position]["fields"]
    return {
        each["field"]: (each["before"], "ASSIGNED" if each["assigned"] else each["after"])
        for each in fields
    }


def test_a_new_vif_shows_what_is_asked_for_and_what_aws_assigns(make: MakePlan) -> None:
    plan = make(create(authKey=None, amazonAddress=None, customerAddress=None))
    (found,) = content(plan)["objects"]
    assert (found["action"], found["kind"]) == ("add", "virtual interface")
    assert found["id"] == "blue (id assigned by AWS)"
    fields = changes(plan)
    assert fields["vlan"] == (None, 222)
    assert fields["mtu"] == (None, 1500)
    assert fields["amazonSideAsn"] == (None, 64512)
    assigned = {name for name, (_, after) in fields.items() if after == "ASSIGNED"}
    names = ("amazonAddress", "authKey", "bgpPeerId", "customerAddress")
    assert assigned == {f"bgpPeers[new 1].{name}" for name in names}


def test_given_addresses_and_keys_are_not_called_assigned_and_no_key_is_shown(
    make: MakePlan,
) -> None:
    plan = make(create(tags=[{"key": "note", "value": f"the key is {KEY}"}]))
    fields = changes(plan)
    assert fields["bgpPeers[new 1].amazonAddress"] == (None, "192.168.222.1/30")
    assert fields["bgpPeers[new 1].authKey"] == (None, "********")
    assert fields["tags[note].value"] == (None, "the key is ********")
    assert KEY not in document.dumps(content(plan)) + document.text(content(plan)) + repr(plan)


def test_an_update_shows_only_the_fields_that_change(make: MakePlan) -> None:
    plan = make(request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, mtu=8500))
    assert changes(plan) == {"mtu": (1500, 8500)}


def test_several_requests_on_one_object_are_one_difference(make: MakePlan) -> None:
    plan = make(
        create(),
        request(
            "CreateBGPPeer",
            virtualInterfaceId="${blue.virtualInterfaceId}",
            newBGPPeer={"asn": 65000, "addressFamily": "ipv6"},
        ),
        request(
            "TagResource",
            resourceArn=f"arn:aws:directconnect:{REGION}:{ACCOUNT}:"
            "dxvif/${blue.virtualInterfaceId}",
            tags=[{"key": "site", "value": "B"}],
        ),
    )
    (found,) = content(plan)["objects"]
    assert found["requests"] == [1, 2, 3]
    assert changes(plan)["bgpPeers[new 2].amazonAddress"] == (None, "ASSIGNED")
    assert changes(plan)["tags[site].value"] == (None, "B")


def test_a_deleted_object_is_shown_as_it_was_for_the_way_back(make: MakePlan) -> None:
    plan = make(request("DeleteVirtualInterface", virtualInterfaceId=SINGLE_VIF))
    (found,) = content(plan)["objects"]
    assert found["action"] == "remove"
    assert changes(plan)["vlan"] == (102, None)
    assert changes(plan)["bgpPeers[dxpeer-ff004a02].customerAddress"] == ("10.9.102.2/30", None)
    assert "FakeKey" not in document.dumps(content(plan))


def test_the_text_names_each_object_and_what_happens_to_it(make: MakePlan) -> None:
    plan = make(
        create(),
        request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, mtu=8500),
        request("DeleteVirtualInterface", virtualInterfaceId=SINGLE_VIF),
    )
    lines = document.text(content(plan)).splitlines()
    assert lines[0] == (
        "CHG0012345: 3 requests, 1 to add, 1 to change, 1 to remove; planned on a test"
    )
    assert "+ virtual interface blue (id assigned by AWS), new-222, by request 1" in lines
    assert f"~ virtual interface {VIF}, core-101, by request 2" in lines
    assert "    mtu  1500 -> 8500" in lines
    assert f"- virtual interface {SINGLE_VIF}, core-102, by request 3" in lines


def test_only_the_first_jumbo_vif_of_a_port_disturbs_the_others(make: MakePlan) -> None:
    plan = make(
        request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, mtu=8500),
        create(mtu=8500),
        request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=SINGLE_VIF, mtu=8500),
        request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, mtu=1500),
    )
    assert [len(step.disturbs) for step in plan.steps] == [1, 0, 0, 0]


def test_colour_is_only_where_it_is_asked_for(make: MakePlan) -> None:
    found = content(make(create()))
    assert "\x1b" not in document.text(found)
    assert "\x1b[32m+ virtual interface" in document.text(found, colour=True)


def test_text_from_other_accounts_can_not_steer_the_terminal(
    make: MakePlan, raw: dict[str, Any]
) -> None:
    raw["virtualInterfaces"][0]["virtualInterfaceName"] = "x\x1b[2J\n- connection"
    plan = make(request("DeleteVirtualInterface", virtualInterfaceId=VIF))
    text = document.text(content(plan))
    assert "\x1b" not in text
    assert "\n- connection" not in text


def test_the_same_change_makes_the_same_bytes(make: MakePlan) -> None:
    asked = create(authKey=None, amazonAddress=None, customerAddress=None)
    assert document.dumps(content(make(asked))) == document.dumps(content(make(asked)))


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (
            request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, mtu=8500),
            (f"every virtual interface on {CONNECTION}", "30 seconds", VIF, SINGLE_VIF),
        ),
        (create(mtu=8500), ("30 seconds", VIF)),
        (request("DeleteVirtualInterface", virtualInterfaceId=VIF), ("2 BGP sessions end",)),
        (
            request("DeleteBGPPeer", virtualInterfaceId=VIF, bgpPeerId=PEER6),
            (f"A BGP session of {VIF} (core-101) ends",),
        ),
        (
            request(
                "AssociateVirtualInterface", virtualInterfaceId=VIF, connectionId=OTHER_CONNECTION
            ),
            ("interrupted while it moves", OTHER_CONNECTION),
        ),
        (
            request("StartBgpFailoverTest", virtualInterfaceId=VIF, testDurationInMinutes=7),
            ("down for up to 7 minutes",),
        ),
        (
            request(
                "CreateLag",
                numberOfConnections=1,
                location="EqDC2",
                connectionsBandwidth="10Gbps",
                lagName="lag",
                connectionId=CONNECTION,
            ),
            (f"{CONNECTION} is interrupted and re-established", VIF),
        ),
    ],
)
def test_a_request_that_disturbs_traffic_says_so(
    make: MakePlan, asked: dict[str, Any], words: tuple[str, ...]
) -> None:
    plan = make(asked)
    (sentence,) = content(plan)["requests"][0]["disturbs"]
    assert all(word in sentence for word in words)
    assert f"\n! {sentence}\n" in document.text(content(plan))


@pytest.mark.parametrize(
    "asked",
    [
        create(),
        request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, mtu=1500),
        request(
            "UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, virtualInterfaceName="x"
        ),
    ],
)
def test_a_request_that_disturbs_nothing_says_nothing(
    make: MakePlan, asked: dict[str, Any]
) -> None:
    assert content(make(asked))["requests"][0]["disturbs"] == []


REFUSED = [
    create(vlan=101),
    create(asn=None),
    create(asn=0),
    create(vlan="222"),
    create(authKey="abc"),
    create(amazonAddress="192.168.1.0/30", customerAddress="192.168.1.1/30"),
    create(directConnectGatewayId="0a1b2c3d-0000-4000-8000-00000000000f"),
    create(unknownField=1),
    request("DeleteVirtualInterface", virtualInterfaceId="dxvif-ffffffff"),
    request("DeleteConnection", connectionId=CONNECTION),
    request("DeleteBGPPeer", virtualInterfaceId=SINGLE_VIF, bgpPeerId="dxpeer-ff004a02"),
    request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, mtu=1400),
    request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, vlan=105),
    request("DeleteDirectConnectGateway", directConnectGatewayId=GATEWAY),
    request("CreateConnection", location="EqDC2", bandwidth="3Gbps", connectionName="x"),
]


@pytest.mark.parametrize("asked", REFUSED, ids=lambda asked: asked["operation"])
def test_what_the_service_refuses_is_refused_in_its_words(
    make: MakePlan, raw: dict[str, Any], asked: dict[str, Any]
) -> None:
    caller = Caller(ACCOUNT, REGION)
    with pytest.raises(ServiceError) as of_service:
        call(Estate(raw), asked["operation"], asked["parameters"], caller, NOW)
    harmless = request("UpdateConnection", connectionId=CONNECTION, connectionName="renamed")
    with pytest.raises(DxnetError) as caught:
        make(harmless, asked)
    assert caught.value.code is ExitCode.CHECKS_FAILED
    assert caught.value.message == (
        f"request 2 ({asked['operation']}) would be refused: {of_service.value.message}"
    )
    assert KEY not in caught.value.message + caught.value.hint


def test_what_can_not_be_updated_is_named_with_the_way_to_recreate_it(make: MakePlan) -> None:
    with pytest.raises(DxnetError) as caught:
        make(request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, vlan=105))
    assert "delete the virtual interface and create it anew" in caught.value.hint
    assert "DeleteBGPPeer, CreateBGPPeer" in caught.value.hint


@pytest.mark.parametrize(
    ("asked", "way"),
    [
        (
            request(
                "AllocatePrivateVirtualInterface",
                connectionId=CONNECTION,
                ownerAccount=ACCOUNT,
                newPrivateVirtualInterfaceAllocation={
                    "virtualInterfaceName": "x",
                    "vlan": 9,
                    "asn": 1,
                },
            ),
            "CreatePrivateVirtualInterface",
        ),
        (
            request(
                "CreateBGPPeer",
                virtualInterfaceId=SINGLE_VIF,
                newBGPPeer={"asn": 1, "addressFamily": "ipv6", "amazonAddress": "2001:db8::1/125"},
            ),
            "leave amazonAddress and customerAddress out",
        ),
        (create(customerAddress=None), "give both addresses, or neither"),
        (create(vlan="222"), "aws directconnect help"),
        (
            request("DeleteDirectConnectGateway", directConnectGatewayId=GATEWAY),
            "DeleteVirtualInterface goes first",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_refusal_says_the_way_out(make: MakePlan, asked: dict[str, Any], way: str) -> None:
    with pytest.raises(DxnetError) as caught:
        make(asked)
    assert way in caught.value.hint, caught.value.message


def test_the_last_peer_says_what_to_do_instead(make: MakePlan) -> None:
    peer = {"virtualInterfaceId": SINGLE_VIF, "bgpPeerId": "dxpeer-ff004a02"}
    with pytest.raises(DxnetError) as caught:
        make(request("DeleteBGPPeer", **peer))
    assert "another peer first" in caught.value.hint


@pytest.mark.parametrize(
    ("asn", "text"),
    [
        ({"asn": 4200012999}, "send it as `asnLong: 4200012999`"),
        ({"asn": "64086.59"}, "`asnLong: 4199940155`, which is 64086 x 65536 + 59"),
        ({"asnLong": 1.1}, "`asnLong: 65537`, which is 1 x 65536 + 1"),
        ({"asn": "65000"}, "a number without quotes, not '65000'"),
    ],
)
def test_an_asn_that_aws_does_not_take_is_shown_as_it_does(
    make: MakePlan, asn: dict[str, object], text: str
) -> None:
    peer = {"addressFamily": "ipv6", **asn}
    with pytest.raises(DxnetError) as caught:
        make(request("CreateBGPPeer", virtualInterfaceId=SINGLE_VIF, newBGPPeer=peer))
    assert text in caught.value.hint


def test_only_a_thing_that_is_not_found_asks_for_the_account_and_the_region(
    make: MakePlan,
) -> None:
    with pytest.raises(DxnetError) as missing:
        make(request("DeleteVirtualInterface", virtualInterfaceId="dxvif-unknown1"))
    assert f"looked for dxvif-unknown1 in {REGION}" in missing.value.hint
    assert "it was planned as account" in missing.value.hint
    with pytest.raises(DxnetError) as wrong:
        make(request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, mtu=9000))
    assert "account" not in wrong.value.hint


def test_the_wrong_region_says_where_the_thing_is(make: MakePlan) -> None:
    asked = {**request("DeleteVirtualInterface", virtualInterfaceId=VIF), "region": "us-east-1"}
    with pytest.raises(DxnetError) as caught:
        make(asked)
    assert f"{VIF} is in {REGION}" in caught.value.hint


def test_the_account_that_asks_is_the_owner_of_what_is_named_unless_it_is_said(
    make: MakePlan,
) -> None:
    said = "444455556666"
    with pytest.raises(DxnetError, match="would be refused"):
        make(request("DeleteVirtualInterface", account=said, virtualInterfaceId=VIF))
    plan = make(
        request("DeleteVirtualInterface", virtualInterfaceId=VIF),
        request("CreateConnection", location="EqDC2", bandwidth="1Gbps", connectionName="x"),
        request("CreateConnection", account=said, location="EqDC2", bandwidth="1Gbps",
                connectionName="y"),
    )  # fmt: skip
    assert [each["account"] for each in content(plan)["requests"]] == [ACCOUNT, ACCOUNT, said]


def test_a_plan_leaves_the_estate_that_it_was_given_as_it_was(
    make: MakePlan, raw: dict[str, Any]
) -> None:
    plan = make(create(), request("DeleteVirtualInterface", virtualInterfaceId=VIF))
    assert plan.before == raw
    assert json.dumps(plan.after) != json.dumps(raw)
