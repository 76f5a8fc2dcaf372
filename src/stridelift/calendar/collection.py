"""One CalDAV collection: what it holds, and single resources in and out.

The ``caldav`` library is an extra, and is imported only when a collection is opened.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

from stridelift.calendar.limits import Limits
from stridelift.calendar.link import Link, refusal, same_server
from stridelift.calendar.wire import Wire
from stridelift.errors import ConfigError, OutputError, SourceError, StrideliftError

if TYPE_CHECKING:
    from stridelift.calendar.dav import Client, Reply

_BEFORE, _AFTER = timedelta(days=60), timedelta(days=400)  # what is asked for, around now
_HTTP = {"caldav": "http", "caldavs": "https"}
_DAV, _CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"
_EMPTY = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
_GOOD, _MULTISTATUS, _UNAUTHORIZED, _FORBIDDEN, _FAULT, _UNKNOWN_METHOD = 200, 207, 401, 403, 500, 501
_KNOWN = {_UNAUTHORIZED, _FORBIDDEN, 404, 410, 429}  # what a server says of itself before it comes to calendars
_WRITTEN = {200, 201, 204}
_GONE = {404, 410}
_CHANGED = {404, 409, 412}  # of a write: what is there is not what was read
_FULL = {413, 507}
_SHOWN = 10  # calendars of a list

_WHAT = b"""<?xml version="1.0" encoding="utf-8"?>
<D:propfind xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:prop>
<D:resourcetype/><D:displayname/><D:current-user-principal/><C:calendar-home-set/>
</D:prop></D:propfind>"""
_EVENTS = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:prop><D:getetag/><C:calendar-data/></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="{:%Y%m%dT%H%M%SZ}" end="{:%Y%m%dT%H%M%SZ}"/>
</C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""


class ConflictError(StrideliftError):
    """Somebody changed the collection since it was read."""


@dataclass(frozen=True)
class Resource:
    """What stands at one address of the collection: an event, with its overrides and time zones."""

    url: str = field(repr=False)
    etag: str
    data: bytes = field(repr=False)


def read_collection(url: str, username: str, password: str, limits: Limits, now: datetime) -> bytes:
    """The events from 60 days before now to 400 days after, each resource a VCALENDAR with time zones of its own.

    Raises:
        ConfigError: the extra is not installed.
        SourceError: it cannot be read.
    """
    with Collection(Link(url, username, password), limits) as collection:
        return b"".join(b"%s\r\n" % one.data.rstrip() for one in collection.resources(now)) or _EMPTY


class Collection:
    """A collection of events on a server; use it as a context, whose time is limited."""

    def __init__(self, link: Link, limits: Limits) -> None:
        parts = urlsplit(link.url)
        if parts.scheme not in _HTTP:
            raise SourceError(f"{link.name} is no CalDAV address", "it is one of caldavs://…, or caldav://… at home.")
        path = parts.path if parts.path.endswith("/") else f"{parts.path}/"
        self._url = urlunsplit((_HTTP[parts.scheme], parts.netloc, path, parts.query, ""))
        self._link = link
        self._wire = Wire(limits)
        self._client = _client(link, self._url, self._wire)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._wire.close()

    def url(self, uid: str) -> str:
        """Where an event of ours goes that is not there yet."""
        return urljoin(self._url, f"{quote(uid.partition('@')[0], safe='')}.ics")

    def resources(self, now: datetime) -> tuple[Resource, ...]:
        """Everything with an event around ``now``; all of it, or an error.

        Raises:
            SourceError: it cannot be read.
        """
        self._check()
        query = _EVENTS.format(*(at.astimezone(UTC) for at in (now - _BEFORE, now + _AFTER)))
        reply = self._ask("REPORT", self._url, query.encode(), depth=1)
        return tuple(self._found(reply))

    def put(self, url: str, data: bytes, etag: str | None) -> None:
        """Writes a new resource where ``etag`` is None, else over the one that has it.

        Raises:
            ConflictError: another one is there now.
            OutputError: it may not be written.
            SourceError: the server did not answer.
        """
        condition = {"If-None-Match": "*"} if etag is None else _if_match(etag)
        headers = {"Content-Type": "text/calendar; charset=utf-8", **condition}
        self._check_written(self._client.request("PUT", url, headers, data))

    def delete(self, url: str, etag: str) -> None:
        """Removes a resource; one that is gone already is as good.

        Raises:
            StrideliftError: as ``put``.
        """
        reply = self._client.request("DELETE", url, _if_match(etag))
        if reply.status not in _GONE:
            self._check_written(reply)

    def _check(self) -> None:
        """That this is a collection of events."""
        about = self._ask("PROPFIND", self._url, _WHAT, depth=0)
        if any(_status(one.findtext(f"{_DAV}status")) in _GONE for one in _responses(about)):
            raise refusal(self._link, 404)
        if not any(_is_calendar(one) for one in _responses(about)):
            found = list(dict.fromkeys(self._calendars()))
            listed = ", ".join(found[:_SHOWN]) + (", …" if len(found) > _SHOWN else "")
            if found:
                said = f"{self._link.name} is no calendar, but leads to {len(found)}: {listed}"
                raise SourceError(said, "name one of them: its path goes behind the host.")
            raise SourceError(f"{self._link.name} holds no calendar", "it was not copied in full.")

    def _calendars(self) -> Iterator[str]:
        """Name and path of each calendar that is found from here: below, or in the home of who asks."""
        for home in self._homes():
            replies = _responses(self._ask("PROPFIND", home, _WHAT, depth=1))
            for one in filter(_is_calendar, replies):
                path = unquote(urlsplit(one.findtext(f"{_DAV}href") or "").path)
                name = (one.findtext(f".//{_DAV}displayname") or "").strip()
                yield f"{name!r} at {path}" if name else path

    def _homes(self) -> Iterator[str]:
        yield self._url
        about = self._ask("PROPFIND", self._url, _WHAT, depth=0)
        yield from self._hrefs(about, f"{_CALDAV}calendar-home-set")
        for principal in self._hrefs(about, f"{_DAV}current-user-principal"):
            yield from self._hrefs(self._ask("PROPFIND", principal, _WHAT, depth=0), f"{_CALDAV}calendar-home-set")

    def _hrefs(self, reply: Reply, name: str) -> Iterator[str]:
        """The addresses that a property has, of this server only."""
        for one in _responses(reply):
            for href in one.iterfind(f".//{name}/{_DAV}href"):
                url = urljoin(self._url, (href.text or "").strip())
                if same_server(self._url, url):
                    yield url

    def _ask(self, method: str, url: str, body: bytes, *, depth: int) -> Reply:
        headers = {"Depth": str(depth), "Content-Type": "application/xml; charset=utf-8"}
        reply = self._client.request(method, url, headers, body)
        if reply.status in _KNOWN or (reply.status >= _FAULT and reply.status != _UNKNOWN_METHOD):
            raise refusal(self._link, reply.status)
        if reply.status != _MULTISTATUS or reply.tree is None:
            said = f"{self._link.name} is no CalDAV server (status {reply.status})"
            raise SourceError(said, "it is a link to a file: write https:// in front.")
        return reply

    def _found(self, reply: Reply) -> Iterator[Resource]:
        for one in _responses(reply):
            url = urljoin(self._url, (one.findtext(f"{_DAV}href") or "").strip())
            status = _status(one.findtext(f"{_DAV}status"))
            data = one.findtext(f".//{_CALDAV}calendar-data")
            if status in _GONE:  # it went away between two steps of the server
                continue
            if status != _GOOD or data is None:
                raise SourceError(f"{self._link.name} does not give all of its events", "try again later.")
            if same_server(self._url, url):
                yield Resource(url, (one.findtext(f".//{_DAV}getetag") or "").strip(), data.encode())

    def _check_written(self, reply: Reply) -> None:
        if reply.status in _WRITTEN:
            return
        if reply.status in _CHANGED:
            raise ConflictError(f"{self._link.name} changed in between (status {reply.status})", "run it again.")
        if reply.status in _FULL:
            said = f"{self._link.name} takes no more events (status {reply.status})"
            raise OutputError(said, "its quota is used up: delete what is old.")
        if reply.status == _FORBIDDEN:
            raise OutputError(
                f"{self._link.name} may only be read", "it was shared with you without the right to write."
            )
        if reply.status == _UNAUTHORIZED or reply.status >= _FAULT:
            raise refusal(self._link, reply.status)
        raise OutputError(f"{self._link.name} does not take an event (status {reply.status})")


def _client(link: Link, url: str, wire: Wire) -> Client:
    try:
        from stridelift.calendar.dav import Client  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        said = f"{link.name} needs the library {error.name}, which is not installed"
        raise ConfigError(said, "run `pip install 'stridelift[caldav]'`.") from None
    return Client(link, url, wire)


def _responses(reply: Reply) -> list[Any]:
    return list(reply.tree.iter(f"{_DAV}response"))


def _is_calendar(response: Any) -> bool:  # noqa: ANN401 - an element of lxml
    return response.find(f".//{_DAV}resourcetype/{_CALDAV}calendar") is not None


def _status(line: str | None) -> int:
    """HTTP/1.1 404 Not Found → 404; 200 where nothing is said."""
    words = (line or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() else _GOOD


def _if_match(etag: str) -> dict[str, str]:
    """Without the mark of a weak one, which a proxy puts there, and which never matches."""
    return {"If-Match": etag.removeprefix("W/")} if etag else {}
