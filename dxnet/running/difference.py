"""What differs between a router's lines for a VIF and those that dxnet would write, and the way.

Only lines that say a fact of this VIF are quoted, and those that are word for word dxnet's own;
every key in them is masked. The rest of the router's configuration never gets here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from dxnet.running import commands, filters, own_text, places
from dxnet.running.comparison import Comparison, Running
from dxnet.running.facts import Facts, inherited
from dxnet.running.judgement import Level, Verdict
from dxnet.running.own_text import OwnText
from dxnet.running.places import Place

_CONTEXT = 1
# Free text, and what a running configuration doesn't show because it is the default.
_LEFT_OUT = re.compile(r" (?:description|descr|comments?) |(?:no|undo) shutdown$")
# What a statement's facts are judged as.
JUDGED_AS: Mapping[str, str] = {
    "vlan": "vlan",
    "name_vlan": "vlan",
    "address": "address",
    "length": "address",
    "mtu": "mtu",
    "vrf": "vrf",
    "peer_as": "peer_as",
    "local_as": "our_as",
    "process_as": "our_as",
    "key": "key",
    "keepalive": "timers",
    "hold": "timers",
    "bfd": "bfd",
    "far": "one_hop",
    "down": "up",
    "activate": "activate",
    "inactive": "activate",
    "limit": "prefix_limit",
    "map_in": "filter_in",
    "list_in": "filter_in",
    "other_in": "filter_in",
    "map_out": "filter_out",
    "list_out": "filter_out",
    "other_out": "filter_out",
}

# Makes dxnet's configuration of the VIF with masked keys, on this interface and in this VRF; an
# empty text stands for what dxnet.toml says.
Renderer = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Difference:
    """A unified diff of statements, and the commands from one to the other; no key in either."""

    lines: tuple[str, ...]
    commands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A statement as it is shown; `head` names its record, `facts` are what it says of it.

    `number` counts the statements of its text.
    """

    number: int
    path: str
    head: str
    facts: frozenset[str]
    family: str
    filter: str = ""


def difference(comparison: Comparison, render: Renderer) -> Difference:
    """From the router's lines to dxnet's."""
    interface = comparison.place.interface
    sessions = [session.record for session in comparison.place.sessions if session.record]
    vrf = next((vrf for r in (*sessions, interface) if r and (vrf := places.vrf_of(r))), "")
    port = _port(interface.name, comparison.running) if interface else ""
    platform = comparison.running.platform
    named = {"interface": port, "vrf": vrf if platform.can("vrf") else ""}
    taken = {name: text for name, text in named.items() if _is_name(platform.patterns[name], text)}
    own = own_text.read(comparison, render(taken.get("interface", ""), taken.get("vrf", "")))
    lines = tuple(_diff(comparison, _theirs(comparison), _ours(comparison, own)))
    return Difference(lines, commands.commands(comparison, own))


def _is_name(pattern: str, text: str) -> bool:
    return re.fullmatch(pattern, text, re.ASCII) is not None


def _port(interface: str, running: Running) -> str:
    """The port of a VLAN's interface, such as Gi0/1 of Gi0/1.101; empty for any other name."""
    pattern = re.escape(running.platform.subinterface)
    pattern = pattern.replace(r"\{interface\}", "(?P<port>.+)").replace(r"\{vlan\}", r"\d+")
    match = re.fullmatch(pattern, interface)
    return match["port"] if match else ""


def _theirs(comparison: Comparison) -> list[_Line]:
    """The router's statements on the VIF, but for the first lines of blocks."""
    running = comparison.running
    return [
        line
        for line in _scope(comparison.place, running, running.facts)
        if line.path != line.head or line.filter
    ]


def _scope(place: Place, running: Running, facts: Facts) -> Iterable[_Line]:
    """The statements on the VIF's interface and sessions, and in their filters."""
    found: dict[tuple[str, str, str, str], tuple[str, str]] = {}
    if place.interface is not None:
        found[place.interface.id] = ("", "")
    for session in place.sessions:
        if session.record is None:
            continue
        family = session.peer.family
        found |= {record.id: (family, "") for record in inherited(session.record, facts)}
        for way in (filters.IN, filters.OUT):
            chosen = filters.of(session.record, way, facts, running.patterns)
            used = filters.used(chosen, facts)
            found |= {record.id: (family, f"filter_{way}") for record in used}
    for item in facts.quotable:
        if item.record in found:
            yield _Line(item.number, item.masked, item.head, item.facts, *found[item.record])


def _ours(comparison: Comparison, own: OwnText) -> list[_Line]:
    """dxnet's statements in the router's names, but for free text and the first lines of blocks."""
    said = {line.number: line for line in _scope(own.place, comparison.running, own.facts)}
    openers = {number for statement in own.all_lines for number in statement.within}
    silent = re.compile(comparison.running.patterns.silent or r"(?!)")
    found = []
    for number, statement in enumerate(s for s in own.all_lines if not s.closes):
        line = said.get(number, _Line(number, statement.path, "", frozenset(), ""))
        is_opener = statement.line in openers and not line.filter
        if is_opener or _LEFT_OUT.search(statement.path) or silent.fullmatch(statement.path):
            continue
        for old in sorted(own.heads, key=len, reverse=True):
            if renamed := _renamed(line.path, old, own.heads[old]):
                line = replace(line, path=renamed, head=own.heads[old])
                break
        found.append(line)
    return found


def _renamed(path: str, old: str, new: str) -> str:
    return new + path[len(old) :] if path == old or path.startswith(f"{old} ") else ""


def _diff(comparison: Comparison, theirs: list[_Line], ours: list[_Line]) -> Iterable[str]:
    """Statements that say what is right are shown where both have them word for word, only."""
    import difflib

    wrong = _wrong(comparison)
    present = {statement.path for statement in comparison.running.statements}
    present |= {line.path for line in theirs}
    wanted = [line for line in ours if line.path in present or not _is_right(line, wrong)]
    paths = {line.path for line in wanted if "key" not in line.facts}
    extra = [line for line in theirs if line.path not in paths and not _is_right(line, wrong)]
    before: list[str] = []
    lasts = {line.head: place for place, line in enumerate(wanted)}
    for place, line in enumerate(wanted):
        is_key = "key" in line.facts and not _is_right(line, wrong)
        if line.path in present and not is_key:
            before.append(line.path)
        if line.head and lasts[line.head] == place:
            before += [_marked(other) for other in extra if other.head == line.head]
    before += [_marked(line) for line in extra if not line.head or line.head not in lasts]
    name, vif = comparison.running.name, comparison.expected.vif_id
    after = [line.path for line in wanted]
    yield from difflib.unified_diff(before, after, name, f"dxnet {vif}", lineterm="", n=_CONTEXT)


def _marked(line: _Line) -> str:
    return f"{line.path} (another key)" if "key" in line.facts else line.path


def _wrong(comparison: Comparison) -> set[tuple[str, str]]:
    """The facts that differ, by family; not the words of a filter that does what it must."""
    return {
        (judgement.fact, judgement.family)
        for judgement in comparison.judgements
        if judgement.verdict in (Verdict.DIFFERS, Verdict.MISSING)
        and not (judgement.fact.startswith("filter_") and judgement.level is Level.NOTE)
    }


def _is_right(line: _Line, wrong: set[tuple[str, str]]) -> bool:
    """Whether the statement says facts of the VIF and none of them differs."""
    families = {line.family} if line.family else {"", "ipv4", "ipv6"}
    judged = [line.filter] if line.filter else [JUDGED_AS.get(fact, "") for fact in line.facts]
    facts = [fact for fact in judged if fact]
    return bool(facts) and not any((fact, family) in wrong for fact in facts for family in families)
