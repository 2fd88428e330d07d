"""A new BGP peer: its ASN, key and addresses, checked or assigned.

https://docs.aws.amazon.com/directconnect/latest/APIReference/API_NewBGPPeer.html
"""

from __future__ import annotations

import string
from collections.abc import Container, Mapping
from typing import Any

from dxnet import limits
from dxnet.control_plane.rules import peer_addresses, vif_record
from dxnet.control_plane.rules.vif_record import STATE, VIFS
from dxnet.control_plane.rules.vif_states import UNACCEPTED, stages
from dxnet.control_plane.service.operation import Request
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import RawRecord
from dxnet.control_plane.store.physical import SESSION

# The characters of a BGP key, and of one that the service makes.
_KEY_CHARACTERS = frozenset(string.ascii_letters + string.digits + string.punctuation)
_MADE_KEY_LENGTH = 22
_MADE_KEY_CHARACTERS = string.ascii_letters + string.digits + "_."
_DEVICE_FIELDS = ("awsDeviceV2", "awsLogicalDeviceId")


def new_peer(
    request: Request, vif: RawRecord, wanted: Mapping[str, Any], taken: Container[str]
) -> RawRecord:
    """The peer on that VIF that a request describes, in its first state.

    `taken` are the addresses in use on the VIF's connection. Addresses that the request leaves out
    are assigned once the VIF has been accepted, see
    https://github.com/hashicorp/terraform-provider-aws/issues/44208. Raises `ServiceError`.
    """
    asn = asn_fields(wanted)
    is_public = vif.get("virtualInterfaceType") == "public"
    waits = vif.get(STATE) == UNACCEPTED and not is_public and not peer_addresses.given(wanted)
    addresses = {} if waits else _addresses(request, wanted, taken, is_public=is_public)
    return {
        "bgpPeerId": new_peer_id(request),
        **asn,
        "authKey": _key(request, wanted),
        "addressFamily": wanted.get("addressFamily", "ipv4"),
        **addresses,
        "bgpPeerState": stages(vif)[0],
        "bgpStatus": "down",
        **({} if request.estate.router_speaks else {SESSION: "down"}),
        **{name: vif[name] for name in _DEVICE_FIELDS if name in vif},
    }


def addressed(request: Request, peer: RawRecord, taken: Container[str]) -> RawRecord:
    """The peer, with assigned addresses if it has none yet."""
    if peer_addresses.given(peer):
        return peer
    return {**peer, **_addresses(request, peer, taken, is_public=False)}


def _addresses(
    request: Request, wanted: Mapping[str, Any], taken: Container[str], *, is_public: bool
) -> dict[str, str]:
    pair = peer_addresses.pair(request, wanted, is_public=is_public, taken=taken)
    return dict(zip(peer_addresses.ENDS, map(str, pair), strict=True))


def new_peer_id(request: Request) -> str:
    """An unused id of the form `dxpeer-f…`."""
    while True:
        made = f"dxpeer-f{request.estate.new_token(7)}"
        if not any(request.estate.where(VIFS, "bgpPeers.bgpPeerId", made)):
            return made


def identified_peers(request: Request, vif: RawRecord) -> list[RawRecord]:
    """The VIF's peers, each with an id; records of the 2015 API have no ids."""
    return [
        peer if peer.get("bgpPeerId") else {**peer, "bgpPeerId": new_peer_id(request)}
        for peer in vif_record.peers(vif)
    ]


def asn_fields(wanted: Mapping[str, Any]) -> dict[str, int]:
    """`asn` and `asnLong` as the service answers them: 4 bytes of `asnLong` make `asn` 0.

    Where a request has both, `asnLong` counts.
    """
    asn, asn_long = wanted.get("asn"), wanted.get("asnLong")
    if asn_long is not None:
        _check_range(asn_long, limits.ASN)
        short = asn_long if asn_long <= limits.ASN_16_BIT_RESERVED else 0
        return {"asn": short, "asnLong": asn_long}
    if asn is None:
        raise refusal("A BGP ASN must be specified")
    _check_range(asn, limits.ASN_FIELD)
    return {"asn": asn, "asnLong": asn}


def _check_range(asn: int, allowed: range) -> None:
    if asn < allowed.start:
        raise refusal(f"BGP ASN {asn} must have value greater than or equal to {allowed.start}")
    if asn >= allowed.stop:
        raise refusal(f"BGP ASN {asn} must have value less than or equal to {allowed.stop - 1}")


def _key(request: Request, wanted: Mapping[str, Any]) -> str:
    key: str | None = wanted.get("authKey")
    if key is None:
        return "0x" + request.estate.new_token(_MADE_KEY_LENGTH, _MADE_KEY_CHARACTERS)
    if len(key) not in limits.KEY_LENGTH:
        least, most = limits.KEY_LENGTH.start, limits.KEY_LENGTH.stop - 1
        raise refusal(f"BGP Auth Key must have between {least} and {most} characters")
    if not _KEY_CHARACTERS.issuperset(key):
        raise refusal("BGP Auth Key must hold printable ASCII characters other than space")
    return key
