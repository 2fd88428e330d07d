"""`dxnet compare`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dxnet.cli.completing import vif_ids
from dxnet.cli.output import STDOUT, emit, format_option, note, output_option, wants_colour
from dxnet.cli.reading import Reading, estate_options, input_bytes
from dxnet.cli.router import router_options
from dxnet.errors import DxnetError, ExitCode, UsageError
from dxnet.provenance import Provenance

if TYPE_CHECKING:
    from dxnet.model import Estate, Vif
    from dxnet.platforms import Platform
    from dxnet.running.comparison import Comparison, Running
    from dxnet.running.expected import Expected
    from dxnet.running.output import Compared
    from dxnet.settings import Settings


@click.command(name="compare")
@click.argument("names", nargs=-1, metavar="[VIF]...", shell_complete=vif_ids)
@click.option(
    "--running",
    "path",
    required=True,
    metavar="FILE|FOLDER|-",
    type=click.Path(allow_dash=True),
    help="The router's own configuration, a folder of them, or - for standard input.",
)
@format_option("text", "markdown", "json")
@output_option
@router_options
@estate_options
def command(
    reading: Reading,
    names: tuple[str, ...],
    path: str,
    form: str,
    output: str,
    overrides: dict[str, Any],
) -> ExitCode:
    """Compare a router's own configuration with what its virtual interfaces ask for.

    Fact by fact it says SAME, DIFFERS, MISSING or CAN'T TELL, with the line; then what differs
    from dxnet's own lines, and the commands to get there. The exit code is 1 if a fact keeps a
    session from working or lets it leak, and 2 if nothing of the VIF is in the file.

    Keys are compared in clear and shown masked. Only lines of the VIF itself are quoted.

    Without a VIF, all those of the source are looked for, in the file or in the files of the
    folder; in a file those that are not there are left out.

    \b
      dxnet compare dxvif-ffabc123 --running fra-edge-1.cfg
      dxnet compare --running backups/ --format json
    """
    from dxnet import lookup

    if path == STDOUT and reading.options.source == STDOUT:
        raise UsageError("--source - and --running - both read standard input", hint="save one")
    settings = reading.settings(overrides)
    estate = reading.estate()
    vifs = lookup.find_vifs(estate, names) if names else [v for v in estate.vifs if v.is_live]
    texts = _texts(path)
    is_all = not names and not Path(path).is_dir()
    found = _compare(estate, vifs, settings, texts, is_all=is_all)
    origin = estate.provenance or Provenance.now(reading.label)
    emit(_write(found, form, origin, wants_colour(output)), output)
    failed = any(each.comparison.has_failed for each in found)
    return ExitCode.CHECKS_FAILED if failed else ExitCode.DONE


def _texts(path: str) -> dict[str, str]:
    """The text of each file, by its name."""
    from dxnet.running import reading

    if path == STDOUT:
        return {"standard input": reading.text(input_bytes(path), "stdin")}
    if Path(path).is_dir():
        return {file.name: reading.read(file) for file in reading.files(Path(path))}
    return {Path(path).name: reading.read(Path(path))}


def _compare(
    estate: Estate,
    vifs: Sequence[Vif],
    settings: Settings,
    texts: Mapping[str, str],
    *,
    is_all: bool,
) -> list[Compared]:
    """The comparison of each VIF with the file that fits it best; `is_all` leaves out others."""
    from dxnet.running import comparison
    from dxnet.running.difference import difference
    from dxnet.running.output import Compared

    read: dict[tuple[str, str], Running] = {}
    found: list[Compared] = []
    for vif in vifs:
        try:
            platform, expected, rendered = wanted(vif, settings, estate)
        except DxnetError as error:
            if len(vifs) == 1:
                raise
            note(f"{vif.id} is left out: {error.message}")
            continue
        best = _best(texts, platform, expected, read)
        if not best.is_there and is_all:
            continue
        if not best.is_there and len(texts) > 1:
            nowhere = comparison.read("", f"none of {len(texts)} files", platform)
            best = comparison.compare(nowhere, expected)
        found.append(Compared(best, difference(best, rendered)))
    if not any(not each.comparison.place.is_empty for each in found):
        raise _nothing(found, texts)
    return found


def _best(
    texts: Mapping[str, str],
    platform: Platform,
    expected: Expected,
    read: dict[tuple[str, str], Running],
) -> Comparison:
    """The comparison with the file that the VIF fits best; each file is read once."""
    from dxnet.running import comparison

    made = []
    for name, text in texts.items():
        running = read.get((name, platform.slug))
        if running is None:
            running = comparison.read(text, name, platform)
            read[name, platform.slug] = running
        made.append(comparison.compare(running, expected))
    if not made:
        raise UsageError("the folder holds no file", hint="name the folder of the configurations")
    return max(made, key=lambda each: (each.fit, not each.place.is_empty))


def wanted(
    vif: Vif, settings: Settings, estate: Estate
) -> tuple[Platform, Expected, Callable[[str, str], str]]:
    """The router's platform, what is asked of it, and what renders the VIF for it.

    Raises `DxnetError` for a VIF that can't be rendered or whose platform nothing says.
    """
    from dxnet.assess import NoRouter, Refusal, assess, configuration, customer_router, variables
    from dxnet.running import expected

    chosen = customer_router(vif, estate, settings)
    if isinstance(chosen, NoRouter):
        raise chosen.error

    def rendered(interface: str, vrf: str) -> str:
        said = {"interface": interface, "vrf": vrf}
        overrides = {**settings.overrides, **{name: it for name, it in said.items() if it}}
        moved = replace(settings, overrides=overrides)
        # What the checks say is not asked here: the difference is shown, not applied.
        outcome = configuration(
            assess(estate, moved, [vif.id], rendered=False), vif.id, mask=True, checked=False
        )
        if isinstance(outcome, Refusal):
            raise outcome.as_error()
        return outcome.text

    return chosen.platform, expected.of(vif, variables(estate, vif, settings)), rendered


def _nothing(found: Sequence[Compared], texts: Mapping[str, str]) -> UsageError:
    """The error for files in which nothing of any VIF was recognised."""
    from dxnet.running import recognition

    names = ", ".join(texts)
    said = {each.comparison.running.platform.slug for each in found}
    fitting = [slug for slug in recognition.fitting(texts.values()) if slug not in said]
    other = f"they read like {' or '.join(fitting)}" if fitting else "is it another router's?"
    return UsageError(
        f"nothing of the virtual interface is in {names}",
        hint=f"{other}; XML can't be read" if not fitting else f"{other}: give --platform",
    )


def _write(found: Sequence[Compared], form: str, origin: Provenance, colour: bool) -> str:
    from dxnet.running import output

    made = {"dxnet": origin.version, "source": origin.source, "time": origin.time}
    if form == "json":
        return output.dumps(found, made)
    if form == "markdown":
        return output.markdown(found, made)
    return output.text(found, made, colour=colour)
