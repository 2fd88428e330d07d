from __future__ import annotations

import copy
import dataclasses
import json
import logging
import pickle
import pprint
import traceback
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dxnet
from dxnet import parse
from dxnet.model import MASK, BgpPeer, Secret, Vif

KEY = "FakeKey-dxvif-1"
ROOT = Path(dxnet.__file__).parent.parent


@pytest.fixture
def vif() -> Vif:
    xml = f"<logical_connection><bgp_auth_key>{KEY}</bgp_auth_key></logical_connection>"
    record = {
        "virtualInterfaceId": "dxvif-ffaaaaa1",
        "authKey": KEY,
        "amazonAddress": "192.0.2.1/30",
        "customerRouterConfig": xml,
    }
    return parse.estate({"virtualInterfaces": [record]}).vifs[0]


def _peer(vif: Vif) -> BgpPeer:
    return vif.peers[0]


def test_a_secret_shows_itself_in_no_text() -> None:
    secret = Secret(KEY)
    texts = (
        str(secret),
        repr(secret),
        f"{secret}",
        f"{secret!r}",
        f"{secret:>40}",
        "%s %r" % (secret, [secret]),  # noqa: UP031
        pprint.pformat({"key": secret}),
        ascii(secret),
    )
    assert not [text for text in texts if KEY in text]
    assert str(secret) == MASK


def test_only_reveal_gives_the_key() -> None:
    assert Secret(KEY).reveal() == KEY


def test_a_vif_that_holds_a_key_shows_it_in_no_text(vif: Vif) -> None:
    assert vif.router_config is not None
    assert vif.router_config.bgp_auth_key == _peer(vif).auth_key
    assert KEY not in repr(vif)
    assert KEY not in str(dataclasses.asdict(vif))
    assert KEY not in json.dumps(dataclasses.asdict(vif), default=str)
    assert KEY not in repr(dataclasses.replace(vif, name="another"))


def test_json_refuses_a_secret() -> None:
    with pytest.raises(TypeError) as caught:
        json.dumps({"key": Secret(KEY)})
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickle_refuses_a_secret(protocol: int, vif: Vif) -> None:
    for value in (Secret(KEY), vif):
        with pytest.raises(TypeError, match="can't be pickled"):
            pickle.dumps(value, protocol)


def test_copies_keep_the_key_and_hide_it(vif: Vif) -> None:
    for made in (copy.copy(_peer(vif)), copy.deepcopy(_peer(vif))):
        assert made.auth_key == Secret(KEY)
        assert KEY not in repr(made)


def test_a_traceback_with_locals_does_not_show_the_key(vif: Vif) -> None:
    try:
        _fail(_peer(vif))
    except ZeroDivisionError as error:
        found = traceback.TracebackException.from_exception(error, capture_locals=True)
    text = "".join(found.format())
    assert "auth_key" in text
    assert KEY not in text


def _fail(peer: BgpPeer) -> float:
    held = peer.auth_key
    return 1 / (held != peer.auth_key)


def test_a_log_line_does_not_show_the_key(vif: Vif, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        logging.getLogger("dxnet.test").debug("%s %r %s", _peer(vif), vif, _peer(vif).auth_key)
    assert MASK in caplog.text
    assert KEY not in caplog.text


def test_secrets_compare_and_hash_by_value() -> None:
    assert Secret(KEY) == Secret(KEY)
    assert Secret(KEY) != Secret("FakeKey-dxvif-2")
    assert Secret(KEY) != KEY
    assert len({Secret(KEY), Secret(KEY)}) == 1


@given(st.text(), st.text(min_size=1), st.text())
def test_masking_leaves_no_occurrence_of_the_key(before: str, key: str, after: str) -> None:
    key = f"FakeKey{key}"
    assert key not in Secret(key).mask_in(before + key + after + key)


def test_an_empty_secret_masks_nothing() -> None:
    assert Secret("").mask_in("text") == "text"


def test_a_key_is_revealed_to_the_configuration_its_rules_and_the_guard_only() -> None:
    files = [
        path
        for folder in ("dxnet", "tui")
        for path in (ROOT / folder).rglob("*.py")
        if ".reveal(" in path.read_text("utf-8")
    ]
    assert {path.relative_to(ROOT).as_posix() for path in files} == {
        "dxnet/checks/auth_key.py",
        "dxnet/render/keys.py",
        "dxnet/secrets.py",
    }


def test_nothing_but_the_secret_itself_reads_its_value() -> None:
    files = [
        path for path in (ROOT / "dxnet").rglob("*.py") if "._value" in path.read_text("utf-8")
    ]
    assert [path.name for path in files] == ["secrets.py"]
