"""`${blue.virtualInterfaceId}`: what the answer to an earlier request is to be put in.

`${blue.bgpPeers.1.bgpPeerId}` takes the second item of a list, and -1 for 1 the last one. A
reference may be a whole value, which keeps its type, or a part of a text. Keys are taken
literally, whatever they hold, and no answer's key can be referred to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from dxnet.control_plane.service import contract
from dxnet.errors import RefusedError, UsageError, did_you_mean
from dxnet.secrets import is_secret

# The operation of the request of each name, None where it comes too late to refer to.
Known = Mapping[str, str | None]

_REFERENCE = re.compile(r"\$\{([^{}]*)\}")
_INDEX = re.compile(r"-?[0-9]{1,4}", re.ASCII)
_XML = "customerRouterConfig"  # it repeats the keys


def check(parameters: Mapping[str, Any], place: str, known: Known) -> None:
    """Raise `DxnetError` for the first reference that can't be resolved when its turn comes."""
    for path, text in _texts(parameters, "parameters"):
        for content in _REFERENCE.findall(text):
            _check_one(content, f"{path} of {place}", known)
        if "${" in _REFERENCE.sub("", text):
            raise UsageError(
                f"{path} of {place} opens a reference that it doesn't close",
                hint="write it as ${name.field}",
            )


def names(value: Any) -> frozenset[str]:
    """The names of the requests to whose answers the parameters refer."""
    contents = (found for _, text in _texts(value, "") for found in _REFERENCE.findall(text))
    return frozenset(content.partition(".")[0] for content in contents)


def fields(operation: str) -> tuple[str, ...]:
    """What may be referred to in the operation's answer, as dotted paths; 0 is any index."""
    return tuple(
        path
        for path in contract.answer_fields(operation)
        if path.rpartition(".")[2] != _XML and not is_secret(path.rpartition(".")[2])
    )


def resolve(value: Any, answers: Mapping[str, Mapping[str, Any]], name: str = "") -> Any:
    """The value with every reference replaced; `answers` are by the names of the requests.

    Raises `DxnetError` where AWS left a field out of its answer.
    """
    if isinstance(value, Mapping):
        return {key: resolve(item, answers, str(key)) for key, item in value.items()}
    if isinstance(value, list):
        return [resolve(item, answers, name) for item in value]
    if not isinstance(value, str) or is_secret(name):
        return value
    whole = _REFERENCE.fullmatch(value)
    if whole:
        return _answered(whole[1], answers)
    return _REFERENCE.sub(lambda match: str(_answered(match[1], answers)), value)


def _check_one(content: str, place: str, known: Known) -> None:
    name, _, field = content.partition(".")
    if name not in known:
        raise UsageError(
            f"{place} refers to {name!r}, which no request is named",
            hint=did_you_mean(name, known) or f"the names are {', '.join(known)}",
        )
    operation = known[name]
    if operation is None:
        raise UsageError(
            f"{place} refers to {name}, which isn't answered before it",
            hint="put the request that is referred to first",
        )
    allowed = fields(operation)
    any_index = ".".join("0" if _INDEX.fullmatch(part) else part for part in field.split("."))
    if any_index not in allowed:
        raise UsageError(
            f"{place} refers to {field!r}, which the answer to {name} ({operation}) doesn't have",
            hint=_nearest_field(any_index, allowed),
        )


def _nearest_field(field: str, allowed: tuple[str, ...]) -> str:
    last = field.rpartition(".")[2]
    wrapped = next((path for path in allowed if last and path.endswith(f".{last}")), None)
    if wrapped is not None:
        return f"did you mean {wrapped}?"
    return did_you_mean(field, allowed) or f"it has {', '.join(allowed) or 'no field'}"


def _answered(content: str, answers: Mapping[str, Mapping[str, Any]]) -> Any:
    name, *path = content.split(".")
    value: Any = answers[name]
    for position, field in enumerate(path):
        value, container = _part(value, field), value
        if value is None:
            number = f"; {'.'.join(path[:position])} has items 0 to {len(container) - 1}"
            raise RefusedError(
                f"the answer to {name} has no {'.'.join(path)}, to which a later request refers",
                hint="write the value itself in its place"
                + (number if isinstance(container, list) and container else ""),
            )
    return value


def _part(value: Any, field: str) -> Any:
    """The field of a mapping, or the item of a list; None where there is none."""
    if isinstance(value, list):
        index = int(field)
        return value[index] if -len(value) <= index < len(value) else None
    return value.get(field) if isinstance(value, Mapping) else None


def _texts(value: Any, path: str, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text in which references are read, and where it stands."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(item, f"{path}.{key}", str(key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, f"{path}[{index}]", name)
    elif isinstance(value, str) and not is_secret(name):
        yield path, value
