"""``KEY=VALUES`` as one types it: which setting is varied, and over what.

Values are a range ``1..10``, a range with a step ``12..36..6``, or a list ``12,18,24``; each is what TOML would say,
and a text needs no quotes. A setting that is a list takes a single value for a list of one, several with ``+`` between
them, and a pair of numbers takes a single one for both.
"""

from __future__ import annotations

import copy
import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from stridelift.config import Config, Loaded, judged
from stridelift.errors import ConfigError
from stridelift.mistakes import Mistake

MOST = 400  # combinations of values
_RANGE = re.compile(r"(-?\d+(?:\.\d+)?)\.\.(-?\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))?")
_READ = ("calendars", "publish", "athlete.timezone", "athlete.emails")  # decide what is read, which happens once
_EXAMPLE = "constraints.freshness.weight=1..10"
Toml = Mapping[str, Any]


@dataclass(frozen=True)
class Axis:
    """A setting by its dotted key, its values as TOML has them, and as they were written."""

    key: str
    values: tuple[Any, ...]
    texts: tuple[str, ...]


def axis_of(text: str, path: Path | None, own: Toml) -> Axis:
    """What ``KEY=VALUES`` asks for, over a config of which the file says ``own``.

    Raises:
        ConfigError: there is no such key, or one of the values cannot be.
    """
    key, equals, wanted = (part.strip() for part in text.partition("="))
    if not (key and equals and wanted):
        raise ConfigError(f"--vary {text!r} names no key with values.", f"write it like {_EXAMPLE}.")
    key = _full(key)
    written = list(dict.fromkeys(_written(key, wanted)))
    return Axis(key, tuple(_fitting(key, one, path, own) for one in written), tuple(written))


def laid(own: Toml, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The TOML with some keys set to other values."""
    result: dict[str, Any] = copy.deepcopy(dict(own))
    for key, value in changes.items():
        *path, last = key.split(".")
        table = result
        for part in path:
            inner = table.get(part)
            table[part] = inner if isinstance(inner, dict) else {}
            table = table[part]
        table[last] = value
    return result


# Keys.


def _full(key: str) -> str:
    """The key from the top; a rule may stand without the table of rules in front."""
    if any(key == one or key.startswith(f"{one}.") for one in _READ):
        raise ConfigError(f"--vary {key!r} decides what is read, which happens once for all values.")
    keys = dict(_keys(Config))
    for name in (key, f"constraints.{key}"):
        if name in keys or any(is_open and name.startswith(f"{one}.") for one, is_open in keys.items()):
            return name
    inside = next((one for one in keys if one.startswith((f"{key}.", f"constraints.{key}."))), None)
    if inside:
        raise ConfigError(f"--vary {key!r} is a table, not a setting.", f"name one in it, as in {inside}.")
    raise ConfigError(f"--vary {key!r} is no setting that can be varied.", _meant(key, list(keys)))


def _meant(key: str, keys: list[str]) -> str:
    near = difflib.get_close_matches(key, keys, 1, cutoff=0.7)
    near = near or difflib.get_close_matches(f"constraints.{key}", keys, 1, cutoff=0.7)
    return f"you meant {near[0]!r}." if near else f"write it like {_EXAMPLE}."


def _keys(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, bool]]:
    """Every setting by its dotted key, and whether it is a table in which anything may be named."""
    for name, field in model.model_fields.items():
        inner = _table(field.annotation)
        if inner is not None:
            yield from _keys(inner, f"{prefix}{name}.")
        elif not _lists_tables(field.annotation):
            yield f"{prefix}{name}", get_origin(field.annotation) is dict


def _table(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401 - a type, whatever it is
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _lists_tables(annotation: Any) -> bool:  # noqa: ANN401 - a type, whatever it is
    return any(_table(one) is not None for one in get_args(annotation)) and get_origin(annotation) is tuple


# Values.


def _written(key: str, wanted: str) -> Iterator[str]:
    for part in _parts(wanted):
        if match := _RANGE.fullmatch(part):
            yield from _range(key, part, match)
        elif part:
            yield part
        else:
            raise ConfigError(f"--vary {key}={wanted} has an empty value.", "there is a comma too many.")


def _parts(wanted: str) -> Iterator[str]:
    """What stands between the commas that are in no bracket."""
    depth, part = 0, ""
    for sign in wanted:
        depth += (sign in "[{") - (sign in "]}")
        if sign == "," and depth == 0:
            yield part.strip()
            part = ""
        else:
            part += sign
    yield part.strip()


def _range(key: str, part: str, match: re.Match[str]) -> Iterator[str]:
    low, high = Decimal(match[1]), Decimal(match[2])
    step = Decimal(match[3] or 1)
    if low > high or not step:
        what = "is upside down" if low > high else "has no step"
        raise ConfigError(f"--vary {key}: the range {part} {what}.", "write it like 1..10 or 12..36..6.")
    count = int((high - low) / step) + 1
    if count > MOST:
        raise ConfigError(f"--vary {key}: the range {part} has {count} values; {MOST} are the most.", "give it a step.")
    return (f"{low + step * index:f}" for index in range(count))


def _fitting(key: str, text: str, path: Path | None, own: Toml) -> Any:  # noqa: ANN401 - as the key's setting
    """The value in the form that the setting takes."""
    found: list[Mistake] = []
    for value in _forms(text):
        judgement = judged(laid(own, {key: value}), path=path)
        if isinstance(judgement, Loaded):
            return value
        found = found or judgement
    here = next((one for one in found if ".".join(map(str, one.location)) == key), found[0])
    where = ".".join(map(str, here.location))
    about = "" if where == key else f"{where}: "
    raise ConfigError(f"--vary {key}={text}: {about}{here.text}.", f"you meant {here.near!r}." if here.near else "")


def _forms(text: str) -> Iterator[Any]:
    value = _value(text)
    yield value
    if not isinstance(value, list):
        yield [value]
        if isinstance(value, str) and "+" in value:
            yield [part.strip() for part in value.split("+")]
        yield [value, value]


def _value(text: str) -> Any:  # noqa: ANN401 - what TOML knows
    """What TOML would read; anything else is a text."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (tomllib.TOMLDecodeError, RecursionError):
        return text
