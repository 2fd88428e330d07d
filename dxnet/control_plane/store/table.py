"""Records of one kind in the order in which they came, with an index over each asked field.

A page costs the same however many records there are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Hashable, Iterable, Iterator

from dxnet.control_plane.store.kinds import RawRecord

# An index's name and a value in it.
Entry = tuple[str, Hashable]


class Table:
    """Records by id; each stands in the index entries that it was put under.

    An id keeps the place that it got when it first came, even while no record has it.
    """

    def __init__(self) -> None:
        self._records: dict[str, RawRecord] = {}
        self._places: dict[str, int] = {}
        self._ids: list[str] = []
        self._entries: dict[str, tuple[Entry, ...]] = {}
        self._listed: dict[Entry, list[int]] = {}

    def __len__(self) -> int:
        return len(self._records)

    def get(self, object_id: str) -> RawRecord | None:
        """The record of that id, or None."""
        return self._records.get(object_id)

    def place(self, object_id: str) -> int:
        """The id's number in the order of coming, from 0; -1 for one that never came."""
        return self._places.get(object_id, -1)

    def in_order(self) -> list[RawRecord]:
        """All records, in the order in which they came. O(n log n)."""
        return [self._records[object_id] for object_id in sorted(self._records, key=self.place)]

    def put(self, object_id: str, record: RawRecord, entries: Iterable[Entry]) -> None:
        """Insert or replace a record."""
        if object_id not in self._places:
            self._places[object_id] = len(self._ids)
            self._ids.append(object_id)
        fresh = tuple(entries)
        stale = self._entries.get(object_id, ())
        if fresh != stale:
            self._unlist(object_id, stale)
            for entry in fresh:
                insort(self._listed.setdefault(entry, []), self._places[object_id])
            self._entries[object_id] = fresh
        self._records[object_id] = record

    def remove(self, object_id: str) -> None:
        """Take a record out; it must be there."""
        del self._records[object_id]
        self._unlist(object_id, self._entries.pop(object_id))

    def ids(self, entry: Entry, after: str = "") -> Iterator[str]:
        """The ids in an index entry that came after that one, in order; O(log n) to the first.

        The table must not change while the iterator is in use.
        """
        listed = self._listed.get(entry, [])
        for position in range(bisect_right(listed, self.place(after)), len(listed)):
            yield self._ids[listed[position]]

    def _unlist(self, object_id: str, entries: tuple[Entry, ...]) -> None:
        place = self.place(object_id)
        for entry in entries:
            listed = self._listed[entry]
            del listed[bisect_left(listed, place)]
            if not listed:
                del self._listed[entry]
