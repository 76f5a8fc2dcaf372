"""The feeds as they are served: the bytes, their ETag, and when they last changed."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from stridelift.calendar.busy import busy
from stridelift.calendar.files import write_atomically
from stridelift.calendar.write import with_alarm
from stridelift.errors import OutputError
from stridelift.web.folder import keep, read_kept, signature

STRENGTH, BUSY, RUNS = FEEDS = ("strength", "busy", "runs")
_MOST_ALARMS = 8  # versions with another alarm that are remembered


@dataclass(frozen=True)
class Version:
    """A feed's content. ``modified`` is in seconds since 1970, the content's own: it rises with every change."""

    body: bytes
    modified: int
    _alarms: dict[int, Version] = field(default_factory=dict, compare=False)

    @cached_property
    def digest(self) -> str:
        return sha256(self.body).hexdigest()

    @property
    def etag(self) -> str:
        return f'"{self.digest}"'

    def with_alarm(self, minutes: int) -> Version:
        """The same with a reminder before each event."""
        if minutes not in self._alarms:
            while len(self._alarms) >= _MOST_ALARMS:
                del self._alarms[next(iter(self._alarms))]
            self._alarms[minutes] = Version(with_alarm(self.body, minutes), self.modified)
        return self._alarms[minutes]


class _Known(BaseModel):
    sha256: str
    modified: int


class _History(BaseModel):
    """What each feed was last, and what the strength feed was solved from and into."""

    feeds: dict[str, _Known] = {}
    solved_from: str = ""
    solved_into: str = ""


_HISTORY = TypeAdapter(_History)


class Feeds:
    """The feeds of a state folder. Only the process that holds the folder's lock has one of these."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._history_path = folder / "history.json"
        self._history = read_kept(self._history_path, _HISTORY, _History())
        self._versions: dict[str, Version] = {}
        self._signatures: dict[str, tuple[int, int, int] | None] = {}
        for left in folder.glob(".*.tmp"):  # of a server that was killed; other processes write tokens
            if not left.name.startswith(".tokens"):
                left.unlink(missing_ok=True)

    def path(self, name: str) -> Path:
        return self._folder / f"{name}.ics"

    def current(self, name: str) -> Version | None:
        """The feed as its file stands now; as it stood before where that cannot be read."""
        now = signature(self.path(name))
        if now != self._signatures.get(name) and now is not None:
            self._load(name)
            self._signatures[name] = now
        return self._versions.get(name)

    def solved(self, solved_from: str) -> None:
        """Notes from what the strength feed as it stands now was solved.

        Raises:
            OutputError: it cannot be written.
        """
        self.renew_busy()
        self._history.solved_from, self._history.solved_into = solved_from, self.digest(STRENGTH)
        self._save()

    def renew_busy(self) -> None:
        """The busy feed follows the strength feed, whoever wrote that."""
        strength, old = self.current(STRENGTH), self.current(BUSY)
        if strength is not None:
            data = busy(strength.body, old.body if old else None)
            if old is None or old.body != data:
                write_atomically(self.path(BUSY), data)

    @property
    def solved_from(self) -> str:
        """What the strength feed was solved from; empty where it was changed since."""
        return self._history.solved_from if self._history.solved_into == self.digest(STRENGTH) else ""

    def digest(self, name: str) -> str:
        """What tells one content of a feed from another; empty where there is none."""
        version = self.current(name)
        return version.digest if version else ""

    def _load(self, name: str) -> None:
        try:
            version = Version(self.path(name).read_bytes(), int(time.time()))
        except OSError:
            return
        known = self._history.feeds.get(name)
        if known and known.sha256 == version.digest:
            self._versions[name] = Version(version.body, known.modified)
            return
        if known:  # never backwards, and never the same second twice
            version = Version(version.body, max(version.modified, known.modified + 1))
        self._versions[name] = version
        self._history.feeds[name] = _Known(sha256=version.digest, modified=version.modified)
        with suppress(OutputError):  # a full disk is no reason not to answer
            self._save()

    def _save(self) -> None:
        keep(self._history_path, _HISTORY, self._history)
