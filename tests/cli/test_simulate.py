"""The simulator as a process of its own: what it prints, serves, saves, and how it ends."""

from __future__ import annotations

import json
import re
import signal
import stat
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

Run = Callable[..., Any]


@contextmanager
def simulator(*options: str) -> Iterator[tuple[str, str, subprocess.Popen[str]]]:
    """The text that it prints, its URL, and the process, which has ended afterwards."""
    command = [sys.executable, "-m", "dxnet", "simulate", "--port", "0", *options]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        lines: list[str] = []
        while not lines or not lines[-1].startswith("Ctrl-C"):
            lines.append(process.stdout.readline())
            assert lines[-1], process.communicate()[1]
        text = "".join(lines)
        match = re.search(r"http://127\.0\.0\.1:\d+", text)
        assert match
        yield text, match[0], process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=60)


def client(url: str) -> Any:
    return boto3.client(
        "directconnect",
        "eu-west-1",
        endpoint_url=url,
        aws_access_key_id="111122223333",
        aws_secret_access_key="fake",
        config=Config(retries={"max_attempts": 0}),
    )


def post(url: str, body: bytes = b"") -> tuple[int, str]:
    try:
        request = urllib.request.Request(url, data=body, method="POST")
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


ORDER = {"location": "EqDC2", "bandwidth": "1Gbps", "connectionName": "ours"}


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_saves_and_ends_cleanly(how: signal.Signals, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    with simulator("--estate", "empty", "--save", str(saved)) as (text, url, process):
        assert f"export AWS_ENDPOINT_URL_DIRECT_CONNECT={url}" in text
        client(url).create_connection(**ORDER)
        assert post(f"{url}/dxnet/save") == (200, f"wrote {saved}\n")
        assert json.loads(saved.read_text())["connections"][0]["connectionName"] == "ours"
        assert stat.S_IMODE(saved.stat().st_mode) == 0o600
        client(url).create_connection(**{**ORDER, "connectionName": "later"})
        process.send_signal(how)
        assert process.wait(timeout=60) == 0
    names = [each["connectionName"] for each in json.loads(saved.read_text())["connections"]]
    assert sorted(names) == ["later", "ours"]


def test_it_begins_again_with_the_same_estate_or_another_and_survives_nonsense(
    tmp_path: Path,
) -> None:
    estate = tmp_path / "estate.json"
    record = {"connectionId": "dxcon-ffffffff", "connectionName": "first"}
    estate.write_text(json.dumps({"connections": [record]}))
    with simulator("--estate", str(estate)) as (_, url, _process):

        def names() -> list[str]:
            found = client(url).describe_connections()["connections"]
            return sorted(each["connectionName"] for each in found)

        client(url).create_connection(**ORDER)
        assert names() == ["first", "ours"]
        assert post(f"{url}/dxnet/reset") == (200, "reset\n")
        assert names() == ["first"]
        other = json.dumps({"connections": [{**record, "connectionName": "second"}]}).encode()
        assert post(f"{url}/dxnet/reset", other)[0] == 200
        assert names() == ["second"]
        assert post(f"{url}/dxnet/reset", b"{")[0] == 400
        assert post(f"{url}/dxnet/save")[0] == 400
        assert post(url, b"\xff\xfe")[0] in range(200, 600)  # an answer, whatever moto makes of it
        assert names() == ["second"]


def test_a_port_that_is_taken_is_said(dxnet: Run) -> None:
    with simulator("--estate", "empty") as (_, url, _process):
        found = dxnet("simulate", "--estate", "empty", "--port", url.rpartition(":")[2])
    assert found.code == 2
    assert "can't listen on port" in found.err


def test_without_its_extra_it_says_in_one_sentence_how_to_install_it() -> None:
    absent = ("moto", "flask", "flask_cors", "werkzeug")
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({absent!r}))\n"
        "from dxnet import cli; sys.exit(cli.run(['simulate', '--port', '0']))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False
    )
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr == (
        "dxnet: the simulator needs moto with its server, which is not installed\n"
        "  next: install dxnet with its extra `simulator`: in a clone, pip install '.[simulator]'\n"
    )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--estate", "aws"), "doesn't read AWS itself"),
        (("--estate", "none.json"), "none.json can't be read"),
        (("--state-delay", "-1"), "--state-delay"),
        (("--port", "70000"), "--port"),
    ],
)
def test_options_that_can_not_be_are_refused(
    dxnet: Run, options: tuple[str, ...], words: str
) -> None:
    found = dxnet("simulate", *options)
    assert found.code in (2, 3)
    assert words in found.err


def test_actions_are_denied_and_the_router_is_silent_from_the_start(tmp_path: Path) -> None:
    gateway = {
        "directConnectGatewayId": "11111111-2222-4333-8444-555555555555",
        "directConnectGatewayState": "available",
        "ownerAccount": "111122223333",
    }
    port = {
        "connectionId": "dxcon-ffffffff",
        "connectionState": "available",
        "ownerAccount": "111122223333",
    }
    estate = tmp_path / "estate.json"
    estate.write_text(json.dumps({"connections": [port], "directConnectGateways": [gateway]}))
    options = ("--router", "silent", "--deny", "DescribeLags", "--deny", "Delete*@eu-west-1")
    with simulator("--estate", str(estate), *options) as (text, url, _process):
        assert f'{{"id": "dxcon-ffffffff", "state": "down"}}\' {url}/dxnet/link' in text
        with pytest.raises(ClientError, match="AccessDeniedException"):
            client(url).describe_lags()
        vif = client(url).create_private_virtual_interface(
            connectionId="dxcon-ffffffff",
            newPrivateVirtualInterface={
                "virtualInterfaceName": "ours",
                "vlan": 101,
                "asn": 65000,
                "directConnectGatewayId": gateway["directConnectGatewayId"],
            },
        )
        body = json.dumps({"id": vif["virtualInterfaceId"], "state": "up"}).encode()
        states = []
        for _ in range(2):
            [found] = client(url).describe_virtual_interfaces()["virtualInterfaces"]
            states.append((found["virtualInterfaceState"], found["bgpPeers"][0]["bgpStatus"]))
            assert post(f"{url}/dxnet/session", body)[0] == 200
        assert states == [("down", "down"), ("available", "up")]


def test_an_action_that_direct_connect_does_not_have_is_not_denied(dxnet: Run) -> None:
    found = dxnet("simulate", "--estate", "empty", "--deny", "DescribeEverything")
    assert found.code == 2
    assert "'DescribeEverything' is not an action of Direct Connect" in found.err
