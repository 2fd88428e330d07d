"""A virtual interface as the configuration of the router at the customer's end.

`config`, `rollback`, `verify` and `variables` are the whole surface. `context` documents what
templates may print, and is as stable as the command line: site templates are written against it.
"""

from __future__ import annotations

from typing import Any

from dxnet.model import Parent, Vif
from dxnet.platforms import Platform
from dxnet.settings import Circuits, Router

__all__ = ["config", "rollback", "variables", "verify"]

# For a VIF that has its router to itself.
ALONE = Circuits("")


def config(
    vif: Vif,
    router: Router,
    platform: Platform,
    *,
    parent: Parent | None = None,
    circuits: Circuits = ALONE,
    mask: bool = False,
) -> str:
    """The configuration as ASCII text that ends in one newline.

    `parent` is what the VIF is on, for the header alone; `circuits` are the VIFs of its router.
    With `mask`, and for a session whose key the source doesn't hold, the key's line is a comment
    and the first line says that the text can't be applied. Raises `DxnetError` for a VIF that is
    incomplete, for a setting or a key that the platform can't express, and for a text that the
    output guard stops.
    """
    return _text("config", vif, router, platform, parent, circuits, mask=mask)


def rollback(
    vif: Vif,
    router: Router,
    platform: Platform,
    *,
    parent: Parent | None = None,
    circuits: Circuits = ALONE,
) -> str:
    """What removes all that `config` adds, and nothing that others share; it holds no key."""
    return _text("rollback", vif, router, platform, parent, circuits, mask=True)


def verify(
    vif: Vif,
    router: Router,
    platform: Platform,
    *,
    parent: Parent | None = None,
    circuits: Circuits = ALONE,
) -> str:
    """The commands that prove the configuration, each below what to expect; it holds no key."""
    return _text("verify", vif, router, platform, parent, circuits, mask=True)


def variables(
    vif: Vif,
    router: Router,
    platform: Platform,
    *,
    parent: Parent | None = None,
    circuits: Circuits = ALONE,
) -> dict[str, Any]:
    """What a template can print of the VIF, as JSON values by name, with its keys masked."""
    from dxnet.render import build, names

    context = build.context(vif, router, platform, parent, circuits, mask=True)
    return {name: names.plain(value) for name, value in context.variables().items()}


def _text(
    kind: str,
    vif: Vif,
    router: Router,
    platform: Platform,
    parent: Parent | None,
    circuits: Circuits,
    *,
    mask: bool,
) -> str:
    from dxnet.render import build, environment, output

    context = build.context(vif, router, platform, parent, circuits, kind=kind, mask=mask)
    variables, text = context.variables(), None
    if router.templates:
        from dxnet.render import overlay

        text = overlay.text(router.templates, platform.slug, kind, variables)
    if text is None:
        text = environment.text(platform.slug, variables, kind)
    return output.finished(text, vif, platform, mask=mask)
