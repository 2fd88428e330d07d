"""`dxnet render-config`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dxnet.cli import changing
from dxnet.cli.completing import port_ids, vif_ids
from dxnet.cli.output import STDOUT, emit, note, output_option, tell
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
# What is written together, so that the way back is that of what was applied.
_TOGETHER: tuple[TextKind, ...] = ("config", "rollback", "verify")
_ENDINGS: Mapping[TextKind, str] = {
    "config": ".{extension}",
    "rollback": ".rollback.{extension}",
    "verify": ".verify.txt",
}


@click.command(name="render-config")
@click.argument("names", nargs=-1, metavar="[VIF]...", shell_complete=vif_ids)
@click.option("--all", "every", is_flag=True, help="Render every virtual interface of the source.")
@click.option(
    "--connection",
    metavar="ID",
    shell_complete=port_ids,
    help="Render every virtual interface on a connection or LAG.",
)
@changing.change_option("Render the VIFs that this change file creates (see dxnet plan).")
@click.option("--mask-key", is_flag=True, help="Make the key's line a comment: a copy to share.")
@click.option(
    "--rollback",
    is_flag=True,
    help="Print the commands that remove the configuration (no key).",
)
@click.option(
    "--verify",
    is_flag=True,
    help="Print the commands that show whether it works, and what to expect (no key).",
)
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
    """Print the checked configuration of the customer's router to stdout, and nothing else.

    The platform comes from --platform or dxnet.toml. If a check fails, nothing is written: the
    report goes to stderr, and the exit code is 1. With several VIFs, either every configuration
    is written or none. -o FOLDER/ writes three files for each virtual interface: <id>.<extension>,
    <id>.rollback.<extension> and <id>.verify.txt. The configuration contains the BGP key, so only
    its owner can read the files.

    --rollback and --verify print those other texts alone. Since you must always be able to go
    back, a failed check is reported but doesn't stop them. They are refused only if they can't be
    rendered at all.

    --change renders the virtual interfaces that a change file creates, before it is applied. The
    name of the request stands for the id that AWS will assign. If AWS will choose the key, its
    line is a comment.

    \b
      dxnet render-config dxvif-ffabc123 --platform cisco_xe --interface GigabitEthernet0/0/1
      dxnet render-config --connection dxcon-ffabc123 -o configs/
      dxnet render-config dxvif-ffabc123 --rollback
    """
    _need_one_choice(bool(names), every, connection is not None, change_file is not None)
    kind = _kind(rollback=rollback, verify=verify)
    settings = reading.settings(overrides)
    if change_file is not None:
        vifs, report, assessed = _planned(reading, change_file, settings, accept)
    else:
        vifs, report, assessed = _read(reading, names, connection, settings, accept)
    if kind == "config":
        _stop_if_failed(report)
    _tell(report)
    _tell_templates(assessed, vifs)
    is_folder = output != STDOUT and (output.endswith("/") or Path(output).is_dir())
    written = _TOGETHER if is_folder and kind == "config" else (kind,)
    texts = {each: _texts(assessed, vifs, each, mask=mask_key) for each in written}
    with_keys = kind == "config" and not mask_key
    if is_folder:
        _write(texts, Path(output), with_keys=with_keys)
    else:
        _refuse_several_platforms(texts[kind])
        whole = "\n".join(each.text for each in texts[kind])
        emit(whole, output, private=True, with_keys=with_keys)


def _need_one_choice(*chosen: bool) -> None:
    """Raise `UsageError` unless the VIFs are chosen in just one way."""
    if sum(chosen) != 1:
        what = "needs" if not any(chosen) else "takes only one of"
        raise UsageError(
            f"render-config {what} virtual interfaces, --connection, --all or --change",
            hint="`dxnet list` shows the ids",
        )


def _kind(*, rollback: bool, verify: bool) -> TextKind:
    """The kind of text to print; raises `UsageError` for two kinds."""
    if rollback and verify:
        raise UsageError(
            "--rollback and --verify can't be given together",
            hint="run render-config once for each",
        )
    return "rollback" if rollback else "verify" if verify else "config"


_Subject = tuple[list["Vif"], "Report", "Assessment"]


def _read(
    reading: Reading,
    names: Sequence[str],
    connection: str | None,
    settings: Settings,
    accept: Sequence[str],
) -> _Subject:
    """Read the VIFs to render, and run the checks on them."""
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
    origin = estate.provenance or Provenance.now(reading.label)
    names_by_id = {vif.id: vif.name for vif in vifs}
    report = Report(title, assessed.findings, origin, names_by_id, estate.gaps)
    return vifs, report, assessed


def _planned(
    reading: Reading, change_file: str, settings: Settings, accept: Sequence[str]
) -> _Subject:
    """Plan the change, and run the checks on the VIFs that it creates."""
    from dxnet.change import outcome

    plan, label = changing.planned(reading, change_file)
    vifs = outcome.made_vifs(plan, outcome.estate(plan))
    if not vifs:
        raise UsageError(
            f"{plan.change.id} creates no virtual interface", hint="name one in place of --change"
        )
    for vif in vifs:
        if unknown := outcome.unknown_addresses(plan, vif):
            raise RefusedError(
                f"{vif.id} can't be rendered before it is created, because AWS assigns "
                f"{', '.join(unknown)}",
                hint="give the addresses in the change, or render it after `dxnet apply`",
            )
        note(f"{vif.id} stands for an id that AWS will assign; names that contain it will change")
    assessed = changing.assessment(plan, settings, accept)
    _need_routers(assessed, vifs)
    return vifs, changing.report_of(plan, assessed, label), assessed


def _chosen(estate: Estate, names: Sequence[str], connection: str | None) -> list[Vif]:
    """Return the VIFs to render. A deleted one is refused if it was named, else left out."""
    from dxnet import lookup

    if names:
        vifs = lookup.find_vifs(estate, names)
        for vif in vifs:
            if not vif.is_live:
                raise UsageError(
                    f"{vif.id} is {vif.state}, so there is nothing to configure",
                    hint="render its rollback from a snapshot that was taken before its deletion",
                )
        return vifs
    among = estate.vifs if connection is None else lookup.find_vifs_on(estate, connection)
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
        tell(text(report))
        raise RefusedError(
            f"no configuration was made, because checks failed on {report.title}",
            hint='correct what they say, or accept each by name: --accept DX305="reason"',
        )


def _tell(report: Report) -> None:
    from dxnet.report.text import short

    for finding in report.findings.to_read:
        note(short(finding))


def _tell_templates(assessed: Assessment, vifs: Sequence[Vif]) -> None:
    """Name the folders of a site's templates, which can put any line into a configuration."""
    from dxnet.assess import CustomerRouter

    chosen = (assessed.routers[vif.id] for vif in vifs)
    routers = [each.router for each in chosen if isinstance(each, CustomerRouter)]
    named = {(each.templates, each.templates_from) for each in routers if each.templates}
    for folder, named_by in sorted(named):
        note(f"the templates in {folder} are used, which {named_by} names")


def _texts(
    assessed: Assessment, vifs: Sequence[Vif], kind: TextKind, *, mask: bool
) -> list[Configuration]:
    """Render the text of each VIF; raise the first refusal."""
    from dxnet.assess import Configuration, configuration

    texts = []
    for vif in vifs:
        text = configuration(assessed, vif.id, kind=kind, mask=mask)
        if not isinstance(text, Configuration):
            raise text.as_error()
        texts.append(text)
    return texts


def _refuse_several_platforms(texts: Sequence[Configuration]) -> None:
    """Raise `DxnetError` for texts of two platforms, since no router reads both."""
    slugs = sorted({each.platform.slug for each in texts})
    if len(slugs) > 1:
        raise UsageError(
            f"the virtual interfaces are on routers of several platforms: {', '.join(slugs)}",
            hint="write a file for each with -o FOLDER/",
        )


def _write(
    texts: Mapping[TextKind, Sequence[Configuration]], folder: Path, *, with_keys: bool
) -> None:
    """Write a file for each text into the folder."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"can't make the folder {folder}: {error.strerror}", hint="name another one with -o"
        ) from error
    for kind, of_kind in texts.items():
        for each in of_kind:
            name = each.vif_id + _ENDINGS[kind].format(extension=each.platform.extension)
            has_keys = with_keys and kind == "config"
            emit(each.text, str(folder / name), private=True, with_keys=has_keys)
