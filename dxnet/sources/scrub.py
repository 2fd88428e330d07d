"""Taking every BGP key out of raw AWS JSON, wherever AWS or a later API repeats it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from dxnet import metadata, router_config
from dxnet.metadata import METADATA
from dxnet.parse import KINDS
from dxnet.secrets import Guard, is_secret
from dxnet.sources import origin

_XML = "customerRouterConfig"


def scrub(raw: Mapping[str, Any], guard: Guard | None = None) -> dict[str, Any]:
    """The raw JSON without its keys: their fields dropped, other text that repeats one masked.

    `guard` knows the keys; without it they are those of the raw JSON itself.
    """
    found: dict[str, Any] = _clean(raw, guard or Guard.of(raw))
    return found


def without_keys(value: Any, guard: Guard) -> Any:
    """The JSON value without the fields of keys, and with the guard's keys masked in the rest."""
    return _clean(value, guard)


def mask_free_text(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The raw JSON with every one of its keys masked in names and tags, where people write what
    they like; the keys' own fields stay."""
    guard = Guard.of(raw)
    return {
        kind: [_mask_record(record, guard) for record in value]
        if kind in KINDS and isinstance(value, list)
        else value
        for kind, value in raw.items()
    }


def _mask_record(record: Any, guard: Guard) -> Any:
    if not isinstance(record, Mapping):
        return record
    free = {name for name in record if name == "tags" or str(name).endswith("Name")}
    return {**record, **{name: _clean(record[name], guard) for name in free}}


def snapshot(raw: Mapping[str, Any], *, taken: datetime, source: str) -> str:
    """The text of a snapshot file: the scrubbed JSON, sorted, and how it was made."""
    noted = {
        **metadata.of(raw),
        "snapshot": 1,
        "taken": taken.astimezone(UTC).isoformat(timespec="seconds"),
        "source": source,
        "regions": sorted(set(origin.texts(raw, "region"))),
        "keys": "removed",
    }
    return json.dumps(scrub({**raw, METADATA: noted}), indent=2, sort_keys=True) + "\n"


def _open_fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are not secret. XML is kept without its keys, or dropped."""
    found = {name: value for name, value in record.items() if not is_secret(str(name))}
    if isinstance(text := found.get(_XML), str):
        scrubbed = router_config.scrub(text)
        found.pop(_XML)
        return found if scrubbed is None else {**found, _XML: scrubbed}
    return found


def _clean(value: Any, guard: Guard) -> Any:
    if isinstance(value, Mapping):
        fields = _open_fields(value).items()
        return {guard.mask(str(name)): _clean(item, guard) for name, item in fields}
    if isinstance(value, list | tuple):
        return [_clean(item, guard) for item in value]
    return guard.mask(value) if isinstance(value, str) else value
