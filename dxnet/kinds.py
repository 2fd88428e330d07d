"""The kinds of objects that Direct Connect has: one row each, read by everything that lists them.

What a kind *is* stands here; what is done with it stands with the doing: its columns in
`inventory`, its joins in `lookup`, its owners and indexes in `control_plane.store`. The names are
the API's: https://docs.aws.amazon.com/directconnect/latest/APIReference/API_Types.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Kind:
    """One kind of object; two kinds are equal only if they are one.

    `list` is the member of AWS's answer that holds its records and `id` the field that identifies
    one; `singular` and `plural` are its nouns in a sentence. `name` and `state` are fields, empty
    for a kind that has none, `prefix` is how its ids begin, empty where AWS promises nothing.
    `describe` is the operation that lists it, by boto3's name. `is_global` says that one region
    answers for all, `is_inventory` that reading an estate reads it; `is_optional` that an estate
    without it is still whole, because only some accounts have any. `wrapped` is the member under
    which some answers hold a single record, `member` that of the list where it isn't `list`.
    `words` are those by which `dxnet list` knows it; two kinds of one word are listed together.
    """

    list: str
    id: str
    singular: str
    plural: str
    describe: str
    name: str = ""
    state: str = ""
    prefix: str = ""
    is_global: bool = False
    is_inventory: bool = False
    is_optional: bool = False
    wrapped: str = ""
    member: str = ""
    words: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.singular

    def count(self, number: int) -> str:
        """The number with the noun: "1 LAG", "3 LAGs"."""
        return f"{number} {self.singular if number == 1 else self.plural}"


VIF = Kind(
    "virtualInterfaces",
    "virtualInterfaceId",
    "virtual interface",
    "virtual interfaces",
    "describe_virtual_interfaces",
    name="virtualInterfaceName",
    state="virtualInterfaceState",
    prefix="dxvif-",
    words=("vifs",),
    is_inventory=True,
    wrapped="virtualInterface",
)
CONNECTION = Kind(
    "connections",
    "connectionId",
    "connection",
    "connections",
    "describe_connections",
    name="connectionName",
    state="connectionState",
    prefix="dxcon-",
    words=("connections", "hosted-connections"),
    is_inventory=True,
)
INTERCONNECT = Kind(
    "interconnects",
    "interconnectId",
    "interconnect",
    "interconnects",
    "describe_interconnects",
    name="interconnectName",
    state="interconnectState",
    prefix="dxcon-",
    words=("interconnects",),
    is_inventory=True,
    is_optional=True,
)
LAG = Kind(
    "lags",
    "lagId",
    "LAG",
    "LAGs",
    "describe_lags",
    name="lagName",
    state="lagState",
    prefix="dxlag-",
    words=("lags",),
    is_inventory=True,
)
VIRTUAL_GATEWAY = Kind(
    "virtualGateways",
    "virtualGatewayId",
    "virtual private gateway",
    "virtual private gateways",
    "describe_virtual_gateways",
    state="virtualGatewayState",
    prefix="vgw-",
    words=("gateways",),
    is_inventory=True,
)
GATEWAY = Kind(
    "directConnectGateways",
    "directConnectGatewayId",
    "Direct Connect gateway",
    "Direct Connect gateways",
    "describe_direct_connect_gateways",
    name="directConnectGatewayName",
    state="directConnectGatewayState",
    words=("gateways",),
    is_global=True,
    is_inventory=True,
    wrapped="directConnectGateway",
)
LOCATION = Kind(
    "locations",
    "locationCode",
    "location",
    "locations",
    "describe_locations",
    name="locationName",
    words=("locations",),
    is_inventory=True,
)
ASSOCIATION = Kind(
    "directConnectGatewayAssociations",
    "associationId",
    "gateway association",
    "gateway associations",
    "describe_direct_connect_gateway_associations",
    state="associationState",
    words=("associations",),
    is_global=True,
    wrapped="directConnectGatewayAssociation",
)
PROPOSAL = Kind(
    "directConnectGatewayAssociationProposals",
    "proposalId",
    "gateway association proposal",
    "gateway association proposals",
    "describe_direct_connect_gateway_association_proposals",
    state="proposalState",
    is_global=True,
    wrapped="directConnectGatewayAssociationProposal",
)
FAILOVER_TEST = Kind(
    "virtualInterfaceTestHistory",
    "testId",
    "failover test",
    "failover tests",
    "list_virtual_interface_test_history",
    state="status",
    words=("failover-tests",),
    wrapped="virtualInterfaceTest",
)
RESILIENCY_GROUP = Kind(
    "resiliencyGroups",
    "resiliencyGroupId",
    "resiliency group",
    "resiliency groups",
    "list_resiliency_groups",
    name="resiliencyGroupName",
    state="state",
    wrapped="resiliencyGroup",
    member="items",
)

KINDS: tuple[Kind, ...] = (
    VIF,
    CONNECTION,
    INTERCONNECT,
    LAG,
    VIRTUAL_GATEWAY,
    GATEWAY,
    LOCATION,
    ASSOCIATION,
    PROPOSAL,
    FAILOVER_TEST,
    RESILIENCY_GROUP,
)
BY_LIST: Mapping[str, Kind] = {kind.list: kind for kind in KINDS}
INVENTORY: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind.is_inventory)
LISTED: Mapping[str, tuple[Kind, ...]] = {
    word: tuple(kind for kind in KINDS if word in kind.words)
    for word in dict.fromkeys(word for kind in KINDS for word in kind.words)
}

# Of dxnet.toml and not of AWS: the router at the customer's end.
ROUTER = Kind("routers", "name", "router", "routers", "")

_BY_PREFIX = {kind.prefix: kind for kind in reversed(KINDS) if kind.prefix}


def of_id(object_id: str) -> Kind | None:
    """The kind that the id's prefix tells; None where it tells none.

    An interconnect's id is a connection's, too: AWS gives both `dxcon-`.
    """
    return _BY_PREFIX.get(object_id[: object_id.find("-") + 1])
