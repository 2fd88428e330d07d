"""One assessment: the verdicts on VIFs, and the configuration or the reason why there is none."""

from __future__ import annotations

import pytest

from dxnet import parse, render, settings
from dxnet.assess import Configuration, Refusal, assess, configuration, deepen
from dxnet.checks.engine import Status
from dxnet.sources import demo

from ..tui import estates

SETTINGS = settings.parse(estates.PLATFORM, "dxnet.toml")


def test_the_gravest_status_is_the_verdict() -> None:
    assessed = assess(estates.small(), SETTINGS)
    assert assessed.verdict("dxvif-fexampl3").worst is Status.FAIL
    assert assessed.verdict("dxvif-fexampl3").stops
    assert not assessed.verdict("dxvif-fexampl1").stops


def test_a_vif_whose_settings_contradict_does_not_hide_the_others() -> None:
    text = f"{estates.PLATFORM}[vifs.dxvif-fexampl1]\nkeepalive = 60\n"
    assessed = assess(estates.small(), settings.parse(text, "dxnet.toml"))
    assert assessed.verdict("dxvif-fexampl1").worst is Status.ERROR
    assert "less than three times keepalive" in str(assessed.fault("dxvif-fexampl1"))
    assert assessed.verdict("dxvif-fexampl2").counts[Status.PASS]
    refusal = configuration(assessed, "dxvif-fexampl1")
    assert isinstance(refusal, Refusal)
    assert refusal.error is assessed.fault("dxvif-fexampl1")


def test_a_template_that_breaks_is_an_answer_and_quotes_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object, **__: object) -> str:
        raise KeyError("FakeKey-dxvif-1")

    monkeypatch.setattr(render, "config", broken)
    assessed = assess(estates.small(), SETTINGS, rendered=False)
    refusal = configuration(assessed, "dxvif-fexampl1")
    assert isinstance(refusal, Refusal)
    assert str(refusal.error) == "rendering dxvif-fexampl1 broke: KeyError"
    assert "FakeKey" not in repr(refusal)


def test_every_vif_of_the_demo_has_a_masked_configuration_or_the_reason_why_not() -> None:
    estate = parse.estate(demo.read())
    assessed = assess(estate, demo.router_settings())
    for vif in estate.vifs:
        outcome = configuration(assessed, vif.id, mask=True)
        if isinstance(outcome, Configuration):
            assert "FakeKey" not in outcome.text
        else:
            assert outcome.findings or outcome.error, vif.id


def test_a_quick_assessment_made_whole_is_the_whole_one() -> None:
    estate = parse.estate(demo.read())
    quick = assess(estate, demo.router_settings(), rendered=False)
    whole = assess(estate, demo.router_settings())
    for vif in estate.vifs[::7]:
        assert not quick.verdict(vif.id).is_complete
        assert deepen(quick, vif.id).of(vif.id) == whole.of(vif.id)
        assert deepen(quick, vif.id).verdict(vif.id) == whole.verdict(vif.id)
