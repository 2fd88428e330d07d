"""A router's own configuration against what its VIF asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dxnet import secrets
from dxnet.platforms import Platform
from dxnet.running import facts as reading
from dxnet.running import judge, patterns, places
from dxnet.running.expected import Expected
from dxnet.running.facts import Facts
from dxnet.running.judgement import Judgement, Level
from dxnet.running.patterns import Patterns
from dxnet.running.places import Place
from dxnet.running.statements import Statement, statements


@dataclass(frozen=True, slots=True)
class Running:
    """A router's configuration as it was read; `text` may hold every secret of the router."""

    name: str
    platform: Platform
    patterns: Patterns
    statements: tuple[Statement, ...] = field(repr=False)
    facts: Facts = field(repr=False)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is said of each fact of one VIF, and where on the router it was found."""

    expected: Expected
    running: Running
    place: Place
    judgements: tuple[Judgement, ...]

    @property
    def has_failed(self) -> bool:
        """Whether a fact keeps the session from working, or lets it leak."""
        return any(judgement.level is Level.FAIL for judgement in self.judgements)

    @property
    def counts(self) -> Mapping[Level, int]:
        """How many facts have each level, 0 included."""
        return {level: sum(j.level is level for j in self.judgements) for level in Level}


def read(text: str, name: str, platform: Platform) -> Running:
    """The configuration in the text, of whatever is recognised in it."""
    found = patterns.of(platform)
    said = statements(text, found.readers, platform.comment)
    facts = reading.read(said, platform, found)
    secrets.guard().add(key.reveal() for key in facts.keys)
    return Running(name, platform, found, said, facts)


def compare(running: Running, expected: Expected) -> Comparison:
    """The VIF's facts, one by one."""
    place = places.find(running.facts, expected)
    judged = judge.judge(place, running.facts, expected, running.patterns)
    return Comparison(expected, running, place, tuple(judged))
