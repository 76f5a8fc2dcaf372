"""What the server asks of the process that solves, and what that answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stridelift.request import Request


@dataclass(frozen=True)
class Task:
    """Plan this, unless the situation has this fingerprint: then what is published already is the plan."""

    request: Request
    solved_from: str


@dataclass(frozen=True)
class Answer:
    """The calendars by feed, none where nothing relevant changed, and the fingerprint of the situation."""

    solved_from: str
    feeds: Mapping[str, bytes]
    sessions: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Failure:
    """Why there is no plan; ``exit_code`` is what `solve` would end with."""

    message: str
    exit_code: int
