"""The two addresses of a BGP peer: what a caller may give, and what the service assigns.

https://docs.aws.amazon.com/directconnect/latest/APIReference/API_CreateBGPPeer.html
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import Any

from dxnet.addressing import Interface, Space, parse_interface, space
from dxnet.control_plane.rules.vif_record import VIFS, active, peers
from dxnet.control_plane.service.operation import Request
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.estate import Estate
from dxnet.control_plane.store.kinds import RawRecord

Pair = tuple[Interface, Interface]

ENDS = ("amazonAddress", "customerAddress")
_NAMES = {"amazonAddress": "Amazon Address", "customerAddress": "Customer Address"}
_INDICES = ("amazonAddress", "bgpPeers.amazonAddress")
_HEX = "0123456789abcdef"

# Link-local /29s from 169.254.1.0 to 169.254.168.255: clear of the first and last /24, which are
# reserved (RFC 3927), and of the instance metadata service's 169.254.169.254. Older peers: /30.
# https://docs.aws.amazon.com/directconnect/latest/UserGuide/create-private-vif.html
# The ends as in https://github.com/hashicorp/terraform-provider-aws/issues/44208
_LINK_LOCAL_FIRST = 0xA9FE0100
_LINK_LOCAL_SUBNETS = 168 * 32
_AMAZON_HOST, _CUSTOMER_HOST = 1, 6
_DRAWS = 64
# 2001:db8:1100::/48, in the documentation space; the service takes from its own pool.
_IPV6_FIRST = 0x20010DB8_1100 << 80


def in_use(vifs: Iterable[RawRecord]) -> frozenset[str]:
    """The addresses of the VIFs' active peers, without their prefix lengths."""
    return frozenset(
        (peer.get(end) or "").partition("/")[0]
        for vif in vifs
        for peer in active(peers(vif))
        for end in ENDS
    ) - {""}


def pair(
    request: Request, wanted: Mapping[str, Any], *, is_public: bool, taken: Container[str]
) -> Pair:
    """The Amazon and the customer address of a new peer, given or assigned.

    `taken` are the addresses in use on the connection. Raises `ServiceError`.
    """
    texts = given(wanted)
    if wanted.get("addressFamily", "ipv4") == "ipv6":
        if texts:
            raise refusal("IPv6 addresses are assigned automatically and cannot be specified")
        return _ipv6(request.estate)
    if len(texts) == 1 or (is_public and not texts):
        raise refusal("Amazon Address and Customer Address must both be specified")
    found = _parsed_pair(*texts) if texts else _link_local(request.estate, taken)
    if is_public:
        _require_public(found)
    for address in found:
        if address.address in taken:
            raise refusal(f"Address {address.address} is already in use")
    return found


def given(wanted: Mapping[str, Any]) -> list[str]:
    """The addresses that a request or a peer has, Amazon's first."""
    return [wanted[end] for end in ENDS if wanted.get(end)]


def _parsed_pair(amazon_text: str, customer_text: str) -> Pair:
    """The two addresses, which must be different hosts of one IPv4 subnet."""
    amazon, customer = (
        _parsed("amazonAddress", amazon_text),
        _parsed("customerAddress", customer_text),
    )
    if amazon.network != customer.network:
        raise refusal("Amazon Address and Customer Address must be in the same CIDR")
    for end, address in zip(ENDS, (amazon, customer), strict=True):
        if address.is_network_address:
            raise refusal(f"{_NAMES[end]} is address 0 on its subnet.")
        if address.is_broadcast:
            raise refusal(f"{_NAMES[end]} is the broadcast address on its subnet.")
    if amazon == customer:
        raise refusal("Amazon Address and Customer Address must be different")
    return amazon, customer


def _parsed(end: str, text: str) -> Interface:
    found = parse_interface(text)
    if found is None:
        raise refusal(f"{_NAMES[end]} is not an IPv4 address with a prefix length")
    if found.family == "ipv6":
        raise refusal("IPv6 addresses are assigned automatically and cannot be specified")
    return found


def _require_public(found: Pair) -> None:
    for end, address in zip(ENDS, found, strict=True):
        if space(address.network) not in (Space.GLOBAL, Space.DOCUMENTATION):
            raise refusal(f"{_NAMES[end]} is not allowed to contain a private IP")


def _link_local(estate: Estate, taken: Container[str]) -> Pair:
    """Two hosts of a /29 that is unused in the estate or, if none is left, on the connection."""
    draws = (_draw(estate) % _LINK_LOCAL_SUBNETS for _ in range(_DRAWS))
    number = next((draw for draw in draws if not _is_used(estate, draw)), None)
    if number is None:
        everywhere = map(_hosts, range(_LINK_LOCAL_SUBNETS))
        return next(hosts for hosts in everywhere if all(h.address not in taken for h in hosts))
    return _hosts(number)


def _hosts(number: int) -> Pair:
    first = _LINK_LOCAL_FIRST + 8 * number
    amazon, customer = first + _AMAZON_HOST, first + _CUSTOMER_HOST
    return Interface("ipv4", amazon, 29), Interface("ipv4", customer, 29)


def _is_used(estate: Estate, number: int) -> bool:
    """Whether a peer's Amazon end lies in that /29, as a /29, /30 or /31."""
    first = _LINK_LOCAL_FIRST + 8 * number
    around = (Interface("ipv4", first + n, length) for n in range(8) for length in (29, 30, 31))
    return any(_is_listed(estate, address) for address in around)


def _ipv6(estate: Estate) -> Pair:
    """Addresses 1 and 6 of a /125 that the estate doesn't use."""
    while True:
        first = _IPV6_FIRST | _draw(estate) & ~7
        amazon = Interface("ipv6", first + 1, 125)
        if not _is_listed(estate, amazon):
            return amazon, Interface("ipv6", first + 6, 125)


def _is_listed(estate: Estate, amazon: Interface) -> bool:
    return any(any(estate.where(VIFS, index, str(amazon))) for index in _INDICES)


def _draw(estate: Estate) -> int:
    """A number of 80 bits from the estate's token maker."""
    return int(estate.new_token(20, _HEX), 16)
