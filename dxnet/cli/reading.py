"""The options that say where a command reads its estate and settings, and the reading itself."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from dxnet.cli import completing
from dxnet.cli.progress import progress
from dxnet.errors import DxnetError, ExitCode, UsageError

if TYPE_CHECKING:
    from dxnet.gaps import Gap
    from dxnet.model import Estate
    from dxnet.settings import Settings
    from dxnet.sources import Options


@dataclass(frozen=True, slots=True)
class Reading:
    """The source and the dxnet.toml that the command line names."""

    options: Options
    config: str | None = None

    @property
    def label(self) -> str:
        """The source in words."""
        return self.options.label

    def raw(
        self, kinds: Collection[str] | None = None, vif_ids: Sequence[str] = ()
    ) -> dict[str, Any]:
        """Read the raw JSON of the source; `kinds` and `vif_ids` as in `dxnet.sources.read`."""
        from dxnet import metadata, parse, sources

        asked = sources.ALL if kinds is None else kinds
        with progress(self.label):
            raw = parse.readable(sources.read(self.options, kinds=asked, vif_ids=vif_ids))
        tell_gaps(metadata.gaps_of(raw))
        return raw

    def estate(self, kinds: Collection[str] | None = None, vif_ids: Sequence[str] = ()) -> Estate:
        """Read and parse the source; tell the user if it has only part of an estate."""
        from dxnet import parse, sources
        from dxnet.cli.output import note

        asked = sources.ALL if kinds is None else kinds
        with progress(self.label):
            raw = sources.read(self.options, kinds=asked, vif_ids=vif_ids)
        try:
            estate = parse.estate(raw)
        except DxnetError as error:
            message = f"{self.label}: {error.message}"
            raise type(error)(message, hint=error.hint) from error
        tell_gaps(estate.gaps)
        if estate.is_partial and not vif_ids:
            note(f"{self.label} has only part of an estate, so rules that compare VIFs don't apply")
        return estate

    def settings(self, overrides: Mapping[str, Any] | None = None) -> Settings:
        """Read --config, or else the demo's settings (for --demo) or the dxnet.toml found."""
        if self.options.source == "demo" and self.config is None:
            from dxnet.sources import demo

            return demo.router_settings(overrides)
        from dxnet import settings

        return settings.load(self.config, overrides)


def estate_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the source's options to a command, whose first argument is then a `Reading`."""

    @functools.wraps(command)
    def with_reading(
        source: str | None,
        demo: bool,
        profile: str | None,
        region: tuple[str, ...],
        endpoint_url: str | None,
        config: str | None,
        **rest: Any,
    ) -> Any:
        if demo and source not in (None, "demo"):
            raise UsageError(
                f"--demo and --source {source} name two sources", hint="give one of them"
            )
        _refuse_empty(
            {
                "--source": source,
                "--profile": profile,
                "--region": "" if "" in region else None,
                "--endpoint-url": endpoint_url,
            }
        )
        from dxnet.sources import Options

        options = Options("demo" if demo else source or "aws", profile, region, endpoint_url)
        if options.source != "aws" and options != Options(options.source):
            raise UsageError(
                "--profile, --region and --endpoint-url work with AWS only",
                hint="`dxnet list --filter region:NAME` shows one region of any source",
            )
        return _with_gaps(command(Reading(options, config), **rest))

    for option in reversed(_OPTIONS):
        with_reading = option(with_reading)
    return with_reading


def input_bytes(path: str) -> bytes:
    """The bytes of a router's file, or of standard input for `-`; raises `UsageError`."""
    import sys
    from pathlib import Path

    from dxnet.running import reading

    if path == "-":
        return sys.stdin.buffer.read(reading.LARGEST + 1)
    return reading.data(Path(path))


def tell_gaps(found: Sequence[Gap]) -> None:
    """Say what was not read on stderr, each once a command; `_with_gaps` does the exit code."""
    from dxnet.cli.output import note

    told = click.get_current_context().meta.setdefault(_TOLD, [])
    new = [gap for gap in dict.fromkeys(found) if gap not in told]
    told += new
    for gap in new[:_MOST_TOLD]:
        note(f"not read: {gap}")
    if more := new[_MOST_TOLD:]:
        note(f"not read: {len(more)} more of {', '.join(dict.fromkeys(gap.kind for gap in more))}")


def _with_gaps(code: int | None) -> ExitCode:
    """The exit code of a command that ends with `code`: what failed first, then what is missing."""
    told = click.get_current_context().meta.get(_TOLD, ())
    is_whole = all(gap.is_optional for gap in told)
    return ExitCode(code or (ExitCode.DONE if is_whole else ExitCode.PARTIAL))


_TOLD = "dxnet.gaps"
_MOST_TOLD = 20


def _refuse_empty(options: Mapping[str, str | None]) -> None:
    """Refuse an empty value: a script's unset variable must not mean the default source."""
    for name, value in options.items():
        if value == "":
            raise UsageError(f"{name} is empty", hint="give it a value, or leave it out")


_OPTIONS: tuple[Callable[[Callable[..., Any]], Callable[..., Any]], ...] = (
    click.option(
        "--source",
        metavar="SOURCE",
        shell_complete=completing.sources,
        help="aws (default), demo, - (stdin), or a file: a snapshot or output of the AWS CLI.",
    ),
    click.option("--demo", is_flag=True, help="The same as --source demo."),
    click.option("--profile", metavar="NAME", help="The AWS profile to use."),
    click.option("--region", multiple=True, metavar="REGION", help="An AWS region; repeatable."),
    click.option("--endpoint-url", metavar="URL", help="An endpoint to use in place of AWS's."),
    click.option(
        "--config",
        metavar="FILE",
        type=click.Path(exists=True, dir_okay=False),
        help="The dxnet.toml to read [default: ./dxnet.toml, or else that of the user].",
    ),
)
