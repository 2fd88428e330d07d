"""One platform: what its `platform.toml` says, and what has proved its templates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from dxnet import limits
from dxnet.fields import Range, Regex

# From the strongest to none at all.
PROOFS = ("device", "daemon", "parser", "schema", "unverified")

CAPABILITIES: Mapping[str, str] = {
    "accept_up_to": "what is accepted can be limited by length (`accept` with `le`)",
    "anchor": "a null route for each advertised prefix, on request (`anchor = true`)",
    "bfd": "the session can be watched by BFD",
    "graceful_restart": "the session can use graceful restart, set for it or by default",
    "ipv6": "an IPv6 session beside or instead of the IPv4 one",
    "local_as": "a session whose AS is not the router's",
    "maximum_prefix": "a number of prefixes that closes the session (`maximum_prefix`)",
    "outer_vlan": "a second VLAN tag around the VIF's (Q-in-Q)",
    "parent": "the parent interface's own lines, on request (`parent = true`)",
    "svi": "the VLAN's own interface on a trunk, on request (`svi = true`)",
    "untagged": "the VIF on the port itself, without a VLAN tag",
    "vrf": "the interface and its sessions in a VRF, routing instance or virtual router",
    "zone": "the interface in a firewall's security zone",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """What read the templates as they are now: `by`, on `date` (ISO); `status` is one of `PROOFS`.

    `tests` are the test modules that did it, such as `tests/lab/test_sessions.py`.
    """

    status: str = "unverified"
    by: str = ""
    date: str = ""
    tests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyExample:
    """A fake key, and how a line of the configuration ends with it, by the platform's manual."""

    key: str
    line: str


@dataclass(frozen=True, slots=True)
class RefusedPattern:
    """A regular expression for keys that the platform would misread, and the reason."""

    pattern: Regex
    reason: str


@dataclass(frozen=True, slots=True)
class KeyRules:
    """How a platform writes a BGP key, and what it can't express.

    `quote` is written before and after the key; `escape` maps a character to its escaped form.
    `refused` are characters that it can't carry; `typed` are characters that need Ctrl-V before
    them at a console.
    """

    max_length: int
    example: KeyExample
    quote: str = ""
    escape: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    refused_patterns: tuple[RefusedPattern, ...] = ()
    typed: str = ""


@dataclass(frozen=True, slots=True)
class Parser:
    """The platform's own parser, for machines that have it; `install` says how to get it.

    `command` reads the file `<file>`, whose first lines are the `prologue`, with the VRF's name
    for `<vrf>` and without such lines where there is none. `refuses` is a regular expression for
    what it says against the file: the number of the <line>, if it names one, and the <message>.
    `part` is one for the <part> of the configuration that it can read; empty for all of it.
    """

    command: tuple[str, ...]
    install: str
    refuses: Regex
    prologue: tuple[str, ...] = ()
    part: Regex = ""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of one kind: regular expressions for what defines and what uses a <name>."""

    kind: str
    defined: Regex
    used: Regex


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature that some line depends on.

    `needed` matches that line, `on` the line that enables it; groups named in both must capture
    the same text.
    """

    name: str
    needed: Regex
    on: Regex


@dataclass(frozen=True, slots=True)
class LintExample:
    """Lines that no configuration may have: what makes the peer `far`, what sets a `restart`.

    They show that the patterns of the same names find what the platform writes; `restart` is
    empty where the platform has no line for it, or no BFD beside it.
    """

    far: str
    restart: str = ""


@dataclass(frozen=True, slots=True)
class Lint:
    """How to find what must hold in a configuration, as regular expressions for statements.

    `session` names a BGP session by its groups, of which one is usually its <peer>'s address.
    `filter_in` and `filter_out` name by <of> any of these groups, and by <family>, if they have
    it, the address family. `bfd`, `restart` and `far` find what watches a session by BFD, what
    restarts it gracefully, and what lets its peer be further away than one hop.
    """

    session: Regex
    filter_in: Regex
    filter_out: Regex
    example: LintExample
    names: tuple[Names, ...] = ()
    features: tuple[Feature, ...] = ()
    bfd: Regex = r"\bbfd\b"
    restart: Regex = r"graceful.restart(?!\S*[ -]?(disable|off))"
    far: Regex = r"multihop|ttl.security|max-hop|valid-ttl-hops|disable-connected-check"


@dataclass(frozen=True, slots=True)
class Ranges:
    """The numbers that the platform takes; times are in seconds."""

    vlan: Range = frozenset(limits.VLAN)
    keepalive: Range = frozenset(range(1, 21846))
    hold_time: Range = frozenset(range(limits.HOLD_TIME_MIN, 65536))

    def refusal(self, **numbers: int) -> str:
        """What is wrong with the first number out of its range; empty if none is."""
        for name, number in numbers.items():
            allowed: Range = getattr(self, name)
            if number not in allowed:
                return f"{name} {number} is not one that it takes ({_ends(allowed)})"
        return ""


def _ends(allowed: Range) -> str:
    """The numbers as their runs: `1-3967, 4094`."""
    starts = sorted(number for number in allowed if number - 1 not in allowed)
    stops = sorted(number for number in allowed if number + 1 not in allowed)
    runs = zip(starts, stops, strict=True)
    return ", ".join(f"{start}-{stop}" if stop > start else f"{start}" for start, stop in runs)


# Where a platform has the AS of a BGP session: one for the router, one for a VRF, or its own.
ASN_PLACES = ("router", "vrf", "session")


@dataclass(frozen=True, slots=True)
class Platform:
    """One network system, as its templates write it.

    `interface` and `lag_interface` are example parents, `subinterface` makes the VLAN interface's
    name of {interface} and {vlan}, `qinq` the one with an {outer} VLAN, and `svi` that of the VLAN
    itself; the latter two are empty where the templates can't write them. `asn_place` is one of
    `ASN_PLACES`. `announces` says what a session announces, as a sentence, and `afterwards` what
    to do after the text was loaded. `patterns` are regular expressions for the names that settings
    give: interface, vrf, zone. `capabilities` has a yes or no for each name in `CAPABILITIES`;
    `limits` are sentences on what the templates leave out. `parser` and `lint` are None where
    there is none.
    """

    slug: str
    name: str
    versions: str
    comment: str
    extension: str
    interface: str
    lag_interface: str
    subinterface: str
    proof: Proof
    key: KeyRules
    patterns: Mapping[str, Regex]
    capabilities: Mapping[str, bool]
    aliases: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    parser: Parser | None = None
    lint: Lint | None = None
    ranges: Ranges = Ranges()
    asn_place: str = "router"
    qinq: str = ""
    svi: str = ""
    announces: str = ""
    afterwards: tuple[str, ...] = ()

    @property
    def is_unverified(self) -> bool:
        """Whether neither a parser, nor a daemon, nor a device has proved the templates."""
        return self.proof.status == "unverified"

    def can(self, capability: str) -> bool:
        """Whether the templates support it; the names are those of `CAPABILITIES`."""
        return self.capabilities[capability]

    def lacking(self, needs: Mapping[str, bool]) -> tuple[str, ...]:
        """The capabilities that are needed and that the templates don't support."""
        return tuple(name for name, is_needed in needs.items() if is_needed and not self.can(name))

    def quote(self, key: str) -> str:
        """The key as the platform writes it; see `key_refusal` for what can't be written."""
        written = "".join(self.key.escape.get(character, character) for character in key)
        return f"{self.key.quote}{written}{self.key.quote}"

    def key_refusal(self, key: str) -> str:
        """Why it can't carry the key, with its slug, quoting no more than one kind of character."""
        most = self.key.max_length
        if len(key) > most:
            return f"{self.slug} takes keys of at most {most} characters, this one has {len(key)}"
        for character in self.key.refused:
            if character in key:
                name = "a space" if character == " " else character
                return f"{self.slug} can't carry {name} in a key"
        for refused in self.key.refused_patterns:
            if re.search(refused.pattern, key):
                return f"{self.slug} can't carry this key: {refused.reason}"
        return ""


@dataclass(frozen=True, slots=True)
class BrokenPlatform:
    """A folder whose `platform.toml` can't be read: the fault, with file and line, and a hint."""

    slug: str
    fault: str
    hint: str = ""
