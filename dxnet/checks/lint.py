"""DX907 to DX912: what must be true of every rendered configuration, whoever wrote its template.

The patterns that find it in a platform's syntax are data: `[lint]` in its platform.toml, read as
`platforms.Lint`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dxnet.checks.engine import NotApplicable, rule
from dxnet.checks.rendered import Attempt, Rendered, Statement
from dxnet.limits import BGP_SETTINGS
from dxnet.platforms import Lint

_OWN_TEMPLATE = "Correct your own template. If you use none, report this with the platform's name."


@rule(
    "DX907",
    "The configuration can be rendered",
    why=(
        "Without a configuration there is nothing to put on the router, so the session can't "
        "come up, and the rules about its text can't run."
    ),
    fix="Correct the setting or the template that the message names.",
    source=None,
)
def configuration_renders(attempt: Attempt) -> Iterator[str]:
    """Report why the configuration can't be rendered, unless the VIF itself is the reason."""
    if attempt.is_fault_of_vif:
        raise NotApplicable(attempt.refusal)
    if attempt.refusal:
        yield attempt.refusal


@rule(
    "DX908",
    "Every name in the configuration is defined before it is used",
    why=(
        "A session that comes up before its filter is defined announces every route of the "
        "router to AWS, and accepts every route from AWS."
    ),
    fix=_OWN_TEMPLATE,
    source=None,
)
def names_are_defined_before_use(lint: Lint, rendered: Rendered) -> Iterator[str]:
    """Report names that are used before their definition or without one."""
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
    why=(
        "Without an outbound filter the router announces every route that it knows to AWS. "
        "Without an inbound filter it accepts every route that AWS sends."
    ),
    fix=_OWN_TEMPLATE,
    source=None,
)
def sessions_are_filtered(lint: Lint, rendered: Rendered) -> Iterator[str]:
    """Report sessions without an inbound or outbound filter."""
    sessions = _sessions(lint, rendered)
    if not sessions:
        yield "there is no BGP session"
    for direction, pattern in (("in", lint.filter_in), ("out", lint.filter_out)):
        filters = [match for _, match in _matches(pattern, rendered)]
        for session in sessions:
            if not any(session.has(filter_match) for filter_match in filters):
                yield f"line {session.line}: the session {session.name} has no filter {direction}"


@rule(
    "DX910",
    "BFD and graceful restart are not configured together",
    why=(
        "With both, graceful restart keeps the routes of a failed path although BFD noticed "
        "the failure at once, so traffic is lost. AWS advises against it."
    ),
    fix="Remove one of the two from your own template.",
    source=BGP_SETTINGS,
)
def bfd_or_graceful_restart(lint: Lint, rendered: Rendered) -> Iterator[str]:
    """Report BFD together with graceful restart, as far as the text shows them."""
    bfd = next(_matches(lint.bfd, rendered), None)
    restart = next(_matches(lint.restart, rendered), None)
    if bfd and restart:
        yield f"BFD on line {bfd[0].line}, graceful restart on line {restart[0].line}"


@rule(
    "DX911",
    "BGP sessions use neither multihop nor TTL security",
    why=(
        "AWS sends BGP packets with TTL 1 and supports no multihop. TTL security drops "
        "packets with TTL 1, and either setting can keep the session down."
    ),
    fix="Remove the line: the neighbor is directly connected.",
    source=BGP_SETTINGS,
)
def peers_are_one_hop_away(lint: Lint, rendered: Rendered) -> Iterator[str]:
    """Report lines that configure multihop or TTL security."""
    for statement, _ in _matches(lint.far, rendered):
        yield f"line {statement.line}: {statement.text}"


@rule(
    "DX912",
    "Every feature that the configuration uses is switched on",
    why=(
        "A router ignores or refuses the lines of a feature that is not switched on, so the "
        "session or one of its address families stays down."
    ),
    fix=_OWN_TEMPLATE,
    source=None,
)
def features_are_on(lint: Lint, rendered: Rendered) -> Iterator[str]:
    """Report features and address families that are used but not switched on."""
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
    """A BGP session: its first line, and its names, one of which may be its address."""

    line: int
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The last of the names, which tells the session from others."""
        return self.names[-1]

    @property
    def is_ipv6(self) -> bool:
        """Whether one of its names is an IPv6 address."""
        return any(":" in name for name in self.names)

    def has(self, filter_match: re.Match[str]) -> bool:
        """Whether the filter belongs to this session and, if it names a family, to its family."""
        groups = filter_match.groupdict()
        family = groups.get("family")
        return groups["of"] in self.names and (family is None or ("6" in family) == self.is_ipv6)


def _sessions(lint: Lint, rendered: Rendered) -> list[_Session]:
    sessions: dict[tuple[str, ...], _Session] = {}
    for statement, match in _matches(lint.session, rendered):
        names = tuple(name for name in match.groupdict().values() if name)
        sessions.setdefault(names, _Session(statement.line, names))
    return list(sessions.values())


def _matches(pattern: str, rendered: Rendered) -> Iterator[tuple[Statement, re.Match[str]]]:
    search = re.compile(pattern).search
    for statement in rendered.statements:
        match = search(statement.text)
        if match:
            yield statement, match


def _first(pattern: str, rendered: Rendered) -> dict[str, Statement]:
    """Return the first statement for each value of the pattern's group <name>."""
    first: dict[str, Statement] = {}
    for statement, match in _matches(pattern, rendered):
        first.setdefault(match["name"], statement)
    return first


def _agree(needed: Mapping[str, str], on: Mapping[str, str]) -> bool:
    return all(on.get(name, value) == value for name, value in needed.items())
