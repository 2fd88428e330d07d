"""The requests that make objects as they exist: a change file from an estate.

Keys are left out or taken from the environment. What AWS assigns (ids, IPv6 addresses, devices,
ports) can't be asked for; a remark says what differs therefore.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dxnet import kinds, limits
from dxnet.change.evidence import living
from dxnet.control_plane.store.kinds import RawRecord, is_hosted
from dxnet.errors import UsageError
from dxnet.escape import for_terminal
from dxnet.kinds import Kind

# The kinds that can be made anew, each after those that it may stand on, and their names' stems.
_STEMS: Mapping[Kind, str] = {
    kinds.LAG: "lag",
    kinds.CONNECTION: "connection",
    kinds.GATEWAY: "gateway",
    kinds.VIF: "vif",
    kinds.ASSOCIATION: "association",
}
_OPTIONAL_OF_VIF = (
    "mtu",
    "virtualGatewayId",
    "directConnectGatewayId",
    "rateLimit",
    "prefixPoolAllocatedCountIpv4",
    "prefixPoolAllocatedCountIpv6",
)
# What a VIF's owner says when accepting it: it is not in an allocation.
_OF_OWNER = tuple(name for name in _OPTIONAL_OF_VIF if name not in ("mtu", "rateLimit"))


@dataclass(frozen=True, slots=True)
class NewRequest:
    """One request as a change file has it, with remarks for its reader."""

    operation: str
    region: str
    parameters: Mapping[str, Any]
    name: str = ""
    remarks: tuple[str, ...] = ()

    def as_item(self) -> dict[str, Any]:
        """The request as an item of the change file."""
        named = {"name": self.name} if self.name else {}
        head = {"operation": self.operation, "region": self.region}
        return {**head, **named, "parameters": dict(self.parameters)}


@dataclass(frozen=True, slots=True)
class _Import:
    """The estate, the names of what is imported by id, and how its keys are written."""

    raw: Mapping[str, Any] = field(repr=False)
    names: Mapping[str, str]
    region: str
    with_keys: bool

    def reference(self, object_id: str) -> str:
        """The id, or the reference to it where the same change makes the object."""
        name = self.names.get(object_id)
        if name is None:
            return object_id
        kind = next(kind for kind, stem in _STEMS.items() if name.startswith(stem))
        wrapper = f"{kind.wrapped}." if kind is kinds.GATEWAY else ""
        return f"${{{name}.{wrapper}{kind.id}}}"


def requests(
    raw: Mapping[str, Any], ids: Sequence[str], *, region: str, with_keys: bool = False
) -> list[NewRequest]:
    """The requests that make the objects of these ids, each after what it needs of them.

    `region` is where requests for global objects go; `with_keys` takes BGP keys from the
    environment instead of leaving them to AWS. Raises `UsageError` for an object that isn't there
    or that this account can't make.
    """
    asked = list(dict.fromkeys(ids))
    records = sorted(
        ((*_found(raw, object_id), object_id) for object_id in asked),
        key=lambda found: list(_STEMS).index(found[0]),
    )
    members = {
        record["connectionId"] for kind, record, _ in records
        if kind is kinds.CONNECTION and record.get("lagId") in asked
    }  # fmt: skip
    made = [found for found in records if found[2] not in members]
    names: dict[str, str] = {}
    for kind, _, object_id in made:
        stem = _STEMS[kind]
        names[object_id] = f"{stem}{1 + sum(each.startswith(stem) for each in names.values())}"
    into = _Import(raw, names, region, with_keys)
    return [each for kind, record, _ in made for each in _MAKERS[kind](record, into)]


def text(change_id: str, made: Sequence[NewRequest]) -> str:
    """The change file in YAML, with the remarks as comments."""
    import yaml

    lines = [yaml.safe_dump({"change": change_id}).rstrip(), "requests:"]
    for request in made:
        lines += [f"# {for_terminal(remark)}" for remark in request.remarks]
        lines.append(yaml.safe_dump([request.as_item()], sort_keys=False).rstrip())
    return "\n".join(lines) + "\n"


def _found(raw: Mapping[str, Any], object_id: str) -> tuple[Kind, RawRecord]:
    for kind in kinds.KINDS:
        for record in raw.get(kind.list) or ():
            if record.get(kind.id) == object_id:
                if kind in _STEMS:
                    return kind, record
                raise UsageError(
                    f"{object_id} is a {kind.singular}, which can't be imported",
                    hint=f"these can be: {', '.join(each.plural for each in _STEMS)}",
                )
    raise UsageError(
        f"there is no object {object_id} in what was read",
        hint="`dxnet list` shows the virtual interfaces, `dxnet list connections` and so on others",
    )


def _lag(record: RawRecord, into: _Import) -> Iterator[NewRequest]:
    members = record.get("connections") or ()
    parameters = {
        "numberOfConnections": record.get("numberOfConnections") or len(members) or 1,
        "connectionsBandwidth": record.get("connectionsBandwidth"),
        **_order(record, "lagName"),
    }
    name = into.names[record["lagId"]]
    remark = f"orders {parameters['numberOfConnections']} new ports, which are billed"
    yield NewRequest("CreateLag", _region(record, into), parameters, name, (remark,))
    if record.get("minimumLinks"):
        least = {"lagId": f"${{{name}.lagId}}", "minimumLinks": record["minimumLinks"]}
        yield NewRequest("UpdateLag", _region(record, into), least)


def _connection(record: RawRecord, into: _Import) -> Iterator[NewRequest]:
    if is_hosted(record):
        raise UsageError(
            f"{record['connectionId']} is a hosted connection, which its partner makes",
            hint="order it from the partner; then accept it with ConfirmConnection",
        )
    lag = {"lagId": record["lagId"]} if record.get("lagId") else {}
    speed = {"bandwidth": record.get("bandwidth")}
    yield NewRequest(
        "CreateConnection",
        _region(record, into),
        {**_order(record, "connectionName"), **speed, **lag},
        into.names[record["connectionId"]],
        ("orders a new port, which is billed",),
    )


def _order(record: RawRecord, name: str) -> dict[str, Any]:
    """What an order of a port or of a LAG says."""
    provider = {"providerName": record["providerName"]} if record.get("providerName") else {}
    mac_sec = {"requestMACSec": True} if record.get("macSecCapable") else {}
    named = {"location": record.get("location"), name: record.get(name)}
    return {**named, **provider, **mac_sec, **_tags(record)}


def _gateway(record: RawRecord, into: _Import) -> Iterator[NewRequest]:
    names = ("directConnectGatewayName", "amazonSideAsn")
    parameters = {name: record[name] for name in names if record.get(name)}
    gateway_id = record["directConnectGatewayId"]
    yield NewRequest(
        "CreateDirectConnectGateway",
        into.region,
        {**parameters, **_tags(record)},
        into.names[gateway_id],
    )


def _association(record: RawRecord, into: _Import) -> Iterator[NewRequest]:
    gateway = record.get("associatedGateway") or {}
    owners = {record.get("directConnectGatewayOwnerAccount"), gateway.get("ownerAccount")}
    if len(owners - {None, ""}) > 1:
        raise UsageError(
            f"{record['associationId']} joins gateways of two accounts",
            hint="it is made by a proposal: CreateDirectConnectGatewayAssociationProposal",
        )
    allowed = record.get("allowedPrefixesToDirectConnectGateway") or ()
    prefixes = {"addAllowedPrefixesToDirectConnectGateway": [{"cidr": p["cidr"]} for p in allowed]}
    parameters = {
        "directConnectGatewayId": into.reference(str(record.get("directConnectGatewayId"))),
        "gatewayId": gateway.get("id") or record.get("virtualGatewayId"),
        **(prefixes if allowed else {}),
    }
    name = into.names[record["associationId"]]
    region = gateway.get("region") or into.region
    yield NewRequest("CreateDirectConnectGatewayAssociation", region, parameters, name)


def _vif(record: RawRecord, into: _Import) -> Iterator[NewRequest]:
    vif_type = str(record.get("virtualInterfaceType", "")).capitalize()
    if vif_type not in ("Private", "Public", "Transit"):
        raise UsageError(
            f"{record['virtualInterfaceId']} is of the type {vif_type[:40]!r}",
            hint="private, public and transit virtual interfaces can be imported",
        )
    peers = living(record.get("bgpPeers")) or [record]
    owner = record.get("ownerAccount")
    is_hosted_vif = bool(owner) and _owner_of(record.get("connectionId"), into) not in ("", owner)
    verb, suffix = ("Allocate", "Allocation") if is_hosted_vif else ("Create", "")
    wanted = {
        "virtualInterfaceName": record.get("virtualInterfaceName"),
        "vlan": record.get("vlan"),
        **_attributes(record, vif_type, into, is_hosted_vif=is_hosted_vif),
        **_peer(record, peers[0], into),
        **_tags(record),
    }
    parameters = {
        "connectionId": into.reference(str(record.get("connectionId"))),
        **({"ownerAccount": owner} if is_hosted_vif else {}),
        f"new{vif_type}VirtualInterface{suffix}": wanted,
    }
    name, region = into.names[record["virtualInterfaceId"]], _region(record, into)
    operation = f"{verb}{vif_type}VirtualInterface"
    yield NewRequest(operation, region, parameters, name, _remarks(record, peers[0], into))
    wrapper = "virtualInterface." if vif_type == "Transit" else ""
    for peer in peers[1:]:
        named = {"virtualInterfaceId": f"${{{name}.{wrapper}virtualInterfaceId}}"}
        new = {**named, "newBGPPeer": _peer(record, peer, into)}
        yield NewRequest("CreateBGPPeer", region, new, remarks=_remarks(record, peer, into))


def _attributes(
    record: RawRecord, vif_type: str, into: _Import, *, is_hosted_vif: bool
) -> dict[str, Any]:
    """The settings of a VIF; of a public one its prefixes, of a hosted one none of its owner's."""
    if vif_type == "Public":
        prefixes = [{"cidr": each["cidr"]} for each in record.get("routeFilterPrefixes") or ()]
        rate = {"rateLimit": record["rateLimit"]} if record.get("rateLimit") else {}
        return {**({"routeFilterPrefixes": prefixes} if prefixes else {}), **rate}
    names = [n for n in _OPTIONAL_OF_VIF if not (is_hosted_vif and n in _OF_OWNER)]
    values = {name: record[name] for name in names if record.get(name)}
    if "directConnectGatewayId" in values:
        values["directConnectGatewayId"] = into.reference(values["directConnectGatewayId"])
    has_site_link = record.get("siteLinkEnabled") and not is_hosted_vif
    return {**values, **({"enableSiteLink": True} if has_site_link else {})}


def _peer(record: RawRecord, peer: RawRecord, into: _Import) -> dict[str, Any]:
    """What a request says of a BGP peer; AWS assigns IPv6 addresses itself."""
    asn = peer.get("asnLong") or peer.get("asn")
    family = peer.get("addressFamily") or "ipv4"
    names = ("amazonAddress", "customerAddress") if family == "ipv4" else ()
    key = {"authKey": f"${{env:{_variable(record, family)}}}"} if into.with_keys else {}
    return {
        ("asn" if asn in limits.ASN_FIELD else "asnLong"): asn,
        "addressFamily": family,
        **{name: peer[name] for name in names if peer.get(name)},
        **key,
    }


def _variable(record: RawRecord, family: str) -> str:
    suffix = re.sub(r"[^A-Za-z0-9]", "_", str(record["virtualInterfaceId"]).rpartition("-")[2])
    return f"DX_KEY_{suffix}_{family}".upper()


def _remarks(record: RawRecord, peer: RawRecord, into: _Import) -> tuple[str, ...]:
    """What a reader has to know of the peer that a request makes."""
    family = peer.get("addressFamily") or "ipv4"
    variable = _variable(record, family)
    key = f"`read -rs {variable}; export {variable}` sets the key" if into.with_keys else (
        "AWS makes a new key: the router needs it, too"
    )  # fmt: skip
    return (key, "AWS assigns other IPv6 addresses") if family == "ipv6" else (key,)


def _owner_of(connection_id: object, into: _Import) -> str:
    """The account that owns the connection, LAG or interconnect; empty where nothing says."""
    for kind in (kinds.CONNECTION, kinds.LAG, kinds.INTERCONNECT):
        for each in into.raw.get(kind.list) or ():
            if each.get(kind.id) == connection_id:
                return str(each.get("ownerAccount") or "")
    return ""


def _region(record: RawRecord, into: _Import) -> str:
    return str(record.get("region") or into.region)


def _tags(record: RawRecord) -> dict[str, Any]:
    """The tags as parameters, without AWS's own, which nobody may set."""
    tags = [dict(tag) for tag in record.get("tags") or () if not tag["key"].startswith("aws:")]
    return {"tags": tags} if tags else {}


_MAKERS: Mapping[Kind, Callable[[RawRecord, _Import], Iterator[NewRequest]]] = {
    kinds.LAG: _lag,
    kinds.CONNECTION: _connection,
    kinds.GATEWAY: _gateway,
    kinds.VIF: _vif,
    kinds.ASSOCIATION: _association,
}
