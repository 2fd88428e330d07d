"""The tables of a `dxnet.toml`, and the customer's end of a VIF that they come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from dxnet import limits
from dxnet.addressing import Family, Prefix
from dxnet.errors import UsageError
from dxnet.model import Vif
from dxnet.settings import roles

COMMAND_LINE = "the command line"
# A `vlan` that says that the router's port carries the VIF without a VLAN tag.
UNTAGGED = 0
LONGEST: Mapping[Family, int] = {"ipv4": 32, "ipv6": 128}


@dataclass(frozen=True, slots=True, order=True)
class Accepted:
    """What a router takes from AWS: the prefix, and its subnets up to the length `longest`."""

    prefix: Prefix
    longest: int

    @property
    def is_exact(self) -> bool:
        """Whether it is the prefix alone."""
        return self.longest == self.prefix.prefixlen

    @property
    def is_plain(self) -> bool:
        """Whether it is the prefix alone, or all that is in it."""
        return self.is_exact or self.longest == LONGEST[self.prefix.family]

    def __str__(self) -> str:
        """The text as dxnet.toml has it: `10.0.0.0/8 le 24`."""
        return f"{self.prefix}" if self.is_exact else f"{self.prefix} le {self.longest}"


@dataclass(frozen=True, slots=True)
class Router:
    """The customer's end of one VIF, as `dxnet.toml` and the command line describe it.

    Empty text and None mean "not said": the platform's example interface, no VRF, no router id,
    the VIF's ASN as that of the router, the VIF's VLAN. `name` is that of the router's table.
    `vlan` is the tag at the router's port, `UNTAGGED` for none, and `outer_vlan` the tag around it
    (Q-in-Q); `svi` asks for the VLAN's own interface on a trunk in place of a subinterface.

    Times are in seconds. `bfd` None means wherever the platform has it and graceful restart is not
    asked for. `parent` asks for the parent interface's own lines, which may disturb its other
    VIFs, `anchor` for a null route of each prefix; `zone` is a firewall's security zone.
    `accept` is all that is taken from AWS, everything but our own prefixes where it is empty.
    `maximum_prefix` is the number of prefixes that closes the session; None only warns.
    `role` is one of `roles.ROLES`; what it stands for is in the other settings already.
    `templates` is a folder of site templates, which in a file is relative to that file's folder;
    `templates_from` is what named it: the path of that file, or the command line.
    """

    platform: str = ""
    asn: int | None = None
    interface: str = ""
    vlan: int | None = None
    outer_vlan: int | None = None
    svi: bool = False
    vrf: str = ""
    zone: str = ""
    router_id: str = ""
    parent: bool = False
    advertise: tuple[Prefix, ...] = ()
    anchor: bool = False
    accept: tuple[Accepted, ...] = ()
    maximum_prefix: int | None = None
    bfd: bool | None = None
    graceful_restart: bool = False
    role: str = ""
    community: str = ""
    scope: str = ""
    prepend: int = 0
    med: int | None = None
    local_preference: int | None = None
    keepalive: int = limits.KEEPALIVE_DEFAULT
    hold_time: int = limits.HOLD_TIME_DEFAULT
    templates: str = ""
    name: str = ""
    templates_from: str = field(default="", compare=False)

    def asn_for(self, vif: Vif) -> int | None:
        """The AS of the router's BGP process: the VIF's own customer ASN unless said otherwise."""
        return self.asn if self.asn is not None else customer_asn(vif)

    def needs(self, vif: Vif) -> Mapping[str, bool]:
        """What the settings and the VIF ask of the platform, by the names of its capabilities."""
        return {
            "vrf": bool(self.vrf),
            "zone": bool(self.zone),
            "parent": self.parent,
            "bfd": bool(self.bfd),
            "graceful_restart": self.graceful_restart,
            "ipv6": any(peer.family == "ipv6" for peer in vif.active_peers),
            "local_as": self.asn_for(vif) != customer_asn(vif),
            "anchor": self.anchor,
            "untagged": self.vlan == UNTAGGED,
            "outer_vlan": self.outer_vlan is not None,
            "svi": self.svi,
            "maximum_prefix": self.maximum_prefix is not None,
            "accept_up_to": any(not item.is_plain for item in self.accept),
        }


def customer_asn(vif: Vif) -> int | None:
    """The customer ASN of the VIF's BGP peers, or else the VIF's own."""
    asns = (peer.customer_asn for peer in vif.active_peers)
    return next((asn for asn in asns if asn is not None), vif.customer_asn)


# The keys of a table, in the order in which messages list them.
KEYS = tuple(item.name for item in fields(Router) if item.name not in ("name", "templates_from"))

# A table that asks for the first takes back the second, which a farther table asked for.
_EITHER = (("bfd", "graceful_restart"), ("graceful_restart", "bfd"))


@dataclass(frozen=True, slots=True)
class Settings:
    """The tables of one `dxnet.toml`, and what the command line said over them.

    `tables` are by the id of a VIF, connection or LAG, "" for the defaults; `routers` are by name,
    and `ports` give the name of the router and its interface by connection or LAG.
    """

    path: str = ""
    tables: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    overrides: Mapping[str, Any] = field(default_factory=dict)
    routers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    ports: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def router_name(self, vif: Vif) -> str:
        """The router that has a port for the VIF's connection or LAG; empty if none has."""
        return self.ports.get(vif.connection_id, ("", ""))[0]

    def router_for(self, vif: Vif) -> Router:
        """The customer's end of the VIF; raises `DxnetError` for values that contradict.

        A role stands for its settings in the table in which it stands itself.
        """
        merged: dict[str, Any] = {}
        name, interface = self.ports.get(vif.connection_id, ("", ""))
        tables = (
            self.tables.get("", {}),
            self.routers.get(name, {}),
            {"name": name, "interface": interface} if name else {},
            self.tables.get(vif.connection_id, {}),
            self.tables.get(vif.id, {}),
            self.overrides,
        )
        for table in tables:
            for asked, other in _EITHER:
                if table.get(asked):
                    merged.pop(other, None)
            merged |= roles.settings_of(table.get("role", ""), is_public=vif.is_public)
            merged |= table
        named_by = COMMAND_LINE if "templates" in self.overrides else self.path or COMMAND_LINE
        merged["templates_from"] = named_by if merged.get("templates") else ""
        router = Router(**merged)
        self._refuse_contradictions(vif, router)
        return router

    def _refuse_contradictions(self, vif: Vif, router: Router) -> None:
        place = self.path or COMMAND_LINE
        if router.hold_time < 3 * router.keepalive:
            raise UsageError(
                f"{vif.id}: hold_time {router.hold_time} is less than three times keepalive "
                f"{router.keepalive} ({place})",
                hint="AWS's defaults are hold_time 90 and keepalive 30",
            )
        ways = {
            'vlan = "untagged"': router.vlan == UNTAGGED,
            "svi": router.svi,
            "outer_vlan": router.outer_vlan is not None,
        }
        asked = [name for name, is_asked in ways.items() if is_asked]
        if router.parent and asked[:1] != ["outer_vlan"]:
            asked += ["parent"] if asked else []
        if len(asked) > 1:
            raise UsageError(
                f"{vif.id}: {asked[0]} and {asked[1]} contradict each other ({place})",
                hint="remove one of them",
            )
