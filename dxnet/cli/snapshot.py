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
    """Save the estate as JSON, with every BGP key removed; --source FILE reads it again.

    A configuration made of a snapshot carries the key's line as a comment.
    """
    from dxnet.sources import scrub

    text = scrub.snapshot(reading.raw(), taken=datetime.now(UTC), source=reading.label)
    emit(text, output, private=True)
