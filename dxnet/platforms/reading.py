"""A `platform.toml` read as strictly as `dxnet.toml`: a fault has its line and what to write."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from dxnet.fields import Regex, TomlFile, TomlTable, field_names
from dxnet.platforms.model import (
    ASN_PLACES,
    CAPABILITIES,
    Feature,
    KeyExample,
    KeyRules,
    Lint,
    LintExample,
    Names,
    Parser,
    Platform,
    Proof,
    Ranges,
    RefusedPattern,
)

_PATTERNS = ("interface", "vrf", "zone")
# The capabilities that a key of the file stands for.
_CAPABILITIES_BY_KEY = {"outer_vlan": "qinq", "svi": "svi"}
# The capabilities that a folder need not name, since folders are older than they are.
_NOT_UNLESS_SAID = ("accept_up_to", "anchor", "local_as", "maximum_prefix", "untagged")
# The groups that a regular expression must have, since what uses it asks for them.
_GROUPS: Mapping[str, tuple[str, ...]] = {
    "defined": ("name",),
    "used": ("name",),
    "filter_in": ("of",),
    "filter_out": ("of",),
    "refuses": ("line", "message"),
    "part": ("part",),
}


def platform(slug: str, file: TomlFile, proof: Proof) -> Platform:
    """The platform that the file describes; raises `UsageError` for its first fault."""
    whole = file.top()
    table = TomlTable(
        {name: value for name, value in whole.values.items() if name not in _OF_OTHERS}, file
    )
    given = {"slug": slug, "proof": proof}
    for name in given:
        if name in table.values:
            raise table.fault(name, f"there is an unknown key {name!r}", _DERIVED[name])
    table.only(field_names(Platform))
    for name in ("key", "patterns", "capabilities"):
        table.require(name, f"a table: [{name}]")
    made = table.build(
        Platform,
        **given,
        key=_key(table.table("key")),
        patterns=_patterns(table.table("patterns")),
        capabilities={
            **_capabilities(table.table("capabilities")),
            **{name: bool(table.text(key)) for name, key in _CAPABILITIES_BY_KEY.items()},
        },
        parser=_parser(table),
        lint=_lint(table),
        ranges=table.table("ranges").build(Ranges),
    )
    for name, known in _INTERFACE_FIELDS.items():
        _refuse_unknown_fields(table, name, getattr(made, name), known)
    if made.asn_place not in ASN_PLACES:
        raise table.wrong("asn_place", made.asn_place, f"one of {', '.join(ASN_PLACES)}")
    return made


# The tables that dxnet.running reads itself: most commands need none of them.
_OF_OTHERS = ("running", "verify")
_DERIVED: Mapping[str, str] = {
    "slug": "remove it: the folder's name is the slug",
    "proof": "remove it: templates/PROOFS.toml is written by the tests that prove the templates",
}


def _key(table: TomlTable) -> KeyRules:
    table.only(field_names(KeyRules))
    table.require("example", "a table: [key.example]")
    return table.build(
        KeyRules,
        escape=table.mapping("escape", str, "text"),
        example=table.table("example").build(KeyExample),
        refused_patterns=tuple(
            item.build(RefusedPattern) for item in table.tables("refused_patterns")
        ),
    )


def _patterns(table: TomlTable) -> Mapping[str, Regex]:
    table.only(_PATTERNS)
    for name in _PATTERNS:
        table.require(name, "'a regular expression for all of the name'")
    return {name: table.regex(name) for name in _PATTERNS}


def _capabilities(table: TomlTable) -> Mapping[str, bool]:
    said = tuple(name for name in CAPABILITIES if name not in _CAPABILITIES_BY_KEY)
    table.only(said)
    for name in said:
        if name not in _NOT_UNLESS_SAID:
            table.require(name, "true or false")
    return {name: bool(table.flag(name)) for name in said}


def _parser(table: TomlTable) -> Parser | None:
    if "parser" not in table.values:
        return None
    parser = table.table("parser")
    _require_groups(parser)
    return parser.build(Parser)


def _lint(table: TomlTable) -> Lint | None:
    if "lint" not in table.values:
        return None
    lint = table.table("lint")
    lint.only(field_names(Lint))
    lint.require("example", "a table: [lint.example]")
    names, features = tuple(lint.tables("names")), tuple(lint.tables("features"))
    for item in (lint, *names):
        _require_groups(item)
    return lint.build(
        Lint,
        example=lint.table("example").build(LintExample),
        names=tuple(item.build(Names) for item in names),
        features=tuple(item.build(Feature) for item in features),
    )


def _require_groups(table: TomlTable) -> None:
    for name, groups in _GROUPS.items():
        pattern = table.text(name) if name in table.values else ""
        for group in groups if pattern else ():
            if group not in table.compiled(name, pattern).groupindex:
                raise table.fault(
                    name, f"{name} has no group <{group}>", f"write (?P<{group}>...) in it"
                )


# What the name of a VLAN interface can be made of.
_INTERFACE_FIELDS: Mapping[str, tuple[str, ...]] = {
    "subinterface": ("interface", "vlan"),
    "qinq": ("interface", "outer", "vlan"),
    "svi": ("vlan",),
}


def _refuse_unknown_fields(
    table: TomlTable, key: str, pattern: str, known: tuple[str, ...]
) -> None:
    """Raise `UsageError` for a name of the VLAN interface that can't be made."""
    try:
        names = {name for _, name, _, _ in Formatter().parse(pattern) if name is not None}
    except ValueError:
        names = {""}
    if not names <= {*known} or not (names or (key in _OPTIONAL and not pattern)):
        raise table.wrong(key, pattern, f"made of {' and '.join(f'{{{name}}}' for name in known)}")


_OPTIONAL = ("qinq", "svi")
