"""The schemas hold what they promise: real configs and real results pass, mistakes do not."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from command import House, stridelift
from example import ROOT, Example, examples
from generate_docs import schemas
from ics import USUAL, calendar, timed, week
from stridelift import planner
from stridelift.config import Config
from stridelift.policy import settings
from stridelift.report.record import to_json
from stridelift.report.shapes import Checked, Numbers, Result
from stridelift.request import Request, calendars
from stridelift.solve import Status
from test_config import FULL, MISTAKES
from test_settings_commands import CONFIGS, EXAMPLES

README = (ROOT / "README.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"^```toml\n(.*?)^```$", README, flags=re.MULTILINE | re.DOTALL)
# Mistakes that no schema can see: what a table says of another, what depends on the machine or the catalogue.
BEYOND = {
    "races.1.date", "days.0.places", "places.1.name", "days.1.date", "athlete.timezone", "runs.rules.0.match",
    "places.0.equipment.0", "athlete.lifts.squat_barbel", "athlete.lifts.plank_front", "athlete.lifts.deadlift.mode",
    "athlete.lifts.deadlift.one_rm", "athlete.lifts.deadlift", "runs.easy_pace", "sessions.heavy.per_week",
    "availability.weekday.0", "races.0.date",
}  # fmt: skip


@cache
def validator(name: str) -> Any:  # noqa: ANN401 - the library has no types
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads((ROOT / f"models/schema/{name}.schema.json").read_bytes())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def faults(name: str, record: object) -> list[str]:
    return [f"{one.json_path}: {one.message}" for one in validator(name).iter_errors(record)]


def config(text: str) -> object:
    """As an editor sees it: dates are texts to a JSON Schema."""
    return json.loads(json.dumps(tomllib.loads(text), default=str))


@pytest.mark.parametrize("file", sorted(schemas()), ids=attrgetter("name"))
def test_schemas_are_fresh(file: Path) -> None:
    assert file.read_bytes() == schemas()[file], "Maybe run: make docs"


# The config.


@pytest.mark.parametrize(
    "text", [*SHOWN, FULL, *CONFIGS.values(), *(file.read_text("utf-8") for file in EXAMPLES.values())]
)
def test_configs_are_valid(text: str) -> None:
    assert faults("config", config(text)) == []


@pytest.mark.parametrize("text", CONFIGS.values(), ids=CONFIGS)
def test_the_config_as_it_is_shown_is_valid(house: House, text: str) -> None:
    house.write("stridelift.toml", text)
    assert faults("config", config(stridelift("config", "show").out)) == []


@pytest.mark.parametrize(("text", "key"), [(text, key) for text, _, key, _ in MISTAKES if key not in BEYOND])
def test_mistakes_are_seen_by_the_schema(text: str, key: str) -> None:
    assert faults("config", config(text))


def test_an_editor_can_say_what_every_key_is() -> None:
    """Apart from exercises, which have a file of their own to learn from."""
    schema = json.loads((ROOT / "models/schema/config.schema.json").read_bytes())
    tables = {"": schema, **schema["$defs"]}
    for name, table in tables.items():
        for key, entry in table.get("properties", {}).items():
            said = entry.get("description") or tables[entry.get("$ref", "/").rpartition("/")[2]].get("description")
            assert said or name in {"ExerciseTable", "DoseTable", "ModeTable"} or entry.get("$ref"), (name, key)
            assert entry.get("default", 0) is not None, (name, key)


def test_numbers_have_default_unit_usual_and_grade() -> None:
    schema = json.loads((ROOT / "models/schema/config.schema.json").read_bytes())
    for one in settings(None, {}).values():
        entry = schema
        for part in one.key.split("."):
            entry = schema["$defs"].get(entry.get("$ref", "").rpartition("/")[2], entry)["properties"][part]
        assert entry["default"] == one.value, one.key
        for fact in (one.unit, one.grade and f"grade {one.grade}", *one.cites):
            assert fact in entry["description"], one.key


def test_what_may_be_left_out_is_not_required() -> None:
    assert faults("config", {}) == []
    assert faults("config", {"constraints": {}, "sessions": {"heavy": {}}, "exercises": {"row": {}}}) == []


# Results.


def held(outcome: planner.Outcome | dict[str, Any]) -> dict[str, Any]:
    """A result, held to the open schema that is shipped and to the closed shapes that it is made from."""
    record: dict[str, Any] = outcome if isinstance(outcome, dict) else json.loads(to_json(outcome))
    Result.model_validate(record)
    assert faults("result", record) == []
    return record


@pytest.mark.parametrize("example", examples(), ids=attrgetter("name"))
def test_results_of_the_examples(example: Example) -> None:
    record = held(json.loads((example.folder / "expected.json").read_bytes()))
    assert record["status"] == "OPTIMAL"
    assert record["sessions"]


@pytest.fixture
def asked(house: House) -> Request:
    return Request(calendars=calendars([str(house.write("runs.ics", week("2026-11-30", USUAL)))], ()), week="2026-W49")


def test_a_result_that_is_not_proven(asked: Request) -> None:
    outcome = planner.plan(asked)
    assert outcome.result.objective is not None
    result = replace(outcome.result, status=Status.FEASIBLE, bound=outcome.result.objective - 1, unique=False)
    record = held(replace(outcome, result=result))
    assert record["status"] == "FEASIBLE"
    assert record["gap"] > 0


def test_a_result_without_a_plan(house: House) -> None:
    runs = house.write("runs.ics", week("2026-11-30", USUAL))
    done = stridelift("solve", runs, "--week", "2026-W49", "--json", "--time-limit", "0.01")
    assert done.code == 5
    assert held(done.json)["status"] == "UNKNOWN"


def test_a_result_where_nothing_fits(house: House) -> None:
    house.config(
        '[constraints.weekly_volume]\nweight = "hard"\n[sessions]\n'
        "heavy.per_week = [0, 0]\nmoderate.per_week = [0, 0]\ncore.minutes = [15, 15]\n"
    )
    runs = house.write("runs.ics", calendar(timed("2026-11-30 00:00", "2026-12-07 00:00", "Cruise")))
    done = stridelift("solve", runs, "--week", "2026-W49", "--json")
    assert done.code == 3
    record = held(done.json)
    assert record["status"] == "INFEASIBLE"
    assert record["conflict"]


def test_a_result_with_special_days_and_existing_strength(house: House) -> None:
    text = week("2026-11-30", [*USUAL, (2, "18:00", "18:45", "Strength training")])
    house.config("[[days]]\ndate = 2026-12-01\noff = true\n[athlete.lifts]\ndeadlift = { one_rm = 90 }\n")
    record = held(house.solve(text))
    assert record["existing"]
    assert record["days"]


def test_what_check_and_constraints_print(house: House) -> None:
    runs = house.write("runs.ics", week("2026-11-30", USUAL))
    assert stridelift("solve", runs, "--week", "2026-W49", "-o", "strength.ics").code == 0
    checked = stridelift("check", "strength.ics", runs, "--week", "2026-W49", "--json").json
    Checked.model_validate(checked)
    assert checked["sessions"]
    assert faults("check", checked) == []
    numbers = stridelift("constraints", "--json").json
    Numbers.model_validate(numbers)
    assert faults("constraints", numbers) == []


def altered(record: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield {key: value for key, value in record.items() if key != "status"}
    yield {**record, "status": "MAYBE"}
    yield {**record, "objective": "cheap"}
    yield {**record, "sessions": [{**record["sessions"][0], "class": "fast"}]}
    yield {**record, "runs": [{key: value for key, value in record["runs"][0].items() if key != "uid"}]}


def test_other_records_are_refused_and_more_keys_are_not() -> None:
    record = json.loads((examples()[0].folder / "expected.json").read_bytes())
    assert all(faults("result", one) for one in altered(record))
    assert faults("result", {**record, "mood": "good"}) == []
    with pytest.raises(ValidationError):
        Result.model_validate({**record, "mood": "good"})


def test_the_schema_line_is_a_comment() -> None:
    assert tomllib.loads("#:schema ./config.schema.json\n") == {}
    assert (
        Config.model_fields.keys()
        == json.loads((ROOT / "models/schema/config.schema.json").read_bytes())["properties"].keys()
    )
