"""The ports of an estate: connections, interconnects and LAGs, and what they have in common."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MacSecKey:
    """A MACsec key of a port: its name `ckn` and its state; AWS answers no key itself.

    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_MacSecKey.html
    """

    ckn: str
    secret_arn: str
    state: str
    start_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """What a connection, an interconnect and a LAG have in common; the encryption is MACsec's."""

    id: str
    name: str
    state: str
    region: str
    location: str
    jumbo_frame_capable: bool | None
    has_logical_redundancy: str
    aws_device: str = ""
    aws_logical_device_id: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    provider_name: str = ""
    mac_sec_capable: bool | None = None
    encryption_mode: str = ""
    mac_sec_keys: tuple[MacSecKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection(Port):
    """A dedicated or hosted connection, an interconnect's own port included in `Interconnect`.

    The `prefix_pool` fields count prefixes: in all, and those not allocated to a VIF.
    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_Connection.html
    """

    owner_account: str
    bandwidth: str
    vlan: int | None
    partner_name: str
    lag_id: str
    interconnect_id: str
    loa_issue_time: datetime | None = None
    port_encryption_status: str = ""
    prefix_pool_size_ipv4: int | None = None
    prefix_pool_size_ipv6: int | None = None
    prefix_pool_unallocated_count_ipv4: int | None = None
    prefix_pool_unallocated_count_ipv6: int | None = None

    @property
    def is_hosted(self) -> bool:
        """Whether a partner provides it: then it has one VLAN, which its one VIF must use."""
        return bool(self.interconnect_id) or (bool(self.vlan) and bool(self.partner_name))


@dataclass(frozen=True, slots=True, kw_only=True)
class Interconnect(Port):
    """A partner's port, on which hosted connections stand."""

    bandwidth: str
    lag_id: str
    loa_issue_time: datetime | None = None
    port_encryption_status: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lag(Port):
    """A link aggregation group; `members` are its connections as the LAG's own record has them.

    Whether its ports are encrypted stands in the members. The `prefix_pool` fields are as a
    connection's. https://docs.aws.amazon.com/directconnect/latest/APIReference/API_Lag.html
    """

    owner_account: str
    connections_bandwidth: str
    number_of_connections: int | None
    minimum_links: int | None
    connection_ids: tuple[str, ...]
    members: tuple[Connection, ...] = ()
    prefix_pool_size_ipv4: int | None = None
    prefix_pool_size_ipv6: int | None = None
    prefix_pool_unallocated_count_ipv4: int | None = None
    prefix_pool_unallocated_count_ipv6: int | None = None


Parent = Connection | Interconnect | Lag
