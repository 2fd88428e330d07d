"""`dxnet simulate`."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click

from dxnet.cli.output import STDOUT, emit, note
from dxnet.errors import UsageError

_PORT = 4570
_HOW = """\
The simulated Direct Connect API of {estate} is at {url} (not AWS; loopback only).

The AWS CLI, boto3 and any SDK, from the environment:
  export AWS_ENDPOINT_URL_DIRECT_CONNECT={url}
  export AWS_ENDPOINT_URL_CLOUDWATCH={url} AWS_ENDPOINT_URL_HEALTH={url}
  export AWS_ACCESS_KEY_ID={account} AWS_SECRET_ACCESS_KEY=fake
  export AWS_REGION={region} AWS_DEFAULT_REGION={region}
  unset AWS_PROFILE AWS_SESSION_TOKEN
  aws directconnect describe-virtual-interfaces
The access key id is the account that asks. dxnet and the AWS CLI take --endpoint-url, too:
  dxnet list --endpoint-url {url} --region {region}
boto3 by itself:
  boto3.client("directconnect", region_name="{region}", endpoint_url="{url}",
               aws_access_key_id="{account}", aws_secret_access_key="fake")

Let a link or a BGP session fail, and let time pass (docs/simulator.md has more):
  curl -d '{{"id": "{port_id}", "state": "down"}}' {url}/dxnet/link
  curl -d '{{"id": "{vif_id}", "state": "down"}}' {url}/dxnet/session
  curl -d '{{"seconds": 900}}' {url}/dxnet/clock
Begin again, with the same estate or another, {save}:
  curl -X POST {url}/dxnet/reset
  curl --data-binary @estate.json {url}/dxnet/reset
  curl -X POST {url}/dxnet/save
Ctrl-C ends it.
"""


@click.command(name="simulate")
@click.option(
    "--estate",
    default="demo",
    show_default=True,
    metavar="ESTATE",
    help="The estate at the start: demo, empty, or a file that --source can read.",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=_PORT,
    show_default=True,
    help="The TCP port; 0 for any free one.",
)
@click.option(
    "--state-delay",
    type=click.FloatRange(min=0),
    default=0.0,
    show_default=True,
    metavar="SECONDS",
    help="How long each change of an object's state takes.",
)
@click.option(
    "--router",
    type=click.Choice(["speaks", "silent"]),
    default="speaks",
    show_default=True,
    help="Whether a new BGP session comes up by itself.",
)
@click.option(
    "--deny",
    multiple=True,
    metavar="ACTION",
    help="Refuse an action, as in IAM: DescribeLags, Create*, DescribeLags@REGION; repeatable.",
)
@click.option(
    "--save",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="Write the estate to FILE at the end, keys included.",
)
def command(
    estate: str,
    port: int,
    state_delay: float,
    router: str,
    deny: tuple[str, ...],
    save: str | None,
) -> None:
    """Serve an estate as the Direct Connect API on loopback, until Ctrl-C.

    It prints how boto3, the AWS CLI and any other SDK reach it. With --save the estate is written
    at the end and on each POST to /dxnet/save; --estate FILE continues with it later.
    It needs moto, which the extra `simulator` installs: in a clone, pip install '.[simulator]'.
    """
    from dxnet.simulator import Service, serve

    raw = _estate(estate)
    service = Service(raw, state_delay=state_delay, router_speaks=router == "speaks")
    service.deny(*deny)

    def write(_: bytes = b"") -> str:
        if save is None:
            raise UsageError("there is no file to save to", hint="start it with --save FILE")
        text = json.dumps(service.dump(), indent=1, sort_keys=True) + "\n"
        emit(text, save, private=True)
        return f"wrote {save}"

    controls: Mapping[str, Callable[[bytes], str]] = {"/dxnet/save": write}
    with _ended() as ended, serve(service, port, controls) as url:
        keep = f"or write {save}" if save else "or write the file that --save names"
        text = _HOW.format(
            estate=estate,
            url=url,
            account=service.account,
            region=service.region,
            save=keep,
            port_id=_first(raw, "connections", "connectionId"),
            vif_id=_first(raw, "virtualInterfaces", "virtualInterfaceId"),
        )
        emit(text, STDOUT)
        ended.wait()
    if save is not None:
        write()
    note("the simulator has ended")


def _estate(source: str) -> dict[str, Any]:
    """Read the raw estate that --estate names."""
    if source == "empty":
        return {}
    from dxnet import sources

    if source == "aws":
        raise UsageError(
            "the simulator doesn't read AWS itself",
            hint="`dxnet snapshot -o estate.json`, then --estate estate.json",
        )
    return sources.read(sources.Options(source))


def _first(raw: Mapping[str, Any], kind: str, id_field: str) -> str:
    """The id of the estate's first object of that kind, to show it in a command."""
    return next((str(record.get(id_field)) for record in raw.get(kind) or ()), "ID")


@contextmanager
def _ended() -> Iterator[threading.Event]:
    """Give an event that is set when the user or the system asks the process to end."""
    event = threading.Event()
    names = (signal.SIGINT, signal.SIGTERM)
    before = {name: signal.signal(name, lambda *_: event.set()) for name in names}
    try:
        yield event
    finally:
        for name, handler in before.items():
            signal.signal(name, handler)
