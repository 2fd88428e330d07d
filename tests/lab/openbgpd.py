"""OpenBGPD in a namespace, driven by bgpctl."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .namespace import Namespace
from .peering import ROUTER_ID, UNLISTED, Peering
from .waiting import until

NEEDS = ("bgpd", "bgpctl")


class OpenBgpd:
    """One OpenBGPD, which runs until its namespace ends."""

    def __init__(self, namespace: Namespace, site: str) -> None:
        """Start the daemon on `site`."""
        self.namespace = namespace
        chroot = namespace.runtime / "openbgpd"
        chroot.mkdir()
        self._main = namespace.etc / "bgpd.conf"
        self._main.touch(mode=0o600)
        self._main.write_text(site, encoding="ascii")
        namespace.start("bgpd", "-d", "-v", log="bgpd.log")
        until(lambda: [*chroot.glob("bgpd.sock*")], "bgpd can be asked", self.log)

    def apply(self, text: str) -> None:
        """Save the text and include it as its header says, and reload."""
        include = f'include "{self.namespace.save(text)}"\n'
        assert include in text, "the header says what to include"
        main = self._main.read_text("ascii")
        if include not in main:
            self._main.write_text(main + include, encoding="ascii")
        self.namespace.run("bgpd", "-n")
        self.namespace.run("bgpctl", "reload")

    def undo(self, text: str) -> None:
        """Run a rollback, which is a shell script."""
        self.namespace.run("sh", "-ec", text)

    def reset(self, neighbor: str) -> None:
        """Start the BGP session with that address anew."""
        self.namespace.run("bgpctl", "neighbor", neighbor, "clear")

    def running(self) -> str:
        """The configuration as bgpd reads it, without keys, and the networks that it announces."""
        return self.namespace.run("bgpd", "-n", "-v") + self.namespace.run(
            "bgpctl", "show", "network"
        )

    def is_established(self, neighbor: str) -> bool:
        """Whether the BGP session with that address is up."""
        answer = json.loads(self.namespace.run("bgpctl", "-j", "show", "neighbor"))
        found = answer.get("neighbors", ())  # none while bgpd reads its configuration
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

    def paths(self) -> Mapping[str, str]:
        """The prefixes taken from the neighbors, each with its AS path."""
        return {
            route["prefix"]: str(route.get("aspath", ""))
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
