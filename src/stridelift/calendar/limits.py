"""What goes into an exchange with a server, and what comes out; :mod:`stridelift.calendar.wire` does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """``seconds`` for all that one :class:`~stridelift.calendar.wire.Wire` does; ``most`` bytes of an answer, inflated.

    Only public addresses at the ports 80 and 443, unless ``allow_private``.
    """

    seconds: float = 30.0
    most: int = 10_000_000
    allow_private: bool = False


@dataclass(frozen=True)
class Answer:
    """Header names in lower case, a repeated one joined by commas; the body inflated."""

    status: int
    headers: Mapping[str, str]
    body: bytes
