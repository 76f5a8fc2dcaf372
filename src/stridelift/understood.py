"""The config as it is understood: the file over its preset over the defaults, in the words of the file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from stridelift.calendar.address import is_link, masked
from stridelift.config import Config, Loaded, merged
from stridelift.mistakes import Location, table_of
from stridelift.policy import Setting
from stridelift.toml import written


def understood(loaded: Loaded) -> str:
    """TOML that reads back as the same config, but for links, of which only the host is shown.

    A number that is not the default says where it comes from.
    """
    table = _filled(Config, merged(loaded.written))
    hidden = {at for at, _ in _links(table)}
    for at, link in list(_links(table)):
        _set(table, at, masked(link))

    def note(at: Location) -> str:
        if at in hidden:
            return "a link is a secret: only its host is shown"
        return ", ".join(dict.fromkeys(_origin(one, loaded) for one in _within(at, loaded.settings)))

    return written(table, note)


def _filled(model: type[BaseModel], table: Mapping[str, Any]) -> dict[str, Any]:
    """A table with the defaults of what it leaves out; what has none stays out."""
    found = {}
    for name, field in model.model_fields.items():
        inner, given = table_of(field.annotation), table.get(name, field.get_default())
        if isinstance(given, BaseModel):  # a default: its own fields say it in the athlete's words
            given = {}
        if given is None or (name not in table and field.is_required()):
            continue
        found[name] = _inside(inner, given)
    return found


def _inside(model: Any, given: Any) -> Any:  # noqa: ANN401 - a type and what is written for it
    if not isinstance(model, type) or not issubclass(model, BaseModel):
        return given
    if isinstance(given, Mapping):
        return _filled(model, given)
    if isinstance(given, (list, tuple)):
        return [_inside(model, one) for one in given]
    return given


def _links(table: Mapping[str, Any]) -> Iterable[tuple[Location, str]]:
    for index, one in enumerate(table["calendars"]):
        if isinstance(one["source"], str) and is_link(one["source"]):
            yield ("calendars", index, "source"), one["source"]
    address = table.get("publish", {}).get("collection")
    if isinstance(address, str) and is_link(address):
        yield ("publish", "collection"), address


def _set(table: Any, at: Location, value: str) -> None:  # noqa: ANN401 - tables and lists of them
    for part in at[:-1]:
        table = table[part]
    table[at[-1]] = value


def _within(at: Location, settings: Mapping[str, Setting]) -> Iterable[Setting]:
    """The settings at a key, or in the table that is its value, that are not the default."""
    key = ".".join(map(str, at))
    return (
        one for name, one in settings.items() if one.origin != "default" and (name == key or name.startswith(f"{key}."))
    )


def _origin(one: Setting, loaded: Loaded) -> str:
    return f"{loaded.path.name}:{one.line}" if one.origin == "file" and loaded.path else one.origin
