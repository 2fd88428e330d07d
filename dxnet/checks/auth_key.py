"""DX4xx: the BGP key, of which no detail ever quotes a character."""

from __future__ import annotations

from collections.abc import Iterator

from dxnet import limits
from dxnet.checks.engine import Status, rule
from dxnet.model import Vif
from dxnet.platforms import Platform


def _keys(vif: Vif) -> Iterator[tuple[str, str]]:
    """The family and the key of every active peer that has one."""
    for peer in vif.active_peers:
        if peer.auth_key is not None:
            yield peer.family, peer.auth_key.reveal()


@rule(
    "DX401",
    "The key has 6 to 80 characters",
    fix="Create the BGP peer again with a key of 6 to 80 characters.",
    source=limits.BGP_PEER,
)
def key_length_is_allowed(vif: Vif) -> Iterator[str]:
    """AWS's range."""
    for family, key in _keys(vif):
        if len(key) not in limits.KEY_LENGTH:
            yield f"{family}: the key has {len(key)} characters"


@rule(
    "DX402",
    "The key is printable ASCII without spaces",
    fix="Create the BGP peer again with a key of letters, digits and punctuation.",
    source=limits.VIF_SCHEMA,
)
def key_characters_are_allowed(vif: Vif) -> Iterator[str]:
    """The 94 characters from ! to ~; a trailing space is the usual accident."""
    for family, key in _keys(vif):
        wrong = [place for place, character in enumerate(key, 1) if not "!" <= character <= "~"]
        if wrong and key != key.strip():
            yield f"{family}: the key begins or ends with white space"
        elif wrong:
            yield f"{family}: character {wrong[0]} of the key is a space or not printable ASCII"


@rule(
    "DX403",
    "The source holds the key",
    fix="Read the VIF from the account that owns it, or type the key on the router.",
    source=limits.BGP_PEER,
    severity=Status.MANUAL,
)
def key_is_known(vif: Vif) -> Iterator[str]:
    """Snapshots hold no keys, and AWS doesn't show them to every account."""
    for peer in vif.active_peers:
        if peer.auth_key is None:
            yield f"{peer.family}: the source holds no key; the configuration leaves its line out"


@rule(
    "DX901",
    "The platform can express the key",
    fix="Create the BGP peer again with a key of letters and digits, at both ends.",
    source=None,
)
def platform_can_express_the_key(vif: Vif, platform: Platform) -> Iterator[str]:
    """A key that can't be written is refused, never altered."""
    for family, key in _keys(vif):
        refusal = platform.key_refusal(key)
        if refusal:
            yield f"{family}: {refusal}"
