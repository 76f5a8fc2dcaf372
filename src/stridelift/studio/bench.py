"""What is planned from, and the plan, kept in memory: read again only where something changed."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from stridelift import planner
from stridelift.calendar.address import is_link
from stridelift.calendar.files import content
from stridelift.calendar.published import Published, load_published
from stridelift.config import Calendar, Loaded, checked
from stridelift.errors import ConfigError
from stridelift.fingerprint import fingerprint
from stridelift.planner import Outcome
from stridelift.request import Basis, Request, config_of, establish
from stridelift.situation import Material, Situation, published, understand
from stridelift.sources import Found, calendars_of, read_all

_OLD = 15 * 60.0  # seconds after which a link is asked again


@dataclass(frozen=True)
class State:
    """What stands on the disk, None for nothing: the config, and the calendars of sessions and of runs."""

    config: bytes | None = None
    feed: bytes | None = None
    runs: bytes | None = None

    @property
    def version(self) -> str:
        """What the athlete may have changed; the calendar of runs follows from it."""
        digests = (b"" if one is None else sha256(one).digest() for one in (self.config, self.feed))
        return sha256(b"".join(digests)).hexdigest()


@dataclass(frozen=True)
class Held:
    """A plan, and what it was made from; once it is written, ``state`` is what it left."""

    state: State
    basis: Basis
    sources: object
    outcome: Outcome

    @cached_property
    def mark(self) -> str:
        """What its situation is known by; it takes longer than to plan a week that is nearly full."""
        return fingerprint(self.outcome.situation)


@dataclass(frozen=True)
class _Read:
    sources: object
    found: Found
    at: float


class Bench:
    """Plans from what stands on the disk or might, and writes nothing."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self._read: _Read | None = None
        self._loaded: tuple[Path | None, bytes | None, Loaded] | None = None

    def state(self) -> State:
        """What stands on the disk."""
        paths = config_of(self.request), self.request.output, self.request.runs_output
        return State(*(None if path is None else content(path) for path in paths))

    def basis(self, state: State) -> Basis:
        """The settings, and what time it is."""
        return establish(self.request, self._config(state))

    def is_current(self, held: Held, basis: Basis) -> bool:
        """Whether the plan would be the same now, as far as that is known without reading a calendar."""
        today, then = (one.now.astimezone(one.horizon.zone).date() for one in (basis, held.basis))
        periods = basis.horizon.period, held.basis.horizon.period
        same = (today, periods[0], self._sources(basis)) == (then, periods[1], held.sources)
        return same and self._fresh(held.sources) is not None

    def plan(self, state: State, before: Published | None = None, known: Held | None = None) -> Held:
        """The plan from a state; ``before`` is what was published, where no calendar says that yet.

        A plan that is ``known`` is it again if nothing that matters is different.
        """
        basis = self.basis(state)
        sources = self._sources(basis)
        situation = self._situation(state, basis, sources, before)
        if known is not None and state == known.state and fingerprint(situation) == known.mark:
            said = replace(known.outcome.situation, warnings=situation.warnings, origins=situation.origins)
            return Held(state, basis, sources, replace(known.outcome, situation=said))
        return Held(state, basis, sources, planner.planned(self.request, situation))

    def _situation(self, state: State, basis: Basis, sources: object, before: Published | None) -> Situation:
        if before is None:
            before = Published() if state.feed is None else load_published(state.feed)
        read = self._fresh(sources)
        if read is None:
            read = self._read = _Read(sources, read_all(self.request, basis), time.monotonic())
        return understand(basis, Material(read.found, *published(self.request.but(published=before))))

    def _fresh(self, sources: object) -> _Read | None:
        """What was read of these sources, unless a link among them may say something else by now."""
        read = self._read
        if read is None or read.sources != sources:
            return None
        linked = any(one.is_link for one in read.found.origins)
        return None if linked and time.monotonic() - read.at > _OLD else read

    def _config(self, state: State) -> Loaded:
        path = config_of(self.request)
        if self._loaded is None or self._loaded[:2] != (path, state.config):
            self._loaded = (path, state.config, checked(_text(path, state.config), path))
        return self._loaded[2]

    def _sources(self, basis: Basis) -> object:
        """What is read and how; another answer means that it must be read again."""
        calendars = calendars_of(self.request, basis.config)
        files = [tuple(self._signatures(one, basis)) for one in calendars]
        return calendars, files, basis.horizon.read_window, basis.horizon.zone, basis.config.athlete.emails

    def _signatures(self, calendar: Calendar, basis: Basis) -> Iterator[tuple[object, ...]]:
        source = calendar.source
        if not isinstance(source, str) or is_link(source):
            return
        folder = Path.cwd() if calendar in self.request.calendars else basis.loaded.folder
        path = folder / Path(source).expanduser()
        for one in (path, *sorted(path.glob("*.ics"))) if path.is_dir() else (path,):
            try:
                found = one.stat()
            except OSError:
                continue
            yield one, found.st_ino, found.st_mtime_ns, found.st_size


def _text(path: Path | None, data: bytes | None) -> str:
    try:
        return (data or b"").decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigError(f"config {path} cannot be read: {error}.", "save it as UTF-8 text.") from None
