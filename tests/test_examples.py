"""Each example gives what it gave before, to the byte, and solved again it stays: an optimal plan is unique."""

from __future__ import annotations

import json

import pytest

from example import EXPECTED, ROOT, Example, examples

EXAMPLES = examples()


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda one: one.name)
def solved(request: pytest.FixtureRequest) -> tuple[Example, dict[str, bytes]]:
    return request.param, request.param.results()


def test_every_folder_is_an_example() -> None:
    folders = {file.parent.name for file in ROOT.glob("examples/*/*.ics")}
    assert {one.name for one in EXAMPLES} == folders


@pytest.mark.parametrize("name", EXPECTED)
def test_gives_what_is_expected(solved: tuple[Example, dict[str, bytes]], name: str) -> None:
    example, results = solved
    assert results[name].decode() == (example.folder / name).read_bytes().decode(), "Maybe run: make docs"


def test_price_is_proven_and_adds_up(solved: tuple[Example, dict[str, bytes]]) -> None:
    report = json.loads(solved[1]["expected.json"])
    assert report["status"] == "OPTIMAL"
    assert report["objective"] == report["bound"] == sum(one["penalty"] for one in report["penalties"])
    assert report["sessions"]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.name)
def test_calendar_stands_the_check(example: Example) -> None:
    done = example.run("check", "expected.ics", *example.arguments[1:])
    assert done.code == 0, done.out
    assert "No hard rule is broken." in done.out
