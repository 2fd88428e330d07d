"""`dxnet import`."""

from __future__ import annotations

import click

from dxnet import kinds, metadata, sources
from dxnet.cli.completing import object_ids
from dxnet.cli.output import emit, output_option
from dxnet.cli.reading import Reading, estate_options

# Where a request for a global object goes if nothing names a region.
_REGION = "us-east-1"


@click.command(name="import")
@click.argument("ids", nargs=-1, required=True, metavar="ID...", shell_complete=object_ids)
@click.option(
    "--change-id", default="IMPORT", show_default=True, metavar="TEXT", help="The change's id."
)
@click.option(
    "--env-keys",
    is_flag=True,
    help="Take each BGP key from a variable of the environment, instead of leaving it to AWS.",
)
@output_option
@estate_options
def command(
    reading: Reading, ids: tuple[str, ...], change_id: str, env_keys: bool, output: str
) -> None:
    """Print a change file that makes objects as they exist: to copy, move or rebuild them.

    ID is a virtual interface, connection, LAG, Direct Connect gateway or gateway association. One
    that needs another ID refers to it. No key is in the file.

    \b
      dxnet import dxvif-ffabc123 -o CHG0012345.yaml
      dxnet plan CHG0012345.yaml
    """
    from dxnet.change import existing

    # Associations, whose ids have no prefix, are read when they may be asked for.
    further = {kinds.ASSOCIATION.list} if None in map(kinds.of_id, ids) else set()
    raw = reading.raw(sources.ALL | further)
    read_from = metadata.provenance_of(raw)
    regions = (*reading.options.regions, *(read_from.regions if read_from else ()), _REGION)
    made = existing.requests(raw, ids, region=regions[0], with_keys=env_keys)
    emit(existing.text(change_id, made), output)
