"""PAN-OS's paths as the objects of pan-os-python know them (the legacy routing engine).

Each object of that package says where it stands, what its parameters'
paths are, and which values they take. What it lacks is listed below, from
https://docs.paloaltonetworks.com/pan-os/11-1/pan-os-cli-quick-start.
"""

from __future__ import annotations

import importlib.util
import shlex
import warnings
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from typing import Any

Words = tuple[frozenset[str], ...]

# Any one word; any whole number; anything up to the end of the line.
ANY, NUMBER, REST = frozenset({"<any>"}), frozenset({"<number>"}), frozenset({"<rest>"})
_ROOTS = ("VirtualRouter", "EthernetInterface", "AggregateInterface", "Zone")
_IPV6_PROFILE = "network virtual-router <any> protocol redist-profile-ipv6 <any>"
_FURTHER = (
    "import network interface <any>",
    "network profiles bfd-profile <any> mode active|passive",
    "network profiles bfd-profile <any> min-tx-interval|min-rx-interval <number>",
    "network profiles bfd-profile <any> detection-multiplier <number>",
    f"{_IPV6_PROFILE} action redist|no-redist",
    f"{_IPV6_PROFILE} priority <number>",
    f"{_IPV6_PROFILE} filter type|destination|interface|nexthop <rest>",
)


def missing() -> str:
    """Why the paths can't be read; empty if they can."""
    return "" if importlib.util.find_spec("panos") else "pan-os-python is not installed"


def source() -> str:
    """What the paths are from."""
    return f"the paths of pan-os-python {metadata.version('pan-os-python')}"


def complaints(lines: list[str]) -> list[str]:
    """The lines that no path leads along."""
    return [line for line in lines if not _leads(line)]


def _leads(line: str) -> bool:
    verb, *words = shlex.split(line)
    if verb == "delete":
        return any(_matches(path[: len(words)], words) for path in _paths())
    return verb == "set" and any(_matches(path, words) for path in _paths())


def _matches(path: Words, words: list[str]) -> bool:
    if path and path[-1] is REST:
        return len(words) >= len(path) and _matches(path[:-1], words[: len(path) - 1])
    return len(path) == len(words) and all(map(_is_one, path, words))


def _is_one(choices: frozenset[str], word: str) -> bool:
    return choices is ANY or (word.isdigit() if choices is NUMBER else word in choices)


@cache
def _paths() -> tuple[Words, ...]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from panos import network

    objects = [path for name in _ROOTS for path in _of_class(network, name, ())]
    return (*objects, *(tuple(map(_choices, form.split())) for form in _FURTHER))


def _choices(word: str) -> frozenset[str]:
    named = {"<any>": ANY, "<number>": NUMBER, "<rest>": REST}
    return named.get(word) or frozenset(word.split("|"))


def _of_class(network: Any, name: str, above: Words) -> Iterator[Words]:
    """The paths of an object's parameters, and of those below it."""
    cls = getattr(network, name)
    made = cls("ethernet1/1.1") if cls.NAME is not None else cls()
    place = (*above, *(frozenset({word}) for word in made.XPATH.split("/") if word))
    place = (*place, ANY) if cls.SUFFIX else place
    newest = (99, 0, 0)
    parameters = {each.name: each._get_versioned_value(newest) for each in made._params}
    for name_of_parameter in parameters:
        yield (*place, *_of_parameter(name_of_parameter, parameters))
    for child in cls.CHILDTYPES:
        module, _, child_name = child.rpartition(".")
        if module == "network" and not child_name.startswith(("Ospf", "Rip")):
            yield from _of_class(network, child_name, place)


def _of_parameter(name: str, parameters: dict[str, Any]) -> Words:
    """The words of a parameter's path, and of its value unless the path ends in it."""
    parameter = parameters[name]
    words: list[frozenset[str]] = []
    parts = parameter.path.split("/")
    for part in parts:
        chosen = parameters[part.strip("{}")] if part.startswith("{") else None
        condition = parameter.condition.get(part.strip("{}"))
        only = [condition] if isinstance(condition, str) else condition
        words.append(frozenset(only or chosen.values) if chosen else frozenset({part}))
    return tuple(words) if parts[-1] == f"{{{name}}}" else (*words, _value(parameter))


def _value(parameter: Any) -> frozenset[str]:
    if parameter.vartype == "yesno":
        return frozenset({"yes", "no"})
    if parameter.vartype == "member":
        return REST
    if parameter.vartype == "int":
        return NUMBER
    return frozenset(parameter.values) if parameter.values else ANY
