"""Templates of a site: what they change, what they can't, and what is said of their faults."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dxnet import platforms, render, settings
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
                line
                for line in laid_over.splitlines()
                if LAID_OVER not in line and "Site templates: " not in line
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


def _broken_link(file: Path) -> None:
    file.symlink_to(file.parent / "nowhere.j2")


def _link_out(file: Path) -> None:
    outside = file.parent.parent.parent / "outside.j2"
    outside.write_text(EXTENDS, encoding="utf-8")
    file.symlink_to(outside)


def _not_text(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\xfa")


@pytest.mark.skipif(os.name != "posix", reason="links and pipes of POSIX")
@pytest.mark.parametrize(
    "make", [_broken_link, _link_out, _not_text, os.mkfifo, Path.mkdir], ids=lambda it: it.__name__
)
@pytest.mark.parametrize("name", ["config.j2", "_part.j2", "rollback.j2"])
def test_what_is_there_but_is_no_file_that_can_be_read_is_an_error(
    make: Callable[[Path], object], name: str, tmp_path: Path
) -> None:
    folder = tmp_path / "site"
    include = "{% block bgp %}{% include 'cisco_xe/_part.j2' %}{% endblock %}"
    write(folder, EXTENDS + (include if name == "_part.j2" else ""))
    (folder / "cisco_xe" / name).unlink(missing_ok=True)
    make(folder / "cisco_xe" / name)
    text = render.rollback if name == "rollback.j2" else render.config
    with pytest.raises(DxnetError) as caught:
        text(vif_of(), router(templates=str(folder)), IOS)
    assert str(folder / "cisco_xe" / name) in caught.value.message


@pytest.mark.skipif(os.name != "posix", reason="links of POSIX")
def test_a_platform_that_is_no_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "cisco_xe").symlink_to(tmp_path / "nowhere")
    with pytest.raises(DxnetError, match="cisco_xe is not a folder"):
        render.config(vif_of(), router(templates=str(tmp_path)), IOS)


def test_a_folder_that_is_a_link_itself_works(tmp_path: Path) -> None:
    write(tmp_path / "real", EXTENDS)
    (tmp_path / "link").symlink_to(tmp_path / "real")
    text = render.config(vif_of(), router(templates=str(tmp_path / "link")), IOS)
    assert "Site templates: " in text


def test_the_header_names_the_folder_and_the_dxnet_toml(tmp_path: Path) -> None:
    write(tmp_path, EXTENDS)
    named = settings.parse(f'[defaults]\ntemplates = "{tmp_path}"\n', "site/dxnet.toml")
    end = named.router_for(vif_of())
    text = render.config(vif_of(), replace(end, interface="GigabitEthernet0/0/1"), IOS)
    where = str(tmp_path).replace("[", "_").replace("]", "_")
    assert f"Site templates: {where}, named by site/dxnet.toml" in text
    bare = replace(end, interface="GigabitEthernet0/0/1", templates="")
    assert "Site templates" not in render.config(vif_of(), bare, IOS)


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% for a in range(99999) %}{{ range(99999) | map('abs') | sum }}{% endfor %}",
        "{{ lipsum(n=10000000) }}",
        "{{ 'x' | center(10**9) }}",
        "{{ 'x' | indent(10**9, true) }}",
        "{{ 'x'.ljust(10**9) }}",
        "{{ '5'.zfill(10**9) }}",
        "{{ 'x' * 10**9 }}",
        "{{ 10**9 * 'x' }}",
        "{{ [1] * 10**9 }}",
        "{{ 7 ** 7 ** 7 ** 7 ** 7 ** 7 }}",
        "{{ '%0999999999d' % 1 }}",
        "{{ '%*d' % (999999999, 1) }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ '{:>{}}'.format(1, 999999999) }}",
        "{{ '%0999999999d' | format(1) }}",
        "{{ [1] | slice(10**9) | list }}",
        "{{ [1] | batch(10**9, 0) | list }}",
        "{{ {'a': 1} | tojson(indent=10**9) }}",
        "{{ ('x' * 99999) | replace('x', 'y' * 99999) }}",
        "{{ ('x' * 99999).replace('x', 'y' * 99999) }}",
        "{{ range(99999) | join('y' * 99999) }}",
        "{{ ('y' * 99999).join('x' * 99999) }}",
        "{% set n = namespace(s='x') %}"
        "{% for i in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
        "{% set n = namespace(s='x') %}"
        "{% for i in range(60) %}{% set n.s = n.s + n.s %}{% endfor %}",
        "{% set n = namespace(s=9) %}{% for i in range(60) %}{% set n.s = n.s * n.s %}{% endfor %}",
        "{% set n = namespace(s='x') %}{% for i in range(60) %}"
        "{% set t %}{{ n.s }}{{ n.s }}{% endset %}{% set n.s = t %}{% endfor %}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}"
        "{{ m(60) }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% for i in range(9999) %}{{ 'x' * 9999 }}{% endfor %}",
        "{% for a in peers recursive %}{{ loop(peers) }}{{ loop(peers) }}{% endfor %}",
        "{% for i in range(9999) %}{% for j in range(9999) %}{% include '_x.j2' %}{% endfor %}"
        "{% endfor %}",
        "{% set n = n | default(60) - 1 %}{% if n %}{% include '_y.j2' %}{% endif %}",
    ],
)
def test_a_render_without_an_end_ends_with_a_sentence(text: str, tmp_path: Path) -> None:
    write(tmp_path, "", "_x.j2")
    write(tmp_path, text * 2, "_y.j2")
    started = time.process_time()
    error = refusal(tmp_path, f"{EXTENDS}{{% block bgp %}}{text}{{% endblock %}}")
    assert time.process_time() - started < 10
    assert error.message.startswith(str(tmp_path))
    assert "\n" not in error.message


def test_what_templates_do_stays_far_below_the_bounds(tmp_path: Path) -> None:
    text = rendered(
        tmp_path,
        EXTENDS + "{% block bgp %}{% for n in range(1000) %}! {{ '%05d' % n }} {{ n | string | "
        "center(20) }}{{ '{:>8}'.format(n) }}{{ loop.length - loop.index }}{{ ' ' * 3 }}"
        "{{ [n, 'x'] | join('-') }}\n{% endfor %}{% endblock %}",
    )
    assert text.count("\n! 0") == 1000
