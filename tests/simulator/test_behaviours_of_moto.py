"""What moto's own tests of Direct Connect hold, held against our service and against moto's.

`behaviours_of_moto.toml` has a row for each; it names those where moto contradicts AWS.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from dxnet.simulator import mocked

if TYPE_CHECKING:
    from types_boto3_directconnect import DirectConnectClient
    from types_boto3_directconnect.type_defs import (
        ConnectionResponseTypeDef,
        LagResponseTypeDef,
        TagTypeDef,
    )

REGION = "us-east-1"
PAIR = {"ckn": "ab" * 32, "cak": "cd" * 32}
TAGS: list[TagTypeDef] = [{"key": "k1", "value": "v1"}, {"key": "k2", "value": "v2"}]
BEHAVIOURS: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("behaviours_of_moto.toml").read_text()
)["behaviour"]
MOTOS_TESTS = {
    *("test_create_connection", "test_describe_connections", "test_connection_tags"),
    *("test_delete_connection", "test_update_connection", "test_create_lag", "test_describe_lags"),
    *("test_associate_mac_sec_key_connection", "test_associate_mac_sec_key_lag"),
    *("test_disassociate_mac_sec_key_connection", "test_disassociate_mac_sec_key_lag"),
    *("test_tag_resource", "test_directconnect_list"),
    *("test_tags_from_resourcegroupsapi_connection", "test_tags_from_resourcegroupsapi_lag"),
}


class Account:
    """A client of either service, and what the scenarios need made."""

    def __init__(self) -> None:
        self.client: DirectConnectClient = boto3.client("directconnect", REGION)

    def connection(self, name: str = "fake", **order: Any) -> ConnectionResponseTypeDef:
        return self.client.create_connection(
            location="EqDC2", bandwidth="10Gbps", connectionName=name, **order
        )

    def lag(self, name: str = "fake", **order: Any) -> LagResponseTypeDef:
        return self.client.create_lag(
            location="EqDC2",
            connectionsBandwidth="10Gbps",
            numberOfConnections=2,
            lagName=name,
            **order,
        )

    def names(self) -> list[str]:
        found = self.client.describe_connections()["connections"]
        return [connection["connectionName"] for connection in found]

    def key_on(self, port_id: str) -> str:
        """The ARN of a key that the port, or LAG, is given."""
        keys = self.client.associate_mac_sec_key(connectionId=port_id, **PAIR)["macSecKeys"]
        [arn] = [key["secretARN"] for key in keys if key.get("ckn") == PAIR["ckn"]]
        return arn


def fault_of(ask: Callable[..., object], **parameters: Any) -> str:
    """The code of the refusal, or `taken`."""
    try:
        ask(**parameters)
    except ClientError as error:
        code: str = error.response["Error"]["Code"]
        return code
    return "taken"


def texts(tags: list[Any]) -> list[str]:
    pairs = ({name.lower(): value for name, value in tag.items()} for tag in tags)
    return [f"{pair['key']}={pair['value']}" for pair in pairs]


def form_of_an_id(account: Account) -> str:
    return account.connection()["connectionId"].split(":")[0].split("-")[0]


def first_state(account: Account) -> str:
    return account.connection()["connectionState"]


def describe_in_order(account: Account) -> list[str]:
    for number in range(4):
        account.connection(f"number {number}")
    return account.names()


def describe_one(account: Account) -> list[str]:
    made = [account.connection(name)["connectionId"] for name in ("one", "two")]
    found = account.client.describe_connections(connectionId=made[1])["connections"]
    return [connection["connectionName"] for connection in found]


def macsec_as_it_was_asked_for(account: Account) -> list[bool]:
    # moto takes two of one name for one.
    account.connection("without", requestMACSec=False)
    account.connection("with", requestMACSec=True)
    return [each["macSecCapable"] for each in account.client.describe_connections()["connections"]]


def keys_and_mode_without_macsec(account: Account) -> list[object]:
    made = account.connection(requestMACSec=False)
    return [len(made["macSecKeys"]), made["encryptionMode"]]


def keys_of_a_new_port(account: Account) -> int:
    return len(account.connection(requestMACSec=True)["macSecKeys"])


def mode_of_a_new_port(account: Account) -> str:
    return account.connection(requestMACSec=True)["encryptionMode"]


def tags_of_connections(account: Account) -> list[list[str]]:
    for number, name in enumerate(("one", "two"), 1):
        tags = [{"key": "name", "value": name}, {"key": "connection-id", "value": str(number)}]
        account.connection(name, tags=tags)
    return [texts(each["tags"]) for each in account.client.describe_connections()["connections"]]


def delete_a_connection(account: Account) -> str:
    made = account.connection()["connectionId"]
    return account.client.delete_connection(connectionId=made)["connectionState"]


def update_a_name(account: Account) -> list[str]:
    made = account.connection()["connectionId"]
    changed = account.client.update_connection(connectionId=made, connectionName="new")
    return [changed["connectionName"], *account.names()]


def update_a_mode(account: Account) -> str:
    made = account.connection(requestMACSec=True)["connectionId"]
    account.client.describe_connections()
    changed = account.client.update_connection(connectionId=made, encryptionMode="must_encrypt")
    return changed["encryptionMode"]


def encryption_without_macsec(account: Account) -> str:
    made = account.connection()["connectionId"]
    mode = {"encryptionMode": "must_encrypt"}
    return fault_of(account.client.update_connection, connectionId=made, **mode)


def associate_a_key_without_macsec(account: Account) -> str:
    made = account.connection()["connectionId"]
    return fault_of(account.client.associate_mac_sec_key, connectionId=made, **PAIR)


def associate_a_key_of_any_text(account: Account) -> str:
    made = account.connection(requestMACSec=True)["connectionId"]
    pair = {"ckn": "_fake_ckn_", "cak": "_fake_cak_"}
    return fault_of(account.client.associate_mac_sec_key, connectionId=made, **pair)


def _ckns_without_caks(account: Account, port_id: str) -> list[str]:
    answer = account.client.associate_mac_sec_key(connectionId=port_id, **PAIR)
    assert answer["connectionId"] == port_id
    assert not any("cak" in key for key in answer["macSecKeys"])
    return [key["ckn"] for key in answer["macSecKeys"] if key["ckn"] == PAIR["ckn"]]


def associate_a_key(account: Account) -> list[str]:
    return _ckns_without_caks(account, account.connection(requestMACSec=True)["connectionId"])


def associate_a_key_with_a_lag(account: Account) -> list[str]:
    return _ckns_without_caks(account, account.lag(requestMACSec=True)["lagId"])


def service_of_a_secret(account: Account) -> str:
    parts = account.key_on(account.connection(requestMACSec=True)["connectionId"]).split(":")
    return parts[2] if len(parts) > 2 else ""


def associate_a_secret_and_a_pair(account: Account) -> str:
    made = account.connection(requestMACSec=True)["connectionId"]
    arn = "arn:aws:secretsmanager:us-east-1:123456789012:secret:fake"
    ask = account.client.associate_mac_sec_key
    return fault_of(ask, connectionId=made, secretARN=arn, **PAIR)


def _taken_away(account: Account, port_id: str) -> list[object]:
    arn = account.key_on(port_id)
    answer = account.client.disassociate_mac_sec_key(connectionId=port_id, secretARN=arn)
    states = [key["state"] for key in answer["macSecKeys"] if key["secretARN"] == arn]
    return [len(answer["macSecKeys"]), all(state.startswith("disassociat") for state in states)]


def disassociate_a_key(account: Account) -> list[object]:
    return _taken_away(account, account.connection(requestMACSec=True)["connectionId"])


def disassociate_a_key_of_a_lag(account: Account) -> list[object]:
    return _taken_away(account, account.lag(requestMACSec=True)["lagId"])


def disassociate_a_key_and_look(account: Account) -> list[str]:
    made = account.connection(requestMACSec=True)["connectionId"]
    _taken_away(account, made)
    [found] = account.client.describe_connections(connectionId=made)["connections"]
    return ["left" for _ in found["macSecKeys"]]


def form_of_the_id_of_a_lag(account: Account) -> str:
    return account.lag()["lagId"].split("/")[-1].split("-")[0]


def first_state_of_a_lag(account: Account) -> str:
    return account.lag()["lagState"]


def the_ports_of_a_lag(account: Account) -> int:
    return len(account.lag()["connections"])


def a_port_of_a_lag_names_its_lag(account: Account) -> bool:
    lag = account.lag()
    return lag["lagId"].split("/")[-1] in lag["connections"][0]["connectionName"]


def describe_lags(account: Account) -> list[str]:
    made = [account.lag(name)["lagId"] for name in ("one", "two")]
    found = account.client.describe_lags()["lags"]
    found += account.client.describe_lags(lagId=made[1])["lags"]
    return [lag["lagName"] for lag in found]


def macsec_of_lags(account: Account) -> list[bool]:
    account.lag("without", requestMACSec=False)
    account.lag("with", requestMACSec=True)
    lags = account.client.describe_lags()["lags"]
    return [each["macSecCapable"] for lag in lags for each in (lag, lag["connections"][0])]


def keys_and_modes_of_a_lag_without_macsec(account: Account) -> list[object]:
    lag = account.lag(requestMACSec=False)
    both = (lag, lag["connections"][0])
    return [len(each["macSecKeys"]) for each in both] + [each["encryptionMode"] for each in both]


def keys_of_a_new_lag(account: Account) -> int:
    return len(account.lag(requestMACSec=True)["macSecKeys"])


def _arn(arn_type: str, object_id: str) -> str:
    """The ARN of an object; moto's identifiers are ARNs already."""
    made_up = f"arn:aws:directconnect:{REGION}:123456789012:{arn_type}/{object_id}"
    return object_id if object_id.startswith("arn:") else made_up


def tag_by_a_bare_id(account: Account) -> str:
    made = account.connection()["connectionId"].split("/")[-1]
    return fault_of(account.client.tag_resource, resourceArn=made, tags=TAGS)


def tag_and_untag(account: Account) -> list[list[str]]:
    arn = _arn("dxcon", account.connection()["connectionId"])

    def tags() -> list[str]:
        [found] = account.client.describe_tags(resourceArns=[arn])["resourceTags"]
        [described] = account.client.describe_connections()["connections"]
        assert found["tags"] == described["tags"]
        return texts(found["tags"])

    account.client.tag_resource(
        resourceArn=arn, tags=[{"key": "t1", "value": "v1"}, {"key": "t2", "value": "v2"}]
    )
    steps = [tags()]
    for key in ("t1", "t2"):
        account.client.untag_resource(resourceArn=arn, tagKeys=[key])
        steps.append(tags())
    return steps


def _tags_by_tagging(arn: str) -> list[str]:
    client = boto3.client("resourcegroupstaggingapi", REGION)
    found = client.get_resources(ResourceARNList=[arn])["ResourceTagMappingList"]
    return [text for each in found for text in texts(each["Tags"])]


def tagging_of_a_connection(account: Account) -> list[str]:
    return _tags_by_tagging(_arn("dxcon", account.connection(tags=TAGS)["connectionId"]))


def tagging_of_a_lag(account: Account) -> list[str]:
    return _tags_by_tagging(_arn("dxlag", account.lag(tags=TAGS)["lagId"]))


def a_request_without_an_operation(_: Account) -> int:
    from moto.moto_server.werkzeug_app import create_backend_app

    return int(create_backend_app("directconnect").test_client().get("/").status_code) // 100


def has_an_owner(account: Account) -> bool:
    return "ownerAccount" in account.connection()


def an_unknown_connection(account: Account) -> str:
    return fault_of(account.client.describe_connections, connectionId="dxcon-fake0001")


def redundancy(account: Account) -> bool:
    made = account.connection()["connectionId"]
    [found] = account.client.describe_connections(connectionId=made)["connections"]
    return found["hasLogicalRedundancy"] in ("unknown", "yes", "no")


def motos(scenario: str) -> object:
    with mock_aws():
        return globals()[scenario](Account())


def ours(scenario: str) -> object:
    with mocked({}):
        return globals()[scenario](Account())


@pytest.mark.parametrize("row", BEHAVIOURS, ids=[row["scenario"] for row in BEHAVIOURS])
def test_a_behaviour_of_motos_is_ours_but_where_it_contradicts_aws(row: dict[str, Any]) -> None:
    assert ours(row["scenario"]) == row.get("aws", row.get("answer"))
    assert motos(row["scenario"]) == row.get("moto", row.get("answer")), "moto has changed"


def test_each_of_motos_tests_has_its_rows() -> None:
    assert {row["test"] for row in BEHAVIOURS} - {""} == MOTOS_TESTS


def test_a_contradiction_has_a_reason_and_a_source() -> None:
    for row in BEHAVIOURS:
        if "answer" not in row:
            assert row["moto"] != row["aws"], row["scenario"]
            assert row["reason"], row["scenario"]
            assert row["source"].startswith("https://"), row["scenario"]
