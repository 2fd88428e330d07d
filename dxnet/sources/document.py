"""The text of a file to JSON values: JSON or YAML, one document or several, UTF-8 or UTF-16."""

from __future__ import annotations

import codecs
import json
from typing import Any, NoReturn

from dxnet.errors import DxnetError, SourceError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MAX_DEPTH = 50
_HINT = "save the answer of `aws directconnect describe-virtual-interfaces --output json` again"


def unreadable(place: str, reason: str, hint: str = _HINT) -> DxnetError:
    """The error for a file that is no estate; `reason` quotes nothing of it, as it holds keys."""
    return SourceError(f"{place} {reason}", hint=hint)


def load(data: bytes, place: str) -> list[Any]:
    """Every JSON or YAML document in the bytes of `place`, in order; raises `DxnetError`."""
    text = _text(data, place)
    is_json = text.lstrip()[:1] in ("{", "[", "")
    try:
        values = _json(text, place) if is_json else _yaml(text, place)
    except RecursionError:
        raise unreadable(place, "is nested too deeply") from None
    if not values:
        raise unreadable(place, "is empty", "run the command that made it alone to see its error")
    if _is_deeper(values, _MAX_DEPTH):
        raise unreadable(place, "is nested too deeply")
    return values


def _is_deeper(values: list[Any], depth: int) -> bool:
    level = [value for value in values if isinstance(value, dict | list)]
    for _ in range(depth):
        nested = (item.values() if isinstance(item, dict) else item for item in level)
        level = [child for items in nested for child in items if isinstance(child, dict | list)]
    return bool(level)


def _text(data: bytes, place: str) -> str:
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise unreadable(place, f"is not {encoding[:6]} text (byte {error.start})") from None
    if "\0" in text:
        raise unreadable(place, f"is binary: a zero byte at character {text.index(chr(0))}")
    return text


def _json(text: str, place: str) -> list[Any]:
    decoder = json.JSONDecoder(parse_constant=_refuse_constant)
    found, end = [], 0
    while rest := text[end:].lstrip():
        start = len(text) - len(rest)
        try:
            value, end = decoder.raw_decode(text, start)
        except json.JSONDecodeError as error:
            where = f"line {error.lineno}, column {error.colno}"
            is_cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated")
            problem = error.msg.removesuffix(" at")
            reason = "is cut off" if is_cut else f"is not valid JSON: {problem}"
            raise unreadable(place, f"{reason}, {where}") from None
        except ValueError:
            raise unreadable(place, "holds a number that JSON doesn't have") from None
        found.append(value)
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _yaml(text: str, place: str) -> list[Any]:
    from dxnet.sources import yaml_loader

    try:
        return yaml_loader.load_all(text)
    except ValueError as error:
        raise unreadable(place, f"is neither JSON nor YAML: {error}") from None
