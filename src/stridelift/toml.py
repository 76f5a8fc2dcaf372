"""Writes TOML: what :mod:`tomllib` reads, the other way round, with a note behind a line where there is one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from typing import Any

Location = tuple[str | int, ...]
Note = Callable[[Location], str]
Table = Mapping[str, Any]
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_SHORT = 3  # entries of a table that stands on one line


def written(table: Table, note: Note = lambda _: "") -> str:
    """A table as a file; ``note`` gives the comment behind the line of a key, or nothing."""
    return "\n".join(_lines(table, (), (), note)).lstrip("\n") + "\n"


def value(one: Any) -> str:  # noqa: ANN401 - whatever TOML has
    """A value on one line."""
    if isinstance(one, bool):
        return str(one).lower()
    if isinstance(one, str):
        return json.dumps(str(one), ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(one, (int, float)):
        return repr(one)
    if isinstance(one, (date, time)):  # a datetime is a date
        return one.isoformat()
    if isinstance(one, Mapping):
        inner = ", ".join(f"{_key(key)} = {value(entry)}" for key, entry in one.items())
        return f"{{ {inner} }}" if inner else "{}"
    return f"[{', '.join(map(value, one))}]"


def _lines(table: Table, names: tuple[str, ...], at: Location, note: Note) -> Iterator[str]:
    """Keys first, then the tables below: a key behind the head of another table would belong to that."""
    for key, one in table.items():
        if not _has_head(one, top=not names):
            said = note((*at, key))
            yield f"{_key(key)} = {value(one)}{f'  # {said}' if said else ''}"
    for key, one in table.items():
        if not _has_head(one, top=not names):
            continue
        here = (*names, key)
        head = ".".join(map(_key, here))
        if isinstance(one, Mapping):
            yield from ("", f"[{head}]")
            yield from _lines(one, here, (*at, key), note)
            continue
        for index, entry in enumerate(one):
            yield from ("", f"[[{head}]]")
            yield from _lines(entry, here, (*at, key, index), note)


def _has_head(one: Any, *, top: bool) -> bool:  # noqa: ANN401 - whatever TOML has
    """Whether a value is a table, or a list of them, that stands under a head of its own."""
    if isinstance(one, Mapping):
        return top or len(one) > _SHORT or any(isinstance(entry, Mapping) for entry in one.values())
    return isinstance(one, (list, tuple)) and bool(one) and all(isinstance(entry, Mapping) for entry in one)


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else value(name)
