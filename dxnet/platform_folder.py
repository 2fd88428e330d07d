"""A platform's folder as its author has it, tried on every VIF of the demo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from dxnet import parse, platforms, site_templates
from dxnet.assess import Refusal, assess, configuration
from dxnet.errors import DxnetError
from dxnet.fields import TomlFile
from dxnet.platforms import Platform, Proof
from dxnet.secrets import Secret
from dxnet.settings import Settings
from dxnet.site_templates import Problem, Trial
from dxnet.sources import demo

_FILES = ("platform.toml", "config.j2", "rollback.j2", "verify.j2")
# The demo's VIF that carries the example of a key.
_EXAMPLE = "dxvif-ffabc123"


def check(folder: Path) -> Trial:
    """Every fault of the folder: of its data, its templates, and the texts that they make.

    The templates run in the sandbox of a site's templates.
    """
    folder = folder.resolve()
    problems = list(_of_files(folder))
    try:
        platform = platforms.read(folder, Proof())
    except DxnetError as error:
        return Trial((*problems, Problem(error.message, error.hint)))
    problems += _of_data(platform, folder / "platform.toml")
    rendered = {platform.slug: 0}
    if all((folder / name).is_file() for name in _FILES):
        estate = parse.estate(demo.read())
        found = list(site_templates.faults(platform, folder.parent, estate, rendered))
        problems += found or _of_key(platform, folder)
    distinct = {problem.key or problem.detail: problem for problem in reversed(problems)}
    return Trial(tuple(reversed(distinct.values())), rendered)


def _of_files(folder: Path) -> Iterator[Problem]:
    if not re.fullmatch(r"[a-z][a-z0-9_]*", folder.name):
        hint = "use small letters, digits and _: the folder's name is the slug"
        yield Problem(f"{folder}: the folder's name can't be a slug", hint)
    for name in _FILES:
        if not (folder / name).is_file():
            yield Problem(f"{folder / name}:1: the file is missing", "every platform has it")


def _of_data(platform: Platform, path: Path) -> Iterator[Problem]:
    """What the data claims and does not keep."""
    file = TomlFile(str(path), path.read_text("utf-8"))
    for name in ("interface", "lag_interface"):
        if not re.fullmatch(platform.patterns["interface"], getattr(platform, name)):
            hint = "correct the name or the pattern"
            place = f"{path}:{file.line('', 1, name)}"
            yield Problem(f"{place}: {name} does not match [patterns] interface", hint)
    for alias in platform.aliases:
        others = {
            other.slug
            for other in platforms.all_platforms()
            if other.slug != platform.slug and alias in (other.slug, *other.aliases)
        }
        if others:
            place = f"{path}:{file.line('', 1, 'aliases')}"
            detail = f"the alias {alias!r} is a name of {', '.join(sorted(others))} too"
            yield Problem(f"{place}: {detail}", "remove it from one of them")
    if platform.lint is None:
        hint = "write [lint], so that the rules DX908 to DX912 can read a configuration"
        yield Problem(f"{path}:1: there is no table [lint]", hint)
        return
    for name in ("far", "restart"):
        example = getattr(platform.lint.example, name)
        if example and not re.search(getattr(platform.lint, name), example):
            hint = "correct the example, or write the pattern that finds it"
            place = f"{path}:{file.line('lint.example', 1, name)}"
            yield Problem(f"{place}: [lint] {name} does not find [lint.example] {name}", hint)


def _of_key(platform: Platform, folder: Path) -> list[Problem]:
    """Whether a line of a configuration ends as the example of a key says."""
    example = platform.key.example
    estate = parse.estate(demo.read())
    vif = next(vif for vif in estate.vifs if vif.id == _EXAMPLE)
    peers = tuple(replace(peer, auth_key=Secret(example.key)) for peer in vif.peers)
    with_key = replace(estate, vifs=(replace(vif, peers=peers),))
    settings = Settings(overrides={"templates": str(folder.parent), "bfd": False})
    assessed = assess(with_key, settings, rendered=False, platform=platform)
    outcome = configuration(assessed, vif.id, checked=False)
    if isinstance(outcome, Refusal):
        error = outcome.as_error()
        return [Problem(f"{folder / 'platform.toml'}:1: {error.message}", error.hint)]
    if any(line.endswith(example.line) for line in outcome.text.splitlines()):
        return []
    detail = f"{folder / 'config.j2'}:1: no line ends with [key.example] line: {example.line}"
    return [Problem(detail, "correct the template, [key], or the example")]
