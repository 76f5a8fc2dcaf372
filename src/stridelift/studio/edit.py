"""Changes TOML text and nothing beside it: comments, order and layout stay as the athlete has them.

A key is dotted, as in ``constraints.freshness.weight``; a number in it is a position in an array of tables, as in
``days.2.off``. Of tomlkit nothing is taken on trust: what it wrote is read back, and must say what was asked for.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any

import tomlkit
from tomlkit.container import Container, OutOfOrderTableProxy
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Array, Comment, InlineTable, Table, Whitespace

from stridelift.errors import ConfigError

Changes = Mapping[str, Any]  # None takes the key out
Path = Sequence[str | int]
Tables = Sequence[tuple[str, Mapping[str, Any]]]  # behind which array of tables each goes
_SPOILT = "write it into the file by hand, there the page cannot put it without touching more than that."
_FAILURES = (TOMLKitError, LookupError, TypeError, ValueError, AttributeError, RecursionError)


def edited(text: str, changes: Changes, added: Tables = ()) -> str:
    """The text with some keys changed or taken out, and tables ``added`` at the end of their arrays.

    Raises:
        ConfigError: the text is no TOML, or the file is so written that this cannot be done without touching more.
    """
    try:
        wanted = laid(tomllib.loads(text), changes, added)
        document = tomlkit.parse(text)
        gone = {*_comments("\n".join(_old(document, changes)))}
        for key, value in changes.items():
            _change(document, _parts(key), value)
        for key, table in added:
            _add(document, _parts(key), table)
        result = tomlkit.dumps(document)
        if 0 < text.count("\n") == text.count("\r\n"):
            result = re.sub("\r?\n", "\r\n", result)
        read = tomllib.loads(result)
    except _FAILURES as error:
        raise _impossible(changes, added) from error
    comments = [[line for line in _comments(one) if line not in gone] for one in (text, result)]
    if _full(read) != _full(wanted) or comments[0] != comments[1]:
        raise _impossible(changes, added)
    return result


def laid(own: Mapping[str, Any], changes: Changes, added: Tables = ()) -> dict[str, Any]:
    """What the TOML says once it is changed."""
    result: dict[str, Any] = deepcopy(dict(own))
    for key, value in changes.items():
        *path, last = _parts(key)
        if value is None:
            _take_out(result, path, last)
        else:
            _table(result, path)[last] = deepcopy(value)
    for key, one in added:
        *path, last = _parts(key)
        _table(result, path).setdefault(last, []).append(deepcopy(dict(one)))
    return result


def _parts(key: str) -> Path:
    return tuple(int(part) if part.isdecimal() else part for part in key.split("."))


def _table(table: Any, path: Path) -> Any:  # noqa: ANN401 - tables, and lists of them
    for part in path:
        if not isinstance(part, int) and not isinstance(table.get(part), (dict, list)):
            table[part] = {}
        table = table[part]
    return table


def _take_out(table: Any, path: Path, key: str | int) -> None:  # noqa: ANN401 - tables, and lists of them
    for part in path:
        if not isinstance(part, int) and part not in table:
            return
        table = table[part]
    if key in table:
        del table[key]


def _comments(text: str) -> Iterator[str]:
    """The lines that are a comment and nothing else."""
    return (line for line in map(str.strip, text.splitlines()) if line.startswith("#"))


def _old(document: Any, changes: Changes) -> Iterator[str]:  # noqa: ANN401 - tomlkit's own
    """The values that are to be changed, as they stand there."""
    for key in changes:
        found = document
        for part in _parts(key):
            there = isinstance(part, int) or (isinstance(found, Mapping) and part in found)
            found = found[part] if found is not None and there else None
        if isinstance(found, Array):
            yield found.as_string()


def _full(one: Any) -> Any:  # noqa: ANN401 - whatever TOML has
    """Without empty tables, which say nothing."""
    if isinstance(one, dict):
        inner = {key: _full(value) for key, value in one.items()}
        return {key: value for key, value in inner.items() if value != {}}
    return [_full(value) for value in one] if isinstance(one, list) else one


def _impossible(changes: Changes, added: Tables) -> ConfigError:
    keys = ", ".join([*changes, *(key for key, _ in added)])
    return ConfigError(f"{keys} cannot be changed in a file that is written like this one.", _SPOILT)


# In the document.


def _change(document: Any, parts: Path, value: Any) -> None:  # noqa: ANN401 - tomlkit's own
    *path, last = parts
    if value is None:
        _take_out(document, path, last)
    else:
        _put(_table_at(document, path), last, value)


def _add(document: Any, parts: Path, table: Mapping[str, Any]) -> None:  # noqa: ANN401 - tomlkit's own
    *path, last = parts
    outer = _table_at(document, path, is_super=True)
    there = outer.get(last)
    new = tomlkit.table()
    new.update(table)
    if isinstance(there, AoT):
        below = _cut(_deepest(there[-1].value))
        there.append(new)
        if below:
            there[-2].add(tomlkit.nl())
        new.value.body.extend(below)
    elif there is None and not isinstance(outer, InlineTable):
        tables = tomlkit.aot()
        tables.append(new)
        _append(outer, last, tables)
    elif there is None:
        array = tomlkit.array()
        array.append(_flat(table))
        _append(outer, last, array)
    else:
        there.append(_flat(table))


def _table_at(document: Any, path: Path, *, is_super: bool = False) -> Any:  # noqa: ANN401 - tomlkit's own
    """The table, made where there is none: under a head of its own, or inside the braces that it lies in."""
    table = document
    for at, part in enumerate(path):
        if not isinstance(part, int) and not isinstance(table.get(part), (Mapping, list)):
            last = at == len(path) - 1
            braces = isinstance(table, InlineTable)
            new = tomlkit.inline_table() if braces else tomlkit.table(is_super_table=is_super or not last)
            _append(table, part, new)
        table = table[part]
    return table


def _put(table: Any, key: str | int, value: Any) -> None:  # noqa: ANN401 - tomlkit's own
    if isinstance(key, int) or key in table:
        table[key] = _flat(value)
    else:
        _append(table, key, tomlkit.item(_flat(value)))


def _flat(value: Any) -> Any:  # noqa: ANN401 - whatever TOML has
    """A table as a value stands on its line."""
    if not isinstance(value, Mapping):
        return value
    inline = tomlkit.inline_table()
    inline.update(value)
    return inline


def _append(table: Any, key: Any, item: Any) -> None:  # noqa: ANN401 - tomlkit's own
    """Behind the last key: what of blank lines and comments stands below that speaks of the table that follows."""
    if isinstance(table, (InlineTable, OutOfOrderTableProxy)):
        table[key] = item
        return
    container = table.value if isinstance(table, Table) else table
    headed = isinstance(item, (Table, AoT))
    last = _deepest(container) if headed else container
    below = _cut(last) if isinstance(table, Table) or any(name for name, _ in container.body) else []
    if headed and below:
        last.add(tomlkit.nl())
    table.append(key, item)
    (_deepest(container) if headed else container).body.extend(below)


def _deepest(container: Container) -> Container:
    """Where the text of a table ends: in the last table below it, if there is one."""
    last = container.body[-1][1] if container.body else None
    if isinstance(last, AoT) and last:
        return _deepest(last[-1].value)
    return _deepest(last.value) if isinstance(last, Table) else container


def _cut(container: Container) -> list[Any]:
    """Takes out the blank lines and comments at the end of a table."""
    at = len(container.body)
    while at and isinstance(container.body[at - 1][1], (Whitespace, Comment)):
        at -= 1
    below = container.body[at:]
    del container.body[at:]
    return below
