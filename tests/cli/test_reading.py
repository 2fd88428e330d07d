from __future__ import annotations

import pytest

from dxnet.cli.reading import Reading
from dxnet.sources import Options


@pytest.mark.parametrize(
    ("options", "environment", "label"),
    [
        (Options(), {}, "AWS"),
        (Options(), {"AWS_PROFILE": "prod", "AWS_REGION": "x"}, "AWS (profile prod, x)"),
        (Options(regions=("a", "b")), {"AWS_DEFAULT_REGION": "x"}, "AWS (a, b)"),
        (Options(endpoint_url="http://x"), {}, "AWS (http://x)"),
        (Options(source="demo"), {"AWS_PROFILE": "prod"}, "the demo"),
        (Options(source="-"), {}, "standard input"),
        (Options(source="estate.json"), {}, "estate.json"),
    ],
)
def test_a_report_names_its_source_in_words(
    options: Options, environment: dict[str, str], label: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert Reading(options).label == label
