"""`dxnet rules`."""

from __future__ import annotations

import json
from typing import Any

import click

from dxnet.cli.output import emit, format_option, output_option
from dxnet.errors import UsageError, did_you_mean


@click.command(name="rules")
@click.argument("rule_id", required=False, metavar="[ID]")
@format_option("table", "json")
@output_option
def command(rule_id: str | None, form: str, output: str) -> None:
    """List the checks, or show one: what it says, how to put it right, where the fact was read."""
    from dxnet.checks.rules import RULES
    from dxnet.cli import table

    if rule_id is not None and rule_id.upper() not in RULES:
        raise UsageError(
            f"there is no rule {rule_id!r}",
            hint=did_you_mean(rule_id.upper(), RULES) or "`dxnet rules` lists them",
        )
    wanted = [rule_id.upper()] if rule_id is not None else sorted(RULES)
    found = [_document(RULES[each]) for each in wanted]
    if form == "json":
        document: object = found if rule_id is None else found[0]
        emit(json.dumps(document, indent=2, sort_keys=True) + "\n", output)
    elif rule_id is None:
        emit(table.write(found, ("id", "severity", "title"), "table"), output)
    else:
        emit(table.fields(list(found[0].items())), output)


def _document(rule: Any) -> dict[str, str]:
    return {
        "id": rule.id,
        "title": rule.title,
        "severity": str(rule.severity),
        "fix": rule.fix,
        "source": rule.source.url if rule.source else "",
        "read": rule.source.read if rule.source else "",
    }
