"""Resiliency groups: connections managed as one, towards a resiliency model.

A group's record holds its associations in a side field, state by connection ARN. The ARN of a
group has no region, the group itself belongs to one.
https://docs.aws.amazon.com/directconnect/latest/APIReference/API_CreateResiliencyGroup.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from dxnet.control_plane.rules import tag_rules
from dxnet.control_plane.service.operation import Answer, Request, operation
from dxnet.control_plane.service.paging import page
from dxnet.control_plane.store import transitions
from dxnet.control_plane.store.errors import refusal
from dxnet.control_plane.store.kinds import RawRecord

GROUPS = "resiliencyGroups"
ID = "resiliencyGroupId"
_SIDE_FIELD = "associations"
# The states of an association, and those before them.
_BEFORE = {"associated": "associating", "disassociated": "disassociating"}
_NAME = re.compile(r"[a-zA-Z0-9_-]{1,255}", re.ASCII)


@operation("CreateResiliencyGroup")
def create(request: Request) -> Answer:
    """Create a group without connections; the same client token gives the same group again."""
    name, token = _name(request), request.get("clientToken", "")
    model = request["intendedResiliencyModel"]
    for group in request.estate.records_where(GROUPS, "clientToken", token):
        if request.owns(group):
            if (group["resiliencyGroupName"], group["intendedResiliencyModel"]) != (name, model):
                raise refusal("The clientToken was used with other parameters")
            return {"resiliencyGroup": group}
    group_id = f"dxrg-{request.estate.new_token(17)}"
    account = request.caller.account
    arn = f"arn:{_partition(request)}:directconnect::{account}:dx-resiliency-group/{group_id}"
    made = {
        ID: group_id,
        "resiliencyGroupArn": arn,
        "resiliencyGroupName": name,
        "resiliencyGroupType": "Managed",
        "intendedResiliencyModel": model,
        "ownerAccount": account,
        "region": request.caller.region,
        "clientToken": token,
        "tags": tag_rules.checked(request.get("tags")),
    }
    return {"resiliencyGroup": request.become(GROUPS, made, "pending", "available")}


@operation("GetResiliencyGroup")
def get(request: Request) -> Answer:
    """One group of the caller's."""
    return {"resiliencyGroup": request.visible(GROUPS, request[ID].lower())}


@operation("ListResiliencyGroups")
def list_groups(request: Request) -> Answer:
    """A page of the caller's groups."""
    caller = request.caller
    return page(
        request,
        "items",
        lambda after: request.estate.visible(GROUPS, caller.account, caller.region, after),
        lambda group_id: request.estate.get(GROUPS, group_id) or {},
    )


@operation("UpdateResiliencyGroup")
def update(request: Request) -> Answer:
    """Rename a group."""
    group = _own(request)
    name = _name(request)
    return {"resiliencyGroup": request.estate.change(GROUPS, group[ID], resiliencyGroupName=name)}


@operation("DeleteResiliencyGroup")
def delete(request: Request) -> Answer:
    """Delete a group that has no connections."""
    group = _own(request)
    if group.get(_SIDE_FIELD):
        raise refusal(f"Resiliency Group {group[ID]} has associated connections")
    return {"resiliencyGroup": request.retire(GROUPS, group)}


@operation("AssociateConnectionsToResiliencyGroup")
def associate(request: Request) -> Answer:
    """Put connections of the caller's into a group, all or none."""
    group = _own(request)
    there, arns = group.get(_SIDE_FIELD, {}), _connection_arns(request)
    fresh = {arn: "associating" for arn in arns if there.get(arn) != "associated"}
    return _changed(request, group, there | fresh, "associated", arns)


@operation("DisassociateConnectionsFromResiliencyGroup")
def disassociate(request: Request) -> Answer:
    """Take connections out of a group, all or none."""
    group = _own(request)
    there = group.get(_SIDE_FIELD, {})
    arns = _connection_arns(request)
    missing = next((arn for arn in arns if arn not in there), None)
    if missing is not None:
        raise refusal(f"{missing} is not associated with Resiliency Group {group[ID]}")
    leaving = dict.fromkeys(arns, "disassociating")
    return _changed(request, group, there | leaving, "disassociated", arns)


@operation("ListResiliencyGroupAssociations")
def list_associations(request: Request) -> Answer:
    """A page of the connections in a group."""
    group = request.visible(GROUPS, request[ID].lower())
    there = group.get(_SIDE_FIELD, {})
    return page(
        request,
        "items",
        lambda after: (arn for arn in sorted(there) if arn > after),
        lambda arn: _association(group, arn),
    )


@transitions.transition("resiliency-associations")
def settle(group: RawRecord, arguments: Mapping[str, Any]) -> RawRecord:
    """The group with those associations in that state; disassociated ones are gone."""
    state, arns = arguments["state"], arguments["arns"]
    due = {arn for arn in arns if group[_SIDE_FIELD].get(arn) == _BEFORE[state]}
    moved = group[_SIDE_FIELD] | dict.fromkeys(due, state)
    kept = {arn: was for arn, was in moved.items() if was != "disassociated"}
    return {**group, _SIDE_FIELD: kept}


def _changed(
    request: Request, group: RawRecord, there: Mapping[str, str], state: str, arns: list[str]
) -> Answer:
    """The answer with the associations named, which are in that state one step later."""
    later = request.step(1, "resiliency-associations", state=state, arns=arns)
    fresh = {**group, _SIDE_FIELD: dict(there)}
    changed = request.estate.put(GROUPS, transitions.scheduled(fresh, later))
    return {"resiliencyGroupAssociations": [_association(changed, arn) for arn in arns]}


def _association(group: RawRecord, arn: str) -> dict[str, str]:
    return {ID: group[ID], "connectionArn": arn, "state": group[_SIDE_FIELD][arn]}


def _connection_arns(request: Request) -> list[str]:
    """The ARNs of the caller's live connections that the request names by id or ARN."""
    arns = []
    for identifier in request["connectionIdentifiers"]:
        connection_id = identifier.rpartition(":dxcon/")[2]
        connection = request.live("connections", connection_id)
        owner = connection.get("ownerAccount") or request.caller.account
        place = f"{_partition(request)}:directconnect:{request.caller.region}:{owner}"
        arns.append(f"arn:{place}:dxcon/{connection_id}")
        if identifier not in (connection_id, arns[-1]):
            raise refusal(f"Could not find resource with ARN {identifier[:200]}")
    return list(dict.fromkeys(arns))


def _own(request: Request) -> RawRecord:
    group_id = request[ID].lower()
    request.check_states(**{ID: group_id})
    return request.live(GROUPS, group_id)


def _name(request: Request) -> str:
    name: str = request["resiliencyGroupName"]
    if not _NAME.fullmatch(name):
        raise refusal("The resiliency group name must have 1 to 255 letters, digits, _ and -")
    return name


def _partition(request: Request) -> str:
    partitions = {"cn": "aws-cn", "us-gov": "aws-us-gov"}
    found = (partitions[start] for start in partitions if request.caller.region.startswith(start))
    return next(found, "aws")
