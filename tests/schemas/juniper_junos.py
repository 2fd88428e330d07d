"""Junos's configuration as a tree, read from the package junoscfg (an MX of Junos 24.4).

The package's own validator accepts slips, so its tree is walked here.
The tree of an MX has no security zones: their lines are not read.
"""

from __future__ import annotations

import importlib.util
import json
import re
import shlex
from collections.abc import Mapping
from functools import cache
from importlib import metadata, resources
from typing import Any

Node = Mapping[str, Any]

UNREAD = ("set security ", "delete security ")


def missing() -> str:
    """Why the tree can't be read; empty if it can."""
    return "" if importlib.util.find_spec("junoscfg") else "junoscfg is not installed"


def source() -> str:
    """What the tree is from."""
    return f"the tree of Junos 24.4 (MX) in junoscfg {metadata.version('junoscfg')}, but zones"


@cache
def _tree() -> Node:
    data = resources.files("junoscfg.validate") / "data" / "junos-structure-tree.json"
    tree: Node = json.loads(data.read_text("utf-8"))
    return tree


def complaints(lines: list[str]) -> list[str]:
    """The lines that lead to no place in the tree."""
    return [line for line in lines if not line.startswith(UNREAD) and not _leads(line)]


def _leads(line: str) -> bool:
    verb, *words = shlex.split(line)
    return verb in ("set", "delete") and _walks(_tree(), words, is_whole=verb == "set")


def _walks(node: Node, words: list[str], *, is_whole: bool) -> bool:
    """Whether the words lead down from the node; with `is_whole`, to a value where one is due."""
    if not words:
        return True
    children = node.get("c", {})
    if words[0] in children:
        return _enters(children[words[0]], words[1:], is_whole=is_whole)
    unnamed = [child for child in children.values() if child.get("nk")]
    # A value without a keyword can have others of its table behind it: `local-as 65001 private`.
    if words[1:] and any(child.get("pkf") and _accepts(child, words[0]) for child in unnamed):
        return _walks(node, words[1:], is_whole=is_whole)
    return any(_enters(child, words, is_whole=is_whole) for child in unnamed)


def _enters(node: Node, words: list[str], *, is_whole: bool) -> bool:
    """Whether the words can stand behind the node's own keyword."""
    takes_value = node.get("L") or node.get("l") or node.get("ll")
    if not takes_value:
        return _walks(node, words, is_whole=is_whole)
    if not words:
        return not is_whole
    flags = [name for name, child in node.get("c", {}).items() if child.get("p")]
    if node.get("o") and words[0] in flags and len(words) > 1:
        # Some lists are written with a word before the name: `community add NAME`.
        words = [words[1], words[0], *words[2:]]
    return _accepts(node, words[0]) and _walks(node, words[1:], is_whole=is_whole)


def _accepts(node: Node, word: str) -> bool:
    if "e" in node:
        return word in _tree()["_enums"][node["e"]] or word.isdigit()
    return bool(re.match(r"[\w.:/*<>$-]|[^a-z]", word))
