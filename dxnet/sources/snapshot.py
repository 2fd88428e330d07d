"""Files that hold an estate: snapshots, and what the AWS CLI printed, alone or merged."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from dxnet import files, kinds, metadata
from dxnet.metadata import METADATA
from dxnet.parse import KINDS
from dxnet.sources import document
from dxnet.sources.document import unreadable

# What the AWS CLI puts around the records, which means nothing once they are merged.
_ENVELOPE = ("ResponseMetadata", "nextToken")
# The kinds of which some answers hold a single record in a member of its own.
# The field that identifies the records of each list, which may come in several answers.
_IDS = {kind.list: kind.id for kind in kinds.KINDS}
_WRAPPED = tuple(kind for kind in kinds.INVENTORY if kind.wrapped)


def read(path: str) -> dict[str, Any]:
    """The raw JSON in the file, "-" being standard input; raises `DxnetError` with exit code 3.

    Under `METADATA` stands the SHA-256 of the file.
    """
    place = "standard input" if path == "-" else path
    if path == "-" and sys.stdin is None:
        raise unreadable(place, "is closed", "pipe into it, or name a file")
    try:
        if path == "-":
            data = files.read_stream(sys.stdin.buffer, files.ESTATE_LIMIT)
        else:
            data = files.read(Path(path), files.ESTATE_LIMIT)
    except OSError as error:
        reason = f"can't be read: {error.strerror}"
        raise unreadable(place, reason, "--source takes aws, demo, a file or -") from error
    raw = merge(document.load(data, place), place)
    noted = metadata.of(raw)
    read_from = noted.get("provenance")
    digest = {"digest": sha256(data).hexdigest()}
    return {
        **raw,
        METADATA: {
            **noted,
            "provenance": {**(read_from if isinstance(read_from, dict) else {}), **digest},
        },
    }


def merge(documents: Iterable[Any], place: str) -> dict[str, Any]:
    """One estate of several answers: records of the same id are merged, later fields winning.

    A snapshot, answers of describe operations, lists of either, single records and lists of
    records are told apart by their fields. The last page of a list that says that there is
    another one makes the estate partial. Raises `DxnetError` if nothing is recognised.
    """
    from dxnet.sources import spelling

    merged: dict[str, Any] = {}
    lists: dict[str, dict[object, Any]] = {}
    more: dict[str, bool] = {}
    for answer in _answers(map(spelling.as_api, documents), place):
        found = [kind for kind in _IDS if kind in answer]
        for kind in found:
            more[kind] = bool(answer.get("nextToken"))
            _add(lists.setdefault(kind, {}), kind, answer[kind], place)
        merged |= {name: answer[name] for name in answer if name not in (*_IDS, *_ENVELOPE)}
    if not lists:
        raise unreadable(place, "holds no Direct Connect records")
    if any(more.values()):
        merged[METADATA] = {**metadata.of(merged), "partial": True}
    return {**merged, **{kind: list(records.values()) for kind, records in lists.items()}}


def _answers(documents: Iterable[Any], place: str) -> Iterable[Mapping[str, Any]]:
    """Every document as an answer: an object with lists of records."""
    for value in documents:
        if isinstance(value, list):
            yield from _answers(value, place)
        elif not isinstance(value, dict):
            raise unreadable(place, "holds no Direct Connect records")
        elif wrapped := next(
            (kind for kind in _WRAPPED if isinstance(value.get(kind.wrapped), dict)), None
        ):
            yield {wrapped.list: [value[wrapped.wrapped]]}
        else:
            kind = next((kind for kind, name in KINDS.items() if name in value), None)
            yield {kind: [value]} if kind else value


def _add(records: dict[object, Any], kind: str, new: object, place: str) -> None:
    if not isinstance(new, list):
        raise unreadable(place, f"has {kind} that are no list")
    for record in new:
        record_id = record.get(_IDS[kind]) if isinstance(record, dict) else None
        if isinstance(record_id, str) and record_id:
            records[record_id] = {**records.get(record_id, {}), **record}
        else:
            records[len(records), ""] = record
