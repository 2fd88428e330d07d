"""The guard and the collector of keys, by themselves."""

from __future__ import annotations

import base64
import html
import json
import re
import shlex
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from urllib.parse import quote, quote_plus

import botocore.session
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dxnet.escape import for_markdown, for_terminal
from dxnet.secrets import MASK, SHORTEST, Guard, guard, guarded, is_secret, keys_in

from .canaries import STYLES

WRITERS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "XML": html.escape,
    "XML without quotes": lambda key: html.escape(key, quote=False),
    "JSON": json.dumps,
    "JSON in JSON": lambda key: json.dumps(json.dumps(key)),
    "XML in JSON": lambda key: json.dumps(html.escape(key)),
    "repr": repr,
    "repr with both quotes": lambda key: repr(f"'\"{key}"),
    "repr in JSON": lambda key: json.dumps(repr(key)),
    "repr in Markdown": lambda key: for_markdown(repr(key)),
    "URL": lambda key: quote(key, safe=""),
    "path": quote,
    "form": quote_plus,
    "small hexadecimal digits": lambda key: re.sub(
        "%..", lambda it: it[0].lower(), quote(key, safe="")
    ),
    "shell": shlex.quote,
    "Markdown": for_markdown,
    "terminal": for_terminal,
    "base64": lambda key: base64.b64encode(key.encode()).decode(),
    "base64 of a sentence": lambda key: base64.b64encode(f"the key {key} is".encode()).decode(),
    "base64 for URLs": lambda key: base64.urlsafe_b64encode(f"x{key}".encode()).decode(),
}


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("form", WRITERS)
def test_a_key_is_found_in_every_form(style: str, form: str) -> None:
    key = style.format("Zq00001x")
    masked = Guard([key]).mask(f"AWS says: {WRITERS[form](key)}, so no")
    assert MASK in masked
    assert "Zq00001x" not in masked
    assert base64.b64encode(b"Zq00001x").decode()[:8] not in masked


PRINTABLE = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=6, max_size=80)


@given(PRINTABLE, st.sampled_from(sorted(WRITERS)))
def test_no_key_that_aws_takes_survives(key: str, form: str) -> None:
    written = WRITERS[form](key)
    assert written.strip("'\"") not in Guard([key]).mask(written).replace(MASK, "")


@pytest.mark.parametrize("key", ["", "a", "bgp", "up", "101", "     ", "      "])
def test_what_is_too_short_for_a_key_is_left_alone(key: str) -> None:
    text = "a bgp session of VLAN 101 is up      x"
    assert Guard([key]).mask(text) == text
    assert len("FakeKe") == SHORTEST
    assert Guard(["FakeKe"]).mask("x FakeKe") == f"x {MASK}"


def test_values_and_names_and_numbers_are_masked_and_the_rest_stays() -> None:
    document = {"FakeKey-1": ["a FakeKey-1", 4200000001, 7, None, True, 1.5]}
    known = Guard(["FakeKey-1", "4200000001"])
    assert known.mask_values(document) == {MASK: [f"a {MASK}", MASK, 7, None, True, 1.5]}
    kept = known.mask_values(document, numbers=False)
    assert kept == {MASK: [f"a {MASK}", 4200000001, 7, None, True, 1.5]}


def test_each_run_has_a_guard_of_its_own_which_its_threads_share() -> None:
    with guarded() as outer:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(
                copy_context().run, lambda: guard().learn({"authKey": "FakeKey-1"})
            ).result()
        assert guard() is outer
        assert outer.mask("FakeKey-1") == MASK
        with guarded() as inner:
            assert inner.mask("FakeKey-1") == "FakeKey-1"
    guard().learn({"authKey": "FakeKey-2"})
    assert guard().mask("FakeKey-1 FakeKey-2") == "FakeKey-1 FakeKey-2"


def test_of_aws_own_fields_those_that_hold_a_secret_are_known() -> None:
    model = botocore.session.Session().get_service_model("directconnect")
    shapes = map(model.shape_for, model.shape_names)
    names = {name for shape in shapes for name in getattr(shape, "members", {})}
    assert {name for name in names if is_secret(name)} == {"authKey", "cak", "secretARN"}


def test_one_look_at_a_text_costs_the_same_for_many_keys() -> None:
    known = Guard(f"FakeKey-{number:08}" for number in range(100_000))
    text = "no key at all, and then " * 40_000
    known.mask(text[:100])
    started = time.process_time()
    assert known.mask(text) == text
    assert time.process_time() - started < 2


def test_the_keys_of_a_document_are_those_that_something_names_so() -> None:
    document = {
        "authKey": 12345678,
        "deep": [{"md5": {"a name": ["FakeKey-1"]}, "said": "FakeKey-2", "isSecret": True}],
        "tags": [{"key": "psk", "value": "FakeKey-3"}, {"key": "x", "value": "FakeKey-4"}],
    }
    assert set(keys_in(document)) == {"12345678", "a name", "FakeKey-1", "FakeKey-3"}
