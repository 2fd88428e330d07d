"""Answers of AWS as other tools write them, in the API's own spelling and types.

PowerShell and Batfish write VirtualInterfaceId, Ansible virtual_interface_id; recordings wrap an
answer in `data`, scripts keep a map of answers by region, and some put numbers in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from dxnet import kinds
from dxnet.parse import NUMBERS

_REGION = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]")
_DIGITS = re.compile(r"[0-9]{1,10}", re.ASCII)
# What every record of a kind has: the lists' names and the ids.
_SIGNS = {name for kind in kinds.INVENTORY for name in (kind.list, kind.id, kind.wrapped) if name}
_PLAIN_SIGNS = {name.lower() for name in _SIGNS}


def as_api(value: Any) -> Any:
    """The document as the API would have answered; anything else as it is."""
    if isinstance(value, list):
        return [as_api(item) for item in value]
    if not isinstance(value, dict):
        return value
    if not _SIGNS & value.keys():
        if any(_plain(name) in _PLAIN_SIGNS for name in value):
            return as_api(_respelled(value))
        if isinstance(value.get("data"), dict | list):
            return as_api(value["data"])
        if value and all(_REGION.fullmatch(str(name)) for name in value):
            return [_in_region(as_api(answer), region) for region, answer in value.items()]
    return _with_numbers(value)


def _plain(name: object) -> str:
    return str(name).replace("_", "").lower()


def _respelled(value: Any) -> Any:
    if isinstance(value, list):
        return [_respelled(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"Value"} and isinstance(value["Value"], str):
        return value["Value"]  # a constant of the AWS Tools for PowerShell
    return {_spellings().get(_plain(name), name): _respelled(item) for name, item in value.items()}


@cache
def _spellings() -> dict[str, str]:
    """The API's spelling of each member's name, by its letters and digits alone."""
    import botocore.session

    model = botocore.session.get_session().get_service_model("directconnect")
    shapes = (model.shape_for(name) for name in model.shape_names)
    names = (n for shape in shapes if shape.type_name == "structure" for n in shape.members)
    return {_plain(name): name for name in names}


def _in_region(answer: Any, region: str) -> Any:
    """The answer, its records with the region where they don't name one."""
    return _each_record(answer, lambda record: {"region": region, **record})


def _with_numbers(answer: Any) -> Any:
    """The answer, whole numbers in quotes as numbers."""
    return _each_record(answer, _unquoted)


def _each_record(answer: Any, change: Any) -> Any:
    if isinstance(answer, list):
        return [_each_record(item, change) for item in answer]
    if not isinstance(answer, dict):
        return answer
    if not _SIGNS & answer.keys():
        return answer
    lists = {kind.list for kind in kinds.INVENTORY} & answer.keys()
    if not lists or any(kind.id in answer for kind in kinds.INVENTORY):
        return change(answer)
    return {
        name: [change(item) if isinstance(item, dict) else item for item in value]
        if name in lists and isinstance(value, list)
        else value
        for name, value in answer.items()
    }


def _unquoted(record: dict[str, Any]) -> dict[str, Any]:
    return dict(_fields(record))


def _fields(record: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in record.items():
        if name in NUMBERS and isinstance(value, str) and _DIGITS.fullmatch(value):
            yield name, int(value)
        elif name == "bgpPeers" and isinstance(value, list):
            yield name, [_unquoted(item) if isinstance(item, dict) else item for item in value]
        else:
            yield name, value
