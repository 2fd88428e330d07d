"""The AWS API: the one place that loads botocore, makes clients and follows `nextToken`."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from botocore.session import Session

from dxnet.errors import DxnetError, UsageError, did_you_mean
from dxnet.parse import KINDS, METADATA
from dxnet.sources import Options, aws_errors
from dxnet.sources.snapshot import merge

Raw = dict[str, Any]

# The operation that answers each list. All are regional but those of `_GLOBAL`. The last three are
# no part of an estate that is read; `find` reads what one id has in them.
_OPERATIONS = {
    "virtualInterfaces": "describe_virtual_interfaces",
    "connections": "describe_connections",
    "interconnects": "describe_interconnects",
    "lags": "describe_lags",
    "virtualGateways": "describe_virtual_gateways",
    "directConnectGateways": "describe_direct_connect_gateways",
    "locations": "describe_locations",
    "directConnectGatewayAssociations": "describe_direct_connect_gateway_associations",
    "directConnectGatewayAssociationProposals": (
        "describe_direct_connect_gateway_association_proposals"
    ),
    "virtualInterfaceTestHistory": "list_virtual_interface_test_history",
}
_GLOBAL = frozenset(
    {
        "directConnectGateways",
        "directConnectGatewayAssociations",
        "directConnectGatewayAssociationProposals",
    }
)

# What a VIF can stand on, by the beginning of the id: the list and the parameter that names it.
_PARENTS = {"dxcon-": ("connections", "connectionId"), "dxlag-": ("lags", "lagId")}

_MAX_THREADS = 8


def read(options: Options, kinds: Collection[str], vif_ids: Sequence[str] = ()) -> Raw:
    """The lists of `kinds` in every region of the options; see `dxnet.sources.read`."""
    clients = [_Client(*made) for made in boto_clients(options)]
    if vif_ids:
        return _read_vifs(clients, kinds, vif_ids)
    regional = [kind for kind in KINDS if kind in kinds and kind not in _GLOBAL]
    everywhere = {kind: clients[0].records(kind) for kind in KINDS if kind in {*kinds} & _GLOBAL}
    pool = ThreadPoolExecutor(min(_MAX_THREADS, len(clients)))
    try:
        answers = list(pool.map(lambda client: client.region_lists(regional), clients))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)  # an interrupt waits for no answer
    return merge([everywhere, *answers], "AWS")


def find(options: Options, kind: str, name: str, value: str) -> list[Raw]:
    """The records of one list that a parameter names, in the first region; none if AWS has none."""
    return _Client(*boto_clients(options)[0]).find(kind, name, value)


class _Client:
    """One region's client; every call through it is paged, plain JSON and fails as `DxnetError`."""

    def __init__(self, client: Any, region: str, profile: str) -> None:
        self._client = client
        self.region = region
        self._profile = profile

    def records(self, kind: str, **parameters: str) -> list[Raw]:
        """Every record of one list, on all pages, each with its region."""
        return [
            self._located(item, kind) for item in self._pages(_OPERATIONS[kind], kind, parameters)
        ]

    def region_lists(self, kinds: Iterable[str]) -> Raw:
        """Several lists of one region; connections include those hosted on its interconnects."""
        found = {kind: self.records(kind) for kind in kinds}
        if "connections" in found:
            known = found.get("interconnects")
            for interconnect in self.records("interconnects") if known is None else known:
                found["connections"] += self._hosted_on(interconnect["interconnectId"])
        return found

    def find(self, kind: str, name: str, value: str) -> list[Raw]:
        """The records that one parameter names; none if AWS doesn't know or show it."""
        try:
            return self.records(kind, **{name: value})
        except aws_errors.NotFoundError:
            return []

    def _hosted_on(self, interconnect_id: str) -> Iterator[Raw]:
        hosted = self._pages(
            "describe_hosted_connections", "connections", {"connectionId": interconnect_id}
        )
        for record in hosted:
            yield {**self._located(record, "connections"), "interconnectId": interconnect_id}

    def _pages(self, operation: str, kind: str, parameters: dict[str, str]) -> Iterator[Raw]:
        call: Callable[..., Raw] = getattr(self._client, operation)
        token: str | None = None
        while True:
            page = {"nextToken": token} if token else {}
            try:
                answer = call(**parameters, **page)
            except (BotoCoreError, ClientError) as error:
                raise aws_errors.explain(error, self.region, self._profile, operation) from error
            yield from answer.get(kind, [])
            following = answer.get("nextToken")
            if not following or following == token:
                return
            token = following

    def _located(self, record: Raw, kind: str) -> Raw:
        plain: Raw = _plain(record)
        if kind not in _GLOBAL and not plain.get("region"):
            plain["region"] = self.region
        return plain


def boto_clients(options: Options, attempts: int | None = None) -> list[tuple[Any, str, str]]:
    """A client, its region and the profile's name for each region of the options.

    `attempts` is how often a request may be sent, None for what the AWS configuration says. All
    clients are of one session, which only this thread uses.
    """
    session = Session(profile=options.profile)
    profile = options.profile or os.environ.get("AWS_PROFILE") or "default"
    try:
        regions = options.regions or _configured_region(session)
        config = Config(
            connect_timeout=5,
            read_timeout=20,
            retries={
                "mode": session.get_config_variable("retry_mode"),
                "total_max_attempts": attempts or session.get_config_variable("max_attempts") or 3,
            },
            max_pool_connections=_MAX_THREADS,
            user_agent_extra="dxnet",
        )
        return [
            (
                session.create_client(
                    "directconnect",
                    region_name=region,
                    endpoint_url=options.endpoint_url,
                    config=config,
                ),
                region,
                profile,
            )
            for region in dict.fromkeys(regions)
        ]
    except (BotoCoreError, ClientError, ValueError) as error:
        raise aws_errors.explain(error, ", ".join(options.regions), profile) from error


def _configured_region(session: Session) -> tuple[str, ...]:
    """The region that the AWS CLI would use; raises `NoRegionError` as botocore does."""
    region = os.environ.get("AWS_REGION") or session.get_config_variable("region")
    if not region:
        raise aws_errors.no_region()
    return (region,)


def _read_vifs(clients: Sequence[_Client], kinds: Collection[str], vif_ids: Sequence[str]) -> Raw:
    found: Raw = {METADATA: {"partial": True}, "virtualInterfaces": []}
    for vif_id in dict.fromkeys(vif_ids):
        for client in clients:
            vifs = client.find("virtualInterfaces", "virtualInterfaceId", vif_id)
            if vifs:
                found["virtualInterfaces"] += vifs
                _read_around(client, vifs[0], kinds, found)
                break
        else:
            raise _unknown(vif_id, clients)
    return found


def _read_around(client: _Client, vif: Raw, kinds: Collection[str], found: Raw) -> None:
    """Add what the VIF stands on, leads to and is at, as far as `kinds` asks for it."""
    parent_id = str(vif.get("connectionId") or "")
    gateway_id = vif.get("directConnectGatewayId")
    wanted = [(*_PARENTS[parent_id[:6]], parent_id)] if parent_id[:6] in _PARENTS else []
    if gateway_id:
        wanted.append(("directConnectGateways", "directConnectGatewayId", gateway_id))
    for kind, name, value in wanted:
        known = {record[KINDS[kind]] for record in found.get(kind, ())}
        if kind in kinds and value not in known:
            found.setdefault(kind, []).extend(client.find(kind, name, value))
    for kind, name in (("virtualGateways", "virtualGatewayId"), ("locations", "location")):
        if kind in kinds and vif.get(name):
            listed = [item for item in client.records(kind) if item[KINDS[kind]] == vif[name]]
            found.setdefault(kind, []).extend(listed)


def _unknown(vif_id: str, clients: Sequence[_Client]) -> DxnetError:
    known = [
        str(vif["virtualInterfaceId"])
        for client in clients
        for vif in client.records("virtualInterfaces")
    ]
    regions = ", ".join(client.region for client in clients)
    return UsageError(
        f"there is no virtual interface {vif_id} in {regions}",
        hint=did_you_mean(vif_id, known)
        or "`dxnet list` shows those of a region; --region names it",
    )


def _plain(value: Any) -> Any:
    """The value with dates as ISO 8601 text in UTC, as JSON has no other."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value
