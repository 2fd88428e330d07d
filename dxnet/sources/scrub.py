"""Taking every BGP key out of raw AWS JSON, wherever AWS or a later API repeats it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from dxnet import router_config
from dxnet.model import MASK
from dxnet.parse import KINDS, METADATA

_SECRET = re.compile(r"auth_?key|password|secret|^cak$", re.IGNORECASE)
_XML = "customerRouterConfig"


def scrub(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The raw JSON without its keys: their fields dropped, other text that repeats one masked."""
    forms = {form for key in _keys(raw) if key.strip() for form in _written(key)}
    pattern = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    known = re.compile(pattern) if pattern else None
    return {name: _clean(value, known) for name, value in _open_fields(raw).items()}


def snapshot(raw: Mapping[str, Any], *, taken: datetime, source: str) -> str:
    """The text of a snapshot file: the scrubbed JSON, sorted, and how it was made."""
    known = raw.get(METADATA)
    metadata = {
        **(known if isinstance(known, Mapping) else {}),
        "snapshot": 1,
        "taken": taken.astimezone(UTC).isoformat(timespec="seconds"),
        "source": source,
        "regions": _regions(raw),
        "keys": "removed",
    }
    return json.dumps(scrub({**raw, METADATA: metadata}), indent=2, sort_keys=True) + "\n"


def _regions(raw: Mapping[str, Any]) -> list[str]:
    records = (record for kind in KINDS for record in raw.get(kind) or ())
    found = {record.get("region") for record in records if isinstance(record, Mapping)}
    return sorted(region for region in found if isinstance(region, str) and region)


def _keys(value: object, name: str = "") -> Iterator[str]:
    """Every text under a secret's name, and the keys inside the XML."""
    if isinstance(value, Mapping):
        for child, item in value.items():
            yield from _keys(item, name if _SECRET.search(name) else child)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _keys(item, name)
    elif isinstance(value, str) and name == _XML:
        yield from _xml_keys(value)
    elif isinstance(value, str) and _SECRET.search(name):
        yield value


def _xml_keys(text: str) -> Iterator[str]:
    try:
        elements = router_config.elements(text)
    except ValueError:
        return
    yield from (elements[name] for name in router_config.KEYS if name in elements)


def _written(key: str) -> Iterator[str]:
    """The key as it may stand in text: plain, escaped for XML, escaped for JSON."""
    yield key
    yield escape(key)
    yield escape(key, {'"': "&quot;", "'": "&apos;"})
    yield quoteattr(key)[1:-1]
    yield json.dumps(key)[1:-1]


def _open_fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are no secret, the XML without its keys or not at all."""
    found = {name: value for name, value in record.items() if not _SECRET.search(str(name))}
    if isinstance(text := found.get(_XML), str):
        scrubbed = router_config.scrub(text)
        found.pop(_XML)
        return found if scrubbed is None else {**found, _XML: scrubbed}
    return found


def _clean(value: Any, known: re.Pattern[str] | None) -> Any:
    if isinstance(value, Mapping):
        return {name: _clean(item, known) for name, item in _open_fields(value).items()}
    if isinstance(value, list | tuple):
        return [_clean(item, known) for item in value]
    return known.sub(MASK, value) if known and isinstance(value, str) else value
