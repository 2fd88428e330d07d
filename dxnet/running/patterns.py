"""`[running]` of a platform.toml: how to read facts out of a router's own configuration.

    [running]
    like = "cisco_xe"                  # first all that this platform's table says
    reader = ["indented"]              # see `dxnet.running.statements.READERS`
    remove = "no {line}"               # how a line is taken back: {line}, {path} or {word}
    silent = '...'                     # lines that it doesn't show, because they say its defaults
    begins = "Current configuration"   # the first line of a whole configuration, and
    ends = "end"                       # its last one, if it has any: without it, it is cut short
    whole = 'route-policy'             # blocks that can only be sent whole
    beyond = '.* apply-groups .*'      # statements that bring lines from elsewhere, if any
    expand = "..."                     # the command that shows those lines in their place
    defaults = { hold = "180" }        # what the router does without a line, see DEFAULTS
    words = { peer = '...' }           # {peer} in a pattern below stands for it
    [[running.records]]
    of = 'interface (?P<interface>\\S+)'               # what the beginning of a statement names
    facts = ['encapsulation dot1Q (?P<vlan>\\d+)']     # what its whole rest says
    [[running.keys]]
    form = "type 7"                    # see `dxnet.running.keys.FORMS`
    pattern = '7 (?P<key>\\S+)'

Names of groups say what a text is: those in NAMES name the record, every other is a fact of it.
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
from dxnet.running.keys import FORMS
from dxnet.running.statements import READERS

# The first of these groups that the head of a statement has is the kind of its record; a head with
# none of them is about the router.
NAMES = ("list", "map", "peer", "group", "interface")
PARTS = {"list": "seq", "map": "term", "interface": "unit"}
FACTS = frozenset(
    (
        *("instance", "vrf", "down", "bfd", "group"),
        *("vlan", "name_vlan", "address", "length", "mtu"),
        *(
            "remote",
            "local",
            "peer_as",
            "local_as",
            "process_as",
            "key",
            "keepalive",
            "hold",
            "far",
        ),
        *("activate", "inactive", "inherits", "limit"),
        *("map_in", "map_out", "list_in", "list_out", "other_in", "other_out"),
        *("action", "uses", "route", "other", "who", "prefix", "ge", "le", "reach"),
    )
)
# What a router does without a line for it.
# hold, keepalive: seconds. activate: the families that are active. mtu: that of an interface.
# end: what a filter does with what no term matches, "deny" or "unknown". action: that of a term.
# order: that of a filter's terms, "number" or "text"; "last" if the last one that matches decides.
# filter_in, filter_out: the map that every session has. interface: "host" where interfaces are
# not in this configuration. key: "hidden" where the router's export leaves keys out.
DEFAULTS = frozenset(
    (
        *("hold", "keepalive", "activate", "end", "action", "mtu"),
        "filter_in",
        "filter_out",
        "order",
        "interface",
        "key",
    )
)
_KEYS = frozenset(
    (
        *("like", "reader", "remove", "whole", "replace", "beyond", "expand", "defaults", "words"),
        *("silent", "begins", "ends", "records", "keys"),
    )
)
_FIRST_WORDS = re.compile(r"(?:([A-Za-z][\w-]*)|\(\?:([a-z0-9|-]+)\)) ")
_MACRO = re.compile(r"\{([a-z_]+)\}")
_WORDS = {
    "address": r"(?:\d+\.\d+\.\d+\.\d+|[0-9A-Fa-f]*:[0-9A-Fa-f:.]+)(?:%\S+)?",
    "word": r"""(?:"[^"]*"|'[^']*'|\S+)""",
}


@dataclass(frozen=True, slots=True)
class RecordPattern:
    """What begins the statements on one thing, and what the rest of each may say.

    `begins` are the first words of all that `of` can match, empty where its text doesn't say.
    """

    of: re.Pattern[str]
    facts: tuple[re.Pattern[str], ...]
    begins: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class KeyPattern:
    """One of the forms in which the platform writes a key; the group `key` is the key itself."""

    form: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Patterns:
    """The table `[running]` of one platform, its patterns compiled."""

    readers: tuple[str, ...]
    records: tuple[RecordPattern, ...]
    keys: tuple[KeyPattern, ...]
    remove: str = ""
    whole: str = ""
    replace: str = ""
    beyond: str = ""
    expand: str = ""
    silent: str = ""
    begins: str = ""
    ends: str = ""
    defaults: Mapping[str, str] = field(default_factory=dict)


def of(platform: Platform) -> Patterns:
    """The platform's patterns; raises `FaultError` for a missing or a bad table."""
    return _load(platform.slug)


@cache
def _load(slug: str) -> Patterns:
    return parse(_table(slug), f"[running] of {slug}/platform.toml")


def _table(slug: str) -> Mapping[str, Any]:
    """The platform's table, after that of the platform that it is `like`."""
    import tomllib

    text = (resources.files("dxnet.templates") / slug / "platform.toml").read_text("utf-8")
    own: dict[str, Any] = dict(tomllib.loads(text).get("running", {}))
    if not own:
        raise FaultError(
            f"{slug}/platform.toml has no [running], so its configurations can't be read",
            hint="dxnet/running/patterns.py says what stands there",
        )
    if "like" not in own:
        return own
    base = _table(own.pop("like"))
    both = {
        "words": {**base.get("words", {}), **own.pop("words", {})},
        "defaults": {**base.get("defaults", {}), **own.pop("defaults", {})},
        "records": [*own.pop("records", []), *base.get("records", [])],
    }
    return {**base, **own, **both}


def parse(table: Mapping[str, Any], place: str) -> Patterns:
    """The patterns of a table; raises `FaultError` for a name or a pattern that is not allowed."""
    _only(table, _KEYS, place)
    readers = tuple(table.get("reader", ()))
    if not readers:
        raise FaultError(f"{place} names no reader", hint=f"the readers are {', '.join(READERS)}")
    _only(dict.fromkeys(readers), frozenset(READERS), f"reader in {place}")
    defaults = table.get("defaults", {})
    _only(defaults, DEFAULTS, f"defaults in {place}")
    words = {**_WORDS, **table.get("words", {})}
    return Patterns(
        readers=readers,
        records=tuple(_records(table.get("records", ()), words, place)),
        keys=tuple(_keys(table.get("keys", ()), words, place)),
        remove=table.get("remove", ""),
        whole=table.get("whole", ""),
        replace=table.get("replace", ""),
        beyond=table.get("beyond", ""),
        expand=table.get("expand", ""),
        silent=table.get("silent", ""),
        begins=table.get("begins", ""),
        ends=table.get("ends", ""),
        defaults=defaults,
    )


def _records(tables: Any, words: Mapping[str, str], place: str) -> Iterator[RecordPattern]:
    for table in tables:
        _only(table, frozenset(("of", "facts")), f"records in {place}")
        head = _compiled(f"(?:{table['of']})(?= |$)", words, place)
        facts = tuple(_compiled(text, words, place) for text in table.get("facts", ()))
        yield RecordPattern(head, facts, _begins(_expanded(table["of"], words, place)))


def _begins(text: str) -> frozenset[str]:
    match = _FIRST_WORDS.match(text)
    return frozenset((match[1] or match[2]).split("|")) if match else frozenset()


def _keys(tables: Any, words: Mapping[str, str], place: str) -> Iterator[KeyPattern]:
    for table in tables:
        _only(table, frozenset(("form", "pattern")), f"keys in {place}")
        _only({table["form"]: ""}, frozenset(FORMS), f"form of keys in {place}")
        yield KeyPattern(table["form"], _compiled(table["pattern"], words, place))


def _expanded(text: str, words: Mapping[str, str], place: str) -> str:
    while _MACRO.search(text):
        text = _MACRO.sub(lambda match: _word(match[1], words, place), text)
    return text


def _compiled(text: str, words: Mapping[str, str], place: str) -> re.Pattern[str]:
    text = _expanded(text, words, place)
    try:
        pattern = re.compile(text, re.ASCII)
    except re.error as error:
        raise FaultError(
            f"{place} has the pattern {text!r}, which is not a regular expression: {error}",
            hint="correct it there",
        ) from error
    allowed = FACTS | set(NAMES) | set(PARTS.values())
    _only(pattern.groupindex, allowed, f"{text!r} in {place}")
    return pattern


def _word(name: str, words: Mapping[str, str], place: str) -> str:
    if name not in words:
        raise FaultError(
            f"{place} uses {{{name}}}, which words doesn't have", hint=f"it has {', '.join(words)}"
        )
    return words[name]


def _only(names: Mapping[str, Any], allowed: frozenset[str] | set[str], place: str) -> None:
    for name in names:
        if name not in allowed:
            raise FaultError(
                f"{name!r} is not allowed for {place}", hint=f"it is {', '.join(sorted(allowed))}"
            )
