"""Who fetched last with which token, for its owner to look at."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from stridelift.web.folder import keep, read_kept

_MOST = 80  # characters of a program's name


class Fetch(BaseModel):
    """When, and by which program as it calls itself."""

    at: datetime
    by: str


_FETCHES = TypeAdapter(dict[str, Fetch])


class Seen:
    """The last fetch by the id of its token. Kept in memory, and written now and then by :meth:`save`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "seen.json"
        self._fetches = read_kept(self._path, _FETCHES, {})
        self._saved = True

    def note(self, token: str, program: str) -> None:
        self._fetches[token] = Fetch(at=datetime.now(UTC).replace(microsecond=0), by=printable(program[:_MOST]))
        self._saved = False

    def last(self, token: str) -> Fetch | None:
        return self._fetches.get(token)

    def save(self) -> None:
        if not self._saved:
            keep(self._path, _FETCHES, self._fetches)
            self._saved = True


def printable(text: str) -> str:
    """On one line, without what could repaint a terminal."""
    return "".join(one if one.isprintable() else " " for one in text)
