"""Fact by fact, whether a router is configured as its VIF asks for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dxnet import limits
from dxnet.addressing import Interface
from dxnet.running import addresses, places, probes
from dxnet.running.expected import Expected, ExpectedPeer
from dxnet.running.facts import Facts, Record, Value, inherited
from dxnet.running.judgement import Judgement, Level, Verdict
from dxnet.running.patterns import Patterns
from dxnet.running.places import Place, Session

SAME, DIFFERS, MISSING, CANT_TELL = Verdict
FAIL, WARN, LOOK, NOTE, PASS = Level

_NO_KEY_READ = "the source holds no key to compare with"


def judge(
    place: Place, facts: Facts, expected: Expected, patterns: Patterns
) -> Iterator[Judgement]:
    """Every fact of the interface, then of each session."""
    interface = place.interface
    if interface is not None:
        yield _vlan(interface, expected)
        for peer in expected.peers:
            yield replace(_address(interface, peer), family=peer.family)
        yield _mtu(interface, facts, expected, patterns)
        port = facts.named("interface", places.port_of(interface))
        shut = port[0] if port and port[0].last("down") else interface
        yield _up(shut, "the interface" if shut is interface else f"its port {shut.name}")
    else:
        yield from _no_interface(place, expected, patterns)
    for session in place.sessions:
        for judgement in _session(session, interface, facts, expected, patterns):
            yield replace(judgement, family=session.peer.family)


def _no_interface(place: Place, expected: Expected, patterns: Patterns) -> Iterator[Judgement]:
    has_sessions = any(session.record for session in place.sessions)
    is_host = patterns.defaults.get("interface") == "host" and has_sessions
    tag = f"tag {expected.vlan}"
    if is_host:
        yield Judgement("vlan", CANT_TELL, NOTE, tag, "not in the text: the host has the interface")
    else:
        yield Judgement("vlan", MISSING, FAIL, tag, "no interface has the tag or the address")
    for peer in expected.peers:
        yield replace(_local(peer, place, is_host=is_host), family=peer.family)


def _local(peer: ExpectedPeer, place: Place, *, is_host: bool) -> Judgement:
    """Our address from the session where the interface isn't in the text."""
    asked = str(peer.customer)
    record = next((s.record for s in place.sessions if s.peer is peer), None)
    local = record.last("local") if record else None
    if local is not None:
        seen = addresses.interface(local.text)
        right = seen is not None and seen.value == peer.customer.value
        verdict, level = (SAME, PASS) if right else (DIFFERS, FAIL)
        return Judgement("address", verdict, level, asked, local.text, local.line)
    if is_host:
        return Judgement("address", CANT_TELL, NOTE, asked, "not in the text")
    return Judgement("address", MISSING, FAIL, asked, "nothing")


def _vlan(interface: Record, expected: Expected) -> Judgement:
    tag, line = places.vlan_of(interface)
    asked = f"tag {expected.vlan}"
    seen = f"tag {tag} on {interface.name}"
    if tag == str(expected.vlan):
        return Judgement("vlan", SAME, PASS, asked, seen, line)
    if not tag and not expected.vlan:
        return Judgement("vlan", SAME, PASS, "no tag", "no tag", interface.line)
    if not tag:
        seen = f"{interface.name} without a tag"
        remark = "no fault if the circuit is handed over untagged"
        return Judgement("vlan", CANT_TELL, NOTE, asked, seen, interface.line, remark=remark)
    held = [address for address, _ in places.addresses_of(interface)]
    if not any(address.value == peer.customer.value for address in held for peer in expected.peers):
        return Judgement("vlan", DIFFERS, FAIL, asked, seen, line)
    if interface.name.rpartition(".")[2].rpartition(":")[2] == str(expected.vlan):
        remark = f"the interface's name says {expected.vlan}, so the tag is likely a slip"
        return Judgement("vlan", DIFFERS, FAIL, asked, seen, line, remark=remark)
    remark = "right only if the partner translates the tag"
    return Judgement("vlan", DIFFERS, LOOK, asked, seen, line, remark=remark)


def _address(interface: Record, peer: ExpectedPeer) -> Judgement:
    asked = str(peer.customer)
    held = list(places.addresses_of(interface))
    exact = [(address, line) for address, line in held if address == peer.customer]
    if exact:
        return Judgement("address", SAME, PASS, asked, asked, exact[0][1])
    near = [
        (address, line)
        for address, line in held
        if address.value == peer.customer.value or _are_near(address, peer)
    ] or [(address, line) for address, line in held if address.family == peer.family]
    if not near:
        seen = f"none on {interface.name}"
        return Judgement("address", MISSING, FAIL, asked, seen, interface.line)
    address, line = near[0]
    return Judgement("address", DIFFERS, FAIL, asked, f"{address} on {interface.name}", line)


def _are_near(address: Interface, peer: ExpectedPeer) -> bool:
    return places.is_in(address, peer.customer) or places.is_in(peer.amazon, address)


def _mtu(interface: Record, facts: Facts, expected: Expected, patterns: Patterns) -> Judgement:
    asked = str(expected.mtu)
    value = interface.last("mtu")
    if value is not None:
        right = value.text == asked
        verdict, level = (SAME, PASS) if right else (DIFFERS, WARN)
        return Judgement("mtu", verdict, level, asked, value.text, value.line)
    port = facts.named("interface", places.port_of(interface))
    of_port = port[0].last("mtu") if port else None
    if of_port is not None and of_port.text.isdecimal():
        right = expected.mtu <= int(of_port.text) if expected.mtu > limits.MTU_DEFAULT else True
        verdict, level = (SAME, PASS) if right else (DIFFERS, WARN)
        return Judgement("mtu", verdict, level, asked, f"the port's {of_port.text}", of_port.line)
    default = patterns.defaults.get("mtu", "")
    if not default:
        return Judgement("mtu", CANT_TELL, NOTE, asked, "not in the text")
    verdict, level = (SAME, PASS) if default == asked else (DIFFERS, WARN)
    return Judgement("mtu", verdict, level, asked, f"{default}, the default", interface.line)


def _up(record: Record, noun: str) -> Judgement:
    down = record.last("down")
    if down is None:
        return Judgement("up", SAME, PASS, "on", f"{noun} is on", record.line)
    return Judgement("up", DIFFERS, FAIL, "on", f"{noun} is shut down", down.line)


def _session(
    session: Session,
    interface: Record | None,
    facts: Facts,
    expected: Expected,
    patterns: Patterns,
) -> Iterator[Judgement]:
    record = session.record
    yield _peer(session)
    if record is None:
        return
    chain = list(inherited(record, facts))
    yield from _vrf(record, interface, expected)
    yield _peer_as(record, chain, expected)
    yield _our_as(record, chain, facts, expected)
    yield _key(record, chain, session.peer, patterns)
    yield _timers(record, chain, expected, patterns)
    yield _bfd(record, chain, expected)
    far = _said(chain, "far")
    if far is not None:
        remark = "AWS sends TTL 1 and takes only what is directly connected"
        yield Judgement("one_hop", DIFFERS, FAIL, "one hop", far.text, far.line, remark=remark)
    else:
        yield Judgement("one_hop", SAME, PASS, "one hop", "one hop", record.line)
    shut = next((each for each in chain if each.last("down")), record)
    yield _up(shut, "the session")
    yield _activate(record, chain, session.peer, facts, patterns)
    yield from _prefix_limit(chain, session.peer)
    yield from probes.judge(record, session.peer, facts, expected, patterns)


def _said(chain: list[Record], fact: str) -> Value | None:
    """What the session says of the fact, else its groups, the nearest first."""
    return next((value for each in chain if (value := each.last(fact))), None)


def _peer(session: Session) -> Judgement:
    asked = session.peer.amazon.address
    record = session.record
    if record is None:
        return Judgement("peer", MISSING, FAIL, f"a session to {asked}", "none that is active")
    remote = record.last("remote")
    seen = f"session to {remote.text if remote else record.name}"
    if session.is_other:
        return Judgement("peer", DIFFERS, FAIL, f"session to {asked}", seen, record.line)
    if session.elsewhere:
        vrfs = " and ".join(vrf or "no VRF" for vrf in session.elsewhere)
        remark = f"there are sessions to it in {vrfs}: say vrf in dxnet.toml"
        return Judgement(
            "peer", CANT_TELL, LOOK, f"session to {asked}", seen, record.line, "", remark
        )
    return Judgement("peer", SAME, PASS, f"session to {asked}", seen, record.line)


def _vrf(record: Record, interface: Record | None, expected: Expected) -> Iterator[Judgement]:
    told = [r for r in (record, interface) if r is not None and places.vrf_of(r)]
    asked = expected.vrf or "none said"
    if not told:
        if expected.vrf:
            yield Judgement("vrf", MISSING, FAIL, asked, "none", record.line)
        return
    value = told[0].last("vrf")
    line = value.line if value else record.line
    seen = places.vrf_of(told[0])
    if not expected.vrf:
        yield Judgement("vrf", SAME, NOTE, asked, seen, line, remark="dxnet.toml names no VRF")
    elif seen == expected.vrf:
        yield Judgement("vrf", SAME, PASS, asked, seen, line)
    else:
        yield Judgement("vrf", DIFFERS, FAIL, asked, seen, line)


def _peer_as(record: Record, chain: list[Record], expected: Expected) -> Judgement:
    asked = str(expected.amazon_asn)
    value = _said(chain, "peer_as")
    if value is None:
        return Judgement("peer_as", MISSING, FAIL, asked, "none", record.line)
    number = addresses.asn(value.text)
    if number == expected.amazon_asn:
        return Judgement("peer_as", SAME, PASS, asked, value.text, value.line)
    if number is None:
        remark = "it takes any AS"
        return Judgement("peer_as", SAME, NOTE, asked, value.text, value.line, remark=remark)
    remark = ""
    if number == limits.AMAZON_PUBLIC_ASN and not expected.is_public:
        remark = "7224 is Amazon's AS on public VIFs; this one has its gateway's AS"
    return Judgement("peer_as", DIFFERS, FAIL, asked, value.text, value.line, remark=remark)


def _our_as(record: Record, chain: list[Record], facts: Facts, expected: Expected) -> Judgement:
    asked = str(expected.customer_asn)
    local = _said(chain, "local_as")
    routers = facts.of_kind("router")
    of_router = [r for r in routers if r.instance == record.instance and r.last("process_as")]
    of_router += [r for r in routers if not r.instance and r.last("process_as")]
    process = _said(chain, "process_as") or _said(of_router, "process_as")
    value = local or process
    if value is None:
        return Judgement("our_as", CANT_TELL, LOOK, asked, "the router's AS is not in the text")
    number = addresses.asn(value.text)
    if number != expected.customer_asn:
        return Judgement("our_as", DIFFERS, FAIL, asked, value.text, value.line)
    if local is not None and process is not None and process.text != local.text:
        remark = f"local-as; the router's own AS is {process.text}"
        return Judgement("our_as", SAME, NOTE, asked, local.text, local.line, remark=remark)
    return Judgement("our_as", SAME, PASS, asked, value.text, value.line)


def _key(record: Record, chain: list[Record], peer: ExpectedPeer, patterns: Patterns) -> Judgement:
    value = _said(chain, "key")
    key = value.key if value is not None else None
    asked = "the VIF's key" if peer.key is not None else _NO_KEY_READ
    if key is None and patterns.defaults.get("key") == "hidden":
        remark = "an export leaves keys out unless it is told to show them"
        return Judgement("key", CANT_TELL, LOOK, asked, "no key", record.line, remark=remark)
    if value is None or key is None:
        return Judgement("key", MISSING, FAIL, asked, "no key", record.line)
    if peer.key is None:
        return Judgement("key", CANT_TELL, LOOK, asked, "a key", value.line)
    if key.clear is None:
        remark = "an established session with a key proves that both are equal"
        seen = f"a key in a form that can't be read ({key.form})"
        return Judgement("key", CANT_TELL, LOOK, asked, seen, value.line, remark=remark)
    if key.clear == peer.key:
        return Judgement("key", SAME, PASS, asked, "the same key", value.line)
    if key.form == "clear or coded":
        return Judgement("key", CANT_TELL, LOOK, asked, "another key, or a coded one", value.line)
    return Judgement("key", DIFFERS, FAIL, asked, "another key", value.line)


def _timers(
    record: Record, chain: list[Record], expected: Expected, patterns: Patterns
) -> Judgement:
    asked = f"keepalive {expected.keepalive}, hold {expected.hold_time}"
    seen, lines, same = [], [record.line], True
    for fact, word, number in (
        ("keepalive", "keepalive", expected.keepalive),
        ("hold", "hold", expected.hold_time),
    ):
        value = _said(chain, fact)
        text = value.text if value else patterns.defaults.get(fact, "")
        if not text:
            continue
        found = addresses.seconds(text)
        same = same and found == number
        seen.append(f"{word} {text if found is None else found}{'' if value else ' (default)'}")
        lines += [value.line] if value else []
    if not seen:
        return Judgement("timers", CANT_TELL, NOTE, asked, "not in the text", record.line)
    verdict, level = (SAME, PASS) if same else (DIFFERS, NOTE)
    return Judgement("timers", verdict, level, asked, ", ".join(seen), lines[-1])


def _bfd(record: Record, chain: list[Record], expected: Expected) -> Judgement:
    value = _said(chain, "bfd")
    asked = "BFD" if expected.bfd else "no BFD"
    if value is None:
        verdict, level = (MISSING, WARN) if expected.bfd else (SAME, PASS)
        return Judgement("bfd", verdict, level, asked, "no BFD", record.line)
    verdict, level = (SAME, PASS) if expected.bfd else (DIFFERS, NOTE)
    return Judgement("bfd", verdict, level, asked, "BFD", value.line)


def _prefix_limit(chain: list[Record], peer: ExpectedPeer) -> Iterator[Judgement]:
    """Whether a limit of prefixes stops the session before Amazon has sent all that it may."""
    value = _said(chain, "limit")
    if value is None or not value.text.isdecimal() or int(value.text) == 0:
        return
    asked = f"{peer.most_received} prefixes or more"
    if int(value.text) >= peer.most_received:
        yield Judgement("prefix_limit", SAME, PASS, asked, f"{value.text} prefixes", value.line)
        return
    remark = "the session goes down when Amazon sends more"
    seen = f"at most {value.text} prefixes"
    yield Judgement("prefix_limit", DIFFERS, WARN, asked, seen, value.line, remark=remark)


def _activate(
    record: Record, chain: list[Record], peer: ExpectedPeer, facts: Facts, patterns: Patterns
) -> Judgement:
    asked = f"the family {peer.family}"
    off, on = _said(chain, "inactive"), _said(chain, "activate")
    routers = [r for r in facts.of_kind("router") if r.instance == record.instance]
    off = off or _said(routers, "inactive")
    if on is not None:
        return Judgement("activate", SAME, PASS, asked, "active", on.line)
    by_default = peer.family in patterns.defaults.get("activate", "").split()
    if by_default and off is None:
        return Judgement("activate", SAME, PASS, asked, "active by default", record.line)
    line = off.line if off else record.line
    return Judgement("activate", DIFFERS, FAIL, asked, "not active in it", line)
