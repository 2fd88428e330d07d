"""The names that a template may use: for the errors of site templates, and for looking at them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from dxnet import platforms
from dxnet.addressing import Interface, Prefix
from dxnet.model import MASK
from dxnet.platforms import Platform
from dxnet.render.context import (
    Context,
    InterfaceFacts,
    MaximumPrefix,
    Peer,
    RouterFacts,
    Spared,
    VifFacts,
)
from dxnet.render.keys import PLACEHOLDER
from dxnet.settings import Accepted

# Jinja2's statements: https://jinja.palletsprojects.com/templates/#list-of-control-structures
TAGS = (
    *("block", "call", "elif", "else", "endblock", "endcall", "endfilter", "endfor", "endif"),
    *("endmacro", "endraw", "endset", "endwith", "extends", "filter", "for", "from", "if"),
    *("import", "include", "macro", "raw", "set", "with"),
)
_FIELDS: Mapping[type, tuple[str, ...]] = {
    **{
        kind: tuple(field.name for field in fields(kind))
        for kind in (Context, RouterFacts, MaximumPrefix, Peer, Spared, InterfaceFacts, VifFacts)
    },
    Interface: ("address", "prefixlen", "netmask", "network", "family"),
    Prefix: ("address", "prefixlen", "netmask", "family"),
    Accepted: ("prefix", "longest", "is_exact"),
    Platform: ("slug", "name", "versions", "comment", "extension", "interface", "lag_interface"),
}


def shipped() -> list[str]:
    """The names of the templates that a site's may extend."""
    return [f"shipped/{slug}/config.j2" for slug in platforms.slugs()]


def near(message: str, variables: Mapping[str, Any]) -> Iterable[str]:
    """The names that stand beside the one that Jinja2's message says is undefined."""
    for kind, known in _FIELDS.items():
        if re.search(rf"\b{kind.__module__}\.{kind.__name__} object\b", message):
            return known
    return variables


def plain(value: Any) -> Any:
    """What a template can print of the context, as JSON values with every key masked.

    What an address or a prefix prints itself, without a name behind it, is "(itself)".
    """
    known = _FIELDS.get(type(value))
    if known is not None:
        shown = {"(itself)": str(value)} if isinstance(value, Interface | Prefix | Accepted) else {}
        return shown | {name: plain(getattr(value, name)) for name in known}
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value.replace(PLACEHOLDER, MASK) if isinstance(value, str) else value
