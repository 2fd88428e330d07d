"""Where `apply` stops before the end of a change, and how it goes on."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from dxnet.simulator import Service, serve
from tests.change.conftest import (
    ACCOUNT,
    CONNECTION,
    PARTNER,
    REGION,
    SINGLE_VIF,
    VIF,
    Run,
    Write,
    create,
    request,
)

Served = tuple[Service, str]

OTHER_GATEWAY = "99999999-8888-4777-8666-555555555555"
VGW = "vgw-0a1b2c3d"
RENAME = request(
    "UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, virtualInterfaceName="renamed"
)
SAME = request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=SINGLE_VIF, mtu=1500)


def answered(out: str) -> list[str]:
    """What is said of each request, in order."""
    return [line[:8] for line in out.splitlines() if line.startswith(("done", "no need", "not"))]


def events(path: Path) -> list[tuple[int, str]]:
    lines = map(json.loads, path.with_name(f"{path.name}.journal").read_text().splitlines())
    return [(each["request"], each["event"]) for each in lines if "request" in each]


@pytest.fixture
def requested(served: Served, raw: dict[str, Any]) -> Served:
    """A service whose first connection is only ordered."""
    raw["connections"][0]["connectionState"] = "requested"
    served[0].reset(raw)
    return served


def available(service: Service, raw: dict[str, Any]) -> None:
    raw["connections"][0]["connectionState"] = "available"
    service.reset(raw)


def test_what_has_to_wait_is_not_sent_and_goes_on_when_run_again(
    requested: Served, raw: dict[str, Any], write: Write, dxnet: Run
) -> None:
    service, url = requested
    path = write(RENAME, create())
    code, out, err = dxnet("apply", path, "--yes", "--endpoint-url", url)
    assert code == 4
    assert "request 2 (CreatePrivateVirtualInterface) waits until" in err
    assert f"{CONNECTION} is available; it is requested" in err
    assert f"`dxnet apply {path} --endpoint-url {url}` goes on then" in err
    assert answered(out) == ["done    ", "not done"]
    assert events(path) == [(1, "sending"), (1, "done")]
    available(service, raw)
    code, out, err = dxnet("apply", path, "--yes", "--endpoint-url", url)
    assert (code, out.count("done      ")) == (0, 2), err


def test_nothing_is_asked_where_nothing_can_be_sent_now(
    requested: Served, write: Write, dxnet: Run
) -> None:
    code, _, err = dxnet("apply", write(create()), "--endpoint-url", requested[1])
    assert code == 4
    assert "waits until" in err
    assert "Type CHG0012345" not in err


def test_the_next_command_is_in_the_json(requested: Served, write: Write, dxnet: Run) -> None:
    path = write(create())
    options = ("--endpoint-url", requested[1], "--region", REGION, "--accept", "DX305=a b")
    _, out, _ = dxnet("apply", path, "--yes", "--format", "json", *options)
    document = json.loads(out)
    assert document["requests"][0]["answer"] == "wait"
    assert document["next"] == (
        f"dxnet apply {path} --region {REGION} --endpoint-url {requested[1]} --accept 'DX305=a b'"
    )


def test_with_wait_it_looks_until_the_port_is_there_and_goes_on(
    requested: Served,
    raw: dict[str, Any],
    write: Write,
    dxnet: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service, url = requested
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            available(service, raw)

    monkeypatch.setattr("dxnet.cli.sending.wait", wait)
    code, out, err = dxnet("apply", write(create()), "--yes", "--endpoint-url", url, "--wait")
    assert (code, out[:4]) == (0, "done"), err
    assert waits == [30.0, 30.0, 30.0]
    assert err.count("looking for 60 minutes at most") == 1


def test_the_wait_is_bounded(
    requested: Served, write: Write, dxnet: Run, waits: list[float]
) -> None:
    command = ("apply", write(create()), "--yes", "--endpoint-url", requested[1], "--wait", "2")
    code, _, err = dxnet(*command)
    assert code == 4
    assert sum(waits) == 120
    assert min(waits) >= 30
    assert "it is requested still, after 2 minutes" in err


def test_ctrl_c_while_it_waits_leaves_a_journal_that_goes_on(
    requested: Served,
    raw: dict[str, Any],
    write: Write,
    dxnet: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    service, url = requested
    path = write(RENAME, create())
    monkeypatch.setattr("dxnet.cli.sending.wait", interrupt)
    code, out, _ = dxnet("apply", path, "--yes", "--endpoint-url", url, "--wait")
    assert (code, out.count("not done")) == (130, 1)
    assert events(path) == [(1, "sending"), (1, "done")]
    available(service, raw)
    assert dxnet("apply", path, "--yes", "--endpoint-url", url)[0] == 0


def test_what_can_not_be_told_is_not_sent_without_a_word_of_the_user(
    served: Served, raw: dict[str, Any], write: Write, dxnet: Run
) -> None:
    service, url = served
    gateway = {"virtualGatewayId": VGW, "virtualGatewayState": "available", "ownerAccount": ACCOUNT}
    service.reset({**raw, "virtualGateways": [{**gateway, "region": REGION}]})
    asked = request(
        "CreateDirectConnectGatewayAssociationProposal",
        directConnectGatewayId=OTHER_GATEWAY,
        directConnectGatewayOwnerAccount=PARTNER,
        gatewayId=VGW,
    )
    path = write(RENAME, asked)
    code, _, err = dxnet("apply", path, "--yes", "--endpoint-url", url)
    assert code == 4
    assert "what AWS does with request 2" in err
    assert f"belongs to account {PARTNER}, whose objects were not read" in err
    assert "--send-unknown` sends it as it is" in err
    assert events(path) == [(1, "sending"), (1, "done")]
    _, _, err = dxnet("apply", path, "--yes", "--endpoint-url", url, "--send-unknown")
    assert events(path)[2] == (2, "sending")  # AWS decides; the simulator knows no such gateway
    assert "AWS refused CreateDirectConnectGatewayAssociationProposal" in err


def test_an_update_that_changes_nothing_is_not_sent_and_is_noted(
    served: Served, write: Write, dxnet: Run
) -> None:
    service, url = served
    before = service.dump()
    path = write(SAME)
    code, out, _ = dxnet("plan", path, "--endpoint-url", url, "--format", "json")
    assert json.loads(out)["requests"][0]["answer"] == "yes, changes nothing"
    code, out, err = dxnet("apply", path, "--endpoint-url", url)
    assert (code, out[:8]) == (0, "no need "), err
    assert "request 1 (UpdateVirtualInterfaceAttributes) is skipped: it changes nothing" in err
    assert events(path) == [(1, "skipped")]
    assert service.dump() == before
    assert "is done already" in dxnet("apply", path, "--endpoint-url", url)[2]


def test_a_later_request_can_name_the_answer_of_one_that_was_skipped(
    served: Served, write: Write, dxnet: Run
) -> None:
    same = {**SAME, "name": "same"}
    later = request(
        "UpdateVirtualInterfaceAttributes",
        virtualInterfaceId="${same.virtualInterfaceId}",
        virtualInterfaceName="renamed",
    )
    code, out, err = dxnet("apply", write(same, later), "--yes", "--endpoint-url", served[1])
    assert code == 0, err
    assert answered(out) == ["no need ", "done    "]


HOSTED = (
    request(
        "AllocateHostedConnection",
        "port",
        connectionId="dxcon-ffaaaa09",
        ownerAccount=PARTNER,
        bandwidth="50Mbps",
        connectionName="hosted",
        vlan=300,
    ),
    request("ConfirmConnection", account=PARTNER, connectionId="${port.connectionId}"),
)


@pytest.fixture
def interconnected(raw: dict[str, Any]) -> dict[str, Any]:
    """The estate with an interconnect of its own."""
    port = {
        "interconnectId": "dxcon-ffaaaa09",
        "interconnectName": "shared",
        "interconnectState": "available",
        "region": REGION,
        "location": "EqDC2",
        "bandwidth": "10Gbps",
        "ownerAccount": ACCOUNT,
    }
    raw["interconnects"] = [port]
    return raw


def test_another_accounts_request_names_whose_credentials_it_needs(
    interconnected: dict[str, Any], write: Write, dxnet: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = Service(interconnected, account=ACCOUNT)
    path = write(*HOSTED)
    with serve(service) as url:
        code, out, err = dxnet("apply", path, "--yes", "--endpoint-url", url)
        assert code == 4
        words = f"needs account {PARTNER}; these credentials are of {ACCOUNT}"
        assert f"request 2 (ConfirmConnection) {words}" in err
        assert f"--profile PROFILE-OF-{PARTNER}" in err
        assert answered(out) == ["done    ", "not done"]
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", PARTNER)
        code, out, err = dxnet("apply", path, "--yes", "--endpoint-url", url)
    assert (code, out.count("done      ")) == (0, 2), err
    assert service.dump()["connections"][-1]["connectionState"] != "ordering"


@pytest.mark.usefixtures("environment")
def test_a_profile_in_the_change_file_takes_each_request_to_its_account(
    interconnected: dict[str, Any],
    write: Write,
    dxnet: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    credentials = "".join(
        f"[{name}]\naws_access_key_id={account}\naws_secret_access_key=fake\n"
        for name, account in (("ours", ACCOUNT), ("theirs", PARTNER))
    )
    Path(os.environ["AWS_SHARED_CREDENTIALS_FILE"]).write_text(credentials, "utf-8")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    path = write({**HOSTED[0], "profile": "ours"}, {**HOSTED[1], "profile": "theirs"})
    service = Service(interconnected, account=ACCOUNT)
    with serve(service) as url:
        _, out, _ = dxnet("plan", path, "--endpoint-url", url)
        assert f"account {ACCOUNT}, profile ours)" in out
        assert f"account {PARTNER}, profile theirs)" in out
        code, out, err = dxnet("apply", path, "--yes", "--endpoint-url", url)
    assert (code, out.count("done      ")) == (0, 2), err
    assert err.count("sending ") == 1


class Late(Service):
    """A service whose first list of VIFs after a creation lacks what was created."""

    def call(self, operation_name: str, parameters: Any, caller: Any) -> dict[str, Any]:
        answer = super().call(operation_name, parameters, caller)
        if operation_name == "CreatePrivateVirtualInterface":
            self.hidden = answer["virtualInterfaceId"]
        elif operation_name == "DescribeVirtualInterfaces" and self.hidden:
            listed = answer["virtualInterfaces"]
            hidden, self.hidden = self.hidden, ""
            kept = [each for each in listed if each["virtualInterfaceId"] != hidden]
            return {**answer, "virtualInterfaces": kept}
        return answer

    hidden = ""


def test_a_list_that_does_not_show_yet_what_was_made_is_read_again(
    raw: dict[str, Any], write: Write, dxnet: Run, waits: list[float]
) -> None:
    raw["connections"][1]["connectionState"] = "requested"
    waiting = create("green", 223)
    waiting["parameters"]["connectionId"] = raw["connections"][1]["connectionId"]
    peer = request(
        "CreateBGPPeer",
        virtualInterfaceId="${blue.virtualInterfaceId}",
        newBGPPeer={"asn": 65000, "addressFamily": "ipv6"},
    )
    with serve(Late(raw, account=ACCOUNT)) as url:
        code, out, err = dxnet(
            "apply", write(create(), waiting, peer), "--yes", "--endpoint-url", url
        )
    assert code == 4, err
    assert "request 2 (CreatePrivateVirtualInterface) waits until" in err
    assert "looking again in 60 seconds" in err
    assert waits == [60.0]
    assert answered(out) == ["done    ", "not done", "not done"]
