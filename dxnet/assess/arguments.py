"""What the rules may ask of a VIF's router and of its configuration."""

from __future__ import annotations

from dxnet.assess.router import CustomerRouter, NoRouter
from dxnet.checks.engine import Missing
from dxnet.checks.rendered import Attempt, Rendered, Renderer, attempt
from dxnet.checks.run import Arguments
from dxnet.model import Parent, Vif
from dxnet.platforms import Lint, Parser, Platform
from dxnet.settings import Circuits, Router

_UNRENDERED = Missing("nothing was rendered; `dxnet validate` does it")
_UNDESCRIBED = Missing("no router is described for this VIF in dxnet.toml")
_NO_PARSER = Missing("parsers run for VIFs that are named, or with --parser")


def arguments(
    vif: Vif,
    chosen: CustomerRouter | NoRouter,
    parent: Parent | None,
    renderer: Renderer | None,
    *,
    run_parser: bool = False,
) -> Arguments:
    """The values by the types that a rule's parameters may have, `Missing` where there is none.

    `renderer` makes the configuration; None leaves the rules about it N/A. With `run_parser` the
    platform's own parser reads it, which is a process for each VIF.
    """
    if isinstance(chosen, NoRouter):
        reason = Missing(chosen.reason)
        return {
            Router: _UNDESCRIBED,
            Circuits: _UNDESCRIBED,
            **dict.fromkeys((Platform, Lint, Parser, Attempt, Rendered), reason),
        }
    circuits = chosen.circuits
    tried: Attempt | Missing = _UNRENDERED
    if renderer is not None:
        ends = (chosen.router, chosen.platform, parent, circuits)
        tried = attempt(vif, *ends, renderer)
    text = tried.rendered if isinstance(tried, Attempt) else tried
    return {
        Router: chosen.router,
        Circuits: Missing(circuits.unread) if circuits.unread else circuits,
        Platform: chosen.platform,
        Lint: _lint(chosen.platform),
        Parser: _parser(chosen.platform, run_parser),
        Attempt: tried,
        Rendered: text or Missing("the configuration can't be rendered"),
    }


def _lint(platform: Platform) -> Lint | Missing:
    return platform.lint or Missing(f"{platform.slug} has no [lint] in its platform.toml")


def _parser(platform: Platform, is_run: bool) -> Parser | Missing:
    if platform.parser is None:
        return Missing(f"{platform.slug} has no parser that runs without a device")
    return platform.parser if is_run else _NO_PARSER
