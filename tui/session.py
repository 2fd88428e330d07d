"""What one run of the interface works on: a source, which can be read again, and settings."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace

from dxnet import parse, sources
from dxnet.errors import UsageError
from dxnet.model import Estate
from dxnet.settings import Settings
from dxnet.sources import Options


@dataclass(frozen=True, slots=True)
class Session:
    """`source` is the name of the source; `load` reads it and may raise `DxnetError`."""

    source: str
    load: Callable[[], Estate]
    settings: Settings

    @property
    def platform(self) -> str:
        """The platform chosen for every VIF; empty if `dxnet.toml` says it for each."""
        chosen: str = self.settings.overrides.get("platform", "")
        return chosen

    def on_platform(self, slug: str) -> Session:
        """The session with that platform for every VIF; empty for what `dxnet.toml` says."""
        others = {name: it for name, it in self.settings.overrides.items() if name != "platform"}
        overrides = {**others, "platform": slug} if slug else others
        return replace(self, settings=replace(self.settings, overrides=overrides))


def of(options: Options, settings: Settings) -> Session:
    """The session on a source. Standard input is read here, before the keyboard replaces it."""
    if options.source == "-":
        raw = sources.read(options)
        _keyboard_to_standard_input()
        return Session("standard input", lambda: parse.estate(raw), settings)
    return Session(_called(options), lambda: parse.estate(sources.read(options)), settings)


def _called(options: Options) -> str:
    if options.source != "aws":
        return options.source
    details = (options.profile, *options.regions, options.endpoint_url)
    return " ".join(("AWS", *(detail for detail in details if detail)))


def _keyboard_to_standard_input() -> None:
    """Make the terminal the standard input, in place of the pipe."""
    try:
        terminal = os.open("/dev/tty", os.O_RDWR)
    except OSError as error:
        raise UsageError(
            f"there is no terminal to read keys from: {error.strerror}",
            hint="save the pipe's text in a file and name it with --source",
        ) from error
    os.dup2(terminal, 0)
    os.close(terminal)
