"""Who asks for the page, under which name, and from where a change comes.

Unlike a feed, the page is opened by a cookie, which a browser sends by itself. So three things are looked at: the Host
header (another's name, pointed at this machine, would have our cookie's origin: DNS rebinding), the origin of each
change, and a token in each form that only a page of ours can know (CSRF).
"""

from __future__ import annotations

import hmac
import ipaddress
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import Message, Receive

_USUAL_PORT = {"http": 80, "https": 443}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    # Not no-referrer: under that a browser says "Origin: null" with its own forms, and theirs is what we look at.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


@dataclass(frozen=True)
class Site:
    """The page under one of its names. ``prefix`` stands before its paths, where a proxy takes that off again."""

    origin: str
    prefix: str = ""

    @property
    def is_https(self) -> bool:
        return self.origin.startswith("https:")

    @property
    def cookie(self) -> str:
        """The name of the login's cookie. Ports share their cookies, so that of one athlete has the port in it."""
        if self.is_https and not self.prefix:
            return "__Host-stridelift"
        return f"stridelift-{urlsplit(self.origin).port or 0}"


@dataclass(frozen=True)
class Names:
    """The names under which the page may be asked for: those of this machine at ``port``, and that of ``url``."""

    host: str
    port: int
    url: str | None = None

    def site(self, request: Request) -> Site | None:
        """What the request is for; None where it asks for a name that is not ours."""
        asked = request.headers.getlist("Host")
        if len(asked) != 1:
            return None
        public = self._public()
        if public and _same(asked[0], public.origin):
            return public
        try:
            parts = urlsplit(f"http://{asked[0]}")
            ours = (parts.port or _USUAL_PORT["http"]) == self.port and not (parts.path or parts.username)
        except ValueError:
            return None
        return Site(f"http://{parts.netloc.lower()}") if ours and self._is_here(parts.hostname or "") else None

    def _is_here(self, name: str) -> bool:
        """A number cannot be pointed elsewhere, so each is as good as the one that we listen on."""
        return name in {"localhost", self.host.lower()} or _is_number(name)

    def _public(self) -> Site | None:
        if self.url is None:
            return None
        parts = urlsplit(self.url)
        return Site(f"{parts.scheme}://{parts.netloc.rpartition('@')[2].lower()}", parts.path.rstrip("/"))


def _same(host: str, origin: str) -> bool:
    scheme, _, own = origin.partition("://")
    return host.lower() in {own, own.removesuffix(f":{_USUAL_PORT[scheme]}"), f"{own}:{_USUAL_PORT[scheme]}"}


def _is_number(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def is_from(request: Request, site: Site) -> bool:
    """Whether a page of this site asks. Every browser says where a POST comes from."""
    fetched = request.headers.get("Sec-Fetch-Site", "same-origin")
    return fetched == "same-origin" and request.headers.getlist("Origin") == [site.origin]


def csrf(secret: str) -> str:
    """What a form brings back: known to whoever has read a page with the cookie of this secret."""
    return sha256(f"csrf {secret}".encode()).hexdigest()


def is_csrf(token: str, secret: str) -> bool:
    return hmac.compare_digest(token.encode(), csrf(secret).encode())


class TooLargeError(Exception):
    """A body has more octets than a form of ours."""


def limited(receive: Receive, most: int) -> Receive:
    """The same messages up to ``most`` octets; then :class:`TooLargeError`.

    What is too much is read all the same, up to ten times as much: no browser shows an answer before it has sent all.
    """
    read = 0

    async def counted() -> Message:
        nonlocal read
        while True:
            message = await receive()
            read += len(message.get("body", b""))
            if read <= most:
                return message
            if read > 10 * most or not message.get("more_body", False):
                raise TooLargeError

    return counted
