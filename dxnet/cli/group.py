"""The command `dxnet`: its commands, each of which is imported only when it is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING

import click

from dxnet import __version__
from dxnet.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

# Each command is the `command` of the module of its name, with _ for -, and after a keyword.
COMMANDS: Mapping[str, str] = {
    "list": "List virtual interfaces, connections, LAGs, gateways or locations",
    "show": "Show one object and the objects connected to it",
    "status": "Show what is down, by cause, and what to do next",
    "diagnose": "Say why a virtual interface does not work, and what to type",
    "routes": "Show the routes of a virtual interface against those that should pass",
    "validate": "Run every check on virtual interfaces",
    "compare": "Compare a router's own configuration with what its VIFs ask for",
    "render-config": "Print the checked configuration of the customer's router",
    "verify": "Judge the log of the commands that prove a configuration",
    "snapshot": "Save the estate to a file, without its keys",
    "plan": "Show what a change does to AWS, before and after",
    "apply": "Send a change to AWS, step by step, after its checks",
    "import": "Print the change file that makes objects as they exist",
    "simulate": "Serve an estate as the Direct Connect API, to practise on",
    "platforms": "List the routers that dxnet can configure",
    "templates": "Check your own templates, and see what they can print",
    "rules": "List the checks, or explain one",
    "tui": "Browse, check and render in the terminal",
    "demo": "Take a guided tour on the built-in estate",
    "completion": "Print the completion script of a shell",
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports none of them to list them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the name of every command, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command of that name; None if there is none."""
        if cmd_name not in COMMANDS:
            return None
        name = cmd_name.replace("-", "_") + "_" * iskeyword(cmd_name)
        module = import_module(f"dxnet.cli.{name}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command that the arguments name; raise `UsageError` for an unknown one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            hint = did_you_mean(args[0], COMMANDS) or f"the commands are {', '.join(COMMANDS)}"
            raise UsageError(f"there is no command {args[0]!r}", hint=hint)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the commands' part of --help, from the table."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete a command's name from the table, or one of the group's options."""
        from click.shell_completion import CompletionItem

        names = [name for name in COMMANDS if name.startswith(incomplete)]
        commands = [CompletionItem(name, help=COMMANDS[name]) for name in names]
        return [*commands, *click.Command.shell_complete(self, ctx, incomplete)]


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.option("--debug", is_flag=True, help="Show a traceback if dxnet itself fails.")
@click.version_option(__version__, message="dxnet %(version)s")
@click.pass_context
def dxnet(ctx: click.Context, debug: bool) -> None:  # noqa: ARG001 (`run` reads --debug)
    """Check AWS Direct Connect virtual interfaces and render them as router configurations.

    Every command that reads an estate takes it from AWS, from a file (--source FILE, - for
    standard input) or from the built-in demo (--demo).
    """
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())
