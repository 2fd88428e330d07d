from __future__ import annotations

import os
import resource
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dxnet import files
from dxnet.errors import DxnetError


@pytest.mark.parametrize(("private", "mode"), [(True, 0o600), (False, 0o640)])
def test_a_private_file_is_its_owners_and_another_follows_the_umask(
    private: bool, mode: int, tmp_path: Path
) -> None:
    before = os.umask(0o027)
    try:
        files.write(tmp_path / "out", "text", private=private)
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == mode


def test_a_private_file_takes_the_place_of_an_open_one(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("old")
    path.chmod(0o644)
    files.write(path, "new", private=True)
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("old")
    (tmp_path / "link").symlink_to("target")
    files.write(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "target").read_text() == "new"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    found: list[str] = []
    reader = threading.Thread(target=lambda: found.append(path.read_text()))
    reader.start()
    files.write(path, "text")
    reader.join()
    assert found == ["text"]
    assert path.is_fifo()


@pytest.mark.parametrize("name", ["missing/out", "."])
def test_a_place_that_cannot_be_written_is_named_and_left_as_it_was(
    name: str, tmp_path: Path
) -> None:
    with pytest.raises(DxnetError, match="can't write"):
        files.write(tmp_path / name, "text")
    assert not list(tmp_path.iterdir())


def test_text_that_utf_8_does_not_have_is_escaped(tmp_path: Path) -> None:
    files.write(tmp_path / "out", "a\ud800b\u00e9")
    assert (tmp_path / "out").read_bytes() == b"a\\ud800b\xc3\xa9"


@contextmanager
def _no_file_larger_than(size: int) -> Iterator[None]:
    """A full disk, as far as this process is concerned."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("private", [True, False])
def test_a_full_disk_leaves_what_was_there_and_nothing_else(private: bool, tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("old")
    with _no_file_larger_than(4096), pytest.raises(DxnetError, match="can't write"):
        files.write(path, "new" * 100_000, private=private)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
