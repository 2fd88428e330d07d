"""Whether a router's answers to dxnet's own commands prove that the VIF works."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dxnet.running import answers, log, proofs
from dxnet.running.answers import Row
from dxnet.running.expected import Expected, ExpectedPeer
from dxnet.running.log import Answer
from dxnet.running.proofs import Proof

# What a router says of a command that it doesn't take.
_REFUSED = re.compile(
    r"^\s*(?:% ?(?:Invalid|Unknown|Incomplete|Ambiguous|Unrecognized)|\^\s*$|.*syntax error"
    r"|.*[Uu]nknown (?:command|action)|.*[Cc]ommand (?:not found|fail)|.*Unrecognized command"
    r"|.*bad command name|Error: |.*expected one of)",
    re.MULTILINE,
)
_OF_INTERFACE = frozenset(("up", "vlan", "mtu"))
# What both ends agree on when the session comes up, and is anything before.
_AGREED = {"state": frozenset(("hold_time",)), "bfd": frozenset(("bfd_interval",))}


@dataclass(frozen=True, slots=True)
class Proved:
    """One fact that a command was to prove; `line` is the log's, 0 for none."""

    command: str
    fact: str
    proof: Proof
    asked: str
    seen: str
    line: int = 0
    family: str = ""


@dataclass(frozen=True, slots=True)
class Verification:
    """All that a log proves of one VIF, in the order of the commands."""

    expected: Expected
    proved: tuple[Proved, ...]

    @property
    def has_failed(self) -> bool:
        """Whether an answer says that something is wrong."""
        return any(each.proof is Proof.FAIL for each in self.proved)

    @property
    def counts(self) -> Mapping[Proof, int]:
        """How many facts have each verdict, 0 included."""
        return {proof: sum(each.proof is proof for each in self.proved) for proof in Proof}


def commands(text: str) -> tuple[str, ...]:
    """The commands of dxnet's text, each once; its comments begin with `#` or `!`."""
    lines = (line.strip() for line in text.splitlines())
    return tuple(dict.fromkeys(line for line in lines if line and line[0] not in "#!"))


def verify(
    expected: Expected, asked: Sequence[str], rows: Sequence[Row], text: str
) -> Verification | None:
    """What the log proves; None where none of the commands is in it."""
    found = log.cut(text, asked)
    if not found:
        return None
    proved: list[Proved] = []
    for row in rows:
        named = [command for command in asked if row.command.fullmatch(log.unquoted(command))]
        for place, command in enumerate(named):
            peers = _peers(command, row, expected, place, len(named))
            for peer in peers:
                proved += _of_command(command, row, peer, expected, found.get(command))
    order = {command: place for place, command in enumerate(asked)}
    return Verification(expected, tuple(sorted(proved, key=lambda each: order[each.command])))


def _peers(
    command: str, row: Row, expected: Expected, place: int, count: int
) -> tuple[ExpectedPeer, ...]:
    """The sessions that a command is about: those it names, else by order, else all."""
    if row.family:
        return tuple(peer for peer in expected.peers if peer.family == row.family)
    words = set(re.split(r"[\s\"'=]+", command))
    named = [p for p in expected.peers if {p.amazon.address, p.customer.address} & words]
    if named:
        return tuple(named)
    if count == len(expected.peers):
        return (expected.peers[place],)
    return expected.peers


def _of_command(
    command: str, row: Row, peer: ExpectedPeer, expected: Expected, answer: Answer | None
) -> Iterator[Proved]:
    is_json = answer is not None and answer.is_json
    facts = tuple(fact for fact in (row.json if is_json else row.seen) if fact != answers.REASON)
    if peer is not _first(row, expected):
        facts = tuple(fact for fact in facts if fact not in _OF_INTERFACE)
    if answer is None:
        seen, line = "the command is not in the log", 0
    elif _REFUSED.search(answer.text):
        seen, line = "the router refused the command", answer.line
    else:
        open_facts: frozenset[str] = frozenset()
        for fact in facts:
            values = _values(fact, row, peer, expected, answer)
            proof, asked, said = proofs.judged(fact, values, peer, expected, answer)
            if proof is Proof.FAIL and fact in _AGREED:
                open_facts |= _AGREED[fact]
                reason = _reason(row, peer, expected, answer) if fact == "state" else ()
                said = ": ".join((said, *reason))
            elif proof is Proof.FAIL and proofs.name(fact) in open_facts:
                proof, said = Proof.CANT_TELL, f"{said}, while it is down"
            at = values[0][1] if values else answer.line
            family = "" if fact in _OF_INTERFACE else peer.family
            yield Proved(command, proofs.name(fact), proof, asked, said, at, family)
        return
    for fact in facts:
        asked = proofs.asked(fact, peer, expected)
        family = "" if fact in _OF_INTERFACE else peer.family
        yield Proved(command, proofs.name(fact), Proof.CANT_TELL, asked, seen, line, family)


def _reason(row: Row, peer: ExpectedPeer, expected: Expected, answer: Answer) -> tuple[str, ...]:
    """Why the router says that the session went down; nothing where it doesn't say."""
    if answer.is_json or answers.REASON not in row.seen:
        return ()
    return tuple(text.strip() for text, _ in _values(answers.REASON, row, peer, expected, answer))


def _first(row: Row, expected: Expected) -> ExpectedPeer:
    """The peer whose turn says what is the interface's."""
    own = [peer for peer in expected.peers if row.family in ("", peer.family)]
    return own[0]


def _values(
    fact: str, row: Row, peer: ExpectedPeer, expected: Expected, answer: Answer
) -> list[tuple[str, int]]:
    """What the answer says of the fact, each with its line in the log."""
    own = {
        "amazon": peer.amazon.address,
        "customer": peer.customer.address,
        "interface": expected.interface,
        "label": expected.label,
    }
    if answer.is_json:
        found = _of_json(answer.text, _filled(row.json[fact], own))
        return [(text, answer.line + 1) for text in found]
    part = _part(row, own, answer)
    pattern = re.compile(answers.filled(row.seen[fact], own), re.MULTILINE)
    return list(log.matches(pattern, part))


def _part(row: Row, own: Mapping[str, str], answer: Answer) -> Answer:
    """The answer's part that is about the peer; the whole where a row names no part."""
    if not row.start:
        return answer
    begins = re.compile(answers.filled(row.start, own))
    ends = re.compile(row.end) if row.end else None
    lines, first = list(answer.lines), None
    for number, line in enumerate(lines):
        if first is None and begins.search(line):
            first = number
        elif first is not None and ends is not None and ends.search(line):
            return Answer(answer.command, answer.line + first, tuple(lines[first:number]), True)
    chosen = tuple(lines[first:]) if first is not None else ()
    return Answer(answer.command, answer.line + (first or 0), chosen, answer.is_whole)


def _filled(path: str, own: Mapping[str, str]) -> str:
    for name, value in own.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def _of_json(text: str, path: str) -> list[str]:
    """What stands at the path, whose parts are parted by `/`.

    `*` is every member, `?name=value` the members of a list of which that is true.
    """
    try:
        nodes: list[Any] = [json.loads(text)]
    except ValueError:
        return []
    for part in path.split("/"):
        following: list[Any] = []
        for node in nodes:
            if isinstance(node, dict):
                if part == "*":
                    following += node.values()
                elif part in node:
                    following.append(node[part])
            elif isinstance(node, list):
                name, _, value = part.removeprefix("?").partition("=")
                following += [
                    member
                    for member in node
                    if part == "*" or (isinstance(member, dict) and member.get(name) == value)
                ]
        nodes = following
    return [str(node) for node in nodes if not isinstance(node, dict | list)]
