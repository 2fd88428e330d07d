"""Real boto3 sends the change to the simulator over a socket."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from dxnet.change import file, plan
from dxnet.control_plane import ServiceError
from dxnet.control_plane.store.errors import SERVER
from dxnet.simulator import Service
from dxnet.simulator.server import serve
from tests.change.conftest import (
    ACCOUNT,
    CONNECTION,
    GATEWAY,
    KEY,
    NOW,
    REGION,
    SINGLE_VIF,
    VIF,
    Run,
    Write,
    create,
    request,
)
from tests.change.test_evidence import REQUESTS
from tests.change.test_plan import REFUSED

Served = tuple[Service, str]

PEER = request(
    "CreateBGPPeer",
    virtualInterfaceId="${blue.virtualInterfaceId}",
    newBGPPeer={"asn": 65000, "addressFamily": "ipv6"},
)
RENAME = request("UpdateConnection", connectionId=CONNECTION, connectionName="renamed")
# What differs from one run to the next without being chosen by AWS.
_CLOCK = ("startTime", "endTime", "loaIssueTime", "schedule", "history", "controlPlane")


def apply(dxnet: Run, path: Path, url: str, *options: str) -> tuple[int, str, str]:
    return dxnet("apply", path, "--yes", "--endpoint-url", url, *options)


def comparable(value: Any, assigned: dict[str, str]) -> Any:
    """The value without clocks, and without what AWS assigned."""
    if isinstance(value, dict):
        return {k: comparable(v, assigned) for k, v in value.items() if k not in _CLOCK}
    if isinstance(value, list):
        return [comparable(item, assigned) for item in value]
    if isinstance(value, str):
        for one, other in sorted(assigned.items(), reverse=True):
            value = value.replace(one, other)
    return value


def assignments(planned: Any, actual: Any, found: dict[str, str]) -> dict[str, str]:
    """Each text that is one thing in the plan and another at the same place in AWS."""
    if isinstance(planned, dict):
        for name in planned.keys() & actual.keys() - {"customerRouterConfig", *_CLOCK}:
            assignments(planned[name], actual[name], found)
    elif isinstance(planned, list):
        for one, other in zip(planned, actual, strict=True):
            assignments(one, other, found)
    elif isinstance(planned, str) and planned != actual:
        found[planned] = actual
    return found


def in_order(raw: dict[str, Any]) -> dict[str, Any]:
    """The estate with its lists in an order that no id decides."""

    def key(record: dict[str, Any]) -> str:
        names = ("virtualInterfaceName", "connectionName", "lagName", "directConnectGatewayName")
        return next((str(record[name]) for name in names if name in record), "")

    return {k: sorted(v, key=key) if isinstance(v, list) else v for k, v in raw.items()}


CHANGES = [(asked,) for asked in REQUESTS] + [
    (create(), PEER, RENAME, request("DeleteVirtualInterface", virtualInterfaceId=SINGLE_VIF)),
    (
        request("CreateDirectConnectGateway", "edge", directConnectGatewayName="edge"),
        create(
            directConnectGatewayId="${edge.directConnectGateway.directConnectGatewayId}",
            authKey=None,
        ),
    ),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change[-1]["operation"])
def test_the_estate_afterwards_is_the_one_that_the_plan_showed(
    change: tuple[dict[str, Any], ...],
    raw: dict[str, Any],
    served: Served,
    write: Write,
    dxnet: Run,
) -> None:
    service, url = served
    path = write(*change)
    planned = in_order(dict(plan.make(file.read(path), raw, now=NOW).after))
    code, out, err = apply(dxnet, path, url)
    assert (code, out.count("done  ")) == (0, len(change)), err
    actual = in_order(service.dump())
    assigned = assignments(planned, actual, {})
    before = json.dumps(raw)
    assert not [text for text in assigned if text in before]
    assert comparable(planned, assigned) == comparable(actual, {})


@pytest.mark.parametrize("asked", REFUSED, ids=lambda asked: asked["operation"])
def test_what_would_be_refused_is_not_sent_at_all(
    asked: dict[str, Any], raw: dict[str, Any], served: Served, write: Write, dxnet: Run
) -> None:
    service, url = served
    before = service.dump()
    code, out, err = apply(dxnet, write(RENAME, asked), url)
    assert code == 1
    assert f"request 2 ({asked['operation']}) would be refused: " in err
    assert out.count("not done") == 2
    assert service.dump() == before
    assert KEY not in out + err


def test_a_refusal_by_aws_alone_stops_it_and_says_what_was_done(
    raw: dict[str, Any], write: Write, dxnet: Run
) -> None:
    """AWS knows a limit that dxnet doesn't: here a VLAN taken between the plan and the request."""
    service = TakenMeanwhile(raw, account=ACCOUNT)
    path = write(RENAME, create(), PEER)
    with serve(service) as url:
        code, out, err = apply(dxnet, path, url)
        assert code == 1
        assert "request 2 (CreatePrivateVirtualInterface): AWS refused" in err
        assert "Vlan 222 is already in use" in err
        assert [line[:8] for line in out.splitlines()] == ["done    ", "not done", "not done"]
        service.is_quick = False
        service.reset()
        code, out, _ = apply(dxnet, path, url)
    assert code == 0
    assert out.count("done      ") == 3
    assert KEY not in out + err + path.with_name("change.json.journal").read_text()


class TakenMeanwhile(Service):
    """A service on which somebody else is quicker."""

    is_quick = True

    def call(self, operation_name: str, parameters: Any, caller: Any) -> dict[str, Any]:
        if operation_name == "CreatePrivateVirtualInterface" and self.is_quick:
            other = create("other", 222, amazonAddress=None, customerAddress=None)
            super().call(operation_name, other["parameters"], caller)
        return super().call(operation_name, parameters, caller)


def test_a_second_run_sends_nothing(served: Served, write: Write, dxnet: Run) -> None:
    service, url = served
    path = write(create(), PEER)
    apply(dxnet, path, url)
    before = service.dump()
    code, out, err = apply(dxnet, path, url)
    assert code == 0
    assert "every request of CHG0012345 is done already" in err
    assert out.count("done  ") == 2
    assert service.dump() == before


def test_the_journal_is_private_and_holds_no_key(served: Served, write: Write, dxnet: Run) -> None:
    path = write(create(tags=[{"key": "note", "value": f"it is {KEY}"}]), PEER)
    code, out, err = apply(dxnet, path, served[1])
    journal = path.with_name("change.json.journal")
    keys = [each["authKey"] for vif in served[0].dump()["virtualInterfaces"]
            for each in vif["bgpPeers"]]  # fmt: skip
    assert code == 0
    assert stat.S_IMODE(journal.stat().st_mode) == 0o600
    assert not [key for key in keys if key in journal.read_text() + out + err]


def test_a_changed_file_is_refused_with_the_reason(
    served: Served, write: Write, dxnet: Run
) -> None:
    apply(dxnet, write(create()), served[1])
    code, _, err = apply(dxnet, write(create(vlan=223)), served[1])
    assert code == 1
    assert "is not the text any more that" in err
    assert "1 requests were done" in err


def test_a_line_that_was_cut_off_did_not_happen(served: Served, write: Write, dxnet: Run) -> None:
    _, url = served
    path = write(RENAME)
    apply(dxnet, path, url)
    journal = path.with_name("change.json.journal")
    journal.write_text(journal.read_text()[:-20])
    code, out, err = apply(dxnet, path, url)
    assert (code, out[:4]) == (0, "done")
    assert "interrupted, but done" in err
    events = [json.loads(line).get("event") for line in journal.read_text().splitlines()]
    assert events == [None, "sending", "done"]


def test_an_endpoint_that_is_not_there_is_said_and_nothing_counts_as_sent(
    served: Served, write: Write, dxnet: Run
) -> None:
    code, out, err = apply(dxnet, write(create()), "http://127.0.0.1:9")
    assert code == 3
    assert "can't connect" in err
    assert "not done" in out


def test_a_failed_check_stops_it_and_can_be_accepted(
    served: Served, write: Write, dxnet: Run
) -> None:
    service, url = served
    before = service.dump()
    path = write(create(asn=23456))
    code, _, err = apply(dxnet, path, url)
    assert code == 1
    assert "nothing was sent, because checks fail after CHG0012345" in err
    assert service.dump() == before
    rules = {line.split()[1] for line in err.splitlines() if line.split()[:1] == ["FAIL"]}
    accepted = [word for rule in rules for word in ("--accept", f"{rule}=lab only")]
    code, out, err = apply(dxnet, path, url, *accepted)
    assert (code, out[:4]) == (0, "done"), err


def test_nobody_to_ask_and_no_yes_sends_nothing(served: Served, write: Write, dxnet: Run) -> None:
    before = served[0].dump()
    code, _, err = dxnet("apply", write(create()), "--endpoint-url", served[1])
    assert code == 2
    assert "give --yes" in err
    assert served[0].dump() == before


@pytest.mark.parametrize(("typed", "code"), [("CHG0012345\n", 0), ("yes\n", 130)])
def test_the_change_id_is_typed_on_a_terminal(
    typed: str,
    code: int,
    served: Served,
    write: Write,
    dxnet: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ours, theirs = os.openpty()
    with os.fdopen(ours, "w") as keyboard, os.fdopen(theirs) as terminal:
        keyboard.write(typed)
        keyboard.flush()
        monkeypatch.setattr("sys.stdin", terminal)
        found, _, err = dxnet("apply", write(create()), "--endpoint-url", served[1])
    assert found == code
    where = served[1].removeprefix("http://")
    assert f"Type CHG0012345 to send 1 request to the SIMULATOR at {where} in {REGION}" in err
    vlans = [each["vlan"] for each in served[0].dump()["virtualInterfaces"]]
    assert (222 in vlans) == (code == 0)


def test_only_aws_is_applied_to(write: Write, dxnet: Run) -> None:
    code, _, err = dxnet("apply", write(create()), "--demo")
    assert code == 2
    assert "apply sends to AWS" in err


def test_the_result_is_json_for_scripts(served: Served, write: Write, dxnet: Run) -> None:
    _, out, _ = apply(dxnet, write(create()), served[1], "--format", "json")
    document = json.loads(out)
    assert document["change"] == "CHG0012345"
    (vif_id,) = (
        each["virtualInterfaceId"]
        for each in served[0].dump()["virtualInterfaces"]
        if each["vlan"] == 222
    )
    assert document["next"] == f"dxnet validate {vif_id} --region {REGION}"
    (row,) = document["requests"]
    made = row.pop("made")
    assert (made["vlan"], made["amazonSideAsn"]) == (222, 64512)
    assert KEY not in out
    assert row == {
        "id": vif_id,
        "number": 1,
        "name": "blue",
        "operation": "CreatePrivateVirtualInterface",
        "region": REGION,
        "profile": "",
        "answer": "yes",
        "sent": True,
        "done": True,
    }


def test_a_run_from_an_older_journal_is_refused_as_aws_would(
    served: Served, write: Write, dxnet: Run
) -> None:
    """The journal has the first request's answer, and has lost what came after it."""
    _, url = served
    wrong = request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, mtu=8500)
    path = write(create(), wrong, PEER)
    journal = path.with_name("change.json.journal")
    apply(dxnet, path, url)
    lines = journal.read_text().splitlines(keepends=True)
    journal.write_text("".join(lines[:3]))
    code, out, err = apply(dxnet, path, url)
    assert code == 1  # the peer is there already: the same refusal as the service's
    assert "already has a BGP Peer" in err
    assert out.startswith("done")


def test_an_association_that_no_estate_has_is_read_for_the_plan(
    raw: dict[str, Any], served: Served, write: Write, dxnet: Run
) -> None:
    service, url = served
    gateway = {"virtualGatewayId": "vgw-ff01", "virtualGatewayState": "available"}
    service.reset({**raw, "virtualGateways": [gateway]})
    ours = {"directConnectGatewayId": GATEWAY}
    first = write(
        request("CreateDirectConnectGatewayAssociation", gatewayId="vgw-ff01", **ours),
        name="first.json",
    )
    assert apply(dxnet, first, url)[0] == 0
    (made,) = service.dump()["directConnectGatewayAssociations"]
    again = {"associationId": made["associationId"]}
    second = write(request("DeleteDirectConnectGatewayAssociation", **again), name="second.json")
    code, out, err = apply(dxnet, second, url)
    assert (code, out[:4]) == (0, "done"), err
    assert "AWS stops announcing" in err
    found = service.dump().get("directConnectGatewayAssociations", [])
    assert [each["associationState"] for each in found] in ([], ["disassociated"])


class Failing(Service):
    """A service that does what it is asked, and then answers with an error of its own."""

    def call(self, operation_name: str, parameters: Any, caller: Any) -> dict[str, Any]:
        answer = super().call(operation_name, parameters, caller)
        if operation_name == "CreateConnection":
            raise ServiceError(SERVER, "An internal error occurred.")
        return answer


def test_an_error_of_awss_own_leaves_the_outcome_open_until_it_is_looked_up(
    raw: dict[str, Any], write: Write, dxnet: Run
) -> None:
    order = {"location": "EqDC2", "bandwidth": "10Gbps", "connectionName": "twin"}
    path = write(request("CreateConnection", **order))
    service = Failing(raw, account=ACCOUNT)
    with serve(service) as url:
        code, out, err = apply(dxnet, path, url)
        assert (code, out[:8]) == (4, "not done")
        assert "An internal error occurred.; whether it was done isn't known" in err
        code, out, err = apply(dxnet, path, url)
    assert (code, out[:4]) == (0, "done")
    assert "interrupted, but done" in err
    assert [each["connectionName"] for each in service.dump()["connections"]].count("twin") == 1
