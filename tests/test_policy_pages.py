"""The pages of the presets: every number in them is the preset's, and every number of the preset is in them."""

from __future__ import annotations

import re
import tomllib

import pytest

from example import ROOT
from generate_docs import PAGES, document
from stridelift.policy import settings
from stridelift.resources import load_toml, presets

PART = re.compile(r"^<!-- generated:.*?^<!-- end -->$", re.MULTILINE | re.DOTALL)
STATED = re.compile(r"`([a-z][a-z_0-9.]*\.[a-z_0-9]+) = ([^`]+)`")
HEADS = ["Who it is for", "What it changes, and why", "What it leaves alone", "What to know", "Sources"]
PROMISES = r"(?i)\b(injury[- ]free|prevents?|protects? (you|from injur)|guarantees?|cures?|heals|safe)\b"


def page(preset: str) -> str:
    return (ROOT / f"models/policies/{preset}.md").read_text(encoding="utf-8")


def prose(preset: str) -> str:
    return PART.sub("", page(preset))


def stated(preset: str) -> dict[str, str]:
    return dict(STATED.findall(prose(preset)))


def chosen(preset: str | None) -> dict[str, object]:
    return {key.removeprefix("constraints."): one.value for key, one in settings(preset, {}).items()}


def test_every_preset_has_a_page() -> None:
    assert [f"models/policies/{name}.md" for name in presets()] == list(PAGES)
    assert sorted(file.stem for file in (ROOT / "models/policies").glob("*.md")) == presets()


@pytest.mark.parametrize("preset", presets())
class TestPage:
    def test_it_is_fresh(self, preset: str) -> None:
        assert page(preset) == document(ROOT / f"models/policies/{preset}.md"), "Maybe run: make docs"

    def test_it_is_built_like_the_others(self, preset: str) -> None:
        assert page(preset).splitlines()[0] == f"# {load_toml(f'policies/{preset}.toml')['about']['title']}"
        assert re.findall(r"^## (.+)$", page(preset), flags=re.MULTILINE) == HEADS
        assert len(prose(preset).split()) > 150

    def test_numbers_are_those_of_the_preset(self, preset: str) -> None:
        values = chosen(preset)
        assert stated(preset)
        for key, text in stated(preset).items():
            assert tomllib.loads(f"x = {text}")["x"] == values[key], key

    def test_everything_that_it_changes_is_explained(self, preset: str) -> None:
        base = (
            chosen("")
            if preset == ""
            else {k.removeprefix("constraints."): v.value for k, v in settings(None, {}).items()}
        )
        changed = {key for key, value in chosen(preset).items() if value != base[key]}
        needless = {f"sessions.{name}.minutes" for name in ("plyo_low",)}
        assert changed - needless <= stated(preset).keys()

    def test_no_other_number_is_in_the_prose(self, preset: str) -> None:
        """A number that no test holds to the file would be wrong one day."""
        text = re.sub(r"`[^`]*`|\]\([^)]*\)", "", prose(preset))
        words = re.findall(r"\b\w*\d\w*\b", text.partition("\n")[2])
        assert set(words) - load_toml("sources.toml").keys() == set()

    def test_it_cites_what_the_preset_cites(self, preset: str) -> None:
        about = load_toml(f"policies/{preset}.toml")["about"]["cites"]
        assert [name for name in about if name not in prose(preset)] == []

    def test_it_promises_nothing_medical(self, preset: str) -> None:
        assert "no medical advice" in page(preset).lower().replace("\n", " ")
        assert re.findall(PROMISES, prose(preset)) == []


def test_the_preset_after_an_injury_asks_for_a_clinician() -> None:
    assert "clinician has cleared you" in page("injury_return").replace("\n", " ")
    assert "clinician_clearance = true" in page("injury_return")
