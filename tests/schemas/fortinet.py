"""FortiOS's tables as Fortinet's Ansible modules know them: keywords, values and their versions.

They are read from the wheel of `ansible` (GPL-3, so neither installed nor shipped):
`pip download --no-deps --dest FOLDER ansible`, and DXNET_ANSIBLE=FOLDER.
"""

from __future__ import annotations

import ast
import os
import shlex
import zipfile
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

_MODULES = "ansible_collections/fortinet/fortios/plugins/modules/fortios_{}.py"


def wheel() -> Path | None:
    """The wheel, where DXNET_ANSIBLE names its folder."""
    folder = os.environ.get("DXNET_ANSIBLE")
    return next(iter(sorted(Path(folder).glob("ansible-*.whl"))), None) if folder else None


def missing() -> str:
    """Why the tables can't be read; empty if they can."""
    return "" if wheel() else "DXNET_ANSIBLE names no folder with the wheel of ansible"


def source() -> str:
    """What the tables are from."""
    file = wheel()
    return f"fortinet.fortios of ansible {file.name.split('-')[1]}" if file else ""


@cache
def _table(name: str) -> Mapping[str, Any] | None:
    """The table such as `router bgp`; None where there is none."""
    file = wheel()
    assert file
    with zipfile.ZipFile(file) as archive:
        try:
            text = archive.read(_MODULES.format(name.replace(" ", "_").replace("-", "_"))).decode()
        except KeyError:
            return None
    for node in ast.parse(text).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "versioned_schema":
            schema: Mapping[str, Any] = ast.literal_eval(node.value)
            return schema
    return None


def complaints(lines: list[str]) -> list[str]:
    """The lines that the tables don't know where they stand."""
    return list(_complaints(lines))


def _complaints(lines: list[str]) -> Iterator[str]:
    # The tables and entries that are open, innermost last; None for one that is not known.
    above: list[Mapping[str, Any] | None] = []
    for line in lines:
        verb, *words = shlex.split(line)
        here = above[-1] if above else None
        if verb in ("end", "next") and not words and above:
            above.pop()
        elif verb == "config":
            opened = _table(" ".join(words)) if not above else _child(here, " ".join(words))
            above.append(opened)
            if opened is None:
                yield line
        elif here is None or not _is_known(here, verb, words):
            yield line
        elif verb == "edit":
            above.append({**here, "type": "dict"})


def _is_known(here: Mapping[str, Any], verb: str, words: list[str]) -> bool:
    """Whether the command can be given in that table or entry."""
    if verb in ("edit", "delete"):
        return len(words) == 1 and here.get("type") == "list"
    child = _child(here, words[0]) if words else None
    if verb == "unset":
        return len(words) == 1 and child is not None
    return verb == "set" and len(words) > 1 and _accepts(child, words[1:])


def _child(table: Mapping[str, Any] | None, name: str) -> Mapping[str, Any] | None:
    children = (table or {}).get("children", {})
    child: Mapping[str, Any] | None = children.get(name.replace("-", "_"))
    is_current = child is not None and any(
        last == "" for _, last in child.get("v_range", [["", ""]])
    )
    return child if is_current else None


def _accepts(leaf: Mapping[str, Any] | None, values: list[str]) -> bool:
    if leaf is None:
        return False
    choices = {option["value"] for option in leaf.get("options", ())}
    if choices:
        return set(values) <= choices
    return leaf.get("type") != "integer" or all(value.isdigit() for value in values)
