"""`dxnet rules`."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from dxnet.cli.output import emit, format_option, output_option
from dxnet.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from dxnet.checks.engine import Rule

_WIDTH = 100  # characters, where no terminal says otherwise
_NARROWEST = 40


@click.command(name="rules")
@click.argument("rule_id", required=False, metavar="[ID]")
@format_option("table", "json")
@output_option
def command(rule_id: str | None, form: str, output: str) -> None:
    """List the checks, or explain one: why it matters, what to do, an example and the source.

    \b
      dxnet rules
      dxnet rules DX102
    """
    from dxnet.checks.rules import RULES
    from dxnet.cli import table

    if rule_id is not None and rule_id.upper() not in RULES:
        raise UsageError(
            f"there is no rule {rule_id!r}",
            hint=did_you_mean(rule_id.upper(), RULES) or "`dxnet rules` lists them",
        )
    listed = [rule_id.upper()] if rule_id is not None else sorted(RULES)
    documents = [_document(RULES[name]) for name in listed]
    if form == "json":
        document: object = documents if rule_id is None else documents[0]
        emit(json.dumps(document, indent=2, sort_keys=True) + "\n", output)
    elif rule_id is None:
        emit(table.write(documents, ("id", "severity", "title"), "table"), output)
    else:
        emit(_explanation(documents[0], table.terminal_width(output) or _WIDTH), output)


def _explanation(document: Mapping[str, str], width: int) -> str:
    """The fields that have a value, each after its name, wrapped at `width` characters."""
    name_width = max(map(len, document))
    lines: list[str] = []
    for name, value in document.items():
        wrapped = textwrap.wrap(
            value,
            max(width, _NARROWEST),
            initial_indent=f"{name:<{name_width}}  ",
            subsequent_indent=" " * (name_width + 2),
            break_long_words=False,
            break_on_hyphens=False,
        )
        lines += wrapped
    return "\n".join(lines) + "\n"


def _document(rule: Rule) -> dict[str, str]:
    """The rule's fields in the order of the explanation; "" where it has none."""
    from dxnet.checks.examples import examples

    return {
        "id": rule.id,
        "title": rule.title,
        "about": rule.about.singular,
        "severity": str(rule.severity),
        "why": rule.why,
        "fix": rule.fix,
        "example": examples().get(rule.id, ""),
        "source": rule.source.url if rule.source else "",
        "read": rule.source.read if rule.source else "",
    }
