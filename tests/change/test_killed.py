"""`dxnet apply` killed while a request is under way, and run again: none is repeated, none lost."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dxnet.simulator import Service
from tests.change.conftest import (
    ACCOUNT,
    CONNECTION,
    KEY,
    OTHER_CONNECTION,
    SINGLE_VIF,
    VIF,
    Run,
    Write,
    create,
    request,
)
from tests.change.gate import When, gated

CHANGE = (
    create(),
    request("CreateConnection", location="EqDC2", bandwidth="10Gbps", connectionName="twin"),
    request(
        "CreateBGPPeer",
        virtualInterfaceId="${blue.virtualInterfaceId}",
        newBGPPeer={"asn": 65000, "addressFamily": "ipv6", "authKey": KEY},
    ),
    request("DeleteVirtualInterface", virtualInterfaceId=SINGLE_VIF),
    request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, mtu=8500),
)


def kill_at_the_gate(url: str, path: Path, gate: Any) -> None:
    """Apply in a process of its own, and kill it when its request is at the gate."""
    command = [sys.executable, "-m", "dxnet", "apply", str(path), "--yes", "--endpoint-url", url]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ}
    )
    try:
        assert gate.arrived.wait(60)
    finally:
        process.send_signal(signal.SIGKILL)
        output, _ = process.communicate(timeout=60)
        gate.open.set()
    assert KEY.encode() not in output


def names(raw: dict[str, Any]) -> list[str]:
    return sorted(each["connectionName"] for each in raw["connections"])


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    "operation", ["CreateConnection", "CreateBGPPeer", "DeleteVirtualInterface"]
)
def test_a_killed_run_is_finished_by_the_next(
    operation: str, when: When, raw: dict[str, Any], write: Write, dxnet: Run
) -> None:
    service = Service(raw, account=ACCOUNT)
    path = write(*CHANGE)
    with gated(service, operation, when) as (gate, url):
        kill_at_the_gate(url, path, gate)
        again = ("apply", path, "--yes", "--endpoint-url", url)
        code, out, err = dxnet(*again)
        if (operation, when) == ("CreateConnection", "before"):
            assert code == 4
            assert "a second order would be billed" in err
            assert gate.seen.count(operation) == 1
            code, out, err = dxnet(*again, "--outcome", "not-done")
    assert code == 0, err
    assert out.count("done      ") == len(CHANGE)
    assert gate.seen.count(operation) == (1 if when == "after" else 2)
    assert len(gate.seen) == len(CHANGE) + (when == "before")
    said = "but done; it is not sent again" if when == "after" else "and not done; it is sent again"
    assert said in err
    live = service.dump()
    assert names(live) == ["a", "b", "twin"]
    vifs = {each["virtualInterfaceName"]: each for each in live["virtualInterfaces"]}
    assert [peer["addressFamily"] for peer in vifs["new-222"]["bgpPeers"]] == ["ipv4", "ipv6"]
    assert vifs["core-102"]["virtualInterfaceState"] == "deleted"
    assert vifs["core-101"]["mtu"] == 8500
    assert KEY not in path.with_name("change.json.journal").read_text() + out + err


def test_what_can_not_be_told_stops_until_the_user_says_it(
    raw: dict[str, Any], write: Write, dxnet: Run
) -> None:
    service = Service(raw, account=ACCOUNT)
    order = {"location": "EqDC2", "bandwidth": "10Gbps"}
    path = write(request("CreateConnection", connectionName="twin", **order))
    with gated(service, "CreateConnection", "after") as (gate, url):
        kill_at_the_gate(url, path, gate)
        with_another = ("connections", "dxcon-ffaaaa09")
        live = service.dump()
        (made,) = (each for each in live["connections"] if each["connectionName"] == "twin")
        stranger = {**made, "connectionId": with_another[1]}
        service.reset({**live, "connections": [*live["connections"], stranger]})
        again = ("apply", path, "--yes", "--endpoint-url", url)
        code, out, err = dxnet(*again)
        assert code == 4
        assert "can't be told" in err
        assert "connectionName twin" in err
        assert "--outcome done or not-done" in err
        assert out.startswith("not done")
        code, out, _ = dxnet(*again, "--outcome", "done")
    assert (code, out.startswith("done")) == (0, True)
    assert gate.seen == ["CreateConnection"]


def test_the_journal_says_what_was_done_when_it_was_killed(
    raw: dict[str, Any], write: Write, environment: Path
) -> None:
    path = write(
        request("UpdateConnection", connectionId=CONNECTION, connectionName="one"),
        request("DeleteConnection", connectionId=OTHER_CONNECTION),
    )
    with gated(Service(raw, account=ACCOUNT), "DeleteConnection", "before") as (gate, url):
        kill_at_the_gate(url, path, gate)
    lines = path.with_name("change.json.journal").read_text().splitlines()
    events = [json.loads(line) for line in lines]
    assert [(each.get("request"), each.get("event")) for each in events] == [
        (None, None),
        (1, "sending"),
        (1, "done"),
        (2, "sending"),
    ]
