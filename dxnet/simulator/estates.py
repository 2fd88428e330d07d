"""What an estate tells about the world around it: whose it is, where, and who has tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from dxnet import kinds
from dxnet.control_plane import Estate
from dxnet.control_plane.store.kinds import GONE, STORAGE, field

# The account of moto's own services.
MOTO_ACCOUNT = "123456789012"
_REGION = "eu-west-1"


def main_account(raw: Mapping[str, Any]) -> str:
    """The owner of most VIFs, else of most connections; moto's account in an empty estate."""
    for kind in (kinds.VIF.list, kinds.CONNECTION.list):
        owners = Counter(record.get("ownerAccount") for record in raw.get(kind) or ())
        del owners[None], owners[""]
        if owners:
            return str(min(owners, key=lambda owner: (-owners[owner], owner)))
    return MOTO_ACCOUNT


def main_region(raw: Mapping[str, Any]) -> str:
    """The region that most VIFs are in; eu-west-1 without VIFs."""
    regions = Counter(vif.get("region") for vif in raw.get(kinds.VIF.list) or ())
    del regions[None]
    return str(min(regions, key=lambda name: (-regions[name], name), default=_REGION))


def transit_gateways(raw: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Account, region and id of each transit gateway that an association or proposal names."""
    for kind in (kinds.ASSOCIATION.list, kinds.PROPOSAL.list):
        for record in raw.get(kind) or ():
            names = (
                f"associatedGateway.{name}" for name in ("type", "ownerAccount", "region", "id")
            )
            gateway_type, owner, region, gateway_id = (field(record, name) for name in names)
            if gateway_type == "transitGateway" and isinstance(gateway_id, str):
                yield owner or "", region or "", gateway_id


def tagged(estate: Estate, account: str, region: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The ARN and the tags of each object of the account's in that region that has tags.

    ARNs are those of https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdirectconnect.html
    """
    from botocore.session import get_session

    partition = get_session().get_partition_for_region(region)
    for kind, storage in STORAGE.items():
        for object_id in estate.visible(kind.list, account, region) if storage.arn else ():
            record = estate.get(kind.list, object_id) or {}
            is_own = record.get("ownerAccount") in (account, "", None)
            tags = {tag["key"]: tag.get("value", "") for tag in record.get("tags") or ()}
            if is_own and tags and record.get(kind.state) not in GONE:
                place = record.get("region") or ""
                name = f"{storage.arn}/{object_id}"
                yield f"arn:{partition}:directconnect:{place}:{account}:{name}", tags
