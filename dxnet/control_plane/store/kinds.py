"""The kinds of records in an estate, and what the control plane alone needs to know of each.

`dxnet.kinds` says what a kind is. This module says who owns its records, which fields are
indexed, and how its ARN names them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dxnet import kinds
from dxnet.kinds import Kind

# One record as the API answers it, with the fields that no answer carries.
RawRecord = Mapping[str, Any]

ACCOUNT = re.compile(r"[0-9]{12}", re.ASCII)

# States in which a record is only remembered.
GONE = ("deleting", "deleted", "rejected")

# Fields that no API answer carries; see the package's docstring.
SCHEDULE = "schedule"
HISTORY = "history"
PARENT = "interconnectId"
# A record's future and past: no difference between two records is in these.
OF_TIME = (SCHEDULE, HISTORY)

# What an account signed with AWS: no inventory lists it.
AGREEMENT = Kind(
    "customerAgreements",
    "agreementId",
    "customer agreement",
    "customer agreements",
    "describe_customer_metadata",
)


@dataclass(frozen=True, slots=True)
class Storage:
    """How the records of one kind are kept.

    `owners` and `indexed` are fields, dotted for a field of an object, or of the objects of a list,
    inside the record. An owner sees the record; the first one that is absent makes the record
    everybody's. `arn` is the resource type in the record's ARN.
    """

    arn: str = ""
    owners: tuple[str, ...] = ("ownerAccount",)
    indexed: tuple[str, ...] = ()


_GATEWAY_OWNERS = ("directConnectGatewayOwnerAccount", "associatedGateway.ownerAccount")
_GATEWAY_IDS = ("directConnectGatewayId", "associatedGateway.id")

# In the order of loading: what a record's visibility rests on comes first.
STORAGE: Mapping[Kind, Storage] = {
    kinds.LOCATION: Storage(),
    kinds.LAG: Storage("dxlag"),
    kinds.INTERCONNECT: Storage("dxcon", indexed=("lagId",)),
    kinds.CONNECTION: Storage("dxcon", indexed=("lagId", PARENT, "location")),
    kinds.GATEWAY: Storage("dx-gateway"),
    kinds.VIRTUAL_GATEWAY: Storage(),
    kinds.VIF: Storage(
        "dxvif",
        indexed=(
            "connectionId",
            "virtualGatewayId",
            "directConnectGatewayId",
            "amazonAddress",
            "bgpPeers.amazonAddress",
            "bgpPeers.bgpPeerId",
        ),
    ),
    kinds.FAILOVER_TEST: Storage(indexed=("virtualInterfaceId",)),
    kinds.ASSOCIATION: Storage(owners=_GATEWAY_OWNERS, indexed=_GATEWAY_IDS),
    kinds.PROPOSAL: Storage(owners=_GATEWAY_OWNERS, indexed=_GATEWAY_IDS),
    kinds.RESILIENCY_GROUP: Storage(
        "dx-resiliency-group",
        indexed=("clientToken",),
    ),
    AGREEMENT: Storage(),
}
KINDS: Mapping[str, Kind] = {kind.list: kind for kind in STORAGE}


def storage(kind: str) -> Storage:
    """How the kind with that list is kept."""
    return STORAGE[KINDS[kind]]


# The kinds that a VIF's or a hosted connection's parent id may name.
PARENTS = ("connections", "interconnects", "lags")


def values(record: RawRecord, path: str) -> list[str]:
    """Every text that is not empty at a dotted path, which may lead through lists of objects."""
    name, _, rest = path.partition(".")
    value = record.get(name)
    if not rest:
        return [value] if isinstance(value, str) and value else []
    items = value if isinstance(value, list) else (value,)
    return [text for item in items if isinstance(item, dict) for text in values(item, rest)]


def field(record: RawRecord, path: str) -> Any:
    """The value at a dotted path; None where there is none."""
    value: Any = record
    for name in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def number(record: RawRecord, name: str) -> int | None:
    """The whole number of that field; None where it is absent, empty or something else."""
    value = record.get(name)
    return value if isinstance(value, int) else None


def as_connection(port: RawRecord) -> dict[str, Any]:
    """The port as a connection, which is what the API answers for an interconnect too."""
    return {name.replace("interconnect", "connection"): value for name, value in port.items()}


def as_interconnect(connection: RawRecord) -> dict[str, Any]:
    """The dedicated connection as an interconnect."""
    return {name.replace("connection", "interconnect"): value for name, value in connection.items()}


def is_hosted(record: RawRecord) -> bool:
    """Whether this is a connection that a partner provides: on another's port, with one VLAN."""
    on_port = record.get(PARENT) or (record.get("partnerName") and record.get("vlan"))
    return "connectionId" in record and bool(on_port)
