"""The journal beside a change file: who may open it, what is refused, what a full disk does."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from typing import Any

import pytest

from dxnet.change import evidence, file, journal
from dxnet.errors import DxnetError, ExitCode
from tests.change.conftest import CONNECTION, Write, create, request

RENAME = request("UpdateConnection", connectionId=CONNECTION, connectionName="renamed")
SIGN = {"gone": "lags", "id": "dxlag-ffaaaa01"}
SENDING = {"request": 1, "event": "sending", "evidence": [SIGN]}
DONE = {"request": 1, "event": "done", "answer": {}}


def lines(*entries: Any) -> str:
    return "".join(json.dumps(entry) + "\n" for entry in entries)


DAMAGED = {
    "no JSON": "nonsense\n",
    "no object": lines([]),
    "no text of UTF-8": "\udcff\n",
    "depth": "[" * 100_000 + "\n",
    "a number of 5,000 digits": "9" * 5000 + "\n",
    "no digest": lines({"change": "CHG1"}),
    "no request": lines({"event": "done", "answer": {}}),
    "a request that is text": lines({**SENDING, "request": "1"}),
    "request 0": lines({**DONE, "request": 0}),
    "a request that the change has not": lines({**DONE, "request": 2}),
    "an event of another name": lines({**DONE, "event": "gone"}),
    "an event that is a list": lines({**DONE, "event": []}),
    "no answer": lines({"request": 1, "event": "done"}),
    "no evidence": lines({"request": 1, "event": "sending"}),
    "evidence that is text": lines({**SENDING, "evidence": ["x"]}),
    "evidence of nothing": lines({**SENDING, "evidence": [{}]}),
    "evidence of no kind": lines({**SENDING, "evidence": [{**SIGN, "gone": "cars"}]}),
    "evidence of two forms": lines({**SENDING, "evidence": [{**SIGN, "made": "lags"}]}),
}  # fmt: skip


@pytest.mark.parametrize("text", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_journal_is_refused_in_one_sentence(text: str, write: Write) -> None:
    change = file.read(write(RENAME))
    path = journal.path_of(change)
    has_header = text.startswith(('{"request"', '{"event"'))
    header = lines({"change": change.id, "sha256": change.digest}) if has_header else ""
    path.write_bytes((header + text).encode("utf-8", "surrogateescape"))
    with pytest.raises(DxnetError, match="is not the journal of a change"), journal.opened(change):
        pass


def test_what_the_journal_wrote_it_reads(write: Write) -> None:
    change = file.read(write(RENAME))
    with journal.opened(change) as notes:
        notes.sending(change.requests[0], [SIGN])
    with journal.opened(change) as notes:
        assert notes.unknown is not None
        assert (notes.unknown.number, notes.unknown.evidence) == (1, (evidence.from_json(SIGN),))


@pytest.mark.parametrize("name", ["change.json", "link.json"])
def test_two_runs_of_one_file_do_not_meet_whatever_its_name(name: str, write: Write) -> None:
    path = write(create())
    path.with_name("link.json").symlink_to(path.name)
    other = file.read(path.with_name(name))
    with (
        journal.opened(file.read(path)),
        pytest.raises(DxnetError, match="is being applied by another process"),
        journal.opened(other),
    ):
        pass
    with journal.opened(other):
        assert not path.with_name("link.json.journal").exists()


@pytest.mark.parametrize(
    ("room", "code"), [(0, ExitCode.USAGE), (120, ExitCode.USAGE), (300, ExitCode.PARTIAL)]
)
def test_a_disk_that_is_full_stops_it_and_the_next_run_goes_on(
    room: int, code: ExitCode, write: Write
) -> None:
    """The room is for the bytes of one file: none, not the first line, not the third."""
    path = write(RENAME)
    steps = f"""
import resource
from dxnet.change import file, journal
from dxnet.errors import DxnetError
change = file.read({str(path)!r})
resource.setrlimit(resource.RLIMIT_FSIZE, ({room}, {resource.RLIM_INFINITY}))
try:
    with journal.opened(change) as notes:
        notes.sending(change.requests[0], [{SIGN!r}])
        notes.done(1, {{"connectionName": "x" * 200}})
except DxnetError as error:
    print(int(error.code), error.message)
"""
    found = subprocess.run(
        [sys.executable, "-c", steps], capture_output=True, text=True, check=True
    )
    said = f"{int(code)} can't write the journal {path}.journal: "
    assert found.stdout.startswith(said), found.stderr
    change = file.read(path)
    with journal.opened(change) as notes:
        number = notes.unknown.number if notes.unknown else None
        assert number == (1 if code is ExitCode.PARTIAL else None)


def test_a_journal_without_end_is_refused(write: Write) -> None:
    change = file.read(write(RENAME))
    journal.path_of(change).symlink_to("/dev/zero")
    with pytest.raises(DxnetError, match="can't open the journal"), journal.opened(change):
        pass
