"""The last good copy of each calendar that came over the network, for the day on which it does not come.

A failed fetch, a web page instead of a calendar, or a calendar that is suddenly empty must never turn into "the week is
free". So what came well is kept, and used, with a warning that says how old it is, until something good comes again.

Emptiness is believed at last: at once where all that the copy holds is over, else when the calendar has been empty for
two days.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import platformdirs

from stridelift.calendar.limits import Limits
from stridelift.calendar.lines import unfold
from stridelift.calendar.link import Download, Link, download
from stridelift.calendar.read import Reading
from stridelift.errors import SourceError
from stridelift.wallclock import ago

_PATIENCE = timedelta(days=2)  # with a calendar that is suddenly empty
_FORGOTTEN = 180 * 86_400  # seconds after which a copy that nobody asked for is removed
_DATE = re.compile(rb"^DT(?:START|END)[^:\n]*:(\d{8})", re.MULTILINE)
_REPEATS = re.compile(rb"^R(?:RULE|DATE)[:;]", re.MULTILINE)
_FOLDER: ContextVar[Path | None] = ContextVar("folder of the copies", default=None)


@dataclass(frozen=True)
class Copy:
    """What a link said when it last said something good; ``emptied`` is since when it has said nothing instead."""

    download: Download
    fetched: datetime
    emptied: datetime | None = None


@dataclass(frozen=True)
class Latest:
    """What was read of a link, and when that was fetched: now, or where it is ``kept``, when that last went well."""

    reading: Reading
    warnings: tuple[str, ...]
    fetched: datetime
    kept: bool = False


def latest(link: Link, limits: Limits, now: datetime, read: Callable[[bytes], Reading]) -> Latest:
    """What the link says now, or else said last; what is new and can be read is kept as the copy.

    Raises:
        SourceError: it cannot be read, and there is no copy of it.
    """
    path = _path(link)
    copy = _load(path)
    try:
        new = download(link, limits, now, copy.download if copy else None)
        if copy and not _is_whole(new.data):
            raise SourceError(f"{link.name} is cut off")  # noqa: TRY301 - as any other reason
        reading = read(new.data)
    except SourceError as error:
        if copy is None:
            raise
        advice = (f"Maybe {error.maybe}",) if error.maybe else ()
        return _instead(copy, _without_name(error.message, link), now, read, advice)
    if copy and _is_strange(copy, new.data, now):
        emptied = replace(copy, emptied=copy.emptied or now)
        return _instead(emptied, "is suddenly empty", now, read, _save(path, emptied))
    return Latest(reading, _save(path, Copy(new, now)) if _is_whole(new.data) else (), now)


def _without_name(message: str, link: Link) -> str:
    """The reason alone; of another server, to which the link led, the name stays."""
    host = re.escape(link.shown.partition(":")[2])
    return re.sub(rf"calendar \w+:{host} ", "", message, count=1)


def _instead(
    copy: Copy, reason: str, now: datetime, read: Callable[[bytes], Reading], warnings: tuple[str, ...] = ()
) -> Latest:
    said = f"{reason}; what it said {ago(copy.fetched, now)} is used"
    return Latest(read(copy.download.data), (said, *warnings), copy.fetched, kept=True)


# What is believed.


def _is_whole(data: bytes) -> bool:
    return data.upper().rstrip().endswith(b"END:VCALENDAR")


def _is_strange(copy: Copy, data: bytes, now: datetime) -> bool:
    """Whether the calendar is empty and should not be; see the head of this file."""
    if _events(data):
        return False
    waited = copy.emptied is not None and now - copy.emptied >= _PATIENCE
    today = f"{now - timedelta(days=1):%Y%m%d}".encode()  # wherever that is
    return not waited and any(_may_come(event, today) for event in _events(copy.download.data))


def _events(data: bytes) -> list[bytes]:
    """The text of each event, in upper case; in one pass, whatever is missing."""
    pieces = unfold(data).upper().split(b"\nBEGIN:VEVENT\n")[1:]
    return [piece.partition(b"\nEND:VEVENT")[0] for piece in pieces]


def _may_come(event: bytes, today: bytes) -> bool:
    dates = _DATE.findall(event)
    return not dates or max(dates) >= today or _REPEATS.search(event) is not None


# The files.


@contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """Copies are looked for and kept here, not among those of whoever runs this."""
    before = _FOLDER.set(folder)
    try:
        yield
    finally:
        _FOLDER.reset(before)


def _path(link: Link) -> Path:
    """Its name tells nothing of the address."""
    name = sha256(f"{link.username}\n{link.url}".encode()).hexdigest()
    return (_FOLDER.get() or platformdirs.user_cache_path("stridelift")) / f"{name}.copy"


def _load(path: Path) -> Copy | None:
    """None where there is none, or what is there is no copy."""
    try:
        head, _, data = path.read_bytes().partition(b"\n")
        known = json.loads(head)
        emptied = known["emptied"] and datetime.fromisoformat(known["emptied"])
        return Copy(Download(data, known["etag"], known["modified"]), datetime.fromisoformat(known["fetched"]), emptied)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _save(path: Path, copy: Copy) -> tuple[str, ...]:
    """Only its owner may read it; what goes wrong is a warning."""
    head = {
        "fetched": copy.fetched.isoformat(),
        "emptied": copy.emptied and copy.emptied.isoformat(),
        "etag": copy.download.etag,
        "modified": copy.download.modified,
    }
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        _replace(path, json.dumps(head).encode() + b"\n" + copy.download.data)
        _forget(path.parent)
    except OSError as error:
        return (f"no copy of it can be kept in {path.parent}: {error.strerror or error}",)
    return ()


def _replace(path: Path, data: bytes) -> None:
    """Writes all of it or nothing, with permissions 0600."""
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _forget(folder: Path) -> None:
    """Removes the copies of links that are not read any more."""
    for path in folder.glob("*.copy"):
        with suppress(FileNotFoundError):  # another process was quicker
            if time.time() - path.stat().st_mtime > _FORGOTTEN:
                path.unlink()
