"""TOML that is written reads back as what it was."""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stridelift.toml import value, written

VALUES = [
    (True, "true"),
    (0, "0"),
    (1.5, "1.5"),
    ('a "b" \\ ü\n\x7f', r'"a \"b\" \\ ü\n\u007f"'),
    (date(2026, 12, 3), "2026-12-03"),
    (time(6, 30), "06:30:00"),
    ([], "[]"),
    ({}, "{}"),
    ({"a": 1, "b c": [1, 2]}, '{ a = 1, "b c" = [1, 2] }'),
]  # fmt: skip
SCALARS = st.one_of(
    st.booleans(),
    st.integers(-(2**63), 2**63 - 1),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=["Cs"])),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)).map(lambda one: one.replace(microsecond=0)),
)
KEYS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
TREES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5))


@pytest.mark.parametrize(("one", "text"), VALUES, ids=str)
def test_values(one: object, text: str) -> None:
    assert value(one) == text
    assert tomllib.loads(f"x = {text}") == {"x": one}


def test_instants() -> None:
    assert value(datetime(2026, 12, 3, 6, 30, tzinfo=UTC)) == "2026-12-03T06:30:00+00:00"


def test_keys_come_before_tables() -> None:
    table = {"b": {"x": 1}, "a": 1, "c": [{"y": {"z": 1}}, {}], "d": {"long": {"p": 1, "q": 2, "r": 3, "s": 4}}}
    text = "a = 1\n\n[b]\nx = 1\n\n[[c]]\n" + "y = { z = 1 }\n\n[[c]]\n\n[d]\n\n[d.long]\np = 1\nq = 2\nr = 3\ns = 4\n"
    assert written(table) == text


def test_a_note_stands_behind_its_line() -> None:
    table = {"a": {"b": 1, "c": 2}, "d": [{"e": 3}]}
    said = {("a", "c"): "why", ("d", 0, "e"): "here"}
    text = written(table, lambda at: said.get(at, ""))
    assert text == "[a]\nb = 1\nc = 2  # why\n\n[[d]]\ne = 3  # here\n"


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(KEYS, TREES, max_size=5))
def test_whatever_is_written_reads_back(table: dict[str, Any]) -> None:
    assert tomllib.loads(written(table)) == table
