"""The feeds over HTTP, as calendar programs want them.

A feed's address is a bearer secret: whoever has it may read, whatever host they ask for and from whatever page. So
neither the Host header nor the origin is checked here; there is nothing to gain by rebinding a name to this server.

Never negotiated, never compressed: one program sends no Accept header, another dies of gzip, and a feed is small.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import formatdate, parsedate_to_datetime
from typing import Protocol

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from stridelift.web.feeds import Feeds, Version
from stridelift.web.seen import Seen
from stridelift.web.tokens import Tokens

_ALWAYS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",  # robots.txt must allow the feeds: calendar programs of search engines ask it
}
_MOST_ALARM = 7 * 24 * 60  # minutes
_TAG = re.compile(r'(?:W/)?("[^"]*")')


class Shelf(Protocol):
    """Where feeds are found."""

    async def find(self, secret: str, feed: str) -> tuple[str, Version] | None:
        """The id of the token that this secret is, and what it opens; None where it does not open this feed."""

    def note(self, token: str, program: str) -> None:
        """Somebody fetched with this token."""


@dataclass(frozen=True)
class FolderShelf:
    """The feeds of a state folder."""

    feeds: Feeds
    tokens: Tokens
    seen: Seen

    async def find(self, secret: str, feed: str) -> tuple[str, Version] | None:
        token = self.tokens.find(secret, feed)
        version = self.feeds.current(feed) if token else None
        return (token.id, version) if token and version else None

    def note(self, token: str, program: str) -> None:
        self.seen.note(token, program)


def application(shelf: Shelf, page: Iterable[Route] = ()) -> Starlette:
    """The feeds, and the routes of the page beside them."""
    app = Starlette(
        routes=[Route("/feed/{secret}/{file}", _Feed(shelf)), Route("/robots.txt", _robots), *page],
        exception_handlers={404: _not_found, 405: _not_found, 500: _broken},
    )
    app.router.redirect_slashes = False
    return app


class _Feed:
    """One feed to whoever has a token of it. To others there is nothing here, as there is nothing anywhere else."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = await self._answer(Request(scope))
        await answer(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        name, dot, ending = request.path_params["file"].partition(".")
        found = await self._shelf.find(request.path_params["secret"], name) if dot + ending == ".ics" else None
        if found is None:
            return _nothing()
        token, version = found
        if request.method not in {"GET", "HEAD"}:
            return _text("Feeds are read with GET.\n", 405, {"Allow": "GET, HEAD"})
        if (alarm := request.query_params.get("alarm")) is not None:
            if not (alarm.isascii() and alarm.isdigit() and len(alarm) <= 5 and int(alarm) <= _MOST_ALARM):  # noqa: PLR2004 - digits
                return _text(f"alarm is minutes before a session, 0 to {_MOST_ALARM}.\n", 400)
            version = version.with_alarm(int(alarm))
        self._shelf.note(token, request.headers.get("User-Agent", ""))
        return _content(request, name, version)


def _content(request: Request, name: str, version: Version) -> Response:
    headers = {
        **_ALWAYS,
        "Cache-Control": "private, no-cache",
        "ETag": version.etag,
        "Last-Modified": formatdate(version.modified, usegmt=True),
    }
    if _is_current(request, version):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return Response(version.body, headers=headers, media_type="text/calendar")  # Starlette adds the charset


def _is_current(request: Request, version: Version) -> bool:
    """Whether what the client has is this: by the ETags it names, else by its date, but never by one yet to come."""
    tags = request.headers.getlist("If-None-Match")
    if tags:
        listed = ",".join(tags)
        return listed.strip() == "*" or version.etag in _TAG.findall(listed)
    try:
        since = parsedate_to_datetime(request.headers.get("If-Modified-Since", ""))
        since = since.replace(tzinfo=since.tzinfo or UTC)
        return version.modified <= since.timestamp() and since <= datetime.now(UTC)
    except (ValueError, OverflowError):
        return False


def _robots(_: Request) -> Response:
    return _text("User-agent: *\nAllow: /\n", 200)


def _not_found(_: Request, _error: Exception) -> Response:
    return _nothing()


def _broken(_: Request, _error: Exception) -> Response:
    return _text("Something went wrong here.\n", 500)


def _nothing() -> Response:
    return _text("There is nothing here.\n", 404)


def _text(text: str, status: int, headers: dict[str, str] | None = None) -> Response:
    return PlainTextResponse(text, status, {**_ALWAYS, "Cache-Control": "no-store", **(headers or {})})
