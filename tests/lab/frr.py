"""FRRouting in a namespace: zebra, staticd, bfdd and bgpd, driven by vtysh."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Mapping
from typing import Any

from .namespace import Namespace
from .peering import ANNOUNCED, ROUTER_ID, UNLISTED, Peering
from .waiting import until

DAEMONS = ("zebra", "staticd", "bfdd", "bgpd")
_FOLDER = "/usr/lib/frr"
NEEDS = ("vtysh", *(f"{_FOLDER}/{daemon}" for daemon in DAEMONS))
# What FRR 8.4 says of graceful-restart-disable where it is set already.
_REPEATED = "% The Graceful Restart command used is not valid at this moment."
# What vtysh reads before it does anything.
_ETC = {
    "frr/vtysh.conf": "",
    "pam.d/frr": "auth sufficient pam_permit.so\naccount sufficient pam_permit.so\n",
}
_FAMILIES = ("ipv4", "ipv6")


class Frr:
    """One FRRouting, which runs until its namespace ends."""

    def __init__(self, namespace: Namespace, site: str) -> None:
        """Start the daemons without a configuration, then load `site`."""
        self.namespace = namespace
        folder = namespace.runtime / "frr"
        folder.mkdir()
        shutil.chown(folder, "frr", "frr")
        for name, text in _ETC.items():
            file = namespace.etc / name
            file.parent.mkdir()
            file.write_text(text, encoding="ascii")
        for daemon in DAEMONS:
            namespace.run(
                f"{_FOLDER}/{daemon}",
                *("--daemon", "--config_file", "/dev/null", "--log", "file:/run/frr/log"),
            )
        sockets = [folder / f"{daemon}.vty" for daemon in DAEMONS]
        until(lambda: all(each.exists() for each in sockets), "FRR can be asked", self.log)
        self.apply(site)

    def apply(self, text: str) -> None:
        """Load a configuration on top of what is there."""
        (self.namespace.etc / "loaded.conf").write_text(text, encoding="ascii")
        answer = self.namespace.run("vtysh", "-f", "/etc/loaded.conf", may_fail=True)
        complaints = [line for line in answer.splitlines() if line.startswith("%")]
        assert not {*complaints} - {_REPEATED}, self.namespace.masked(answer)

    def undo(self, text: str) -> None:
        """Load a rollback."""
        self.apply(text)

    def reset(self, neighbor: str) -> None:
        """Start the BGP session with that address anew."""
        self.namespace.run("vtysh", "-c", f"clear bgp {neighbor}")

    def running(self) -> str:
        """The running configuration, keys included."""
        return self.namespace.run("vtysh", "-c", "show running-config")

    def is_established(self, neighbor: str) -> bool:
        """Whether the BGP session with that address is up."""
        return self.state(neighbor) == "Established"

    def state(self, neighbor: str) -> str:
        """The state of the BGP session with that address, empty if there is none."""
        found = self._show(f"show bgp neighbors {neighbor} json")
        return str(found.get(neighbor, {}).get("bgpState", ""))

    def is_watched(self, neighbor: str) -> bool:
        """Whether the BFD session with that address is up."""
        found = self._show("show bfd peers json")
        return any(each["peer"] == neighbor and each["status"] == "up" for each in found)

    def table(self) -> frozenset[str]:
        """Every prefix in the BGP tables."""
        return frozenset(prefix for family in _FAMILIES for prefix in self._routes(family))

    def learned(self) -> Mapping[str, frozenset[str]]:
        """The prefixes taken from the neighbors, each with its communities."""
        return dict(self._learned())

    def paths(self) -> Mapping[str, str]:
        """The prefixes taken from the neighbors, each with its AS path."""
        return {
            prefix: paths[0]["path"]
            for family in _FAMILIES
            for prefix, paths in self._routes(family).items()
            if paths[0]["path"]
        }

    def _learned(self) -> Iterator[tuple[str, frozenset[str]]]:
        for family in _FAMILIES:
            for prefix, paths in self._routes(family).items():
                if paths[0]["path"]:
                    found = self._show(f"show bgp {family} unicast {prefix} json")
                    for path in found.get("paths", ())[:1]:
                        yield prefix, frozenset(path.get("community", {}).get("list", ()))

    def _routes(self, family: str) -> Mapping[str, Any]:
        routes: Mapping[str, Any] = self._show(f"show bgp {family} unicast json").get("routes", {})
        return routes

    def _show(self, command: str) -> Any:
        return json.loads(self.namespace.run("vtysh", "-c", command))

    def log(self) -> str:
        """The end of the log."""
        return self.namespace.tail("frr/log")


def start_customer(namespace: Namespace, peering: Peering) -> Frr:
    """A router with a BGP process whose networks are not for Amazon, and BFD of its own.

    Route maps take effect after a second, where FRR would wait for five.
    """
    return Frr(
        namespace,
        f"""
ip route {UNLISTED["ipv4"]} blackhole
ipv6 route {UNLISTED["ipv6"]} blackhole
bgp route-map delay-timer 1
bfd
 profile OTHER
 exit
exit
router bgp {peering.customer_asn}
 bgp router-id {ROUTER_ID}
 address-family ipv4 unicast
  network {UNLISTED["ipv4"]}
 exit-address-family
 address-family ipv6 unicast
  network {UNLISTED["ipv6"]}
 exit-address-family
exit
""",
    )


def start_amazon(namespace: Namespace, peering: Peering) -> Frr:
    """Amazon, ready for the customer's first connection.

    Its BFD sessions stand by themselves: those of a BGP neighbor start anew when it connects.
    """
    speaker = Frr(namespace, _amazon_site(peering))
    neighbors = [session.customer_address for session in peering.sessions]
    until(
        lambda: all(speaker.state(each) != "Idle" for each in neighbors),
        "Amazon takes connections",
        speaker.log,
    )
    return speaker


def _amazon_site(peering: Peering) -> str:
    """Every session, taking everything and announcing `ANNOUNCED`."""
    watched, neighbors, families = [], [], []
    for session in peering.sessions:
        peer, local = session.customer_address, session.amazon_address
        watched.append(f" peer {peer} local-address {local} interface {peering.interface}")
        neighbors += [
            f" neighbor {peer} remote-as {peering.customer_asn}",
            f" neighbor {peer} password {session.key}",
            f" neighbor {peer} timers connect 1",
        ]
        families += [
            f" address-family {session.family} unicast",
            *(f"  network {prefix}" for prefix in ANNOUNCED[session.family]),
            f"  neighbor {peer} activate",
            " exit-address-family",
        ]
    lines = [
        *("bfd", *watched, "exit"),
        f"router bgp {peering.amazon_asn}",
        " bgp router-id 198.18.0.1",
        " no bgp default ipv4-unicast",
        " no bgp ebgp-requires-policy",
        " no bgp network import-check",
        *neighbors,
        *families,
        "exit",
    ]
    return "\n".join(lines) + "\n"
