"""`dxnet demo`."""

from __future__ import annotations

import click

# The tour: what each step is for, and the command that it runs.
_VIF = "dxvif-ffabc123"
_STEPS = (
    ("What is on one connection of the built-in estate?",
     ("list", "--demo", "--filter", "connection:dxcon-fpr02mt9")),
    (f"Is {_VIF} sound? Every check, and an exit code that a pipeline can use.",
     ("validate", _VIF, "--demo")),
    ("The configuration of its router, which the demo's dxnet.toml describes.",
     ("render-config", _VIF, "--demo")),
)  # fmt: skip
_END = """
The same in the terminal, on the same data:
  dxnet tui --demo

On your own virtual interfaces:
  dxnet list --region eu-west-1
  aws directconnect describe-virtual-interfaces | dxnet validate --source -
"""


@click.command(name="demo")
@click.pass_context
def command(ctx: click.Context) -> None:
    """List, validate and render one virtual interface of the built-in estate, step by step.

    It needs no AWS account and no network, and prints the commands that it runs.
    """
    group = ctx.find_root().command
    for purpose, arguments in _STEPS:
        click.echo(f"# {purpose}\n$ dxnet {' '.join(arguments)}\n")
        group.main(list(arguments), prog_name="dxnet", standalone_mode=False)
        click.echo()
    click.echo(_END.strip())
