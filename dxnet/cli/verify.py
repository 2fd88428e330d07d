"""`dxnet verify`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from dxnet.cli.completing import vif_ids
from dxnet.cli.output import STDOUT, destination_option, emit, format_option, wants_colour
from dxnet.cli.reading import Reading, estate_options, input_bytes
from dxnet.cli.router import router_options
from dxnet.errors import ExitCode, UsageError
from dxnet.provenance import Provenance

if TYPE_CHECKING:
    from dxnet.running.verification import Verification


@click.command(name="verify")
@click.argument("name", metavar="VIF", shell_complete=vif_ids)
@click.option(
    "--output",
    "path",
    required=True,
    metavar="FILE|-",
    type=click.Path(allow_dash=True, dir_okay=False),
    help="The terminal's log, or - for standard input.",
)
@format_option("text", "markdown", "json")
@destination_option
@router_options
@estate_options
def command(
    reading: Reading,
    name: str,
    path: str,
    form: str,
    destination: str,
    overrides: dict[str, Any],
) -> ExitCode:
    """Judge a terminal's log of the commands that render-config --verify prints.

    Each fact that a command was to prove is PASS, FAIL or CAN'T TELL, with the log's line. The
    exit code is 1 for a FAIL, and 2 if none of the commands is in the log. Prompts, colours and
    pagers don't matter; the last run of a command counts. Where the router answers in JSON
    (... json, ip -j), that is read too.

    \b
      dxnet render-config dxvif-ffabc123 --verify
      dxnet verify dxvif-ffabc123 --output session.log --format markdown
    """
    from dxnet import lookup
    from dxnet.assess import testimony
    from dxnet.running import reading as running_reading

    if path == STDOUT and reading.options.source == STDOUT:
        raise UsageError("--source - and --output - both read standard input", hint="save one")
    settings = reading.settings(overrides)
    estate = reading.estate(vif_ids=(name,) if name.startswith("dxvif-") else ())
    vif = lookup.find_vif(estate, name)
    data = input_bytes(path)
    found = testimony.verified(vif, estate, settings, running_reading.text(data, path))
    place = "standard input" if path == STDOUT else path
    if found is None:
        raise UsageError(
            f"none of the commands for {vif.id} is in {place}",
            hint=f"`dxnet render-config {vif.id} --verify` prints them",
        )
    origin = estate.provenance or Provenance.now(reading.label)
    emit(_write(found, form, origin, place, data, wants_colour(destination)), destination)
    return ExitCode.CHECKS_FAILED if found.has_failed else ExitCode.DONE


def _write(
    found: Verification, form: str, origin: Provenance, place: str, data: bytes, colour: bool
) -> str:
    import hashlib

    from dxnet.running import verification_output

    made = {
        "dxnet": origin.version,
        "source": origin.source,
        "time": origin.time,
        "log": place,
        "sha256": hashlib.sha256(data).hexdigest(),
    }
    if form == "json":
        return verification_output.dumps(found, made)
    if form == "markdown":
        return verification_output.markdown(found, made)
    return verification_output.text(found, made, colour=colour)
