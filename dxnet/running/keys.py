"""The key of a session as routers write it, decoded where anyone can decode it.

Type 7 and `$9$` are obfuscation, not encryption: https://www.cisco.com/c/en/us/support/docs/
security-vpn/remote-authentication-dial-user-service-radius/107614-64.html and
https://www.juniper.net/documentation/us/en/software/junos/user-access/topics/topic-map/
user-access-passwords.html say so. Forms that need a device's master key are not tried.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

_TYPE_7 = b"dsfd;kfoA,.iyewrkldJKDHSUBsgvca69834ncxv9873254k;fg87"

_JUNOS_FAMILIES = ("QzF3n6/9CAtpu0O", "B1IREhcSyrleKvMW8LXx", "7N-dVbwsY2g4oaJZGUDj", "iHkq.mPf5T")
_JUNOS_ALPHABET = "".join(_JUNOS_FAMILIES)
_JUNOS_EXTRA = {
    letter: 3 - place for place, family in enumerate(_JUNOS_FAMILIES) for letter in family
}
_JUNOS_WEIGHTS = (
    (1, 4, 32),
    (1, 16, 32),
    (1, 8, 32),
    (1, 64),
    (1, 32),
    (1, 4, 16, 128),
    (1, 32, 64),
)


def type_7(text: str) -> str | None:
    """The key of Cisco's type 7; None for what is not that, such as an odd number of digits."""
    if len(text) < 4 or len(text) % 2 or not text[:2].isdecimal():
        return None
    salt = int(text[:2])
    try:
        coded = bytes.fromhex(text[2:])
    except ValueError:
        return None
    if salt >= len(_TYPE_7):
        return None
    mask = (_TYPE_7[(salt + place) % len(_TYPE_7)] for place in range(len(coded)))
    return _printable("".join(chr(byte ^ by) for byte, by in zip(coded, mask, strict=True)))


def junos_9(text: str) -> str | None:
    """The key of Junos's `$9$`; None for what is not that."""
    letters = text.removeprefix("$9$")
    if letters == text or not letters or any(c not in _JUNOS_EXTRA for c in letters):
        return None
    rest = letters[1 + _JUNOS_EXTRA[letters[0]] :]
    previous = letters[0]
    found: list[str] = []
    while rest:
        weights = _JUNOS_WEIGHTS[len(found) % len(_JUNOS_WEIGHTS)]
        if len(rest) < len(weights):
            return None
        total = 0
        for letter, weight in zip(rest, weights, strict=False):
            gap = _JUNOS_ALPHABET.index(letter) - _JUNOS_ALPHABET.index(previous)
            total += (gap % len(_JUNOS_ALPHABET) - 1) * weight
            previous = letter
        found.append(chr(total % 256))
        rest = rest[len(weights) :]
    return _printable("".join(found))


def _printable(text: str) -> str | None:
    return text if text and all("!" <= character <= "~" for character in text) else None


# How to decode each form; None for those that can't be.
FORMS: Mapping[str, Callable[[str], str | None] | None] = {
    "clear": lambda text: text,
    "type 7": type_7,
    "$9$": junos_9,
    "clear or coded": lambda text: text,
    "coded": None,
}
