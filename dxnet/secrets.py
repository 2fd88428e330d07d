"""BGP keys, which nothing but the rendered configuration shows."""

from __future__ import annotations

from typing import NoReturn

MASK = "********"


class Secret:
    """A BGP key that no printing, formatting, JSON or pickling shows; `reveal()` gives it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The key itself. For the render context and the key rules only."""
        return self._value

    def mask_in(self, text: str) -> str:
        """The text with every occurrence of the key masked."""
        return text.replace(self._value, MASK) if self._value else text

    def __repr__(self) -> str:
        return "Secret()"

    def __str__(self) -> str:
        return MASK

    def __format__(self, spec: str) -> str:
        return format(MASK, spec)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __copy__(self) -> Secret:
        return self

    def __deepcopy__(self, memo: object) -> Secret:
        return self

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret can't be pickled")
