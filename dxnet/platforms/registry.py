"""The platforms by slug and alias; one folder that can't be read disturbs no other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from dxnet.errors import DxnetError, UsageError, did_you_mean
from dxnet.fields import TomlFile
from dxnet.platforms import proofs, reading
from dxnet.platforms.model import BrokenPlatform, Platform, Proof


def get(name: str) -> Platform:
    """The platform of that slug or alias.

    Only an alias makes every folder be read. Raises `UsageError` for an unknown name, with the
    nearest known ones, for an alias of several platforms, and for a folder that can't be read.
    """
    if name in slugs():
        return _load(name)
    owners = _aliases().get(name, ())
    if len(owners) > 1:
        raise UsageError(
            f"{name!r} is an alias of several platforms: {', '.join(owners)}",
            hint="use the slug; and remove the alias from all platform.toml but one",
        )
    if not owners:
        broken = [folder.slug for folder in folders() if isinstance(folder, BrokenPlatform)]
        unread = f"; unreadable: {', '.join(broken)} (see `dxnet platforms`)" if broken else ""
        names = [*slugs(), *_aliases()]
        near = did_you_mean(name, names) or f"the platforms are {', '.join(slugs())}"
        raise UsageError(f"there is no platform {name!r}", hint=near + unread)
    return _load(owners[0])


@cache
def slugs() -> tuple[str, ...]:
    """The slug of every platform, sorted, whether its folder can be read or not."""
    items = resources.files("dxnet.templates").iterdir()
    return tuple(sorted(item.name for item in items if (item / "platform.toml").is_file()))


def all_platforms() -> tuple[Platform, ...]:
    """Every platform that can be read, in order of slug."""
    return tuple(folder for folder in folders() if isinstance(folder, Platform))


def folders() -> tuple[Platform | BrokenPlatform, ...]:
    """Every platform in order of slug; of a folder that can't be read, its fault."""
    return tuple(_attempt(slug) for slug in slugs())


def read(folder: Traversable, proof: Proof) -> Platform:
    """The platform that a folder describes; raises `UsageError` with file and line."""
    file = folder / "platform.toml"
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise UsageError(f"{file}:1: can't be read: {reason}", hint="correct the file") from error
    return reading.platform(folder.name, TomlFile(str(file), text), proof)


def _attempt(slug: str) -> Platform | BrokenPlatform:
    try:
        return _load(slug)
    except DxnetError as error:
        return BrokenPlatform(slug, error.message, error.hint)


@cache
def _aliases() -> Mapping[str, tuple[str, ...]]:
    """The slugs of the platforms that claim each alias."""
    owners = defaultdict(list)
    for platform in all_platforms():
        for alias in platform.aliases:
            owners[alias].append(platform.slug)
    return {alias: tuple(found) for alias, found in owners.items()}


@cache
def _load(slug: str) -> Platform:
    return read(resources.files("dxnet.templates") / slug, proofs.proof(slug))
