"""Publishing into a CalDAV collection: pull → what did the athlete change → plan → push what is new.

A record of what was written says what the athlete changed since. It is written in two steps around the push, first
beside the old one and then over it, so a crash in between leaves both, and nothing of ours is taken for the athlete's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs

from stridelift import planner
from stridelift.calendar.collection import Collection, ConflictError
from stridelift.calendar.edited import Edits, edited
from stridelift.calendar.files import write_atomically
from stridelift.calendar.limits import Limits
from stridelift.calendar.lines import split
from stridelift.calendar.link import Link
from stridelift.calendar.published import Published, PublishedEvent, load_published
from stridelift.calendar.standing import patched, standing
from stridelift.calendar.write import render, resource
from stridelift.config import Config
from stridelift.errors import ConfigError, OutputError, SourceError
from stridelift.planner import CALENDAR_NAME, Outcome
from stridelift.request import Basis, Request, establish
from stridelift.search import Tell

_SECONDS = 60.0  # for the pull, and again for the push
_TRIES = 3  # when somebody else changes the collection meanwhile
_MARK = b"X-STRIDELIFT-PLAN:"
_COLLECTION = "X-STRIDELIFT-COLLECTION"


class Kind(StrEnum):
    """What becomes of a session in the collection."""

    MOVED = "moved"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Change:
    """One request to come; ``etag`` is None for what is not there yet, ``data`` None for what is to go."""

    kind: Kind
    event: PublishedEvent
    url: str = field(repr=False)
    etag: str | None
    data: bytes | None = field(repr=False)


@dataclass(frozen=True)
class Publication:
    """A plan, and what it changed in the collection; nothing where there is no plan."""

    name: str
    outcome: Outcome
    edits: Edits
    changes: tuple[Change, ...] = ()
    kept: int = 0


@dataclass(frozen=True)
class _Target:
    link: Link
    limits: Limits
    record: Record


def publish(
    request: Request, to: str | None = None, record: Path | None = None, tell: Tell | None = None
) -> Publication:
    """Plan, and bring the collection ``to`` (else the config's) to it; only sessions of this plan are touched.

    ``record`` is where the record is kept, by default in the platform's data folder. ``tell`` is the planner's.

    Raises:
        ConfigError: there is no collection, or the extra is missing.
        SourceError: the collection, or a calendar, cannot be read; or the connection broke.
        OutputError: the collection does not take it. Nothing is lost, and the next publish goes on.
    """
    basis = establish(request)
    target = _target(request, basis.config, to, record)
    for _ in range(_TRIES - 1):
        try:
            return _published(request, basis, target, tell)
        except ConflictError:
            continue
    try:
        return _published(request, basis, target, tell)
    except ConflictError as error:
        advice = "another program is at it: run it again in a while."
        raise OutputError(f"{target.link.name} changed {_TRIES} times while it was written", advice) from error


def _target(request: Request, config: Config, to: str | None, record: Path | None) -> _Target:
    settings = config.publish
    if to is not None:
        link, allow_private = Link.of(to), request.allow_private
    elif settings is not None:
        named = settings.collection
        source = named if isinstance(named, str) else named.reveal()
        password = settings.password.reveal() if settings.password else ""
        link = Link.of(source, settings.username or "", password)
        allow_private = request.allow_private or settings.allow_private
    else:
        raise ConfigError("no collection was named.", "add --to caldavs://…, or [publish] to the config.")
    if not link.is_caldav:
        raise ConfigError(f"{link.name} is no CalDAV address.", "it is one of caldavs://…, or caldav://… at home.")
    return _Target(link, Limits(seconds=_SECONDS, allow_private=allow_private), Record.of(link, record))


def _published(request: Request, basis: Basis, target: _Target, tell: Tell | None) -> Publication:
    now, zone = basis.now, basis.horizon.zone
    local, pending = target.record.load()
    with Collection(target.link, target.limits) as collection:
        there = standing(collection.resources(now), zone, now)
    edits = edited(local, pending, there, now, zone)
    if pending:  # from here on there is one truth again
        wrote = edits.wrote
        data = render(
            (), previous=wrote, kept=wrote.events, now=now, name=CALENDAR_NAME, zone=zone.key, runs=wrote.runs
        )
        target.record.save(data)
    outcome = planner.plan(request.but(published=edits.published, output=None, previous=None), tell=tell)
    if outcome.data is None:
        return Publication(target.link.shown, outcome, edits)
    new = load_published(outcome.data)
    with Collection(target.link, target.limits) as collection:
        changes = tuple(sorted(_changes(edits, new, now, collection), key=lambda one: [*Kind].index(one.kind)))
        if changes:
            target.record.begin(outcome.data)
            _push(collection, changes)
    target.record.save(outcome.data)
    touched = {one.event.entry.uid for one in changes}
    kept = sum(one.entry.start > now and one.entry.uid not in touched for one in new.events)
    return Publication(target.link.shown, outcome, edits, changes, kept)


def _changes(edits: Edits, new: Published, now: datetime, collection: Collection) -> Iterator[Change]:
    """What has to be done there; nothing for a session that is as it was."""
    bases = {one.entry.uid: one.entry for one in edits.wrote.events}
    for event in new.events:
        uid = event.entry.uid
        there = edits.there.get(uid)
        if there is None:
            yield Change(Kind.ADDED, event, collection.url(uid), None, resource(event, new.plan, new.ids))
        elif there.event and (data := patched(there, bases[uid], event)):
            stays = (event.entry.start, event.entry.end) == (there.event.entry.start, there.event.entry.end)
            kind = Kind.CHANGED if stays else Kind.MOVED
            yield Change(kind, event, there.resource.url, there.resource.etag, data)
    wanted = {one.entry.uid for one in new.events}
    for uid, there in edits.there.items():
        if uid not in wanted and there.event and not there.repeats and there.event.entry.start > now:
            yield Change(Kind.REMOVED, there.event, there.resource.url, there.resource.etag, None)


def _push(collection: Collection, changes: tuple[Change, ...]) -> None:
    for done, change in enumerate(changes):
        try:
            if change.data is None:
                collection.delete(change.url, change.etag or "")
            else:
                collection.put(change.url, change.data, change.etag)
        except (SourceError, OutputError) as error:
            said = f"{error.message}; {done} of {len(changes)} changes are made, the next publish makes the rest"
            raise type(error)(said, error.maybe) from error


@dataclass(frozen=True)
class Record:
    """The file that says what was written to one collection; ``key`` tells collections apart, and no address."""

    path: Path
    key: str

    @classmethod
    def of(cls, link: Link, path: Path | None) -> Record:
        """The record of a collection: at ``path``, else in the platform's data folder."""
        parts = urlsplit(link.url)
        address = f"{parts.hostname}:{parts.port or ''}{parts.path.rstrip('/')}"
        key = sha256(address.encode()).hexdigest()[:16]
        if path is None:
            folder = platformdirs.user_data_path("stridelift")
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = folder / f"published-{key}.ics"
        return cls(path, key)

    @property
    def _beside(self) -> Path:
        return self.path.with_name(f"{self.path.name}.next")

    def load(self) -> tuple[Published | None, Published | None]:
        """What was written, and what was about to be when it was interrupted.

        Raises:
            OutputError: the file is of something else, or damaged.
        """
        return self._load(self.path), self._load(self._beside)

    def begin(self, data: bytes) -> None:
        """Before the collection is touched."""
        write_atomically(self._beside, self._marked(data))

    def save(self, data: bytes) -> None:
        """When all of it is there."""
        write_atomically(self.path, self._marked(data))
        self._beside.unlink(missing_ok=True)

    def _marked(self, data: bytes) -> bytes:
        return data.replace(_MARK, f"{_COLLECTION}:{self.key}\r\n".encode() + _MARK, 1)

    def _load(self, path: Path) -> Published | None:
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise OutputError(f"{path} cannot be read: {error.strerror or error}") from error
        try:
            published = load_published(data)
        except OutputError as error:
            raise OutputError(f"{path}: {error.message}", error.maybe) from None
        if f"{_COLLECTION}:{self.key}".encode() not in split(data)[0][0].raw:
            said = f"{path} is no record of what was published to this collection"
            raise OutputError(said, "it belongs to another one, or was written by solve -o: name another file with -o.")
        return published
