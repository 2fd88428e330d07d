"""What moto's own Direct Connect answers, and ours: where they differ, moto contradicts AWS."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from dxnet.simulator import mocked

REGION = "us-east-1"
PORT = {"location": "EqDC2", "bandwidth": "10Gbps"}
LAG = {"location": "EqDC2", "connectionsBandwidth": "10Gbps", "numberOfConnections": 2}


class Account:
    """A client of either service, and what the scenarios need made."""

    def __init__(self) -> None:
        self.client = boto3.client("directconnect", REGION)

    def connection(self, name="fake", **order):
        return self.client.create_connection(**PORT, connectionName=name, **order)

    def lag(self, **order):
        return self.client.create_lag(**LAG, lagName="fake", **order)

    def names(self):
        found = self.client.describe_connections()["connections"]
        return [connection["connectionName"] for connection in found]


def update_a_name(account):
    connection_id = account.connection()["connectionId"]
    changed = account.client.update_connection(connectionId=connection_id, connectionName="new")
    return changed["connectionName"], account.names()


def describe_one(account):
    made = [account.connection(name)["connectionId"] for name in ("one", "two")]
    found = account.client.describe_connections(connectionId=made[1])["connections"]
    return [connection["connectionName"] for connection in found]


def describe_in_order(account):
    for number in range(4):
        account.connection(f"number {number}")
    return account.names()


def tag_a_lag(account):
    tags = [{"key": "team", "value": "net"}]
    lag = account.lag(tags=tags)
    return lag["tags"], account.client.describe_lags(lagId=lag["lagId"])["lags"][0]["tags"]


def count_the_links_of_a_lag(account):
    lag = account.lag()
    return lag["numberOfConnections"], lag["lagName"], lag["connectionsBandwidth"]


def associate_a_key(account):
    made = account.connection(requestMACSec=True)["connectionId"]
    key = {"ckn": "ab" * 32, "cak": "cd" * 32}
    answer = account.client.associate_mac_sec_key(connectionId=made, **key)
    return [each["ckn"] for each in answer["macSecKeys"]], answer["connectionId"] == made


def form_of_an_id(account):
    return account.connection()["connectionId"].split("-")[0]


def first_state(account):
    return account.connection()["connectionState"]


def owner(account):
    return "ownerAccount" in account.connection()


def redundancy(account):
    made = account.connection()["connectionId"]
    [found] = account.client.describe_connections(connectionId=made)["connections"]
    return found["hasLogicalRedundancy"] in ("unknown", "yes", "no")


def encryption_without_macsec(account):
    made = account.connection()["connectionId"]
    try:
        account.client.update_connection(connectionId=made, encryptionMode="must_encrypt")
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "taken"


def an_unknown_connection(account):
    try:
        account.client.describe_connections(connectionId="dxcon-fake0001")
    except ClientError as error:
        return error.response["Error"]["Code"]
    return "none"


def the_ports_of_a_lag(account):
    return len(account.lag()["connections"])


ALIKE: tuple[Callable[[Account], Any], ...] = (
    update_a_name,
    describe_one,
    describe_in_order,
    tag_a_lag,
    count_the_links_of_a_lag,
    the_ports_of_a_lag,
)
_API = "https://docs.aws.amazon.com/directconnect/latest/APIReference/"
# Scenario, AWS's answer, and where AWS says so.
DIFFERENT: tuple[tuple[Callable[[Account], Any], Any, str], ...] = (
    (form_of_an_id, "dxcon", f"{_API}API_Connection.html"),
    (first_state, "requested", f"{_API}API_CreateConnection.html"),
    (owner, True, f"{_API}API_Connection.html"),
    (an_unknown_connection, "DirectConnectClientException", f"{_API}API_DescribeConnections.html"),
    (
        encryption_without_macsec,
        "DirectConnectClientException",
        "https://docs.aws.amazon.com/directconnect/latest/UserGuide/MACsec.html",
    ),
    # moto lists a key of its own before any is associated.
    (associate_a_key, (["ab" * 32], True), f"{_API}API_AssociateMacSecKey.html"),
    # One of the words unknown, yes and no.
    (redundancy, True, f"{_API}API_Connection.html"),
)


def motos(scenario):
    with mock_aws():
        return scenario(Account())


def ours(scenario):
    with mocked({}):
        return scenario(Account())


@pytest.mark.parametrize("scenario", ALIKE, ids=lambda scenario: scenario.__name__)
def test_what_moto_does_is_done_alike(scenario) -> None:
    assert ours(scenario) == motos(scenario)


@pytest.mark.parametrize(
    ("scenario", "answer"),
    [row[:2] for row in DIFFERENT],
    ids=[row[0].__name__ for row in DIFFERENT],
)
def test_where_moto_contradicts_aws_we_answer_as_aws(scenario, answer) -> None:
    assert ours(scenario) == answer
    assert motos(scenario) != answer, "moto is mended: this is alike now"
