"""Reading what a plan rests on: the estate, and for AWS the lists that no estate has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dxnet import parse, sources
from dxnet.change import json_values
from dxnet.change.file import Change, ChangeRequest
from dxnet.errors import SourceError
from dxnet.parse import METADATA
from dxnet.sources import Options

_ASSOCIATIONS = "directConnectGatewayAssociations"
_PROPOSALS = "directConnectGatewayAssociationProposals"
_TESTS = "virtualInterfaceTestHistory"
# The further lists that a parameter's id is looked up in, by the parameter's name.
_FURTHER: Mapping[str, tuple[str, ...]] = {
    "associationId": (_ASSOCIATIONS,),
    "directConnectGatewayId": (_ASSOCIATIONS, _PROPOSALS),
    "proposalId": (_PROPOSALS,),
}
_OF_OPERATION: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "StartBgpFailoverTest": {"virtualInterfaceId": (_TESTS,)},
}


def options_for(options: Options, change: Change, request: ChangeRequest | None = None) -> Options:
    """The source's options with the regions of the change, which only AWS needs to be told.

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
        found = aws.find(replace(options, regions=(region,)), kind, name, value)
        raw.setdefault(kind, []).extend(found.records)
        gaps += [gap.as_json() for gap in found.gaps]
    metadata = raw[METADATA]
    return {
        **raw,
        METADATA: {**metadata, "gaps": [*metadata.get("gaps", ()), *gaps]},
        **{kind: _each_once(raw[kind], field) for kind, field in _IDS.items() if kind in raw},
    }


def _readable(raw: Mapping[str, Any], options: Options) -> dict[str, Any]:
    """The records that have the API's types, on which the control plane relies."""
    try:
        return parse.readable(raw)
    except SourceError as error:
        place = "AWS" if options.source == "aws" else options.source
        raise SourceError(f"{place}: {error.message}", hint=error.hint) from error


_IDS = {_ASSOCIATIONS: "associationId", _PROPOSALS: "proposalId", _TESTS: "testId"}


def _wanted(request: ChangeRequest) -> Iterator[tuple[str, str, str, str]]:
    """Region, list, parameter and id of what a request needs looked up."""
    looked_up = {**_FURTHER, **_OF_OPERATION.get(request.operation, {})}
    for name, value in json_values.fields(request.parameters):
        if isinstance(value, str) and value and "${" not in value:
            yield from ((request.region, kind, name, value) for kind in looked_up.get(name, ()))


def _each_once(records: list[dict[str, Any]], field: str) -> list[dict[str, Any]]:
    return list({record[field]: record for record in records}.values())
