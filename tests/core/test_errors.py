from __future__ import annotations

import pytest

from dxnet import errors
from dxnet.errors import DxnetError, SourceError, did_you_mean


def test_an_error_has_a_message_a_hint_and_an_exit_code() -> None:
    error = SourceError("what is wrong", hint="what to do")
    assert str(error) == "what is wrong"
    assert (error.hint, error.code) == ("what to do", 3)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.RefusedError, 1),
        (errors.UsageError, 2),
        (errors.SourceError, 3),
        (errors.PartialError, 4),
        (errors.FaultError, 70),
        (errors.InterruptError, 130),
    ],
)
def test_each_kind_of_error_has_its_own_exit_code(kind: type[DxnetError], code: int) -> None:
    assert kind("what is wrong").code == code


def test_the_nearest_known_names_come_first() -> None:
    assert did_you_mean("cisco_xr1", ["cisco_xe", "cisco_xr", "frr"]).startswith(
        "did you mean cisco_xr"
    )
    assert did_you_mean("nonsense", ["cisco_xe", "frr"]) == ""
