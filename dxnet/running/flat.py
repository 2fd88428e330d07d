"""Readers of configurations whose every line says all: `set` commands, and RouterOS's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dxnet.running.line import Line

_VERB = re.compile(r"(?:set|add|/(?=configure )) ?")
_LIST = re.compile(r"(.*?) \[ (.*?) \](.*)")
_PAIR = re.compile(r'([A-Za-z0-9_.-]+)=("(?:[^"\\]|\\.)*"|\{[^}]*\}|\S*)')
_INNER = re.compile(r":if .* do=\{ (/.*) \}$")
# What an entry of a menu is called by; one without a name gets the number of its line as well.
_NAMES = ("name", "chain", "interface", "interfaces", "list")


def commands(text: str, comment: str) -> Iterator[Line]:
    """`set` and `add` commands, without these words; what `deactivate` names is left out."""
    off: list[str] = []
    found: list[Line] = []
    for number, raw in enumerate(text.split("\n"), 1):
        words = " ".join(raw.split())
        if not words or words.startswith(comment):
            continue
        if words.startswith("deactivate "):
            off.append(words.removeprefix("deactivate "))
        verb = _VERB.match(words)
        if verb is not None:
            found += [Line(number, path) for path in _members(words[verb.end() :])]
    for line in found:
        if not any(line.path == path or line.path.startswith(f"{path} ") for path in off):
            yield line


def _members(path: str) -> Iterator[str]:
    """The path with each member of its list `[ a b ]` in its place."""
    match = _LIST.fullmatch(path)
    if match is None:
        yield path
        return
    for member in match[2].split():
        yield f"{match[1]} {member}{match[3]}"


def routeros(text: str, comment: str) -> Iterator[Line]:
    """RouterOS: a statement for each `key=value`, after the menu and the entry's name.

    An export wraps its lines with a backslash, says the menu once for the lines below it, and
    shortens `remote.address=A remote.as=N` to `remote.address=A .as=N`.
    """
    menu = ""
    for number, words in _unwrapped(text):
        if words.startswith(comment):
            continue
        inner = _INNER.match(words)
        command = inner[1] if inner else words
        if command.startswith("/"):
            head, _, rest = command.partition(" ")
            path = head.strip("/").replace("/", " ")
            has_verb = path.endswith((" add", " set"))
            if rest and not has_verb and rest.split(" ", 1)[0] not in ("add", "set"):
                menus, verb, tail = _split(rest)
                path, rest = f"{path} {menus}".strip(), f"{verb} {tail}".strip()
            menu = re.sub(r" (?:add|set)$", "", path)
            command = rest if menu == path else f"{path.rsplit(' ', 1)[1]} {rest}"
        if command.startswith(("add ", "set ")):
            yield from _entry(number, menu, command)


def _split(words: str) -> tuple[str, str, str]:
    """The menus, the verb and what stands behind it: `interface vlan add name=a`."""
    match = re.match(r"(.*?)(?:^| )(add|set)\b ?(.*)", words)
    return (match[1], match[2], match[3]) if match else (words, "", "")


def _entry(number: int, menu: str, command: str) -> Iterator[Line]:
    pairs: dict[str, str] = {}
    prefix = ""
    for match in _PAIR.finditer(command):
        key = f"{prefix}{match[1]}" if match[1].startswith(".") else match[1]
        prefix = key.rsplit(".", 1)[0] if "." in key else prefix
        pairs.setdefault(key, match[2].rstrip("]"))
    key = next((key for key in _NAMES if key in pairs), "")
    entry = pairs.get(key, "").strip('"') or "-"
    unique = entry if key == "name" else f"{entry} #{number}"
    yield Line(number, f"{menu} {unique}")
    for key, value in pairs.items():
        yield Line(number, f"{menu} {unique} {key} {value}")


def _unwrapped(text: str) -> Iterator[tuple[int, str]]:
    """Each command with the number of its first line; a wrapped one in one piece."""
    first, held = 1, ""
    for number, raw in enumerate(text.split("\n"), 1):
        if not held:
            first = number
        held += raw.strip() if not held else raw.lstrip()
        if held.endswith("\\"):
            held = held[:-1]
            continue
        if held.strip():
            yield first, held.strip()
        held = ""
