"""Whether a BGP session is up, as AWS sees it: `bgpStatus`, and the VIF's state where it is silent.

https://docs.aws.amazon.com/directconnect/latest/APIReference/API_BGPPeer.html
"""

from __future__ import annotations

from enum import StrEnum

from dxnet.model import BgpPeer, Vif

# The states of a VIF whose sessions should be up, or are down for a reason.
WORKING = frozenset(("available", "down", "testing"))


class Session(StrEnum):
    """What is known of a session, or of all sessions of a VIF together."""

    UP = "up"
    DOWN = "down"
    UNKNOWN = "unknown"


def of(vif: Vif, peer: BgpPeer) -> Session:
    """Whether the session of a VIF's peer is up.

    A VIF that is `down` has its BGP down; where it has one peer, that tells of a silent one.
    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_VirtualInterface.html
    """
    if peer.status in ("up", "down"):
        return Session(peer.status)
    is_only_peer = len(vif.active_peers) == 1
    return Session.DOWN if vif.state == "down" and is_only_peer else Session.UNKNOWN


def of_vif(vif: Vif) -> Session:
    """UP if a session is up, else DOWN if one is down, else UNKNOWN."""
    sessions = {of(vif, peer) for peer in vif.active_peers}
    return next((one for one in (Session.UP, Session.DOWN) if one in sessions), Session.UNKNOWN)
