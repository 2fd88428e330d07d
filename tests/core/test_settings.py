from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dxnet import parse, settings
from dxnet.addressing import parse_prefix
from dxnet.errors import DxnetError, ExitCode
from dxnet.model import Estate, Vif
from dxnet.settings import Router

FILE = """
[defaults]
platform = "cisco_xe"
advertise = ["10.20.0.0/16", "10.10.0.0/16", "10.10.0.0/16"]

[connections.dxcon-ffaaaaa1]
interface = "GigabitEthernet0/0/1"
community = "low"

[lags.dxlag-ffaaaaa1]
interface = "Port-channel1"

[vifs.dxvif-ffaaaaa1]
community = "high"
graceful_restart = true
"""


def _vif(vif_id: str = "dxvif-ffaaaaa1", connection_id: str = "dxcon-ffaaaaa1") -> Vif:
    record = {"virtualInterfaceId": vif_id, "connectionId": connection_id}
    return parse.estate({"virtualInterfaces": [record]}).vifs[0]


def _router(text: str, overrides: dict[str, Any] | None = None, vif: Vif | None = None) -> Router:
    return settings.parse(text, "dxnet.toml", overrides).router_for(vif or _vif())


def test_the_nearest_table_wins_key_by_key() -> None:
    router = _router(FILE)
    assert router.platform == "cisco_xe"
    assert router.interface == "GigabitEthernet0/0/1"
    assert router.community == "7224:7300"
    assert [str(prefix) for prefix in router.advertise] == ["10.10.0.0/16", "10.20.0.0/16"]


def test_a_lag_has_a_table_of_its_own() -> None:
    router = _router(FILE, vif=_vif("dxvif-ffaaaaa2", "dxlag-ffaaaaa1"))
    assert (router.interface, router.community) == ("Port-channel1", "")


def test_the_command_line_goes_before_the_file() -> None:
    router = _router(FILE, {"platform": "frr", "advertise": ("2001:db8::/32",)})
    assert router.platform == "frr"
    assert router.advertise == (parse_prefix("2001:db8::/32"),)


def test_what_nobody_says_has_awss_defaults() -> None:
    assert _router("") == Router(keepalive=30, hold_time=90, bfd=None)


def test_graceful_restart_leaves_bfd_unsaid() -> None:
    router = _router(FILE)
    assert (router.graceful_restart, router.bfd) == (True, None)


def test_bfd_and_graceful_restart_together_are_refused() -> None:
    with pytest.raises(DxnetError, match="both BFD and graceful restart") as caught:
        _router("[defaults]\nbfd = true\ngraceful_restart = true")
    assert "dxnet.toml" in caught.value.message


@pytest.mark.parametrize(
    ("text", "overrides", "graceful"),
    [
        ("[defaults]\nbfd = true\n[vifs.dxvif-ffaaaaa1]\ngraceful_restart = true", {}, True),
        ("[defaults]\ngraceful_restart = true\n[vifs.dxvif-ffaaaaa1]\nbfd = true", {}, False),
        ("[defaults]\nbfd = true", {"graceful_restart": True}, True),
        ("[defaults]\ngraceful_restart = true", {"bfd": True}, False),
    ],
)
def test_the_nearest_of_bfd_and_graceful_restart_wins(
    text: str, overrides: dict[str, Any], graceful: bool
) -> None:
    router = _router(text, overrides)
    assert (router.graceful_restart, router.bfd) == (graceful, None if graceful else True)


def test_a_hold_time_below_three_keepalives_is_refused() -> None:
    with pytest.raises(DxnetError, match="hold_time 30 is less than three times keepalive 30"):
        _router("[defaults]\nhold_time = 30")
    assert _router("[defaults]\nhold_time = 30\nkeepalive = 10").keepalive == 10


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("[defaults]\nplatfrom = 'frr'", "unknown key 'platfrom'", "did you mean platform?"),
        ("[defaults]\nzzz = 1", "unknown key 'zzz'", "the keys are platform, asn, interface"),
        ("[connection.dxcon-f]", "unknown table [connection]", "did you mean connections"),
        (
            "[zzz]",
            "unknown table [zzz]",
            "its tables are defaults, routers, connections, lags, vifs",
        ),
        ("defaults = 1", "defaults must be a table", "[defaults]"),
        ("[vifs.dxcon-f]", "[vifs.dxcon-f] in dxnet.toml doesn't name", "[vifs.dxvif-...]"),
        ("[lags]\ndxlag-f = 1", "[lags.dxlag-f] in dxnet.toml doesn't name", "[lags.dxlag-...]"),
        ("[defaults]\nbfd = 1", "bfd = 1 in [defaults]", "true or false"),
        ("[defaults]\nkeepalive = true", "keepalive = True in", "a whole number"),
        ("[defaults]\nkeepalive = 0", "keepalive = 0 in", "1 to 21845"),
        ("[defaults]\nhold_time = 2", "hold_time = 2 in", "3 to 65535"),
        ("[defaults]\nlocal_preference = -1", "local_preference = -1 in", "0 to 4294967295"),
        ("[defaults]\nadvertise = '10.0.0.0/8'", "advertise = '10.0.0.0/8' in", "a list such as"),
        ("[defaults]\nadvertise = [1]", "advertise = 1 in", "without host bits"),
        ("[defaults]\nadvertise = ['10.0.0.1/8']", "advertise = '10.0.0.1/8'", "without host bits"),
        ("[defaults]\ninterface = ''", "interface = '' in", "printable ASCII without spaces"),
        ("[defaults]\nvrf = 'A B'", "vrf = 'A B' in", "printable ASCII without spaces"),
        ('[defaults]\nvrf = "A\\nB"', "vrf = 'A\\nB' in", "printable ASCII without spaces"),
        ("[defaults]\nvrf = 'Ä'", "vrf = 'Ä' in", "printable ASCII without spaces"),
        ("[defaults]\nrouter_id = '10.0.0.256'", "router_id = '10.0.0.256'", "an IPv4 address"),
        ("[defaults]\nrouter_id = '2001:db8::1'", "router_id = '2001:db8::1'", "an IPv4 address"),
        ("[defaults]\ncommunity = '7224:1'", "community = '7224:1'", "low (7224:7100)"),
        ("[defaults]\nscope = 'high'", "scope = 'high'", "region (7224:9100)"),
        ("[defaults]\nrole = 'master'", "role = 'master' in", "one of primary, backup"),
        ("[defaults", "dxnet.toml is not valid TOML", "correct that line"),
        ("[defaults]\nasn = 0", "asn = 0 in", "1 to 4294967294"),
        ("[defaults]\nvlan = 4095", "vlan = 4095 in", '1 to 4094, or "untagged"'),
        ("[defaults]\nprepend = 11", "prepend = 11 in", "0 to 10"),
        ("[defaults]\nmaximum_prefix = 0", "maximum_prefix = 0 in", '"warn"'),
        ("[defaults]\naccept = ['10.0.0.0/8 ge 9']", "accept = '10.0.0.0/8 ge 9'", "le 24"),
        ("[defaults]\naccept = ['10.0.0.0/8 le 7']", "accept = '10.0.0.0/8 le 7'", "le 8 to le 32"),
        ("[routers.a]\nports = ['x']", "ports = ['x'] in [routers.a]", "by connection or LAG"),
        ("[routers.a]\nports = { dxvif-a = 'x' }", "ports = 'dxvif-a'", "by connection or LAG"),
        ("[routers]\na = 1", "[routers.a] in dxnet.toml must be a table", "[routers.a]"),
        (
            "[routers.a]\nports = { dxcon-f = 'x' }\n[routers.b]\nports = { dxcon-f = 'y' }",
            "dxcon-f is also a port of a",
            "ends on one router",
        ),
    ],
)
def test_a_wrong_value_is_one_sentence_and_a_hint(text: str, message: str, hint: str) -> None:
    with pytest.raises(DxnetError) as caught:
        settings.parse(text, "dxnet.toml")
    assert message in caught.value.message
    assert "dxnet.toml" in caught.value.message
    assert "\n" not in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.code is ExitCode.USAGE


def test_a_community_is_written_by_name_or_number() -> None:
    assert _router("[defaults]\ncommunity = '7224:7200'").community == "7224:7200"
    assert _router("[defaults]\nscope = 'continent'").scope == "7224:9200"


def test_a_wrong_value_on_the_command_line_says_so() -> None:
    with pytest.raises(DxnetError, match="--bfd 'yes' is not allowed"):
        settings.parse("", "dxnet.toml", {"bfd": "yes"})


def test_the_file_in_the_working_directory_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dxnet.toml").write_text(FILE, "utf-8")
    monkeypatch.chdir(tmp_path)
    assert settings.load().router_for(_vif()).platform == "cisco_xe"


def test_the_file_in_the_users_configuration_is_found_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "config" / "dxnet").mkdir(parents=True)
    (tmp_path / "config" / "dxnet" / "dxnet.toml").write_text(FILE, "utf-8")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    assert settings.load().router_for(_vif()).platform == "cisco_xe"


def test_without_a_file_the_command_line_is_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings.load(overrides={"platform": "frr"}).router_for(_vif()).platform == "frr"


def test_a_file_that_is_missing_or_not_text_is_named(tmp_path: Path) -> None:
    missing, binary = tmp_path / "missing.toml", tmp_path / "binary.toml"
    binary.write_bytes(b"\xff\xfe")
    for path, reason in ((missing, "No such file"), (binary, "not UTF-8")):
        with pytest.raises(DxnetError) as caught:
            settings.load(str(path))
        assert str(path) in caught.value.message
        assert reason in caught.value.message


@pytest.mark.parametrize(("keepalive", "hold_time"), [(10, 30), (1, 3), (30, 90), (7, 22)])
def test_a_hold_time_of_three_keepalives_is_taken(keepalive: int, hold_time: int) -> None:
    router = _router(FILE, {"keepalive": keepalive, "hold_time": hold_time})
    assert (router.keepalive, router.hold_time) == (keepalive, hold_time)


@pytest.mark.parametrize(("keepalive", "hold_time"), [(10, 29), (10, 20), (30, 89), (31, 90)])
def test_a_hold_time_of_less_than_three_keepalives_is_refused(
    keepalive: int, hold_time: int
) -> None:
    with pytest.raises(DxnetError, match="less than three times"):
        _router(FILE, {"keepalive": keepalive, "hold_time": hold_time})


@pytest.mark.parametrize("router_id", ["192.0.2.1", "10.0.0.255"])
def test_a_router_id_is_an_ipv4_address(router_id: str) -> None:
    assert _router(FILE, {"router_id": router_id}).router_id == router_id


@pytest.mark.parametrize("router_id", ["192.0.2", "192.0.2.1/32", "2001:db8::1", "router-1"])
def test_a_router_id_of_another_form_is_refused(router_id: str) -> None:
    with pytest.raises(DxnetError, match="router-id"):
        _router(FILE, {"router_id": router_id})


ROUTERS = """
[defaults]
platform = "frr"
community = "low"

[routers.edge-1]
platform = "cisco_xe"
asn = 65010
community = "medium"
ports = { dxcon-ffaaaaa1 = "Gi0/0/1", dxlag-ffaaaaa1 = "Port-channel1" }

[connections.dxcon-ffaaaaa1]
local_preference = 200

[vifs.dxvif-ffaaaaa1]
community = "high"
"""


def test_a_routers_table_stands_between_the_defaults_and_those_of_its_ports() -> None:
    on_port, on_lag = (
        _router(ROUTERS),
        _router(ROUTERS, vif=_vif("dxvif-ffaaaaa2", "dxlag-ffaaaaa1")),
    )
    elsewhere = _router(ROUTERS, vif=_vif("dxvif-ffaaaaa3", "dxcon-ffaaaaa9"))
    assert (on_port.name, on_port.asn, on_port.interface) == ("edge-1", 65010, "Gi0/0/1")
    assert (on_port.community, on_port.local_preference) == ("7224:7300", 200)
    assert (on_lag.interface, on_lag.community) == ("Port-channel1", "7224:7200")
    assert (elsewhere.name, elsewhere.platform, elsewhere.asn) == ("", "frr", None)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ('vlan = "untagged"\nouter_vlan = 200', 'vlan = "untagged"', "outer_vlan"),
        ('vlan = "untagged"\nparent = true', 'vlan = "untagged"', "parent"),
        ("svi = true\nouter_vlan = 200", "svi", "outer_vlan"),
        ("svi = true\nparent = true", "svi", "parent"),
    ],
)
def test_ways_to_reach_the_vif_that_exclude_each_other_are_refused(
    text: str, first: str, second: str
) -> None:
    with pytest.raises(DxnetError, match=f"{first} and {second} contradict each other"):
        _router(f"[defaults]\n{text}")


HIGH = ("7224:7300", 0, None, 200)
LOW = ("7224:7100", 0, None, 50)


@pytest.mark.parametrize(
    ("text", "kind", "settled"),
    [
        ('[defaults]\nrole = "primary"', "private", HIGH),
        ('[defaults]\nrole = "backup"', "transit", LOW),
        ('[defaults]\nrole = "primary"', "public", ("", 0, None, 200)),
        ('[defaults]\nrole = "backup"', "public", ("", 3, 100, 50)),
        ('[defaults]\nrole = "primary"\nlocal_preference = 300', "private", (*HIGH[:3], 300)),
        (
            '[defaults]\nlocal_preference = 300\n[vifs.dxvif-ffaaaaa1]\nrole = "backup"',
            "private",
            LOW,
        ),
        (
            '[defaults]\nrole = "backup"\n[vifs.dxvif-ffaaaaa1]\nlocal_preference = 60',
            "private",
            (*LOW[:3], 60),
        ),
        (
            '[defaults]\nrole = "backup"\n[vifs.dxvif-ffaaaaa1]\nrole = "primary"',
            "public",
            ("", 0, None, 200),
        ),
    ],
)
def test_a_role_stands_for_its_settings_in_the_table_where_it_stands(
    text: str, kind: str, settled: tuple[object, ...]
) -> None:
    vif = replace(_vif(), type=kind)
    router = _router(text, vif=vif)
    assert (router.community, router.prepend, router.med, router.local_preference) == settled


def test_a_role_on_the_command_line_goes_before_what_the_file_says() -> None:
    router = _router('[vifs.dxvif-ffaaaaa1]\nprepend = 5\ncommunity = "low"', {"role": "primary"})
    assert (router.role, router.community, router.prepend) == ("primary", "7224:7300", 0)


def _estate(*records: dict[str, Any], **metadata: Any) -> Estate:
    return parse.estate({"virtualInterfaces": [*records], "dxnet": metadata})


def _record(number: int, connection: str, state: str = "available") -> dict[str, Any]:
    return {
        "virtualInterfaceId": f"dxvif-ffaaaaa{number}",
        "connectionId": connection,
        "virtualInterfaceState": state,
    }


@pytest.mark.parametrize(
    ("text", "beside"), [(ROUTERS, ["dxvif-ffaaaaa2", "dxvif-ffaaaaa4"]), ("", ["dxvif-ffaaaaa2"])]
)
def test_a_router_carries_the_live_vifs_of_its_ports_or_of_one_connection(
    text: str, beside: list[str]
) -> None:
    estate = _estate(
        _record(1, "dxcon-ffaaaaa1"),
        _record(2, "dxcon-ffaaaaa1"),
        _record(3, "dxcon-ffaaaaa1", "deleted"),
        _record(4, "dxlag-ffaaaaa1"),
        _record(5, "dxcon-ffaaaaa9"),
    )
    circuits = settings.at_routers(estate, settings.parse(text, "dxnet.toml"))(estate.vifs[0])
    assert [each.vif.id for each in circuits.beside(estate.vifs[0])] == beside
    assert circuits.unread == ""


@pytest.mark.parametrize(
    ("text", "whole", "is_known"),
    [
        ("", [], False),
        ("", ["dxcon-ffaaaaa1"], True),
        (ROUTERS, ["dxcon-ffaaaaa1"], False),
        (ROUTERS, ["dxcon-ffaaaaa1", "dxlag-ffaaaaa1"], True),
    ],
)
def test_what_was_not_read_of_a_router_is_said(text: str, whole: list[str], is_known: bool) -> None:
    estate = _estate(_record(1, "dxcon-ffaaaaa1"), partial=True, whole=whole)
    circuits = settings.at_routers(estate, settings.parse(text, "dxnet.toml"))(estate.vifs[0])
    assert (circuits.unread == "") is is_known
