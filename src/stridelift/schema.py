"""JSON Schemas, made from the shapes that read and write: of the config, of results, and of the files of facts.

That of the config is what an athlete may write, so nothing in it is required that a preset or a default fills in, and
every number of the policy has its unit, usual range, grade and sources.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from stridelift.catalogue import Catalogue, Classes
from stridelift.config import Config
from stridelift.errors import ConfigError
from stridelift.policy import Setting, settings
from stridelift.regions import Regions
from stridelift.report.shapes import Checked, Numbers, Result
from stridelift.shipped import unknown

Json = dict[str, Any]
SHAPES: Mapping[str, tuple[type[BaseModel], str]] = {
    "config": (Config, "stridelift.toml"),
    "result": (Result, "stridelift solve --json, publish --json"),
    "check": (Checked, "stridelift check --json"),
    "constraints": (Numbers, "stridelift constraints --json"),
    "catalogue": (Catalogue, "models/catalogue.toml"),
    "classes": (Classes, "models/classes.toml"),
    "regions": (Regions, "models/regions.toml"),
}
_FACTS = {"catalogue", "classes", "regions"}
_PARTIAL = {"Config", "Constraints", "Sessions", "Amount", "ExerciseTable"}  # what is left out is filled in
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def text_of(name: str) -> str:
    """A schema as its file has it.

    Raises:
        ConfigError: there is no such schema.
    """
    if name not in SHAPES:
        mistake = unknown((), "schema", name, SHAPES)
        near = f"you meant {mistake.near!r}; " if mistake.near else ""
        raise ConfigError(f"{mistake.text}.", f"{near}there are {', '.join(SHAPES)}.")
    shape, title = SHAPES[name]
    head = {"$schema": _DIALECT, "title": title}
    made = shape.model_json_schema(schema_generator=GenerateJsonSchema if name in _FACTS else _Untitled)
    if name == "config":
        _as_written(made)
        _explain(made)
    elif name not in _FACTS:
        _open(made)
    return json.dumps(head | {**made, **head}, indent=2, ensure_ascii=False) + "\n"


class _Untitled(GenerateJsonSchema):
    """Without the titles that only repeat the keys."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ANN401, ARG002 - as it is declared
        return False


def _tables(made: Json) -> Iterator[tuple[str, Json]]:
    yield str(made.get("title", "")), made
    for table in made["$defs"].values():
        yield str(table.get("title", "")), table


def _open(made: Json) -> None:
    """Results may gain keys: a program that reads one must not mind."""
    for _, table in _tables(made):
        table.pop("additionalProperties", None)
        table.pop("title", None)


# The config.


def _as_written(made: Json) -> None:
    """Nothing is required that is filled in, and there is no null in TOML."""
    for title, table in _tables(made):
        if title in _PARTIAL:
            table.pop("required", None)
        table.pop("title", None)
        for entry in table.get("properties", {}).values():
            _without_null(entry)
    words = made["$defs"]["ModeTable"]["properties"]["needs"]["items"]
    words["anyOf"] = [{"enum": words.pop("enum")}, {"type": "string"}]  # equipment of one's own


def _without_null(entry: Json) -> None:
    if entry.get("default", ...) is None or isinstance(entry.get("default"), dict):
        entry.pop("default", None)
    branches = [one for one in entry.get("anyOf", ()) if one != {"type": "null"}]
    if len(branches) == 1:
        del entry["anyOf"]
        entry.update({key: value for key, value in branches[0].items() if key not in entry})
    elif branches:
        entry["anyOf"] = branches


def _explain(made: Json) -> None:
    """Puts what the base policy says of each number into its schema; each class of session has numbers of its own."""
    amount, sessions = made["$defs"].pop("Amount"), made["$defs"]["Sessions"]
    sessions["properties"] = {name: deepcopy(amount) for name in sessions["properties"]}
    for one in settings(None, {}).values():
        entry = made
        for part in one.key.split("."):
            entry = _resolved(made, entry)["properties"][part]
        entry["default"] = one.value
        entry["description"] = " ".join([entry["description"], *facts(one)])


def _resolved(made: Json, entry: Json) -> Json:
    name = entry.get("$ref", "").removeprefix("#/$defs/")
    found: Json = made["$defs"][name] if name else entry
    return found


def facts(one: Setting) -> Iterator[str]:
    """What the policy says of a number, in sentences."""
    if one.unit:
        yield f"Unit: {one.unit}."
    if one.range:
        yield f"Usual: {'–'.join(map(str, one.range))}."
    if one.why:
        yield f"{one.why[0].upper()}{one.why[1:]}."
    if one.grade:
        yield f"Default of grade {one.grade}{''.join(f', {cite}' for cite in one.cites)}."
