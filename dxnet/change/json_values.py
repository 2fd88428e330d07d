"""Every text and every field in a JSON value, at any depth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def texts(value: Any) -> Iterator[str]:
    """Every text that is a value, not a field's name."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from texts(item)
    elif isinstance(value, str):
        yield value


def fields(value: Any) -> Iterator[tuple[str, Any]]:
    """Every field's name and value."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            yield str(name), item
            yield from fields(item)
    elif isinstance(value, list):
        for item in value:
            yield from fields(item)
