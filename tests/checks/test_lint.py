"""The rules that read the configuration: quiet on what the templates make, loud on mutations."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from dxnet import platforms, render
from dxnet.checks import rendered
from dxnet.checks.engine import Status
from dxnet.checks.findings import Finding
from dxnet.platforms import Feature, Names

from ..render.cases import CASES
from ..render.vifs import KEY, PEER, router, vif_of
from .renderings import findings, of_case

LINT = ("DX907", "DX908", "DX909", "DX910", "DX911", "DX912")
PAIRS = [
    (slug, name)
    for slug in platforms.slugs()
    for name in CASES
    if CASES[name].is_for(platforms.get(slug))
]


def told(found: dict[str, list[Finding]]) -> list[str]:
    """What the rules about the configuration say, by rule."""
    return [
        f"{each.rule.id} {each.status} {each.detail}".rstrip()
        for rule_id in LINT
        for each in found[rule_id]
        if each.status != Status.PASS
    ]


@pytest.mark.parametrize("slug", platforms.slugs())
def test_every_platform_says_how_its_configuration_is_read(slug: str) -> None:
    assert platforms.get(slug).lint is not None


@pytest.mark.parametrize(("slug", "name"), PAIRS)
def test_nothing_is_found_in_what_the_templates_make(slug: str, name: str) -> None:
    assert told(of_case(slug, name)) == []


def statements(slug: str, text: str, pattern: str) -> list[int]:
    """The numbers of the lines, from 0, whose statements the pattern finds."""
    comment = platforms.get(slug).comment
    found = rendered.statements(text, comment)
    return [each.line - 1 for each in found if re.search(pattern, each.text)]


def without(slug: str, pattern: str) -> Callable[[str], str]:
    """A change that drops the lines whose statements the pattern finds; there must be some."""

    def change(text: str) -> str:
        dropped = statements(slug, text, pattern)
        assert dropped
        lines = text.splitlines(keepends=True)
        return "".join(line for number, line in enumerate(lines) if number not in dropped)

    return change


def using_first(slug: str, names: Names) -> Callable[[str], str]:
    """A change that moves the outermost blocks that use names before those that define them."""

    def change(text: str) -> str:
        lines = text.splitlines(keepends=True)
        used = statements(slug, text, names.used)
        blocks = sorted(outermost(text), key=lambda block: not set(block) & set(used))
        return "".join(lines[number] for block in blocks for number in block)

    return change


def outermost(text: str) -> list[list[int]]:
    """The numbers of the lines of each outermost block, from 0."""
    blocks: list[list[int]] = []
    for number, line in enumerate(text.splitlines()):
        if not blocks or not line.startswith((" ", "}", "end")):
            blocks.append([])
        blocks[-1].append(number)
    return blocks


def is_movable(slug: str, names: Names) -> bool:
    """Whether the names are defined in other blocks than those that use them."""
    case = CASES["dual-stack"]
    text = render.config(case.parsed, case.router, platforms.get(slug))
    used, defined = (statements(slug, text, each) for each in (names.used, names.defined))
    return not any(
        set(block) & set(used) and set(block) & set(defined) for block in outermost(text)
    )


def unfiltered(slug: str, direction: str) -> Callable[[str], str]:
    """A change that takes the filter in that direction from every session."""
    lint = LINTS[slug]
    pattern = lint.filter_in if direction == "in" else lint.filter_out

    def change(text: str) -> str:
        filters = statements(slug, text, pattern)
        if filters != statements(slug, text, lint.session):
            return without(slug, pattern)(text)
        # A session is one line: only the word that names its filter goes.
        lines = text.splitlines(keepends=True)
        word = re.compile(rf" \S+DX101-fgh0abcd-{direction.upper()}6?\"")
        return "".join(
            word.sub("", line) if number in filters else line for number, line in enumerate(lines)
        )

    return change


def adding(line: str) -> Callable[[str], str]:
    return lambda text: f"{text}{line}\n"


LINTS = {slug: lint for slug in platforms.slugs() if (lint := platforms.get(slug).lint)}
NAMES = [(slug, names) for slug, lint in LINTS.items() for names in lint.names]
FEATURES = [(slug, feature) for slug, lint in LINTS.items() for feature in lint.features]
RESTARTING = [slug for slug, lint in LINTS.items() if lint.example.restart]


@pytest.mark.parametrize("slug", LINTS)
@pytest.mark.parametrize("direction", ["in", "out"])
def test_a_session_that_loses_its_filter_is_found(slug: str, direction: str) -> None:
    found = of_case(slug, "dual-stack", unfiltered(slug, direction))["DX909"]
    assert [each.status for each in found] == [Status.FAIL] * 2
    assert all(each.detail.endswith(f"has no filter {direction}") for each in found)


@pytest.mark.parametrize("slug", LINTS)
def test_a_configuration_without_a_session_is_found(slug: str) -> None:
    found = of_case(slug, "private", without(slug, LINTS[slug].session))["DX909"]
    assert [each.detail for each in found] == ["there is no BGP session"]


@pytest.mark.parametrize(("slug", "names"), NAMES, ids=lambda each: getattr(each, "kind", each))
def test_a_name_that_is_no_longer_defined_is_found(slug: str, names: Names) -> None:
    found = of_case(slug, "dual-stack", without(slug, names.defined))["DX908"]
    assert {each.status for each in found} == {Status.FAIL}
    assert any(
        f"the {names.kind} " in each.detail and each.detail.endswith("used and never defined")
        for each in found
    )


@pytest.mark.parametrize(
    ("slug", "names"),
    [(slug, names) for slug, names in NAMES if is_movable(slug, names)],
    ids=lambda each: getattr(each, "kind", each),
)
def test_a_name_that_is_used_before_it_is_defined_is_found(slug: str, names: Names) -> None:
    found = of_case(slug, "dual-stack", using_first(slug, names))["DX908"]
    assert {each.status for each in found} == {Status.FAIL}
    assert any(f"the {names.kind} " in each.detail for each in found)
    assert all(" is used before it is defined on line " in each.detail for each in found)


@pytest.mark.parametrize(
    ("slug", "feature"), FEATURES, ids=lambda each: getattr(each, "name", each)
)
def test_a_feature_that_is_not_switched_on_is_found(slug: str, feature: Feature) -> None:
    found = of_case(slug, "dual-stack", without(slug, feature.on))["DX912"]
    assert {each.status for each in found} == {Status.FAIL}
    assert all(f"needs {feature.name}" in each.detail for each in found)


@pytest.mark.parametrize("slug", LINTS)
def test_multihop_and_ttl_security_are_found(slug: str) -> None:
    (found,) = of_case(slug, "private", adding(LINTS[slug].example.far))["DX911"]
    assert found.status == Status.FAIL
    assert found.detail.endswith(LINTS[slug].example.far)


@pytest.mark.parametrize("slug", RESTARTING)
def test_bfd_and_graceful_restart_together_are_found(slug: str) -> None:
    (found,) = of_case(slug, "private", adding(LINTS[slug].example.restart))["DX910"]
    assert found.status == Status.FAIL
    assert found.detail.startswith("BFD on line ")


@pytest.mark.parametrize("slug", RESTARTING)
def test_what_the_templates_write_for_graceful_restart_is_seen_beside_bfd(slug: str) -> None:
    lines: list[str] = []

    def restarts(text: str) -> str:
        every = text.splitlines()
        lines.extend(every[number] for number in statements(slug, text, LINTS[slug].restart))
        return text

    of_case(slug, "graceful-restart", restarts)
    if lines:
        found = of_case(slug, "private", adding("\n".join(lines)))["DX910"]
        assert [each.status for each in found] == [Status.FAIL]


def test_a_filter_of_the_other_family_is_none() -> None:
    found = of_case(
        "frr",
        "dual-stack",
        lambda text: text.replace("address-family ipv6", "address-family ipv4"),
    )["DX909"]
    assert [each.detail.partition("the session ")[2] for each in found] == [
        "2001:db8:1::1 has no filter in",
        "2001:db8:1::1 has no filter out",
    ]


def test_neither_a_name_of_the_vif_nor_its_key_is_taken_for_a_command() -> None:
    peer = PEER | {"authKey": "Fake-graceful-restart-multihop"}
    vif = vif_of(virtualInterfaceName="ttl-security multihop graceful-restart", bgpPeers=[peer])
    for slug in platforms.slugs():
        assert told(findings(vif, router("10.20.0.0/16"), platforms.get(slug))) == [], slug


def test_no_detail_quotes_a_key() -> None:
    found = of_case("frr", "private", lambda text: text.replace("password", "multihop"))
    (detail,) = (each.detail for each in found["DX911"])
    assert "stand-in-for-a-key" in detail
    assert KEY not in detail


def test_what_can_not_be_rendered_is_one_finding_with_the_reason() -> None:
    end = router("10.20.0.0/16", interface="Gi0/0/1.5")
    found = findings(vif_of(), end, platforms.get("cisco_xe"))
    assert told(found)[0].startswith("DX907 FAIL interface 'Gi0/0/1.5' is no interface name")
    assert {each.status for rule in LINT[1:] for each in found[rule]} == {Status.NOT_APPLICABLE}


def test_what_the_vif_lacks_is_left_to_the_rules_about_it() -> None:
    found = findings(vif_of(vlan=4095), router("10.20.0.0/16"), platforms.get("frr"))
    (said,) = found["DX907"]
    assert found["DX101"][0].status == Status.FAIL
    assert said.status == Status.NOT_APPLICABLE
    assert "lacks a valid VLAN" in said.detail


def test_a_renderer_that_breaks_is_a_finding_without_its_words() -> None:
    def breaks(text: str) -> str:
        raise ValueError(f"{KEY} {text}")

    (found,) = of_case("frr", "private", breaks)["DX907"]
    assert (found.status, found.detail) == (Status.FAIL, "rendering broke: ValueError")


def test_statements_stand_after_the_lines_that_hold_them() -> None:
    text = "! note\na b\n c\n  d\n!\n c2 {\n }\ne\n"
    assert [(each.line, each.text) for each in rendered.statements(text, "!")] == [
        (2, "a b"),
        (3, "a b c"),
        (4, "a b c d"),
        (6, "a b c2 {"),
        (8, "e"),
    ]
