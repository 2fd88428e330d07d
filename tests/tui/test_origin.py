"""What the screen says of where its data come from, and of what is lacking."""

from __future__ import annotations

from dataclasses import replace

from dxnet.gaps import Gap
from dxnet.model import Estate
from dxnet.provenance import Provenance

from .driving import SMALL, Driver, drive
from .estates import session, small

READ = Provenance(
    version="0.1.0",
    source="AWS",
    time="2026-11-25T02:51:03+00:00",
    account="111122223333",
    role="NetworkReadOnly",
    regions=("eu-west-1",),
    endpoint="https://directconnect.eu-west-1.amazonaws.com",
    is_aws=True,
)
DENIED = Gap(
    "interconnects", "eu-west-1", "profile x may not call directconnect:DescribeInterconnects"
)


def shown(estate: Estate) -> str:
    """The screen's text once the estate is loaded, on a small terminal."""
    texts: list[str] = []

    async def scenario(ui: Driver) -> None:
        texts.append(ui.text)

    drive(scenario, session(lambda: estate), size=SMALL)
    return texts[0]


def test_account_role_region_and_time_are_on_the_screen() -> None:
    text = shown(replace(small(), provenance=READ))
    for word in ("2026-11-25 02:51:03 UTC", "111122223333", "NetworkReadOnly", "eu-west-1"):
        assert word in text
    assert "SIMULATOR" not in text


def test_an_endpoint_that_is_not_aws_stands_out() -> None:
    simulator = replace(READ, endpoint="http://127.0.0.1:4570", is_aws=False)
    assert "the SIMULATOR at 127.0.0.1:4570" in shown(replace(small(), provenance=simulator))


def test_what_was_not_read_is_named_and_the_rest_is_shown() -> None:
    region = Gap("virtualInterfaces", "us-east-1", "AWS didn't answer in time")
    text = shown(replace(small(), provenance=READ, gaps=(DENIED, region)))
    assert "not read: interconnects in eu-west-1" in text
    assert "core-blue" in text


def test_several_gaps_are_counted() -> None:
    more = tuple(replace(DENIED, region=f"eu-west-{number}") for number in (2, 3))
    text = shown(replace(small(), gaps=(Gap("lags", "", "denied"), *more)))
    assert "not read: LAGs (denied); 2 more" in text
