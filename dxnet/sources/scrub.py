"""Taking every BGP key out of raw AWS JSON, wherever AWS or a later API repeats it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from dxnet import router_config
from dxnet.model import MASK
from dxnet.parse import KINDS, METADATA
from dxnet.sources import origin

_SECRET = re.compile(r"auth_?key|password|secret|^cak$", re.IGNORECASE)
_XML = "customerRouterConfig"


@cache
def is_secret(name: str) -> bool:
    """Whether a field of that name holds a key."""
    return bool(_SECRET.search(name))


class _Known:
    """Known keys, to be masked in text; found by their beginnings, however many they are."""

    def __init__(self, keys: Iterable[str]) -> None:
        forms = {form for key in keys if key.strip() for form in _written(key)}
        self._width = min(map(len, forms), default=0)
        self._forms: dict[str, list[str]] = {}
        for form in sorted(forms, key=len, reverse=True):
            self._forms.setdefault(form[: self._width], []).append(form)
        self._masked: dict[str, str] = {}

    def mask_in(self, text: str) -> str:
        """The text with every key in it masked, the longest first."""
        if text not in self._masked:
            self._masked[text] = self._mask_in(text)
        return self._masked[text]

    def _mask_in(self, text: str) -> str:
        width = self._width
        starts = range(len(text) - width + 1 if width else 0)
        beginnings = {text[start : start + width] for start in starts} & self._forms.keys()
        forms = [form for beginning in beginnings for form in self._forms[beginning]]
        for form in sorted(forms, key=len, reverse=True):
            text = text.replace(form, MASK)
        return text


def scrub(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The raw JSON without its keys: their fields dropped, other text that repeats one masked."""
    known = _Known(_keys(raw))
    return {name: _clean(value, known) for name, value in _open_fields(raw).items()}


def mask_free_text(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The raw JSON with every known key masked in names and tags, where people write what they
    like; the keys' own fields stay."""
    known = _Known(_auth_keys(raw))
    return {
        kind: [_mask_record(record, known) for record in value]
        if kind in KINDS and isinstance(value, list)
        else value
        for kind, value in raw.items()
    }


def _auth_keys(raw: Mapping[str, Any]) -> Iterator[str]:
    for vif in _objects(raw.get("virtualInterfaces")):
        for holder in (vif, *_objects(vif.get("bgpPeers"))):
            if isinstance(key := holder.get("authKey"), str):
                yield key


def _objects(value: object) -> Iterator[Mapping[str, Any]]:
    return (
        (item for item in value if isinstance(item, Mapping))
        if isinstance(value, list)
        else iter(())
    )


def _mask_record(record: Any, known: _Known) -> Any:
    if not isinstance(record, Mapping):
        return record
    free = {name for name in record if name == "tags" or str(name).endswith("Name")}
    return {**record, **{name: _clean(record[name], known) for name in free}}


def snapshot(raw: Mapping[str, Any], *, taken: datetime, source: str) -> str:
    """The text of a snapshot file: the scrubbed JSON, sorted, and how it was made."""
    known = raw.get(METADATA)
    metadata = {
        **(known if isinstance(known, Mapping) else {}),
        "snapshot": 1,
        "taken": taken.astimezone(UTC).isoformat(timespec="seconds"),
        "source": source,
        "regions": sorted(set(origin.texts(raw, "region"))),
        "keys": "removed",
    }
    return json.dumps(scrub({**raw, METADATA: metadata}), indent=2, sort_keys=True) + "\n"


def _keys(value: object, name: str = "") -> Iterator[str]:
    """Every text under a secret's name, and the keys inside the XML."""
    if isinstance(value, Mapping):
        for child, item in value.items():
            yield from _keys(item, name if is_secret(name) else child)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _keys(item, name)
    elif isinstance(value, str) and name == _XML:
        yield from _xml_keys(value)
    elif isinstance(value, str) and is_secret(name):
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
    escaped = key.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    yield escaped
    yield escaped.replace('"', "&quot;")
    for apostrophe in ("&apos;", "&#39;", "&#x27;"):
        yield escaped.replace('"', "&quot;").replace("'", apostrophe)
    yield json.dumps(key)[1:-1]


def _open_fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that are no secret, the XML without its keys or not at all."""
    found = {name: value for name, value in record.items() if not is_secret(str(name))}
    if isinstance(text := found.get(_XML), str):
        scrubbed = router_config.scrub(text)
        found.pop(_XML)
        return found if scrubbed is None else {**found, _XML: scrubbed}
    return found


def _clean(value: Any, known: _Known) -> Any:
    if isinstance(value, Mapping):
        return {name: _clean(item, known) for name, item in _open_fields(value).items()}
    if isinstance(value, list | tuple):
        return [_clean(item, known) for item in value]
    return known.mask_in(value) if isinstance(value, str) else value
