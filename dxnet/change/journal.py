"""What was sent of a change: JSON lines in a file beside it, written before and after each call.

    {"change": "CHG0012345", "sha256": "...", "at": "2026-11-21T21:00:00+00:00"}
    {"request": 1, "event": "sending", "operation": "...", "evidence": [...], "at": "..."}
    {"request": 1, "event": "done", "answer": {...}, "at": "..."}

Each line is on the disk before anything else happens, and no key is in any. A file whose last
line is cut off was interrupted while that line was written. A lock beside it, `FILE.lock`, keeps
other processes off; both are named for the file itself, whatever links lead to it.
"""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from dxnet import files, secrets
from dxnet.change.evidence import Evidence, is_evidence
from dxnet.change.file import Change, ChangeRequest
from dxnet.errors import DxnetError, PartialError, RefusedError, UsageError
from dxnet.sources import scrub

Event = Literal["sending", "done", "not done"]

_XML = "customerRouterConfig"
_PRIVATE = 0o600


class Journal:
    """The events of each request, the last one telling where it stands.

    Its methods that note something raise `DxnetError` if that can't be written.
    """

    def __init__(self, file: io.FileIO, path: Path, entries: Sequence[Mapping[str, Any]]) -> None:
        self._file = file
        self._path = path
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
        # Numbers stay: an ASN that isn't found again would look like a request that wasn't done.
        rest = secrets.guard().mask_values(rest, numbers=False)
        entry = {"request": number, "event": event, **rest}
        self._write(entry)
        self._last[number] = entry

    def _write(self, entry: Mapping[str, Any]) -> None:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        line = json.dumps({**entry, "at": at}, default=str).encode() + b"\n"
        try:
            while line:
                line = line[self._file.write(line) :]
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> DxnetError:
        kind = PartialError if self._last else UsageError
        return kind(
            f"can't write the journal {self._path}: {error.strerror}",
            hint="make room there, then run it again: it looks first what became of each request",
        )


def path_of(change: Change) -> Path:
    """Where the change's journal is."""
    path = change.path.resolve()
    return path.with_name(path.name + ".journal")


@contextmanager
def opened(change: Change) -> Iterator[Journal]:
    """The change's journal, made if need be, for this process alone.

    Raises `DxnetError` for one that another process has open, that belongs to another text of the
    change file, or that can't be read.
    """
    path = path_of(change)
    with _locked(change, path), _file(path) as file:
        entries = _entries(file, path)
        _check(entries, change, path)
        journal = Journal(file, path, entries)
        journal.begin(change)
        yield journal


@contextmanager
def _locked(change: Change, path: Path) -> Iterator[None]:
    """Keep other processes off; the system releases the lock of one that is killed."""
    import filelock

    lock = filelock.FileLock(path.with_suffix(".lock"), mode=_PRIVATE)
    try:
        lock.acquire(blocking=False)
    except filelock.Timeout:
        raise UsageError(
            f"{change.path} is being applied by another process", hint="wait until it ends"
        ) from None
    except OSError as error:
        raise _unopened(path, error) from error
    try:
        yield
    finally:
        lock.release()


def _file(path: Path) -> io.FileIO:
    """The journal, open without a buffer: what can't be written is known at once."""
    try:
        file = io.FileIO(path, "a+", opener=lambda name, flags: os.open(name, flags, _PRIVATE))
        files.sync_folder(path.parent)
    except OSError as error:
        raise _unopened(path, error) from error
    return file


def _unopened(path: Path, error: OSError) -> DxnetError:
    return UsageError(
        f"can't open the journal {path}: {error.strerror}",
        hint="nothing is sent without a journal; put the change file where it can be written",
    )


def _without_xml(value: Any) -> Any:
    """The answer without the XML, which repeats it."""
    if isinstance(value, Mapping):
        return {name: _without_xml(item) for name, item in value.items() if name != _XML}
    return [_without_xml(item) for item in value] if isinstance(value, list) else value


def _entries(file: io.FileIO, path: Path) -> list[dict[str, Any]]:
    """The whole lines; a line that is cut off is taken away, as what it says didn't happen yet."""
    try:
        file.seek(0)
        data = files.read_stream(file, files.CHANGE_LIMIT)
        whole = data[: data.rfind(b"\n") + 1]
        file.truncate(len(whole))
        file.seek(len(whole))
    except OSError as error:
        raise _unopened(path, error) from error
    try:
        entries = [json.loads(line) for line in whole.splitlines()]
    except (ValueError, RecursionError):
        raise _no_journal(path) from None
    if not all(_is_entry(entry, number) for number, entry in enumerate(entries)):
        raise _no_journal(path)
    return entries


def _is_entry(entry: object, number: int) -> bool:
    """Whether it is what `Journal` writes as the line of this number, from 0."""
    if not isinstance(entry, dict):
        return False
    if number == 0:
        return isinstance(entry.get("sha256"), str)
    request = entry.get("request")
    held = {"sending": ("evidence", list), "done": ("answer", dict), "not done": ("why", str)}
    event = entry.get("event")
    if type(request) is not int or request < 1 or event not in list(held):
        return False
    name, kind = held[event]
    signs = entry["evidence"] if event == "sending" and name in entry else ()
    return isinstance(entry.get(name), kind) and all(map(is_evidence, signs))


def _no_journal(path: Path) -> DxnetError:
    return RefusedError(
        f"{path} is not the journal of a change",
        hint="move it away if none of the change was sent",
    )


def _check(entries: Sequence[Mapping[str, Any]], change: Change, path: Path) -> None:
    if not entries or entries[0]["sha256"] == change.digest:
        if any(entry["request"] > len(change.requests) for entry in entries[1:]):
            raise _no_journal(path)
        return
    done = sum(entry.get("event") == "done" for entry in entries)
    raise RefusedError(
        f"{change.path} is not the text any more that {path} was begun with, "
        f"of which {done} requests were done",
        hint="restore it; or move the journal away, and leave out of the file what was done",
    )
