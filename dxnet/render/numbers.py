"""Numbers for entries of prefix lists that stay the same whatever stands beside them.

A number that came from an entry's place would shift when a prefix is added before it. A router then
refuses the entry that comes to an occupied number, or keeps the old one. So a number is made of the
entry's own text. Two entries that would get the same number get neighbouring ones, in the order of
their texts; that is the one case in which a further entry may move another.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import TypeVar

Entry = TypeVar("Entry")

# Sequence numbers end at 65535 on Arista EOS and VyOS. What is refused comes before what is
# accepted, and the entry that denies everything, 65000, after both.
# https://www.arista.com/en/um-eos/eos-acls-and-route-maps
EXACT = range(1, 60_000)
ACCEPTED = range(60_000, 65_000)
# Of a table that other VIFs and other people use, too (FortiOS, up to 4294967295): nobody gets
# there by counting, and a prefix has one number for all VIFs.
SHARED = range(1_000_000_000, 4_000_000_000)


def of(entries: Iterable[Entry], numbers: range) -> Mapping[Entry, int]:
    """A number for each entry; the entries differ as texts, and are fewer than the numbers."""
    taken: dict[int, Entry] = {}
    for entry in sorted(set(entries), key=str):
        digest = hashlib.sha256(str(entry).encode()).digest()
        place = int.from_bytes(digest[:8]) % len(numbers)
        while numbers[place] in taken:
            place = (place + 1) % len(numbers)
        taken[numbers[place]] = entry
    return {entry: number for number, entry in taken.items()}
