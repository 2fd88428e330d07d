"""What AWS tells of a single VIF beyond its record: the routes of its sessions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from dxnet import parse_reach
from dxnet.errors import DxnetError
from dxnet.fields import JsonObject
from dxnet.gaps import Gap
from dxnet.model import Vif
from dxnet.reach import Route
from dxnet.sources import Options, aws, aws_errors
from dxnet.sources.clients import RegionClient, clients

LIST = "routes"
_OPERATION = "list_virtual_interface_routes"


def with_routes(options: Options, vifs: Iterable[Vif]) -> tuple[tuple[Vif, ...], tuple[Gap, ...]]:
    """The VIFs with their routes, each asked of its region, and what was not read.

    A public VIF has thousands of routes from AWS, so that only those to AWS are asked for.
    Raises `DxnetError` where the AWS configuration doesn't work.
    https://docs.aws.amazon.com/directconnect/latest/APIReference/API_ListVirtualInterfaceRoutes.html
    """
    regions = {client.region: client for client in clients(options).regions}
    asked = [(vif, regions[vif.region]) for vif in vifs if vif.region in regions]
    with aws.side_by_side() as start:
        started = [start(partial(_routes, region, vif)) for vif, region in asked]
        answers = [future.result() for future in started]
    read = tuple(
        vif if isinstance(answer, Gap) else replace(vif, routes=answer)
        for (vif, _), answer in zip(asked, answers, strict=True)
    )
    return read, tuple(answer for answer in answers if isinstance(answer, Gap))


def _routes(region: RegionClient, vif: Vif) -> tuple[Route, ...] | Gap:
    if not hasattr(region.client, _OPERATION):
        return Gap(LIST, region.region, "the installed botocore doesn't know the operation")
    filters = {"filters": {"routeDirection": "accepted"}} if vif.is_public else {}
    routes: list[Route] = []
    try:
        for page in aws.pages(region, _OPERATION, {"virtualInterfaceId": vif.id, **filters}):
            routes += (
                parse_reach.route(JsonObject(aws.plain(record), f"{LIST}[{index}] of {vif.id}"))
                for index, record in enumerate(page[LIST])
            )
    except aws_errors.DeniedError as error:
        return Gap(LIST, region.region, error.message, error.action, error.arn)
    except DxnetError as error:
        return Gap(LIST, region.region, error.message)
    return tuple(routes)
