"""Associations in the form that they had until 2018, given an id and a gateway as today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from dxnet import kinds

ASSOCIATIONS = kinds.ASSOCIATION.list
_SIDES = ("directConnectGatewayId", "virtualGatewayId")


def named(record: Any) -> Any:
    """The record, with an id and `associatedGateway` if it has but the ids of its two sides.

    https://docs.aws.amazon.com/cli/latest/reference/directconnect/describe-direct-connect-gateway-associations.html
    The id follows from the two, so that loading twice gives the same.
    """
    if not isinstance(record, Mapping) or record.get(kinds.ASSOCIATION.id):
        return record
    sides = [record.get(name) for name in _SIDES]
    if not all(isinstance(side, str) and side for side in sides):
        return record
    gateway = {
        "id": record["virtualGatewayId"],
        "type": "virtualPrivateGateway",
        "ownerAccount": record.get("virtualGatewayOwnerAccount"),
        "region": record.get("virtualGatewayRegion"),
    }
    return {
        kinds.ASSOCIATION.id: str(uuid5(NAMESPACE_URL, "/".join(map(str, sides)))),
        "associatedGateway": {name: value for name, value in gateway.items() if value},
        "allowedPrefixesToDirectConnectGateway": [],
        **record,
    }
