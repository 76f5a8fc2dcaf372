"""The first run: a calendar is shown, its titles are put right, and a config is written."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from stridelift.calendar.address import is_link, masked
from stridelift.calendar.apart import read_apart
from stridelift.calendar.event import Role
from stridelift.calendar.files import replace_file
from stridelift.calendar.sniff import checked
from stridelift.config import FILE_NAME
from stridelift.errors import ConfigError, OutputError, SourceError
from stridelift.horizon import local_zone
from stridelift.proposal.look import named, seen
from stridelift.proposal.written import beside, write
from stridelift.request import Request
from stridelift.studio.shapes import FirstLook
from stridelift.studio.titles import Titles

UPLOAD = 5_000_000  # bytes
_UPLOADED = "calendar.ics"
_OWNER_ONLY = 0o600
_SCHEMES = ("https", "http", "webcal", "webcals")
_LONGEST = 2_000  # characters of a link
_AROUND = timedelta(weeks=40)  # in which an upload must be readable: what is looked at, and more


class First:
    """Keeps what was seen until the config is written; a file that is handed over goes into the ``folder``."""

    def __init__(self, request: Request, folder: Path) -> None:
        self._request = request
        self._folder = folder
        self._shown = ""
        self._titles: Titles | None = None

    def look(self, source: str | bytes) -> FirstLook:
        """What a calendar shows, by a link to it or the file itself, which is kept.

        Raises:
            ConfigError: it is no link, or holds a password.
            SourceError: it cannot be read.
            OutputError: the file cannot be kept.
        """
        shown, place = _linked(source) if isinstance(source, str) else self._kept(source)
        there = seen(named([place], ()), self._request.now, allow_private=self._request.allow_private)
        self._shown, self._titles = shown, Titles.of(there)
        return self._looked(self._titles)

    def correct(self, index: int, kind: str) -> FirstLook:
        """What events of a title are, as the athlete says.

        Raises:
            ConfigError: there is no such title or kind, or nothing was shown yet.
        """
        self._titles = self._known().corrected(index, kind)
        return self._looked(self._titles)

    def start(self) -> Path:
        """Writes the config, as ``stridelift init --yes`` would.

        Raises:
            ConfigError: nothing was shown yet.
            OutputError: there is a config by now, or it cannot be written.
        """
        titles = self._known()
        path = self._request.config or Path.cwd() / FILE_NAME
        write(path, beside(titles.look.proposal, path), titles.there.today)
        return path

    def _known(self) -> Titles:
        if self._titles is None:
            raise ConfigError("no calendar was shown yet.", "it was too long ago: show it again.")
        return self._titles

    def _looked(self, titles: Titles) -> FirstLook:
        look = titles.look
        return FirstLook(
            self._shown,
            look.proposal.zone.value,
            titles.all(),
            look.runs,
            look.strength,
            look.commitments,
            look.warnings,
            titles.more,
        )

    def _kept(self, data: bytes) -> tuple[str, str]:
        """A file that was handed over, read in a process of its own before it is trusted to this one."""
        if len(data) > UPLOAD:
            raise SourceError(f"this file is larger than {UPLOAD // 1_000_000} MB", "export fewer years of it.")
        name, now = "your file", datetime.now(UTC)
        data = checked(data, name)
        window = (now - _AROUND, now + _AROUND)
        read_apart(data, source=name, role=Role.AUTO, zone=local_zone(), window=window)
        path = self._folder.absolute() / _UPLOADED
        try:
            replace_file(path, data, _OWNER_ONLY)
        except OSError as error:
            raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from error
        return name, str(path)


def _linked(source: str) -> tuple[str, str]:
    """A link that somebody pasted; a path would open files of this machine to whoever is at the page."""
    source = source.strip()
    scheme = source.partition(":")[0].lower()
    if len(source) > _LONGEST or not source.isprintable():
        raise ConfigError("this is no link to a calendar.", "it was not copied alone.")
    if not is_link(source):
        raise ConfigError(f"{source!r} is no link.", "it lacks the https:// in front.")
    if scheme not in _SCHEMES:
        raise ConfigError(f"a link that begins with {scheme}: cannot be read here.", "it begins with https or webcal.")
    return masked(source), source
