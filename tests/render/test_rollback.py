"""A rollback undoes its configuration line by line: all that it adds, and nothing that is shared.

The lines of a configuration are held as a router holds them, each below the lines that it belongs
to, and the rollback is applied to them: what is negated goes, with everything below it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from dxnet import platforms, render
from dxnet.settings import UNTAGGED

from .cases import CASES

Line = tuple[str, ...]

_ENDS = re.compile(r"exit\b.*|exit-.*|end-(set|policy)")
_NEIGHBOR = re.compile(r"(neighbor \S+) remote-as \d+")
_FILTER = re.compile(r"(prefix-list6?|route-map|route-policy|bfd-profile|profile) DX\S+$")
# What announces a prefix, which another VIF of the router may need.
_ANNOUNCES = re.compile(r"\b(network|route(-static)?) ")
# What other VIFs use too, each word by word of the line and of the lines that it stands below.
_SHARED = re.compile(
    r"feature \S+|bfd|router (bgp \d+( vrf \S+)?|static)|vrf( context)? \S+|address-family .*"
    r"|(bgp |set .*(bgp|routing-options|parameters) )?router-id \S+|set .*bgp system-as \S+"
)


def _commands(slug: str, text: str) -> Iterator[str]:
    comment = platforms.get(slug).comment
    for each in text.splitlines():
        if not each.strip().startswith(comment) and not _ENDS.fullmatch(each.strip()):
            yield each


def _texts(slug: str, name: str) -> tuple[str, str]:
    case, platform = CASES[name], platforms.get(slug)
    return (
        render.config(case.parsed, case.router, platform, circuits=case.circuits),
        render.rollback(case.parsed, case.router, platform, circuits=case.circuits),
    )


def _form(slug: str) -> str:
    """How the platform writes and undoes a line: "flat" by set and delete, "indented" by no below
    the lines that hold it; empty for what this module can't follow."""
    config, rollback = (list(_commands(slug, text)) for text in _texts(slug, "dual-stack"))
    if all(each.startswith(("set ", "delete ")) for each in config):
        return "flat" if all(each.startswith("delete ") for each in rollback) else ""
    depths = [len(each) - len(each.lstrip()) for each in (*rollback, "")]
    innermost = [
        each.strip() for number, each in enumerate(rollback) if depths[number + 1] <= depths[number]
    ]
    return "indented" if all(each.startswith("no ") for each in innermost) else ""


FORMS = {slug: form for slug in platforms.slugs() if (form := _form(slug))}
PAIRS = [
    (slug, name)
    for slug in FORMS
    for name, case in CASES.items()
    if case.is_for(platforms.get(slug)) and name not in ("masked", "no-key")
]
each_pair = pytest.mark.parametrize(("slug", "name"), PAIRS)


def lines(slug: str, text: str) -> list[Line]:
    """Each command with those that it stands below, outermost first."""
    return list(_indented(slug, text) if FORMS[slug] == "indented" else _flat(slug, text))


def _indented(slug: str, text: str) -> Iterator[Line]:
    above: list[tuple[int, str]] = []
    for command in _commands(slug, text):
        depth = len(command) - len(command.lstrip())
        above = [each for each in above if each[0] < depth]
        above.append((depth, command.strip()))
        yield tuple(each for _, each in above)


def _flat(slug: str, text: str) -> Iterator[Line]:
    for command in _commands(slug, text):
        yield (command,)


def removals(slug: str, text: str) -> list[Line]:
    """What the rollback negates, each below the lines that it stands below."""
    return [
        (*line[:-1], _positive(line[-1]))
        for line in lines(slug, text)
        if line[-1].startswith(("no ", "delete "))
    ]


def _positive(command: str) -> str:
    if command.startswith("delete "):
        return command.replace("delete ", "set ", 1)
    return _NEIGHBOR.sub(r"\1", command.removeprefix("no "))


def without(config: list[Line], removal: Line) -> list[Line]:
    """What is left once a router has carried out one negation."""
    place, removed = removal[:-1], removal[-1]
    return [
        line
        for line in config
        if line[: len(place)] != place
        or not any(_is_of(each, removed) for each in line[len(place) :])
    ]


def _is_of(command: str, removed: str) -> bool:
    return f"{command.removeprefix('no ')} ".startswith(f"{removed} ")


def is_shared(slug: str, name: str, line: Line) -> bool:
    """Whether others may use it: the BGP process, a feature, the parent, FRR's host interface."""
    parent = re.escape(platforms.get(slug).interface)
    own = rf"interface {parent}$|set .* {parent}( layer3)? (description|comment|mtu|vlan-tagging)\b"
    case, host = CASES[name], rf"interface (\S+\.(1?10[12])|{parent})"
    if (case.router.parent or case.router.vlan == UNTAGGED) and re.match(own, line[0]):
        return True
    if "on the host" in _texts(slug, name)[0] and re.fullmatch(host, line[-1]):
        return True  # the host makes it, by the header's commands
    if (
        case.beside is not None
        and "DX10" not in line[-1]
        and re.search(r"\b10\.(20|64)\.0\.0\b", line[-1])
    ):
        return bool(_ANNOUNCES.search(line[-1])) or line[0] == "router static"
    return all(_SHARED.fullmatch(each) for each in line)


def made_and_undone(slug: str, name: str) -> tuple[list[Line], list[Line]]:
    config, rollback = _texts(slug, name)
    made = lines(slug, config)
    cleared = [line for line in made if line[-1].startswith("delete ")]  # before it is set anew
    return [line for line in made if line not in cleared], removals(slug, rollback)


@each_pair
def test_a_rollback_removes_all_that_the_configuration_adds_but_what_is_shared(
    slug: str, name: str
) -> None:
    left, undone = made_and_undone(slug, name)
    shared = [line for line in left if is_shared(slug, name, line)]
    for removal in undone:
        left = without(left, removal)
    assert [line for line in left if line not in shared] == []
    # Of a port that it has to itself without a tag, the VIF's own lines go, too.
    is_untagged = CASES[name].router.vlan == UNTAGGED
    assert is_untagged or left == shared


@each_pair
def test_a_rollback_removes_nothing_that_the_configuration_did_not_add(
    slug: str, name: str
) -> None:
    left, undone = made_and_undone(slug, name)
    assert undone
    for removal in undone:
        before, left = left, without(left, removal)
        assert len(left) < len(before), removal


@each_pair
def test_a_filter_goes_after_what_uses_it(slug: str, name: str) -> None:
    left, undone = made_and_undone(slug, name)
    for removal in undone:
        left = without(left, removal)
        found = _FILTER.search(removal[-1])
        assert not found or not [line for line in left if f"{found[0]} " in f"{line[-1]} "]


def test_most_platforms_are_followed() -> None:
    assert len(FORMS) >= len(platforms.slugs()) // 2
    assert set(FORMS.values()) == {"flat", "indented"}


def test_a_rollback_that_lacks_a_line_or_removes_too_much_would_be_noticed() -> None:
    config, undone = made_and_undone("cisco_xe", "dual-stack")
    shared = [line for line in config if is_shared("cisco_xe", "dual-stack", line)]
    for number in range(len(undone)):
        left = config
        for removal in undone[:number] + undone[number + 1 :]:
            left = without(left, removal)
        assert left != shared
    assert [line for line in shared if line not in without(config, ("router bgp 65001",))]
