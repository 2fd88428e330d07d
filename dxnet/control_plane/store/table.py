"""Records of one kind with sorted indices, so that a page costs the same however many there are."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Hashable, Iterable, Iterator

from dxnet.control_plane.store.kinds import RawRecord

# An index's name and a value in it.
Entry = tuple[str, Hashable]


class Table:
    """Records by id; each stands in the index entries that it was put under."""

    def __init__(self) -> None:
        self._records: dict[str, RawRecord] = {}
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._ids: dict[Entry, list[str]] = {}

    def __len__(self) -> int:
        return len(self._records)

    def get(self, object_id: str) -> RawRecord | None:
        """The record of that id, or None."""
        return self._records.get(object_id)

    def sorted(self) -> list[RawRecord]:
        """All records, by id. O(n log n)."""
        return [self._records[object_id] for object_id in sorted(self._records)]

    def put(self, object_id: str, record: RawRecord, entries: Iterable[Entry]) -> None:
        """Insert or replace a record."""
        fresh = tuple(entries)
        stale = self._entries.get(object_id, ())
        if fresh != stale:
            self._unlist(object_id, stale)
            for entry in fresh:
                insort(self._ids.setdefault(entry, []), object_id)
            self._entries[object_id] = fresh
        self._records[object_id] = record

    def remove(self, object_id: str) -> None:
        """Take a record out; it must be there."""
        del self._records[object_id]
        self._unlist(object_id, self._entries.pop(object_id))

    def ids(self, entry: Entry, after: str = "") -> Iterator[str]:
        """The ids in an index entry that sort behind `after`, in order; O(log n) to the first.

        The table must not change while the iterator is in use.
        """
        listed = self._ids.get(entry, [])
        for position in range(bisect_right(listed, after), len(listed)):
            yield listed[position]

    def _unlist(self, object_id: str, entries: tuple[Entry, ...]) -> None:
        for entry in entries:
            listed = self._ids[entry]
            del listed[bisect_left(listed, object_id)]
            if not listed:
                del self._ids[entry]
