"""`dxnet.toml`: which router, interface, VRF and policy stands at our end of each connection.

    [defaults]                      # every VIF
    platform = "cisco_xe"
    advertise = ["10.20.0.0/16"]

    [connections.dxcon-fg1234ab]    # the VIFs on one connection; [lags.dxlag-...] likewise
    interface = "GigabitEthernet0/0/1"

    [vifs.dxvif-fgh0abcd]           # one VIF
    community = "high"

The nearest table wins key by key: VIF, then LAG or connection, then defaults; what the command
line says goes before all three.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from dxnet import files, limits
from dxnet.addressing import Prefix, parse_interface, parse_prefix
from dxnet.errors import DxnetError, UsageError, did_you_mean
from dxnet.model import Vif

FILE_NAME = "dxnet.toml"
_TABLES = {"connections": "dxcon-", "lags": "dxlag-", "vifs": "dxvif-"}


@dataclass(frozen=True, slots=True)
class Router:
    """The customer's end of one VIF, as `dxnet.toml` and the command line describe it.

    Empty text means "not said": the platform's example interface, no VRF, no router id. Times are
    in seconds. `bfd` None means wherever the platform has it and graceful restart is not asked
    for. `parent` asks for the parent interface's own lines, which may disturb its other
    VIFs, `zone` is a firewall's security zone. `templates` is a folder of site templates, which
    in a file is relative to that file's own folder; `templates_from` is what named it: the path
    of that file, or the command line.
    """

    platform: str = ""
    interface: str = ""
    vrf: str = ""
    zone: str = ""
    router_id: str = ""
    parent: bool = False
    advertise: tuple[Prefix, ...] = ()
    bfd: bool | None = None
    graceful_restart: bool = False
    community: str = ""
    scope: str = ""
    local_preference: int | None = None
    keepalive: int = limits.KEEPALIVE_DEFAULT
    hold_time: int = limits.HOLD_TIME_DEFAULT
    templates: str = ""
    templates_from: str = field(default="", compare=False)


# A table that asks for the first takes back the second, which a farther table asked for.
_EITHER = (("bfd", "graceful_restart"), ("graceful_restart", "bfd"))
_COMMAND_LINE = "the command line"
_KEYS = tuple(item.name for item in fields(Router) if item.name != "templates_from")


@dataclass(frozen=True, slots=True)
class Settings:
    """The tables of one `dxnet.toml`, and what the command line said over them."""

    path: str = ""
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    overrides: Mapping[str, Any] = field(default_factory=dict)

    def router_for(self, vif: Vif) -> Router:
        """The customer's end of the VIF; raises `DxnetError` for values that contradict."""
        merged: dict[str, Any] = {}
        tables = [self.tables.get(name, {}) for name in ("", vif.connection_id, vif.id)]
        for table in (*tables, self.overrides):
            for asked, other in _EITHER:
                if table.get(asked):
                    merged.pop(other, None)
            merged |= table
        place = self.path or _COMMAND_LINE
        named_by = _COMMAND_LINE if "templates" in self.overrides else place
        router = Router(**merged, templates_from=named_by if merged.get("templates") else "")
        if router.hold_time < 3 * router.keepalive:
            raise UsageError(
                f"{vif.id}: hold_time {router.hold_time} is less than three times keepalive "
                f"{router.keepalive} ({place})",
                hint="AWS's defaults are hold_time 90 and keepalive 30",
            )
        return router


def load(path: str | None = None, overrides: Mapping[str, Any] | None = None) -> Settings:
    """The settings in `path`, else in the working directory, else in the user's configuration.

    `overrides` are values of the keys of `Router`, in the form that the file has them.
    """
    found = _find(path)
    if found is None:
        return Settings(overrides=_checked(overrides or {}, _COMMAND_LINE))
    try:
        text = files.read(found, files.SETTINGS_LIMIT).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise UsageError(
            f"can't read {found}: {reason}", hint="correct that, or name another one with --config"
        ) from error
    return parse(text, str(found), overrides)


def parse(text: str, path: str, overrides: Mapping[str, Any] | None = None) -> Settings:
    """The settings in the text of a `dxnet.toml`; `path` is what its errors call it."""
    import tomllib

    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path} is not valid TOML: {error}", hint="correct that line") from error
    except (ValueError, RecursionError):  # a number of thousands of digits, brackets without end
        raise UsageError(
            f"{path} is not valid TOML: a value is too long or nested too deeply",
            hint="dxnet.toml needs no number over ten digits and no list in a list",
        ) from None
    known = ("defaults", *_TABLES)
    for name, value in document.items():
        if name not in known:
            raise UsageError(
                f"{path} has an unknown table [{name}]",
                hint=did_you_mean(name, known) or f"its tables are {', '.join(known)}",
            )
        if not isinstance(value, dict):
            raise UsageError(f"{path}: {name} must be a table", hint=f"write it as [{name}]")
    tables = {"": _in_file(document.get("defaults", {}), f"[defaults] in {path}", path)}
    for name, prefix in _TABLES.items():
        for object_id, table in document.get(name, {}).items():
            place = f"[{name}.{object_id}] in {path}"
            if not object_id.startswith(prefix) or not isinstance(table, dict):
                raise UsageError(
                    f"{place} doesn't name one of the {name}",
                    hint=f"write it as [{name}.{prefix}...]",
                )
            tables[object_id] = _in_file(table, place, path)
    return Settings(path, tables, _checked(overrides or {}, _COMMAND_LINE))


def _find(path: str | None) -> Path | None:
    if path is not None:
        return Path(path)
    here = Path(FILE_NAME)
    if here.is_file():
        return here
    from platformdirs import user_config_path

    home = user_config_path("dxnet") / FILE_NAME
    return home if home.is_file() else None


def _in_file(table: Mapping[str, Any], place: str, path: str) -> dict[str, Any]:
    """The checked table, its folder of templates relative to the file that names it."""
    checked = _checked(table, place)
    if "templates" in checked:
        checked["templates"] = str(Path(path).parent / _folder(checked["templates"], place))
    return checked


def _folder(text: str, place: str) -> Path:
    """The path, with `~` as the user's home folder."""
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise _bad("templates", text, place, "a folder; no user of that name has one") from None


def _checked(table: Mapping[str, Any], place: str) -> dict[str, Any]:
    """The table with every value checked and in the form that `Router` has it."""
    checked = {key: _value(key, value, place) for key, value in table.items()}
    if checked.get("bfd") and checked.get("graceful_restart"):
        raise UsageError(
            f"{place} asks for both BFD and graceful restart",
            hint="AWS advises against the two together: set one of bfd, graceful_restart",
        )
    return checked


def _value(key: str, value: Any, place: str) -> Any:
    if key not in _KEYS:
        raise UsageError(
            f"{place} has an unknown key {key!r}",
            hint=did_you_mean(key, _KEYS) or f"the keys are {', '.join(_KEYS)}",
        )
    if key in ("bfd", "graceful_restart", "parent"):
        return _typed(key, value, place, bool, "true or false")
    if key in _NUMBERS:
        number = _typed(key, value, place, int, "a whole number")
        if number not in _NUMBERS[key]:
            allowed = _NUMBERS[key]
            raise _bad(key, value, place, f"{allowed.start} to {allowed.stop - 1}")
        return number
    if key == "advertise":
        return _prefixes(value, place)
    return _word(key, _typed(key, value, place, str, "text"), place)


def _word(key: str, text: str, place: str) -> str:
    if key == "templates" and text and text.isprintable():
        return text
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        raise _bad(key, text, place, "printable ASCII without spaces")
    if key == "router_id" and not _is_ipv4(text):
        raise _bad(key, text, place, "an IPv4 address")
    return _community(key, text, place) if key in _COMMUNITIES else text


_NUMBERS = {
    "keepalive": range(1, 21846),
    "hold_time": range(limits.HOLD_TIME_MIN, 65536),
    "local_preference": range(4294967296),
}
_COMMUNITIES = {
    "community": limits.LOCAL_PREFERENCE_COMMUNITIES,
    "scope": limits.SCOPE_COMMUNITIES,
}


def _community(key: str, text: str, place: str) -> str:
    names = _COMMUNITIES[key]
    community = names.get(text, text)
    if community not in names.values():
        choices = ", ".join(f"{name} ({value})" for name, value in names.items())
        raise _bad(key, text, place, f"one of {choices}")
    return community


def _prefixes(value: Any, place: str) -> tuple[Prefix, ...]:
    if not isinstance(value, list | tuple):
        raise _bad("advertise", value, place, 'a list such as ["10.20.0.0/16"]')
    found = []
    for text in value:
        prefix = parse_prefix(text) if isinstance(text, str) else None
        if prefix is None:
            raise _bad("advertise", text, place, "a prefix without host bits: 10.20.0.0/16")
        found.append(prefix)
    return tuple(sorted(set(found)))


def _is_ipv4(text: str) -> bool:
    interface = parse_interface(f"{text}/32")
    return interface is not None and interface.family == "ipv4"


def _typed(key: str, value: Any, place: str, kind: type, expected: str) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise _bad(key, value, place, expected)
    return value


def _bad(key: str, value: Any, place: str, expected: str) -> DxnetError:
    if place == _COMMAND_LINE:
        said = f"--{key.replace('_', '-')} {value!r}"
    else:
        said = f"{key} = {value!r} in {place}"
    return UsageError(f"{said} is not allowed", hint=f"it must be {expected}")
