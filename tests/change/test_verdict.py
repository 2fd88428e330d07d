"""What a plan expects of causes and paths, and how VIFs stand after a change was sent."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dxnet.change import file, plan, verdict
from dxnet.simulator import Service

from .conftest import (
    CONNECTION,
    KEY,
    NOW,
    REGION,
    SINGLE_VIF,
    VIF,
    Run,
    Write,
    create,
    new_vif,
    request,
)

Served = tuple[Service, str]
TO_ANOTHER = request(
    "AllocatePrivateVirtualInterface",
    "theirs",
    connectionId=CONNECTION,
    ownerAccount="444455556666",
    newPrivateVirtualInterfaceAllocation={
        name: value
        for name, value in new_vif(333).items()
        if value is not None and name not in ("virtualGatewayId", "directConnectGatewayId")
    }
    | {"amazonAddress": "169.254.250.1/30", "customerAddress": "169.254.250.2/30"},
)
RENAME = request(
    "UpdateVirtualInterfaceAttributes", virtualInterfaceId=SINGLE_VIF, virtualInterfaceName="new"
)


def fallen(raw: dict[str, Any]) -> dict[str, Any]:
    """The estate with the session of the single VIF down."""
    vifs = [
        vif
        | {
            "virtualInterfaceState": "down",
            "bgpPeers": [peer | {"bgpStatus": "down"} for peer in vif["bgpPeers"]],
        }
        if vif["virtualInterfaceId"] == SINGLE_VIF
        else vif
        for vif in raw["virtualInterfaces"]
    ]
    return {**raw, "virtualInterfaces": vifs}


def sent(dxnet: Run, write: Write, served: Served, asked: dict[str, Any]) -> dict[str, Any]:
    options = ("--yes", "--endpoint-url", served[1], "--format", "json")
    _, out, err = dxnet("apply", write(asked), *options)
    assert KEY not in out + err
    document: dict[str, Any] = json.loads(out)
    return document


def test_a_vif_for_another_account_waits_for_it(served: Served, write: Write, dxnet: Run) -> None:
    document = sent(dxnet, write, served, TO_ANOTHER)
    (said,) = document["verdicts"]
    assert (said["standing"], said["cause"]) == ("waiting", "awaits-acceptance")
    assert "444455556666" in said["next"]["who"] + said["next"]["text"]


def test_a_vif_that_stays_down_is_diagnosed_next(
    served: Served, raw: dict[str, Any], write: Write, dxnet: Run
) -> None:
    served[0].reset(fallen(raw))
    document = sent(dxnet, write, served, RENAME)
    (said,) = document["verdicts"]
    assert (said["id"], said["standing"]) == (SINGLE_VIF, "down")
    assert document["next"] == f"dxnet diagnose {SINGLE_VIF} --region {REGION}"


def test_a_vif_that_works_is_validated_next(served: Served, write: Write, dxnet: Run) -> None:
    document = sent(dxnet, write, served, RENAME)
    (said,) = document["verdicts"]
    assert (said["standing"], said["cause"]) == ("up", "up")
    code, out, _ = dxnet("apply", write(RENAME), "--yes", "--endpoint-url", served[1])
    assert code == 0
    assert "verdicts" not in out


def test_what_was_not_sent_has_no_verdict(served: Served, write: Write, dxnet: Run) -> None:
    taken = create(vlan=101)
    options = ("--yes", "--endpoint-url", served[1], "--format", "json")
    code, out, _ = dxnet("apply", write(taken), *options)
    assert code != 0
    assert json.loads(out)["verdicts"] == []


@pytest.mark.parametrize(
    ("asked", "causes", "paths"),
    [
        (
            request("DeleteVirtualInterface", virtualInterfaceId=VIF),
            {VIF: ("up", "vif-deleted")},
            2,
        ),
        (RENAME, {}, 0),
    ],
)
def test_a_plan_says_which_causes_and_paths_change(
    raw: dict[str, Any],
    write: Write,
    asked: dict[str, Any],
    causes: dict[str, tuple[str, str]],
    paths: int,
) -> None:
    planned = plan.make(file.read(str(write(asked))), raw, now=NOW)
    effects = verdict.effects(planned)
    found = {each.subject: (each.before, each.after) for each in effects.causes}
    assert found == causes
    assert len(effects.paths) == paths


def test_a_plan_prints_them(served: Served, write: Write, dxnet: Run) -> None:
    path = write(request("DeleteVirtualInterface", virtualInterfaceId=VIF))
    _, out, _ = dxnet("plan", path, "--endpoint-url", served[1])
    assert f"  {VIF}: up -> vif-deleted" in out
    assert "Paths before and after" in out
    _, out, _ = dxnet("plan", path, "--endpoint-url", served[1], "--format", "json")
    assert json.loads(out)["causes"] == [{"subject": VIF, "before": "up", "after": "vif-deleted"}]
