"""The gateways of the demo."""

from __future__ import annotations

from dxnet.demo.rows import DATA, RETAIL, Gateway

APAC_PRIVATE = Gateway("b581f61f-8917-5203-8029-a35e4464a51d", "apac-private", 4200000512)
CORP_TRANSIT = Gateway(
    "3082394b-1661-55cb-9935-8c9dc913f4f3", "corp-transit", 64513, type="transit"
)
DATA_PRIVATE = Gateway("72474231-77d8-5c26-bb05-f1a2fc8a0e54", "data-private", 64517, account=DATA)
DATA_TRANSIT = Gateway(
    "ac49353e-908c-5b46-b3cf-ea124d8234a0", "data-transit", 64515, type="transit", account=DATA
)
DUB_PRIVATE = Gateway("d3b2c048-2978-5273-8728-f1c43e12d4a1", "dub-private")
FRA_PRIVATE = Gateway("e55970a1-b8bb-5d02-ae2f-00a264f1c60b", "fra-private")
IAD_PRIVATE = Gateway("5ae9ada2-362f-5a5f-82b0-271ead4f5dbf", "iad-private")
LAB_PRIVATE = Gateway("5aaef5a6-dfe7-519d-b0c9-5248a1bef8cd", "lab-private")
LON_PRIVATE = Gateway("da5328a9-17cc-5ec6-bf50-f64e23630fb6", "lon-private")
OLD_PRIVATE = Gateway(
    "6c8e64b5-aca9-52ca-bdd6-fbd7e93ad466", "old-private", 64520, state="deleting"
)
RETAIL_PRIVATE = Gateway(
    "059153c2-f62e-5ee2-b50c-a5f832dd4f68", "retail-private", 64514, account=RETAIL
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
    OLD_PRIVATE,
    RETAIL_PRIVATE,
    SITELINK_RING,
    SEARCH_VPC,
    OLD_VPC,
)
