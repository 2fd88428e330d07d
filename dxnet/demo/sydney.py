"""Sydney: its locations, ports and VIFs."""

from __future__ import annotations

from dxnet.demo.gateways import APAC_PRIVATE
from dxnet.demo.rows import Location, Peer, Port, Vif

SY2 = Location("ExSY2", "Example Exchange SY2, Sydney, AUS", "ap-southeast-2", "SYD")
SYD_CORE_A = Port(
    "f9663m5t",
    "syd-core-a",
    SY2,
    "1Gbps",
    "ExSY2-ps3z8ikk8sfdo",
    redundancy="yes",
    asn=65040,
    vifs=(
        Vif(
            "f4usrcyw",
            "syd-prod-erp",
            101,
            APAC_PRIVATE,
            (Peer("f96up2d5", "198.51.100.1/30"), Peer("fpqmif01", "2001:db8:d0::69/125")),
            mtu=8500,
        ),
        Vif("fpf9z4qr", "syd-prod-web", 102, APAC_PRIVATE, (Peer("flaxklx1", "198.51.100.4/31"),)),
        Vif(
            "fayzwjag",
            "syd-prod-twin",
            103,
            APAC_PRIVATE,
            (Peer("fiug9prf", "198.51.100.9/30"), Peer("f3tcz9nc", "198.51.100.13/30")),
            faults={
                "DX906": (
                    "Logical redundancy allows the second IPv4 peer; the templates write one."
                )
            },
        ),
        Vif(
            "fm1pj9zk",
            "syd-prod-stock",
            104,
            APAC_PRIVATE,
            (Peer("f4tsnor3", "198.51.100.17/30"),),
            state="approving",
            shows="awaits-approval",
        ),
        Vif(
            "fzl5mqal",
            "syd-prod-risk",
            105,
            APAC_PRIVATE,
            (Peer("fs84jfh9", "198.51.100.189/30"),),
            faults={"DX321": "The subnet is also used in Ashburn."},
        ),
        Vif(
            "f2hc7nju",
            "syd-prod-till",
            106,
            APAC_PRIVATE,
            (Peer("fb1r75u7", "198.51.100.21/30", key='FakeKey-"quoted"'),),
            faults={"DX901": "PAN-OS can't write a double quote in a key."},
        ),
        Vif(
            "fgm6y6s6",
            "syd-internet",
            301,
            None,
            (Peer("fpi9da67", "192.175.48.57/30"),),
            prefixes=("192.31.196.16/28",),
        ),
    ),
)
SYD_CORE_B = Port(
    "fzpsa81f",
    "syd-core-b",
    SY2,
    "1Gbps",
    "ExSY2-fx2r75trvti8t",
    state="down",
    asn=65041,
    vifs=(
        Vif(
            "f3gyun78",
            "syd-prod-erp-b",
            101,
            APAC_PRIVATE,
            (Peer("fy4zpqs0", "198.51.100.25/30"),),
            mtu=8500,
            state="down",
            shows="port-down",
            faults={
                "DX802": "Its connection is down.",
            },
        ),
        Vif(
            "fh514a4j",
            "syd-prod-web-b",
            102,
            APAC_PRIVATE,
            (Peer("fhc4xblb", "198.51.100.29/30"),),
            state="unknown",
            shows="port-down",
        ),
    ),
)
SYD_CORE_C = Port(
    "ffuv2j37",
    "syd-core-c",
    SY2,
    "10Gbps",
    state="requested",
    shows="port-ordered",
    macsec=True,
)
PORTS = (SYD_CORE_A, SYD_CORE_B, SYD_CORE_C)
