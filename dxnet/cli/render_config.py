"""`dxnet render-config`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dxnet.cli import changing
from dxnet.cli.completing import port_ids, vif_ids
from dxnet.cli.output import STDOUT, emit, note, output_option
from dxnet.cli.reading import Reading, estate_options
from dxnet.cli.router import accept_option, router_options
from dxnet.errors import RefusedError, UsageError

if TYPE_CHECKING:
    from dxnet.assess import Assessment, Configuration
    from dxnet.assess.configuration import TextKind
    from dxnet.model import Estate, Vif
    from dxnet.report import Report
    from dxnet.settings import Settings

_READ = ("virtualInterfaces", "connections", "lags")
_VIF_ID = re.compile(r"dxvif-[a-z0-9]+")
_ENDINGS = {
    "config": ".{extension}",
    "rollback": ".rollback.{extension}",
    "verify": ".verify.txt",
}


@click.command(name="render-config")
@click.argument("names", nargs=-1, metavar="[VIF]...", shell_complete=vif_ids)
@click.option("--all", "every", is_flag=True, help="Every virtual interface of the source.")
@click.option(
    "--connection",
    metavar="ID",
    shell_complete=port_ids,
    help="Every one on a connection or LAG.",
)
@changing.change_option("Those that a change makes: see dxnet plan.")
@click.option("--mask-key", is_flag=True, help="A copy to share: the key's line is a comment.")
@click.option("--rollback", is_flag=True, help="What removes the configuration; holds no key.")
@click.option("--verify", is_flag=True, help="Commands that prove it, and what to expect; no key.")
@accept_option
@output_option
@router_options
@estate_options
def command(
    reading: Reading,
    names: tuple[str, ...],
    every: bool,
    connection: str | None,
    change_file: str | None,
    mask_key: bool,
    rollback: bool,
    verify: bool,
    accept: tuple[str, ...],
    output: str,
    overrides: dict[str, Any],
) -> None:
    """Print the checked configuration of the customer's router, and nothing else, to stdout.

    The platform comes from --platform or dxnet.toml. A failed check stops it: the report goes to
    stderr, the exit code is 1, and nothing is written. Several configurations are made all or
    none. -o FOLDER/ writes one file for each virtual interface, <id>.<extension>. The
    configuration holds the BGP key, so files can be read by their owner only.

    --rollback and --verify print those texts instead, in files <id>.rollback.<extension> and
    <id>.verify.txt. Since the way back must be there when it is needed, a failed check is said
    but doesn't stop them; only what can't be rendered at all is refused.

    --change renders the virtual interfaces that a change makes, before it is applied: the name of
    the request stands for the id, and the line of a key that AWS will make is a comment.

    \b
      dxnet render-config dxvif-ffabc123 --platform cisco_xe --interface GigabitEthernet0/0/1
      dxnet render-config --connection dxcon-ffabc123 -o configs/
      dxnet render-config dxvif-ffabc123 --rollback
    """
    chosen = (bool(names), every, connection is not None, change_file is not None)
    if sum(chosen) != 1:
        what = "needs" if not any(chosen) else "takes only one of"
        raise UsageError(
            f"render-config {what} virtual interfaces, --connection, --all or --change",
            hint="`dxnet list` shows the ids",
        )
    if rollback and verify:
        raise UsageError(
            "--rollback and --verify are two texts", hint="run render-config once for each"
        )
    kind: TextKind = "rollback" if rollback else "verify" if verify else "config"
    settings = reading.settings(overrides)
    if change_file is not None:
        vifs, report, assessed = _planned(reading, change_file, settings, accept)
    else:
        vifs, report, assessed = _read(reading, names, connection, settings, accept)
    if kind == "config":
        _stop_if_failed(report)
    _tell(report)
    _write(_texts(assessed, vifs, kind, mask=mask_key), _ENDINGS[kind], output)


_Subject = tuple[list["Vif"], "Report", "Assessment"]


def _read(
    reading: Reading,
    names: Sequence[str],
    connection: str | None,
    settings: Settings,
    accept: Sequence[str],
) -> _Subject:
    """The VIFs that the source has, and what the checks say of them."""
    from dxnet.assess import assess
    from dxnet.checks import acceptance
    from dxnet.report import Provenance, Report

    are_ids = bool(names) and all(_VIF_ID.fullmatch(name) for name in names)
    estate = reading.estate(_READ, names if are_ids else ())
    vifs = _chosen(estate, names, connection)
    accepted = [acceptance.parse(text) for text in accept]
    assessed = assess(estate, settings, [vif.id for vif in vifs], accepted)
    _need_routers(assessed, vifs)
    title = (
        f"{vifs[0].id} {vifs[0].name}".rstrip()
        if len(vifs) == 1
        else (f"{len(vifs)} virtual interfaces")
    )
    names_by_id = {vif.id: vif.name for vif in vifs}
    report = Report(title, assessed.findings, Provenance.now(reading.label), names_by_id)
    return vifs, report, assessed


def _planned(
    reading: Reading, change_file: str, settings: Settings, accept: Sequence[str]
) -> _Subject:
    """The VIFs that a change makes, and what the checks say after it."""
    from dxnet.change import outcome

    plan, label = changing.planned(reading, change_file)
    vifs = outcome.made_vifs(plan, outcome.estate(plan))
    if not vifs:
        raise UsageError(f"{plan.change.id} makes no virtual interface", hint="name one instead")
    for vif in vifs:
        if unknown := outcome.unknown_addresses(plan, vif):
            raise RefusedError(
                f"{vif.id} can't be rendered before it is made, as AWS assigns "
                f"{', '.join(unknown)}",
                hint="give the addresses in the change, or render it after `dxnet apply`",
            )
        note(f"{vif.id} stands for an id that AWS assigns; names made of it will change")
    assessed = changing.assessment(plan, settings, accept)
    _need_routers(assessed, vifs)
    return vifs, changing.report_of(plan, assessed, label), assessed


def _chosen(estate: Estate, names: Sequence[str], connection: str | None) -> list[Vif]:
    """The VIFs to render; those being deleted are refused by name and left out otherwise."""
    from dxnet import lookup

    if names:
        vifs = lookup.find_vifs(estate, names)
        for vif in vifs:
            if not vif.is_live:
                raise UsageError(
                    f"{vif.id} is {vif.state}, so there is nothing to configure",
                    hint="its rollback can be made from a snapshot of the time when it was there",
                )
        return vifs
    port = None if connection is None else lookup.find_port(estate, connection)
    among = estate.vifs if port is None else estate.vifs_on(port.id)
    live = [vif for vif in among if vif.is_live]
    if not live:
        place = connection or "the source"
        raise UsageError(f"{place} holds no virtual interface", hint="`dxnet list` shows them")
    return live


def _need_routers(assessed: Assessment, vifs: Sequence[Vif]) -> None:
    """Raise `DxnetError` if the settings are wrong, or name no platform for one of the VIFs."""
    from dxnet.assess import NoRouter

    assessed.refuse_faulty_settings()
    for vif in vifs:
        router = assessed.routers[vif.id]
        if isinstance(router, NoRouter):
            raise router.error


def _stop_if_failed(report: Report) -> None:
    from dxnet.report.text import text

    if report.has_failed:
        click.echo(text(report), err=True)
        raise RefusedError(
            f"no configuration was made, because checks failed on {report.title}",
            hint='correct what they say, or accept each by name: --accept DX305="reason"',
        )


def _tell(report: Report) -> None:
    from dxnet.report.text import short

    for finding in report.findings.told:
        note(short(finding))


def _texts(
    assessed: Assessment, vifs: Sequence[Vif], kind: TextKind, *, mask: bool
) -> list[Configuration]:
    """The text of each VIF, or the first refusal raised."""
    from dxnet.assess import Configuration, configuration

    texts = []
    for vif in vifs:
        text = configuration(assessed, vif.id, kind=kind, mask=mask)
        if not isinstance(text, Configuration):
            raise text.as_error()
        texts.append(text)
    return texts


def _write(texts: Sequence[Configuration], ending: str, output: str) -> None:
    folder = Path(output)
    if output == STDOUT or not (output.endswith("/") or folder.is_dir()):
        emit("\n".join(each.text for each in texts), output, private=True)
        return
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"can't make the folder {folder}: {error.strerror}", hint="name another one with -o"
        ) from error
    for each in texts:
        name = each.vif_id + ending.format(extension=each.platform.extension)
        emit(each.text, str(folder / name), private=True)
