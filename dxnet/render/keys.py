"""The BGP key on its way into a configuration: checked, quoted, or left out.

Where it is left out a placeholder stands for it, which holds control characters, so that no text
from outside can look like it; `dxnet.render.output` turns its line into a comment.
"""

from __future__ import annotations

from dxnet import limits
from dxnet.errors import RefusedError
from dxnet.model import BgpPeer, Vif
from dxnet.platforms import Platform

PLACEHOLDER = "\x00KEY\x00"

_TYPED_NAMES = {"?": "question mark"}


def written(vif: Vif, peer: BgpPeer, platform: Platform, *, mask: bool) -> str:
    """The key as the platform writes it, or the placeholder; raises `DxnetError` if it can't."""
    if peer.auth_key is None:
        return PLACEHOLDER
    key = peer.auth_key.reveal()
    refusal = _refusal(key) or platform.key_refusal(key)
    if refusal:
        raise RefusedError(
            f"the {peer.family} BGP key of {vif.id} can't be used: {refusal}",
            hint="keys are never altered: give the BGP peer another key, at both ends",
        )
    return PLACEHOLDER if mask else platform.quote(key)


def _refusal(key: str) -> str:
    """Why no platform can carry the key, quoting nothing of it."""
    allowed = limits.KEY_LENGTH
    if len(key) not in allowed:
        return f"it has {len(key)} characters, not {allowed.start} to {allowed.stop - 1}"
    if not all("!" <= character <= "~" for character in key):
        return "it holds a character that is not printable ASCII, or a space"
    return ""


def typing_note(peers_keys: tuple[str, ...], platform: Platform) -> str:
    """What someone who types the keys at a console must know; empty if nothing."""
    typed = [
        _TYPED_NAMES.get(character, character)
        for character in platform.key.typed
        if any(character in key for key in peers_keys)
    ]
    if not typed:
        return ""
    return f"Key: typed or pasted at a console, each {' and '.join(typed)} needs Ctrl-V before it"
