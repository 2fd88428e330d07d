"""`dxnet plan`."""

from __future__ import annotations

import click

from dxnet.cli import changing
from dxnet.cli.output import emit, format_option, output_option, wants_colour
from dxnet.cli.reading import Reading, estate_options
from dxnet.errors import UsageError


@click.command(name="plan")
@click.argument("change_file", metavar="FILE", type=click.Path())
@click.option(
    "--destroy",
    is_flag=True,
    help="Print the change file that takes back what FILE.journal shows as done.",
)
@format_option("text", "json")
@output_option
@estate_options
def command(reading: Reading, change_file: str, destroy: bool, form: str, output: str) -> None:
    """Show what a change does to each object, field by field. Nothing is sent to AWS.

    FILE contains requests to the Direct Connect API. They are tried on a copy of the estate: a
    request that AWS would refuse is refused with the same reason, and the exit code is 1. A value
    that AWS will choose is shown as assigned by AWS. A line that begins with ! says what the
    change interrupts or waits for; with ?, what can't be told from here; with =, that a request
    changes nothing.

    \b
      dxnet plan CHG0012345.yaml
      dxnet validate --change CHG0012345.yaml
      dxnet plan --destroy CHG0012345.yaml -o back.yaml

    FILE is YAML or JSON. The parameters of a request are those of the AWS CLI's
    --cli-input-yaml:

    \b
      change: CHG0012345
      requests:
        - operation: CreateBGPPeer
          region: eu-west-1
          parameters:
            virtualInterfaceId: dxvif-ffabc123
            newBGPPeer: {asn: 65000, addressFamily: ipv6}
    """
    if destroy:
        emit(_way_back(change_file, form), output)
        return
    from dxnet.change import document

    plan, label = changing.planned(reading, change_file)
    content = document.document(plan, label)
    text = (
        document.dumps(content)
        if form == "json"
        else document.text(content, colour=wants_colour(output))
    )
    emit(text, output)


def _way_back(change_file: str, form: str) -> str:
    """The change file that takes the change back, as YAML."""
    from dxnet.change import file, journal, way_back

    if form != "text":
        raise UsageError("--destroy prints a change file, which is YAML", hint="leave --format out")
    change = file.read(change_file)
    path = journal.path_of(change)
    if not path.exists():
        raise UsageError(
            f"there is no {path}, so nothing of {change.id} was sent",
            hint="name the file that `dxnet apply` was given",
        )
    with journal.opened(change) as notes:
        return way_back.text(change, way_back.make(change, notes))
