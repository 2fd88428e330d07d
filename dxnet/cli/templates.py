"""`dxnet templates`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dxnet.cli.completing import vif_ids
from dxnet.cli.output import emit, format_option, output_option
from dxnet.cli.reading import Reading, estate_options
from dxnet.cli.router import router_options
from dxnet.errors import ExitCode

if TYPE_CHECKING:
    from dxnet.site_templates import Trial

_READ = ("virtualInterfaces", "connections", "lags")


@click.group(name="templates")
def command() -> None:
    """Check your own templates, and see what they can print.

    FOLDER/<platform>/config.j2 extends dxnet's file of that name and replaces some of its blocks;
    so do rollback.j2 and verify.j2. On every platform the blocks are header, interface, filters,
    bgp and advertise. --templates FOLDER, or templates in dxnet.toml, makes dxnet use them.

    \b
      {% extends "shipped/cisco_xe/config.j2" %}
      {% block interface %}
      {{ super() -}}
       service-policy output AWS-DX
      {% endblock %}
    """


@command.command(name="context")
@click.argument("name", metavar="VIF", shell_complete=vif_ids)
@format_option("yaml", "json")
@output_option
@router_options
@estate_options
def context(reading: Reading, name: str, form: str, output: str, overrides: dict[str, Any]) -> None:
    """Print every variable that a template gets for a virtual interface, with its keys masked."""
    from dxnet import assess, lookup
    from dxnet.cli import table

    estate = reading.estate(_READ)
    vif = lookup.find_vif(estate, name)
    values = assess.variables(estate, vif, reading.settings(overrides))
    emit(table.yaml(values) if form == "yaml" else json.dumps(values, indent=2) + "\n", output)


@command.command(name="check")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@format_option("text", "json")
@output_option
def check(folder: Path, form: str, output: str) -> ExitCode:
    """Render every virtual interface of the demo with the templates in FOLDER.

    Each fault is shown with its file and line. The rules about a configuration (DX908 and up)
    are applied to what was rendered. The exit code is 1 if there is a fault.
    """
    from dxnet import site_templates

    trial = site_templates.check(folder)
    emit(trial_json(trial) if form == "json" else trial_text(trial), output)
    return ExitCode.CHECKS_FAILED if trial.problems else ExitCode.DONE


def trial_json(trial: Trial) -> str:
    """The faults of a trial and the count of its texts, as JSON."""
    problems = [
        {"detail": each.detail, "hint": each.hint, "vif": each.vif_id} for each in trial.problems
    ]
    document = {"problems": problems, "rendered": dict(trial.rendered)}
    return json.dumps(document, indent=2, sort_keys=True) + "\n"


def trial_text(trial: Trial) -> str:
    """The faults of a trial, each with what to do next, and the count of its texts."""
    from dxnet.escape import for_terminal

    lines = []
    for each in trial.problems:
        about = f" (on {each.vif_id} of the demo)" if each.vif_id else ""
        lines += [
            f"{for_terminal(each.detail)}{about}",
            *([f"  next: {each.hint}"] * bool(each.hint)),
        ]
    count = len(trial.problems)
    faults = f"{count or 'no'} fault{'' if count == 1 else 's'}"
    texts = ", ".join(f"{count} on {slug}" for slug, count in trial.rendered.items())
    return "\n".join([*lines, f"{faults}; rendered: {texts or 'nothing'}"]) + "\n"
