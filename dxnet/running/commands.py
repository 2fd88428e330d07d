"""The commands that bring a router's lines for a VIF to what dxnet would write.

They are dxnet's own lines for the facts that differ, in dxnet's own safe order (filters, then the
session, its key last), and a few lines that take something away. Nothing is negated that is not in
that closed list, since the router's other lines are others' business.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dxnet.model import MASK
from dxnet.running import filters
from dxnet.running.comparison import Comparison
from dxnet.running.facts import Facts, Record, inherited
from dxnet.running.judgement import Judgement, Level, Verdict
from dxnet.running.own_text import OwnText
from dxnet.running.statements import Statement

# The facts of statements that put a judgement right.
_BY_FACT = {
    "vlan": {"vlan"},
    "address": {"address", "length"},
    "mtu": {"mtu"},
    "vrf": {"vrf", "address", "length"},
    "peer_as": {"peer_as"},
    "key": {"key"},
    "bfd": {"bfd"},
    "activate": {"activate"},
    "prefix_limit": {"limit"},
    "filter_in": {"map_in", "list_in"},
    "filter_out": {"map_out", "list_out"},
}
_BFD = re.compile(r"\bbfd")
_OF_INTERFACE = frozenset(("vlan", "address", "mtu"))
_INTERRUPTING = frozenset(("vlan", "address", "vrf", "peer", "peer_as", "key", "one_hop", "up"))
_UNSAID = "No filter out: nothing says what is advertised (advertise in dxnet.toml)"
_REMOVED = {"one_hop": "far", "up": "down"}


def commands(comparison: Comparison, own: OwnText) -> tuple[str, ...]:
    """The lines, each key's a comment; none where nothing has failed or needs a warning."""
    sign = comparison.running.platform.comment
    wrong = [j for j in comparison.judgements if j.level in (Level.FAIL, Level.WARN)]
    silent = [j for j in wrong if j.fact == "filter_out" and _is_unsaid(j, comparison)]
    wrong = [judgement for judgement in wrong if judgement not in silent]
    if silent:
        return (f"{sign} {_UNSAID}", *_all(comparison, own, wrong))
    return tuple(_all(comparison, own, wrong))


def _is_unsaid(judgement: Judgement, comparison: Comparison) -> bool:
    """Whether no setting says what is advertised, so that dxnet's filter would stop everything."""
    peers = comparison.expected.peers
    return not any(peer.advertise for peer in peers if peer.family == judgement.family)


def _all(comparison: Comparison, own: OwnText, wrong: list[Judgement]) -> Iterator[str]:
    running = comparison.running
    sign = running.platform.comment
    if not wrong:
        return
    if running.patterns.replace:
        yield f"{sign} {running.patterns.replace.format(vif=comparison.expected.vif_id)}"
    elif comparison.place.is_empty:
        yield f"{sign} All of it: dxnet render-config {comparison.expected.vif_id}"
    else:
        yield from (f"{sign} {sentence}" for sentence in _sentences(wrong))
        yield from _removals(comparison, wrong)
        yield from _own_lines(comparison, own, wrong)


def _sentences(wrong: Iterable[Judgement]) -> Iterator[str]:
    facts = list(dict.fromkeys(judgement.fact for judgement in wrong))
    if any(fact in _INTERRUPTING for fact in facts):
        yield "These lines interrupt the session"
    if "key" in facts:
        yield "The key's line is a comment: dxnet render-config prints it"
    if "our_as" in facts:
        yield "The router's own AS is not changed here: a local-as on the session may do"
    for judgement in wrong:
        if judgement.fact == "peer" and judgement.verdict is Verdict.DIFFERS:
            yield f"Take the {judgement.seen} away by hand"


def _removals(comparison: Comparison, wrong: Iterable[Judgement]) -> Iterator[str]:
    running = comparison.running
    by_line = {statement.line: statement for statement in running.statements}
    for judgement in wrong:
        fact = _REMOVED.get(judgement.fact)
        if fact is None:
            continue
        for item in running.facts.quotable:
            if item.line == judgement.line and fact in item.facts:
                yield from _removal(by_line[item.line], by_line, comparison)


def _removal(
    statement: Statement, by_line: dict[int, Statement], comparison: Comparison
) -> Iterator[str]:
    """The line that takes the statement away, in its blocks."""
    running = comparison.running
    template = running.patterns.remove
    if not template:
        yield f"{running.platform.comment} Take away: {statement.path}"
        return
    if "{path}" in template:
        yield template.format(path=statement.path)
        return
    parent = ""
    depth = 0
    for number in statement.within:
        words = by_line[number].path[len(parent) :].strip()
        yield f"{' ' * depth}{words}"
        parent, depth = by_line[number].path, depth + 1
    own = statement.path[len(parent) :].strip()
    yield f"{' ' * depth}{template.format(line=own, word=own.partition(' ')[2].split(' ')[0])}"
    for number in reversed(statement.within) if "blocks" in running.patterns.readers else ():
        depth -= 1
        ends = by_line[number].path.rsplit(" ", 2)[-2] == "edit"
        yield f"{' ' * depth}{'next' if ends else 'end'}"


def _own_lines(comparison: Comparison, own: OwnText, wrong: Iterable[Judgement]) -> Iterator[str]:
    """dxnet's lines for what is wrong, with the blocks that they stand in and their ends."""
    running = comparison.running
    needed = _needed(comparison, own, wrong)
    statements = [line for line in own.all_lines if not line.closes]
    if running.patterns.whole:
        whole = re.compile(running.patterns.whole)
        blocks = {s.line for s in statements if s.line in needed and whole.match(s.path)}
        blocks |= {s.within[0] for s in statements if s.within and s.line in blocks}
        needed |= {s.line for s in statements if set(s.within) & blocks}
    openers = {number for s in statements if s.line in needed for number in s.within}
    shown = needed | openers
    ends = {s.line for s in own.all_lines if s.closes and s.within and s.within[-1] in shown}
    sign = running.platform.comment
    by_line = {statement.line: statement for statement in statements}
    for number, line in enumerate(own.text.split("\n"), 1):
        if number in shown:
            line = _in_their_names(line, by_line[number], by_line, own)
        if number in shown or number in ends:
            yield f"{sign} {line}" if MASK in line else line


def _in_their_names(
    line: str, statement: Statement, by_line: dict[int, Statement], own: OwnText
) -> str:
    """dxnet's line with the router's own name of the interface, session or process."""
    parent = by_line[statement.within[-1]].path.split(" ") if statement.within else []
    words = statement.path.split(" ")
    for old, new in own.heads.items():
        olds, news = old.split(" "), new.split(" ")
        count = min(len(words), len(olds))
        if words[:count] != olds[:count]:
            continue
        old_words, renamed = words[len(parent) :], [*news[:count], *words[count:]][len(parent) :]
        return line.replace(" ".join(old_words), " ".join(renamed), 1)
    return line


def _needed(comparison: Comparison, own: OwnText, wrong: Iterable[Judgement]) -> set[int]:
    """The lines of dxnet's text that put right what is wrong."""
    found: set[int] = set()
    if any(judgement.fact == "bfd" for judgement in wrong):
        found |= {s.line for s in own.all_lines if not s.closes and _BFD.search(s.path)}
    facts, patterns = own.facts, comparison.running.patterns
    for judgement in wrong:
        if judgement.fact in _OF_INTERFACE:
            records = [own.place.interface] if own.place.interface else []
            if comparison.place.interface is None:
                found |= {line for record in records for line in _head_lines(record, own)}
            found |= _lines(records, _BY_FACT[judgement.fact], facts)
            continue
        for session in own.place.sessions:
            if session.record is None or session.peer.family != judgement.family:
                continue
            chain = list(inherited(session.record, facts))
            for way in (filters.IN, filters.OUT):
                if judgement.fact in ("peer", f"filter_{way}"):
                    used = filters.used(filters.of(session.record, way, facts, patterns), facts)
                    found |= {line for record in used for line in record.lines}
            if judgement.fact == "peer":
                found |= {line for record in chain for line in _head_lines(record, own)}
            else:
                found |= _lines(chain, _BY_FACT.get(judgement.fact, set()), facts)
    return found


def _lines(records: Iterable[Record], names: set[str], facts: Facts) -> set[int]:
    ids = {record.id for record in records}
    return {item.line for item in facts.quotable if item.record in ids and item.facts & names}


def _head_lines(record: Record, own: OwnText) -> set[int]:
    """Every line that begins with what names the record."""
    heads = {item.head for item in own.facts.quotable if item.record == record.id}
    return {
        line.line
        for line in own.all_lines
        for head in heads
        if not line.closes and (line.path == head or line.path.startswith(f"{head} "))
    }
