"""The agreements of an account with AWS, and what kind of partner it is."""

from __future__ import annotations

from dxnet.control_plane.rules import ports
from dxnet.control_plane.service.operation import Answer, Request, operation


@operation("DescribeCustomerMetadata")
def describe_customer_metadata(request: Request) -> Answer:
    """The agreements that the caller signed. Who has interconnects in the region is a partner."""
    agreements = request.estate.visible("customerAgreements", request.caller.account, "")
    found = (request.estate.get("customerAgreements", agreement) for agreement in agreements)
    return {
        "agreements": [agreement for agreement in found if agreement],
        "nniPartnerType": "v2" if ports.is_partner(request) else "nonPartner",
    }


@operation("ConfirmCustomerAgreement")
def confirm_customer_agreement(request: Request) -> Answer:
    """Sign an agreement."""
    name = request.get("agreementName", "")
    agreement = {
        "agreementId": f"{request.caller.account} {name}",
        "agreementName": name,
        "ownerAccount": request.caller.account,
        "status": "signed",
    }
    return dict(request.estate.put("customerAgreements", agreement))
