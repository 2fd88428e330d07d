"""Reading what a plan needs: the estate, and from AWS the lists that are not part of an estate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dxnet import kinds, parse, sources
from dxnet.change import json_values
from dxnet.change.file import Change, ChangeRequest
from dxnet.errors import SourceError
from dxnet.kinds import Kind
from dxnet.metadata import METADATA
from dxnet.sources import Options

# The further lists that a parameter's id is looked up in, by the parameter's name.
_FURTHER: Mapping[str, tuple[Kind, ...]] = {
    kinds.ASSOCIATION.id: (kinds.ASSOCIATION,),
    kinds.GATEWAY.id: (kinds.ASSOCIATION, kinds.PROPOSAL),
    kinds.PROPOSAL.id: (kinds.PROPOSAL,),
}
_OF_OPERATION: Mapping[str, Mapping[str, tuple[Kind, ...]]] = {
    "StartBgpFailoverTest": {kinds.VIF.id: (kinds.FAILOVER_TEST,)},
}


def options_for(options: Options, change: Change, request: ChangeRequest | None = None) -> Options:
    """The source's options with the regions of the change, which AWS alone has to be asked for.

    The profile is that of the options; where they name none, that of `request`, by default the
    first one of the change.
    """
    if options.source != "aws":
        return options
    first = request or change.requests[0]
    regions = tuple(dict.fromkeys((*options.regions, *change.regions)))
    return replace(options, regions=regions, profile=options.profile or first.profile or None)


def read(options: Options, change: Change) -> dict[str, Any]:
    """The raw estate that the change is planned on, without records that can't be parsed.

    Raises `DxnetError` for another shape.
    """
    options = options_for(options, change)
    raw = _readable(sources.read(options), options)
    if options.source != "aws":
        return raw
    from dxnet.sources import aws

    wanted = {each: None for request in change.requests for each in _wanted(request)}
    gaps = []
    for region, kind, name, value in wanted:
        listing = aws.find(replace(options, regions=(region,)), kind.list, name, value)
        raw.setdefault(kind.list, []).extend(listing.records)
        gaps += [gap.as_json() for gap in listing.gaps]
    return {
        **raw,
        METADATA: {**raw[METADATA], "gaps": [*raw[METADATA].get("gaps", ()), *gaps]},
        **{kind.list: _each_once(raw[kind.list], kind.id) for _, kind, _, _ in wanted},
    }


def _readable(raw: Mapping[str, Any], options: Options) -> dict[str, Any]:
    """The records that have the API's types, on which the control plane relies."""
    try:
        return parse.readable(raw)
    except SourceError as error:
        place = "AWS" if options.source == "aws" else options.source
        raise SourceError(f"{place}: {error.message}", hint=error.hint) from error


def _wanted(request: ChangeRequest) -> Iterator[tuple[str, Kind, str, str]]:
    """Region, kind, parameter and id of each look-up that a request needs."""
    looked_up = {**_FURTHER, **_OF_OPERATION.get(request.operation, {})}
    for name, value in json_values.fields(request.parameters):
        if isinstance(value, str) and value and "${" not in value:
            yield from ((request.region, kind, name, value) for kind in looked_up.get(name, ()))


def _each_once(records: list[dict[str, Any]], field: str) -> list[dict[str, Any]]:
    return list({record[field]: record for record in records}.values())
