"""Finding a `dxnet.toml`, and reading its tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dxnet import files
from dxnet.errors import UsageError, did_you_mean
from dxnet.settings.model import COMMAND_LINE, Settings
from dxnet.settings.values import bad, checked, folder, word

FILE_NAME = "dxnet.toml"
_TABLES = {"connections": "dxcon-", "lags": "dxlag-", "vifs": "dxvif-"}
_KNOWN = ("defaults", "routers", *_TABLES)


def load(path: str | None = None, overrides: Mapping[str, Any] | None = None) -> Settings:
    """The settings in `path`, else in the working directory, else in the user's configuration.

    `overrides` are values of the keys of `Router`, in the form that the file has them.
    """
    file = _find(path)
    if file is None:
        return Settings(overrides=checked(overrides or {}, COMMAND_LINE))
    try:
        text = files.read(file, files.SETTINGS_LIMIT).decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise UsageError(
            f"can't read {file}: {reason}", hint="correct that, or name another one with --config"
        ) from error
    return parse(text, str(file), overrides)


def parse(text: str, path: str, overrides: Mapping[str, Any] | None = None) -> Settings:
    """The settings in the text of a `dxnet.toml`; `path` is what its errors call it."""
    document = _document(text, path)
    routers, ports = _routers(document.get("routers", {}), path)
    return Settings(
        path,
        dict(_tables(document, path)),
        checked(overrides or {}, COMMAND_LINE),
        routers,
        ports,
    )


def _document(text: str, path: str) -> dict[str, Any]:
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
    for name, value in document.items():
        if name not in _KNOWN:
            raise UsageError(
                f"{path} has an unknown table [{name}]",
                hint=did_you_mean(name, _KNOWN) or f"its tables are {', '.join(_KNOWN)}",
            )
        if not isinstance(value, dict):
            raise UsageError(f"{path}: {name} must be a table", hint=f"write it as [{name}]")
    return document


def _tables(document: Mapping[str, Any], path: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The settings by the id that they are for; the defaults are for ""."""
    yield "", _in_file(document.get("defaults", {}), f"[defaults] in {path}", path)
    for name, prefix in _TABLES.items():
        for object_id, table in document.get(name, {}).items():
            place = f"[{name}.{object_id}] in {path}"
            if not object_id.startswith(prefix) or not isinstance(table, dict):
                raise UsageError(
                    f"{place} doesn't name one of the {name}",
                    hint=f"write it as [{name}.{prefix}...]",
                )
            yield object_id, _in_file(table, place, path)


_Routers = dict[str, Mapping[str, Any]]
_Ports = dict[str, tuple[str, str]]


def _routers(document: Mapping[str, Any], path: str) -> tuple[_Routers, _Ports]:
    """The settings of each router by its name, and the router and interface of each port."""
    routers: _Routers = {}
    ports: _Ports = {}
    for name, table in document.items():
        place = f"[routers.{name}] in {path}"
        if not isinstance(table, dict):
            raise UsageError(f"{place} must be a table", hint=f"write it as [routers.{name}]")
        word("the router's name", name, place)
        own = {key: value for key, value in table.items() if key != "ports"}
        routers[name] = _in_file(own, place, path)
        for port, interface in _port_table(table.get("ports", {}), place).items():
            if port in ports:
                raise UsageError(
                    f"{place}: {port} is also a port of {ports[port][0]}",
                    hint="a connection or LAG ends on one router: remove one of the two",
                )
            ports[port] = (name, word("ports", interface, place))
    return routers, ports


def _port_table(value: Any, place: str) -> Mapping[str, Any]:
    expected = '{ dxcon-... = "GigabitEthernet0/0/1" }, by connection or LAG'
    if not isinstance(value, dict):
        raise bad("ports", value, place, expected)
    for port in value:
        if not port.startswith(("dxcon-", "dxlag-")):
            raise bad("ports", port, place, expected)
    return value


def _in_file(table: Mapping[str, Any], place: str, path: str) -> dict[str, Any]:
    """The checked table, its folder of templates relative to the file that names it."""
    values = checked(table, place)
    if "templates" in values:
        values["templates"] = str(Path(path).parent / folder(values["templates"], place))
    return values


def _find(path: str | None) -> Path | None:
    if path is not None:
        return Path(path)
    here = Path(FILE_NAME)
    if here.is_file():
        return here
    from platformdirs import user_config_path

    home = user_config_path("dxnet") / FILE_NAME
    return home if home.is_file() else None
