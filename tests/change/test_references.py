"""References into the lists of an answer: in the plan, when sent, and when run again."""

from __future__ import annotations

from typing import Any

import pytest

from dxnet.change import references
from dxnet.errors import RefusedError
from dxnet.simulator import Service
from tests.change.conftest import SINGLE_VIF, MakePlan, Run, Write, request

Served = tuple[Service, str]

NEW_PEER = {"asn": 65010, "addressFamily": "ipv6"}
PEER = request("CreateBGPPeer", "peer", virtualInterfaceId=SINGLE_VIF, newBGPPeer=NEW_PEER)


def delete(index: str) -> dict[str, Any]:
    reference = f"${{peer.virtualInterface.bgpPeers.{index}.bgpPeerId}}"
    return request("DeleteBGPPeer", virtualInterfaceId=SINGLE_VIF, bgpPeerId=reference)


@pytest.mark.parametrize("index", ["1", "-1"])
def test_a_peer_that_the_change_makes_can_be_named_in_it(make: MakePlan, index: str) -> None:
    plan = make(PEER, delete(index))
    (deleted,) = plan.steps[1].touched
    states = [each["bgpPeerState"] for each in (deleted.after or {})["bgpPeers"]]
    assert states == ["available", "deleting"]


def test_it_is_sent_with_awss_id_also_in_a_second_run(
    served: Served, write: Write, dxnet: Run
) -> None:
    _, url = served
    path = write(PEER, delete("1"))
    journal = path.with_name("change.json.journal")
    command = ("apply", path, "--yes", "--endpoint-url", url)
    code, out, err = dxnet(*command)
    assert (code, out.count("done  ")) == (0, 2), err
    lines = journal.read_text().splitlines(keepends=True)
    journal.write_text("".join(lines[:3]))  # as if the second request had never been sent
    code, _, err = dxnet(*command)
    assert code == 1
    assert "request 2 (DeleteBGPPeer) would be refused" in err


def test_an_item_that_is_not_there_is_named_with_how_many_there_are(make: MakePlan) -> None:
    with pytest.raises(RefusedError) as caught:
        make(PEER, delete("7"))
    assert "has no virtualInterface.bgpPeers.7.bgpPeerId" in caught.value.message
    assert "virtualInterface.bgpPeers has items 0 to 1" in caught.value.hint


def test_an_index_counts_from_the_first_item_or_from_the_last() -> None:
    answers = {"a": {"items": [{"n": 5}, {"n": 6}, {"n": 7}]}}
    assert references.resolve(["${a.items.0.n}", "${a.items.-1.n}"], answers) == [5, 7]
