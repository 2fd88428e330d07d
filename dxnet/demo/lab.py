"""The laboratory in Dublin: one port, on which most VIFs have a fault."""

from __future__ import annotations

from dxnet.demo.dublin import DB5
from dxnet.demo.gateways import LAB_PRIVATE
from dxnet.demo.rows import Peer, Port, Vif

DUB_LAB = Port(
    "fsuaketv",
    "dub-lab",
    DB5,
    "1Gbps",
    "ExDB5-4t88slmuqmxu4",
    asn=65099,
    vifs=(
        Vif(
            "fbzeljz5",
            "lab-copy-of-erp",
            101,
            None,
            (Peer("fnlznolp", "10.99.0.1/30"),),
            asn=65099,
            prefixes=("10.20.0.0/16",),
            faults={
                "DX206": "A private ASN on a public VIF: prepending won't work.",
                "DX309": "RFC 1918 peer addresses on a public VIF.",
                "DX507": "An RFC 1918 route-filter prefix.",
            },
        ),
        Vif(
            "ffocscye",
            "lab-from-the-manual",
            102,
            None,
            (Peer("fka9p3wz", "203.0.113.1/30"),),
            asn=64496,
            prefixes=("203.0.113.0/24",),
            faults={
                "DX203": "An ASN out of the manual's example.",
                "DX310": "Peer addresses out of the manual's example.",
                "DX508": "A prefix out of the manual's example.",
            },
        ),
        Vif(
            "f1ksr1sl",
            "lab-asn-top",
            103,
            LAB_PRIVATE,
            (Peer("f4jhrn3i", "192.0.2.185/30"),),
            asn=4294967295,
            state="down",
            shows="wrong-asn",
            faults={
                "DX201": "One more than the largest ASN.",
                "DX802": "With this fault its session can't come up.",
            },
        ),
        Vif(
            "f1oaiicu",
            "lab-asn-7224",
            104,
            LAB_PRIVATE,
            (Peer("f392q0ae", "192.0.2.189/30"),),
            asn=7224,
            faults={"DX208": "Amazon's own ASN at the customer's end."},
        ),
        Vif(
            "fjmxes6c",
            "lab-asn-twice",
            105,
            LAB_PRIVATE,
            (Peer("fnwg2wcx", "192.0.2.193/30", also={"asn": 65030}),),
            asn=65031,
            faults={"DX209": "asn and asnLong disagree."},
        ),
        Vif(
            "f1ru8dhr",
            "lab-v6-wide",
            106,
            LAB_PRIVATE,
            (Peer("fwwqadxr", "2001:db8:d0:99::1/64", "2001:db8:d0:99::2/64"),),
            faults={
                "DX307": "A /64, where AWS assigns a /125.",
                "DX914": "dxnet.toml gives the VRF of lab-zone another AS.",
                "DX915": "dxnet.toml gives it lab-zone's VLAN at the router's port.",
                "DX916": "dxnet.toml gives it another router id than lab-zone's.",
            },
        ),
        Vif(
            "fqgs9gnc",
            "lab-family",
            107,
            LAB_PRIVATE,
            (Peer("fj6ece63", "192.0.2.197/30", family="ipv6"),),
            state="down",
            shows="wrong-address",
            faults={
                "DX308": "An IPv6 peer with IPv4 addresses.",
                "DX802": "With this fault its session can't come up.",
            },
        ),
        Vif(
            "f3k56z5q",
            "lab-zone",
            108,
            LAB_PRIVATE,
            (Peer("f0t6twtx", "192.0.2.201/30"),),
            faults={
                "DX902": "dxnet.toml asks for a security zone, which FRR does not have.",
                "DX914": "dxnet.toml gives the VRF of lab-v6-wide another AS.",
                "DX915": "dxnet.toml gives it lab-v6-wide's VLAN at the router's port.",
                "DX916": "dxnet.toml gives it another router id than lab-v6-wide's.",
            },
        ),
        Vif(
            "fgg32gdn",
            "lab-vlan-top",
            4095,
            LAB_PRIVATE,
            (Peer("fyxhdqvd", "192.0.2.181/30"),),
            state="down",
            shows="wrong-vlan",
            faults={
                "DX101": "4095 is reserved; the trunk's last VLAN is 4094.",
                "DX802": "With this fault its session can't come up.",
            },
        ),
    ),
)
PORTS = (DUB_LAB,)
