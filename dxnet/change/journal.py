"""What was sent of a change: JSON lines in a file beside it, written before and after each call.

    {"change": "CHG0012345", "sha256": "...", "at": "2026-11-21T21:00:00+00:00"}
    {"request": 1, "event": "sending", "operation": "...", "evidence": [...], "at": "..."}
    {"request": 1, "event": "done", "answer": {...}, "at": "..."}
    {"request": 2, "event": "skipped", "operation": "...", "answer": {...}, "at": "..."}

A request is skipped that would change nothing; its answer is the one that AWS would give.

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
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from dxnet import files, secrets
from dxnet.change import evidence as evidence_forms
from dxnet.change.evidence import Evidence
from dxnet.change.file import Change, ChangeRequest
from dxnet.errors import DxnetError, PartialError, RefusedError, UsageError
from dxnet.sources import scrub

Event = Literal["sending", "done", "not done", "skipped"]

# The events after which nothing of a request is left to do.
_ENDS = ("done", "skipped")

_XML = "customerRouterConfig"
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that was sent at a time, and whose outcome isn't noted."""

    number: int
    evidence: Sequence[Evidence]
    at: datetime


class Journal:
    """The events of each request, the last one telling where it stands.

    Its methods that note something raise `DxnetError` if that can't be written.
    """

    def __init__(self, file: io.FileIO, path: Path, entries: Sequence[Mapping[str, Any]]) -> None:
        self._file = file
        self._path = path
        self._last = {entry["request"]: entry for entry in entries if "request" in entry}
        self._noted = {
            entry["request"]: entry["evidence"]
            for entry in entries
            if entry.get("event") == "sending"
        }

    @property
    def answers(self) -> dict[int, Mapping[str, Any]]:
        """The answers to the requests that are done or were skipped, by number; without keys."""
        return {n: e["answer"] for n, e in self._last.items() if e["event"] in _ENDS}

    @property
    def evidence(self) -> dict[int, tuple[Evidence, ...]]:
        """What was noted before each request was sent, by number; of earlier runs alone."""
        return {number: _evidence(signs) for number, signs in self._noted.items()}

    @property
    def sent(self) -> frozenset[int]:
        """The numbers of the requests that were sent, whatever became of them."""
        return frozenset(n for n, entry in self._last.items() if entry["event"] != "skipped")

    @property
    def unknown(self) -> Sent | None:
        """The request without a noted outcome, and the evidence that will show its outcome."""
        sent = [
            Sent(number, _evidence(entry["evidence"]), datetime.fromisoformat(entry["at"]))
            for number, entry in self._last.items()
            if entry["event"] == "sending"
        ]
        return sent[0] if sent else None

    def sending(self, request: ChangeRequest, evidence: Sequence[Mapping[str, Any]]) -> None:
        """Note, before the call, that the request is about to be sent; `evidence` as JSON."""
        self._note(request.number, "sending", operation=request.operation, evidence=list(evidence))

    def done(self, number: int, answer: Mapping[str, Any]) -> None:
        """Note the answer to a request."""
        self._note(number, "done", answer=_without_xml(scrub.scrub(answer)))

    def skipped(self, request: ChangeRequest, answer: Mapping[str, Any]) -> None:
        """Note that a request isn't sent, because it would change nothing."""
        answer = _without_xml(scrub.scrub(answer))
        self._note(request.number, "skipped", operation=request.operation, answer=answer)

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
        self._last[number] = self._write({"request": number, "event": event, **rest})

    def _write(self, entry: Mapping[str, Any]) -> Mapping[str, Any]:
        entry = {**entry, "at": datetime.now(UTC).isoformat(timespec="seconds")}
        line = json.dumps(entry, default=str).encode() + b"\n"
        try:
            while line:
                line = line[self._file.write(line) :]
            os.fsync(self._file.fileno())
        except OSError as error:
            raise self._unwritable(error) from error
        return entry

    def _unwritable(self, error: OSError) -> DxnetError:
        kind = PartialError if self._last else UsageError
        return kind(
            f"can't write the journal {self._path}: {error.strerror}",
            hint="make room there, then run it again: it looks first what became of each request",
        )


def path_of(change: Change) -> Path:
    """Where the change's journal is: beside the file itself, by whatever name it is reached."""
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
    """The journal, opened without a buffer, so that a write that fails is noticed at once."""
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
    """The whole lines. A last line that is cut off is dropped, as it was never noted."""
    try:
        file.seek(0)
        data = files.read_stream(file, files.CHANGE_LIMIT)
    except OSError as error:
        raise _unopened(path, error) from error
    whole, cut = data[: data.rfind(b"\n") + 1], data[data.rfind(b"\n") + 1 :]
    entries: list[dict[str, Any]] = []
    states: dict[int, str] = {}
    lines = whole.split(b"\n")[:-1]
    for number, line in enumerate(lines, 1):
        try:
            entry = json.loads(line)
            is_sound = _is_header(entry) if number == 1 else _is_event(entry, states)
        except (ValueError, RecursionError):
            is_sound = False
        if not is_sound:
            raise _no_journal(path, number)
        entries.append(entry)
    if not any(cut.startswith(begin[: len(cut)]) for begin in _BEGINNINGS):
        raise _no_journal(path, len(lines) + 1)
    try:
        file.truncate(len(whole))
        file.seek(len(whole))
    except OSError as error:
        raise _unopened(path, error) from error
    return entries


# How a line of a journal begins.
_BEGINNINGS = (b'{"change": ', b'{"request": ')


def _is_header(entry: object) -> bool:
    return isinstance(entry, dict) and all(
        isinstance(entry.get(name), str) for name in ("change", "sha256")
    )


def _is_event(entry: object, states: dict[int, str]) -> bool:
    """Whether the entry is an event that can follow what `states` has, which then has it too.

    A request is sent, and then done or not, or it is skipped; one that was not done may be sent
    again, but none while another's outcome is open.
    """
    if not isinstance(entry, dict):
        return False
    number, event = entry.get("request"), entry.get("event")
    if type(number) is not int or number < 1:
        return False
    state = states.get(number)
    may_begin = state in (None, "not done") and "sending" not in states.values()
    if event == "sending":
        follows = may_begin and _is_sent(entry)
    elif event == "skipped":
        follows = may_begin and isinstance(entry.get("answer"), dict)
    elif event == "done":
        follows = state == "sending" and isinstance(entry.get("answer"), dict)
    else:
        follows = state == "sending" and event == "not done"
    states[number] = str(event)
    return follows


def _is_sent(entry: Mapping[str, Any]) -> bool:
    """Whether the entry says what will show the request, and when it was sent; raises ValueError
    for a time that is not one."""
    at, signs = entry.get("at"), entry.get("evidence")
    is_zoned = isinstance(at, str) and datetime.fromisoformat(at).tzinfo is not None
    return is_zoned and isinstance(signs, list) and len(_evidence(signs)) == len(signs)


def _evidence(signs: Sequence[object]) -> tuple[Evidence, ...]:
    """The signs that have one of the forms of evidence."""
    forms = map(evidence_forms.from_json, signs)
    return tuple(form for form in forms if form is not None)


def _no_journal(path: Path, number: int) -> DxnetError:
    return RefusedError(
        f"{path} is not the journal of a change, or is damaged, in line {number}",
        hint="move it away if nothing of the change was sent; else look at AWS for what was "
        "done,\n  and leave that out of the file",
    )


def _check(entries: Sequence[Mapping[str, Any]], change: Change, path: Path) -> None:
    if not entries or entries[0]["sha256"] == change.digest:
        for number, entry in enumerate(entries[1:], 2):
            if entry["request"] > len(change.requests):
                raise _no_journal(path, number)
        return
    done = sum(entry.get("event") in _ENDS for entry in entries)
    raise RefusedError(
        f"{change.path} is not the text any more that {path} was begun with, "
        f"of which {done} requests were done",
        hint="restore it; or move the journal away, and leave out of the file what was done",
    )
