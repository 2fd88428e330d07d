"""A folder of a site's templates, tried on every VIF of the demo before it meets a router."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dxnet import parse, platforms
from dxnet.assess import Assessment, Configuration, assess, configuration, variables
from dxnet.assess.configuration import TextKind
from dxnet.checks.engine import STOPPING
from dxnet.checks.rendered import Rendered
from dxnet.errors import DxnetError, UsageError, did_you_mean
from dxnet.model import Estate, Vif
from dxnet.platforms import Platform
from dxnet.settings import Settings
from dxnet.sources import demo

_KINDS: tuple[TextKind, ...] = ("config", "rollback", "verify")
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
            settings = _settings(platform, {**fields, "templates": str(folder)})
            vif_ids = [vif.id for vif in estate.vifs if _fits(estate, vif, settings, platform)]
            assessed = assess(estate, settings, vif_ids, platform=platform)
            yield from _refused(assessed, vif_ids, folder / platform.slug, rendered)
            yield from _linted(assessed, folder / platform.slug / "config.j2")


def _misplaced(folder: Path) -> Iterator[Problem]:
    """What no platform would ever read."""
    known = [f"{kind}.j2" for kind in _KINDS]
    for item in sorted(folder.iterdir()):
        if item.name in platforms.slugs() and not item.is_dir():
            yield Problem(f"{item} is not a folder", "make FOLDER/<platform>/config.j2")
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


def _settings(platform: Platform, fields: Mapping[str, Any]) -> Settings:
    """The demo's settings with that platform for every VIF, and the fields."""
    bare = {"platform": platform.slug, "interface": "", "vrf": "", "zone": "", "parent": False}
    return replace(demo.router_settings(), overrides={**bare, **fields})


def _fits(estate: Estate, vif: Vif, settings: Settings, platform: Platform) -> bool:
    """Whether the VIF can be configured on the platform, whatever its templates are."""
    try:
        variables(estate, vif, settings, platform)
    except DxnetError:
        return False
    return vif.is_live


def _refused(
    assessed: Assessment, vif_ids: Iterable[str], folder: Path, rendered: dict[str, int]
) -> Iterator[Problem]:
    """The faults that keep a text from being rendered; counts those that are, by platform."""
    for vif_id in vif_ids:
        for kind in _KINDS:
            text = configuration(assessed, vif_id, kind=kind, checked=False)
            if isinstance(text, Configuration):
                rendered[folder.name] += 1
            else:
                yield _problem(text.as_error(), folder / f"{kind}.j2", vif_id)


def _problem(error: DxnetError, file: Path, vif_id: str) -> Problem:
    """The error as a fault of the file, where it doesn't name one itself."""
    if error.message.startswith(str(file.parent.parent)):
        return Problem(error.message, error.hint, vif_id)
    return Problem(f"{file}:1: {error.message}", error.hint, vif_id, f"{file} {error.hint}")


def _linted(assessed: Assessment, file: Path) -> Iterator[Problem]:
    """What the rules about a configuration find."""
    for finding in assessed.findings.to_read:
        rule = finding.rule
        if finding.status in STOPPING and Rendered in rule.needs:
            detail = f"{file}:1: {rule.id} {rule.title}: {finding.detail}"
            yield Problem(detail, rule.fix, finding.subject_id, f"{file} {rule.id}")
