"""What a web page in the user's browser may do to a simulator on a desk: nothing."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import boto3
import pytest

from dxnet.simulator import Service, serve

ESTATE = {
    "connections": [
        {
            "connectionId": "dxcon-fgh0abcd",
            "ownerAccount": "111122223333",
            "connectionState": "available",
            "region": "us-east-1",
        }
    ]
}
DESCRIBE = {"X-Amz-Target": "OvertureService.DescribeConnections"}
OF_PAGES = [
    {"Origin": "http://evil.example"},
    {"Origin": "null"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "none"},
    {"Host": "evil.example"},
    {"Host": "evil.example:{port}"},
    {"Host": "127.0.0.1"},
    {"Host": "127.0.0.1.evil.example:{port}"},
    {"Host": ""},
]
REQUESTS = [
    ("POST", "/", DESCRIBE),
    ("POST", "/dxnet/reset", {}),
    ("POST", "/moto-api/reset", {}),
    ("GET", "/moto-api/data.json", {}),
    ("OPTIONS", "/", {"Access-Control-Request-Headers": "x-amz-target"}),
]
SIGNED = "AWS4-HMAC-SHA256 Credential=111122223333/20261121/us-east-1/{}/aws4_request, Signature=0"


class Server:
    """A simulator; `done` is what its controls were asked."""

    def __init__(self, url: str, done: list[bytes]) -> None:
        self.url, self.done = url, done
        self.port = urlsplit(url).port

    def ask(
        self, method: str, path: str, headers: dict[str, str], body: bytes = b"{}"
    ) -> tuple[int, set[str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        text = response.read()
        connection.close()
        return response.status, {name.lower() for name in response.headers}, text


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    done: list[bytes] = []

    def reset(body: bytes) -> str:
        done.append(body)
        return "done"

    with serve(ESTATE, controls={"/dxnet/reset": reset}) as url:
        yield Server(url, done)


@pytest.mark.parametrize("of_page", OF_PAGES, ids=str)
@pytest.mark.parametrize(("method", "path", "headers"), REQUESTS, ids=lambda part: str(part)[:25])
def test_a_request_of_a_web_page_is_refused(
    server: Server, method: str, path: str, headers: dict[str, str], of_page: dict[str, str]
) -> None:
    sent = {name: value.format(port=server.port) for name, value in of_page.items()}
    status, names, _ = server.ask(method, path, {**headers, **sent})
    assert status == 403
    assert not [name for name in names if name.startswith("access-control")]
    assert server.done == []


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
def test_each_name_of_this_machine_is_answered(server: Server, name: str) -> None:
    status, names, text = server.ask("POST", "/", {**DESCRIBE, "Host": f"{name}:{server.port}"})
    assert (status, len(json.loads(text)["connections"])) == (200, 1)
    assert not [name for name in names if name.startswith("access-control")]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/"),
        ("OPTIONS", "/"),
        ("GET", "/moto-api/"),
        ("GET", "/moto-api/data.json"),
        ("GET", "/moto-api/reset"),
        ("POST", "/moto-api/reset/"),
        ("POST", "/moto-api/recorder/start-recording"),
        ("POST", "/moto-api/config"),
        ("GET", "/latest/meta-data/iam/security-credentials/"),
        ("GET", "/favicon.ico"),
        ("PUT", "/bucket"),
        ("POST", "/2015-03-31/functions"),
    ],
)
@pytest.mark.parametrize("service", ["", "iam", "lambda", "s3", "dynamodb", "sts"])
def test_nothing_else_of_moto_stands_behind_it(
    server: Server, method: str, path: str, service: str
) -> None:
    headers = {"Authorization": SIGNED.format(service)} if service else {}
    status, names, _ = server.ask(method, path, headers)
    assert status == 404
    assert not [name for name in names if name.startswith("access-control")]


@pytest.mark.parametrize("service", ["iam", "lambda", "s3", "dynamodb", "s3control", "STS"])
def test_another_service_is_not_found_at_the_root_either(server: Server, service: str) -> None:
    headers = {"Authorization": SIGNED.format(service)}
    assert server.ask("POST", "/", headers, b"Action=CreateRole")[0] == 404


def test_the_world_around_direct_connect_is_there() -> None:
    service = Service(ESTATE)
    with serve(service) as url:

        def client(name: str) -> Any:
            return boto3.client(
                name,
                endpoint_url=url,
                region_name="us-east-1",
                aws_access_key_id="111122223333",
                aws_secret_access_key="fake",
            )

        gateway = client("ec2").create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
        assert client("sts").get_caller_identity()["Account"]
        assert client("resourcegroupstaggingapi").get_resources()["ResourceTagMappingList"] == []
        client("directconnect").delete_connection(connectionId="dxcon-fgh0abcd")
        assert gateway.startswith("vgw-")
        headers = {"Content-Length": "0"}
        assert Server(url, []).ask("POST", "/moto-api/reset", headers, b"")[0] == 200
        [connection] = service.dump()["connections"]
        assert connection["connectionState"] == "available"


@pytest.mark.parametrize(
    "start",
    [
        b"",
        b"POST / HTTP/1.1\r\nX-Amz-",
        b"POST / HTTP/1.1\r\nX-Amz-Target: OvertureService.X\r\nContent-Length: 999\r\n\r\n{",
        b"POST /dxnet/reset HTTP/1.1\r\nContent-Length: 999\r\n\r\n{",
        b"POST / HTTP/1.1\r\nContent-Length: 999\r\n\r\n{",
    ],
    ids=["nothing", "half a head", "half a body", "half of a control's", "half of another's"],
)
@pytest.mark.parametrize("drops", [0, 100], ids=["silent", "drop by drop"])
def test_a_slow_client_is_not_waited_for(
    start: bytes, drops: int, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        serve(ESTATE, controls={"/dxnet/reset": lambda _: "done"}, patience=0.3) as url,
        socket.create_connection(("127.0.0.1", urlsplit(url).port), 0.05) as client,
    ):
        client.sendall(start)
        answer = b""
        for _ in range(200):
            try:
                if drops:
                    client.sendall(b"a")
                if not (part := client.recv(4096)):
                    break
                answer += part
            except TimeoutError:
                continue
            except OSError:  # it was closed while a drop was on its way
                break
        else:
            pytest.fail("the client is still waited for")
    assert b" 200 " not in answer
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_a_connection_that_is_used_again_has_its_time_for_each_request() -> None:
    with serve(ESTATE, patience=5) as url:
        connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=10)
        for _ in range(3):
            connection.request("POST", "/", b"{}", DESCRIBE)
            assert json.loads(connection.getresponse().read())["connections"]
        connection.close()
