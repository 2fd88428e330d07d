"""DX907 and up: what must hold in the rendered configuration, whoever wrote its template.

How each platform says it is data: `[lint]` in its platform.toml, see `platforms.Lint`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dxnet.checks.engine import NotApplicable, rule
from dxnet.checks.rendered import Attempt, Rendered, Statement
from dxnet.limits import BGP_SETTINGS
from dxnet.platforms import Lint

_IN_TEMPLATE = "Correct your own template; without one, report it with the platform's name."


@rule(
    "DX907",
    "The configuration can be rendered",
    fix="Correct the setting or the template that the detail names.",
    source=None,
)
def configuration_renders(attempt: Attempt) -> Iterator[str]:
    """The settings are names that the platform takes, and the template has no fault. What a VIF
    lacks is for other rules to say."""
    if attempt.is_fault_of_vif:
        raise NotApplicable(attempt.refusal)
    if attempt.refusal:
        yield attempt.refusal


@rule(
    "DX908",
    "Every name in the configuration is defined before it is used",
    fix=_IN_TEMPLATE,
    source=None,
)
def names_are_defined_before_use(lint: Lint, rendered: Rendered) -> Iterator[str]:
    """Filters above all: a session that comes up before its filter is defined leaks routes."""
    for names in lint.names:
        defined = _first(names.defined, rendered)
        for name, used in _first(names.used, rendered).items():
            if name not in defined:
                yield f"line {used.line}: the {names.kind} {name} is used and never defined"
            elif defined[name].line > used.line:
                yield (
                    f"line {used.line}: the {names.kind} {name} is used before it is defined "
                    f"on line {defined[name].line}"
                )


@rule(
    "DX909",
    "Every BGP session has a filter in and a filter out in its address family",
    fix=_IN_TEMPLATE,
    source=None,
)
def sessions_are_filtered(lint: Lint, rendered: Rendered) -> Iterator[str]:
    """Without one a router announces all that it knows to AWS, or believes all that it hears."""
    sessions = _sessions(lint, rendered)
    if not sessions:
        yield "there is no BGP session"
    for direction, pattern in (("in", lint.filter_in), ("out", lint.filter_out)):
        filters = [match for _, match in _matches(pattern, rendered)]
        for session in sessions:
            if not any(session.has(each) for each in filters):
                yield f"line {session.line}: the session {session.name} has no filter {direction}"


@rule(
    "DX910",
    "BFD and graceful restart are not configured together",
    fix="Leave one of them out: with both, a failed path is noticed late.",
    source=BGP_SETTINGS,
)
def bfd_or_graceful_restart(lint: Lint, rendered: Rendered) -> Iterator[str]:
    """What is on by default and not in the text isn't seen."""
    bfd = next(_matches(lint.bfd, rendered), None)
    restart = next(_matches(lint.restart, rendered), None)
    if bfd and restart:
        yield f"BFD on line {bfd[0].line}, graceful restart on line {restart[0].line}"


@rule(
    "DX911",
    "The session is neither multihop nor guarded by TTL security",
    fix="Take it out: AWS sends TTL 1 and accepts only what is directly connected.",
    source=BGP_SETTINGS,
)
def peers_are_one_hop_away(lint: Lint, rendered: Rendered) -> Iterator[str]:
    """Either keeps the session down."""
    for statement, _ in _matches(lint.far, rendered):
        yield f"line {statement.line}: {statement.text}"


@rule(
    "DX912",
    "What the configuration needs is switched on in it",
    fix=_IN_TEMPLATE,
    source=None,
)
def features_are_on(lint: Lint, rendered: Rendered) -> Iterator[str]:
    """Features of the platform, and address families of a session."""
    for feature in lint.features:
        switched = [match.groupdict() for _, match in _matches(feature.on, rendered)]
        missing: dict[str, int] = {}
        for statement, match in _matches(feature.needed, rendered):
            if not any(_agree(match.groupdict(), on) for on in switched):
                missing.setdefault(" ".join(match.groupdict().values()), statement.line)
        for name, line in missing.items():
            yield f"line {line}: needs {feature.name} {name}".rstrip()


@dataclass(frozen=True, slots=True)
class _Session:
    """A BGP session by all its names, of which one may be its address."""

    line: int
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The address or the name that tells it from others."""
        return self.names[-1]

    @property
    def is_ipv6(self) -> bool:
        """Whether one of its names is an IPv6 address."""
        return any(":" in name for name in self.names)

    def has(self, found: re.Match[str]) -> bool:
        """Whether a filter belongs to the session, in its address family if that is named."""
        groups = found.groupdict()
        family = groups.get("family")
        return groups["of"] in self.names and (family is None or ("6" in family) == self.is_ipv6)


def _sessions(lint: Lint, rendered: Rendered) -> list[_Session]:
    found: dict[tuple[str, ...], _Session] = {}
    for statement, match in _matches(lint.session, rendered):
        names = tuple(name for name in match.groupdict().values() if name)
        found.setdefault(names, _Session(statement.line, names))
    return list(found.values())


def _matches(pattern: str, rendered: Rendered) -> Iterator[tuple[Statement, re.Match[str]]]:
    search = re.compile(pattern).search
    for statement in rendered.statements:
        match = search(statement.text)
        if match:
            yield statement, match


def _first(pattern: str, rendered: Rendered) -> dict[str, Statement]:
    """The first statement for each <name> that the pattern finds."""
    found: dict[str, Statement] = {}
    for statement, match in _matches(pattern, rendered):
        found.setdefault(match["name"], statement)
    return found


def _agree(needed: Mapping[str, str], on: Mapping[str, str]) -> bool:
    return all(on.get(name, value) == value for name, value in needed.items())
