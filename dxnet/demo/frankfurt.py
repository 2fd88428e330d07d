"""Frankfurt: its locations, ports and VIFs."""

from __future__ import annotations

from dxnet.demo.gateways import CORP_TRANSIT, FRA_PRIVATE, SITELINK_RING
from dxnet.demo.rows import FailoverTest, Location, Peer, Port, Vif

FR1 = Location(
    "ExFR1",
    "Example Exchange FR1, Frankfurt, DEU",
    "eu-central-1",
    "FRA",
    speeds=("1G", "10G", "100G"),
    macsec=("10G", "100G"),
)
FR7 = Location("ExFR7", "Example Colo FR7, Frankfurt, DEU", "eu-central-1", "FRA")
FRA_BRANCH_C = Port(
    "f9yzs7f7",
    "fra-branch-c",
    FR7,
    "1Gbps",
    "ExFR7-4wi6qssetts9g",
    loa="2026-11-02T14:05:00+00:00",
    asn=65010,
    vifs=(
        Vif(
            "f6cc9gh3",
            "fra-branch-till",
            101,
            FRA_PRIVATE,
            (Peer("fncrz8b2", "192.0.2.81/30"),),
            faults={
                "DX903": "The circuit is new and dxnet.toml doesn't describe its router.",
                "DX904": "Nor does anything say what to advertise.",
            },
        ),
    ),
)
FRA_CORE_A = Port(
    "fpr02mt9",
    "fra-core-a",
    FR1,
    "10Gbps",
    "ExFR1-b8so2mpo87v52",
    macsec=True,
    asn=65010,
    vifs=(
        Vif(
            "ffabc123",
            "fra-prod-erp",
            101,
            FRA_PRIVATE,
            (Peer("fz281yfr", "192.0.2.1/30"), Peer("fe6d0b1i", "2001:db8:d0::1/125")),
            mtu=8500,
            pools=(200, 100),
            tags={"env": "prod", "team": "network", "app": "erp"},
        ),
        Vif(
            "fov7bvc9",
            "fra-prod-wms",
            102,
            FRA_PRIVATE,
            (Peer("f4d4oudw", "192.0.2.4/31"),),
            tags={"env": "prod", "team": "network"},
        ),
        Vif(
            "fd81fzxf",
            "fra-prod-mail",
            103,
            FRA_PRIVATE,
            (Peer("ffqrhg82", "192.0.2.9/30"),),
            tags={"env": "prod", "team": "network"},
        ),
        Vif(
            "f7mrrkpa",
            "fra-prod-hr",
            104,
            FRA_PRIVATE,
            (Peer("frp1oscz", "192.0.2.33/30"),),
            state="down",
            shows="session-down",
            faults={
                "DX802": "Why, only its router can tell.",
            },
        ),
        Vif(
            "fh25a7kc",
            "fra-retired-crm",
            104,
            FRA_PRIVATE,
            (Peer("f4gff9jw", "192.0.2.37/30"),),
            state="deleting",
            shows="vif-deleted",
        ),
        Vif(
            "fitwimwb",
            "fra-prod-dwh",
            105,
            FRA_PRIVATE,
            (Peer("f3ok9h4d", "192.0.2.41/30"),),
            xml={"vlan": "150"},
            faults={
                "DX601": ("The XML says VLAN 150, the field 105: somebody edited a saved answer.")
            },
        ),
        Vif(
            "fj06xecp",
            "fra-prod-idm",
            106,
            FRA_PRIVATE,
            (Peer("fyye7o66", "192.0.2.45/30"),),
            asn=64512,
            state="down",
            shows="wrong-asn",
            faults={
                "DX204": (
                    "The router got the ASN of the Direct Connect gateway, so "
                    "the session would be iBGP."
                ),
                "DX802": "With this fault its session can't come up.",
            },
        ),
        Vif(
            "fsgc3smc",
            "fra-prod-plm",
            107,
            FRA_PRIVATE,
            (Peer("f5ge5hjq", "198.51.100.225/30", "198.51.100.231/29"),),
            state="down",
            shows="wrong-address",
            faults={
                "DX303": "Amazon's end is a /30, the customer's a /29.",
                "DX304": (
                    "With the /29 the customer's address is the broadcast address of its subnet."
                ),
                "DX802": "With this fault its session can't come up.",
            },
        ),
        Vif(
            "fzgbqotu",
            "fra-backup-vault",
            110,
            FRA_PRIVATE,
            (Peer("flc35x3i", "192.0.2.21/30"),),
            mtu=9001,
            rate_limit="500Mbps",
        ),
        Vif(
            "ff5mekk7",
            "fra-dev-sandbox",
            120,
            FRA_PRIVATE,
            (Peer("fxwpicqe", "192.0.2.25/29", key="0xFakeKey_fra.devSandbox"),),
        ),
        Vif(
            "f72ogx50",
            "fra-transit-hub",
            201,
            CORP_TRANSIT,
            (Peer("fv82zc67", "192.0.2.13/30"), Peer("f62bkd9t", "2001:db8:d0::9/125")),
            asn=4200000101,
            mtu=8500,
            pools=(200, 200),
            tags={"env": "prod", "team": "network"},
        ),
        Vif(
            "f0kvde8m",
            "fra-ring-a",
            210,
            SITELINK_RING,
            (Peer("fwm38nsj", "192.0.2.17/30"),),
            mtu=8500,
            sitelink=True,
        ),
        Vif(
            "f8gqd0j4",
            "fra-internet-a",
            301,
            None,
            (Peer("fl83tvzw", "192.175.48.1/30"),),
            prefixes=("192.31.196.0/28",),
        ),
    ),
)
FRA_CORE_B = Port(
    "fhf066o7",
    "fra-core-b",
    FR7,
    "10Gbps",
    "ExFR7-4d2czg3f6gtl3",
    macsec=True,
    asn=65011,
    vifs=(
        Vif(
            "fky43bp8",
            "fra-prod-erp-b",
            101,
            FRA_PRIVATE,
            (Peer("f17tnugv", "192.0.2.49/30"), Peer("f7j7f74n", "2001:db8:d0::11/125")),
            mtu=8500,
            tags={"env": "prod", "team": "network", "app": "erp"},
        ),
        Vif("fl94n64f", "fra-prod-wms-b", 102, FRA_PRIVATE, (Peer("fya7wo9v", "192.0.2.52/31"),)),
        Vif(
            "ffuu66eb",
            "fra-prod-mail-b",
            103,
            FRA_PRIVATE,
            (Peer("f5kyy3up", "192.0.2.58/30", "192.0.2.57/30"),),
        ),
        Vif(
            "fq5pnrwa",
            "fra-partner-edi",
            130,
            FRA_PRIVATE,
            (Peer("fqk2ceks", "192.0.2.69/30", key="FakeKey-edi{};#[x]"),),
        ),
        Vif(
            "fwj9ihfm", "fra-prod-iot", 131, FRA_PRIVATE, (Peer("fgfzo646", "2001:db8:d0::21/125"),)
        ),
        Vif(
            "fsroee9b",
            "fra-failover-drill",
            132,
            FRA_PRIVATE,
            (Peer("feahof5q", "192.0.2.73/30"),),
            state="testing",
            tests=(
                FailoverTest(
                    "7e570000-0000-4000-8000-000000000001",
                    "2026-10-07T01:00:00+00:00",
                    "2026-10-07T01:30:00+00:00",
                    30,
                    "completed",
                ),
                FailoverTest(
                    "7e570000-0000-4000-8000-000000000002",
                    "2026-11-25T02:00:00+00:00",
                    "2026-11-25T05:00:00+00:00",
                    180,
                    "in_progress",
                ),
            ),
            shows="failover-test",
        ),
        Vif(
            "flf97kie",
            "fra-prod-mes",
            133,
            FRA_PRIVATE,
            (Peer("fofpogm7", "192.0.2.77/30"),),
            asn=23456,
            state="down",
            shows="wrong-asn",
            faults={
                "DX202": (
                    "23456 is AS_TRANS: a router without 4-byte ASNs showed it, "
                    "and somebody copied it."
                ),
                "DX802": "With this fault its session can't come up.",
            },
        ),
        Vif(
            "fzhj6dvv",
            "fra-prod-scada",
            134,
            FRA_PRIVATE,
            (Peer("fk95q04x", "198.51.100.233/30", "198.51.100.238/30"),),
            state="down",
            shows="wrong-address",
            faults={
                "DX302": "The two ends are in neighbouring /30s.",
                "DX802": "With this fault its session can't come up.",
            },
        ),
        Vif(
            "f4ud3frx",
            "fra-prod-crm",
            135,
            FRA_PRIVATE,
            (Peer("fh324o2k", "198.51.100.241/30"),),
            faults={
                "DX102": "A retry created the VIF twice, on one VLAN.",
                "DX320": "A retry created the VIF twice, with one peer subnet.",
            },
        ),
        Vif(
            "fafdt22u",
            "fra-prod-crm-retry",
            135,
            FRA_PRIVATE,
            (Peer("fm3cebxc", "198.51.100.241/30"),),
            state="down",
            shows="wrong-vlan",
            faults={
                "DX102": "The second of the two.",
                "DX320": "The second of the two.",
                "DX802": "With this fault its session can't come up.",
            },
        ),
        Vif(
            "flcjuskd",
            "fra-transit-hub-b",
            201,
            CORP_TRANSIT,
            (Peer("frshbfn3", "192.0.2.61/30"), Peer("ffju029e", "2001:db8:d0::19/125")),
            asn=4200000102,
            mtu=8500,
        ),
        Vif(
            "fv885d0c",
            "fra-ring-b",
            210,
            SITELINK_RING,
            (Peer("fkg25bbo", "192.0.2.65/30"),),
            mtu=8500,
            sitelink=True,
        ),
        Vif(
            "fjb9mjd3",
            "fra-internet-b",
            301,
            None,
            (Peer("f29xcf6z", "192.175.48.4/31"),),
            prefixes=("192.31.196.16/28",),
        ),
    ),
)
FRA_OLD_1G = Port(
    "fk1nqxkf",
    "fra-old-1g",
    FR1,
    "1Gbps",
    "ExFR1-tvr9ra0rvu692",
    state="deleted",
    shows="port-gone",
    jumbo=False,
)
PORTS = (FRA_BRANCH_C, FRA_CORE_A, FRA_CORE_B, FRA_OLD_1G)
