"""`dxnet completion`."""

from __future__ import annotations

import click

_HOW = {
    "bash": 'eval "$(dxnet completion bash)" in ~/.bashrc',
    "zsh": 'eval "$(dxnet completion zsh)" in ~/.zshrc',
    "fish": "dxnet completion fish > ~/.config/fish/completions/dxnet.fish",
}


@click.command(name="completion", epilog="\b\n" + "\n".join(_HOW.values()))
@click.argument("shell", metavar="SHELL", type=click.Choice(tuple(_HOW)))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of SHELL: bash, zsh or fish.

    It completes commands, options and, with --demo or --source FILE, the ids in that estate.
    """
    from click.shell_completion import get_completion_class

    completion = get_completion_class(shell)
    if completion is not None:
        root = ctx.find_root().command
        click.echo(completion(root, {}, "dxnet", "_DXNET_COMPLETE").source())
