"""Milan, a site to practise on: its VIFs are drawn right, and most of them don't work.

Each row shows one cause; two rows show a cause that needs two.
"""

from __future__ import annotations

from dxnet.demo.gateways import MIL_ALONE, MIL_FAILED, MIL_PRIVATE, MIL_WAITING
from dxnet.demo.rows import Location, Peer, Port, Vif

_EDGE = "ExMI1-7d0c4vq2h9k3s"
_KEY = {"ckn": "FAC0DE" + "0" * 58, "state": "associated"}

MI1 = Location("ExMI1", "Example Exchange MI1, Milan, ITA", "eu-south-1", "MIL")
MIL_CORE_A = Port(
    "fmi1core",
    "mil-core-a",
    MI1,
    "10Gbps",
    "ExMI1-2f8wq0zr6n1ba",
    macsec=True,
    asn=65060,
    vifs=(
        Vif(
            "fmi0aweb",
            "mil-prod-web",
            101,
            MIL_PRIVATE,
            (Peer("fmi0aweb", "198.51.100.65/30"),),
            accepted=("203.0.113.232/29",),
            advertised=("10.76.0.0/16",),
        ),
        Vif(
            "fmi0bhrm",
            "mil-prod-hr",
            102,
            MIL_PRIVATE,
            (Peer("fmi0bhrm", "198.51.100.69/30"),),
            state="down",
            shows="session-down",
            faults={
                "DX802": "Why, only its router can tell.",
            },
        ),
        Vif(
            "fmi0cvox",
            "mil-prod-voice",
            103,
            MIL_PRIVATE,
            (
                Peer("fmi0cvo4", "198.51.100.73/30"),
                Peer("fmi0cvo6", "2001:db8:d0:1::1/125", status="down"),
            ),
            shows="one-family-down",
            faults={
                "DX803": "IPv6 is down, IPv4 is up.",
            },
        ),
        Vif(
            "fmi0dhub",
            "mil-prod-hub",
            104,
            MIL_PRIVATE,
            (Peer("fmi0dhub", "198.51.100.77/30"),),
            accepted=(),
            advertised=("10.76.0.0/16",),
            shows="nothing-accepted",
        ),
        Vif(
            "fmi0elog",
            "mil-prod-log",
            105,
            MIL_PRIVATE,
            (Peer("fmi0elog", "198.51.100.81/30"),),
            accepted=("203.0.113.232/29",),
            shows="nothing-advertised",
        ),
        Vif(
            "fmi0fapi",
            "mil-prod-api",
            106,
            MIL_PRIVATE,
            (Peer("fmi0fapi", "198.51.100.85/30"),),
            pools=(5,),
            accepted=(
                "203.0.113.232/32",
                "203.0.113.233/32",
                "203.0.113.234/32",
                "203.0.113.235/32",
            ),
            advertised=("10.76.0.0/16",),
            shows="near-quota",
        ),
        Vif(
            "fmi0gerp",
            "mil-prod-erp",
            107,
            MIL_PRIVATE,
            (Peer("fmi0gerp", "198.51.100.89/30", status="unknown"),),
            shows="session-unknown",
        ),
        Vif(
            "fmi0hpay",
            "mil-prod-pay",
            108,
            MIL_PRIVATE,
            (
                Peer("fmi0hnew", "198.51.100.93/30", state="pending"),
                Peer("fmi0hold", "198.51.100.97/30", state="deleting"),
            ),
            shows="being-made",
        ),
        Vif(
            "fmi0kdns",
            "mil-prod-dns",
            109,
            MIL_PRIVATE,
            (Peer("fmi0kdns", "198.51.100.101/30", status="up"),),
            state="down",
            shows="states-disagree",
        ),
        Vif(
            "fmi0lnew",
            "mil-new-vpc",
            110,
            MIL_ALONE,
            (Peer("fmi0lnew", "198.51.100.105/30"),),
            shows="nothing-associated",
        ),
        Vif(
            "fmi0mbuy",
            "mil-new-shop",
            111,
            MIL_WAITING,
            (Peer("fmi0mbuy", "198.51.100.109/30"),),
            shows="association-pending",
        ),
        Vif(
            "fmi0nmap",
            "mil-new-maps",
            112,
            MIL_FAILED,
            (Peer("fmi0nmap", "198.51.100.113/30"),),
            shows="gateway-not-ready",
        ),
    ),
)
MIL_CORE_B = Port(
    "fmi2core",
    "mil-core-b",
    MI1,
    "10Gbps",
    "ExMI1-5xk1m8tje3ydu",
    asn=65061,
    vifs=(
        Vif(
            "fmi1aweb",
            "mil-prod-web-b",
            101,
            MIL_PRIVATE,
            (Peer("fmi1aweb", "198.51.100.117/30"),),
            state="down",
            shows="shared-path-down",
            faults={
                "DX802": "So is every VIF on its connection.",
            },
        ),
        Vif(
            "fmi1berp",
            "mil-prod-erp-b",
            102,
            MIL_PRIVATE,
            (Peer("fmi1berp", "198.51.100.121/30"),),
            state="down",
            shows="shared-path-down",
            faults={
                "DX802": "So is every VIF on its connection.",
            },
        ),
    ),
)
MIL_CORE_C = Port(
    "fmi3core", "mil-core-c", MI1, "10Gbps", state="pending", shows="port-awaits-light"
)
MIL_EDGE_A = Port(
    "fmi4edge",
    "mil-edge-a",
    MI1,
    "1Gbps",
    _EDGE,
    asn=65062,
    vifs=(
        Vif(
            "fmi2atap",
            "mil-edge-tape",
            101,
            MIL_PRIVATE,
            (Peer("fmi2atap", "198.51.100.125/30"),),
            state="down",
            shows="aws-device-suspect",
            faults={
                "DX802": "So is every VIF on its AWS device.",
            },
        ),
    ),
)
MIL_EDGE_B = Port(
    "fmi5edge",
    "mil-edge-b",
    MI1,
    "1Gbps",
    _EDGE,
    asn=65063,
    vifs=(
        Vif(
            "fmi3acam",
            "mil-edge-camera",
            101,
            MIL_PRIVATE,
            (Peer("fmi3acam", "198.51.100.129/30"),),
            state="down",
            shows="aws-device-suspect",
            faults={
                "DX802": "So is every VIF on its AWS device.",
            },
        ),
    ),
)
MIL_BANK = Port(
    "fmi6bank",
    "mil-bank",
    MI1,
    "10Gbps",
    "ExMI1-9c3hs7p0dw4lg",
    macsec=True,
    asn=65064,
    also={"encryptionMode": "must_encrypt", "macSecKeys": [_KEY]},
    vifs=(
        Vif(
            "fmi4aswi",
            "mil-bank-swift",
            101,
            MIL_PRIVATE,
            (Peer("fmi4aswi", "198.51.100.133/30"),),
            state="down",
            shows="macsec-down",
            faults={
                "DX802": "The port must encrypt, and MACsec is down.",
            },
        ),
    ),
)
MIL_BRANCH = Port(
    "fmi7clea",
    "mil-branch",
    MI1,
    "10Gbps",
    "ExMI1-1v6ry2ufo8e5c",
    macsec=True,
    asn=65065,
    also={"encryptionMode": "should_encrypt", "macSecKeys": [_KEY]},
    vifs=(
        Vif(
            "fmi5acrm",
            "mil-branch-crm",
            101,
            MIL_PRIVATE,
            (Peer("fmi5acrm", "198.51.100.137/30"),),
            shows="macsec-clear",
        ),
    ),
)
MIL_LAG = Port(
    "fmi8lagx",
    "mil-lag",
    MI1,
    "10Gbps",
    "ExMI1-4g7bn5icx2z0t",
    asn=65066,
    members=(
        Port("fmi8lag1", "mil-lag-1", MI1, "10Gbps", "ExMI1-4g7bn5icx2z0t"),
        Port("fmi8lag2", "mil-lag-2", MI1, "10Gbps", "ExMI1-4g7bn5icx2z0t", state="down"),
    ),
    vifs=(
        Vif(
            "fmi6abck",
            "mil-backup",
            101,
            MIL_PRIVATE,
            (Peer("fmi6abck", "198.51.100.141/30"),),
            shows="lag-member-down",
        ),
    ),
)
MIL_LAG_B = Port(
    "fmi9lagx",
    "mil-lag-b",
    MI1,
    "10Gbps",
    "ExMI1-8o1pl9mqf6s3j",
    asn=65067,
    state="down",
    minimum_links=2,
    faults={"DX801": "One of two links is up, and both are needed."},
    members=(
        Port("fmi9lag1", "mil-lag-b-1", MI1, "10Gbps", "ExMI1-8o1pl9mqf6s3j"),
        Port("fmi9lag2", "mil-lag-b-2", MI1, "10Gbps", "ExMI1-8o1pl9mqf6s3j", state="down"),
    ),
    vifs=(
        Vif(
            "fmi7abck",
            "mil-backup-b",
            101,
            MIL_PRIVATE,
            (Peer("fmi7abck", "198.51.100.145/30"),),
            state="down",
            shows="lag-below-minimum",
            faults={
                "DX802": "Its LAG is down.",
            },
        ),
    ),
)
PORTS = (
    MIL_CORE_A,
    MIL_CORE_B,
    MIL_CORE_C,
    MIL_EDGE_A,
    MIL_EDGE_B,
    MIL_BANK,
    MIL_BRANCH,
    MIL_LAG,
    MIL_LAG_B,
)
