"""Whether a session's filters let through what they must, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dxnet.addressing import Family, Prefix
from dxnet.running import addresses, filters
from dxnet.running.expected import Expected, ExpectedPeer
from dxnet.running.facts import Facts, Record
from dxnet.running.filters import IN, OUT, Filters
from dxnet.running.judgement import Judgement, Level, Verdict, worst
from dxnet.running.patterns import Patterns

_DEFAULT: dict[Family, str] = {"ipv4": "0.0.0.0/0", "ipv6": "::/0"}
# Prefixes that stand for any other: nobody's own, and one of Amazon's
# (https://ip-ranges.amazonaws.com/ip-ranges.json).
_OTHERS: dict[Family, tuple[str, ...]] = {
    "ipv4": ("10.253.77.0/24", "52.94.5.0/24"),
    "ipv6": ("fd77:253:77::/48", "2600:1f14::/35"),
}
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Probe:
    """A prefix, whether it must pass, and the level of a filter that does otherwise."""

    prefix: Prefix
    passes: bool
    level: Level
    words: str


def judge(
    session: Record, peer: ExpectedPeer, facts: Facts, expected: Expected, patterns: Patterns
) -> Iterator[Judgement]:
    """What the filter in and the filter out do."""
    for way, probes, asked in (
        (IN, list(_inward(peer, expected)), _accepted(peer)),
        (OUT, list(_outward(peer)), _advertised(peer)),
    ):
        fact = f"filter_{way}"
        chosen = filters.of(session, way, facts, patterns)
        if not chosen.exist:
            level = Level.FAIL if expected.is_public and way == OUT else Level.WARN
            yield Judgement(fact, Verdict.MISSING, level, asked, "no filter", session.line)
            continue
        yield _answer(fact, asked, chosen, probes, facts, patterns)


def _accepted(peer: ExpectedPeer) -> str:
    if peer.accept is None:
        return "refuse our own prefixes"
    if not peer.accept:
        return "let nothing in"
    return f"let in {_named([str(prefix) for prefix in peer.accept])} and nothing else"


def _advertised(peer: ExpectedPeer) -> str:
    if not peer.advertise:
        return "let nothing out"
    return f"let out {_named([str(prefix) for prefix in peer.advertise])} and nothing else"


def _answer(
    fact: str,
    asked: str,
    chosen: Filters,
    probes: list[Probe],
    facts: Facts,
    patterns: Patterns,
) -> Judgement:
    wrong: list[Probe] = []
    unknown = False
    for probe in probes:
        answer = filters.lets(chosen, probe.prefix, facts, patterns)
        unknown = unknown or answer is None
        if answer is not None and answer != probe.passes:
            wrong.append(probe)
    name = ", ".join((*chosen.maps, *chosen.lists, *chosen.others))
    if (
        fact == "filter_in"
        and any(probe.passes for probe in probes)
        and not unknown
        and _stops_everything(chosen, probes, facts, patterns)
    ):
        seen = f"{name} lets nothing in"
        return Judgement(fact, Verdict.DIFFERS, Level.FAIL, asked, seen, chosen.line)
    level = worst(probe.level for probe in wrong)
    if unknown and level not in (Level.FAIL, Level.WARN):
        remark = "it has a part that dxnet doesn't read, or names what is defined nowhere"
        return Judgement(
            fact, Verdict.CANT_TELL, Level.LOOK, asked, name, chosen.line, remark=remark
        )
    if not wrong:
        return Judgement(fact, Verdict.SAME, Level.PASS, asked, f"{name} does", chosen.line)
    seen = f"{name} {_named(list(dict.fromkeys(probe.words for probe in wrong)))}"
    return Judgement(fact, Verdict.DIFFERS, level, asked, seen, chosen.line)


def _named(texts: list[str]) -> str:
    more = len(texts) - _MOST_NAMED
    return ", ".join(texts[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _outward(peer: ExpectedPeer) -> Iterator[Probe]:
    for prefix in peer.advertise:
        yield Probe(prefix, True, Level.FAIL, f"holds {prefix} back")
    allowed = set(peer.advertise)
    default = _prefix(_DEFAULT[peer.family])
    if default not in allowed:
        yield Probe(default, False, Level.FAIL, "lets the default route out")
    level = Level.FAIL if allowed else Level.LOOK
    for text in _OTHERS[peer.family]:
        other = _prefix(text)
        if not any(prefix.contains(other) and prefix != default for prefix in allowed):
            yield Probe(other, False, level, f"lets other prefixes out, such as {other}")
    for prefix in peer.advertise:
        half = Prefix(prefix.family, prefix.first, prefix.prefixlen + 1)
        if prefix != default and half not in allowed and half.prefixlen <= _longest(half):
            yield Probe(half, False, Level.WARN, f"lets parts of {prefix} out")


def _longest(prefix: Prefix) -> int:
    return 32 if prefix.family == "ipv4" else 128


def _inward(peer: ExpectedPeer, expected: Expected) -> Iterator[Probe]:
    default = _prefix(_DEFAULT[peer.family])
    for prefix in peer.refuse:
        if prefix == default and expected.is_public:
            yield Probe(prefix, False, Level.WARN, "lets the default route in")
        else:
            yield Probe(prefix, False, Level.NOTE, f"lets our own {prefix} in")
    for prefix in peer.accept or ():
        if prefix not in peer.refuse:
            yield Probe(prefix, True, Level.FAIL, f"refuses {prefix}")
    for text in _OTHERS[peer.family]:
        other = _prefix(text)
        if any(prefix == other for prefix in peer.refuse):
            continue
        if peer.accept is not None:
            if not any(prefix.contains(other) for prefix in peer.accept):
                words = f"lets other prefixes in, such as {other}"
                yield Probe(other, False, Level.WARN, words)
        else:
            yield Probe(other, True, Level.NOTE, f"refuses {other}: it is stricter than asked for")


def _stops_everything(
    chosen: Filters, probes: list[Probe], facts: Facts, patterns: Patterns
) -> bool:
    """Whether neither a probe nor a prefix that the filters themselves name gets through."""
    named = [probe.prefix for probe in probes]
    for record in filters.used(chosen, facts):
        for text in (*record.texts("prefix"), *record.texts("route")):
            span = addresses.prefix_range(text, probes[0].prefix.family)
            named += [] if span is None else [span.prefix]
            entry = filters.span(record, probes[0].prefix.family)
            if entry is not None:
                named.append(Prefix(entry.prefix.family, entry.prefix.first, entry.low))
                named.append(Prefix(entry.prefix.family, entry.prefix.first, entry.high))
    return not any(filters.lets(chosen, prefix, facts, patterns) for prefix in dict.fromkeys(named))


def _prefix(text: str) -> Prefix:
    prefix = addresses.prefix(text)
    if prefix is None:
        raise ValueError(f"{text} is not a prefix")
    return prefix
