"""The platforms: what each `templates/<platform>/platform.toml` says of one network system.

Everything that differs between platforms and is not text to print is data there: names, how it
was proved, what it can't do, how an interface is named and how a key is written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

from dxnet.errors import UsageError, did_you_mean

PROOFS = ("device", "daemon", "parser", "schema", "unverified")

CAPABILITIES: Mapping[str, str] = {
    "bfd": "the session can be watched by BFD",
    "graceful_restart": "the session can use graceful restart, set for it or by default",
    "ipv6": "an IPv6 session beside or instead of the IPv4 one",
    "parent": "the parent interface's own lines, on request (`parent = true`)",
    "vrf": "the interface and its sessions in a VRF, routing instance or virtual router",
    "zone": "the interface in a firewall's security zone",
}


@dataclass(frozen=True, slots=True)
class Proof:
    """How the templates were proved: by `by`, on `date` (ISO); `status` is one of `PROOFS`."""

    status: str
    by: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class KeyRules:
    """How a platform writes a BGP key, and what it can't express.

    `quote` stands on both sides of the key, `escape` maps a character to what is written for it.
    `refused` are characters, `refused_patterns` regular expressions with the reason; `typed` are
    characters that need Ctrl-V before them at a console.
    """

    max_length: int
    quote: str = ""
    escape: Mapping[str, str] = field(default_factory=dict)
    refused: str = ""
    refused_patterns: tuple[tuple[str, str], ...] = ()
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
    refuses: str
    prologue: tuple[str, ...] = ()
    part: str = ""


@dataclass(frozen=True, slots=True)
class Names:
    """Names of one kind: regular expressions for what defines and what uses a <name>."""

    kind: str
    defined: str
    used: str


@dataclass(frozen=True, slots=True)
class Feature:
    """Something that must be on: regular expressions for what needs it and what switches it on.

    Groups that both have must be equal.
    """

    name: str
    needed: str
    on: str


@dataclass(frozen=True, slots=True)
class Lint:
    """How to find what must hold in a configuration, as regular expressions for statements.

    `session` names a BGP session by its groups, of which one is usually its <peer>'s address.
    `filter_in` and `filter_out` name by <of> any of these groups, and by <family>, if they have
    it, the address family. `bfd`, `restart` and `far` find what watches a session by BFD, what
    restarts it gracefully, and what lets its peer be further away than one hop.
    """

    session: str
    filter_in: str
    filter_out: str
    names: tuple[Names, ...] = ()
    features: tuple[Feature, ...] = ()
    bfd: str = r"\bbfd\b"
    restart: str = r"graceful.restart(?!\S*[ -]?(disable|off))"
    far: str = r"multihop|ttl.security|max-hop|valid-ttl-hops|disable-connected-check"


@dataclass(frozen=True, slots=True)
class Platform:
    """One network system, as its templates write it.

    `interface` and `lag_interface` are example parents, `subinterface` makes the VLAN interface's
    name of {interface} and {vlan}. `patterns` are regular expressions for the names that settings
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
    patterns: Mapping[str, str]
    capabilities: Mapping[str, bool]
    aliases: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    parser: Parser | None = None
    lint: Lint | None = None

    @property
    def is_unverified(self) -> bool:
        """Whether neither a parser, nor a daemon, nor a device has proved the templates."""
        return self.proof.status == "unverified"

    def can(self, capability: str) -> bool:
        """Whether the templates support it; the names are those of `CAPABILITIES`."""
        return self.capabilities[capability]

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
        for pattern, reason in self.key.refused_patterns:
            if re.search(pattern, key):
                return f"{self.slug} can't carry this key: {reason}"
        return ""


def get(name: str) -> Platform:
    """The platform of that slug or alias; raises `DxnetError` with the nearest known ones."""
    slug = name if name in slugs() else _aliases().get(name)
    if slug is None:
        raise UsageError(
            f"there is no platform {name!r}",
            hint=did_you_mean(name, [*slugs(), *_aliases()])
            or f"the platforms are {', '.join(slugs())}",
        )
    return _load(slug)


@cache
def slugs() -> tuple[str, ...]:
    """The slug of every platform, sorted."""
    folders = resources.files("dxnet.templates").iterdir()
    return tuple(sorted(item.name for item in folders if (item / "platform.toml").is_file()))


def all_platforms() -> tuple[Platform, ...]:
    """Every platform, in order of slug."""
    return tuple(_load(slug) for slug in slugs())


@cache
def _aliases() -> Mapping[str, str]:
    return {alias: platform.slug for platform in all_platforms() for alias in platform.aliases}


@cache
def _load(slug: str) -> Platform:
    import tomllib

    text = (resources.files("dxnet.templates") / slug / "platform.toml").read_text("utf-8")
    return _platform(slug, tomllib.loads(text))


def _platform(slug: str, document: Mapping[str, Any]) -> Platform:
    # `dxnet.running` reads these two itself.
    fields = {name: value for name, value in document.items() if name not in ("running", "verify")}
    key = dict(fields.pop("key"))
    patterns = tuple((item["pattern"], item["reason"]) for item in key.pop("refused_patterns", ()))
    return Platform(
        slug=slug,
        proof=Proof(**fields.pop("proof")),
        key=KeyRules(**key, refused_patterns=patterns),
        aliases=tuple(fields.pop("aliases", ())),
        limits=tuple(fields.pop("limits", ())),
        parser=_parser(fields.pop("parser", None)),
        lint=_lint(fields.pop("lint", None)),
        **fields,
    )


def _parser(table: Mapping[str, Any] | None) -> Parser | None:
    if table is None:
        return None
    lists = {name: tuple(table.get(name, ())) for name in ("command", "prologue")}
    return Parser(**{**table, **lists})


def _lint(table: Mapping[str, Any] | None) -> Lint | None:
    if table is None:
        return None
    names = tuple(Names(**each) for each in table.get("names", ()))
    features = tuple(Feature(**each) for each in table.get("features", ()))
    return Lint(**{**table, "names": names, "features": features})
