"""What AWS answers for an id that names nothing of the caller's, operation by operation.

A row's source is a public report that quotes the text, or a program that relies on it. Rows by
analogy follow another row's wording, because nobody has quoted AWS's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dxnet.control_plane.store.errors import NotFoundError
from dxnet.control_plane.store.kinds import KINDS

ANALOGY = "by analogy"

_PROVIDER = "https://github.com/hashicorp/terraform-provider-aws/"
_CODE = f"{_PROVIDER}blob/main/internal/service/directconnect/"


@dataclass(frozen=True, slots=True)
class MissingText:
    """The text of one operation, or of every other one where `operation` is empty.

    `kind` is the list that the object would be in; `text` has `{id}` and `{account}`, the caller.
    """

    operation: str
    kind: str
    text: str
    source: str = ANALOGY


TEXTS = (
    MissingText(
        "", "connections", "Could not find Connection with ID {id}", f"{_CODE}connection.go"
    ),
    MissingText(
        "DescribeHostedConnections",
        "connections",
        "{account} DescribeHostedConnections failed for connection {id} doesn't exist.",
        f"{_PROVIDER}issues/43499",
    ),
    MissingText(
        "DisassociateConnectionFromLag",
        "connections",
        "Connection does not exist",
        f"{_CODE}connection_association.go",
    ),
    MissingText("", "lags", "Could not find Lag with ID {id}", f"{_CODE}lag.go"),
    MissingText(
        "DisassociateConnectionFromLag",
        "lags",
        "Lag does not exist",
        f"{_CODE}connection_association.go",
    ),
    MissingText("", "interconnects", "Could not find Interconnect with ID {id}"),
    MissingText("", "virtualInterfaces", "Virtual Interface {id} does not exist", f"{_CODE}vif.go"),
    MissingText(
        "",
        "directConnectGateways",
        "Direct Connect Gateway {id} does not exist",
        f"{_CODE}gateway.go",
    ),
    MissingText("", "virtualGateways", "Virtual Gateway {id} does not exist"),
    *(
        MissingText(operation, "virtualGateways", "The VirtualGateway {id} does not exist.", source)
        for operation, source in (
            ("AcceptDirectConnectGatewayAssociationProposal", f"{_PROVIDER}pull/37791"),
            ("CreateDirectConnectGatewayAssociation", ANALOGY),
            ("CreateDirectConnectGatewayAssociationProposal", ANALOGY),
        )
    ),
    MissingText(
        "",
        "directConnectGatewayAssociations",
        "Direct Connect Gateway Association does not exist",
        f"{_PROVIDER}pull/9117",
    ),
    MissingText(
        "",
        "directConnectGatewayAssociationProposals",
        "Direct Connect Gateway Association Proposal {id} is not found",
        f"{_CODE}gateway_association_proposal.go",
    ),
    MissingText("", "virtualInterfaceTestHistory", "Test {id} does not exist"),
    MissingText("", "resiliencyGroups", "Could not find Resiliency Group with ID {id}"),
)
_BY_PLACE: Mapping[tuple[str, str], str] = {(row.operation, row.kind): row.text for row in TEXTS}


def not_found(operation: str, kind: str, object_id: str, account: str) -> NotFoundError:
    """The operation's refusal of an id, in AWS's words."""
    text = _BY_PLACE.get((operation, kind)) or _BY_PLACE.get(("", kind))
    text = text or f"Could not find {KINDS[kind].singular} with ID {{id}}"
    message = text.format(id=object_id, account=account)
    return NotFoundError(message, kind, object_id)
