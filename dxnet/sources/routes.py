"""The routes that pass the sessions of a single VIF."""

from __future__ import annotations

from typing import Any

from dxnet import gaps, kinds
from dxnet.errors import SourceError
from dxnet.gaps import Gap
from dxnet.sources import aws
from dxnet.sources.clients import RegionClient

_OPERATION = "list_virtual_interface_routes"


def read(
    region: RegionClient, vif_id: str, *, accepted_only: bool = False
) -> list[dict[str, Any]] | Gap:
    """The records of the routes of AWS's answer, or why there is none of them.

    Part of the routes would be taken for all, so that they are read whole or not at all.
    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_ListVirtualInterfaceRoutes.html
    """
    if not hasattr(region.client, _OPERATION):
        return Gap(gaps.ROUTES, region.region, "the installed botocore doesn't know the operation")
    asked: dict[str, Any] = {kinds.VIF.id: vif_id}
    if accepted_only:
        asked["filters"] = {"routeDirection": "accepted"}
    try:
        return [
            aws.plain(record)
            for page in aws.whole_pages(region, _OPERATION, asked)
            for record in page["routes"]
        ]
    except SourceError as error:
        return aws.gap_of(error, gaps.ROUTES, region, region.region)
