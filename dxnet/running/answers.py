"""`[[verify]]` of a platform.toml: how to read what a router answers to dxnet's own commands.

    [[verify]]
    command = 'show bgp neighbors \\S+'         # the commands of verify.j2 that it is about
    family = "ipv4"                             # if the command itself names no address
    from = 'peer {amazon}\\b'                    # only what stands from here
    to = 'peer '                                # to the next of these
    seen = { state = 'BGP state = (\\w+)' }      # facts by name, each with a group
    json = { state = "{amazon}/bgpState" }      # the same in the JSON that the command can give
    [[verify]]
    like = "frr"                                # all that this platform's rows say

{amazon}, {customer}, {interface} and {label} stand for the VIF's own, {mac} for any MAC address.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from dxnet.errors import FaultError
from dxnet.platforms import Platform

REASON = "reason"
# up, state, bfd: words. vlan, mtu, peer_as, our_as, hold_time, bfd_multiplier: numbers.
# hold_time, hold_time_ms, bfd_interval (ms), bfd_interval_us, bfd_interval_s: times by their unit.
# received, sent: counts. success, loss: percent of a ping. address: ours. neighbor: a MAC address.
# key: anything. advertised, received_route: prefixes, as many as there are.
# reason: why the session went down; it is shown where `state` is wrong, and judged by nothing.
FACTS = frozenset(
    (
        *("up", "vlan", "mtu", "address", "neighbor", "success", "loss"),
        *("state", "peer_as", "our_as", "hold_time", "hold_time_ms", "key", "sent", "received"),
        REASON,
        *("advertised", "received_route", "bfd", "bfd_multiplier"),
        *("bfd_interval", "bfd_interval_us", "bfd_interval_s"),
    )
)
_KEYS = frozenset(("command", "family", "from", "to", "seen", "json", "like"))
_WORDS = {
    "mac": r"((?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{4}[.-]){2}[0-9A-Fa-f]{4})",
}
_MACRO = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True, slots=True)
class Row:
    """How the answers to some commands are read; patterns still hold {amazon} and the like."""

    command: re.Pattern[str]
    family: str = ""
    start: str = ""
    end: str = ""
    seen: Mapping[str, str] = field(default_factory=dict)
    json: Mapping[str, str] = field(default_factory=dict)


def of(platform: Platform) -> tuple[Row, ...]:
    """The rows of the platform; raises `FaultError` for a bad one."""
    return _load(platform.slug)


@cache
def _load(slug: str) -> tuple[Row, ...]:
    import tomllib

    text = (resources.files("dxnet.templates") / slug / "platform.toml").read_text("utf-8")
    return tuple(parse(tomllib.loads(text).get("verify", []), f"[[verify]] of {slug}"))


def parse(tables: list[dict[str, Any]], place: str) -> Iterator[Row]:
    """The rows of the tables; raises `FaultError` for a name or a pattern that is not allowed."""
    for table in tables:
        _only(table, _KEYS, place)
        if "like" in table:
            yield from _load(table["like"])
            continue
        for name in ("seen", "json"):
            _only(table.get(name, {}), FACTS, f"{name} in {place}")
        for pattern in (table["command"], *table.get("seen", {}).values()):
            try:
                re.compile(
                    filled(pattern, dict.fromkeys(("amazon", "customer", "interface", "label"), ""))
                )
            except re.error as error:
                raise FaultError(
                    f"{place} has the pattern {pattern!r}, which is not a regular expression: "
                    f"{error}",
                    hint="correct it there",
                ) from error
        yield Row(
            re.compile(table["command"]),
            table.get("family", ""),
            table.get("from", ""),
            table.get("to", ""),
            table.get("seen", {}),
            table.get("json", {}),
        )


def filled(pattern: str, values: Mapping[str, str]) -> str:
    """The pattern with the VIF's own values, which mean themselves, for their names."""
    quoted = {name: re.escape(value) for name, value in values.items()}
    words = {**_WORDS, **quoted}
    return _MACRO.sub(lambda match: words.get(match[1], match[0]), pattern)


def _only(names: Mapping[str, Any], allowed: frozenset[str], place: str) -> None:
    for name in names:
        if name not in allowed:
            raise FaultError(
                f"{name!r} is not allowed for {place}", hint=f"it is {', '.join(sorted(allowed))}"
            )
