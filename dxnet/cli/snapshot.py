"""`dxnet snapshot`."""

from __future__ import annotations

from datetime import UTC, datetime

import click

from dxnet.cli.output import emit, output_option
from dxnet.cli.reading import Reading, estate_options


@click.command(name="snapshot")
@output_option
@estate_options
def command(reading: Reading, output: str) -> None:
    """Save the estate as JSON, without any BGP key; --source FILE reads it again.

    In a configuration that is rendered from a snapshot, the key's line is a comment.
    """
    from dxnet.sources import scrub

    text = scrub.snapshot(reading.raw(), taken=datetime.now(UTC), source=reading.label)
    emit(text, output, private=True)
