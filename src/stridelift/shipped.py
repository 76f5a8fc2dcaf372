"""What the data under ``models/`` have in common: strict shapes, an evidence grade, and how a mistake is refused."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Iterable
from functools import cache
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, Strict, ValidationError

from stridelift.errors import ConfigError
from stridelift.mistakes import Location, Mistake, mistakes
from stridelift.resources import load_toml

S = TypeVar("S", bound=BaseModel)
N = TypeVar("N", int, float)


def ordered(pair: tuple[N, N]) -> tuple[N, N]:
    if pair[0] > pair[1]:
        raise ValueError(f"the range {list(pair)} is upside down; write the smaller number first")
    return pair


Whole = Annotated[int, Strict()]
Id = Annotated[str, Field(pattern="^[a-z][a-z0-9_]*$")]
Grade = Literal["A", "B", "C", "D", "E"]
"""A several trials in runners, B a controlled trial in runners, C indirect, D convention, E our own."""


@cache
def sources() -> frozenset[str]:
    """What can be cited."""
    return frozenset(load_toml("sources.toml"))


def _list_sources(schema: dict[str, Any]) -> None:
    schema["enum"] = sorted(sources())


Source = Annotated[str, Field(json_schema_extra=_list_sources)]
"""A key of ``sources.toml``."""


class Shape(BaseModel):
    """A table that has these keys and no other."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Graded(Shape):
    """A table of facts with its evidence."""

    grade: Grade
    cites: tuple[Source, ...] = ()


Percent = Annotated[Whole, Field(ge=0, le=100)]
PercentRange = Annotated[tuple[Percent, Percent], AfterValidator(ordered)]


def read(name: str) -> dict[str, Any]:
    """The file as it stands. ConfigError where it is no TOML."""
    try:
        return load_toml(name)
    except tomllib.TOMLDecodeError as error:
        raise refused(name, [Mistake((), str(error))]) from error


def shaped(name: str, shape: type[S], data: dict[str, Any]) -> S:
    """The data in their shape. ConfigError names the file, the key and what it says."""
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        raise refused(name, mistakes(error, shape)) from error


def held(name: str, faults: Iterable[Mistake]) -> None:
    """Refuse the file when it has a fault."""
    if found := list(faults):
        raise refused(name, found)


def refused(name: str, found: Collection[Mistake]) -> ConfigError:
    lines = [f"models/{name}: {'.'.join(map(str, one.location)) or 'the file'}: {one.text}" for one in found]
    near = [repr(one.near) for one in found if one.near]
    return ConfigError("\n".join(lines), f"{', '.join(near)}." if near else "")


def unknown(location: Location, kind: str, word: str, known: Iterable[str]) -> Mistake:
    """A word that stands for nothing, with the nearest that does."""
    near = difflib.get_close_matches(word, sorted(known), 1)
    return Mistake(location, f"no {kind} is called {word!r}", near[0] if near else "")


def strays(location: Location, kind: str, words: Iterable[str], known: Collection[str]) -> Iterable[Mistake]:
    return (unknown(location, kind, word, known) for word in sorted(set(words)) if word not in known)
