"""Who may read which feed: secrets of 128 bits, of which only hashes are kept, and only the owner's own in full."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from stridelift.errors import ConfigError
from stridelift.web.folder import keep, locked, read_kept, signature

_BYTES = 16
_OWNER = "owner"


class Token(BaseModel):
    """A secret as it is kept. It opens ``feed`` and nothing else."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    feed: str
    sha256: str
    created: datetime


_TOKENS = TypeAdapter(tuple[Token, ...])
_SECRETS = TypeAdapter(dict[str, str])


class Tokens:
    """The tokens of a state folder, as they stand there now: other processes add and revoke."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "tokens.json"
        self._lock = folder / "tokens.lock"
        self._signature: tuple[int, int, int] | None = None
        self._tokens: tuple[Token, ...] = ()

    def all(self) -> tuple[Token, ...]:
        """In the order in which they were made."""
        current = signature(self._path)
        if current != self._signature:
            self._tokens = self._read()
            self._signature = current
        return self._tokens

    def find(self, secret: str, feed: str) -> Token | None:
        """The token that this secret is, if it opens this feed. How long it takes does not tell how near it is."""
        digest, found = _digest(secret), None
        for token in self.all():
            if hmac.compare_digest(token.sha256, digest) and token.feed == feed:
                found = token
        return found

    def new(self, feed: str, name: str) -> str:
        """Makes a token; its secret is told here and never again."""
        secret = secrets.token_urlsafe(_BYTES)
        self.add(secret, feed, name)
        return secret

    def add(self, secret: str, feed: str, name: str) -> None:
        self._change(lambda tokens: (*tokens, _token(secret, feed, name, {one.id for one in tokens})))

    def revoke(self, identity: str) -> Token:
        """The token that is none any more.

        Raises:
            ConfigError: there is none of this id.
        """
        gone: list[Token] = []

        def without(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
            gone.extend(one for one in tokens if one.id == identity)
            if not gone:
                near = get_close_matches(identity, [one.id for one in tokens], 1)
                advice = f"you meant {near[0]}." if near else "see `stridelift token list`."
                raise ConfigError(f"there is no token {identity!r}.", advice)
            return tuple(one for one in tokens if one.id != identity)

        self._change(without)
        return gone[0]

    def _change(self, change: Callable[[tuple[Token, ...]], tuple[Token, ...]]) -> None:
        with locked(self._lock, wait=True):
            for left in self._path.parent.glob(f".{self._path.name}.*.tmp"):  # of a writer that was killed
                left.unlink(missing_ok=True)
            keep(self._path, _TOKENS, change(self._read()))

    def _read(self) -> tuple[Token, ...]:
        return read_kept(self._path, _TOKENS, ())


def owner_secrets(folder: Path, tokens: Tokens, feeds: Iterable[str]) -> dict[str, str]:
    """The owner's own secret of each feed, from a file that only they can read; one that was revoked is made anew."""
    path = folder / "owner.json"
    kept = read_kept(path, _SECRETS, {})
    lost = [feed for feed in feeds if not tokens.find(kept.get(feed, ""), feed)]
    if lost:
        kept = {**kept, **{feed: secrets.token_urlsafe(_BYTES) for feed in lost}}
        keep(path, _SECRETS, kept)  # before the tokens: a hash whose secret nobody knows is of no use
        for feed in lost:
            tokens.add(kept[feed], feed, _OWNER)
    return {feed: kept[feed] for feed in feeds}


def feed_path(secret: str, feed: str) -> str:
    """Where a feed is, behind the address of the server."""
    return f"/feed/{secret}/{feed}.ics"


def _token(secret: str, feed: str, name: str, taken: set[str]) -> Token:
    identity = secrets.token_hex(3)
    while identity in taken:
        identity = secrets.token_hex(3)
    created = datetime.now(UTC).replace(microsecond=0)
    return Token(id=identity, name=name, feed=feed, sha256=_digest(secret), created=created)


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
