"""A link → what its server says: the calendar in UTF-8, or that it is the one that is known."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from stridelift.calendar.address import masked
from stridelift.calendar.limits import Answer, Limits
from stridelift.calendar.sniff import checked
from stridelift.errors import SourceError

_SECURE = {"webcal": "https", "webcals": "https"}  # what subscriptions are called
_CALDAV = {"caldav", "caldavs"}
_MOST_REDIRECTS = 3
_REDIRECTS = {301, 302, 303, 307, 308}
_GOOD, _UNCHANGED, _UNAUTHORIZED, _FAULT = 200, 304, 401, 500
_BROWSERS_ONLY = {"outlook.office365.com", "outlook.live.com"}  # others get an error or a web page
_BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
_SAID = {
    403: ("lets nobody in", "it was shared with others only; copy its secret or public address."),
    404: ("is not there", "the address was not copied in full, or was replaced by a new one."),
    410: ("is there no more", "it was replaced by a new address."),
    429: ("was asked for too often", "try again in an hour."),
}


@dataclass(frozen=True)
class Link:
    """Where a calendar is, and who asks for it; all but the host is a secret."""

    url: str = field(repr=False)
    username: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def of(cls, source: str, username: str = "", password: str = "") -> Self:
        """From an address as people copy it; what it says of user and password counts where nothing else does.

        Raises:
            SourceError: it is no address.
        """
        try:
            parts = urlsplit(source.strip())
            host = parts.netloc.rpartition("@")[2]
            own = (unquote(parts.username or ""), unquote(parts.password or ""))
        except ValueError:
            raise SourceError(f"calendar {masked(source)} is no address", "it was not copied in full.") from None
        scheme = _SECURE.get(parts.scheme, parts.scheme)
        url = urlunsplit((scheme, host, parts.path, parts.query, ""))
        return cls(url, *((username, password) if username or password else own))

    @property
    def shown(self) -> str:
        """The address as it may be shown."""
        return masked(self.url)

    @property
    def name(self) -> str:
        return f"calendar {self.shown}"

    @property
    def is_caldav(self) -> bool:
        return urlsplit(self.url).scheme in _CALDAV


@dataclass(frozen=True)
class Download:
    """A calendar, and what tells the server which version of it this was."""

    data: bytes
    etag: str = ""
    modified: str = ""


def download(link: Link, limits: Limits, now: datetime, known: Download | None = None) -> Download:
    """What the link leads to; ``known`` itself where the server says that nothing changed.

    Raises:
        SourceError: it cannot be read, or is no calendar.
    """
    if link.is_caldav:
        from stridelift.calendar.collection import read_collection  # noqa: PLC0415 - which imports this

        return Download(read_collection(link.url, link.username, link.password, limits, now))
    answer = _followed(link, limits, known)
    if answer.status == _UNCHANGED and known:
        return known
    if answer.status != _GOOD:
        raise refusal(link, answer.status)
    data = checked(answer.body, link.shown)
    return Download(data, answer.headers.get("etag", ""), answer.headers.get("last-modified", ""))


def _followed(link: Link, limits: Limits, known: Download | None) -> Answer:
    """The answer behind the redirects; each address is checked anew."""
    from stridelift.calendar.wire import Wire  # noqa: PLC0415 - slow to import, and only links need it

    url, headers = link.url, _asking(link, known)
    with Wire(limits) as wire:
        for _ in range(_MOST_REDIRECTS + 1):
            answer = wire.exchange("GET", url, headers | _introduced(url))
            if answer.status not in _REDIRECTS:
                return answer
            there = _redirected(link, url, answer.headers)
            if not same_server(url, there):
                headers.pop("authorization", None)
            url = there
    raise SourceError(f"{link.name} leads from one address to the next more than {_MOST_REDIRECTS} times")


def _asking(link: Link, known: Download | None) -> dict[str, str]:
    headers = {"accept": "text/calendar, */*;q=0.5"}
    if known and known.etag:
        headers["if-none-match"] = known.etag
    if known and known.modified:
        headers["if-modified-since"] = known.modified
    if link.username or link.password:
        headers["authorization"] = f"Basic {b64encode(f'{link.username}:{link.password}'.encode()).decode()}"
    return headers


def _introduced(url: str) -> dict[str, str]:
    return {"user-agent": _BROWSER} if urlsplit(url).hostname in _BROWSERS_ONLY else {}


def _redirected(link: Link, url: str, headers: Mapping[str, str]) -> str:
    try:
        there = Link.of(urljoin(url, headers.get("location", ""))).url
    except (SourceError, ValueError):
        there = ""
    if not there or there == url:
        raise SourceError(f"{link.name} leads nowhere", "it was not copied in full.")
    if urlsplit(url).scheme == "https" and urlsplit(there).scheme != "https":
        raise SourceError(f"{link.name} leads to {masked(there)}, where anybody can read along")
    return there


def same_server(one: str, other: str) -> bool:
    """Whether credentials may go on: to the same host and port, or to its encrypted side."""
    (host, port), (other_host, other_port) = _server(one), _server(other)
    return host == other_host and (port == other_port or (port, other_port) == (80, 443))


def _server(url: str) -> tuple[str | None, int]:
    parts = urlsplit(url)
    return parts.hostname, parts.port or (443 if parts.scheme == "https" else 80)


def refusal(link: Link, status: int) -> SourceError:
    if status == _UNAUTHORIZED and (link.username or link.password):
        said, maybe = "does not accept the user name and password", "the service wants a password for this app only."
    elif status == _UNAUTHORIZED:
        said, maybe = "asks for a user name and a password", "give username and password where the config names it."
    elif status >= _FAULT:
        said, maybe = "has trouble at its server", "try again later."
    else:
        said, maybe = _SAID.get(status, ("does not give a calendar", "the address was not copied in full."))
    return SourceError(f"{link.name} {said} (status {status})", maybe)
