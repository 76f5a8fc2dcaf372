"""What the server asks of the process that solves, and what that answers."""

from __future__ import annotations

from dataclasses import dataclass

from stridelift.request import Request


@dataclass(frozen=True)
class Task:
    """Plan this and write it, unless the situation has this fingerprint: then what is published already is the plan."""

    request: Request
    solved_from: str


@dataclass(frozen=True)
class Answer:
    """The fingerprint of the situation, and how many sessions were planned; None where nothing relevant changed."""

    solved_from: str
    sessions: int | None
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Failure:
    """Why there is no plan; ``exit_code`` is what `solve` would end with."""

    message: str
    exit_code: int
