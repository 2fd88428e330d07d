"""`dxnet plan`."""

from __future__ import annotations

import click

from dxnet.cli import changing
from dxnet.cli.output import emit, format_option, output_option, wants_colour
from dxnet.cli.reading import Reading, estate_options


@click.command(name="plan")
@click.argument("change_file", metavar="FILE", type=click.Path())
@format_option("text", "json")
@output_option
@estate_options
def command(reading: Reading, change_file: str, form: str, output: str) -> None:
    """Show what a change does to each object, field by field. Nothing is sent to AWS.

    FILE contains requests to the Direct Connect API. They are tried on a copy of the estate: a
    request that AWS would refuse is refused with the same reason, and the exit code is 1. A value
    that AWS will choose is shown as assigned by AWS. A line that begins with ! says what the
    change interrupts or waits for; with ?, what can't be told from here.

    \b
      dxnet plan CHG0012345.yaml
      dxnet validate --change CHG0012345.yaml

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
    from dxnet.change import document

    plan, label = changing.planned(reading, change_file)
    content = document.document(plan, label)
    text = (
        document.dumps(content)
        if form == "json"
        else document.text(content, colour=wants_colour(output))
    )
    emit(text, output)
