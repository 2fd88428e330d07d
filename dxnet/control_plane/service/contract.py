"""Requests and answers, checked against botocore's model of the Direct Connect API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any

from dxnet.control_plane.store.errors import refusal

_TYPES: Mapping[str, Any] = {
    "string": (str,),
    "integer": (int,),
    "long": (int,),
    "boolean": (bool,),
    "structure": (Mapping,),
    "list": (list, tuple),
    "timestamp": (int, float, str, datetime),
    "blob": (str,),
}
_INTEGERS = range(-(2**63), 2**63)


@cache
def _model() -> Any:
    import botocore.session

    return botocore.session.get_session().get_service_model("directconnect")


def operation_names() -> tuple[str, ...]:
    """Every operation that botocore's model knows, sorted."""
    return tuple(sorted(_model().operation_names))


def error_codes(operation_name: str) -> frozenset[str]:
    """The codes of the errors that the operation's model names."""
    return frozenset(shape.name for shape in _model().operation_model(operation_name).error_shapes)


def accept(operation_name: str, parameters: object) -> dict[str, Any]:
    """A copy of the parameters without nulls, once they fit the operation's input shape.

    Raises `ServiceError` that names what is wrong and quotes no value.
    """
    if operation_name not in _model().operation_names:
        raise refusal(f"Unknown operation: {operation_name[:80]!r}")
    shape = _model().operation_model(operation_name).input_shape
    if not isinstance(parameters, Mapping):
        raise refusal("The parameters are not a JSON object")
    if shape is None:
        found = [f"Unknown parameter: {name[:80]!r}" for name in parameters]
    else:
        found = list(_problems(shape, parameters, ""))
    if found:
        raise refusal("Parameter validation failed: " + "; ".join(found[:10]))
    return {} if shape is None else dict(_project(shape, parameters))


def answer(operation_name: str, response: Mapping[str, Any]) -> dict[str, Any]:
    """A copy of the response with the fields of the operation's output shape, and no others."""
    shape = _model().operation_model(operation_name).output_shape
    return {} if shape is None else dict(_project(shape, response))


def answer_fields(operation_name: str) -> tuple[str, ...]:
    """The dotted paths of the single values in the operation's answer.

    Those in a list stand for each of its items with the index 0: `bgpPeers.0.bgpPeerId`.
    """
    shape = _model().operation_model(operation_name).output_shape
    return () if shape is None else tuple(_single_values(shape, ""))


def _single_values(shape: Any, path: str) -> Iterator[str]:
    if shape.type_name == "structure":
        for name, member in shape.members.items():
            yield from _single_values(member, f"{path}.{name}" if path else name)
    elif shape.type_name == "list":
        yield from _single_values(shape.member, f"{path}.0")
    elif shape.type_name != "blob":
        yield path


def _project(shape: Any, value: Any) -> Any:
    if shape.type_name == "structure" and isinstance(value, Mapping):
        return {
            name: _project(member, value[name])
            for name, member in shape.members.items()
            if value.get(name) is not None
        }
    if shape.type_name == "list" and isinstance(value, list | tuple):
        return [_project(shape.member, item) for item in value if item is not None]
    return value.timestamp() if isinstance(value, datetime) else value


def _problems(shape: Any, value: Any, place: str) -> Iterator[str]:
    kinds = _TYPES[shape.type_name]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        yield f"Invalid type for parameter {place}, expected {shape.type_name}"
    elif isinstance(value, int) and value not in _INTEGERS:
        yield f"Invalid range for parameter {place}"
    elif shape.type_name == "structure":
        yield from _structure_problems(shape, value, place)
    elif shape.type_name == "list":
        for position, item in enumerate(value):
            yield from _problems(shape.member, item, f"{place}[{position}]")
        yield from _limit_problems(shape, len(value), place)
    elif shape.type_name == "string":
        if shape.enum and value not in shape.enum:
            yield f"Invalid value for parameter {place}, must be one of: {', '.join(shape.enum)}"
        yield from _limit_problems(shape, len(value), place)
    elif shape.type_name in ("integer", "long"):
        yield from _limit_problems(shape, value, place)


def _structure_problems(shape: Any, value: Mapping[str, Any], place: str) -> Iterator[str]:
    prefix = f"{place}." if place else ""
    for name in shape.required_members:
        if value.get(name) is None:
            yield f"Missing required parameter: {prefix}{name}"
    for name, item in value.items():
        if name not in shape.members:
            yield f"Unknown parameter: {prefix}{name[:80]}"
        elif item is not None:
            yield from _problems(shape.members[name], item, prefix + name)


def _limit_problems(shape: Any, size: int, place: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if (least is not None and size < least) or (most is not None and size > most):
        bounds = f"{'' if least is None else least}..{'' if most is None else most}"
        yield f"Invalid length or value for parameter {place}, must be {bounds}"
