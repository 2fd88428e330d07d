"""The value of one setting, from a file or the command line: checked, and made what it means."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from dxnet import limits
from dxnet.addressing import Prefix, parse_interface, parse_prefix
from dxnet.errors import DxnetError, UsageError, did_you_mean
from dxnet.settings import roles
from dxnet.settings.model import COMMAND_LINE, KEYS, LONGEST, UNTAGGED, Accepted

_Reader = Callable[[str, Any, str], Any]
_FLAGS = ("svi", "parent", "anchor", "bfd", "graceful_restart")
_NUMBERS: Mapping[str, range] = {
    "asn": limits.ASN,
    "outer_vlan": limits.VLAN,
    "prepend": range(11),
    "med": range(4294967296),
    "local_preference": range(4294967296),
    "keepalive": range(1, 21846),
    "hold_time": range(limits.HOLD_TIME_MIN, 65536),
}
_COMMUNITIES = {
    "community": limits.LOCAL_PREFERENCE_COMMUNITIES,
    "scope": limits.SCOPE_COMMUNITIES,
}


def checked(table: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The table with every value checked and in the form that `Router` has it."""
    values = {key: _value(key, value, place) for key, value in table.items()}
    if values.get("bfd") and values.get("graceful_restart"):
        raise UsageError(
            f"{place} asks for both BFD and graceful restart",
            hint="AWS advises against the two together: set one of bfd, graceful_restart",
        )
    return values


def folder(text: str, place: str) -> Path:
    """The path, with `~` as the user's home folder."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise bad("templates", text, place, "a folder; no user of that name has one") from None


def bad(key: str, value: Any, place: str, expected: str) -> DxnetError:
    """The error for a value that is not what the key may have."""
    if place == COMMAND_LINE:
        said = f"--{key.replace('_', '-')} {value!r}"
    else:
        said = f"{key} = {value!r} in {place}"
    return UsageError(f"{said} is not allowed", hint=f"it must be {expected}")


def word(key: str, value: Any, place: str) -> str:
    """A text of printable ASCII without spaces."""
    text: str = _typed(key, value, place, str, "text")
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        raise bad(key, text, place, "printable ASCII without spaces")
    return text


def _value(key: str, value: Any, place: str) -> Any:
    if key not in KEYS:
        raise UsageError(
            f"{place} has an unknown key {key!r}",
            hint=did_you_mean(key, KEYS) or f"the keys are {', '.join(KEYS)}",
        )
    if key in _FLAGS:
        return _typed(key, value, place, bool, "true or false")
    if key in _NUMBERS:
        return _number(key, value, place, _NUMBERS[key])
    reader: _Reader = _READERS.get(key, word)
    return reader(key, value, place)


def _number(key: str, value: Any, place: str, allowed: range) -> int:
    number: int = _typed(key, value, place, int, "a whole number")
    if number not in allowed:
        raise bad(key, value, place, f"{allowed.start} to {allowed.stop - 1}")
    return number


def _vlan(key: str, value: Any, place: str) -> int:
    """A VLAN, as a number or its digits, or "untagged"."""
    if value == "untagged":
        return UNTAGGED
    if isinstance(value, str) and value.isdecimal() and place == COMMAND_LINE:
        value = int(value[:10])
    if not isinstance(value, int) or isinstance(value, bool) or value not in limits.VLAN:
        raise bad(key, value, place, '1 to 4094, or "untagged"')
    return value


def _maximum_prefix(key: str, value: Any, place: str) -> int | None:
    if value == "warn":
        return None
    allowed = range(1, 4294967296)
    if not isinstance(value, int) or isinstance(value, bool) or value not in allowed:
        raise bad(key, value, place, 'a number of prefixes, or "warn"')
    return value


def _templates(key: str, value: Any, place: str) -> str:
    text: str = _typed(key, value, place, str, "text")
    return text if text and text.isprintable() else word(key, text, place)


def _router_id(key: str, value: Any, place: str) -> str:
    text = word(key, value, place)
    interface = parse_interface(f"{text}/32")
    if interface is None or interface.family != "ipv4":
        raise bad(key, text, place, "an IPv4 address")
    return text


def _role(key: str, value: Any, place: str) -> str:
    text = word(key, value, place)
    if text not in roles.ROLES:
        raise bad(key, text, place, f"one of {', '.join(roles.ROLES)}")
    return text


def _community(key: str, value: Any, place: str) -> str:
    text, names = word(key, value, place), _COMMUNITIES[key]
    community = names.get(text, text)
    if community not in names.values():
        choices = ", ".join(f"{name} ({value})" for name, value in names.items())
        raise bad(key, text, place, f"one of {choices}")
    return community


def _prefixes(key: str, value: Any, place: str) -> tuple[Prefix, ...]:
    return tuple(sorted({_prefix(key, text, place) for text in _list(key, value, place)}))


def _prefix(key: str, text: Any, place: str) -> Prefix:
    prefix = parse_prefix(text) if isinstance(text, str) else None
    if prefix is None:
        raise bad(key, text, place, "a prefix without host bits: 10.20.0.0/16")
    return prefix


def _accepted(key: str, value: Any, place: str) -> tuple[Accepted, ...]:
    """Prefixes, each exactly or with its subnets: `10.0.0.0/8 le 24`."""
    return tuple(sorted({_accepted_item(key, text, place) for text in _list(key, value, place)}))


def _accepted_item(key: str, text: Any, place: str) -> Accepted:
    prefix_text, le, longest = text.partition(" le ") if isinstance(text, str) else ("", "", "")
    prefix = parse_prefix(prefix_text)
    if prefix is None or bool(le) != longest.isdecimal():
        raise bad(key, text, place, "a prefix such as 10.20.0.0/16 or 10.0.0.0/8 le 24")
    allowed = range(prefix.prefixlen, LONGEST[prefix.family] + 1)
    length = int(longest[:4]) if le else prefix.prefixlen
    if length not in allowed:
        raise bad(key, text, place, f"le {allowed.start} to le {allowed.stop - 1}")
    return Accepted(prefix, length)


def _list(key: str, value: Any, place: str) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise bad(key, value, place, 'a list such as ["10.20.0.0/16"]')
    return value


def _typed(key: str, value: Any, place: str, kind: type, expected: str) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise bad(key, value, place, expected)
    return value


# How the value of a key is read that is neither a flag nor a number nor a word.
_READERS: Mapping[str, _Reader] = {
    "vlan": _vlan,
    "router_id": _router_id,
    "advertise": _prefixes,
    "accept": _accepted,
    "maximum_prefix": _maximum_prefix,
    "role": _role,
    "community": _community,
    "scope": _community,
    "templates": _templates,
}
