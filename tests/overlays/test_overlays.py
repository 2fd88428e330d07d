"""Templates of a site: what they change, what they can't, and what is said of their faults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dxnet import platforms, render
from dxnet.errors import DxnetError, ExitCode
from dxnet.platforms import Proof

from ..render.cases import CASES
from ..render.vifs import KEY, PEER, router, vif_of

EXTENDS = '{% extends "shipped/cisco_xe/config.j2" %}\n'
IOS = platforms.get("cisco_xe")
LAID_OVER = "Unverified: a template of the site is laid over the proved one"
KINDS: dict[str, Callable[..., str]] = {
    "config": render.config,
    "rollback": render.rollback,
    "verify": render.verify,
}


def write(folder: Path, text: str, name: str = "cisco_xe/config.j2") -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def rendered(folder: Path, text: str, *, mask: bool = False) -> str:
    write(folder, text)
    end = router("10.20.0.0/16", templates=str(folder))
    return render.config(vif_of(), end, IOS, mask=mask)


def refusal(folder: Path, text: str) -> DxnetError:
    with pytest.raises(DxnetError) as caught:
        rendered(folder, text)
    return caught.value


@pytest.mark.parametrize("slug", platforms.slugs())
@pytest.mark.parametrize("kind", KINDS)
def test_a_template_that_only_extends_changes_nothing(slug: str, kind: str, tmp_path: Path) -> None:
    write(tmp_path, f'{{% extends "shipped/{slug}/{kind}.j2" %}}\n', f"{slug}/{kind}.j2")
    platform = platforms.get(slug)
    for name in ("dual-stack", "public", "graceful-restart"):
        case = CASES[name]
        if case.is_for(platform):
            ends = (
                router(
                    *map(str, case.router.advertise), graceful_restart=restarts, templates=folder
                )
                for restarts in [case.router.graceful_restart]
                for folder in ("", str(tmp_path))
            )
            plain, laid_over = (KINDS[kind](case.parsed, end, platform) for end in ends)
            assert plain.splitlines() == [
                line for line in laid_over.splitlines() if LAID_OVER not in line
            ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_of_a_sites_template_is_unverified_although_the_shipped_one_is_proved(
    kind: str, tmp_path: Path
) -> None:
    write(tmp_path, f'{{% extends "shipped/cisco_xe/{kind}.j2" %}}\n', f"cisco_xe/{kind}.j2")
    for status, count in (("device", 1), ("unverified", 0)):
        platform = replace(IOS, proof=Proof(status))
        text = KINDS[kind](vif_of(), router(templates=str(tmp_path)), platform)
        assert text.count(LAID_OVER) == count
        assert text.count("Unverified: ") == 1


def test_a_block_is_replaced_or_added_to(tmp_path: Path) -> None:
    text = rendered(
        tmp_path,
        EXTENDS
        + "{% block interface %}\n{{ super() -}}\n! VLAN {{ vif.vlan }} is ours\n{% endblock %}\n"
        + "{% block advertise %}\n{% endblock %}\n",
    )
    assert "! VLAN 101 is ours\n" in text
    assert " encapsulation dot1Q 101\n" in text
    assert "Null0" not in text


def test_templates_of_a_site_share_parts(tmp_path: Path) -> None:
    write(tmp_path, "! from {{ who }}\n", "_note.j2")
    text = rendered(
        tmp_path,
        EXTENDS
        + '{% block bgp %}\n{% set who = "the site" %}\n{% include "_note.j2" %}\n{% endblock %}\n',
    )
    assert "! from the site\n" in text


def test_a_platform_without_a_template_of_the_site_keeps_dxnets(tmp_path: Path) -> None:
    write(tmp_path, EXTENDS)
    end = router("10.20.0.0/16", templates=str(tmp_path))
    frr = platforms.get("frr")
    assert render.config(vif_of(), end, frr) == render.config(vif_of(), router("10.20.0.0/16"), frr)


def test_a_change_of_the_file_is_seen_at_once(tmp_path: Path) -> None:
    block = "{{% block bgp %}}\n! {}\n{{% endblock %}}\n"
    assert "! one\n" in rendered(tmp_path, EXTENDS + block.format("one"))
    assert "! three\n" in rendered(tmp_path, EXTENDS + block.format("three"))


@pytest.mark.parametrize(
    ("line", "problem", "hint"),
    [
        ("{{ vif.vlam }}", "VifFacts has no attribute 'vlam'", "vlan"),
        ("{{ interfaces.name }}", "'interfaces' is undefined", "interface"),
        ("{{ vif.name | uper }}", "no filter named 'uper'", "upper"),
        ("{% fore x in peers %}", "encountered unknown tag 'fore'", "for"),
        ('{% include "shipped/cisco_xf/config.j2" %}', "no template shipped/cisco_xf", "cisco_xe"),
        ("{{ ipv6.amazon }}", "'None' has no attribute 'amazon'", "{% if %}"),
        ("{{ peers[0].amazon.adress }}", "Interface has no attribute 'adress'", "address"),
        ("{{ router.local_preference }}", "value that is missing", "templates context"),
        ("{{ 1 // 0 }}", "broke with ZeroDivisionError", "templates context"),
        ("{{ vif.name.__class__ }}", "access to attribute '__class__'", "templates context"),
        ("{{ platform.key_refusal.__globals__ }}", "is unsafe", "templates context"),
    ],
)
def test_a_fault_is_named_with_its_file_its_line_and_what_may_be_meant(
    line: str, problem: str, hint: str, tmp_path: Path
) -> None:
    error = refusal(tmp_path, f"{EXTENDS}{{% block bgp %}}\n! note\n{line}\n{{% endblock %}}\n")
    assert error.message.startswith(f"{tmp_path}/cisco_xe/config.j2:4: ")
    assert problem in error.message
    assert hint in error.hint
    assert error.code == ExitCode.USAGE


def test_a_block_that_would_never_be_seen_is_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, f"{EXTENDS}\n{{% block filtres %}}\n{{% endblock %}}\n")
    assert f"{tmp_path}/cisco_xe/config.j2:3: " in error.message
    assert error.hint == "did you mean filters?"


def test_a_missing_parent_is_named_with_the_nearest(tmp_path: Path) -> None:
    error = refusal(tmp_path, '{% extends "shipped/cisco_ex/config.j2" %}\n')
    assert error.message.endswith("config.j2:1: there is no template shipped/cisco_ex/config.j2")
    assert "shipped/cisco_xe/config.j2" in error.hint


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    end = router("10.20.0.0/16", templates=str(tmp_path / "none"))
    with pytest.raises(DxnetError, match="there is no folder"):
        render.config(vif_of(), end, IOS)


def test_the_sandbox_keeps_a_template_from_changing_what_it_gets(tmp_path: Path) -> None:
    error = refusal(tmp_path, EXTENDS + "{% block bgp %}\n{{ header.clear() }}\n{% endblock %}\n")
    assert "config.j2:3: " in error.message


def test_files_outside_the_folder_are_out_of_reach(tmp_path: Path) -> None:
    write(tmp_path, "secret", "outside.j2")
    inside = tmp_path / "inside"
    block = '{{% block bgp %}}\n{{% include "{}" %}}\n{{% endblock %}}\n'
    for path in ("../outside.j2", "/etc/hostname", f"{tmp_path}/outside.j2"):
        assert "there is no template" in refusal(inside, EXTENDS + block.format(path)).message


@pytest.mark.parametrize("text", ["caf\u00e9", "\x1b[31m", "\tx"])
def test_the_output_guard_looks_at_a_sites_text_too(text: str, tmp_path: Path) -> None:
    error = refusal(tmp_path, f"{EXTENDS}{{% block bgp %}}\n{text}\n{{% endblock %}}\n")
    assert "not printable ASCII" in error.message


def test_a_masked_text_shows_no_key_wherever_a_site_prints_it(tmp_path: Path) -> None:
    block = "{% block bgp %}\nset key {{ ipv4.key }}\n{% endblock %}\n"
    assert f"set key {KEY}\n" in rendered(tmp_path, EXTENDS + block)
    masked = rendered(tmp_path, EXTENDS + block, mask=True)
    assert KEY not in masked
    assert "\n! set key " in masked


@pytest.mark.parametrize(
    "line", ["{{ vif[ipv4.key] }}", "{{ {}[ipv4.key] }}", "{{ ipv4.key.x }}", "{{ ipv4.key + 1 }}"]
)
def test_no_error_quotes_a_key(line: str, tmp_path: Path) -> None:
    error = refusal(tmp_path, f"{EXTENDS}{{% block bgp %}}\n{line}\n{{% endblock %}}\n")
    assert KEY not in f"{error.message} {error.hint}"
    assert error.__suppress_context__


def test_a_key_is_data_and_never_a_template(tmp_path: Path) -> None:
    write(tmp_path, EXTENDS)
    vif = vif_of(bgpPeers=[PEER | {"authKey": "Fake{{7*7}}Key"}])
    end = router("10.20.0.0/16", templates=str(tmp_path))
    assert "password Fake{{7*7}}Key\n" in render.config(vif, end, IOS)
