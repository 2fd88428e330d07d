"""An endpoint that answers with what is no answer: nothing is taken for empty, done or refused."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from botocore import loaders

from dxnet.simulator import Service
from dxnet.sources import answers
from dxnet.sources.answers import Bounds
from tests.change import conftest
from tests.change.conftest import ACCOUNT, REGION, VIF, Run, Write, create
from tests.sources.hostile import BEHAVIOURS, LISTS, SLOW, Endpoint, endpoint

BOUNDS = Bounds(answer_bytes=500_000, pages=20)
SHORT = replace(BOUNDS, answer_seconds=1.5)
# What no command takes that has bounds, on the busiest machine.
SECONDS = 300
RENAME = conftest.request("UpdateVirtualInterfaceAttributes", virtualInterfaceId=VIF, mtu=8500)


@pytest.fixture(scope="module", autouse=True)
def _one_loader() -> Iterator[None]:
    """Let botocore parse its own files once for all sessions, which is most of a run's time."""
    with pytest.MonkeyPatch.context() as patch:
        shared = loaders.create_loader()
        patch.setattr(loaders, "create_loader", lambda *_: shared)
        yield


@pytest.fixture(scope="module")
def hostile_endpoint() -> Iterator[Endpoint]:
    with endpoint(Service({}, account=ACCOUNT)) as ours:
        yield ours


@pytest.fixture
def hostile(
    hostile_endpoint: Endpoint,
    raw: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
) -> Iterator[Endpoint]:
    name = request.node.callspec.params.get("name") if hasattr(request.node, "callspec") else ""
    monkeypatch.setattr(answers, "BOUNDS", SHORT if name in SLOW else BOUNDS)
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    hostile_endpoint.service.reset(copy.deepcopy(raw))
    yield hostile_endpoint
    hostile_endpoint.behave()


def is_read(operation: str) -> bool:
    return operation.startswith(("Describe", "List"))


def source(ours: Endpoint) -> tuple[str, ...]:
    return ("--endpoint-url", ours.url, "--region", REGION)


@pytest.mark.parametrize(("place", "name"), list(enumerate([*BEHAVIOURS, *LISTS])))
def test_a_reading_command_says_that_it_was_not_answered(
    place: int, name: str, hostile: Endpoint, write: Write, dxnet: Run
) -> None:
    """Of the commands that read the whole estate in one way, each row tries one."""
    hostile.send, hostile.is_hostile = {**BEHAVIOURS, **LISTS}[name], is_read
    change = write(create())
    others = (("validate",), ("snapshot",), ("plan", change))
    for command in (("list",), others[place % len(others)]):
        started = time.monotonic()
        code, out, err = dxnet(*command, *source(hostile))
        assert time.monotonic() - started < SECONDS
        if name in LISTS and command == ("snapshot",):  # two lists have no pages: they are read
            assert (code, "not read: virtual interfaces" in err, '"gaps"' in out) == (4, True, True)
        else:
            assert (code, out, "  next: " in err) == (3, "", True), (command, err)
    code, out, err = dxnet("apply", change, "--yes", *source(hostile))
    assert code == 3, err
    assert out.startswith("not done")
    assert all(is_read(operation) or not operation for operation in hostile.asked)


@pytest.mark.parametrize(
    ("name", "does"), [(name, place % 2 == 0) for place, name in enumerate(BEHAVIOURS)]
)
def test_a_request_without_an_answer_is_looked_up_and_neither_lost_nor_repeated(
    name: str, does: bool, hostile: Endpoint, write: Write, dxnet: Run, waits: list[float]
) -> None:
    hostile.send, hostile.does = BEHAVIOURS[name], does
    hostile.is_hostile = lambda operation: bool(operation) and not is_read(operation)
    apply = ("apply", write(create(), RENAME), "--yes", *source(hostile))
    code, out, err = dxnet(*apply)
    assert (code, out[:8]) == (4, "not done"), err
    assert "whether it was done isn't known" in err
    hostile.is_hostile = is_read
    code, out, err = dxnet(*apply)
    assert (code, out[:8]) == (3, "not done"), err
    assert hostile.asked.count("CreatePrivateVirtualInterface") == 1
    hostile.send = None
    code, out, err = dxnet(*apply)
    assert (code, out.count("done      ")) == (0, 2), err
    assert hostile.asked.count("CreatePrivateVirtualInterface") == (1 if does else 2)
    assert bool(waits) == (not does)
    vlans = [each["vlan"] for each in hostile.service.dump()["virtualInterfaces"]]
    assert vlans.count(222) == 1


# Records that are no records: the others are read, and the place is named.
RECORDS: dict[str, object] = {
    "a text for a record": "x",
    "null for a record": None,
    "a list for a record": [],
    "a number in quotes": {"virtualInterfaceId": "dxvif-ffaaaa09", "vlan": "7"},
    "a text for the peers": {"virtualInterfaceId": "dxvif-ffaaaa09", "bgpPeers": "x"},
    "a number for a name": {"virtualInterfaceId": "dxvif-ffaaaa09", "virtualInterfaceName": 7},
    "true for a VLAN": {"virtualInterfaceId": "dxvif-ffaaaa09", "vlan": True},
    "a VLAN of 100 digits": {"virtualInterfaceId": "dxvif-ffaaaa09", "vlan": 10**100},
    "no id": {"vlan": 7},
    "an id with a line break": {"virtualInterfaceId": "dxvif-\n", "vlan": 7},
}


@pytest.mark.parametrize("name", RECORDS)
def test_one_bad_record_is_a_gap_and_the_others_are_read(
    name: str, hostile: Endpoint, write: Write, dxnet: Run
) -> None:
    def add(line: Any, good: bytes) -> None:
        answer = json.loads(good)
        answer["virtualInterfaces"].append(RECORDS[name])
        line.answer(json.dumps(answer).encode())

    hostile.send = add
    hostile.is_hostile = lambda operation: operation == "DescribeVirtualInterfaces"
    code, out, err = dxnet("list", *source(hostile))
    assert (code, VIF in out) == (4, True), err
    assert "dxnet: not read: virtual interfaces" in err
    assert "virtualInterfaces[" in err
    for command in ("snapshot", "validate"):
        code, out, err = dxnet(command, *source(hostile))
        assert code in ((1, 4) if command == "validate" else (4,)), err
    code, _, err = dxnet("plan", write(create()), *source(hostile))
    assert code == 4, err
    code, out, err = dxnet("apply", write(create()), "--yes", *source(hostile))
    assert (code, "nothing was sent" in err) == (3, True)


@pytest.mark.parametrize("name", BEHAVIOURS)
def test_a_lost_page_is_a_gap_and_the_first_is_kept(
    name: str, hostile: Endpoint, dxnet: Run
) -> None:
    def first_page(line: Any, good: bytes) -> None:
        line.answer(json.dumps({**json.loads(good), "nextToken": "t"}).encode())

    sent = iter([first_page, BEHAVIOURS[name]])
    hostile.send = lambda line, good: next(sent)(line, good)
    hostile.is_hostile = lambda operation: operation == "DescribeVirtualInterfaces"
    code, out, err = dxnet("list", *source(hostile))
    assert (code, VIF in out) == (4, True), err
    assert "only the first pages were read" in err


def test_an_answer_that_says_that_there_are_none_is_believed(hostile: Endpoint, dxnet: Run) -> None:
    hostile.send = lambda line, _: line.answer(b'{"virtualInterfaces": []}')
    code, _, err = dxnet("list", *source(hostile))
    assert (code, "no virtual interfaces" in err) == (0, True)


@pytest.mark.parametrize(
    "send",
    [
        lambda line, good: line.bare(
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close",
            f"{len(good):x}\r\n".encode() + good + b"\r\n0\r\n\r\n",
        ),
        lambda line, good: line.bare(b"HTTP/1.0 200 OK", good),
        lambda line, good: line.answer(b"\n " + good + b"\n"),
        lambda line, good: line.answer(
            json.dumps({**json.loads(good), "newMember": [[[1]]], "nextToken": None}).encode()
        ),
        lambda line, good: line.answer(good, Content_Encoding="identity"),
    ],
    ids=["chunks", "no length", "blanks around", "a member that is new", "identity"],
)
def test_what_aws_may_answer_is_read(send: Any, hostile: Endpoint, dxnet: Run) -> None:
    hostile.send = send
    code, out, err = dxnet("list", *source(hostile))
    assert (code, VIF in out) == (0, True), err


def test_the_journal_of_the_file_is_the_same_by_every_name(
    hostile: Endpoint, write: Write, dxnet: Run, tmp_path: Path
) -> None:
    path = write(create())
    (tmp_path / "other.json").symlink_to(path)
    assert dxnet("apply", path, "--yes", *source(hostile))[0] == 0
    code, _, err = dxnet("apply", tmp_path / "other.json", "--yes", *source(hostile))
    assert (code, "is done already" in err) == (0, True)
    assert hostile.asked.count("CreatePrivateVirtualInterface") == 1
