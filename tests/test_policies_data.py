"""The shipped numbers: graded, sourced, inside their ranges; presets override what exists and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from stridelift.catalogue import all_equipment, menu, obstacle
from stridelift.domain import Level, SessionClass
from stridelift.policy import Constraints, Sessions, settings, values
from stridelift.resources import load_toml, presets

PRESETS = [
    "injury_return",
    "low_time",
    "marathon",
    "masters_50_plus",
    "no_equipment",
    "novice_lifter",
    "race_5k_10k",
    "ultra_trail",
]
FILES = ["base", *PRESETS]
MATRIX = [
    ("recovery_gap.heavy_to_quality", 24), ("freshness.heavy_to_quality", 48),
    ("recovery_gap.heavy_unaccustomed_to_quality", 48), ("freshness.heavy_unaccustomed_to_long", 48),
    ("recovery_gap.moderate_to_long", 6), ("freshness.moderate_to_long", 18),
    ("recovery_gap.long_to_plyo_high", 24), ("freshness.long_to_plyo_low", 12),
    ("recovery_gap.quality_to_heavy", 3), ("freshness.quality_to_heavy", 6),
    ("session_spacing.heavy_to_heavy", 48), ("freshness.heavy_to_heavy", 72),
    ("session_spacing.core_to_core", 0), ("freshness.upper_to_upper", 48),
    ("key_run_protection.race_a_moderate", 3), ("freshness.moderate_to_race_a", 96),
    ("key_run_protection.race_b_plyo_high", 3), ("freshness.heavy_to_race_c", 72),
    ("key_run_protection.after_marathon_heavy", 14), ("weekly_volume.weight", 6000),
]  # fmt: skip
GAP_KEYS = {
    *(f"{one}_to_{run}" for one, run in product([*SessionClass, "heavy_unaccustomed"], ["quality", "long", "easy"])),
    *(f"{run}_to_{one}" for run, one in product(["quality", "long", "easy"], SessionClass)),
}


def policy(name: str) -> dict[str, Any]:
    return load_toml(f"policies/{name}.toml")


def leaves(table: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """Settings by dotted key: bare values, and inline tables that hold a ``value``."""
    for key, value in table.items():
        here = f"{path}{key}"
        if isinstance(value, dict) and "value" not in value:
            yield from leaves(value, f"{here}.")
        else:
            yield here, value


def all_leaves(name: str) -> dict[str, Any]:
    return dict(leaves({key: table for key, table in policy(name).items() if key != "about"}))


def cited(table: Any) -> set[str]:  # noqa: ANN401 - any depth of TOML
    if isinstance(table, list):
        return set().union(*map(cited, table))
    if not isinstance(table, dict):
        return set()
    return set(table.get("cites", ())).union(*map(cited, table.values()))


def numbers(value: Any) -> list[float]:  # noqa: ANN401 - a number or a list of them
    return list(value) if isinstance(value, list) else [value]


def test_the_presets_are_these() -> None:
    assert presets() == PRESETS


@pytest.mark.parametrize("name", FILES)
def test_every_number_has_a_grade_and_nothing_unknown(name: str) -> None:
    for key, entry in all_leaves(name).items():
        if isinstance(entry, dict):
            assert entry.keys() <= {"value", "unit", "range", "grade", "cites", "why"}, key
            assert entry["grade"] in {"A", "B", "C", "D", "E"}, key
        else:
            assert entry in ("hard", []), key


@pytest.mark.parametrize("name", FILES)
def test_values_lie_inside_their_ranges(name: str) -> None:
    for key, entry in all_leaves(name).items():
        if isinstance(entry, dict) and "range" in entry:
            low, high = entry["range"]
            assert all(low <= number <= high for number in numbers(entry["value"])), key


@pytest.mark.parametrize("name", PRESETS)
def test_presets_override_existing_keys_only(name: str) -> None:
    assert policy(name).keys() <= {"about", "constraints", "sessions"}
    assert policy(name)["about"].keys() == {"title", "why", "cites"}
    assert all_leaves(name).keys() <= all_leaves("base").keys()


@pytest.mark.parametrize("name", PRESETS)
def test_presets_keep_unit_and_range_and_change_something(name: str) -> None:
    base = all_leaves("base")
    for key, entry in all_leaves(name).items():
        assert entry.get("unit") == base[key].get("unit"), key
        assert entry.get("range") == base[key].get("range"), key
        assert entry["value"] != base[key]["value"], key


@pytest.mark.parametrize("name", [None, *PRESETS])
def test_policies_are_valid_and_wishes_are_not_below_floors(name: str | None) -> None:
    found = values(settings(name, {}))
    Constraints.model_validate(found["constraints"])
    Sessions.model_validate(found["sessions"])
    wishes = found["constraints"]["freshness"]
    floors = found["constraints"]["recovery_gap"] | found["constraints"]["session_spacing"]
    assert [key for key in floors.keys() & wishes.keys() - {"weight"} if floors[key] > wishes[key]] == []


def test_all_gaps_have_floor_and_wish() -> None:
    base = policy("base")["constraints"]
    assert len(GAP_KEYS) == 39
    assert base["recovery_gap"].keys() == GAP_KEYS | {"weight", "gap_tolerance"}
    assert base["freshness"].keys() > GAP_KEYS


@pytest.mark.parametrize(("key", "value"), MATRIX)
def test_numbers_are_those_of_the_evidence(key: str, value: int) -> None:
    assert all_leaves("base")[f"constraints.{key}"]["value"] == value


@pytest.mark.parametrize("name", [None, *PRESETS])
def test_what_a_policy_asks_for_can_be_had(name: str | None) -> None:
    """Every class that a policy wants each week has content for an intermediate athlete within its minutes."""
    kit = frozenset[str]() if name == "no_equipment" else all_equipment()
    found = values(settings(name, {}))
    wanted = Sessions.model_validate(found["sessions"])
    limits = Constraints.model_validate(found["constraints"]).session_content
    choices = menu(Level.INTERMEDIATE, "S", limits)
    for session_class, amount in wanted.amounts():
        if amount.per_week[0]:
            assert obstacle(choices, session_class, kit, amount.minutes[1]) is None


def test_sources_are_those_that_are_cited() -> None:
    files = [*map(policy, FILES), load_toml("catalogue.toml"), load_toml("classes.toml"), load_toml("regions.toml")]
    assert set().union(*map(cited, files)) == load_toml("sources.toml").keys()


@pytest.mark.parametrize(("key", "source"), load_toml("sources.toml").items())
def test_sources_say_how_far_they_were_read(key: str, source: dict[str, Any]) -> None:
    assert source["seen"] in {"abstract", "secondary", "memory"}, key
    assert source.keys() <= {"authors", "year", "where", "id", "unsure", "seen", "says"}
    assert source["authors"]
    assert source["where"]
    assert source["says"].endswith(".")
    assert set(source.get("unsure", ())) <= source.keys()
