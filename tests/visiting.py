"""Somebody who opens the page of a running server, without a browser."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit

from served import Reply, Server, fetch

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Visitor:
    """Keeps the cookie of a login. Asks as a browser does: a change says where it comes from, and brings the token."""

    server: Server
    cookie: str = field(default="", init=False)

    @property
    def base(self) -> str:
        parts = urlsplit(self.server.addresses["page"])
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def usual(self) -> dict[str, str]:
        return {"Origin": self.base, "Sec-Fetch-Site": "same-origin", "Cookie": self.cookie}

    def log_in(self) -> Reply:
        reply = fetch(self.server.addresses["page"], "POST", {**FORM, **self.usual}, b"")
        self.cookie = reply.headers["Set-Cookie"].partition(";")[0]
        return reply

    def get(self, path: str, **headers: str) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return fetch(f"{self.base}{path}", "GET", {**self.usual, **named})

    def post(self, path: str, fields: Mapping[str, str] | None = None, **headers: str) -> Reply:
        """``fields`` go with the token of the page."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        body = urlencode({"csrf": self.csrf, **(fields or {})}).encode()
        return fetch(f"{self.base}{path}", "POST", {**FORM, **self.usual, **named}, body)

    @property
    def csrf(self) -> str:
        return hidden(self.get("/subscribe"), "csrf")


def hidden(reply: Reply, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', reply.body.decode())
    assert found, reply.body.decode()
    return unescape(found[1])


def text(reply: Reply) -> str:
    """What a reader sees of a page."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", reply.body.decode())).split())
