"""DX4xx: the BGP key. No finding quotes a character of it."""

from __future__ import annotations

from collections.abc import Iterator

from dxnet import limits
from dxnet.checks.engine import Status, rule
from dxnet.checks.fixes import NEW_PEER
from dxnet.model import Vif
from dxnet.platforms import Platform


def _keys(vif: Vif) -> Iterator[tuple[str, str]]:
    """Yield the family and the key of each active peer that has a key."""
    for peer in vif.active_peers:
        if peer.auth_key is not None:
            yield peer.family, peer.auth_key.reveal()


@rule(
    "DX401",
    "The key has 6 to 80 characters",
    why=(
        "AWS refuses a key of another length. A router that was given one has another key "
        "than AWS, so the session stays down."
    ),
    fix=NEW_PEER + "a key of 6 to 80 characters.",
    source=limits.BGP_PEER,
)
def key_length_is_allowed(vif: Vif) -> Iterator[str]:
    """Report keys that are too short or too long, by their length."""
    for family, key in _keys(vif):
        if len(key) not in limits.KEY_LENGTH:
            yield f"{family}: the key has {len(key)} characters"


@rule(
    "DX402",
    "The key is printable ASCII without spaces",
    why=(
        "AWS accepts only the 94 printable characters from ! to ~. A space at the end, easily "
        "copied by mistake, makes the two keys differ, and the session stays down."
    ),
    fix=NEW_PEER + "a key of letters, digits and punctuation.",
    source=limits.VIF_SCHEMA,
)
def key_characters_are_allowed(vif: Vif) -> Iterator[str]:
    """Report the place of the first other character, never the character itself."""
    for family, key in _keys(vif):
        wrong = [place for place, character in enumerate(key, 1) if not "!" <= character <= "~"]
        if wrong and key != key.strip():
            yield f"{family}: the key begins or ends with white space"
        elif wrong:
            yield f"{family}: character {wrong[0]} of the key is a space or not printable ASCII"


@rule(
    "DX403",
    "The source includes the key",
    why=(
        "BGP on Direct Connect always uses an MD5 key. Until somebody adds it, the "
        "configuration is incomplete and the session stays down."
    ),
    fix=(
        "Read the VIF from AWS with the account that owns it (a snapshot contains no keys), "
        "or type the key on the router."
    ),
    source=limits.BGP_PEER,
    severity=Status.MANUAL,
)
def key_is_known(vif: Vif) -> Iterator[str]:
    """Report peers without a key: in snapshots, and where AWS doesn't show it."""
    for peer in vif.active_peers:
        if peer.auth_key is None:
            yield f"{peer.family}: the source has no key, so the key line is a comment"


@rule(
    "DX901",
    "The platform can express the key",
    why=(
        "A key that the platform can't write would reach the router changed or cut. The two "
        "keys would differ, and the session would stay down."
    ),
    fix=NEW_PEER + "a key of letters and digits, and set it on the router as well.",
    source=None,
)
def platform_can_express_the_key(vif: Vif, platform: Platform) -> Iterator[str]:
    """Report keys that the platform can't write: they are refused, never altered."""
    for family, key in _keys(vif):
        refusal = platform.key_refusal(key)
        if refusal:
            yield f"{family}: {refusal}"
