"""How defaults, preset and file are laid over each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from stridelift.config import load
from stridelift.policy import settings
from stridelift.resources import presets

OWN = {"constraints": {"recovery_gap": {"heavy_to_quality": 30}}, "athlete": {"level": "novice"}}


@pytest.mark.parametrize("preset", presets())
def test_every_preset_loads(tmp_path: Path, preset: str) -> None:
    file = tmp_path / "stridelift.toml"
    file.write_text(f'preset = "{preset}"\nathlete.clinician_clearance = true\n', encoding="utf-8")
    assert load(file).config.preset == preset
    assert f"preset {preset}" in {one.origin for one in load(file).settings.values()}


def test_the_file_goes_over_the_preset_and_that_over_the_defaults() -> None:
    key = "constraints.recovery_gap.heavy_to_quality"
    found = [settings(None, {})[key], settings("injury_return", {})[key], settings("injury_return", OWN)[key]]
    assert [(one.value, one.origin) for one in found] == [
        (24, "default"),
        (48, "preset injury_return"),
        (30, "file"),
    ]


def test_a_number_of_the_file_keeps_unit_grade_and_sources() -> None:
    key = "constraints.recovery_gap.heavy_to_quality"
    own, default = settings(None, OWN)[key], settings(None, {})[key]
    assert (own.unit, own.grade, own.cites) == (default.unit, default.grade, default.cites) != ("", "", ())


def test_other_tables_are_no_settings() -> None:
    assert settings(None, OWN).keys() == settings(None, {}).keys()


def test_a_rule_that_is_off_is_no_rule(tmp_path: Path) -> None:
    file = tmp_path / "stridelift.toml"
    file.write_text("[constraints.hard_days]\nenabled = false\n", encoding="utf-8")
    names = [rule.name for rule in load(file).config.constraints.rules]
    everything = [rule.name for rule in load(None).config.constraints.rules]
    assert [name for name in everything if name not in names] == ["hard_days"]
