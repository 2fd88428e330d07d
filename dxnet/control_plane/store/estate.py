"""The raw records of one or several accounts, indexed, with a transaction and a schedule."""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from dxnet.control_plane.store import history, physical, transitions
from dxnet.control_plane.store.associations import ASSOCIATIONS, named
from dxnet.control_plane.store.kinds import (
    HISTORY,
    KINDS,
    PARENTS,
    SCHEDULE,
    RawRecord,
    as_connection,
    field,
    is_hosted,
    storage,
    values,
)
from dxnet.control_plane.store.table import Entry, Table
from dxnet.errors import DxnetError, SourceError

_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"
_SEEN = "seen"
# What stands beside an estate's lists: the control plane's own.
CONTROL_PLANE = "controlPlane"


class Estate:
    """The merged raw JSON as the service keeps it; not safe for threads.

    Records are values: `put` replaces them, nothing edits one in place, so `raw` stays as it was.
    A record without `ownerAccount` belongs to every caller, one without `region` to every region.
    `state_delay` is the time in seconds that each change of state takes, None for "until
    `advance` is called". Without `router_speaks` a new BGP session stays down until it is put up.
    """

    def __init__(
        self,
        raw: Mapping[str, Any],
        *,
        state_delay: float | None = 0.0,
        router_speaks: bool = True,
    ) -> None:
        self.state_delay = state_delay
        self.router_speaks = router_speaks
        self.refuses_verification = False
        self._now = 0.0
        self._serial: int = (raw.get(CONTROL_PLANE) or {}).get("serial", 0)
        self._rest = {k: v for k, v in raw.items() if k not in KINDS and k != CONTROL_PLANE}
        self._tables = {name: Table() for name in KINDS}
        self._due: list[tuple[float, str, str]] = []
        self._waiting: dict[tuple[str, str], None] = {}
        self._journal: list[tuple[str, str, RawRecord | None]] = []
        for kind in KINDS:
            for record in _records(raw, kind):
                self._store(kind, _without_members(record) if kind == "lags" else record)
        for lag in _records(raw, "lags"):
            self._adopt_members(lag)
        self._journal.clear()

    def dump(self) -> dict[str, Any]:
        """The merged raw JSON, in the order of creation; loading it gives the same estate."""
        lists = {kind: list(map(dict, table.in_order())) for kind, table in self._tables.items()}
        for lag in lists["lags"]:
            lag["connections"] = self.lag_members(lag["lagId"])
        filled = {kind: records for kind, records in lists.items() if records}
        return {**self._rest, **filled, CONTROL_PLANE: {"serial": self._serial}}

    # Reading.

    def get(self, kind: str, object_id: str) -> RawRecord | None:
        """The record of that kind and id, whoever owns it, or None."""
        return self._tables[kind].get(object_id)

    def find(self, object_id: str, *kinds: str) -> tuple[str, RawRecord] | None:
        """The first of the kinds that has a record of that id, and the record."""
        for kind in kinds:
            record = self._tables[kind].get(object_id)
            if record is not None:
                return kind, record
        return None

    def where(self, kind: str, index: str, value: str, after: str = "") -> Iterator[str]:
        """The ids whose indexed field has that value, in order, from behind `after`; no scan."""
        return self._tables[kind].ids((index, value), after)

    def records_where(self, kind: str, index: str, value: str) -> list[RawRecord]:
        """The records whose indexed field has that value, in the order of creation."""
        table = self._tables[kind]
        found = (table.get(object_id) for object_id in table.ids((index, value)))
        return [record for record in found if record is not None]

    def visible(self, kind: str, account: str, region: str, after: str = "") -> Iterator[str]:
        """The ids of what that account sees in that region, in order, from behind `after`; no scan.

        With the region "", of what has no region.
        """
        table = self._tables[kind]
        places = {(who, where) for who in (account, "") for where in (region, "")}
        listed = (table.ids((_SEEN, place), after) for place in places)
        return heapq.merge(*listed, key=table.place)

    def sees(self, kind: str, record: RawRecord, account: str, region: str) -> bool:
        """Whether that account sees the record in that region."""
        seen_by = self._seen_by(kind, record)
        return (account in seen_by or "" in seen_by) and record.get("region") in (region, "", None)

    def lag_members(self, lag_id: str) -> list[dict[str, Any]]:
        """The ports of a LAG in the form of its `connections`; not the hosted ones on it."""
        interconnects = self.records_where("interconnects", "lagId", lag_id)
        connections = self.records_where("connections", "lagId", lag_id)
        return [
            *(dict(port) for port in connections if not is_hosted(port)),
            *map(as_connection, interconnects),
        ]

    # Changing.

    def put(self, kind: str, record: RawRecord) -> RawRecord:
        """Insert or replace a record, and answer it in the state that follows from others'.

        What follows from it changes with it, see `physical`; what was up and went down, or the
        reverse, is remembered, see `history`.
        """
        before = self._tables[kind].get(record[KINDS[kind].id])
        derived = physical.derived(self, kind, before, record)
        stored = self._store(kind, history.remembering(kind, before, derived, self._now))
        self._follow(kind, before, stored)
        return stored

    def _follow(self, kind: str, before: RawRecord | None, after: RawRecord | None) -> None:
        for other_kind, other in list(physical.follow(self, kind, before, after)):
            self.put(other_kind, other)

    def _store(self, kind: str, record: RawRecord) -> RawRecord:
        object_id = record[KINDS[kind].id]
        table = self._tables[kind]
        self._journal.append((kind, object_id, table.get(object_id)))
        table.put(object_id, record, self._entries(kind, record))
        due = transitions.due_time(record)
        if due is not None:
            heapq.heappush(self._due, (due, kind, object_id))
        if transitions.is_waiting(record):
            self._waiting[kind, object_id] = None
        else:
            self._waiting.pop((kind, object_id), None)
        return record

    def change(self, kind: str, object_id: str, **fields: Any) -> RawRecord:
        """Replace some fields of a record that is there, and answer the record."""
        return self.put(kind, {**(self.get(kind, object_id) or {}), **fields})

    def remove(self, kind: str, object_id: str) -> None:
        """Take out a record that is there."""
        before = self._tables[kind].get(object_id)
        self._drop(kind, object_id)
        self._follow(kind, before, None)

    def _drop(self, kind: str, object_id: str) -> None:
        self._journal.append((kind, object_id, self._tables[kind].get(object_id)))
        self._tables[kind].remove(object_id)
        self._waiting.pop((kind, object_id), None)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Undo every change made inside if an exception leaves it."""
        serial, start = self._serial, len(self._journal)
        try:
            yield
        except BaseException:
            undo = self._journal[start:]
            for kind, object_id, record in reversed(undo):
                if record is None:
                    self._drop(kind, object_id)
                else:
                    self._store(kind, record)
            self._serial = serial
            raise
        finally:
            del self._journal[start:]

    def new_token(self, length: int, alphabet: str = _ALPHABET) -> str:
        """Up to 80 characters that look random and follow from how many tokens were made before."""
        self._serial += 1
        number = int.from_bytes(hashlib.sha512(f"dxnet {self._serial}".encode()).digest())
        return "".join(
            alphabet[number // len(alphabet) ** position % len(alphabet)]
            for position in range(length)
        )

    def new_id(self, kind: str) -> str:
        """An unused id of the form that AWS gives that kind: `dxcon-f…`, or a UUID."""
        prefix = KINDS[kind].prefix
        while True:
            made = f"{prefix}f{self.new_token(7)}" if prefix else self._new_uuid()
            if not self.find(made, *KINDS):
                return made

    def _new_uuid(self) -> str:
        digits = self.new_token(32, "0123456789abcdef")
        return "-".join(
            (digits[:8], digits[8:12], f"4{digits[13:16]}", f"8{digits[17:20]}", digits[20:])
        )

    # Time.

    def settle(self, now: float) -> None:
        """Take every step that is due at `now`; the cost grows with those steps alone."""
        while self._due and self._due[0][0] <= now:
            _, kind, object_id = heapq.heappop(self._due)
            record = self._tables[kind].get(object_id)
            while record is not None:
                due = transitions.due_time(record)
                if due is None or due > now:
                    break
                self._now = due
                record = self._take(kind, object_id, record, due)
        self._now = now
        self._journal.clear()

    def advance(self) -> int:
        """Take the next waiting step of every record that has one; how many were taken."""
        waiting = list(self._waiting)
        for kind, object_id in waiting:
            record = self._tables[kind].get(object_id)
            if record is not None:
                self._take(kind, object_id, record, None)
        self._journal.clear()
        return len(waiting)

    def _take(
        self, kind: str, object_id: str, record: RawRecord, at: float | None
    ) -> RawRecord | None:
        after = transitions.take(record, at)
        if after is None:
            self.remove(kind, object_id)
            return None
        return self.put(kind, after)

    # Indices.

    def _entries(self, kind: str, record: RawRecord) -> Iterator[Entry]:
        region = record.get("region") or ""
        for account in self._seen_by(kind, record):
            yield _SEEN, (account, region)
        for path in storage(kind).indexed:
            for value in dict.fromkeys(values(record, path)):
                yield path, value

    def _seen_by(self, kind: str, record: RawRecord) -> tuple[str, ...]:
        """The accounts that see the record; ("",) for everybody."""
        owners = [field(record, path) or "" for path in storage(kind).owners]
        if not owners[0]:
            return ("",)
        if kind == "virtualInterfaces":
            parent = self.find(record.get("connectionId") or "", *PARENTS)
            owners.append(parent[1].get("ownerAccount") or "" if parent else "")
        return tuple(dict.fromkeys(owner for owner in owners if owner))

    def _adopt_members(self, lag: RawRecord) -> None:
        """Add the connections that are only listed inside a LAG's record."""
        members = lag.get("connections")
        for member in members if isinstance(members, list) else ():
            member_id = member.get("connectionId") if isinstance(member, Mapping) else None
            if member_id and not self.find(member_id, "connections", "interconnects"):
                self._store("connections", {**member, "lagId": lag["lagId"]})


def _records(raw: Mapping[str, Any], kind: str) -> list[RawRecord]:
    """The raw records of a kind, in their order; raises `DxnetError` for one that is damaged."""
    id_field = KINDS[kind].id
    records = raw.get(kind) or []
    if not isinstance(records, list | tuple):
        raise _unreadable(f"{kind} is no list")
    if kind == ASSOCIATIONS:
        records = list(map(named, records))
    for position, record in enumerate(records):
        place = f"{kind}[{position}]"
        if not isinstance(record, Mapping) or not isinstance(record.get(id_field), str):
            raise _unreadable(f"{place} has no {id_field}")
        for name in (*storage(kind).owners, "region"):
            if not isinstance(field(record, name), str | None):
                raise _unreadable(f"{name} of {place} is no text")
        if not transitions.is_schedule(record.get(SCHEDULE, [])):
            raise _unreadable(f"{SCHEDULE} of {place} is no list of steps")
        if not history.is_history(record.get(HISTORY, [])):
            raise _unreadable(f"{HISTORY} of {place} is no list of events")
    return list(records)


def _unreadable(message: str) -> DxnetError:
    hint = "an estate holds records as the AWS CLI prints them"
    return SourceError(message, hint=hint)


def _without_members(lag: RawRecord) -> RawRecord:
    return {name: value for name, value in lag.items() if name != "connections"}
