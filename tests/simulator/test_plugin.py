"""The pytest plug-in: our Direct Connect under plain `mock_aws`, without an import of dxnet."""

from __future__ import annotations

import tomllib
from importlib import import_module
from pathlib import Path

import boto3
import pytest
from moto import mock_aws

pytest_plugins = ["dxnet.simulator.testing"]
REGION = "us-east-1"
ORDER = {"location": "EqDC2", "bandwidth": "1Gbps", "connectionName": "fake"}


def order():
    return boto3.client("directconnect", REGION).create_connection(**ORDER)["connectionId"]


@mock_aws
def test_a_decorated_test_has_our_direct_connect(directconnect_in_moto) -> None:
    connection_id = order()
    assert connection_id.startswith("dxcon-f")
    directconnect_in_moto.set_link(connection_id, is_up=False)
    [port] = boto3.client("directconnect", REGION).describe_connections()["connections"]
    assert port["connectionState"] == "down"


@pytest.mark.usefixtures("directconnect_in_moto")
def test_each_mock_begins_with_nothing() -> None:
    for _ in range(2):
        with mock_aws():
            assert boto3.client("directconnect", REGION).describe_connections()["connections"] == []
            order()


@mock_aws
def test_without_the_fixture_moto_is_as_it_was() -> None:
    assert order().startswith("arn:")


@mock_aws
def test_the_other_services_of_a_mock_are_motos(directconnect_in_moto) -> None:
    account = boto3.client("sts", REGION).get_caller_identity()["Account"]
    boto3.client("s3", REGION).create_bucket(Bucket="fake")
    queue = boto3.client("sqs", REGION).create_queue(QueueName="fake")["QueueUrl"]
    assert account == directconnect_in_moto.account
    assert account in queue


def test_pytest_finds_the_plugin_by_itself() -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    for name, module in project["project"]["entry-points"]["pytest11"].items():
        assert name == module
        assert hasattr(import_module(module), "directconnect_in_moto")
