"""A proof belongs to the bytes that were proved, and to the test that proved them."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dxnet import platforms, render
from dxnet.fields import TomlFile
from dxnet.platforms import PROOFS, Proof, proofs
from dxnet.platforms.proofs import Claim

from ..proving import HOW, IS_ON, ROOT, merged, shipped
from ..render.cases import CASES, proved

CLAIMS = shipped()


@pytest.mark.skipif(IS_ON, reason="the file is being written")
@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: f"{claim.slug} by {claim.test}")
def test_a_claim_names_its_test_and_is_for_the_templates_as_they_are(claim: Claim) -> None:
    assert (ROOT / claim.test).is_file()
    assert claim.status in PROOFS[:-1]
    assert claim.by
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", claim.date)
    assert claim.digest == proofs.digest(claim.slug), f"{claim.slug} has changed: run {HOW}"


@pytest.mark.parametrize("slug", platforms.slugs())
def test_a_platform_is_as_proved_as_its_strongest_claim(slug: str) -> None:
    statuses = [claim.status for claim in CLAIMS if claim.slug == slug]
    proof = platforms.get(slug).proof
    assert proof.status == min(statuses, key=PROOFS.index, default="unverified")
    assert bool(proof.by) == bool(proof.date) == bool(proof.tests) == bool(statuses)


@pytest.mark.parametrize("slug", platforms.slugs())
def test_an_unverified_platform_says_so_in_the_first_lines_of_every_text(slug: str) -> None:
    case = CASES["private"]
    unverified = replace(proved(slug), proof=Proof())
    for platform, count in ((unverified, 1), (proved(slug), 0)):
        for text in (render.config, render.rollback, render.verify):
            lines = text(case.parsed, case.router, platform).splitlines()[:6]
            assert sum("Unverified: no parser" in line for line in lines) == count


def test_the_claims_are_written_as_they_are_read() -> None:
    text = proofs.text(CLAIMS)
    assert list(proofs.claims(TomlFile("PROOFS.toml", text))) == CLAIMS


def test_proving_again_keeps_the_date_and_drops_what_is_no_longer_true() -> None:
    true = Claim("frr", proofs.digest("frr"), "parser", "vtysh", "tests/a.py", "2026-01-01")
    stale = replace(true, digest="0" * 64, test="tests/b.py")
    gone = replace(true, slug="no_such_platform")
    again = replace(true, date="2026-02-02")
    other = replace(again, test="tests/c.py")
    assert merged([true, stale, gone], [again, other]) == [true, other]


@pytest.mark.parametrize(("slug", "template"), [("frr", "_base.j2"), ("sonic", "frr/config.j2")])
def test_the_digest_covers_what_the_texts_are_made_of(
    slug: str, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = proofs.digest(slug)
    read = proofs._templates

    def edited(names: list[str]) -> dict[str, bytes]:
        contents = read(names)
        return {**contents, template: contents[template] + b" "}

    monkeypatch.setattr(proofs, "_templates", edited)
    assert proofs.digest(slug) != before
