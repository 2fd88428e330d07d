"""A router that is in use: two VIFs, each to an Amazon of its own, and the core of the network.

The core is another implementation, which announces the LAN by eBGP. Nothing here anchors it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from dxnet import platforms, render, settings
from dxnet.model import Vif
from dxnet.settings import Accepted, Circuit, Circuits, Router
from dxnet.sources import demo

from . import bird, frr
from .lab import _HOST_COMMAND, _START_AMAZON, _START_CUSTOMER, AMAZON, Speaker
from .namespace import Namespace, link
from .peering import INTERFACE, Peering, peering_of, vif_named
from .waiting import until

# Two VIFs of the demo on one connection: the router's AS, and another one.
VIFS = ("fra-prod-erp", "fra-transit-hub")
ROUTER_ASN = 65010
CORE_ASN = 65500
LAN = "203.0.113.0/26"
CORE, OURS = "10.255.0.1", "10.255.0.2"
CORE_LINK = "core0"
# Whether the daemon puts routes into the kernel; OpenBGPD does that on OpenBSD only.
OWNS_ROUTES = ("bird", "frr")
_CONNECTIONS = ("-Htn", "state", "established")

_BIRD_CORE = f"""
router id {CORE};
protocol static {{ ipv4; route {LAN} blackhole; }}
protocol bgp {{
  local {CORE} as {CORE_ASN};
  neighbor {OURS} as {ROUTER_ASN};
  connect delay time 1;
  connect retry time 1;
  error wait time 1, 1;
  ipv4 {{ import all; export where source = RTS_STATIC; }};
}}
"""
_FRR_CORE = f"""
ip route {LAN} blackhole
router bgp {CORE_ASN}
 bgp router-id {CORE}
 no bgp ebgp-requires-policy
 neighbor {OURS} remote-as {ROUTER_ASN}
 neighbor {OURS} timers connect 1
 address-family ipv4 unicast
  network {LAN}
 exit-address-family
exit
"""
# The router's own session with the core, which is there before any VIF.
_TO_CORE: Mapping[str, str] = {
    "frr": f"""
route-map CORE permit 10
exit
router bgp {ROUTER_ASN}
 neighbor {CORE} remote-as {CORE_ASN}
 neighbor {CORE} timers connect 1
 address-family ipv4 unicast
  neighbor {CORE} route-map CORE in
  neighbor {CORE} route-map CORE out
 exit-address-family
exit
""",
    "bird": f"""
# Save as /etc/bird/dxnet/core.conf; it is included
protocol bgp core {{
  local {OURS} as {ROUTER_ASN};
  neighbor {CORE} as {CORE_ASN};
  connect delay time 1;
  connect retry time 1;
  error wait time 1, 1;
  ipv4 {{ import all; export all; }};
}}
""",
    "openbgpd": f"""
# Save as /etc/bgpd.d/core.conf;
#   include "/etc/bgpd.d/core.conf"
neighbor {CORE} {{
  remote-as {CORE_ASN}
}}
allow from {CORE}
allow to {CORE}
""",
}


class Edge:
    """The router of a platform, `here`, with its core and the Amazon of each VIF."""

    def __init__(self, slug: str, here: Namespace, core: Namespace, there: list[Namespace]) -> None:
        self.platform = platforms.get(slug)
        self.here = here
        self.peerings: list[Peering] = [peering_of(name) for name in VIFS]
        self._prepared: set[str] = set()
        link(here, core, CORE_LINK, 1500)
        here.run("ip", "address", "add", f"{OURS}/30", "dev", CORE_LINK)
        core.run("ip", "address", "add", f"{CORE}/30", "dev", CORE_LINK)
        self.core: Speaker = (
            bird.Bird(core, _BIRD_CORE) if slug == "frr" else frr.Frr(core, _FRR_CORE)
        )
        self.amazons: list[Speaker] = []
        for peering, namespace in zip(self.peerings, there, strict=True):
            link(here, namespace, peering.interface, peering.mtu)
            for session in peering.sessions:
                namespace.run("ip", "address", "add", session.amazon, "dev", peering.interface)
            self.amazons.append(_START_AMAZON[AMAZON[slug]](namespace, peering))
        self.customer: Speaker = _START_CUSTOMER[slug](here, self.peerings[0])
        self.customer.apply(_TO_CORE[slug])
        until(lambda: self.customer.is_established(CORE), "the core is there", self.explain)
        until(lambda: LAN in self.customer.table(), "the core announces the LAN", self.explain)
        if slug in OWNS_ROUTES:
            until(lambda: CORE in self.route(), "the kernel has the core's route", self.explain)

    def load(self, which: int, **changes: Any) -> None:
        """Do what the header asks of the host, and load the configuration of one VIF."""
        text = self._text(render.config, which, changes)
        if VIFS[which] not in self._prepared:
            self._prepared.add(VIFS[which])
            for command in _HOST_COMMAND.findall(text):
                self.here.run(*command.split())
        self.customer.apply(text)

    def unload(self, which: int, **changes: Any) -> None:
        """Load the rollback of one VIF."""
        self.customer.undo(self._text(render.rollback, which, changes))

    def _text(self, kind: Any, which: int, changes: Mapping[str, Any]) -> str:
        members = [self._circuit(name) for name in VIFS]
        chosen = members[which]
        router = replace(chosen.router, **changes)
        circuits = Circuits("edge", tuple(members))
        text: str = kind(chosen.vif, router, self.platform, circuits=circuits)
        return text

    def _circuit(self, name: str) -> Circuit:
        vif: Vif = vif_named(name)
        chosen = {"platform": self.platform.slug, "interface": INTERFACE}
        router: Router = demo.router_settings(chosen).router_for(vif)
        return Circuit(vif, router)

    def accepted(self, *texts: str) -> tuple[Accepted, ...]:
        """What `accept` in dxnet.toml makes of the texts."""
        document = f"[defaults]\naccept = {list(texts)!r}\n"
        return settings.parse(document, "dxnet.toml").router_for(vif_named(VIFS[0])).accept

    def is_up(self, which: int) -> bool:
        """Whether every session of one VIF is established."""
        sessions = self.peerings[which].sessions
        return all(self.customer.is_established(each.amazon_address) for each in sessions)

    def await_up(self, which: int) -> None:
        """Wait for every session of one VIF."""
        until(lambda: self.is_up(which), f"{VIFS[which]} is up", self.explain)

    def await_path(self, which: int, path: str) -> None:
        """Wait until an Amazon has the LAN by that AS path."""
        until(
            lambda: self.amazons[which].paths().get(LAN) == path,
            f"the Amazon of {VIFS[which]} has {LAN} by {path}",
            self.explain,
        )

    def connections(self, *neighbors: str) -> list[tuple[str, str]]:
        """The TCP connections with the neighbors, by addresses and ports: others after a reset."""
        rows = (row.split() for row in self.here.run("ss", *_CONNECTIONS).splitlines())
        return sorted(
            (ours, theirs)
            for _, _, ours, theirs in rows
            if theirs.rpartition(":")[0].strip("[]") in neighbors
        )

    def route(self) -> str:
        """The kernel's route to the LAN."""
        return self.here.run("ip", "route", "show", LAN).strip()

    def explain(self) -> str:
        """What a person would look at first."""
        said = [
            f"{name}: {dict(each.paths())}" for name, each in zip(VIFS, self.amazons, strict=True)
        ]
        return "\n".join([*said, self.route(), self.customer.log(), self.core.log()])


@contextmanager
def open_edge(slug: str, folder: Path) -> Iterator[Edge]:
    """The edge of a platform; files go to `folder`."""
    keys = tuple(key for name in VIFS for key in peering_of(name).keys)
    with ExitStack() as stack:
        names = ("customer", "core", *VIFS)
        here, core, *there = (
            stack.enter_context(closing(Namespace(name, folder, keys))) for name in names
        )
        yield Edge(slug, here, core, there)
