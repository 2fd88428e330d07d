"""A folder of a site's templates, tried on every VIF of the demo before it meets a router."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dxnet import parse, platforms, render
from dxnet.checks import engine
from dxnet.checks.engine import End, Status
from dxnet.checks.rendered import Rendered
from dxnet.errors import DxnetError, UsageError, did_you_mean
from dxnet.model import Estate, Vif
from dxnet.platforms import Platform
from dxnet.settings import Router
from dxnet.sources import demo

_KINDS: Mapping[str, Callable[..., str]] = {
    "config": render.config,
    "rollback": render.rollback,
    "verify": render.verify,
}
# What else dxnet.toml may ask for, with the capability that it takes.
_VARIANTS: Mapping[str, Mapping[str, Any]] = {
    "": {},
    "graceful_restart": {"graceful_restart": True, "bfd": False},
    "vrf": {"vrf": "AWS"},
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, `detail` starting with the file and its line; `vif_id` is a VIF that shows it.

    Problems with the same `key` are one, whatever the VIF.
    """

    detail: str
    hint: str = ""
    vif_id: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of a folder: its faults, and how many texts were rendered on each platform."""

    problems: tuple[Problem, ...]
    rendered: Mapping[str, int] = field(default_factory=dict)


def check(folder: Path) -> Trial:
    """Render every VIF of the demo with the folder's templates, and read the configurations.

    A VIF that can't be configured on the platform is left out. Raises `DxnetError` for a folder
    without templates.
    """
    slugs = [slug for slug in platforms.slugs() if (folder / slug).is_dir()]
    problems = {each.key or each.detail: each for each in _misplaced(folder)}
    if not slugs and not problems:
        raise UsageError(
            f"{folder} holds no templates", hint="make FOLDER/<platform>/config.j2, e.g. cisco_xe"
        )
    estate = parse.estate(demo.read())
    rendered = dict.fromkeys(slugs, 0)
    for slug in slugs:
        for problem in faults(platforms.get(slug), folder, estate, rendered):
            problems.setdefault(problem.key or problem.detail, problem)
    return Trial(tuple(problems.values()), rendered)


def faults(
    platform: Platform, folder: Path, estate: Estate, rendered: dict[str, int]
) -> Iterator[Problem]:
    """What is wrong with the texts that `folder/<platform>` makes of every VIF of the estate.

    Adds to `rendered` how many texts were rendered, by the platform's slug.
    """
    for variant, fields in _VARIANTS.items():
        if not variant or platform.can(variant):
            ends = _ends(estate, platform, {**fields, "templates": str(folder)})
            yield from _refused(estate, ends, folder, rendered)
            yield from _linted(estate, ends, folder)


def _misplaced(folder: Path) -> Iterator[Problem]:
    """What no platform would ever read."""
    known = [f"{kind}.j2" for kind in _KINDS]
    for item in sorted(folder.iterdir()):
        if not item.is_dir() or item.name.startswith((".", "_")):
            continue
        if item.name not in platforms.slugs():
            hint = did_you_mean(item.name, platforms.slugs()) or "`dxnet platforms` lists them"
            yield Problem(f"{item}: there is no platform {item.name}", hint)
            continue
        for file in sorted(item.glob("*.j2")):
            if file.name not in known and not file.name.startswith("_"):
                hint = did_you_mean(file.name, known) or "the name of a shared part starts with _"
                yield Problem(f"{file}:1: no template has this name", hint)


def _ends(estate: Estate, platform: Platform, fields: Mapping[str, Any]) -> dict[str, End]:
    """The end of every VIF that can be configured on the platform, with the site's template."""
    settings = demo.router_settings()
    bare = {"platform": platform.slug, "interface": "", "vrf": "", "zone": "", "parent": False}
    ends = {}
    for vif in estate.vifs:
        router = replace(settings.router_for(vif), **{**bare, **fields})
        if vif.is_live and _accepts(vif, replace(router, templates=""), platform):
            ends[vif.id] = End(router, platform, render.config)
    return ends


def _accepts(vif: Vif, router: Router, platform: Platform) -> bool:
    try:
        render.variables(vif, router, platform)
    except DxnetError:
        return False
    return True


def _refused(
    estate: Estate, ends: Mapping[str, End], folder: Path, rendered: dict[str, int]
) -> Iterator[Problem]:
    """The faults that keep a text from being rendered; counts those that are, by platform."""
    for vif in estate.vifs:
        end = ends.get(vif.id)
        if end is None or end.router is None or end.platform is None:
            continue
        for kind, text in _KINDS.items():
            try:
                text(vif, end.router, end.platform, parent=estate.parent(vif))
            except DxnetError as error:
                yield _problem(error, folder / end.platform.slug / f"{kind}.j2", vif)
            else:
                rendered[end.platform.slug] += 1


def _problem(error: DxnetError, file: Path, vif: Vif) -> Problem:
    """The error as a fault of the file, where it doesn't name one itself."""
    if error.message.startswith(str(file.parent.parent)):
        return Problem(error.message, error.hint, vif.id)
    return Problem(f"{file}:1: {error.message}", error.hint, vif.id, f"{file} {error.hint}")


def _linted(estate: Estate, ends: Mapping[str, End], folder: Path) -> Iterator[Problem]:
    """What the rules about a configuration find."""
    for finding in engine.run(estate, ends, ends):
        rule, platform = finding.rule, ends[finding.vif_id].platform
        stops = finding.status in (Status.FAIL, Status.ERROR)
        if stops and Rendered in rule.needs and platform is not None:
            file = folder / platform.slug / "config.j2"
            detail = f"{file}:1: {rule.id} {rule.title}: {finding.detail}"
            yield Problem(detail, rule.fix, finding.vif_id, f"{file} {rule.id}")
