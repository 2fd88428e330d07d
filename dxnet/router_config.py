"""The `customerRouterConfig` XML that AWS puts into every VIF: reading and scrubbing it."""

from __future__ import annotations

import re

from dxnet import secrets

KEYS = ("bgp_auth_key", "ipv6_bgp_auth_key")

# A blank stretch with the tag behind it; the stretch is tried at its beginning alone.
_TAG = re.compile(r"(?<!\s)\s*+<([^<>\s/!?]++)(?:\s[^<>]*+)?(?<!/)>")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def elements(text: str) -> dict[str, str]:
    """Every element's text by name, and the VIF's id as `virtual_interface_id`.

    Raises `ValueError` with a reason that quotes nothing of the text, since it holds keys.
    """
    text = text.strip()
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("it declares XML entities, which AWS never does")
    from xml.etree import ElementTree

    try:
        root = ElementTree.fromstring(text)  # noqa: S314 (entities are refused above)
    except (ElementTree.ParseError, ValueError) as error:
        position = getattr(error, "position", None)
        where = f" (line {position[0]}, column {position[1]})" if position else ""
        raise ValueError(f"it is not well-formed XML{where}") from None
    if root.tag != "logical_connection":
        raise ValueError("its root element is not logical_connection")
    found = {child.tag: child.text or "" for child in root}
    texts = {tag: text if tag in KEYS else text.strip() for tag, text in found.items()}
    return {**texts, "virtual_interface_id": root.get("id", "")}


def scrub(text: str) -> str | None:
    """The XML without its keys; None for any other text, in which a key can't be found safely.

    Comments go, too: AWS writes none, and nothing says what is in one.
    """
    try:
        elements(text)
        scrubbed = _without_keys(_COMMENT.sub("", text))
        elements(scrubbed)
    except ValueError:
        return None
    return None if any(secrets.keys_in(scrubbed)) else scrubbed


def _without_keys(text: str) -> str:
    """The text without the elements that are named for a key."""
    kept, begin = [], 0
    for tag in _TAG.finditer(text):
        if tag.start() >= begin and secrets.is_secret(tag[1]):
            kept.append(text[begin : tag.start()])
            closing = re.compile(rf"</{re.escape(tag[1])}\s*>").search(text, tag.end())
            begin = closing.end() if closing else len(text)
    return "".join([*kept, text[begin:]])
