"""Where a VIF leads, and the prefixes that pass.

Names are AWS's in snake_case, as in `dxnet.model`. `dxnet.parse_reach` reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dxnet.addressing import Family, Interface, Prefix


@dataclass(frozen=True, slots=True)
class RouteFilterPrefix:
    """A prefix that a public VIF or an association allows; `interface` keeps its host bits."""

    cidr: str
    interface: Interface | None

    @property
    def prefix(self) -> Prefix | None:
        """The network, host bits dropped; None where `cidr` is no prefix."""
        return None if self.interface is None else self.interface.network


@dataclass(frozen=True, slots=True)
class Route:
    """A prefix that passes a VIF's session: `direction` is "accepted" or "advertised".

    Accepted ones are those of the customer's that AWS's inbound policy lets in. `as_path` has one
    text a segment: the ASNs of a sequence, those of a set in braces.
    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_Route.html
    """

    cidr: str
    prefix: Prefix | None
    direction: str
    family: Family
    as_path: tuple[str, ...] = ()
    communities: tuple[str, ...] = ()
    installed_at: datetime | None = None
    aws_logical_device_id: str = ""


@dataclass(frozen=True, slots=True)
class Association:
    """What a Direct Connect gateway leads to: a virtual private gateway or transit gateway.

    `gateway_id` names that one, `gateway_type` is "virtualPrivateGateway" or "transitGateway".
    For the first, `allowed_prefixes` filter the VPC's prefixes; for the other they are what AWS
    advertises. `id` is empty in a record of 2017.
    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_DirectConnectGatewayAssociation.html
    """

    id: str
    state: str
    state_change_error: str
    direct_connect_gateway_id: str
    direct_connect_gateway_owner_account: str
    gateway_id: str
    gateway_type: str
    gateway_owner_account: str
    gateway_region: str
    allowed_prefixes: tuple[RouteFilterPrefix, ...] = ()
