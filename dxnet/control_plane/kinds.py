"""The kinds of records in an estate, and what the control plane needs to know of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dxnet.control_plane.errors import ServiceError, refusal

Record = Mapping[str, Any]

ACCOUNT = re.compile(r"[0-9]{12}", re.ASCII)

# Fields that no API answer carries; see the package's docstring.
SCHEDULE = "schedule"
PARENT = "interconnectId"


@dataclass(frozen=True, slots=True)
class Kind:
    """One list of the merged raw JSON: its records' fields, ids and texts.

    `owners` and `indexed` are fields, dotted for a field of an object, or of the objects of a list,
    inside the record. An owner sees the record; the first one that is absent makes the record
    everybody's.
    """

    name: str
    id: str
    state: str = ""
    prefix: str = ""
    arn: str = ""
    missing: str = "Could not find resource with ID {}"
    owners: tuple[str, ...] = ("ownerAccount",)
    indexed: tuple[str, ...] = ()

    def not_found(self, object_id: str) -> ServiceError:
        """The service's refusal of an id that the caller has no record of."""
        return refusal(self.missing.format(object_id))


_GATEWAY_OWNERS = ("directConnectGatewayOwnerAccount", "associatedGateway.ownerAccount")
_GATEWAY_IDS = ("directConnectGatewayId", "associatedGateway.id")

# In the order of loading: what a record's visibility rests on comes first.
KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("locations", "locationCode"),
        Kind(
            "lags",
            "lagId",
            state="lagState",
            prefix="dxlag-",
            arn="dxlag",
            missing="Could not find Lag with ID {}",
        ),
        Kind(
            "interconnects",
            "interconnectId",
            state="interconnectState",
            prefix="dxcon-",
            arn="dxcon",
            missing="Could not find Interconnect with ID {}",
            indexed=("lagId",),
        ),
        Kind(
            "connections",
            "connectionId",
            state="connectionState",
            prefix="dxcon-",
            arn="dxcon",
            missing="Could not find Connection with ID {}",
            indexed=("lagId", PARENT, "location"),
        ),
        Kind(
            "directConnectGateways",
            "directConnectGatewayId",
            state="directConnectGatewayState",
            arn="dx-gateway",
            missing="Direct Connect Gateway {} does not exist",
        ),
        Kind(
            "virtualGateways",
            "virtualGatewayId",
            state="virtualGatewayState",
            prefix="vgw-",
            missing="Virtual Gateway {} does not exist",
        ),
        Kind(
            "virtualInterfaces",
            "virtualInterfaceId",
            state="virtualInterfaceState",
            prefix="dxvif-",
            arn="dxvif",
            missing="Virtual Interface {} does not exist",
            indexed=(
                "connectionId",
                "virtualGatewayId",
                "directConnectGatewayId",
                "amazonAddress",
                "bgpPeers.amazonAddress",
                "bgpPeers.bgpPeerId",
            ),
        ),
        Kind(
            "virtualInterfaceTestHistory",
            "testId",
            state="status",
            missing="Test {} does not exist",
            indexed=("virtualInterfaceId",),
        ),
        Kind(
            "directConnectGatewayAssociations",
            "associationId",
            state="associationState",
            missing="Association {} does not exist",
            owners=_GATEWAY_OWNERS,
            indexed=_GATEWAY_IDS,
        ),
        Kind(
            "directConnectGatewayAssociationProposals",
            "proposalId",
            state="proposalState",
            missing="Proposal {} does not exist",
            owners=_GATEWAY_OWNERS,
            indexed=_GATEWAY_IDS,
        ),
        Kind(
            "resiliencyGroups",
            "resiliencyGroupId",
            state="state",
            arn="dx-resiliency-group",
            missing="Could not find Resiliency Group with ID {}",
            indexed=("clientToken",),
        ),
        Kind("customerAgreements", "agreementId"),
    )
}

# The kinds that a VIF's or a hosted connection's parent id may name.
PARENTS = ("connections", "interconnects", "lags")


def values(record: Record, path: str) -> list[str]:
    """Every text that is not empty at a dotted path, which may lead through lists of objects."""
    name, _, rest = path.partition(".")
    value = record.get(name)
    if not rest:
        return [value] if isinstance(value, str) and value else []
    items = value if isinstance(value, list) else (value,)
    return [text for item in items if isinstance(item, dict) for text in values(item, rest)]


def field(record: Record, path: str) -> Any:
    """The value at a dotted path; None where there is none."""
    value: Any = record
    for name in path.split("."):
        if not isinstance(value, Mapping):
            return None
        value = value.get(name)
    return value


def number(record: Record, name: str) -> int | None:
    """The whole number of that field; None where it is absent, empty or something else."""
    value = record.get(name)
    return value if isinstance(value, int) else None


def as_connection(port: Record) -> dict[str, Any]:
    """The port as a connection, which is what the API answers for an interconnect too."""
    return {name.replace("interconnect", "connection"): value for name, value in port.items()}


def as_interconnect(connection: Record) -> dict[str, Any]:
    """The dedicated connection as an interconnect."""
    return {name.replace("connection", "interconnect"): value for name, value in connection.items()}


def is_hosted(record: Record) -> bool:
    """Whether this is a connection that a partner provides: on another's port, with one VLAN."""
    on_port = record.get(PARENT) or (record.get("partnerName") and record.get("vlan"))
    return "connectionId" in record and bool(on_port)
