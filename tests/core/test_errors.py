from __future__ import annotations

from dxnet.errors import DxnetError, ExitCode, nearest


def test_an_error_has_a_message_a_hint_and_an_exit_code() -> None:
    error = DxnetError("what is wrong", hint="what to do", code=ExitCode.SOURCE_UNREADABLE)
    assert str(error) == "what is wrong"
    assert (error.hint, error.code) == ("what to do", 3)
    assert DxnetError("what is wrong").code == 2


def test_the_nearest_known_names_come_first() -> None:
    assert nearest("cisco_xr1", ["cisco_xe", "cisco_xr", "frr"]).startswith("did you mean cisco_xr")
    assert nearest("nonsense", ["cisco_xe", "frr"]) == ""
