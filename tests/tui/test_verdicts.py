"""Verdicts and configurations, as data."""

from __future__ import annotations

import pytest
from dxnet.tui import rows, verdicts

from dxnet import parse, render, settings
from dxnet.checks.engine import Status
from dxnet.sources import demo

from . import estates

SETTINGS = settings.parse(estates.PLATFORM, "dxnet.toml")


def test_the_gravest_status_is_the_verdict() -> None:
    estate = estates.small()
    found = verdicts.of_estate(estate, SETTINGS)
    assert found["dxvif-fexampl3"].worst is Status.FAIL
    assert found["dxvif-fexampl3"].stops
    assert not found["dxvif-fexampl1"].stops


def test_the_gravest_come_first_when_sorted_by_checks() -> None:
    estate = parse.estate(demo.read())
    entries = rows.entries(estate, verdicts.of_estate(estate, demo.router_settings()))
    ordered = rows.in_order(entries, rows.COLUMNS[0], descending=False)
    words = [str(entry.verdict.worst) for entry in ordered if entry.verdict]
    order = list(dict.fromkeys(words))
    assert words == sorted(words, key=order.index)
    assert order == ["FAIL", "WARN", "MANUAL", "PASS", "N/A"]


def test_a_vif_whose_settings_contradict_does_not_hide_the_others() -> None:
    text = f"{estates.PLATFORM}[vifs.dxvif-fexampl1]\nkeepalive = 60\n"
    found = verdicts.of_estate(estates.small(), settings.parse(text, "dxnet.toml"))
    assert found["dxvif-fexampl1"].worst is Status.ERROR
    assert "less than three times keepalive" in str(found["dxvif-fexampl1"].error)
    assert found["dxvif-fexampl2"].findings


def test_a_template_that_breaks_is_an_answer_and_quotes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise KeyError("FakeKey-dxvif-1")

    monkeypatch.setattr(render, "config", broken)
    estate = estates.small()
    verdict = verdicts.of_estate(estate, SETTINGS)["dxvif-fexampl1"]
    made = verdicts.configuration(estate, estate.vifs[0], SETTINGS, verdict)
    assert str(made.error) == "rendering dxvif-fexampl1 broke: KeyError"
    assert "FakeKey" not in repr(made)


def test_every_vif_of_the_demo_has_a_masked_configuration_or_the_reason_why_not() -> None:
    estate = parse.estate(demo.read())
    found = verdicts.of_estate(estate, demo.router_settings())
    for vif in estate.vifs:
        made = verdicts.configuration(estate, vif, demo.router_settings(), found[vif.id])
        assert bool(made.text) != bool(made.refusals or made.error), vif.id
        assert "FakeKey" not in made.text
