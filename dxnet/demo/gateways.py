"""The gateways of the demo, and what they lead to."""

from __future__ import annotations

from dxnet.demo.rows import DATA, NETWORK, RETAIL, Association, Gateway


def _vpc(number: int, region: str, prefix: str, account: str = RETAIL) -> Association:
    """The virtual private gateway of another account's VPC."""
    association_id = f"a55c0000-0000-4000-8000-00000000000{number:x}"
    return Association(association_id, f"vgw-0fake{number:012x}", region, (prefix,), account)


def _hub(number: int, region: str, *prefixes: str, account: str = NETWORK) -> Association:
    """A transit gateway, of which the prefixes are announced."""
    association_id = f"a55c0000-0000-4000-8000-00000000010{number:x}"
    return Association(association_id, f"tgw-0fake{number:012x}", region, prefixes, account)


APAC_PRIVATE = Gateway(
    "b581f61f-8917-5203-8029-a35e4464a51d",
    "apac-private",
    4200000512,
    associations=(_vpc(1, "ap-southeast-2", "10.70.0.0/16"),),
    faults={
        "DX805": "All its VIFs end in one building.",
    },
)
CORP_TRANSIT = Gateway(
    "3082394b-1661-55cb-9935-8c9dc913f4f3",
    "corp-transit",
    64513,
    type="transit",
    associations=(
        _hub(1, "eu-central-1", "10.64.0.0/14"),
        _hub(2, "us-east-1", "10.80.0.0/14", "2001:db8:80::/44"),
    ),
)
DATA_PRIVATE = Gateway(
    "72474231-77d8-5c26-bb05-f1a2fc8a0e54",
    "data-private",
    64517,
    account=DATA,
    associations=(_vpc(2, "us-east-1", "10.96.0.0/16", DATA),),
    faults={
        "DX804": "It has one VIF only.",
    },
)
DATA_TRANSIT = Gateway(
    "ac49353e-908c-5b46-b3cf-ea124d8234a0",
    "data-transit",
    64515,
    type="transit",
    account=DATA,
    associations=(_hub(3, "eu-west-2", "10.97.0.0/16", account=DATA),),
    faults={
        "DX804": "It has one VIF only.",
    },
)
DUB_PRIVATE = Gateway(
    "d3b2c048-2978-5273-8728-f1c43e12d4a1",
    "dub-private",
    associations=(_vpc(3, "eu-west-1", "10.72.0.0/16"),),
)
FRA_PRIVATE = Gateway(
    "e55970a1-b8bb-5d02-ae2f-00a264f1c60b",
    "fra-private",
    associations=(
        _vpc(4, "eu-central-1", "10.64.0.0/16"),
        _vpc(5, "eu-central-1", "10.65.0.0/16", DATA),
    ),
)
IAD_PRIVATE = Gateway(
    "5ae9ada2-362f-5a5f-82b0-271ead4f5dbf",
    "iad-private",
    associations=(_vpc(6, "us-east-1", "10.80.0.0/16"),),
    faults={
        "DX804": "All its VIFs end on one AWS device.",
    },
)
LAB_PRIVATE = Gateway(
    "5aaef5a6-dfe7-519d-b0c9-5248a1bef8cd",
    "lab-private",
    associations=(_vpc(7, "eu-west-1", "10.99.0.0/16"),),
    faults={
        "DX804": "All its VIFs end on one AWS device.",
    },
)
LON_PRIVATE = Gateway(
    "da5328a9-17cc-5ec6-bf50-f64e23630fb6",
    "lon-private",
    associations=(_vpc(8, "eu-west-2", "10.74.0.0/16"),),
    faults={
        "DX804": "It has one VIF only.",
    },
)
MIL_PRIVATE = Gateway(
    "1b7d2c0e-5a41-5c38-9f36-2d1f0a7c6e01",
    "mil-private",
    associations=(_vpc(9, "eu-south-1", "10.76.0.0/16"),),
    faults={
        "DX805": "All its VIFs end in one building.",
    },
)
MIL_ALONE = Gateway(
    "1b7d2c0e-5a41-5c38-9f36-2d1f0a7c6e02",
    "mil-alone",
    faults={
        "DX804": "It has one VIF only.",
    },
)
MIL_WAITING = Gateway(
    "1b7d2c0e-5a41-5c38-9f36-2d1f0a7c6e03",
    "mil-waiting",
    associations=(
        Association(
            "a55c0000-0000-4000-8000-000000000201",
            "vgw-0fake000000000201",
            "eu-south-1",
            ("10.77.0.0/16",),
            state="associating",
        ),
    ),
    faults={
        "DX804": "It has one VIF only.",
    },
)
MIL_FAILED = Gateway(
    "1b7d2c0e-5a41-5c38-9f36-2d1f0a7c6e04",
    "mil-failed",
    associations=(
        Association(
            "a55c0000-0000-4000-8000-000000000202",
            "vgw-0fake000000000202",
            "eu-south-1",
            ("10.78.0.0/16",),
            state="updating",
            error="One or more allowed prefixes overlap with those of another association.",
        ),
    ),
    faults={
        "DX804": "It has one VIF only.",
    },
)
OLD_PRIVATE = Gateway(
    "6c8e64b5-aca9-52ca-bdd6-fbd7e93ad466", "old-private", 64520, state="deleting"
)
RETAIL_PRIVATE = Gateway(
    "059153c2-f62e-5ee2-b50c-a5f832dd4f68",
    "retail-private",
    64514,
    account=RETAIL,
    associations=(_vpc(10, "eu-west-2", "10.75.0.0/16"),),
    faults={
        "DX804": "All its VIFs end on one AWS device.",
        "DX806": "One of its two VIFs is down.",
    },
)
SITELINK_RING = Gateway("defc7774-0bda-5ab3-896d-0cef23075e83", "sitelink-ring", 64516)
SEARCH_VPC = Gateway("vgw-0a1b2c3d4e5f60718", is_virtual=True)
OLD_VPC = Gateway("vgw-1a2b3c4d", asn=9059, is_virtual=True)

ALL = (
    APAC_PRIVATE,
    CORP_TRANSIT,
    DATA_PRIVATE,
    DATA_TRANSIT,
    DUB_PRIVATE,
    FRA_PRIVATE,
    IAD_PRIVATE,
    LAB_PRIVATE,
    LON_PRIVATE,
    MIL_PRIVATE,
    MIL_ALONE,
    MIL_WAITING,
    MIL_FAILED,
    OLD_PRIVATE,
    RETAIL_PRIVATE,
    SITELINK_RING,
    SEARCH_VPC,
    OLD_VPC,
)
