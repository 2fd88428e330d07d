"""The way back and the commands that prove a configuration, byte for byte and by their rules.

`DXNET_UPDATE_GOLDENS=1 pytest tests/platforms` writes the files anew; then read the difference.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import pytest

from dxnet import platforms, render
from dxnet.settings import UNTAGGED

from ..render.cases import CASES, proved
from ..render.test_goldens import GOLDEN
from ..render.vifs import KEY, KEY6

TEXTS: dict[str, Callable[..., str]] = {"rollback": render.rollback, "verify": render.verify}
NAMES = tuple(name for name in CASES if name not in ("masked", "no-key"))


def configured(slug: str, name: str) -> str:
    case = CASES[name]
    return render.config(case.parsed, case.router, platforms.get(slug), circuits=case.circuits)


PAIRS = [
    (slug, name)
    for slug in platforms.slugs()
    for name in NAMES
    if CASES[name].is_for(platforms.get(slug))
]
each_pair = pytest.mark.parametrize(("slug", "name"), PAIRS)

# Platforms whose configuration is a file of its own, and its path.
SAVED = {
    slug: found[1]
    for slug in platforms.slugs()
    if (found := re.search(r"^# Save as (\S+conf)\b", configured(slug, "dual-stack"), re.MULTILINE))
}
# A line that removes something, on any platform.
REMOVES = re.compile(r"^ *(no|undo|delete|rm|sed) |/remove | off$| (del|remove) ")
# What is an interface, an address, a prefix or a name of the case's VIF alone.
OWN = re.compile(
    r"DX10[12][-_]fgh0abc[de]|[.:](10[12]|1101|2001101)\b|\b(vif|vlan|unit|vif-c) (10[12]|1101)\b"
    r"|Vlan101|dx101|^ no description$|169\.254\.10[02]\.|203\.0\.113\.|2001:db8:1::"
    r"|\b10\.20\.0\.0|\b10\.64\.0\.0|\b192\.0\.2\.0|\b198\.51\.100\.0|2001:db8:(20|64)::"
    r"|\b0\.0\.0\.0|::( |/)0|^ +delete [1-3]\d{9}$"
)


def rendered(kind: str, slug: str, name: str) -> str:
    case = CASES[name]
    return TEXTS[kind](
        case.parsed, case.router, proved(slug), parent=case.parent, circuits=case.circuits
    )


def commands(slug: str, text: str) -> list[str]:
    comment = platforms.get(slug).comment
    return [line for line in text.splitlines() if not line.startswith((comment, "!"))]


def is_own(lines: list[str], number: int, port: str = "") -> bool:
    """Whether the line, or one that it stands under by its indentation, names the VIF's own.

    An untagged VIF has the `port` to itself.
    """
    line, depth = lines[number], len(lines[number]) - len(lines[number].lstrip())
    found = OWN.search(line) or (port and port in line)
    if found or not depth:
        return bool(found)
    above = range(number - 1, -1, -1)
    return is_own(lines, next(i for i in above if not lines[i].startswith(" " * depth)), port)


@each_pair
@pytest.mark.parametrize("kind", TEXTS)
def test_a_text_is_the_one_that_was_read_and_approved(kind: str, slug: str, name: str) -> None:
    text = rendered(kind, slug, name)
    file = GOLDEN / slug / f"{name}.{kind}"
    if os.environ.get("DXNET_UPDATE_GOLDENS"):
        file.write_text(text, encoding="ascii")
    assert text == file.read_text(encoding="ascii")


@pytest.mark.parametrize("kind", TEXTS)
def test_every_golden_file_belongs_to_a_case(kind: str) -> None:
    found = {(file.parent.name, file.stem) for file in GOLDEN.glob(f"*/*.{kind}")}
    assert found == set(PAIRS)


@each_pair
@pytest.mark.parametrize("kind", TEXTS)
def test_neither_text_holds_a_key_or_a_missing_value(kind: str, slug: str, name: str) -> None:
    text = rendered(kind, slug, name)
    assert not re.search(f"{KEY}|{KEY6}|None|Undefined|password", text)


@each_pair
def test_every_line_that_removes_names_something_of_this_vif_alone(slug: str, name: str) -> None:
    lines = commands(slug, rendered("rollback", slug, name))
    removing = [number for number, line in enumerate(lines) if REMOVES.search(line)]
    assert removing
    port = platforms.get(slug).interface if CASES[name].router.vlan == UNTAGGED else ""
    assert [lines[number] for number in removing if not is_own(lines, number, port)] == []


@pytest.mark.parametrize(("slug", "name"), [pair for pair in PAIRS if pair[0] not in SAVED])
def test_a_rollback_names_every_policy_and_session_of_the_configuration(
    slug: str, name: str
) -> None:
    config, rollback = configured(slug, name), rendered("rollback", slug, name)
    # PAN-OS removes its peers, which end in AWS, with their group.
    made = set(re.findall(r"DX10[12]-fgh0abc[de](?!-AWS)[\w-]*", "\n".join(commands(slug, config))))
    assert [each for each in made if each not in rollback] == []


@pytest.mark.parametrize(("slug", "path"), SAVED.items())
def test_a_rollback_removes_the_file_that_the_configuration_is_saved_as(
    slug: str, path: str
) -> None:
    assert f"rm {path}" in rendered("rollback", slug, "dual-stack").splitlines()


@each_pair
def test_a_verification_expects_a_state_of_every_session_and_a_full_ping(
    slug: str, name: str
) -> None:
    case = CASES[name]
    vif, text = case.parsed, rendered("verify", slug, name)
    assert text.count("expect: Established, ") == len(vif.active_peers)
    assert ("expect: Up, 300 ms" in text) == (
        platforms.get(slug).can("bfd")
        and name not in ("graceful-restart", "neither-bfd-nor-restart")
    )
    for peer in vif.active_peers:
        assert peer.amazon
        mtu = vif.mtu or 0
        sizes = f"{mtu}|{mtu - (28 if peer.family == 'ipv4' else 48)}"
        assert re.search(rf"\b({sizes})\b", text)
        assert len(re.findall(rf"ping.*{re.escape(peer.amazon.address)}", text)) == 1
