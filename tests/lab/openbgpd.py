"""OpenBGPD in a namespace, driven by bgpctl."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .namespace import Namespace, until
from .peering import ROUTER_ID, UNLISTED, Peering

NEEDS = ("bgpd", "bgpctl")


class OpenBgpd:
    """One OpenBGPD, which runs until its namespace ends."""

    def __init__(self, namespace: Namespace, site: str) -> None:
        """Start the daemon on `site`, which an included file follows."""
        self.namespace = namespace
        chroot = namespace.folder / "openbgpd"
        chroot.mkdir()
        self._write("bgpd.conf", site + 'include "/run/vif.conf"\n')
        self._write("vif.conf", "")
        namespace.start("bgpd", "-d", "-v", "-f", "/run/bgpd.conf", log="bgpd.log")
        until(lambda: [*chroot.glob("bgpd.sock*")], "bgpd can be asked", self.log)

    def _write(self, name: str, text: str) -> None:
        file = self.namespace.folder / name
        file.touch(mode=0o600)
        file.write_text(text, encoding="ascii")

    def apply(self, text: str) -> None:
        """Save the text as the included file and reload."""
        self._write("vif.conf", text)
        self.namespace.run("bgpd", "-n", "-f", "/run/bgpd.conf")
        self.namespace.run("bgpctl", "reload")

    def running(self) -> str:
        """What bgpd has, printed back without the keys."""
        return self.namespace.run("bgpd", "-n", "-v", "-f", "/run/bgpd.conf")

    def is_established(self, neighbor: str) -> bool:
        """Whether the BGP session with that address is up."""
        found = json.loads(self.namespace.run("bgpctl", "-j", "show", "neighbor"))["neighbors"]
        states = {each.get("remote_addr"): each["state"] for each in found}
        return states.get(neighbor) == "Established"

    def is_watched(self, neighbor: str) -> bool:
        """Never: there is no BFD."""
        return False

    def table(self) -> frozenset[str]:
        """Every prefix in the RIB."""
        return frozenset(route["prefix"] for route in self._routes())

    def learned(self) -> Mapping[str, frozenset[str]]:
        """The prefixes taken from the neighbors, each with its communities."""
        return {
            route["prefix"]: frozenset(route.get("communities", ()))
            for route in self._routes()
            if not route.get("announced")
        }

    def _routes(self) -> list[dict[str, Any]]:
        answer = json.loads(self.namespace.run("bgpctl", "-j", "show", "rib", "detail"))
        routes: list[dict[str, Any]] = answer.get("rib", [])
        return routes

    def log(self) -> str:
        """The end of the log."""
        return self.namespace.tail("bgpd.log")


def start_customer(namespace: Namespace, peering: Peering) -> OpenBgpd:
    """A router that has what the configuration's header asks of bgpd.conf, and other networks."""
    speaker = OpenBgpd(namespace, f"AS {peering.customer_asn}\nrouter-id {ROUTER_ID}\n")
    for prefix in UNLISTED.values():
        namespace.run("bgpctl", "network", "add", prefix)
    return speaker
