"""Requests that nobody means well with: every answer is modelled, and the service goes on."""

from __future__ import annotations

import http.client
import json
import logging
import socket
import sys
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import botocore.session
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dxnet.control_plane import OPERATIONS, Caller
from dxnet.control_plane.store.errors import CLIENT
from dxnet.simulator import Service, serve

MODEL = botocore.session.get_session().get_service_model("directconnect")
OWNER = "111122223333"
CONNECTION = {
    "connectionId": "dxcon-00000001",
    "connectionState": "available",
    "ownerAccount": OWNER,
    "region": "us-east-1",
    "bandwidth": "10Gbps",
}
GATEWAY = {"directConnectGatewayId": "gateway", "ownerAccount": OWNER}
TARGET = b"X-Amz-Target: OvertureService.DescribeConnections\r\n"
quick = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def estate() -> dict[str, Any]:
    return {"connections": [CONNECTION], "directConnectGateways": [GATEWAY]}


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serve(estate()) as endpoint_url:
        yield endpoint_url


@pytest.fixture
def hasty_threads() -> Iterator[None]:
    """Threads take turns after a microsecond."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.fixture(autouse=True)
def nothing_is_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A fault of the simulator's own would be logged."""
    yield
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def post(
    url: str, operation: str, body: bytes, content_type: str = "application/x-amz-json-1.1"
) -> tuple[int, dict[str, Any]]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    headers = {"X-Amz-Target": f"OvertureService.{operation}", "Content-Type": content_type}
    connection.request("POST", "/", body, headers)
    response = connection.getresponse()
    answer = response.status, json.loads(response.read())
    connection.close()
    return answer


def assert_is_modelled(operation: str, status: int, answer: Mapping[str, Any]) -> None:
    if status == 200:
        assert "__type" not in answer
        return
    codes = {CLIENT}
    if operation in MODEL.operation_names:
        codes = {shape.name for shape in MODEL.operation_model(operation).error_shapes}
    assert status == 400
    assert answer["__type"] in codes
    assert "Traceback" not in answer["message"]


def member_names(shape: Any, seen: set[str]) -> Iterator[str]:
    if shape.name not in seen:
        seen.add(shape.name)
        for name, member in getattr(shape, "members", {}).items():
            yield name
            yield from member_names(member, seen)
        if shape.type_name == "list":
            yield from member_names(shape.member, seen)


NAMES = sorted(
    {
        name
        for operation in MODEL.operation_names
        if (shape := MODEL.operation_model(operation).input_shape)
        for name in member_names(shape, set())
    }
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=20)
    | st.sampled_from(["dxcon-00000001", "gateway", OWNER, "\ud800", "\0", "", "10Gbps"])
)
KEYS = st.sampled_from(NAMES) | st.text(max_size=5)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=8),
    max_leaves=30,
)
TARGETS = st.sampled_from(sorted(OPERATIONS)) | st.text(
    st.characters(min_codepoint=33, max_codepoint=126), max_size=30
)


@quick
@given(operation=TARGETS, value=VALUES)
def test_any_json_has_a_modelled_answer(url: str, operation: str, value: object) -> None:
    assert_is_modelled(operation, *post(url, operation, json.dumps(value).encode()))


@quick
@given(operation=TARGETS, body=st.binary(max_size=200))
def test_any_bytes_have_a_modelled_answer(url: str, operation: str, body: bytes) -> None:
    assert_is_modelled(operation, *post(url, operation, body))


@pytest.mark.parametrize(
    "body",
    [
        b'{"connectionId": "' + b"x" * 4_000_000 + b'"}',
        b'{"connectionId": "a", "connectionId": "b"}',
        b'{"a":' * 50_000,
        b'{"connectionId": ' + b"[" * 900 + b"]" * 900 + b"}",
        b'{"maxResults": NaN}',
        b'{"maxResults": -Infinity}',
        b'{"maxResults": 1e400}',
        b'{"maxResults": 1.0}',
        b'{"maxResults": true}',
        b'{"nextToken": "\\ud800\\udc00"}',
        b'{"connectionId": "\\udfff"}',
        b'\xef\xbb\xbf{"connectionId": "a"}',
        '{"connectionId": "a"}'.encode("utf-16"),
        b'{"__proto__": {}, "__class__": 1}',
        b"\0",
    ],
    ids=lambda body: repr(body[:30]),
)
def test_a_body_made_to_hurt_is_refused(url: str, body: bytes) -> None:
    status, answer = post(url, "DescribeConnections", body)
    assert (status, answer["__type"]) == (400, CLIENT)
    assert len(answer["message"]) <= 1000


@pytest.mark.parametrize("content_type", ["text/html", "", "application/cbor", "x" * 5000])
def test_the_content_type_does_not_matter(url: str, content_type: str) -> None:
    status, answer = post(url, "DescribeConnections", b"{}", content_type)
    assert (status, len(answer["connections"])) == (200, 1)


@pytest.mark.parametrize(
    ("head", "body", "status"),
    [
        (b"POST / HTTP/1.1\r\n" + TARGET + b"Content-Length: 50\r\n", b"{}", 400),
        (b"POST / HTTP/1.1\r\n" + TARGET + b"Content-Length: -1\r\n", b"{}", 200),
        (b"POST / HTTP/1.1\r\n" + TARGET + b"Transfer-Encoding: chunked\r\n", b"zz\r\n", 400),
        (b"POST / HTTP/1.1\r\n" + TARGET + TARGET + b"Content-Length: 2\r\n", b"{}", 400),
        (b"POST http://[x/ HTTP/1.1\r\n" + TARGET + b"Content-Length: 2\r\n", b"{}", 400),
        (b"POST / HTTP/1.1\r\nX-Amz-Target: OvertureService.\xff\r\n", b"", 400),
        (b"POST / HTTP/1.1\r\nHost: \xff[[\r\n" + TARGET, b"", 403),
        (b"POST /service/OvertureService/operation/DescribeLags HTTP/1.1\r\n", b"", 400),
        (b"POST /" + b"a" * 70_000 + b" HTTP/1.1\r\n", b"", 414),
        (b"POST / HTTP/1.1\r\n" + b"a: b\r\n" * 300, b"", 431),
    ],
    ids=lambda value: repr(value[:60]) if isinstance(value, bytes) else None,
)
def test_broken_http_is_answered_and_the_next_request_served(
    url: str, capfd: pytest.CaptureFixture[str], head: bytes, body: bytes, status: int
) -> None:
    with socket.create_connection((urlsplit(url).hostname, urlsplit(url).port), 10) as client:
        client.sendall(head + b"\r\n" + body)
        client.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: client.recv(65536), b""))
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"Traceback" not in answer
    assert capfd.readouterr().err == ""
    assert post(url, "DescribeConnections", b"{}")[0] == 200


def test_a_request_waits_while_another_one_is_served() -> None:
    waited: list[bool] = []

    def clock() -> float:
        if not waited:
            waited.append(False)
            second = threading.Thread(target=service.dump)
            second.start()
            second.join(0.3)
            waited[0] = second.is_alive()
        return 1_000_000.0

    service = Service(estate(), clock=clock)
    service.call("DescribeConnections", {}, Caller(OWNER, "us-east-1"))
    assert waited == [True]


@pytest.mark.usefixtures("hasty_threads")
def test_requests_at_the_same_time_are_served_one_after_another() -> None:
    service = Service(estate(), account=OWNER)

    def create(url: str, vlan: int) -> tuple[int, dict[str, Any]]:
        wanted = {"virtualInterfaceName": "x", "vlan": vlan, "asn": 65000}
        wanted |= {"directConnectGatewayId": "gateway"}
        request = {"connectionId": "dxcon-00000001", "newPrivateVirtualInterface": wanted}
        return post(url, "CreatePrivateVirtualInterface", json.dumps(request).encode())

    with serve(service) as url, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda vlan: create(url, vlan), [*range(101, 121)] * 3))
    made = [answer for status, answer in answers if status == 200]
    assert sorted(vif["vlan"] for vif in made) == [*range(101, 121)]
    for name in ("virtualInterfaceId", "amazonAddress", "authKey"):
        assert len({vif[name] for vif in made}) == 20
    assert {answer["__type"] for status, answer in answers if status != 200} == {CLIENT}
    assert len(service.dump()["virtualInterfaces"]) == 20


@pytest.mark.usefixtures("hasty_threads")
def test_an_estate_is_dumped_and_reset_while_requests_come_in() -> None:
    service, caller = Service(estate(), account=OWNER), Caller(OWNER, "us-east-1")

    def disturb(number: int) -> int:
        if number % 10 == 0:
            service.reset()
        json.dumps(service.dump())
        return service.advance()

    def ask(number: int) -> dict[str, Any]:
        tags = [{"key": str(number), "value": ""}]
        arn = f"arn:aws:directconnect:us-east-1:{OWNER}:dxcon/dxcon-00000001"
        return service.call("TagResource", {"resourceArn": arn, "tags": tags}, caller)

    with ThreadPoolExecutor(8) as pool:
        asked = pool.map(ask, range(40))
        disturbed = pool.map(disturb, range(40))
        assert list(asked) == [{}] * 40
        assert list(disturbed) == [0] * 40


_WINDOW = b'"StartTime": 1, "EndTime": 2e9}'
_METRIC = (
    b'{"Id": "a", "MetricStat": {"Metric": {"Namespace": "AWS/DX"}, "Period": 60, "Stat": "Sum"}}'
)


@pytest.mark.parametrize(
    "body",
    [
        *(
            b"{",
            b"[]",
            b"5",
            b"null",
            b"\xff",
            b'{"filter": 5, "MetricDataQueries": 5}',
            b"[" * 10**5,
        ),
        b'{"nextToken": "\xd9\xa1\xd9\xa1\xd9\xa1\xd9\xa1", "NextToken": "\xd9\xa1"}',
        b'{"maxResults": 1e30, "MaxDatapoints": 1e30}',
        b'{"MetricDataQueries": [' + _METRIC + b"], " + _WINDOW,
        b'{"MetricDataQueries": [{"Id": "a", "Expression": "AWS/DX"}], ' + _WINDOW,
        b'{"MetricDataQueries": [], "StartTime": "x", "EndTime": []}',
    ],
)
@pytest.mark.parametrize(
    ("service", "target"),
    [
        ("monitoring", "GraniteServiceVersion20100801.GetMetricData"),
        ("monitoring", "GraniteServiceVersion20100801.Nothing"),
        ("monitoring", ""),
        ("health", "AWSHealth_20160804.DescribeAffectedEntities"),
        ("health", "AWSHealth_20160804.Nothing"),
        ("health", "x"),
        ("health", ""),
    ],
)
def test_what_cloudwatch_and_health_cannot_read_is_refused(
    url: str, service: str, target: str, body: bytes
) -> None:
    scope = f"Credential={OWNER}/20260101/us-east-1/{service}/aws4_request"
    headers = {
        "Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=fake",
        "Content-Type": "application/x-amz-json-1.1",
        **({"X-Amz-Target": target} if target else {}),
    }
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    connection.request("POST", "/", body, headers)
    response = connection.getresponse()
    text = response.read().decode()
    connection.close()
    assert response.status == 400, text
    assert "DirectConnect" not in text
    assert json.loads(text)["__type"]
