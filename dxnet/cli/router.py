"""The options that say what stands at the customer's end, over what dxnet.toml says."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

from dxnet.cli import completing

_OPTIONS: tuple[Callable[[Callable[..., Any]], Callable[..., Any]], ...] = (
    click.option(
        "--platform",
        metavar="SLUG",
        shell_complete=completing.platforms,
        help="The router's platform: see dxnet platforms.",
    ),
    click.option("--interface", metavar="NAME", help="The parent interface on the router."),
    click.option("--vrf", metavar="NAME", help="The VRF of the sessions."),
    click.option("--zone", metavar="NAME", help="The security zone, on a firewall."),
    click.option("--router-id", metavar="ADDRESS", help="The BGP router id."),
    click.option(
        "--advertise", metavar="PREFIX", multiple=True, help="A prefix to advertise; repeatable."
    ),
    click.option("--bfd/--no-bfd", default=None, help="Use BFD, or don't [default: --bfd]."),
    click.option(
        "--graceful-restart", is_flag=True, default=None, help="Use graceful restart, not BFD."
    ),
    click.option("--community", metavar="NAME", help="AWS's preference: low, medium, high."),
    click.option(
        "--scope", metavar="NAME", help="How far AWS announces: region, continent, global."
    ),
    click.option(
        "--local-preference", metavar="N", type=int, help="Local preference on the router."
    ),
    click.option(
        "--templates",
        metavar="FOLDER",
        type=click.Path(file_okay=False),
        help="Your own templates, laid over dxnet's.",
    ),
    click.option(
        "--parent", is_flag=True, default=None, help="Configure the parent interface as well."
    ),
)
_NAMES = (
    "platform",
    "interface",
    "vrf",
    "zone",
    "router_id",
    "advertise",
    "bfd",
    "graceful_restart",
    "community",
    "scope",
    "local_preference",
    "templates",
    "parent",
)


def router_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the router's options to a command, which gets those that were given as `overrides`."""

    @functools.wraps(command)
    def with_overrides(*arguments: Any, **rest: Any) -> Any:
        said = {name: rest.pop(name) for name in _NAMES}
        overrides = {name: value for name, value in said.items() if value not in (None, ())}
        return command(*arguments, overrides=overrides, **rest)

    for option in reversed(_OPTIONS):
        with_overrides = option(with_overrides)
    return with_overrides


def accept_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --accept."""
    return click.option(
        "--accept",
        multiple=True,
        metavar='RULE[@VIF]="REASON"',
        help="Accept what a rule finds, with the reason; it stays in the report; repeatable.",
    )(command)
