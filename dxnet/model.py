"""The estate as frozen data: what `parse` makes of AWS's JSON and everything else reads.

Names are AWS's in snake_case, without the prefix that repeats the class (`virtualInterfaceName`
is `Vif.name`). Text is kept beside what was made of it, so that a check can quote it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from dxnet import gaps, kinds
from dxnet.addressing import Family, Interface, Prefix
from dxnet.gaps import Gap
from dxnet.kinds import Kind
from dxnet.observations import Event, Metrics
from dxnet.ports import Connection, Interconnect, Lag, MacSecKey, Parent, Port
from dxnet.provenance import Provenance
from dxnet.reach import Association, Route, RouteFilterPrefix
from dxnet.secrets import MASK, Secret

__all__ = [
    "MASK",
    "Connection",
    "Interconnect",
    "Lag",
    "MacSecKey",
    "Parent",
    "Port",
    "RouteFilterPrefix",
    "Secret",
]


@dataclass(frozen=True, slots=True)
class RouterConfig:
    """The `customerRouterConfig` XML of a VIF, element by element; None where it has none.

    `malformed` says why the text is not that XML, and the other fields are then None.
    """

    malformed: str = ""
    virtual_interface_id: str | None = None
    vlan: str | None = None
    customer_address: str | None = None
    amazon_address: str | None = None
    bgp_asn: str | None = None
    bgp_auth_key: Secret | None = None
    ipv6_customer_address: str | None = None
    ipv6_amazon_address: str | None = None
    ipv6_bgp_asn: str | None = None
    ipv6_bgp_auth_key: Secret | None = None
    amazon_bgp_asn: str | None = None
    connection_type: str | None = None


@dataclass(frozen=True, slots=True)
class BgpPeer:
    """One BGP session of a VIF: one address family, two addresses, one key.

    `amazon` and `customer` are the parsed forms of `amazon_address` and `customer_address`, None
    where the text is no address with a prefix length.
    """

    id: str
    family: Family
    asn: int | None
    asn_long: int | None
    auth_key: Secret | None
    amazon_address: str
    customer_address: str
    amazon: Interface | None
    customer: Interface | None
    state: str = ""
    status: str = ""
    aws_device: str = ""
    aws_logical_device_id: str = ""

    @property
    def customer_asn(self) -> int | None:
        """The ASN at the customer's end: `asnLong` when present, else `asn`."""
        return self.asn if self.asn_long is None else self.asn_long

    @property
    def is_active(self) -> bool:
        """Whether the peer is not being deleted."""
        return self.state not in ("deleting", "deleted")


@dataclass(frozen=True, slots=True)
class Vif:
    """A virtual interface. `connection_id` may name a connection, hosted or not, or a LAG.

    `prefix_pool_ipv4` and `prefix_pool_ipv6` are how many prefixes are allocated to it. `routes`
    are None where nobody asked for them, and empty where its sessions carry none.
    """

    id: str
    name: str
    type: str
    state: str
    owner_account: str
    region: str
    location: str
    connection_id: str
    vlan: int | None
    asn: int | None
    asn_long: int | None
    amazon_asn: int | None
    mtu: int | None
    jumbo_frame_capable: bool | None
    virtual_gateway_id: str
    direct_connect_gateway_id: str
    peers: tuple[BgpPeer, ...]
    route_filter_prefixes: tuple[RouteFilterPrefix, ...]
    router_config: RouterConfig | None
    prefix_pool_ipv4: int | None = None
    prefix_pool_ipv6: int | None = None
    sitelink_enabled: bool | None = None
    rate_limit: str = ""
    aws_device: str = ""
    aws_logical_device_id: str = ""
    tags: tuple[tuple[str, str], ...] = ()
    routes: tuple[Route, ...] | None = None

    @property
    def customer_asn(self) -> int | None:
        """The ASN at the customer's end: `asnLong` when present, else `asn`."""
        return self.asn if self.asn_long is None else self.asn_long

    @property
    def is_live(self) -> bool:
        """Whether the VIF exists: deleted ones stay listed for 15 minutes."""
        return self.state not in ("deleting", "deleted", "rejected")

    @property
    def is_public(self) -> bool:
        """Whether this is a public VIF."""
        return self.type == "public"

    @property
    def filter_prefixes(self) -> tuple[Prefix, ...]:
        """The route-filter prefixes, without those that are none."""
        prefixes = (item.prefix for item in self.route_filter_prefixes)
        return tuple(prefix for prefix in prefixes if prefix is not None)

    @property
    def is_unaccepted(self) -> bool:
        """Whether it is a hosted VIF that its owner has not accepted."""
        return self.state == "confirming"

    @property
    def has_provisional_ends(self) -> bool:
        """Whether AWS may still change its own ASN and the addresses: no gateway gives them yet.

        https://github.com/hashicorp/terraform-provider-aws/issues/44208 shows both change.
        """
        return not self.is_public and (self.is_unaccepted or not self.gateway_id)

    @property
    def gateway_id(self) -> str:
        """The Direct Connect gateway or virtual private gateway, empty for none."""
        return self.direct_connect_gateway_id or self.virtual_gateway_id

    @property
    def active_peers(self) -> tuple[BgpPeer, ...]:
        """The peers that are not being deleted."""
        return tuple(peer for peer in self.peers if peer.is_active)

    @property
    def keys(self) -> tuple[Secret, ...]:
        """Every key that the VIF holds, wherever AWS repeats it; for masking."""
        found = [peer.auth_key for peer in self.peers]
        if self.router_config is not None:
            found += [self.router_config.bgp_auth_key, self.router_config.ipv6_bgp_auth_key]
        return tuple(dict.fromkeys(key for key in found if key is not None))


@dataclass(frozen=True, slots=True)
class Gateway:
    """A Direct Connect gateway (`kind` "direct-connect") or virtual private gateway ("virtual")."""

    id: str
    kind: str
    name: str
    state: str
    owner_account: str
    amazon_asn: int | None
    tags: tuple[tuple[str, str], ...] = ()
    state_change_error: str = ""


@dataclass(frozen=True, slots=True)
class FailoverTest:
    """A failover test, which holds the `bgp_peers` of a VIF down from its start to its end time.

    AWS leaves the words of `status` open.
    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_VirtualInterfaceTestHistory.html
    """

    id: str
    virtual_interface_id: str
    status: str
    owner_account: str
    bgp_peers: tuple[str, ...]
    test_duration_in_minutes: int | None
    start_time: datetime | None
    end_time: datetime | None


@dataclass(frozen=True, slots=True)
class Location:
    """A Direct Connect location: a building where AWS has routers."""

    code: str
    name: str
    region: str
    port_speeds: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The location's code, by which everything else names it."""
        return self.code


# Where the estate has the objects of a kind; gateways of both kinds are in one field. Of two
# objects with one id, `get` gives that of the kind that stands first.
_FIELDS: Mapping[Kind, str] = {
    kinds.VIF: "vifs",
    kinds.INTERCONNECT: "interconnects",
    kinds.CONNECTION: "connections",
    kinds.LAG: "lags",
    kinds.GATEWAY: "gateways",
    kinds.VIRTUAL_GATEWAY: "gateways",
    kinds.LOCATION: "locations",
    kinds.ASSOCIATION: "associations",
    kinds.FAILOVER_TEST: "failover_tests",
}


@dataclass(frozen=True)
class Estate:
    """Everything that one source holds.

    `is_partial` says that the source was asked for single VIFs only, so that a look across the
    estate would prove nothing; `whole` are the connections and LAGs whose VIFs were all read
    nevertheless. `associations`, `failover_tests`, `metrics` and `events` are None where the source
    did not read them, and empty where there are none. `gaps` are what it was asked for and didn't
    give.
    """

    vifs: tuple[Vif, ...] = ()
    connections: tuple[Connection, ...] = ()
    interconnects: tuple[Interconnect, ...] = ()
    lags: tuple[Lag, ...] = ()
    gateways: tuple[Gateway, ...] = ()
    locations: tuple[Location, ...] = ()
    is_partial: bool = False
    whole: tuple[str, ...] = ()
    associations: tuple[Association, ...] | None = None
    failover_tests: tuple[FailoverTest, ...] | None = None
    metrics: Metrics | None = None
    events: tuple[Event, ...] | None = None
    gaps: tuple[Gap, ...] = ()
    provenance: Provenance | None = field(default=None, compare=False)

    def gaps_about(self, kind: Kind) -> tuple[Gap, ...]:
        """What is missing in the list of one kind."""
        return gaps.about(self.gaps, kind.list)

    def is_whole(self, kinds_needed: Iterable[Kind]) -> bool:
        """Whether the estate holds all that the account has of these kinds."""
        return not self.is_partial and not any(map(self.gaps_about, kinds_needed))

    @cached_property
    def _by_id(self) -> Mapping[str, Any]:
        lists = (self.of_kind(kind) for kind in reversed(tuple(_FIELDS)))
        return {item.id: item for objects in lists for item in objects if item.id}

    @cached_property
    def _kinds(self) -> Mapping[str, Kind]:
        return {item.id: kind for kind in reversed(tuple(_FIELDS)) for item in self.of_kind(kind)}

    @cached_property
    def _by_parent(self) -> Mapping[str, tuple[Vif, ...]]:
        grouped: defaultdict[str, list[Vif]] = defaultdict(list)
        for vif in self.vifs:
            grouped[vif.connection_id].append(vif)
        return {parent: tuple(vifs) for parent, vifs in grouped.items()}

    @cached_property
    def _by_gateway(self) -> Mapping[str, tuple[Vif, ...]]:
        grouped: defaultdict[str, list[Vif]] = defaultdict(list)
        for vif in self.vifs:
            if vif.gateway_id:
                grouped[vif.gateway_id].append(vif)
        return {gateway: tuple(vifs) for gateway, vifs in grouped.items()}

    def of_kind(self, kind: Kind) -> tuple[Any, ...]:
        """The objects of one kind, in order of id; none of a kind that was not read."""
        if kind in (kinds.GATEWAY, kinds.VIRTUAL_GATEWAY):
            sort = "direct-connect" if kind is kinds.GATEWAY else "virtual"
            return tuple(gateway for gateway in self.gateways if gateway.kind == sort)
        objects: tuple[Any, ...] | None = getattr(self, _FIELDS.get(kind, ""), None)
        return objects or ()

    def is_read(self, kind: Kind) -> bool:
        """Whether the source gave the whole list of the kind, so that an empty one means none."""
        is_given = getattr(self, _FIELDS.get(kind, ""), None) is not None
        return is_given and not self.gaps_about(kind)

    def kind_of(self, object_id: str) -> Kind | None:
        """The kind of the object of that id; None if the source doesn't hold it."""
        return self._kinds.get(object_id)

    @property
    def ids(self) -> Iterable[str]:
        """The id of every object."""
        return self._by_id.keys()

    def get(self, object_id: str) -> Vif | Parent | Gateway | Location | None:
        """The object of that id, of whatever kind; None if the source doesn't hold it."""
        found: Vif | Parent | Gateway | Location | None = self._by_id.get(object_id)
        return found

    def parent(self, vif: Vif) -> Parent | None:
        """The connection, interconnect or LAG that the VIF is on, if the source holds it."""
        found = self._by_id.get(vif.connection_id)
        return found if isinstance(found, Connection | Interconnect | Lag) else None

    def gateway(self, vif: Vif) -> Gateway | None:
        """The gateway that the VIF leads to, if it has one and the source holds it."""
        found = self._by_id.get(vif.gateway_id)
        return found if isinstance(found, Gateway) else None

    def vifs_to(self, gateway_id: str) -> tuple[Vif, ...]:
        """The VIFs that lead to one gateway."""
        return self._by_gateway.get(gateway_id, ())

    def vifs_on(self, parent_id: str) -> tuple[Vif, ...]:
        """The VIFs on one connection or LAG."""
        return self._by_parent.get(parent_id, ())
