"""The control plane as a real endpoint: boto3, the AWS CLI, and requests that are nonsense."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import sysconfig
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from dxnet.errors import DxnetError
from dxnet.simulator import Service, mocked, serve

if TYPE_CHECKING:
    from types_boto3_directconnect import DirectConnectClient

pytest_plugins = ["dxnet.simulator.testing"]

OWNER, OTHER = "111122223333", "444455556666"


def raw_estate(count: int = 3) -> dict[str, Any]:
    return {
        "virtualInterfaces": [
            {
                "virtualInterfaceId": f"dxvif-{number:08d}",
                "ownerAccount": OWNER,
                "region": "us-east-1",
                "vlan": 100 + number,
            }
            for number in range(count)
        ]
        + [{"virtualInterfaceId": "dxvif-other", "ownerAccount": OTHER, "region": "us-east-1"}]
    }


def client(access_key: str = "x", **arguments: str) -> DirectConnectClient:
    made: DirectConnectClient = boto3.client(
        "directconnect",
        "us-east-1",
        aws_access_key_id=access_key,
        aws_secret_access_key="y",
        config=Config(retries={"max_attempts": 0}),
        **arguments,
    )
    return made


def all_vif_ids(directconnect: DirectConnectClient) -> list[str]:
    found: list[str] = []
    answer = directconnect.describe_virtual_interfaces()
    while True:
        found += [vif["virtualInterfaceId"] for vif in answer["virtualInterfaces"]]
        if "nextToken" not in answer:
            return found
        answer = directconnect.describe_virtual_interfaces(nextToken=answer["nextToken"])


def post(url: str, body: bytes = b"{}", **headers: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
    connection.request("POST", "/", body, {n.replace("_", "-"): v for n, v in headers.items()})
    response = connection.getresponse()
    answer = response.status, response.read().decode()
    connection.close()
    return answer


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serve(raw_estate()) as endpoint_url:
        yield endpoint_url


def test_boto3_reads_every_page_over_a_socket(
    directconnect_endpoint: Callable[[Mapping[str, Any]], str],
) -> None:
    endpoint_url = directconnect_endpoint(raw_estate(count=250))
    assert len(all_vif_ids(client(endpoint_url=endpoint_url))) == 250


def test_boto3_reads_every_page_without_a_socket(
    directconnect: Callable[[Mapping[str, Any]], Service],
) -> None:
    directconnect(raw_estate(count=250))
    assert len(all_vif_ids(boto3.client("directconnect", "us-east-1"))) == 250


def test_an_access_key_that_is_an_account_id_acts_as_that_account(url: str) -> None:
    assert all_vif_ids(client(OTHER, endpoint_url=url)) == ["dxvif-other"]
    with mocked(raw_estate()):
        assert all_vif_ids(client(OTHER)) == ["dxvif-other"]


def test_any_other_caller_acts_as_the_owner_of_most_vifs_or_as_the_account_given(url: str) -> None:
    assert len(all_vif_ids(client(endpoint_url=url))) == 3
    with mocked(Service(raw_estate(), account=OTHER)):
        assert all_vif_ids(client()) == ["dxvif-other"]


def test_every_answer_has_a_request_id_as_clients_log_it(url: str) -> None:
    answer = client(endpoint_url=url).describe_locations()
    assert answer["ResponseMetadata"]["RequestId"]


def test_a_refusal_is_the_modelled_exception(url: str) -> None:
    directconnect = client(endpoint_url=url)
    with pytest.raises(directconnect.exceptions.DirectConnectClientException, match="dxvif-x"):
        directconnect.describe_virtual_interfaces(virtualInterfaceId="dxvif-x")


def test_the_aws_cli_is_pointed_here_by_its_environment(url: str) -> None:
    aws = Path(sysconfig.get_path("scripts")) / "aws"
    command = ["directconnect", "describe-virtual-interfaces"]
    one = ["--virtual-interface-id", "dxvif-00000001"]
    environment = {
        **os.environ,
        "AWS_ENDPOINT_URL_DIRECT_CONNECT": url,
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ACCESS_KEY_ID": "x",
        "AWS_SECRET_ACCESS_KEY": "y",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "NO_PROXY": "127.0.0.1",
    }
    environment.pop("AWS_PROFILE", None)
    run = subprocess.run(
        [sys.executable, aws, *command, *one],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.stderr == ""
    assert json.loads(run.stdout)["virtualInterfaces"][0]["vlan"] == 101


def test_an_unsigned_request_is_served(url: str) -> None:
    status, body = post(url, X_Amz_Target="OvertureService.DescribeVirtualInterfaces")
    assert status == 200
    assert len(json.loads(body)["virtualInterfaces"]) == 3


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"connectionId": {"a": NaN}}',
        b'{"maxResults": ' + b"9" * 5000 + b"}",
        b'{"nextToken": "\\ud800"}',
    ],
)
def test_no_body_makes_anything_but_a_modelled_answer(url: str, body: bytes) -> None:
    status, text = post(url, body, X_Amz_Target="OvertureService.DescribeConnections")
    assert (status, "__type" in text) in ((200, False), (400, True))
    assert "Traceback" not in text
    assert len(all_vif_ids(client(endpoint_url=url))) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X_Amz_Target": "OvertureService."},
        {"X_Amz_Target": "OvertureService.__init__", "Authorization": "AWS4 Credential=//"},
        {"X_Amz_Target": "OvertureService.DescribeTags", "Authorization": "Credential=a/b/c"},
        {"X_Amz_Target": "DynamoDB", "Authorization": "AWS4 Credential=a/b/c/dynamodb/e, x"},
        {"Authorization": "nonsense"},
    ],
)
def test_no_headers_bring_out_a_traceback(url: str, headers: dict[str, str]) -> None:
    status, text = post(url, b"{}", **headers)
    assert status >= 200
    assert "Traceback" not in text
    assert len(all_vif_ids(client(endpoint_url=url))) == 3


def test_a_fault_of_the_simulators_own_is_a_server_exception_without_details(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    def broken(*_: object) -> NoReturn:
        raise ZeroDivisionError("FakeKey-dxvif-1")

    monkeypatch.setattr("dxnet.simulator.service.call", broken)
    with pytest.raises(ClientError, match="DirectConnectServerException") as caught:
        client(endpoint_url=url).describe_connections()
    assert "FakeKey" not in str(caught.value)


def test_a_reset_of_moto_brings_back_the_estate_again_and_again() -> None:
    service = Service(raw_estate())
    with serve(service) as endpoint_url:
        for _ in range(2):
            service._estate.remove("virtualInterfaces", "dxvif-00000000")
            assert len(all_vif_ids(client(endpoint_url=endpoint_url))) == 2
            reset = urllib.request.Request(f"{endpoint_url}/moto-api/reset", method="POST")
            urllib.request.urlopen(reset).close()
            assert len(all_vif_ids(client(endpoint_url=endpoint_url))) == 3


def test_a_reset_can_bring_another_estate() -> None:
    service = Service(raw_estate())
    service.reset({"connections": []})
    assert "virtualInterfaces" not in service.dump()


def test_the_port_is_free_again_afterwards_and_a_taken_one_is_refused() -> None:
    with serve({}) as endpoint_url:
        port = urlsplit(endpoint_url).port
    assert port is not None
    with serve({}, port) as again:
        assert again == endpoint_url
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        number = taken.getsockname()[1]
        with pytest.raises(DxnetError, match=str(number)), serve({}, number):
            pass


def test_importing_the_package_loads_no_botocore_and_no_moto() -> None:
    code = "import sys, dxnet.simulator, dxnet.control_plane; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"boto3", "botocore", "moto", "werkzeug"} & set(run.stdout.split())
