"""Where the folder of a site's templates comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from dxnet import settings
from dxnet.errors import DxnetError

from ..render.vifs import vif_of


def folder(text: str, path: str, **overrides: str) -> str:
    return settings.parse(text, path, overrides).router_for(vif_of()).templates


def test_the_folder_is_relative_to_the_file_that_names_it() -> None:
    text = '[defaults]\ntemplates = "our templates"\n'
    assert folder(text, "/etc/dxnet/dxnet.toml") == "/etc/dxnet/our templates"
    assert folder(text, "dxnet.toml") == "our templates"


def test_a_connection_may_have_templates_of_its_own() -> None:
    text = '[defaults]\ntemplates = "a"\n[connections.dxcon-fg5678gh]\ntemplates = "/srv/b"\n'
    assert folder(text, "/etc/dxnet.toml") == "/srv/b"


def test_a_folder_of_the_user_is_found() -> None:
    found = folder('[defaults]\ntemplates = "~/t"\n', "/etc/dxnet.toml")
    assert found == str(Path.home() / "t")


def test_the_command_lines_folder_is_relative_to_the_working_directory() -> None:
    assert folder('[defaults]\ntemplates = "a"\n', "/etc/dxnet.toml", templates="b") == "b"


@pytest.mark.parametrize("value", ['""', "7", '"a\\nb"'])
def test_what_is_no_folders_name_is_refused(value: str) -> None:
    with pytest.raises(DxnetError, match=r"templates = .* is not allowed"):
        folder(f"[defaults]\ntemplates = {value}\n", "dxnet.toml")
