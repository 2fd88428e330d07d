"""The options that describe the customer's router; they override dxnet.toml."""

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
        help="The router's platform; dxnet platforms lists them.",
    ),
    click.option("--interface", metavar="NAME", help="The router's port, without the VLAN."),
    click.option("--asn", metavar="N", type=int, help="The AS of the router's BGP process."),
    click.option(
        "--vlan", metavar="N", help="The VLAN at the router's port, or untagged, if not AWS's."
    ),
    click.option("--vrf", metavar="NAME", help="The VRF of the interface and the BGP session."),
    click.option(
        "--zone", metavar="NAME", help="The security zone of the interface, on a firewall."
    ),
    click.option("--router-id", metavar="ADDRESS", help="The BGP router id."),
    click.option(
        "--advertise",
        metavar="PREFIX",
        multiple=True,
        help="A prefix to advertise to AWS; repeatable.",
    ),
    click.option(
        "--anchor",
        is_flag=True,
        default=None,
        help="Write a null route for each prefix, so that it is always advertised.",
    ),
    click.option("--bfd/--no-bfd", default=None, help="Use BFD or not [default: --bfd]."),
    click.option(
        "--graceful-restart",
        is_flag=True,
        default=None,
        help="Use graceful restart instead of BFD.",
    ),
    click.option(
        "--role",
        metavar="NAME",
        help="What the VIF is to its pair, primary or backup: both ends prefer or avoid it.",
    ),
    click.option(
        "--community", metavar="NAME", help="How much AWS prefers this path: low, medium or high."
    ),
    click.option(
        "--scope",
        metavar="NAME",
        help="How far AWS announces your prefixes: region, continent or global.",
    ),
    click.option(
        "--local-preference",
        metavar="N",
        type=int,
        help="The router's local preference for routes from AWS.",
    ),
    click.option(
        "--templates",
        metavar="FOLDER",
        type=click.Path(file_okay=False),
        help="The folder of your own templates, which extend dxnet's.",
    ),
    click.option("--parent", is_flag=True, default=None, help="Configure the router's port, too."),
)
_NAMES = (
    "platform",
    "interface",
    "asn",
    "vlan",
    "vrf",
    "zone",
    "router_id",
    "advertise",
    "anchor",
    "bfd",
    "graceful_restart",
    "role",
    "community",
    "scope",
    "local_preference",
    "templates",
    "parent",
)


def router_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the router's options to a command, which gets the given ones as `overrides`, by name."""

    @functools.wraps(command)
    def with_overrides(*arguments: Any, **rest: Any) -> Any:
        options = {name: rest.pop(name) for name in _NAMES}
        overrides = {name: value for name, value in options.items() if value not in (None, ())}
        return command(*arguments, overrides=overrides, **rest)

    for option in reversed(_OPTIONS):
        with_overrides = option(with_overrides)
    return with_overrides


def accept_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --accept, repeatable, to a command."""
    return click.option(
        "--accept",
        multiple=True,
        metavar='RULE[@VIF]="REASON"',
        help="Accept a rule's findings, with the reason; they stay in the report; repeatable.",
    )(command)
