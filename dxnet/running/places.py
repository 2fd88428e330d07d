"""Which interface and which session of a router are those of a VIF."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dxnet.addressing import Interface
from dxnet.running import addresses
from dxnet.running.expected import Expected, ExpectedPeer
from dxnet.running.facts import Facts, Record


@dataclass(frozen=True, slots=True)
class Session:
    """What is there for one peer of the VIF.

    `record` is the session to Amazon's address, or with `is_other` one to another address of the
    same subnet; None for neither. `elsewhere` are further VRFs that have a session to the address.
    """

    peer: ExpectedPeer
    record: Record | None
    is_other: bool = False
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the VIF is on the router; `interface` is None where none fits."""

    interface: Record | None
    sessions: tuple[Session, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing of the VIF is there."""
        return self.interface is None and all(s.record is None for s in self.sessions)


def find(facts: Facts, expected: Expected) -> Place:
    """The interface that fits best, and the session of each peer."""
    interface = _interface(facts, expected)
    sessions = tuple(_session(facts, expected, peer, interface) for peer in expected.peers)
    return Place(interface, sessions)


def addresses_of(record: Record) -> Iterator[tuple[Interface, int]]:
    """The interface's addresses, each with the line it was read from."""
    lengths = list(record.values.get("length", ()))
    for value in record.values.get("address", ()):
        text = value.text
        if not any(mark in text for mark in "/ ") and lengths:
            text = f"{text}/{lengths.pop(0).text}"
        found = addresses.interface(text)
        if found is not None:
            yield found, value.line


def vlan_of(record: Record) -> tuple[str, int]:
    """The tag and the line that says it, from the interface's name if nothing else; "" for none."""
    value = record.last("vlan") or record.last("name_vlan")
    return (value.text, value.line) if value else ("", record.line)


def port_of(interface: Record) -> str:
    """The name of the port below a VLAN's interface, such as Gi0/1 of Gi0/1.101; else empty."""
    return interface.name.rpartition(".")[0]


def vrf_of(record: Record) -> str:
    """The VRF or instance that an interface or session is in; empty for none."""
    value = record.last("vrf")
    return value.text if value else ""


def _interface(facts: Facts, expected: Expected) -> Record | None:
    best: tuple[tuple[bool, bool, bool, bool], Record] | None = None
    for record in facts.of_kind("interface"):
        rank = _rank(record, expected)
        if any(rank[:3]) and (best is None or rank > best[0]):
            best = (rank, record)
    return best[1] if best else None


def _rank(record: Record, expected: Expected) -> tuple[bool, bool, bool, bool]:
    """Whether it has our address, Amazon's address in a subnet of its, our tag, and our VRF."""
    held = [address for address, _ in addresses_of(record)]
    ours = any(
        (address.family, address.value) == (peer.customer.family, peer.customer.value)
        for address in held
        for peer in expected.peers
    )
    amazons = any(is_in(peer.amazon, address) for address in held for peer in expected.peers)
    tag = vlan_of(record)[0] == str(expected.vlan) and (
        not held or record.name == expected.interface
    )
    return ours, amazons, tag, vrf_of(record) == expected.vrf


def is_in(address: Interface, other: Interface) -> bool:
    """Whether the address is in the subnet of the other."""
    network = other.network
    return address.family == network.family and network.first <= address.value <= network.last


def _session(
    facts: Facts, expected: Expected, peer: ExpectedPeer, interface: Record | None
) -> Session:
    same = [r for r in facts.of_kind("peer") if _address(r) == (peer.family, peer.amazon.value)]
    if same:
        vrf = expected.vrf or (vrf_of(interface) if interface else "")
        same.sort(key=lambda record: vrf_of(record) != vrf)
        named = bool(expected.vrf) or len({vrf_of(record) for record in same}) == 1
        return Session(peer, same[0], elsewhere=() if named else tuple(map(vrf_of, same)))
    for record in facts.of_kind("peer"):
        address = _address(record)
        if address and address[0] == peer.family and _is_near(address[1], peer, interface):
            return Session(peer, record, is_other=True)
    return Session(peer, None)


def _address(record: Record) -> tuple[str, int] | None:
    remote = record.last("remote")
    found = addresses.interface((remote.text if remote else record.name).split("/")[0])
    return None if found is None else (found.family, found.value)


def _is_near(value: int, peer: ExpectedPeer, interface: Record | None) -> bool:
    subnets = [peer.customer.network]
    subnets += [a.network for a, _ in addresses_of(interface)] if interface else []
    return any(net.family == peer.family and net.first <= value <= net.last for net in subnets)
