"""An engineer at the router: types what dxnet prints, and keeps the terminal's log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dxnet.running import verification

from ..cli.conftest import Run
from .namespace import Namespace
from .peering import INTERFACE

_QUIET = ("pass", "note")


@dataclass(frozen=True, slots=True)
class Terminal:
    """The commands of dxnet on one VIF of the demo, and the host of its router.

    `options` say of the router what dxnet.toml would.
    """

    dxnet: Run
    host: Namespace
    platform: str
    vif: str
    options: tuple[str, ...] = ()

    def _dxnet(self, *arguments: str) -> Any:
        options = ("--demo", "--platform", self.platform, "--interface", INTERFACE, *self.options)
        return self.dxnet(*arguments, *options)

    def log(self) -> Path:
        """The file with the answers to the commands of `render-config --verify`."""
        printed = self._dxnet("render-config", self.vif, "--verify").out
        text = "".join(
            f"edge# {command}\n{self.host.run('bash', '-c', command, may_fail=True)}"
            for command in verification.commands(printed)
        )
        return self._saved("session.log", f"{text}edge# exit\n")

    def saved(self, running: str) -> Path:
        """The file with the router's own configuration."""
        return self._saved("running.cfg", running)

    def _saved(self, name: str, text: str) -> Path:
        file = self.host.etc / name
        file.write_text(text, encoding="utf-8")
        return file

    def compared(self, running: str) -> tuple[dict[str, str], list[str]]:
        """The level of each fact that `dxnet compare` names, and the difference that it shows."""
        file = str(self.saved(running))
        result = self._dxnet("compare", self.vif, "--running", file, "--format", "json")
        (found,) = json.loads(result.out)["comparisons"]
        named = {
            f"{fact['fact']} {fact['family'] or ''}".rstrip(): fact["level"]
            for fact in found["facts"]
            if fact["level"] not in _QUIET
        }
        return named, found["difference"]

    def verified(self) -> dict[str, str]:
        """What `dxnet verify` has seen of each fact that fails."""
        result = self._dxnet("verify", self.vif, "--output", str(self.log()), "--format", "json")
        return {
            f"{fact['fact']} {fact['family'] or ''}".rstrip(): fact["seen"]
            for fact in json.loads(result.out)["facts"]
            if fact["verdict"] == "FAIL"
        }
