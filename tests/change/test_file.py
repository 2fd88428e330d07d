"""What is refused before anything runs, and that each refusal is one sentence with the place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dxnet.change import file
from dxnet.errors import DxnetError
from tests.change.conftest import KEY, VIF, Write, create, request


def refused(path: Path) -> tuple[str, str]:
    with pytest.raises(DxnetError) as caught:
        file.read(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
    assert KEY not in caught.value.message + caught.value.hint
    return caught.value.message, caught.value.hint


def test_a_yaml_change_is_read_with_names_regions_and_parameters(tmp_path: Path) -> None:
    path = tmp_path / "change.yaml"
    path.write_text(
        "change: CHG0012345\n"
        "requests:\n"
        "  - {operation: DeleteVirtualInterface, region: eu-west-2, account: '111122223333',\n"
        "     parameters: {virtualInterfaceId: dxvif-ffabc123}}\n"
        "  - {operation: DeleteConnection, name: last, region: eu-west-1, parameters: {}}\n"
    )
    change = file.read(path)
    assert (change.id, change.regions) == ("CHG0012345", ("eu-west-1", "eu-west-2"))
    assert [each.name for each in change.requests] == ["request1", "last"]
    assert change.requests[0].account == "111122223333"
    assert change.requests[0].parameters == {"virtualInterfaceId": "dxvif-ffabc123"}


def test_no_key_is_in_the_repr_of_a_change(write: Write) -> None:
    assert KEY not in repr(file.read(write(create())))


@pytest.mark.parametrize(
    ("text", "problem", "hint"),
    [
        ("", "is empty", "dxnet plan --help"),
        ("[]", "is not a mapping", "dxnet plan --help"),
        ("{", "is cut off", "dxnet plan --help"),
        ('{"change": "C"}', "requests in", "dxnet plan --help"),
        ('{"change": "C", "requests": []}', "requests in", "dxnet plan --help"),
        ('{"requests": [1]}', "there is no change", "CHG0012345"),
        ('{"change": "C\\u001b[2J", "requests": [1]}', "change in", "CHG0012345"),
        ('{"change": "C", "request": [1]}', "unknown key 'request'", "did you mean requests?"),
        ('{"change": "C", "requests": [1]}', "request 1 in", "dxnet plan --help"),
    ],
)
def test_a_file_that_is_no_change_says_what_is_wrong(
    tmp_path: Path, text: str, problem: str, hint: str
) -> None:
    path = tmp_path / "change.json"
    path.write_text(text)
    message, next_step = refused(path)
    assert problem in message
    assert hint in next_step


@pytest.mark.parametrize(
    ("changed", "problem", "hint"),
    [
        ({"operation": "DeleteVirtualInterfaces"}, "no operation", "DeleteVirtualInterface"),
        ({"operation": None}, "names no operation", "such as"),
        ({"operation": "DescribeConnections"}, "changes nothing", "requests that change"),
        ({"operation": "StopBgpFailoverTest"}, "can't be planned", "AWS CLI"),
        ({"region": "eu west"}, "region of request 1", "eu-west-1"),
        ({"region": None}, "no region of request 1", "eu-west-1"),
        ({"account": 111122223333}, "account of request 1", "in quotes"),
        ({"name": "core-blue"}, "name of request 1", "letters and digits"),
        ({"parameters": []}, "parameters of request 1", "dxnet plan --help"),
        ({"parameter": {}}, "unknown key 'parameter'", "did you mean parameters?"),
    ],
)
def test_a_request_that_is_wrong_says_which_and_where(
    write: Write, changed: dict[str, Any], problem: str, hint: str
) -> None:
    asked = {**request("DeleteVirtualInterface", virtualInterfaceId=VIF), **changed}
    message, next_step = refused(write(asked))
    assert problem in message
    assert hint in next_step


@pytest.mark.parametrize(
    ("reference", "problem", "hint"),
    [
        ("${bleu.virtualInterfaceId}", "which no request is named", "did you mean blue?"),
        ("${blue.virtualInterfaceID}", "doesn't have", "virtualInterfaceId"),
        ("${blue}", "doesn't have", "virtualInterfaceId"),
        ("${later.virtualInterface.virtualInterfaceId}", "isn't answered before", "first"),
        ("${tag.x}", "isn't answered before", "first"),
        ("x${blue.virtualInterfaceId", "doesn't close", "${name.field}"),
        ("${blue.authKey}", "doesn't have", "it has"),
        ("${blue.customerRouterConfig}", "doesn't have", ""),
        ("${blue.bgpPeers.bgpPeerId}", "doesn't have", "did you mean bgpPeers.0.bgpPeerId?"),
        ("${blue.bgpPeers.1.bgpPeerID}", "doesn't have", "did you mean bgpPeers.0.bgpPeerId"),
        ("${blue.bgpPeers.one.bgpPeerId}", "doesn't have", "bgpPeers.0.bgpPeerId"),
        ("${blue.bgpPeers.1}", "doesn't have", "bgpPeers.0.asn"),
        ("${blue.bgpPeers.0.authKey}", "doesn't have", ""),
    ],
)
def test_a_reference_that_can_not_be_resolved_is_refused_before_anything_runs(
    write: Write, reference: str, problem: str, hint: str
) -> None:
    tag = request("TagResource", "tag", resourceArn=reference, tags=[])
    later = request("CreateTransitVirtualInterface", "later", connectionId="dxcon-x")
    message, next_step = refused(write(create(), tag, later))
    assert "parameters.resourceArn of request 2 (TagResource)" in message
    assert problem in message
    assert hint in next_step


def test_a_wrapped_answer_hints_at_the_field_inside(write: Write) -> None:
    first = request("CreateTransitVirtualInterface", "green", connectionId="dxcon-x")
    second = request("DeleteVirtualInterface", virtualInterfaceId="${green.virtualInterfaceId}")
    _, hint = refused(write(first, second))
    assert hint == "did you mean virtualInterface.virtualInterfaceId?"


def test_two_requests_of_one_name_are_refused(write: Write) -> None:
    message, _ = refused(write(create(), create(vlan=223)))
    assert "requests 1 and 2" in message


def test_a_key_is_taken_from_the_environment(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DX_KEY", KEY)
    found = file.read(write(create(authKey="${env:DX_KEY}"))).requests[0]
    assert found.parameters["newPrivateVirtualInterface"]["authKey"] == KEY


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"authKey": "${env:DX_ABSENT}"}, "needs the environment variable DX_ABSENT"),
        ({"authKey": "${DX_KEY}"}, "is a reference, and not to the environment"),
        ({"virtualInterfaceName": "${env:DX_KEY}"}, "is taken from the environment"),
    ],
)
def test_the_environment_is_for_keys_alone_and_must_hold_them(
    write: Write, monkeypatch: pytest.MonkeyPatch, fields: dict[str, Any], problem: str
) -> None:
    monkeypatch.setenv("DX_KEY", KEY)
    monkeypatch.delenv("DX_ABSENT", raising=False)
    message, _ = refused(write(create(**fields)))
    assert problem in message


def test_a_key_that_looks_like_a_reference_inside_is_taken_literally(write: Write) -> None:
    found = file.read(write(create(authKey="Fake${blue.x}Key"))).requests[0]
    assert found.parameters["newPrivateVirtualInterface"]["authKey"] == "Fake${blue.x}Key"


def test_an_absent_file_is_named_with_the_reason(tmp_path: Path) -> None:
    assert "No such file" in refused(tmp_path / "none.yaml")[0]


def test_a_folder_and_an_empty_name_are_no_change_file(tmp_path: Path) -> None:
    for path in (str(tmp_path), ""):
        with pytest.raises(DxnetError, match="is no change file"):
            file.read(path)
