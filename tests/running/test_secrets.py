"""No secret of a router's configuration is in anything that dxnet says of it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from dxnet import platforms

from ..cli.conftest import Run
from ..render.vifs import KEY, raw_vif
from .comparing import circuit

CANARY = "Canary"

# Lines that hold a secret, in the places where each platform has them: beside the VIF's own lines,
# in its interface and session, and in its filters. `{n}` numbers the canaries.
SECRETS: Mapping[str, str] = {
    "cisco_xe": """
username admin privilege 15 secret 9 Canary{n}
enable password 7 Canary{n}
snmp-server community Canary{n} RO
tacacs server A
 key 7 Canary{n}
radius-server host 192.0.2.1 key Canary{n}
crypto isakmp key Canary{n} address 192.0.2.1
key chain K
 key 1
  key-string Canary{n}
interface GigabitEthernet0/0/1.101
 ip ospf message-digest-key 1 md5 7 Canary{n}
 ip ospf authentication-key Canary{n}
 standby 1 authentication md5 key-string Canary{n}
 ppp chap password 0 Canary{n}
 description password Canary{n}
interface Vlan101
 ip ospf authentication-key Canary{n}
router bgp 65001
 neighbor 169.254.100.1 password Canary{n}
 neighbor 169.254.100.1 description key Canary{n}
 neighbor 169.254.100.1 ao Canary{n} include-tcp-options
 neighbor 10.0.0.9 remote-as 65009
 neighbor 10.0.0.9 password Canary{n}
""",
    "cisco_nxos": """
snmp-server user admin network-admin auth md5 Canary{n} priv Canary{n} localizedkey
interface Vlan101
  ip address 169.254.100.2/30
  bfd authentication Keyed-SHA1 key-id 1 hex-key Canary{n}
  ip ospf message-digest-key 1 md5 3 Canary{n}
router bgp 65001
  neighbor 169.254.100.1
    password 3 Canary{n}
    description secret Canary{n}
""",
    "juniper_junos": """
set system root-authentication encrypted-password "Canary{n}"
set system radius-server 192.0.2.1 secret "Canary{n}"
set snmp community Canary{n} authorization read-only
set protocols ospf area 0 interface xe-0/0/1.101 authentication md5 1 key "Canary{n}"
set interfaces xe-0/0/1 unit 101 ppp-options chap default-chap-secret "Canary{n}"
set protocols bgp group DX101-fgh0abcd neighbor 169.254.100.1 authentication-key "Canary{n}"
set protocols bgp group DX101-fgh0abcd neighbor 169.254.100.1 description "Canary{n}"
set security authentication-key-chains key-chain K key 1 secret "Canary{n}"
""",
    "fortinet": """
config system admin
    edit "admin"
        set password ENC Canary{n}
    next
end
config vpn ipsec phase1-interface
    edit "t"
        set psksecret ENC Canary{n}
    next
end
config system snmp community
    edit 1
        set name "Canary{n}"
    next
end
config system interface
    edit "port1.101"
        set pptp-password Canary{n}
    next
end
config router bgp
    config neighbor
        edit "169.254.100.1"
            set password ENC Canary{n}
            set description "Canary{n}"
        next
    end
end
""",
    "mikrotik_routeros": """
/user/add name=x password="Canary{n}"
/ip/ipsec/identity/add secret="Canary{n}"
/interface/pppoe-client/add name=p password=Canary{n}
/routing/bgp/connection/set [find name="DX101-fgh0abcd"] tcp-md5-key="Canary{n}" comment="Canary{n}"
""",
    "huawei_vrp": """
snmp-agent community read cipher Canary{n}
interface GigabitEthernet0/0/1.101
 ospf authentication-mode md5 1 cipher Canary{n}
bgp 65001
 peer 169.254.100.1 password cipher Canary{n}
 peer 169.254.100.1 description Canary{n}
""",
    "vyos": """
set system login user a authentication plaintext-password 'Canary{n}'
set protocols ospf interface eth1.101 authentication plaintext-password 'Canary{n}'
set interfaces ethernet eth1 vif 101 description 'Canary{n}'
set protocols bgp neighbor 169.254.100.1 password 'Canary{n}'
""",
    "paloalto_panos": """
set network ike gateway g authentication pre-shared-key key Canary{n}
set network virtual-router default protocol bgp auth-profile DX101-fgh0abcd secret -AQ==Canary{n}
set network virtual-router default protocol ospf auth-profile a password -AQ==Canary{n}
set mgt-config users admin phash Canary{n}
""",
    "checkpoint_gaia": """
set user admin password-hash Canary{n}
set snmp community Canary{n} read-only
set bgp external remote-as 64512 peer 169.254.100.1 authtype md5 secret Canary{n}
""",
    "nokia_sros": """
configure {
    system { security { user-params { local-user { user "a" { password "Canary{n}" } } } } }
    service {
        ies "DX" {
            interface "DX101-fgh0abcd" {
                ospf-key "Canary{n}"
            }
        }
    }
    router "Base" {
        bgp {
            neighbor "169.254.100.1" {
                authentication-key "Canary{n} hash2"
                description "Canary{n}"
            }
        }
    }
}
""",
    "bird": """
protocol ospf O { area 0 { interface "x" { password "Canary{n}"; }; }; }
protocol bgp DX101_fgh0abcd { password "Canary{n}"; description "Canary{n}"; }
""",
    "openbgpd": """
neighbor 169.254.100.1 {
  tcp md5sig password "Canary{n}"
  descr "Canary{n}"
}
neighbor 192.0.2.9 { ipsec ah in spi 1 sha1 Canary{n}; }
""",
    "cisco_xr": """
username a secret 10 Canary{n}
interface TenGigE0/0/0/1.101
 description Canary{n}
router bgp 65001
 neighbor 169.254.100.1
  password encrypted Canary{n}
  keychain Canary{n}
  description Canary{n}
""",
}
for slug in ("frr", "sonic", "arista_eos"):
    SECRETS = {**SECRETS, slug: SECRETS["cisco_xe"].replace("GigabitEthernet0/0/1.", "eth0.")}


def with_canaries(slug: str) -> str:
    """dxnet's own configuration with every secret line behind it."""
    numbers = iter(range(1000))
    lines = re.sub(r"\{n\}", lambda _: f"{next(numbers):03}", SECRETS[slug])
    return f"{circuit(slug).text}\n{lines}"


def test_every_platform_has_its_secrets() -> None:
    assert set(SECRETS) == set(platforms.slugs())


@pytest.mark.parametrize("form", ["text", "markdown", "json"])
@pytest.mark.parametrize("slug", platforms.slugs())
def test_no_secret_gets_out(dxnet: Run, tmp_path: Path, slug: str, form: str) -> None:
    text = with_canaries(slug)
    (tmp_path / "edge.cfg").write_text(text, encoding="utf-8")
    (tmp_path / "vifs.json").write_text(json.dumps({"virtualInterfaces": [raw_vif()]}))
    options = ("--platform", slug, "--source", "vifs.json", "--format", form)
    for command in ("compare", "diagnose"):
        result = dxnet(command, "dxvif-fgh0abcd", "--running", "edge.cfg", *options)
        assert result.code in (0, 1, 4)
        said = result.out + result.err
        assert "dxvif-fgh0abcd" in said
        assert CANARY not in said
        assert KEY not in said


def test_no_secret_is_in_what_python_shows_of_a_comparison() -> None:
    for slug in platforms.slugs():
        shown = repr(circuit(slug).compared(with_canaries(slug)))
        assert CANARY not in shown
        assert KEY not in shown
