"""Reading an estate from the AWS API: all kinds and regions in parallel, and the gaps."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from dxnet import kinds
from dxnet.errors import DxnetError, SourceError, UsageError, did_you_mean
from dxnet.gaps import Gap
from dxnet.kinds import Kind
from dxnet.metadata import METADATA
from dxnet.sources import Options, answers, aws_errors
from dxnet.sources.clients import MOST_THREADS, Clients, Identity, RegionClient, clients
from dxnet.sources.snapshot import merge

Raw = dict[str, Any]

# The parameter that names one object, and how long the id's prefix is.
_PARENTS = {kinds.CONNECTION.prefix: kinds.CONNECTION, kinds.LAG.prefix: kinds.LAG}
_HOSTED = "describe_hosted_connections"


class EndlessListError(SourceError):
    """A list whose pages don't end: none of its records can be trusted."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What one region answered of one list.

    `gaps` say what is missing in `records`; `error` is why, where nothing of the list was read.
    """

    kind: Kind
    records: tuple[Raw, ...] = ()
    gaps: tuple[Gap, ...] = ()
    error: SourceError | None = None


def read(options: Options, asked: Collection[str], vif_ids: Sequence[str] = ()) -> Raw:
    """The lists named in `asked`, of every region of the options; see `dxnet.sources.read`."""
    opened = clients(options)
    with side_by_side() as start:
        identity = start(opened.identity)
        if vif_ids:
            listings = _vifs(opened.regions, asked, vif_ids, start)
        else:
            listings = _lists(opened.regions, asked, start)
        raw = _merged(listings, {*asked, *([kinds.VIF.list] if vif_ids else [])})
        raw[METADATA] = {
            **({"partial": True, "whole": _whole(listings)} if vif_ids else {}),
            "gaps": [gap.as_json() for listing in listings for gap in listing.gaps],
            "provenance": _provenance(opened, identity.result()),
        }
    return raw


def find(options: Options, kind: str, name: str, value: str) -> Listing:
    """The records of one list that a parameter names, in the first region of the options."""
    return _find(clients(options).regions[0], kinds.BY_LIST[kind], name, value)


def _lists(regions: Sequence[RegionClient], asked: Collection[str], start: _Start) -> list[Listing]:
    """Every asked list of every region; connections include those hosted on interconnects.

    Of associations AWS lists only those of one gateway, so that the gateways are read first.
    """
    by_gateway = kinds.ASSOCIATION.list in asked
    needed = {*asked, kinds.GATEWAY.list} - {kinds.ASSOCIATION.list} if by_gateway else asked
    wanted = [kind for kind in kinds.KINDS if kind.list in needed]
    extra = [kinds.INTERCONNECT] if kinds.CONNECTION.list in asked else []
    started = [
        (kind, region, start(partial(_listing, region, kind)))
        for kind in dict.fromkeys((*wanted, *extra))
        for region in (regions[:1] if kind.is_global else regions)
    ]
    listings = [future.result() for _, _, future in started]
    _raise_if_nothing(each for each in listings if each.kind in wanted)
    hosted = [
        start(partial(_hosted_on, region, str(interconnect[kinds.INTERCONNECT.id])))
        for kind, region, future in started
        if kind in extra
        for interconnect in future.result().records
    ]
    associated = [
        start(partial(_associated_with, region, str(gateway[kinds.GATEWAY.id])))
        for kind, region, future in started
        if by_gateway and kind is kinds.GATEWAY
        for gateway in future.result().records
    ]
    if by_gateway and not associated and not any(each.gaps for each in listings):
        listings.append(Listing(kinds.ASSOCIATION))
    found = (future.result() for future in hosted)
    listings += (each for each in found if each.records or each.gaps)
    listings += (future.result() for future in associated)
    _raise_if_nothing(each for each in listings if each.kind.list in asked)
    return listings


def _vifs(
    regions: Sequence[RegionClient], asked: Collection[str], vif_ids: Sequence[str], start: _Start
) -> list[Listing]:
    """Those VIFs, each from the first region that has it, and what they are joined to."""
    listings: list[Listing] = []
    around: dict[tuple[str, Kind, str, str], RegionClient] = {}
    for vif_id in dict.fromkeys(vif_ids):
        region, listing = _vif(regions, vif_id)
        listings.append(listing)
        for vif in listing.records:
            around |= {(region.region, *key): region for key in _joined(vif, asked)}
    started = [
        start(partial(_find, region, kind, name, value))
        for (_, kind, name, value), region in around.items()
    ]
    return [*listings, *(future.result() for future in started)]


def _vif(regions: Sequence[RegionClient], vif_id: str) -> tuple[RegionClient, Listing]:
    """The VIF and its region; raises `DxnetError` for one that no region has or tells of."""
    tried = []
    for region in regions:
        listing = _find(region, kinds.VIF, kinds.VIF.id, vif_id)
        if listing.records:
            return region, listing
        tried.append(listing)
    for listing in tried:
        if listing.error or listing.gaps:
            raise listing.error or SourceError(f"{vif_id} can't be read: {listing.gaps[0].reason}")
    raise _unknown(vif_id, regions)


def _whole(listings: Sequence[Listing]) -> list[str]:
    """The connections and LAGs of which every VIF was read."""
    of_vifs = [listing for listing in listings if listing.kind is kinds.VIF]
    if any(listing.gaps or listing.error for listing in of_vifs):
        return []
    records = [record for listing in of_vifs for record in listing.records]
    return sorted({str(record.get("connectionId") or "") for record in records} - {""})


def _joined(vif: Raw, asked: Collection[str]) -> Iterator[tuple[Kind, str, str]]:
    """The VIF's connection or LAG, gateway and location: kind, parameter and value of each list."""
    parent_id = str(vif.get("connectionId") or "")
    parent = _PARENTS.get(parent_id[: parent_id.find("-") + 1])
    joined = [(parent, parent_id)] if parent else []
    if parent and kinds.VIF.list in asked:  # the VIFs beside it, since they share the router
        yield kinds.VIF, kinds.CONNECTION.id, parent_id
    joined += [
        (kind, str(vif.get(kind.id) or "")) for kind in (kinds.GATEWAY, kinds.VIRTUAL_GATEWAY)
    ]
    joined.append((kinds.LOCATION, str(vif.get("location") or "")))
    named = [(kind, kind.id, value) for kind, value in joined]
    gateway_id = str(vif.get(kinds.GATEWAY.id) or "")
    named.append((kinds.ASSOCIATION, kinds.GATEWAY.id, gateway_id))
    named.append((kinds.FAILOVER_TEST, kinds.VIF.id, str(vif.get(kinds.VIF.id) or "")))
    yield from ((kind, name, value) for kind, name, value in named if value and kind.list in asked)


# The lists whose operations take no id: one record is chosen from all.
_WHOLE = (kinds.VIRTUAL_GATEWAY, kinds.LOCATION)


def _find(region: RegionClient, kind: Kind, name: str, value: str) -> Listing:
    """The records that a parameter names; none if AWS doesn't know or show any."""
    if kind in _WHOLE:
        listing = _listing(region, kind)
        chosen = tuple(record for record in listing.records if record.get(name) == value)
        return Listing(kind, chosen, listing.gaps, listing.error)
    listing = _listing(region, kind, **{name: value})
    return Listing(kind) if isinstance(listing.error, aws_errors.NotFoundError) else listing


def _hosted_on(region: RegionClient, interconnect_id: str) -> Listing:
    """The connections on an interconnect; a gap in them is a gap in interconnects."""
    connection_id = {kinds.CONNECTION.id: interconnect_id}
    listing = _listing(region, kinds.CONNECTION, _HOSTED, **connection_id)
    parent = {kinds.INTERCONNECT.id: interconnect_id}
    records = tuple({**record, **parent} for record in listing.records)
    lost = [
        replace(
            gap, kind=kinds.INTERCONNECT.list, reason=f"what {interconnect_id} hosts: {gap.reason}"
        )
        for gap in listing.gaps
    ]
    return Listing(listing.kind, records, tuple(lost), listing.error)


def _associated_with(region: RegionClient, gateway_id: str) -> Listing:
    return _find(region, kinds.ASSOCIATION, kinds.GATEWAY.id, gateway_id)


def _listing(region: RegionClient, kind: Kind, operation: str = "", **parameters: str) -> Listing:
    """Every record that the region answers, on all pages, each with its region."""
    operation = operation or kind.describe
    records: list[Raw] = []
    reasons: list[str] = []
    is_read = False
    try:
        for page in pages(region, operation, parameters):
            is_read = True
            records += (_located(record, region, kind) for record in page[kind.member or kind.list])
            reasons += _counted(page.get(answers.MISFITS, ()))
    except EndlessListError as error:
        return Listing(kind, (), (_gap(kind, region, error, False),), error)
    except SourceError as error:
        gap = _gap(kind, region, error, is_read)
        return Listing(kind, tuple(records), (gap,), None if is_read else error)
    gaps = tuple(Gap(kind.list, region.region, reason) for reason in reasons)
    return Listing(kind, tuple(records), gaps)


def _counted(misfits: Sequence[str]) -> list[str]:
    """One sentence for all records of a page that can't be read."""
    if not misfits:
        return []
    first, *others = misfits
    more = f", and {len(others)} more" if others else ""
    return [f"a record can't be read: {first}{more}"]


def _gap(kind: Kind, region: RegionClient, error: SourceError, is_read: bool) -> Gap:
    where = "" if kind.is_global else region.region
    gap = gap_of(error, kind.list, region, where)
    return replace(gap, reason=f"only the first pages were read: {gap.reason}") if is_read else gap


def gap_of(error: SourceError, about: str, region: RegionClient, where: str) -> Gap:
    """The gap that an error leaves in what it is `about`; `where` is the region that it names."""
    if isinstance(error, aws_errors.DeniedError):
        reason = error.message.removesuffix(f" in {region.region}")
        return Gap(about, where, reason, error.action, error.arn)
    return Gap(about, where, error.message)


def whole_pages(
    region: RegionClient, operation: str, parameters: dict[str, Any], member: str = "nextToken"
) -> Iterator[Raw]:
    """The pages of a list of which a part would be taken for all; raises `SourceError`."""
    for page in pages(region, operation, parameters, member):
        if reasons := _counted(page.get(answers.MISFITS, ())):
            raise SourceError(reasons[0], hint="run it again; if it stays, tell AWS Support")
        yield page


def pages(
    region: RegionClient, operation: str, parameters: dict[str, Any], member: str = "nextToken"
) -> Iterator[Raw]:
    """The pages of a list, up to a limit; raises `SourceError` beyond it.

    `member` is where the service says that there is another page.
    """
    bounds = answers.BOUNDS
    call: Callable[..., Raw] = getattr(region.client, operation)
    started = time.monotonic()
    tokens: set[str] = set()
    token: dict[str, str] = {}
    while True:
        try:
            page = call(**parameters, **token)
        except Exception as error:  # botocore's own, or what an answer did to its parser
            raise aws_errors.explain(
                error, region.region, region.profile, operation, region.endpoint, region.service
            ) from error
        yield page
        following = page.get(member)
        if not following:
            return
        is_late = time.monotonic() - started > bounds.list_seconds
        if following in tokens or len(tokens) + 1 >= bounds.pages or is_late:
            raise EndlessListError(
                f"the list that {region.endpoint} answers to {operation} has no end",
                hint="run it again; if it stays, another service answers in AWS's place",
            )
        tokens.add(following)
        token = {member: following}


def _located(record: Raw, region: RegionClient, kind: Kind) -> Raw:
    located: Raw = plain(record)
    if not kind.is_global and not located.get("region"):
        located["region"] = region.region
    return located


def plain(value: Any) -> Any:
    """The value with dates as ISO 8601 text in UTC, as JSON has no other."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, dict):
        return {name: plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def _merged(listings: Iterable[Listing], asked: Collection[str]) -> Raw:
    """The records by list, each once; without the lists of which nothing was read."""
    answers_of = [each for each in listings if each.kind.list in asked and each.error is None]
    return merge([{each.kind.list: list(each.records)} for each in answers_of], "AWS")


def _raise_if_nothing(listings: Iterable[Listing]) -> None:
    errors = [listing.error for listing in listings]
    if (first := next(filter(None, errors), None)) and all(errors):
        raise first


def _unknown(vif_id: str, regions: Sequence[RegionClient]) -> DxnetError:
    known = [
        str(vif[kinds.VIF.id]) for region in regions for vif in _listing(region, kinds.VIF).records
    ]
    names = ", ".join(region.region for region in regions)
    return UsageError(
        f"there is no virtual interface {vif_id} in {names}",
        hint=did_you_mean(vif_id, known)
        or "`dxnet list` shows those of a region; --region names it",
    )


def _provenance(opened: Clients, identity: Identity) -> Raw:
    """What only AWS's source knows of its reading, as `dxnet.provenance` has it."""
    return {
        "account": identity.account,
        "role": identity.role,
        "regions": [region.region for region in opened.regions],
        "endpoint": opened.regions[0].endpoint,
        "is_aws": all(region.is_aws for region in opened.regions),
    }


_Start = Callable[[Callable[[], Any]], "Future[Any]"]


@contextmanager
def side_by_side() -> Iterator[_Start]:
    """Give the function that starts a call beside the others; an interrupt waits for no answer."""
    pool = ThreadPoolExecutor(MOST_THREADS)
    try:
        yield pool.submit
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
