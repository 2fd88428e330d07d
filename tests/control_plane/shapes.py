"""Answers held against botocore's model of the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import botocore.session

MODEL = botocore.session.get_session().get_service_model("directconnect")
TYPES: Mapping[str, Any] = {
    "string": str,
    "integer": int,
    "long": int,
    "boolean": bool,
    "structure": Mapping,
    "list": list,
    "timestamp": (int, float, str),
    "blob": str,
}


def misfits(operation_name: str, response: Mapping[str, Any]) -> list[str]:
    """Where a response doesn't fit the operation's output shape; empty when it fits.

    The lengths in the model bind requests only: AWS answers empty lists of tags.
    """
    return list(_misfits(MODEL.operation_model(operation_name).output_shape, response, ""))


def _misfits(shape: Any, value: Any, place: str) -> Iterator[str]:
    is_flag = isinstance(value, bool)
    if not isinstance(value, TYPES[shape.type_name]) or is_flag != (shape.type_name == "boolean"):
        yield f"{place} is not of type {shape.type_name}"
    elif shape.type_name == "structure":
        for name, item in value.items():
            if name in shape.members:
                yield from _misfits(shape.members[name], item, f"{place}.{name}")
            else:
                yield f"{place} has no member {name}"
    elif shape.type_name == "list":
        for item in value:
            yield from _misfits(shape.member, item, f"{place}[]")
    elif shape.type_name == "string" and shape.enum and value not in shape.enum:
        yield f"{place} is none of {', '.join(shape.enum)}"
