from __future__ import annotations

import codecs
import json

import pytest

from dxnet.errors import DxnetError, ExitCode
from dxnet.sources import document

ANSWER = {"virtualInterfaces": [{"virtualInterfaceId": "dxvif-fgh0abcd", "vlan": 101}]}
TEXT = json.dumps(ANSWER)


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        b"virtualInterfaces:\n- virtualInterfaceId: dxvif-fgh0abcd\n  vlan: 101\n",
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16-le", "utf-16-be", "yaml"],
)
def test_one_answer_reads_alike_in_every_encoding(data: bytes) -> None:
    assert document.load(data, "a file") == [ANSWER]


def test_several_json_documents_one_after_another_are_all_read() -> None:
    assert document.load(f"{TEXT}\n{TEXT} {TEXT}".encode(), "a file") == [ANSWER] * 3


def test_several_yaml_documents_are_all_read_and_empty_ones_left_out() -> None:
    assert document.load(b"---\na: 1\n---\n---\nb: 2\n", "a file") == [{"a": 1}, {"b": 2}]


def test_yaml_scalars_are_those_of_json() -> None:
    text = (
        "date: 2026-01-02\nword: yes\noctal: 0123\ntime: 12:30:45\nnumber: 7\nfloat: 1.5\nnone:\n"
    )
    assert document.load(text.encode(), "a file") == [
        {
            "date": "2026-01-02",
            "word": "yes",
            "octal": "0123",
            "time": "12:30:45",
            "number": 7,
            "float": 1.5,
            "none": None,
        }
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"# a comment\n", "is empty"),
        (b"\xff\xd8\xff\xe0 not text", "is not utf-8 text (byte 0)"),
        (b"{\0}", "is binary: a zero byte at character 1"),
        (TEXT[:40].encode(), "is cut off, line 1, column 25"),
        (TEXT[:-1].encode(), "is cut off, line 1, column"),
        (b'{"a":', "is cut off, line 1, column 6"),
        (b'{"a": 1,\n "b": }', "line 2, column 7"),
        (b'{"a": NaN}', "a number that JSON doesn't have"),
        (b'{"a": ' + b"9" * 5000 + b"}", "a number that JSON doesn't have"),
        (b"[" * 100_000, "is nested too deeply"),
        (b"[" * 60 + b"]" * 60, "is nested too deeply"),
        (b"a: " + b"[" * 60 + b"]" * 60, "nesting this deep is not read, line 1"),
        (b"a: " + b"[" * 100_000, "line 1"),
        (b"a: &x [1]\nb: *x\n", "an alias is not read, line 2"),
        (b"a: b: c\n", "line 1, column 5"),
        (b"a: \x07", "a character that no text has"),
    ],
)
def test_a_damaged_file_is_refused_with_the_reason_and_the_place(data: bytes, reason: str) -> None:
    with pytest.raises(DxnetError) as caught:
        document.load(data, "a file")
    assert caught.value.message.startswith("a file ")
    assert reason in caught.value.message
    assert caught.value.hint
    assert caught.value.code is ExitCode.SOURCE_UNREADABLE


@pytest.mark.parametrize(
    "text",
    [
        "authKey: !FakeKey-1 x\n",
        "authKey: *FakeKey-1\n",
        "FakeKey-1: a: b",
        "authKey: !!int FakeKey-1",
        "authKey: !!float FakeKey-1",
        "authKey: !!bool FakeKey-1",
    ],
)
def test_the_reason_quotes_nothing_of_the_file(text: str) -> None:
    with pytest.raises(DxnetError) as caught:
        document.load(text.encode(), "a file")
    assert "FakeKey" not in caught.value.message + caught.value.hint
