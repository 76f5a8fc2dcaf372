"""The settings as a form: each as the schema says, and what comes back is what was typed."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from stridelift.config import Loaded, judged
from stridelift.studio.edit import laid
from stridelift.studio.form import changed, fields, text, typed
from stridelift.studio.settings import RefusedError
from stridelift.studio.shapes import Field


def of(toml: str = "") -> Loaded:
    loaded = judged(tomllib.loads(toml), toml)
    assert isinstance(loaded, Loaded)
    return loaded


def form(toml: str = "") -> dict[str, Field]:
    return {one.key: one for one in fields(of(toml))}


# What is shown.


SHOWN = {
    "a usual range and as much on both sides": (
        "constraints.recovery_gap.heavy_to_long",
        ("slider", "18", 0, 36, 0.5, "12–24", "C", "h"),
    ),
    "small bounds and no range": (
        "constraints.session_content.highest_level",
        ("slider", "3", 0, 3, 1, "0–3", "E", ""),
    ),
    "no range": ("constraints.recovery_gap.long_to_moderate", ("number", "6", 0, 672, None, "", "D", "h")),
    "hard or a price": ("constraints.habit.weight", ("text", "60", None, None, None, "", "E", "per session")),
    "two numbers": ("sessions.heavy.per_week", ("pair", "1-1", 0, 14, 1, "0–3", "A", "/week")),
    "windows": ("availability.weekend", ("times", "08:00-20:00", None, None, None, "", "", "")),
    "a day like the others": ("availability.monday", ("times", "", None, None, None, "", "", "")),
    "a time": ("runs.usual_start.weekday", ("clock", "06:30", None, None, None, "", "", "")),
    "a word": ("athlete.level", ("choice", "intermediate", None, None, None, "", "", "")),
    "yes or no": ("constraints.habit.enabled", ("flag", "true", None, None, None, "", "", "")),
    "yes, no or nobody said": ("athlete.accustomed", ("choice", "", None, None, None, "", "", "")),
    "words": ("constraints.preferred_time.weekdays", ("list", "none", None, None, None, "", "", "")),
}


@pytest.mark.parametrize(("key", "expected"), SHOWN.values(), ids=SHOWN)
def test_a_field_is_what_the_schema_says(key: str, expected: tuple[object, ...]) -> None:
    one = form()[key]
    assert (one.kind, one.value, one.low, one.high, one.step, one.usual, one.grade, one.unit) == expected
    assert one.default == one.value
    assert not one.own


def test_what_the_file_says_goes_before_the_preset_and_that_before_the_default() -> None:
    found = form('preset = "marathon"\n[constraints.freshness]\nheavy_to_long = 40\n[athlete]\nlevel = "novice"\n')
    own = found["constraints.freshness.heavy_to_long"]
    assert (own.value, own.default, own.own) == ("40", "48", True)
    level = found["athlete.level"]
    assert (level.value, level.default, level.own) == ("novice", "intermediate", True)
    assert [key for key, one in found.items() if one.own] == ["preset", own.key, level.key]
    plain = form()
    presets = {key: one.value for key, one in found.items() if one.value != plain[key].value and not one.own}
    assert presets
    assert all(found[key].default == value for key, value in presets.items())


@pytest.mark.parametrize("value", ["12.25", "99"])
def test_a_value_at_which_no_slider_can_stand_is_a_number(value: str) -> None:
    """A slider would move it by being shown."""
    one = form(f"constraints.recovery_gap.heavy_to_long = {value}")["constraints.recovery_gap.heavy_to_long"]
    assert (one.kind, one.value, one.step) == ("number", value, None)


def test_a_choice_has_what_stands_there_and_a_way_back() -> None:
    """What is not among the choices would be changed by being shown."""
    found = form('preset = "marathon"\n[athlete]\nphase = "S"\naccustomed = false\n')
    assert found["athlete.phase"].choices[:2] == ("", "S")
    assert found["preset"].choices[:2] == ("", "marathon")
    assert found["athlete.accustomed"].choices == ("", "false", "true")
    assert typed(found["athlete.accustomed"], "true") is True


def test_an_athlete_finds_first_what_is_tuned_first() -> None:
    found = fields(of())
    groups = list(dict.fromkeys(one.group for one in found))
    assert groups[:6] == [
        *("Preset", "Sessions a week", "Preferred times", "When you are free", "Rest around runs", "Freshness for runs")
    ]
    for name in groups:  # and inside a group
        first = [one.first for one in found if one.group == name]
        assert first == sorted(first, reverse=True)
    assert sum(one.first for one in found) < 35 < len(found)
    assert all(one.label and one.help for one in found)


def test_every_setting_of_the_policy_has_a_field_or_can_say_one_thing_only() -> None:
    found, known = form(), of().settings
    assert {key for key in known if key not in found} == {
        "constraints.no_overlap.weight",
        "constraints.session_content.weight",
        *(key for key in known if key.startswith("constraints.weekly_volume.muscle_sets")),
    }


@pytest.mark.parametrize("key", ["calendars", "publish.collection", "athlete.timezone", "athlete.emails", "exercises"])
def test_what_decides_what_is_read_is_no_field(key: str) -> None:
    assert not [one for one in form() if one == key or one.startswith(f"{key}.")]


# What was typed.


TYPED: dict[str, tuple[str, str, Any]] = {
    "a whole number": ("grid.runs", " 20 ", 20),
    "a number": ("constraints.recovery_gap.heavy_to_long", "18.5", 18.5),
    "a comma": ("constraints.recovery_gap.heavy_to_long", "18,5", 18.5),
    "hard": ("constraints.habit.weight", "hard", "hard"),
    "a price": ("constraints.habit.weight", "30", 30),
    "a pair": ("sessions.heavy.per_week", "1-2", [1, 2]),
    "a pair with a dash": ("sessions.heavy.per_week", "1 – 2", [1, 2]),
    "a pair as TOML has it": ("sessions.heavy.per_week", "[1, 2]", [1, 2]),
    "windows": ("availability.monday", "6:00-8:00, 17:30–21:30", ["6:00-8:00", "17:30–21:30"]),
    "windows as TOML has them": ("availability.monday", '["6:00-8:00", "9:00-10:00"]', ["6:00-8:00", "9:00-10:00"]),
    "none": ("availability.monday", "None", []),
    "days": ("constraints.preferred_time.weekdays", "mon; fri", ["mon", "fri"]),
    "a flag": ("constraints.habit.enabled", "false", False),
    "a flag that nobody set": ("athlete.accustomed", "true", True),
    "a pace": ("runs.easy_pace", "5:30/km", "5:30/km"),
    "nothing": ("grid.runs", "  ", None),
    "no number": ("grid.runs", "many", "many"),
    "no pair": ("sessions.heavy.per_week", "twice", "twice"),
}


@pytest.mark.parametrize(("key", "written", "expected"), TYPED.values(), ids=TYPED)
def test_what_was_typed_is_meant(key: str, written: str, expected: Any) -> None:  # noqa: ANN401 - as TOML has it
    found = typed(form()[key], written)
    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize("preset", ["", *(f'preset = "{name}"' for name in ("marathon", "no_equipment"))])
def test_every_value_and_every_default_can_be_typed_and_changes_nothing(preset: str) -> None:
    loaded = of(preset)
    found = fields(loaded)
    for attribute in ("value", "default"):
        typed_ = {one.key: typed(one, getattr(one, attribute)) for one in found if one.key != "preset"}
        said = {key: value for key, value in typed_.items() if value is not None}
        again = judged(laid(loaded.written, said))
        assert isinstance(again, Loaded)
        assert again.config.model_dump() == loaded.config.model_dump()
    assert changed(found, {one.key: one.value for one in found}) == {}


def test_only_what_differs_is_a_change_and_nothing_takes_a_key_out() -> None:
    found = fields(of("[grid]\nruns = 20\nsessions = 10\n"))
    values = {"grid.runs": "", "grid.sessions": "10", "availability.monday": "", "constraints.freshness.weight": "2"}
    assert changed(found, values) == {"grid.runs": None, "constraints.freshness.weight": 2}


@pytest.mark.parametrize("key", ["calendars.0.source", "publish.collection", "grid.run", "", "a.b\n[c]"])
def test_what_is_no_field_is_refused(key: str) -> None:
    with pytest.raises(RefusedError) as caught:
        changed(fields(of()), {key: "x"})
    assert caught.value.mistakes == ((key, "is no setting of this form"),)


def test_windows_written_as_pairs_are_shown_as_windows() -> None:
    assert text([["06:00", "08:00"], "9:00-10:00"], "times") == "06:00-08:00, 9:00-10:00"
