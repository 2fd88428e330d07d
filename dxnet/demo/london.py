"""London: its locations, ports and VIFs."""

from __future__ import annotations

from dxnet.demo.gateways import DATA_TRANSIT, LON_PRIVATE, RETAIL_PRIVATE
from dxnet.demo.rows import DATA, RETAIL, Location, Peer, Port, Vif

PARTNER = "Example Partner Networks"
LD4 = Location("ExLD4", "Example Exchange LD4, London, GBR", "eu-west-2", "LON", (PARTNER,))
LON_HOSTED_BACKUP = Port(
    "fjlr66md",
    "lon-hosted-backup",
    LD4,
    "50Mbps",
    account=DATA,
    state="ordering",
    shows="hosted-awaits-acceptance",
    provider=PARTNER,
    vlan=350,
    interconnect="fcby7ai7",
)
LON_HOSTED_DATA = Port(
    "f4ad909v",
    "lon-hosted-data",
    LD4,
    "2Gbps",
    "ExLD4-ekch2jplziucr",
    account=DATA,
    provider=PARTNER,
    vlan=330,
    interconnect="fcby7ai7",
    asn=65052,
    vifs=(
        Vif(
            "fzj7oilt",
            "lon-data-lake",
            330,
            DATA_TRANSIT,
            (Peer("f3uk45c5", "198.51.100.41/30", key=""),),
            faults={"DX403": "The VIF belongs to another account, which alone sees the key."},
        ),
    ),
)
LON_HOSTED_NETWORK = Port(
    "fncs6w1l",
    "lon-hosted-network",
    LD4,
    "1Gbps",
    "ExLD4-ekch2jplziucr",
    provider=PARTNER,
    vlan=310,
    interconnect="fcby7ai7",
    asn=65050,
    vifs=(
        Vif(
            "fa4qh9mv", "lon-hosted-erp", 310, LON_PRIVATE, (Peer("fx5augmf", "198.51.100.33/30"),)
        ),
    ),
)
LON_HOSTED_POS = Port(
    "fm903hfn",
    "lon-hosted-pos",
    LD4,
    "200Mbps",
    "ExLD4-ekch2jplziucr",
    account=RETAIL,
    provider=PARTNER,
    vlan=341,
    interconnect="fcby7ai7",
    asn=65051,
    vifs=(
        Vif(
            "fbxl8pll",
            "lon-retail-kiosk",
            314,
            RETAIL_PRIVATE,
            (Peer("f6adgb2w", "198.51.100.45/30"),),
            state="down",
            shows="wrong-vlan",
            faults={
                "DX103": "The partner's VLAN is 341; two digits changed places.",
                "DX802": "With this fault its session can't come up.",
            },
        ),
    ),
)
LON_HOSTED_RETAIL = Port(
    "f7f0qdx5",
    "lon-hosted-retail",
    LD4,
    "500Mbps",
    "ExLD4-ekch2jplziucr",
    account=RETAIL,
    provider=PARTNER,
    vlan=320,
    interconnect="fcby7ai7",
    asn=65051,
    vifs=(
        Vif(
            "f2142oih",
            "lon-retail-pos",
            320,
            RETAIL_PRIVATE,
            (Peer("f97iiowb", "198.51.100.37/30"),),
        ),
    ),
)
INTERCONNECT = Port(
    "fcby7ai7",
    "lon-partner-ic",
    LD4,
    "10Gbps",
    "ExLD4-ekch2jplziucr",
    provider=PARTNER,
    loa="2023-06-01T08:00:00+00:00",
    macsec=True,
)
PORTS = (LON_HOSTED_BACKUP, LON_HOSTED_DATA, LON_HOSTED_NETWORK, LON_HOSTED_POS, LON_HOSTED_RETAIL)
