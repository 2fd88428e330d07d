"""A fault of `platform.toml` is an error with its line and what to write instead."""

from __future__ import annotations

from importlib import resources

import pytest

from dxnet.errors import UsageError
from dxnet.fields import TomlFile
from dxnet.platforms import Platform, Proof, reading

FRR = (resources.files("dxnet.templates") / "frr" / "platform.toml").read_text("utf-8")
JUNOS = (resources.files("dxnet.templates") / "juniper_junos" / "platform.toml").read_text("utf-8")
PATH = "acme/platform.toml"


def read(text: str) -> Platform:
    return reading.platform("acme", TomlFile(PATH, text), Proof())


@pytest.mark.parametrize(
    ("now", "then", "line", "sentence", "hint"),
    [
        ("comment = ", "comments = ", "comments", "there is an unknown key 'comments'", "comment?"),
        ("[capabilities]", "[capability]", "[capability]", "unknown table 'capability'", "capabil"),
        ("max_length", "max_lenght", "max_lenght", "[key] has an unknown key", "max_length?"),
        ("max_length = 80", 'max_length = "80"', "max_length", "= '80' is not allowed", "number"),
        ("max_length = 80", "max_length = true", "max_length", "= True is not allowed", "number"),
        ("max_length = 80\n", "", "[key]", "[key] lacks max_length", "write max_length = "),
        ('name = "FRRouting"', 'name = ""', "name = ", "the file lacks name", 'name = "..."'),
        ("[key.example]", "[key.exmple]", "[key.exmple]", "unknown table 'exmple'", "example?"),
        ("ipv6 = true\n", "", "[capabilities]", "[capabilities] lacks ipv6", "true or false"),
        ("ipv6 = true", 'ipv6 = "yes"', "ipv6 = ", "ipv6 = 'yes' is not allowed", "true or false"),
        ("ipv6 = true", "ipv5 = true", "ipv5", "unknown key 'ipv5'", "ipv6?"),
        ('["frrouting"', "[7", "aliases", "item 1, is not allowed", "it must be text"),
        ('aliases = ["frrouting", "linux_frr"]', 'aliases = "x"', "aliases", "'x' is not", "list"),
        ('zone = "[', 'zone = "([', "zone = ", "not a regular expression: ", "correct"),
        ("(?P<of>\\S+) route-map \\S+ in", "\\S+ in", "filter_in", "no group <of>", "(?P<of>"),
        ("{vlan}", "{vlna}", "subinterface", "subinterface = ", "made of {interface} and {vlan}"),
        ("[patterns]", "[[patterns]]", "[[patterns]]", "patterns = ", "write it as [patterns]"),
        ("[key]", "[proof]\n[key]", "[proof]", "unknown key 'proof'", "PROOFS.toml"),
        ('name = "', "name = ", "name = ", "not valid TOML", "correct that line"),
        ("[[lint.features]]", "[lint.features]", "features", "features = ", "[[lint.features]]"),
    ],
)
def test_a_fault_is_named_with_its_line_and_a_hint(
    now: str, then: str, line: str, sentence: str, hint: str
) -> None:
    assert now in FRR
    text = FRR.replace(now, then, 1)
    with pytest.raises(UsageError) as caught:
        read(text)
    number = int(caught.value.message.removeprefix(f"{PATH}:").partition(":")[0])
    assert line in text.splitlines()[number - 1]
    assert sentence in caught.value.message
    assert hint in caught.value.hint


def test_a_fault_in_the_second_of_several_tables_has_the_line_of_that_table() -> None:
    first, second, *rest = FRR.split("[[lint.names]]\n")
    text = "[[lint.names]]\n".join([first, second, rest[0].replace("used", "usd"), *rest[1:]])
    with pytest.raises(UsageError, match=r"\[lint.names\] has an unknown key 'usd'") as caught:
        read(text)
    number = int(caught.value.message.split(":")[1])
    assert text.splitlines()[number - 1].startswith("usd")


def test_a_fault_in_an_inline_table_has_the_line_of_that_table() -> None:
    with pytest.raises(UsageError, match="is not allowed") as caught:
        read(JUNOS.replace("""'"' = '\\"'""", """'"' = 7"""))
    number = int(caught.value.message.split(":")[1])
    assert JUNOS.splitlines()[number - 1].startswith("escape")


def test_what_is_not_said_has_its_default() -> None:
    assert read(FRR.partition("[lint]")[0]).lint is None
    assert read(FRR).key.escape == {}
