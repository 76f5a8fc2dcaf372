"""Writes ``stridelift.toml``: only over what the athlete has seen, only what is right, and with its comments kept."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from stridelift.calendar.files import content, create_file, replace_file
from stridelift.config import Loaded, judged, load
from stridelift.errors import ConfigError, OutputError, StrideliftError
from stridelift.mistakes import Mistake, refusal
from stridelift.studio.edit import Tables, edited

_OWNER_ONLY = 0o600  # a new file may hold the link to a calendar one day


class EditedError(StrideliftError):
    """The file is not the one that the form was made from."""


class RefusedError(ConfigError):
    """What the file would say cannot be; ``mistakes`` has each by its dotted key. Nothing was written."""

    def __init__(self, message: str, maybe: str = "", mistakes: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message, maybe)
        self.mistakes = tuple(mistakes)


def version(path: Path) -> str:
    """What tells one state of the file from the next; empty where there is none."""
    return _digest(content(path))


def write(path: Path, changes: Mapping[str, Any], seen: str, added: Tables = ()) -> Loaded:
    """Sets some dotted keys, takes out those of None, and adds tables at the end of arrays of them.

    ``seen`` is the :func:`version` that the changes were made for. A number in a key is a position, as in
    ``days.2.off``.

    Raises:
        EditedError: the file has changed since.
        RefusedError: it would say what cannot be.
        ConfigError: it is no TOML, or it cannot be read.
        OutputError: it cannot be written.
    """
    path = Path(os.path.realpath(path))
    before = content(path)
    if _digest(before) != seen:
        raise _edited(path)
    text = _decoded(path, before or b"")
    after = edited(text, changes, added)
    loaded = _checked(after, path)
    if after != text:
        _replace(path, before, after)
    return loaded


def refused(path: Path | None, found: Sequence[Mistake]) -> RefusedError:
    """In the words of ``config check``, without lines: the text in which they would stand is on no disk."""
    error = refusal(path, "", found)
    named = [(".".join(map(str, one.location)), _advised(one)) for one in found]
    return RefusedError(error.message, error.maybe, named)


def _advised(one: Mistake) -> str:
    return f"{one.text}; you meant {one.near!r}?" if one.near else one.text


def _digest(data: bytes | None) -> str:
    return "" if data is None else sha256(data).hexdigest()


def _edited(path: Path) -> EditedError:
    return EditedError(
        f"{path.name} was changed elsewhere since this was shown; nothing was written.",
        "look at it as it is now, then change it again.",
    )


def _decoded(path: Path, data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
        tomllib.loads(text)
    except (ValueError, RecursionError):
        load(path)  # says what is wrong with it
        raise
    return text


def _checked(text: str, path: Path) -> Loaded:
    found = judged(tomllib.loads(text), text, path)
    if not isinstance(found, Loaded):
        raise refused(path, found)
    return found


def _replace(path: Path, before: bytes | None, text: str) -> None:
    mark = b"\xef\xbb\xbf" if before and before.startswith(b"\xef\xbb\xbf") else b""
    if before is None:
        if not create_file(path, text.encode(), _OWNER_ONLY):
            raise _edited(path)
        return
    try:
        replace_file(path, mark + text.encode())
    except OSError as error:
        raise OutputError(f"{path.name} cannot be written: {error.strerror or error}.") from error
