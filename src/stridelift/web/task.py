"""What the server asks of the processes beside it, and what they answer."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Any

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


LENGTH = struct.Struct(">I")  # of a pickle, which stands before it on the way to the desk and back


@dataclass(frozen=True)
class Question:
    """A method of the studio and its arguments."""

    method: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True)
class Refusal:
    """What the studio said instead of an answer; ``edited`` where somebody else changed something meanwhile."""

    message: str
    maybe: str
    exit_code: int
    edited: bool


@dataclass(frozen=True)
class Answered:
    """An answer or a refusal; the fingerprint of the plan in memory, and the digest of the feed that it is."""

    answer: Any
    solved_from: str
    digest: str
