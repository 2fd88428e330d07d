from __future__ import annotations

import json

from tests.cli.conftest import Run


def test_a_diagnosis_names_the_cause_and_the_rung_and_ends_with_1(dxnet: Run) -> None:
    result = dxnet("diagnose", "fra-prod-idm", "--demo")
    assert result.code == 1
    assert result.out.startswith("DOWN wrong-asn: ")
    assert "\n  asn        SUSPECT  " in result.out


def test_a_diagnosis_is_read_by_scripts(dxnet: Run) -> None:
    result = dxnet("diagnose", "fra-prod-idm", "--demo", "--format", "json")
    assert "wrong-asn" in json.dumps(json.loads(result.out))
