"""What was sent of a change: JSON lines in a file beside it, written before and after each call.

    {"change": "CHG0012345", "sha256": "...", "at": "2026-11-21T21:00:00+00:00"}
    {"request": 1, "event": "sending", "operation": "...", "evidence": [...], "at": "..."}
    {"request": 1, "event": "done", "answer": {...}, "at": "..."}

Each line is on the disk before anything else happens, and no key is in any. A file whose last
line is cut off was interrupted while that line was written.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Literal

from dxnet.change.evidence import Evidence
from dxnet.change.file import Change, ChangeRequest
from dxnet.errors import RefusedError, UsageError
from dxnet.sources import scrub

Event = Literal["sending", "done", "not done"]

_XML = "customerRouterConfig"


class Journal:
    """The events of each request, the last one telling where it stands."""

    def __init__(self, file: IO[bytes], entries: Sequence[Mapping[str, Any]]) -> None:
        self._file = file
        self._last = {entry["request"]: entry for entry in entries if "request" in entry}

    @property
    def answers(self) -> dict[int, Mapping[str, Any]]:
        """The answers to the requests that are done, by number; without keys."""
        return {n: e["answer"] for n, e in self._last.items() if e["event"] == "done"}

    @property
    def unknown(self) -> tuple[int, list[Evidence]] | None:
        """The number of the request whose outcome isn't noted, and what will show it."""
        sent = [(n, e["evidence"]) for n, e in self._last.items() if e["event"] == "sending"]
        return sent[0] if sent else None

    def sending(self, request: ChangeRequest, evidence: Sequence[Evidence]) -> None:
        """Note, before the call, that the request is about to be sent."""
        self._note(request.number, "sending", operation=request.operation, evidence=list(evidence))

    def done(self, number: int, answer: Mapping[str, Any]) -> None:
        """Note the answer to a request."""
        self._note(number, "done", answer=_without_xml(scrub.scrub(answer)))

    def not_done(self, number: int, why: str) -> None:
        """Note that a request was refused, or never arrived; `why` holds no key."""
        self._note(number, "not done", why=why)

    def begin(self, change: Change) -> None:
        """Note which change this is the journal of, unless that is noted."""
        if self._file.tell() == 0:
            self._write({"change": change.id, "sha256": change.digest})

    def _note(self, number: int, event: Event, **rest: Any) -> None:
        entry = {"request": number, "event": event, **rest}
        self._write(entry)
        self._last[number] = entry

    def _write(self, entry: Mapping[str, Any]) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        self._file.write(json.dumps({**entry, "at": at}, default=str).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def path_of(change: Change) -> Path:
    """Where the change's journal is."""
    return change.path.with_name(change.path.name + ".journal")


@contextmanager
def opened(change: Change) -> Iterator[Journal]:
    """The change's journal, made if need be, for this process alone.

    Raises `DxnetError` for one that another process has open, that belongs to another text of the
    change file, or that can't be read.
    """
    import fcntl

    path = path_of(change)
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        raise UsageError(
            f"can't open the journal {path}: {error.strerror}",
            hint="nothing is sent without a journal; put the change file where it can be written",
        ) from error
    with os.fdopen(handle, "r+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise UsageError(
                f"{change.path} is being applied by another process", hint="wait until it ends"
            ) from None
        entries = _entries(file, path)
        _check(entries, change, path)
        _sync_folder(path.parent)
        journal = Journal(file, entries)
        journal.begin(change)
        yield journal


def _without_xml(value: Any) -> Any:
    """The answer without the XML, which repeats it."""
    if isinstance(value, Mapping):
        return {name: _without_xml(item) for name, item in value.items() if name != _XML}
    return [_without_xml(item) for item in value] if isinstance(value, list) else value


def _entries(file: IO[bytes], path: Path) -> list[dict[str, Any]]:
    """The whole lines; a line that is cut off is taken away, as what it says didn't happen yet."""
    data = file.read()
    whole = data.rpartition(b"\n")[0] + b"\n" if b"\n" in data else b""
    file.truncate(len(whole))
    file.seek(len(whole))
    try:
        entries = [json.loads(line) for line in whole.splitlines()]
        if not all(isinstance(entry, dict) for entry in entries):
            raise ValueError
    except ValueError:
        raise RefusedError(
            f"{path} is no journal of a change",
            hint="move it away if none of the change was sent",
        ) from None
    return entries


def _check(entries: Sequence[Mapping[str, Any]], change: Change, path: Path) -> None:
    if not entries or entries[0].get("sha256") == change.digest:
        return
    done = sum(entry.get("event") == "done" for entry in entries)
    raise RefusedError(
        f"{change.path} is not the text any more that {path} was begun with, "
        f"of which {done} requests were done",
        hint="restore it; or move the journal away, and leave out of the file what was done",
    )


def _sync_folder(folder: Path) -> None:
    """Put the journal's name on the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
