"""The way back of a change: the requests that take back what its journal shows as done.

What was made is deleted, the newest first; what was updated gets the values that were noted before
the request was sent. What can't be taken back has a reason instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dxnet import kinds
from dxnet.change import apply, references
from dxnet.change.evidence import Evidence, FieldChanged, ListChanged
from dxnet.change.file import Change, ChangeRequest
from dxnet.change.journal import Journal
from dxnet.errors import PartialError, RefusedError
from dxnet.escape import for_terminal
from dxnet.secrets import is_secret

_GONE = (
    "what was deleted has another id and no key when it is made anew; "
    "`dxnet import` of a snapshot from before gives the requests"
)
_ORDER = "an order is billed and cabled; deleting it gives it up for good"
_CONFIRMED = "what its owner has accepted can't be offered again; it can be deleted"
_REASONS = {
    "AcceptDirectConnectGatewayAssociationProposal": "an accepted proposal is used up; its "
    "association can be deleted",
    "AssociateHostedConnection": "the journal does not note what the connection was on",
    "ConfirmConnection": _CONFIRMED,
    "ConfirmPrivateVirtualInterface": _CONFIRMED,
    "ConfirmPublicVirtualInterface": _CONFIRMED,
    "ConfirmTransitVirtualInterface": _CONFIRMED,
    "CreateConnection": _ORDER,
    "CreateInterconnect": _ORDER,
    "CreateLag": _ORDER,
    "CreateResiliencyGroup": "dxnet can't plan DeleteResiliencyGroup: use the AWS CLI",
    "DisassociateMacSecKey": "a key is not in the journal",
    "StartBgpFailoverTest": "the test ends by itself; StopBgpFailoverTest ends it at once",
    "UpdateConnectionsBillingMode": "a billing mode is agreed with AWS",
}
# The parameter that sets a field of a record, where it has another name; the others have its own.
_PARAMETERS = {
    "siteLinkEnabled": "enableSiteLink",
    "directConnectGatewayName": "newDirectConnectGatewayName",
}
# The operation that deletes an object of each kind; hosted connections are not ordered by us.
_DELETES = {
    kinds.VIF: "DeleteVirtualInterface",
    kinds.CONNECTION: "DeleteConnection",
    kinds.GATEWAY: "DeleteDirectConnectGateway",
    kinds.ASSOCIATION: "DeleteDirectConnectGatewayAssociation",
    kinds.PROPOSAL: "DeleteDirectConnectGatewayAssociationProposal",
}


@dataclass(frozen=True, slots=True)
class Done:
    """A request that was done: its parameters as they were sent, AWS's answer, and what was noted
    before it was sent."""

    request: ChangeRequest
    parameters: Mapping[str, Any] = field(repr=False)
    answer: Mapping[str, Any] = field(repr=False)
    evidence: Sequence[Evidence] = ()


@dataclass(frozen=True, slots=True)
class Call:
    """An operation and its parameters."""

    operation: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class WayBack:
    """What takes one request back, and why not all of it can be taken back, empty if it can."""

    request: ChangeRequest
    calls: tuple[Call, ...]
    reason: str = ""


def make(change: Change, journal: Journal) -> tuple[WayBack, ...]:
    """The way back of each request that was done, the last one first.

    Raises `DxnetError` where it isn't known what became of a request, or nothing can be taken back.
    """
    if journal.unknown is not None:
        raise PartialError(
            f"what became of {change.requests[journal.unknown.number - 1].place} isn't known",
            hint=f"`dxnet apply {change.path}` looks it up first",
        )
    answers = journal.answers
    named = {each.name: answers[each.number] for each in change.requests if each.number in answers}
    done = [
        Done(
            request,
            references.resolve(request.parameters, named),
            answers[request.number],
            journal.evidence.get(request.number, ()),
        )
        for request in change.requests
        if request.number in answers and request.number in journal.sent
    ]
    deleted = {text for each in done for text in _deleted(each)}
    made = {apply.made_id(each.answer) for each in done if _makes(each)}
    passing = deleted & made
    ways = [_way(each) for each in reversed(done) if not passing & {*_deleted(each), _made(each)}]
    if not any(way.calls for way in ways):
        reasons = "; ".join(dict.fromkeys(way.reason for way in ways if way.reason))
        raise RefusedError(
            f"nothing of {change.id} can be taken back",
            hint=reasons or "nothing of it was done",
        )
    return tuple(ways)


def text(change: Change, ways: Sequence[WayBack]) -> str:
    """The change file in YAML; a comment names what each part takes back, or why it can't be."""
    import yaml

    identity = yaml.safe_dump({"change": f"{change.id[:95]}-back"}, allow_unicode=False)
    lines = [f"# The way back of {change.id}: what was done last comes first.", identity.rstrip()]
    lines.append("requests:")
    for way in ways:
        place = way.request.place
        if way.reason:
            whole = " whole" if way.calls else ""
            lines.append(f"# {place} can't be taken back{whole}: {for_terminal(way.reason)}")
        for call in way.calls:
            lines.append(f"# takes back {place}")
            item = yaml.safe_dump([_item(way.request, call)], sort_keys=False)
            lines.append(item.rstrip())
    return "\n".join(lines) + "\n"


def _item(request: ChangeRequest, call: Call) -> dict[str, Any]:
    whose = {name: getattr(request, name) for name in ("account", "profile")}
    named = {name: value for name, value in whose.items() if value}
    head = {"operation": call.operation, "region": request.region}
    return {**head, **named, "parameters": dict(call.parameters)}


def _way(done: Done) -> WayBack:
    operation = done.request.operation
    if operation in _REASONS:
        return WayBack(done.request, (), f"{_REASONS[operation]}{_of(_made(done))}")
    if operation in _INVERSES:
        calls = tuple(_INVERSES[operation](done))
    elif operation.startswith("Update"):
        calls = tuple(_update(done))
    elif operation.startswith("Delete"):
        return WayBack(done.request, (), _GONE)
    else:
        calls = tuple(_delete(done))
    return WayBack(done.request, calls, _unnoted(done, calls))


def _of(object_id: str) -> str:
    return f" ({object_id})" if object_id else ""


def _makes(done: Done) -> bool:
    return done.request.operation.startswith(("Create", "Allocate")) and not _is_of_peer(done)


def _is_of_peer(done: Done) -> bool:
    return done.request.operation.endswith("BGPPeer")


def _made(done: Done) -> str:
    return apply.made_id(done.answer) if _makes(done) else ""


def _deleted(done: Done) -> list[str]:
    """The id of what the request deletes; a peer is not an object of its own."""
    is_delete = done.request.operation.startswith("Delete") and not _is_of_peer(done)
    return [value for value in done.parameters.values() if isinstance(value, str)][:is_delete]


def _delete(done: Done) -> Iterator[Call]:
    for kind, operation in _DELETES.items():
        record = done.answer.get(kind.wrapped) if kind.wrapped else None
        value = (record if isinstance(record, Mapping) else done.answer).get(kind.id)
        if value:
            yield Call(operation, {kind.id: value})
            return


def _delete_peer(done: Done) -> Iterator[Call]:
    wanted = done.parameters.get("newBGPPeer") or {}
    given = {name: value for name, value in wanted.items() if not is_secret(name)}
    peers = (done.answer.get("virtualInterface") or {}).get("bgpPeers") or ()
    fitting = [each for each in peers if all(each.get(n) == v for n, v in given.items())]
    if fitting:
        vif_id = done.parameters.get("virtualInterfaceId")
        yield Call(
            "DeleteBGPPeer",
            {"virtualInterfaceId": vif_id, "bgpPeerId": fitting[-1].get("bgpPeerId")},
        )


def _update(done: Done) -> Iterator[Call]:
    values = {
        _PARAMETERS.get(each.field, each.field): each.before
        for each in done.evidence
        if isinstance(each, FieldChanged)
    }
    asked = {name: value for name, value in values.items() if name in done.parameters}
    set_before = {name: False if value is None and name == "enableSiteLink" else value
                  for name, value in asked.items()}  # fmt: skip
    known = {name: value for name, value in set_before.items() if value not in (None, "")}
    ids = {name: value for name, value in done.parameters.items() if name.endswith("Id")}
    if known:
        yield Call(done.request.operation, {**ids, **known})


def _unnoted(done: Done, calls: Sequence[Call]) -> str:
    """The parameters of an update whose values before it can't be given back, in words."""
    operation = done.request.operation
    if not operation.startswith("Update") or operation in _INVERSES:
        return "" if calls else "the journal does not note what was there before"
    given = {name for call in calls for name in call.parameters}
    lacking = sorted(set(done.parameters) - given - {"tags"})
    lacking = [name for name in lacking if not name.endswith("Id")]
    return f"the journal does not note what {', '.join(lacking)} was before" if lacking else ""


def _allowed_prefixes(done: Done) -> Iterator[Call]:
    added, removed = _list_changes(done, "allowedPrefixesToDirectConnectGateway")
    lists = {
        "addAllowedPrefixesToDirectConnectGateway": [{"cidr": each["cidr"]} for each in removed],
        "removeAllowedPrefixesToDirectConnectGateway": [{"cidr": each["cidr"]} for each in added],
    }
    filled = {name: value for name, value in lists.items() if value}
    if filled:
        yield Call(
            done.request.operation, {"associationId": done.parameters["associationId"], **filled}
        )


def _tags(done: Done) -> Iterator[Call]:
    added, removed = _list_changes(done, "tags")
    arn = {"resourceArn": done.parameters["resourceArn"]}
    restored = {each["key"] for each in removed}
    new = [each["key"] for each in added if each["key"] not in restored]
    if new:
        yield Call("UntagResource", {**arn, "tagKeys": new})
    if removed:
        yield Call("TagResource", {**arn, "tags": [dict(each) for each in removed]})


def _list_changes(done: Done, name: str) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """What the request added to a list and what it removed from it."""
    changes = [e for e in done.evidence if isinstance(e, ListChanged) and e.list == name]
    added = [each.match for each in changes if each.after > each.before]
    return added, [each.match for each in changes if each.after < each.before]


def _leave_lag(done: Done) -> Iterator[Call]:
    before = _field_before(done, "lagId")
    connection = {"connectionId": done.parameters["connectionId"]}
    if before:
        yield Call("AssociateConnectionWithLag", {**connection, "lagId": before})
    else:
        lag = {"lagId": done.parameters["lagId"]}
        yield Call("DisassociateConnectionFromLag", {**connection, **lag})


def _join_lag(done: Done) -> Iterator[Call]:
    yield Call("AssociateConnectionWithLag", dict(done.parameters))


def _move_vif(done: Done) -> Iterator[Call]:
    if before := _field_before(done, "connectionId"):
        vif = {"virtualInterfaceId": done.parameters["virtualInterfaceId"]}
        yield Call("AssociateVirtualInterface", {**vif, "connectionId": before})


def _field_before(done: Done, name: str) -> Any:
    changes = (e for e in done.evidence if isinstance(e, FieldChanged) and e.field == name)
    return next((each.before for each in changes), None)


def _remove_macsec_key(done: Done) -> Iterator[Call]:
    arn = done.parameters.get("secretARN")
    if arn:
        connection = {"connectionId": done.parameters["connectionId"]}
        yield Call("DisassociateMacSecKey", {**connection, "secretARN": arn})


_INVERSES: Mapping[str, Callable[[Done], Iterator[Call]]] = {
    "AssociateConnectionWithLag": _leave_lag,
    "AssociateMacSecKey": _remove_macsec_key,
    "AssociateVirtualInterface": _move_vif,
    "CreateBGPPeer": _delete_peer,
    "DisassociateConnectionFromLag": _join_lag,
    "TagResource": _tags,
    "UntagResource": _tags,
    "UpdateDirectConnectGatewayAssociation": _allowed_prefixes,
}
