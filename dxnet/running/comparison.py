"""A router's own configuration against what its VIF asks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from dxnet import secrets
from dxnet.platforms import Platform
from dxnet.running import facts as reading
from dxnet.running import judge, patterns, places
from dxnet.running.expected import Expected
from dxnet.running.facts import Facts
from dxnet.running.judgement import Judgement, Level, Verdict
from dxnet.running.patterns import Patterns
from dxnet.running.places import Place
from dxnet.running.statements import Statement, statements


@dataclass(frozen=True, slots=True)
class Running:
    """A router's configuration as it was read; its statements may hold every secret of the router.

    `is_cut` says that it begins as a whole configuration and does not end as one.
    """

    name: str
    platform: Platform
    patterns: Patterns
    statements: tuple[Statement, ...] = field(repr=False)
    facts: Facts = field(repr=False)
    is_cut: bool = False


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
    def is_there(self) -> bool:
        """Whether an address of the VIF is on the router: a tag alone may be another circuit's."""
        return self.fit[0] > 0

    @property
    def fit(self) -> tuple[int, int]:
        """How well the VIF fits the router, for choosing among routers: how many of its addresses
        are right, and how many facts have not failed."""
        right = [j for j in self.judgements if j.verdict is Verdict.SAME]
        addresses = sum(judgement.fact in ("address", "peer") for judgement in right)
        return addresses, sum(j.level is not Level.FAIL for j in self.judgements)

    @property
    def counts(self) -> Mapping[Level, int]:
        """How many facts have each level, 0 included."""
        return {level: sum(j.level is level for j in self.judgements) for level in Level}


def read(text: str, name: str, platform: Platform) -> Running:
    """The configuration in the text, of whatever is recognised in it."""
    found = patterns.of(platform)
    said = statements(text, found.readers, platform.comment)
    facts = reading.read(said, platform, found)
    secrets.guard().add_secrets(facts.keys)
    return Running(name, platform, found, said, facts, _is_cut(text, found))


def _is_cut(text: str, found: Patterns) -> bool:
    lines = [line for line in map(str.strip, text.splitlines()) if line]
    if not found.ends or not any(re.match(found.begins, line) for line in lines):
        return False
    return not any(re.fullmatch(found.ends, line) for line in lines)


def compare(running: Running, expected: Expected) -> Comparison:
    """The VIF's facts, one by one."""
    place = places.find(running.facts, expected)
    judged = tuple(judge.judge(place, running.facts, expected, running.patterns))
    if running.is_cut:
        remark = "the configuration is cut short: save all of it"
        judged = tuple(_untold(judgement, remark) for judgement in judged)
    elif running.patterns.beyond and _has_lines_elsewhere(running):
        remark = f"it takes lines from elsewhere: save `{running.patterns.expand}`"
        judged = tuple(_untold(judgement, remark) for judgement in judged)
    return Comparison(expected, running, place, judged)


def _has_lines_elsewhere(running: Running) -> bool:
    beyond = re.compile(running.patterns.beyond)
    return any(beyond.fullmatch(statement.path) for statement in running.statements)


def _untold(judgement: Judgement, remark: str) -> Judgement:
    """A fact that is missing may stand in lines that are not in the text, as the remark says."""
    if judgement.verdict is not Verdict.MISSING:
        return judgement
    return replace(judgement, verdict=Verdict.CANT_TELL, level=Level.LOOK, remark=remark)
