"""A journal that isn't what dxnet wrote: one sentence, and nothing is sent."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from dxnet.simulator import Service
from tests.change.conftest import Run, Write, create

Served = tuple[Service, str]
Lines = list[dict[str, Any]]


def text(change: Callable[[str], str]) -> Callable[[str], bytes]:
    return lambda whole: change(whole).encode()


def entry(number: int, **fields: Any) -> Callable[[str], bytes]:
    """The journal with other fields in one line; `...` takes a field away."""

    def change(whole: str) -> bytes:
        lines = [json.loads(line) for line in whole.splitlines()]
        lines[number] = {k: v for k, v in {**lines[number], **fields}.items() if v is not ...}
        return "".join(json.dumps(line) + "\n" for line in lines).encode()

    return change


def lines(change: Callable[[Lines], Lines]) -> Callable[[str], bytes]:
    def changed(whole: str) -> bytes:
        entries = change([json.loads(line) for line in whole.splitlines()])
        return "".join(json.dumps(each) + "\n" for each in entries).encode()

    return changed


SIGN = {"made": "virtualInterfaces", "among": {}, "match": {}, "already": []}
CORRUPTIONS: dict[str, Callable[[str], bytes]] = {
    "nonsense": lambda _: b"nonsense\n",
    "nonsense without a line's end": lambda _: b"nonsense",
    "zero bytes at the end": lambda whole: whole.encode() + b"\0" * 512,
    "another's line that is cut off": text(lambda whole: whole + '{"level": "in'),
    "zero bytes": lambda _: b"\0" * 100 + b"\n",
    "random bytes": lambda _: bytes(range(256)) + b"\n",
    "UTF-16": lambda whole: whole.encode("utf-16"),
    "latin-1": lambda whole: whole.replace("CHG", "\xe9").encode("latin-1"),
    "a list for a line": text(lambda whole: whole + "[]\n"),
    "null for a line": text(lambda whole: whole + "null\n"),
    "a number for a line": text(lambda whole: whole + "7\n"),
    "an empty line": text(lambda whole: whole.replace("\n", "\n\n", 1)),
    "a number of 5,000 digits": text(lambda whole: whole + '{"request": ' + "9" * 5000 + "}\n"),
    "nested deeply": text(lambda whole: whole + "[" * 50_000 + "]" * 50_000 + "\n"),
    "a line of another file": text(lambda whole: whole + '{"level": "info"}\n'),
    "no first line": lines(lambda entries: entries[1:]),
    "the first line twice": lines(lambda entries: [entries[0], *entries]),
    "a first line without a digest": entry(0, sha256=...),
    "a digest that is a number": entry(0, sha256=7),
    "no event": entry(1, event=...),
    "an event that nobody knows": entry(1, event="sent"),
    "an event that is a list": entry(1, event=[]),
    "no request": entry(1, request=...),
    "a request that is a text": entry(1, request="1"),
    "a request that is true": entry(1, request=True),
    "a request that is 0": entry(1, request=0),
    "a request that the change has not": lines(
        lambda entries: [*entries[:1], *({**each, "request": 9} for each in entries[1:])]
    ),
    "no evidence": entry(1, evidence=...),
    "evidence that is a text": entry(1, evidence="x"),
    "evidence of no kind": entry(1, evidence=[{"x": 1}]),
    "evidence of a foreign kind": entry(1, evidence=[{**SIGN, "made": "vpcs"}]),
    "evidence without a match": entry(1, evidence=[{**SIGN, "match": None}]),
    "evidence of two kinds": entry(1, evidence=[{**SIGN, "gone": "lags", "id": "x"}]),
    "no time": entry(1, at=...),
    "a time that is a number": entry(1, at=7),
    "a time that is a word": entry(1, at="yesterday"),
    "a time without a zone": entry(1, at="2026-11-21T21:00:00"),
    "no answer": entry(2, answer=...),
    "an answer that is a list": entry(2, answer=[]),
    "done without being sent": lines(lambda entries: [entries[0], entries[2]]),
    "done twice": lines(lambda entries: [*entries, entries[2]]),
    "sent after it was done": lines(lambda entries: [*entries, entries[1]]),
    "not done after it was done": lines(
        lambda entries: [*entries, {"request": 1, "event": "not done", "why": "x"}]
    ),
}


@pytest.mark.parametrize("name", CORRUPTIONS)
def test_a_damaged_journal_is_one_sentence_and_sends_nothing(
    name: str, served: Served, write: Write, dxnet: Run
) -> None:
    service, url = served
    path = write(create())
    apply = ("apply", path, "--yes", "--endpoint-url", url)
    assert dxnet(*apply)[0] == 0
    journal = path.with_name("change.json.journal")
    before = service.dump()
    damaged = CORRUPTIONS[name](journal.read_text())
    journal.write_bytes(damaged)
    code, out, err = dxnet(*apply)
    assert code == 1
    assert out == ""
    assert err.startswith(f"dxnet: {journal} is ")
    assert "\n  next: " in err
    assert service.dump() == before
    assert journal.read_bytes() == damaged


def interrupted(path: Path, url: str, dxnet: Run, age: timedelta) -> None:
    """Let the journal say that its request was sent so long ago, and nothing after it."""
    assert dxnet("apply", path, "--yes", "--endpoint-url", url)[0] == 0
    journal = path.with_name("change.json.journal")
    entries = [json.loads(line) for line in journal.read_text().splitlines()][:2]
    entries[1]["at"] = (datetime.now(UTC) - age).isoformat(timespec="seconds")
    journal.write_text("".join(json.dumps(each) + "\n" for each in entries))


@pytest.mark.parametrize(
    ("age", "least", "most"), [(0, 55, 60), (45, 10, 16), (3600, 0, 0), (-3600, 60, 60)]
)
def test_what_is_not_shown_is_looked_for_again_a_minute_after_it_was_sent(
    age: int,
    least: int,
    most: int,
    raw: dict[str, Any],
    served: Served,
    write: Write,
    dxnet: Run,
    waits: list[float],
) -> None:
    service, url = served
    path = write(create())
    interrupted(path, url, dxnet, timedelta(seconds=age))
    service.reset(raw)
    code, out, err = dxnet("apply", path, "--yes", "--endpoint-url", url)
    assert (code, out[:4]) == (0, "done"), err
    assert "was interrupted and not done; it is sent again" in err
    assert len(waits) == (1 if most else 0)
    assert all(least <= seconds <= most for seconds in waits)


def test_what_is_shown_only_at_the_second_look_was_done(
    raw: dict[str, Any],
    served: Served,
    write: Write,
    dxnet: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service, url = served
    path = write(create())
    interrupted(path, url, dxnet, timedelta(0))
    later = service.dump()
    service.reset(raw)
    monkeypatch.setattr("dxnet.cli.sending.wait", lambda _: service.reset(later))
    code, out, err = dxnet("apply", path, "--yes", "--endpoint-url", url)
    assert (code, out[:4]) == (0, "done"), err
    assert "was interrupted, but done; it is not sent again" in err
    vlans = [each["vlan"] for each in service.dump()["virtualInterfaces"]]
    assert vlans.count(222) == 1
