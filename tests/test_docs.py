"""The documents say what is true: what is generated is fresh, and what is named exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from example import ROOT, Example
from generate_docs import DOCUMENTS, SHOWN, document, pictures
from stridelift import errors
from stridelift.cli import app
from stridelift.cli.solving import INFEASIBLE

README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted(file.relative_to(ROOT) for file in (*ROOT.glob("*.md"), *ROOT.glob("models/**/*.md")))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_generated_blocks_are_fresh(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == document(ROOT / name), "Maybe run: make docs"


def test_pictures_are_fresh() -> None:
    for file, data in pictures().items():
        assert file.read_bytes().decode() == data.decode(), "Maybe run: make docs"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_answer_is_generated(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(re.findall(r"^<!-- generated: console.*-->\n```console$", text, flags=re.MULTILINE)) == text.count(
        "```console"
    )
    assert text.count("<!-- generated:") == text.count("<!-- end -->")


def test_commands_shown_succeed() -> None:
    assert "error:" not in README
    assert "$ echo $?" not in README


def test_readme_is_short() -> None:
    assert len(README.splitlines()) <= 310


def test_demo_is_the_example_shown() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    example = Example.load(SHOWN)
    command, source, *rest = example.arguments
    assert f"{command} $(CURDIR)/examples/{SHOWN}/{source} {' '.join(rest)} " in makefile
    assert f"NOW := {' '.join(f'{name}={value}' for name, value in example.environment.items())}\n" in makefile


@pytest.mark.parametrize("command", [one.callback.__name__ for one in app.registered_commands if one.callback])
def test_command_is_in_the_readme_and_has_help(command: str) -> None:
    assert f"stridelift {command}" in README
    (found,) = (one.callback for one in app.registered_commands if one.callback and one.callback.__name__ == command)
    assert found.__doc__


def test_exit_codes() -> None:
    told = set(map(int, re.findall(r"^\| (\d+) \|", README, flags=re.MULTILINE)))
    own = {one.exit_code for one in vars(errors).values() if isinstance(one, type) and issubclass(one, Exception)}
    assert told == {0, 1, INFEASIBLE} | own


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", (ROOT / page).read_text(encoding="utf-8"))
    assert [link for link in links if not (ROOT / page.parent / link).exists()] == []
