"""Configurations that a test gives to the rules in place of those that the templates make."""

from __future__ import annotations

from collections.abc import Callable

from dxnet import kinds, platforms, render
from dxnet.assess import CustomerRouter
from dxnet.assess.arguments import arguments
from dxnet.checks.findings import Finding
from dxnet.checks.run import Arguments, run
from dxnet.model import Estate, Vif
from dxnet.platforms import Platform
from dxnet.settings import Circuits, Router

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

    def changed(vif: Vif, router: Router, platform: Platform, **_: object) -> str:
        return change(render.config(vif, router, platform))

    chosen = CustomerRouter(router, platform, Circuits(""))

    def of_vif(vif: Vif) -> Arguments:
        return arguments(vif, chosen, None, changed, run_parser=run_parser)

    findings: dict[str, list[Finding]] = {}
    for finding in run(Estate(vifs=(vif,)), {kinds.VIF: (vif,)}, of_vif):
        findings.setdefault(finding.rule.id, []).append(finding)
    return findings


def of_case(
    slug: str, name: str, change: Callable[[str], str] = str, *, run_parser: bool = False
) -> dict[str, list[Finding]]:
    """What each rule says of one of the golden cases."""
    case = CASES[name]
    return findings(case.parsed, case.router, platforms.get(slug), change, run_parser=run_parser)
