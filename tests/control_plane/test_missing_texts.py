"""What each operation says of an id that the caller has nothing of."""

from __future__ import annotations

import re

import pytest

from dxnet.control_plane import OPERATIONS, ServiceError
from dxnet.control_plane.service.missing_texts import ANALOGY, TEXTS
from dxnet.control_plane.store.kinds import KINDS
from tests.control_plane.conftest import World

CUSTOMER = "111122223333"
LAG = {"lagId": "dxlag-1", "lagState": "available", "ownerAccount": CUSTOMER, "region": "us-east-1"}
CONNECTION = {
    "connectionId": "dxcon-1",
    "connectionState": "available",
    "ownerAccount": CUSTOMER,
    "region": "us-east-1",
}
UUID = "11111111-2222-4333-8444-555555555555"


@pytest.mark.parametrize(
    ("operation", "parameters", "text"),
    [
        (
            "DescribeHostedConnections",
            {"connectionId": "dxcon-2"},
            f"{CUSTOMER} DescribeHostedConnections failed for connection dxcon-2 doesn't exist.",
        ),
        (
            "DisassociateConnectionFromLag",
            {"connectionId": "dxcon-2", "lagId": "dxlag-1"},
            "Connection does not exist",
        ),
        (
            "DisassociateConnectionFromLag",
            {"connectionId": "dxcon-1", "lagId": "dxlag-2"},
            "Lag does not exist",
        ),
        ("DeleteLag", {"lagId": "dxlag-2"}, "Could not find Lag with ID dxlag-2"),
        (
            "DeleteDirectConnectGatewayAssociationProposal",
            {"proposalId": UUID},
            f"Direct Connect Gateway Association Proposal {UUID} is not found",
        ),
        (
            "DeleteDirectConnectGatewayAssociation",
            {"associationId": UUID},
            "Direct Connect Gateway Association does not exist",
        ),
    ],
)
def test_an_operation_says_in_its_own_words_what_is_missing(
    world: type[World], operation: str, parameters: dict[str, object], text: str
) -> None:
    here = world({"connections": [CONNECTION], "lags": [LAG]})
    with pytest.raises(ServiceError, match=f": {re.escape(text)}$"):
        here.customer(operation, **parameters)


def test_every_text_is_of_an_operation_and_a_kind_and_has_a_source() -> None:
    for row in TEXTS:
        assert row.operation in ("", *OPERATIONS)
        assert row.kind in KINDS
        assert row.source == ANALOGY or row.source.startswith("https://")
    places = [(row.operation, row.kind) for row in TEXTS]
    assert len(set(places)) == len(places)
