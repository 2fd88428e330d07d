"""The BGP and MACsec keys of a change that are taken from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

from dxnet.errors import UsageError
from dxnet.secrets import is_secret

_VARIABLE = re.compile(r"\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}", re.ASCII)


def from_environment(value: Any, place: str, name: str = "") -> Any:
    """The parameters with each key written `${env:NAME}` replaced by that variable's text."""
    if isinstance(value, Mapping):
        return {key: from_environment(item, place, str(key)) for key, item in value.items()}
    if isinstance(value, list):
        return [from_environment(item, place, name) for item in value]
    variable = _VARIABLE.fullmatch(value) if isinstance(value, str) else None
    if variable is None:
        _refuse_other_references(value, place, name)
        return value
    if not is_secret(name):
        raise UsageError(
            f"{name} in {place} is taken from the environment",
            hint="${env:NAME} is for keys alone: authKey, cak",
        )
    found = os.environ.get(variable[1])
    if not found:
        raise UsageError(
            f"{name} in {place} needs the environment variable {variable[1]}, which is not set",
            hint=f"`read -rs {variable[1]}; export {variable[1]}` sets it without showing it",
        )
    return found


def _refuse_other_references(value: object, place: str, name: str) -> None:
    """Raise `DxnetError` for a key written `${...}`, which AWS would take as it stands."""
    if is_secret(name) and isinstance(value, str) and re.fullmatch(r"\$\{.*\}", value):
        raise UsageError(
            f"{name} in {place} is a reference, and not to the environment",
            hint="write it as ${env:NAME}, NAME being letters, digits and underscores",
        )
