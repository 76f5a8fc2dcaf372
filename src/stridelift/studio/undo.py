"""What stood on the disk before each of the last changes, in a folder of its own, so that it survives a restart."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, PlainSerializer, TypeAdapter

from stridelift.calendar.files import replace_file
from stridelift.errors import OutputError
from stridelift.happened import words
from stridelift.studio.bench import State

_MOST = 20
_FOLDER, _FILE = 0o700, 0o600
_Bytes = Annotated[
    bytes,
    BeforeValidator(lambda one: b64decode(one) if isinstance(one, str) else one),
    PlainSerializer(lambda one: b64encode(one).decode(), return_type=str),
]


class Level(BaseModel):
    """One change in words, and config and feed before and after it."""

    text: str
    config: _Bytes | None
    feed: _Bytes | None
    config_after: _Bytes | None
    feed_after: _Bytes | None

    @classmethod
    def of(cls, text: str, before: State, after: State) -> Level:
        return cls(
            text=text,
            config=before.config,
            feed=before.feed,
            config_after=after.config,
            feed_after=after.feed,
        )

    def is_undone(self, now: State) -> bool:
        """Whether it never happened: a process may be killed between the note of a change and the change."""
        return (now.config, now.feed) == (self.config, self.feed)

    def is_last(self, now: State) -> bool:
        """Whether nobody changed anything since that undoing it would lose; planning again loses nothing."""
        mine = self.config_after in (self.config, now.config)
        return mine and _words(now.feed) == _words(self.feed_after)


def _words(feed: bytes | None) -> frozenset[tuple[str, ...]]:
    return words(feed) if feed else frozenset()


_LEVEL = TypeAdapter(Level)


class Levels:
    """The changes that can be undone, the last one last."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def push(self, level: Level) -> None:
        """Notes a change before it is made; beyond twenty the oldest is forgotten.

        Raises:
            OutputError: it cannot be written.
        """
        paths = self._paths()
        number = int(paths[-1].stem) + 1 if paths else 1
        path = self._folder / f"{number:06}.json"
        try:
            self._folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
            replace_file(path, _LEVEL.dump_json(level), _FILE)
            self._remove(paths[: len(paths) + 1 - _MOST] if len(paths) >= _MOST else ())
        except OSError as error:
            raise OutputError(f"the change cannot be noted in {path}: {error.strerror or error}.") from error

    def last(self) -> Level | None:
        """What would be undone; a level that is damaged ends them."""
        paths = self._paths()
        try:
            return _LEVEL.validate_json(paths[-1].read_bytes()) if paths else None
        except (OSError, ValueError):
            self._remove(paths)
            return None

    def pop(self) -> None:
        self._remove(self._paths()[-1:])

    def _paths(self) -> list[Path]:
        return sorted(one for one in self._folder.glob("*.json") if one.stem.isdecimal())

    @staticmethod
    def _remove(paths: Iterable[Path]) -> None:
        for one in paths:
            one.unlink(missing_ok=True)
