"""Who is logged in to the page: a cookie's secret, of which only the hash is kept."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, TypeAdapter

from stridelift.web.folder import keep, read_kept
from stridelift.web.tokens import Tokens

PAGE = "page"
"""What a token opens that is in a login link, where those of feeds have the feed's name."""
DAYS = 30
_MOST = 50  # logins; the oldest go
_BYTES = 32


class _Login(BaseModel):
    sha256: str
    token: str  # id of the one that was in the link: when that is revoked, the login ends
    until: datetime


_LOGINS = TypeAdapter(tuple[_Login, ...])


class Logins:
    """The logins of a state folder. They outlive the server; only the server has one of these."""

    def __init__(self, folder: Path, tokens: Tokens) -> None:
        self._path = folder / "logins.json"
        self._tokens = tokens
        self._logins = read_kept(self._path, _LOGINS, ())

    def may_open(self, link: str) -> bool:
        return self._tokens.find(link, PAGE) is not None

    def open(self, link: str) -> str | None:
        """The secret for a cookie, to whoever brings that of a login link."""
        token = self._tokens.find(link, PAGE)
        if token is None:
            return None
        secret = secrets.token_urlsafe(_BYTES)
        until = _now() + timedelta(days=DAYS)
        self._keep((*self._alive()[1 - _MOST :], _Login(sha256=_digest(secret), token=token.id, until=until)))
        return secret

    def knows(self, secret: str) -> bool:
        """A hash is looked up, so how long that takes tells nothing of the secret."""
        digest = _digest(secret)
        return any(one.sha256 == digest for one in self._alive())

    def close(self, secret: str) -> None:
        self._keep(tuple(one for one in self._alive() if one.sha256 != _digest(secret)))

    def _alive(self) -> tuple[_Login, ...]:
        links = {one.id for one in self._tokens.all() if one.feed == PAGE}
        return tuple(one for one in self._logins if one.until > _now() and one.token in links)

    def _keep(self, logins: tuple[_Login, ...]) -> None:
        keep(self._path, _LOGINS, logins)
        self._logins = logins


def login_path(link: str) -> str:
    """Where the page is opened, behind the address of the server."""
    return f"/login/{link}"


def _now() -> datetime:
    return datetime.now(UTC)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
