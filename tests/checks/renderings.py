"""Configurations that a test gives to the rules in place of those that the templates make."""

from __future__ import annotations

from collections.abc import Callable

import dxnet.checks.rules  # noqa: F401 (registers the rules)
from dxnet import platforms, render
from dxnet.checks.engine import End, Finding, run
from dxnet.model import Estate, Vif
from dxnet.platforms import Platform
from dxnet.settings import Router

from ..render.cases import CASES


def findings(
    vif: Vif,
    router: Router,
    platform: Platform,
    change: Callable[[str], str] = str,
    *,
    run_parser: bool = False,
) -> dict[str, list[Finding]]:
    """What each rule says of the VIF whose configuration is `change` of the rendered one."""

    def changed(vif: Vif, router: Router, platform: Platform, *, parent: object = None) -> str:
        return change(render.config(vif, router, platform))

    found: dict[str, list[Finding]] = {}
    end = End(router, platform, changed, run_parser)
    for each in run(Estate(vifs=(vif,)), ends={vif.id: end}):
        found.setdefault(each.rule.id, []).append(each)
    return found


def of_case(
    slug: str, name: str, change: Callable[[str], str] = str, *, run_parser: bool = False
) -> dict[str, list[Finding]]:
    """What each rule says of one of the golden cases."""
    case = CASES[name]
    return findings(case.parsed, case.router, platforms.get(slug), change, run_parser=run_parser)
