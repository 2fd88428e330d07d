"""`dxnet tui`."""

from __future__ import annotations

from importlib import import_module

import click

from dxnet.cli.reading import Reading, estate_options


@click.command(name="tui")
@estate_options
def command(reading: Reading) -> None:
    """Browse, check and render in the terminal."""
    import_module("dxnet.tui.app").run(reading.options, reading.settings())
