"""What a cause's function looks at: one peer of a VIF with all around it, or a port alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from dxnet.diagnose import session
from dxnet.diagnose.facts import Facts
from dxnet.diagnose.session import Session
from dxnet.diagnose.terms import Certainty, Evidence, Match, Rung
from dxnet.diagnose.testimony import Testimony, of_family
from dxnet.model import BgpPeer, Gateway, Parent, Vif


@dataclass(frozen=True)
class Case:
    """One peer of a VIF; `peer` is None for a VIF without an active one.

    `vif` is None for a port without a VIF.
    """

    facts: Facts
    vif: Vif | None
    peer: BgpPeer | None
    port: Parent | None

    @cached_property
    def session(self) -> Session:
        """Whether the peer's session is up."""
        if self.vif is None or self.peer is None:
            return Session.UNKNOWN
        return session.of(self.vif, self.peer)

    @property
    def is_down(self) -> bool:
        """Whether the peer's session is down."""
        return self.session is Session.DOWN

    @property
    def is_up(self) -> bool:
        """Whether the peer's session is up."""
        return self.session is Session.UP

    @cached_property
    def siblings_up(self) -> tuple[Vif, ...]:
        """The other VIFs on the port that have a session which is up."""
        if self.vif is None:
            return ()
        return tuple(
            other
            for other in self.facts.estate.vifs_on(self.vif.connection_id)
            if other.id != self.vif.id
            and other.is_live
            and self.facts.sessions[other.id] is Session.UP
        )

    @cached_property
    def other_peers_up(self) -> tuple[BgpPeer, ...]:
        """The VIF's other peers whose sessions are up."""
        if self.vif is None:
            return ()
        peers = (peer for peer in self.vif.active_peers if peer is not self.peer)
        return tuple(peer for peer in peers if session.of(self.vif, peer) is Session.UP)

    @cached_property
    def testimony(self) -> tuple[Testimony, ...]:
        """What the router says of the peer's session and of the VIF."""
        if self.vif is None:
            return ()
        said = self.facts.testimony.get(self.vif.id, ())
        return of_family(said, self.peer.family if self.peer else "")

    def heard(self, rung: Rung) -> tuple[Testimony, ...]:
        """What the router says of a rung."""
        return tuple(one for one in self.testimony if one.rung is rung)

    @property
    def gateway(self) -> Gateway | None:
        """The gateway to which the VIF leads, if it was read."""
        return self.facts.estate.gateway(self.vif) if self.vif is not None else None

    @property
    def port_kind(self) -> str:
        """The operation that lists the port."""
        return port_operation(self.port)

    def lost(self) -> Evidence:
        """The evidence that the peer's session is down."""
        vif, peer = self.vif, self.peer
        if vif is None or peer is None:
            return Evidence("there is no BGP peer", "DescribeVirtualInterfaces")
        if peer.status != "down":
            fact = f"{vif.id} is down and tells nothing more of its only peer"
        else:
            fact = f"the {family(peer)} session to {peer.amazon_address or 'AWS'} is down"
        return Evidence(fact, "DescribeVirtualInterfaces")


def family(peer: BgpPeer) -> str:
    """The address family as people write it."""
    return "IPv6" if peer.family == "ipv6" else "IPv4"


def port_operation(port: Parent | None) -> str:
    """The operation of AWS's that tells of the port."""
    names = {"Lag": "DescribeLags", "Interconnect": "DescribeInterconnects"}
    return names.get(type(port).__name__, "DescribeConnections")


def match(
    fact: str, source: str, certainty: Certainty = Certainty.PROVEN, subject: str = ""
) -> Match:
    """A match that rests on one fact."""
    return Match((Evidence(fact, source),), certainty, subject)
