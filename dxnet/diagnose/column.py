"""The cause of each VIF as a column of `dxnet list`, worked out only where it is asked for."""

from __future__ import annotations

from dataclasses import replace

from dxnet.diagnose.causes import CAUSES
from dxnet.diagnose.facts import Facts
from dxnet.diagnose.status import status
from dxnet.listing import Column
from dxnet.value_type import ValueTest, value_type


def _part(operand: str) -> ValueTest:
    if not any(operand in cause for cause in CAUSES):
        raise ValueError(operand)
    return lambda value: operand in value


def _whole(operand: str) -> ValueTest:
    if operand and operand not in CAUSES:
        raise ValueError(operand)
    return lambda value: value == operand


CAUSE_ID = value_type(
    "a cause of docs/causes.md",
    "{}:port-down, {}:port (any with this in it) or {}=up",
    {":": _part, "=": _whole},
    words=str,
)
CAUSE = Column("cause", CAUSE_ID, lambda _estate, _item: "")
"""The column without values, by which a filter is read before the estate is."""


def of(facts: Facts) -> Column:
    """The column with the cause that `dxnet status` names for each VIF."""
    causes = {one.vif.id: one.finding.cause.id for one in status(facts, ports=False).diagnoses}
    return replace(CAUSE, value=lambda _estate, item: causes.get(item.id, ""))
