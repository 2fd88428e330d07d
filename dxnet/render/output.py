"""The last look at a rendered text: keys that were left out, and the output guard."""

from __future__ import annotations

from dxnet.errors import RefusedError, UsageError
from dxnet.model import MASK, Vif
from dxnet.platforms import Platform
from dxnet.render.keys import PLACEHOLDER

_MASKED = "Masked copy: it can't be applied as it is, since each BGP key's line is a comment"
_NO_KEY = "No key: it can't be applied as it is, since the source holds no key for a BGP session"


def finished(text: str, vif: Vif, platform: Platform, *, mask: bool) -> str:
    """The text with each left-out key's line as a comment; raises `DxnetError` for a bad text."""
    lines = text.rstrip("\n").split("\n")
    if PLACEHOLDER in text:
        lines = [_commented(line, platform) for line in lines]
        lines.insert(0, f"{platform.comment} {_MASKED if mask else _NO_KEY}")
    text = "\n".join(lines) + "\n"
    _guard(text, vif, platform, mask=mask)
    return text


def _commented(line: str, platform: Platform) -> str:
    if PLACEHOLDER not in line:
        return line
    return f"{platform.comment} {line.replace(PLACEHOLDER, MASK)}"


def _guard(text: str, vif: Vif, platform: Platform, *, mask: bool) -> None:
    """Raise `DxnetError` for what must never leave: control characters, or a key when masked."""
    if not text.isascii() or not text.replace("\n", "").isprintable():
        raise UsageError(
            f"the configuration of {vif.id} for {platform.name} holds a character that is not "
            "printable ASCII",
            hint="this is a fault of a template: report it with the platform's name",
        )
    if mask and any(key.mask_in(text) != text for key in vif.keys):
        raise RefusedError(
            f"a masked configuration of {vif.id} would still show a key, because the key is also "
            "an ordinary word of it",
            hint="give the BGP peer a key that can't be guessed, at both ends",
        )
