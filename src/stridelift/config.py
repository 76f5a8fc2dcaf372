"""The athlete's ``stridelift.toml``: what it may say, and where a mistake in it stands."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import platformdirs
from pydantic import BaseModel, ConfigDict, ValidationError

from stridelift._config import (
    Athlete,
    Availability,
    ByDay,
    Calendar,
    Config,
    DayContext,
    Grid,
    Linked,
    Place,
    Publish,
    Race,
    RunMinutes,
    Runs,
    UsualStart,
)
from stridelift.athlete import clearance, exercise_faults
from stridelift.calendar.address import has_credentials
from stridelift.errors import ConfigError
from stridelift.lifts import strangers
from stridelift.mistakes import Location, Mistake, line_of, lines, mistakes, refusal
from stridelift.policy import Setting, settings, values
from stridelift.resources import presets

__all__ = [
    "Athlete",
    "Availability",
    "ByDay",
    "Calendar",
    "Config",
    "DayContext",
    "Grid",
    "Loaded",
    "Place",
    "Publish",
    "Race",
    "RunMinutes",
    "Runs",
    "UsualStart",
    "checked",
    "find",
    "judged",
    "load",
    "merged",
]

FILE_NAME = "stridelift.toml"
_APART = {"places", "races", "days"}  # whose mistakes do not follow from others'


class Loaded(BaseModel):
    """A config with where it came from: the file, if any, the tables as they are ``written`` there, and the text."""

    model_config = ConfigDict(frozen=True)

    config: Config
    written: dict[str, Any] = {}
    text: str = ""
    path: Path | None = None

    @cached_property
    def settings(self) -> dict[str, Setting]:
        """Every setting of the policy with its origin."""
        return self.under(self.config.preset)

    def under(self, preset: str | None) -> dict[str, Setting]:
        """The settings if the file named another preset."""
        places = lines(self.text)
        return {
            key: replace(one, line=line_of(places, tuple(key.split(".")))) if one.origin == "file" else one
            for key, one in settings(preset, self.written).items()
        }

    @property
    def name(self) -> str:
        """The file as it may be said here, or nothing."""
        if self.path is None:
            return ""
        return os.path.relpath(self.path) if self.path.is_relative_to(Path.cwd()) else str(self.path)

    @property
    def folder(self) -> Path:
        return self.path.parent if self.path else Path.cwd()


def find(explicit: Path | None, beside: Sequence[Path]) -> Path | None:
    """The file asked for, else the one beside a calendar, in the working folder, or in the platform's config folder."""
    if explicit is not None:
        if not explicit.is_file():
            raise ConfigError(f"config {str(explicit)!r}: there is no such file.", "check the path behind -c.")
        return explicit
    folders = [*(path.parent for path in beside), Path.cwd(), platformdirs.user_config_path("stridelift")]
    return next((folder / FILE_NAME for folder in folders if (folder / FILE_NAME).is_file()), None)


def load(path: Path | None) -> Loaded:
    """Read and check a config file; without one, the defaults."""
    return checked("" if path is None else _read(path), path)


def checked(text: str, path: Path | None) -> Loaded:
    """What the text says that stands in a file, or would."""
    try:
        own = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError(
            f"config {path}: {error}.", "a quote or a bracket is missing, or a key stands there twice."
        ) from None
    loaded = judged(own, text, path)
    if not isinstance(loaded, Loaded):
        raise refusal(path, text, loaded)
    return loaded


def judged(own: dict[str, Any], text: str = "", path: Path | None = None) -> Loaded | list[Mistake]:
    """The config that such TOML makes, or what is wrong with it."""
    try:
        config = Config.model_validate(merged(own))
    except ValidationError as error:
        found = mistakes(error, Config)
        return [*found, *_besides(own, found)]
    return list(_contradictions(config)) or Loaded(config=config, written=own, text=text, path=path)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"config {path} cannot be read: {error}.", "save it as UTF-8 text.") from None


def merged(own: Mapping[str, Any]) -> dict[str, Any]:
    """What a file says, over the policy of its preset."""
    preset = own.get("preset")
    known = preset if isinstance(preset, str) and preset in presets() else None
    laid: dict[str, Any] = _laid_over(own, values(settings(known, own)))
    return laid


def _laid_over(own: Any, policy: Any) -> Any:  # noqa: ANN401 - TOML, whatever it is
    """The policy's values where both have tables; what only the file has stays, so that it can be refused."""
    if not (isinstance(own, dict) and isinstance(policy, dict)):
        return own
    shared = {key: _laid_over(own[key], value) if key in own else value for key, value in policy.items()}
    return {**own, **shared}


def _besides(own: Mapping[str, Any], found: Sequence[Mistake]) -> Iterator[Mistake]:
    """What is wrong between tables beside what was found in them, as far as that can be told: all of it at once."""
    rest = deepcopy(dict(own))
    for one in found:
        with suppress(LookupError, TypeError):  # what is missing cannot be taken out
            _drop(rest, one.location)
    try:
        config = Config.model_validate(merged(rest))
    except ValidationError:
        return
    spoilt = {one.location[:-1] for one in found}
    for one in _contradictions(config):
        if one.location[0] in _APART and one.location[:-1] not in spoilt:
            yield one


def _drop(table: Any, location: Location) -> None:  # noqa: ANN401 - tables and lists of them
    """Take out a key; of a list that holds the mistake all, for positions must stay."""
    for part, following in pairwise(location):
        if isinstance(following, int) and not isinstance(table[part][following], dict):
            del table[part]
            return
        table = table[part]
    del table[location[-1]]


def _contradictions(config: Config) -> Iterator[Mistake]:
    """What is wrong although each table alone is right."""
    yield from _credentials(config)
    ban = config.constraints.session_content.ban
    faults = list(exercise_faults(config.exercises, [place.equipment for place in config.places], ban))
    yield from faults or strangers(config.athlete.lifts, config.known)
    yield from clearance(config.preset, cleared=config.athlete.clinician_clearance)
    names = [place.name for place in config.places]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield Mistake(("places", index, "name"), f"two places are called {name!r}")
    for index, race in enumerate(config.races):
        if any(race.date == other.date for other in config.races[:index]):
            yield Mistake(("races", index, "date"), f"two races are on {race.date}; leave one of them out")
    dates = [day.date for day in config.days]
    for index, day in enumerate(config.days):
        if day.date in dates[:index]:
            yield Mistake(("days", index, "date"), f"{day.date} stands twice; write all of the day in one table")
        for name in day.places or ():
            if name not in names:
                near = difflib.get_close_matches(name, names, 1)
                known = f"the places are {', '.join(names)}" if names else "there is no [[places]]"
                yield Mistake(("days", index, "places"), f"{name!r} is no place; {known}", near[0] if near else "")


def _credentials(config: Config) -> Iterator[Mistake]:
    """Passwords that stand in the config, or alone."""
    tables: list[tuple[Location, Linked, object]] = [
        (("calendars", index, "source"), one, one.source) for index, one in enumerate(config.calendars)
    ]
    if config.publish:
        tables.append((("publish", "collection"), config.publish, config.publish.collection))
    for location, table, address in tables:
        if isinstance(address, str) and has_credentials(address):
            advice = 'write username = "…" and password = { env = "NAME" } beside it'
            yield Mistake(location, f"a password does not belong into a config; {advice}")
        if (table.username is None) != (table.password is None):
            here, missing = ("password", "username") if table.username is None else ("username", "password")
            yield Mistake((*location[:-1], here), f"goes with a {missing}, which is missing")
