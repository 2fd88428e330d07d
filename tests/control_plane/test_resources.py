"""What ports and gateways carry: tags, letters, MACsec keys; and an account's agreements."""

from __future__ import annotations

import base64
from contextlib import AbstractContextManager
from typing import Any

import pytest

from dxnet.control_plane import ServiceError
from tests.control_plane.conftest import World

CUSTOMER = "111122223333"
PORT = {"location": "EqDC2", "bandwidth": "10Gbps", "connectionName": "core"}
PAIR = {"ckn": "AB" * 32, "cak": "FA" * 32}


def refused(
    text: str, code: str = "DirectConnectClientException"
) -> AbstractContextManager[pytest.ExceptionInfo[ServiceError]]:
    return pytest.raises(ServiceError, match=f"^{code}: .*{text}")


def connection(here: World, **order: Any) -> str:
    return str(here.customer("CreateConnection", **{**PORT, **order})["connectionId"])


def arn_of(connection_id: str) -> str:
    return f"arn:aws:directconnect:us-east-1:{CUSTOMER}:dxcon/{connection_id}"


def tags_of(here: World, arn: str) -> dict[str, str]:
    (found,) = here.customer("DescribeTags", resourceArns=[arn])["resourceTags"]
    return {tag["key"]: tag["value"] for tag in found["tags"]}


def test_tags_are_added_replaced_and_taken_away(world: type[World]) -> None:
    here = world({})
    arn = arn_of(connection(here, tags=[{"key": "a", "value": "1"}, {"key": "b"}]))
    here.customer("TagResource", resourceArn=arn, tags=[{"key": "a", "value": "2"}])
    assert tags_of(here, arn) == {"a": "2", "b": ""}
    here.customer("UntagResource", resourceArn=arn, tagKeys=["a", "none"])
    assert tags_of(here, arn) == {"b": ""}


def test_a_resource_has_fifty_tags_and_each_key_once(world: type[World]) -> None:
    here = world({})
    arn = arn_of(connection(here, tags=[{"key": f"k{n}"} for n in range(50)]))
    with refused("50 tags", "TooManyTagsException"):
        here.customer("TagResource", resourceArn=arn, tags=[{"key": "one more"}])
    here.customer("TagResource", resourceArn=arn, tags=[{"key": "k7", "value": "new"}])
    with refused("more than once", "DuplicateTagKeysException"):
        here.customer("TagResource", resourceArn=arn, tags=[{"key": "k7"}, {"key": "k7"}])


def test_a_gateway_is_tagged_by_an_arn_without_region(world: type[World]) -> None:
    here = world({})
    made = here.customer("CreateDirectConnectGateway", directConnectGatewayName="core")
    gateway_id = made["directConnectGateway"]["directConnectGatewayId"]
    arn = f"arn:aws:directconnect::{CUSTOMER}:dx-gateway/{gateway_id}"
    here.customer("TagResource", resourceArn=arn, tags=[{"key": "a", "value": "1"}])
    assert tags_of(here, arn) == {"a": "1"}


def test_a_letter_is_a_pdf_and_is_issued_when_it_is_asked_for(world: type[World]) -> None:
    here = world({})
    connection_id = connection(here)
    (found,) = here.customer("DescribeConnections")["connections"]
    assert "loaIssueTime" not in found
    here.wait(5000)
    letter = here.customer("DescribeLoa", connectionId=connection_id, providerName="(A\\B)\né")
    content = base64.b64decode(letter["loaContent"])
    assert content.startswith(b"%PDF-")
    assert connection_id.encode() in content
    assert b"\\(A\\\\B\\)" in content
    (found,) = here.customer("DescribeConnections")["connections"]
    assert found["loaIssueTime"] == here.clock[0]
    wrapped = here.customer("DescribeConnectionLoa", connectionId=connection_id)
    assert wrapped["loa"]["loaContentType"] == "application/pdf"


def test_the_cross_reference_table_of_the_letter_points_at_its_objects(world: type[World]) -> None:
    here = world({})
    letter = here.customer("DescribeLoa", connectionId=connection(here))
    content = base64.b64decode(letter["loaContent"]).decode()
    table = content.split("xref\n")[1].split("trailer")[0].splitlines()[2:]
    for number, line in enumerate(table, 1):
        assert content[int(line.split()[0]) :].startswith(f"{number} 0 obj")


def test_an_interconnect_has_a_letter_and_a_hosted_connection_none(world: type[World]) -> None:
    here = world({})
    order = {"interconnectName": "port", "bandwidth": "1Gbps", "location": "EqDC2"}
    interconnect = {"interconnectId": here.partner("CreateInterconnect", **order)["interconnectId"]}
    assert here.partner("DescribeInterconnectLoa", **interconnect)["loa"]["loaContent"]
    asked = {"bandwidth": "50Mbps", "connectionName": "h", "ownerAccount": CUSTOMER, "vlan": 7}
    hosted = here.partner("AllocateConnectionOnInterconnect", **interconnect, **asked)
    with refused("no LOA-CFA"):
        here.customer("DescribeLoa", connectionId=hosted["connectionId"])


def test_a_macsec_key_is_associated_once_and_its_cak_is_kept_nowhere(world: type[World]) -> None:
    here = world({})
    one = {"connectionId": connection(here, requestMACSec=True)}
    (key,) = here.customer("AssociateMacSecKey", **one, **PAIR)["macSecKeys"]
    assert (key["ckn"], key["state"]) == (PAIR["ckn"], "associating")
    assert PAIR["cak"] not in str(here.estate.dump())
    with refused("associated already"):
        here.customer("AssociateMacSecKey", **one, **PAIR)
    secret = {"secretARN": f"arn:aws:secretsmanager:us-east-1:{CUSTOMER}:secret:dx/1"}
    assert len(here.customer("AssociateMacSecKey", **one, **secret)["macSecKeys"]) == 2
    (left,) = here.customer("DisassociateMacSecKey", **one, **secret)["macSecKeys"]
    assert (left["secretARN"], left["state"]) == (secret["secretARN"], "disassociating")
    with refused("not associated"):
        here.customer("DisassociateMacSecKey", **one, **secret)


def test_a_port_is_encrypted_while_it_has_a_macsec_key(world: type[World]) -> None:
    here = world({}, state_delay=60)
    one = {"connectionId": connection(here, requestMACSec=True)}
    here.wait(120)
    seen = []

    def look(seconds: float) -> None:
        here.wait(seconds)
        (port,) = here.customer("DescribeConnections", **one)["connections"]
        seen.append((port["portEncryptionStatus"], *(key["state"] for key in port["macSecKeys"])))

    (key,) = here.customer("AssociateMacSecKey", **one, **PAIR)["macSecKeys"]
    look(0)
    look(60)
    here.customer("DisassociateMacSecKey", **one, secretARN=key["secretARN"])
    look(0)
    look(60)
    assert seen == [
        ("Encryption Down", "associating"),
        ("Encryption Up", "associated"),
        ("Encryption Up", "disassociating"),
        ("Encryption Down",),
    ]


def test_a_key_is_associated_although_its_port_moves_into_a_lag_meanwhile(
    world: type[World],
) -> None:
    here = world({}, state_delay=60)
    one = {"connectionId": connection(here, requestMACSec=True)}
    order = {"numberOfConnections": 1, "location": "EqDC2", "connectionsBandwidth": "10Gbps"}
    here.wait(200)
    here.customer("AssociateMacSecKey", **one, **PAIR)
    here.customer("CreateLag", lagName="bundle", requestMACSec=True, **order, **one)
    here.wait(60)
    (port,) = here.customer("DescribeConnections", **one)["connections"]
    assert [key["state"] for key in port["macSecKeys"]] == ["associated"]


def test_a_key_that_is_taken_away_at_once_never_is_associated(world: type[World]) -> None:
    here = world({}, state_delay=60)
    one = {"connectionId": connection(here, requestMACSec=True)}
    here.wait(120)
    (key,) = here.customer("AssociateMacSecKey", **one, **PAIR)["macSecKeys"]
    here.wait(30)
    here.customer("DisassociateMacSecKey", **one, secretARN=key["secretARN"])
    here.wait(30)
    (port,) = here.customer("DescribeConnections", **one)["connections"]
    assert [key["state"] for key in port["macSecKeys"]] == ["disassociating"]


@pytest.mark.parametrize(
    "key",
    [
        {},
        {"ckn": PAIR["ckn"]},
        {"cak": PAIR["cak"]},
        {**PAIR, "secretARN": "arn:x"},
        {**PAIR, "cak": "short"},
        {"secretARN": "arn:x"},
    ],
)
def test_a_wrong_macsec_key_is_refused(world: type[World], key: dict[str, str]) -> None:
    here = world({})
    with refused(""):
        here.customer(
            "AssociateMacSecKey", connectionId=connection(here, requestMACSec=True), **key
        )


def test_a_port_that_is_not_macsec_capable_takes_no_key(world: type[World]) -> None:
    here = world({})
    with refused("not MACsec capable"):
        here.customer("AssociateMacSecKey", connectionId=connection(here), **PAIR)


def test_an_account_signs_agreements_and_is_a_partner_with_interconnects(
    world: type[World],
) -> None:
    here = world({})
    order = {"interconnectName": "port", "bandwidth": "1Gbps", "location": "EqDC2"}
    here.partner("CreateInterconnect", **order)
    answer = here.customer("ConfirmCustomerAgreement", agreementName="terms")
    assert answer == {"status": "signed"}
    assert here.customer("DescribeCustomerMetadata") == {
        "agreements": [{"agreementName": "terms", "status": "signed"}],
        "nniPartnerType": "nonPartner",
    }
    assert here.partner("DescribeCustomerMetadata")["nniPartnerType"] == "v2"
