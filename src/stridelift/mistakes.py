"""Where a mistake in a TOML file stands, and what to say about it."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin

from pydantic import BaseModel, ValidationError

from stridelift.errors import ConfigError

Location = tuple[str | int, ...]  # keys, and positions in arrays
_PLAIN = {
    "tuple_type": "a list belongs here",
    "model_type": "a table belongs here",
    "dict_type": "a table belongs here",
    "missing": "is missing",
}
_SECRET = {"source", "password"}  # what these say is never shown


class Mistake(NamedTuple):
    location: Location
    text: str
    near: str = ""


def refusal(path: Path | None, text: str, mistakes: Sequence[Mistake]) -> ConfigError:
    """An error with every mistake as ``file:line: key: what``, and the near keys."""
    places = lines(text)
    messages = []
    for one in mistakes:
        line = line_of(places, one.location)
        where = f"{path}:{line}" if line else str(path)
        messages.append(f"{where}: {'.'.join(map(str, one.location))}: {one.text}.")
    near = [repr(one.near) for one in mistakes if one.near]
    return ConfigError("config " + "\n".join(messages), f"you meant {', '.join(near)}." if near else "")


def lines(text: str) -> dict[Location, int]:
    """The line of each table and key that begins one."""
    return {location: line for line, location in _places(text)}


def line_of(places: Mapping[Location, int], location: Location) -> int:
    """Where a key stands, or the table around it; 0 where neither begins a line."""
    parts = (location[:n] for n in range(len(location), 0, -1))
    return next((places[part] for part in parts if part in places), 0)


def mistakes(error: ValidationError, model: type[BaseModel]) -> list[Mistake]:
    """What pydantic found, in our words; the branches of a union are one mistake."""
    found: dict[Location, Mistake] = {}
    for one in error.errors():
        location = _known(one["loc"], model, unknown=one["type"] == "extra_forbidden")
        name = str(location[-1]) if location else ""
        if one["type"] == "extra_forbidden":
            near = difflib.get_close_matches(name, _keys(location[:-1], model), 1)
            found[location] = Mistake(location, "unknown key", near[0] if near else "")
            continue
        what = _PLAIN.get(one["type"]) or one["msg"].removeprefix("Value error, ").removesuffix(".")
        if location in found:
            what = f"{found[location].text.partition(' (it says')[0]}; or: {what}"
        given = one["input"]
        shown = isinstance(given, str | int | float | list) and "says" not in what and not _SECRET & {*location}
        says = f" (it says {given!r})" if shown else ""
        found[location] = Mistake(location, f"{what}{says}")
    return list(found.values())


def _known(location: Sequence[str | int], model: Any, *, unknown: bool) -> Location:  # noqa: ANN401 - any type
    """Without what pydantic adds to the keys: validators and branches of unions; only the last may be ``unknown``."""
    kept: list[str | int] = []
    for index, part in enumerate(location):
        if isinstance(part, str):
            if model is None:
                break
            known, inner = _inside(model, part)
            if not known and not (unknown and index == len(location) - 1):
                continue
            model = inner
        kept.append(part)
    return tuple(kept)


def _keys(location: Location, model: Any) -> list[str]:  # noqa: ANN401 - a type, whatever it is
    """The keys that a table may have."""
    for part in location:
        if isinstance(part, str):
            _, model = _inside(model, part)
    return list(getattr(model, "model_fields", {}))


def _inside(model: Any, key: str) -> tuple[bool, Any]:  # noqa: ANN401 - a type, whatever it is
    """Whether a table may have the key, and the table there; one that names things has any."""
    if get_origin(model) is dict:
        return True, table_of(get_args(model)[1])
    fields = getattr(model, "model_fields", {})
    return key in fields, table_of(fields[key].annotation) if key in fields else None


def table_of(annotation: Any) -> Any:  # noqa: ANN401 - a type, whatever it is
    """The model, or the table of names, that a type speaks of."""
    if get_origin(annotation) is dict or (isinstance(annotation, type) and issubclass(annotation, BaseModel)):
        return annotation
    inner = (table_of(argument) for argument in getattr(annotation, "__args__", ()))
    return next((one for one in inner if one is not None), None)


def _places(text: str) -> Iterator[tuple[int, Location]]:
    """Line and location of each table and key that begins a line; tables of an array are counted."""
    counts: dict[Location, int] = {}
    table: Location = ()
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.split("#", 1)[0].strip()
        if bare.startswith("["):
            names = _names(bare.strip("[] "))
            table = _counted(names[:-1], counts) + names[-1:]
            if bare.startswith("[["):
                counts[table] = counts.get(table, -1) + 1
            table = _counted(names, counts)
            yield number, table
        elif "=" in bare:
            yield number, table + _names(bare.split("=", 1)[0])


def _names(dotted: str) -> Location:
    return tuple(part.strip(" \"'") for part in dotted.split("."))


def _counted(names: Location, counts: dict[Location, int]) -> Location:
    """The location of a table, the positions in its arrays among it."""
    location: Location = ()
    for name in names:
        location = (*location, name)
        if location in counts:
            location = (*location, counts[location])
    return location
