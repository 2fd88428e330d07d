"""Two hosts and a link: the customer's router as dxnet configures it, and one that plays Amazon."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from dxnet import platforms, render
from dxnet.addressing import parse_prefix
from dxnet.model import Secret, Vif
from dxnet.settings import Router
from dxnet.sources import demo

from . import bird, frr, openbgpd
from .namespace import Namespace, link
from .peering import INTERFACE, Peering, peering_of, vif_named
from .waiting import until

# The implementation that plays Amazon to each platform: another one.
AMAZON = {"frr": "bird", "bird": "frr", "openbgpd": "bird"}

_MD5_KEYS = Path(__file__).parent / "md5_keys.py"
_HOST_COMMAND = re.compile(r"^[#!] +(ip address add .*)$", re.MULTILINE)


class Speaker(Protocol):
    """A routing daemon; addresses and prefixes are texts."""

    def apply(self, text: str) -> None:
        """Load a configuration; an AssertionError for what the daemon refuses."""

    def undo(self, text: str) -> None:
        """Do what a rollback says."""

    def reset(self, neighbor: str) -> None:
        """Start the BGP session with that address anew."""

    def running(self) -> str:
        """What the daemon runs."""

    def is_established(self, neighbor: str) -> bool:
        """Whether the BGP session with that address is up."""

    def is_watched(self, neighbor: str) -> bool:
        """Whether the BFD session with that address is up."""

    def table(self) -> frozenset[str]:
        """Every prefix it knows, wherever from."""

    def learned(self) -> Mapping[str, frozenset[str]]:
        """The prefixes taken from BGP neighbors, each with its communities."""

    def paths(self) -> Mapping[str, str]:
        """The prefixes taken from BGP neighbors, each with its AS path."""

    def log(self) -> str:
        """The end of its log, keys masked."""


_START_CUSTOMER: Mapping[str, Callable[[Namespace, Peering], Speaker]] = {
    "frr": frr.start_customer,
    "bird": bird.start_customer,
    "openbgpd": openbgpd.start_customer,
}
_START_AMAZON: Mapping[str, Callable[[Namespace, Peering], Speaker]] = {
    "frr": frr.start_amazon,
    "bird": bird.start_amazon,
}


class Lab:
    """A demo VIF between its customer's router, `here`, and another implementation, `there`."""

    def __init__(self, platform: str, vif: str, here: Namespace, there: Namespace) -> None:
        self.platform = platforms.get(platform)
        self.peering = peering_of(vif)
        self.here, self.there = here, there
        self._vif = vif
        self._is_prepared = False
        link(here, there, self.peering.interface, self.peering.mtu)
        for session in self.peering.sessions:
            there.run("ip", "address", "add", session.amazon, "dev", self.peering.interface)
        self.amazon = _START_AMAZON[AMAZON[platform]](there, self.peering)
        self.customer = _START_CUSTOMER[platform](here, self.peering)

    def rendered(
        self, name: str = "", *, key: str = "", also: tuple[str, ...] = (), bfd: bool | None = None
    ) -> str:
        """The configuration by dxnet of the lab's VIF, or of that name, advertising `also` too.

        `key` replaces the VIF's keys. BFD is asked for where the platform has it, unless `bfd`
        says.
        """
        vif = vif_named(name or self._vif, key)
        return render.config(vif, self._router(vif, also, bfd=bfd), self.platform)

    def rollback(self) -> str:
        """What takes `rendered()` away again."""
        vif = vif_named(self._vif)
        return render.rollback(vif, self._router(vif), self.platform)

    def _router(self, vif: Vif, also: tuple[str, ...] = (), *, bfd: bool | None = None) -> Router:
        chosen = {
            "platform": self.platform.slug,
            "interface": INTERFACE,
            "asn": self.peering.customer_asn,
            "anchor": True,
            "bfd": self.platform.can("bfd") if bfd is None else bfd,
        }
        router: Router = demo.router_settings(chosen).router_for(vif)
        more = tuple(filter(None, map(parse_prefix, also)))
        return replace(router, advertise=(*router.advertise, *more))

    def configure(self, text: str) -> None:
        """Do what the header asks of the host, the first time, and load the text."""
        if not self._is_prepared:
            for command in _HOST_COMMAND.findall(text):
                self.here.run(*command.split())
            self._is_prepared = True
        self.customer.apply(text)

    def is_up(self) -> bool:
        """Whether every session is established at both ends."""
        return all(
            self.customer.is_established(session.amazon_address)
            and self.amazon.is_established(session.customer_address)
            for session in self.peering.sessions
        )

    def is_down(self) -> bool:
        """Whether no session is established at the customer's end."""
        neighbors = [session.amazon_address for session in self.peering.sessions]
        return not any(self.customer.is_established(each) for each in neighbors)

    def is_connected(self) -> bool:
        """Whether the customer's host has a TCP connection; quicker to ask than a daemon."""
        return bool(self.here.run("ss", "-Htn", "state", "established").strip())

    def await_up(self) -> None:
        """Wait for every session."""
        until(self.is_up, "every session is established", self.explain)

    def refusals(self) -> int:
        """How many segments both kernels have dropped because another key had signed them."""
        return sum(host.counter("TCPMD5Failure") for host in (self.here, self.there))

    def explain(self) -> str:
        """What a person would look at first."""
        return f"customer:\n{self.customer.log()}\nAmazon:\n{self.amazon.log()}"


@contextmanager
def open_lab(platform: str, vif: str, folder: Path) -> Iterator[Lab]:
    """The lab of a platform and the name of a VIF in the demo; files go to `folder`."""
    keys = peering_of(vif).keys
    with (
        closing(Namespace("customer", folder, keys)) as here,
        closing(Namespace("amazon", folder, keys)) as there,
    ):
        yield Lab(platform, vif, here, there)


def held_keys(host: Namespace) -> dict[str, set[Secret]]:
    """The MD5 keys that the host's kernel signs with, by peer address."""
    found = json.loads(host.run(sys.executable, "-I", str(_MD5_KEYS)))
    return {
        address: {Secret(bytes.fromhex(key).decode("latin-1")) for key in keys}
        for address, keys in found.items()
    }
