"""Keys as routers obfuscate them: the other way of what `dxnet.running.keys` reads."""

from __future__ import annotations

from dxnet.running import keys


def type_7(key: str, salt: int) -> str:
    """Cisco's type 7."""
    mask = keys._TYPE_7
    coded = (ord(c) ^ mask[(salt + place) % len(mask)] for place, c in enumerate(key))
    return f"{salt:02}" + "".join(f"{byte:02X}" for byte in coded)


def junos_9(key: str) -> str:
    """Junos's `$9$`, with the first letter and no filler that it may have."""
    letters = "i"  # of the family that has no filler
    for place, character in enumerate(key):
        weights = keys._JUNOS_WEIGHTS[place % len(keys._JUNOS_WEIGHTS)]
        rest = ord(character)
        gaps: list[int] = []
        for weight in reversed(weights):
            gaps.insert(0, rest // weight)
            rest %= weight
        for gap in gaps:
            at = keys._JUNOS_ALPHABET.index(letters[-1]) + gap + 1
            letters += keys._JUNOS_ALPHABET[at % len(keys._JUNOS_ALPHABET)]
    return f"$9${letters}"
