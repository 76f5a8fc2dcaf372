"""What the studio answers. Everything is plain and can be pickled: it comes from a process of its own."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """What a session at another start would mean. ``broken`` are the hard rules, with event, rule and hours.

    ``rise`` is the price against the plan that stands: of moving it alone in a verdict at once, of the best plan with
    it there once ``solved``; ``moves`` are then what else would move. To a verdict at once everything of the plan is in
    the way, but only what is ``closed`` is so whatever else would move. What is closed, and a solved verdict with
    ``broken``, cannot be kept.
    """

    uid: str
    at: str  # ISO 8601 with the offset
    text: str  # Fri 04 Dec 18:00, heavy
    broken: tuple[str, ...] = ()
    rise: int | None = None
    reasons: tuple[str, ...] = ()  # the rules that make the rise
    moves: tuple[str, ...] = ()
    solved: bool = False
    closed: bool = False


@dataclass(frozen=True)
class Field:
    """A setting as the form shows it, from the JSON Schema of the config.

    Values are as one types them, and come back like that: ``18``, ``hard``, ``true``, ``06:30``, ``6:00/km``; a
    ``pair`` as ``1-2``, ``times`` as ``06:00-08:00, 17:30-21:30`` and a ``list`` as ``monday, friday``, each ``none``
    where there is nothing in it. An empty value takes the setting out of the file: the default holds again.
    """

    key: str  # constraints.recovery_gap.heavy_to_long
    label: str
    help: str
    unit: str
    kind: str  # "number", "slider", "choice", "flag", "times", "clock", "pair", "list", "text"
    value: str
    default: str  # what holds where the file says nothing; empty: nothing
    low: float | None = None
    high: float | None = None
    step: float | None = None
    choices: tuple[str, ...] = ()  # of a number: what else it may say; of a list: what may be in it
    usual: str = ""
    grade: str = ""
    own: bool = False  # set in the file
    group: str = ""  # Sessions a week
    first: bool = False  # what most athletes would change; the rest stands behind "all settings"


@dataclass(frozen=True)
class Preview:
    """What changed settings would do to the plan; ``mistakes`` by key where they cannot be.

    Without a plan ``status`` says so, and ``conflict`` what cannot hold together then.
    """

    price: int | None
    rise: int | None
    moves: tuple[str, ...] = ()
    status: str = ""
    mistakes: tuple[tuple[str, str], ...] = ()
    conflict: tuple[str, ...] = ()


@dataclass(frozen=True)
class Title:
    """Events of a calendar that are called alike but for their numbers, and what they are taken for.

    ``kind`` is one of ``kinds``; ``reason`` says why. ``note`` says where a correction also takes in other events.
    """

    index: int  # names it to whoever corrects it
    title: str  # of one of them
    times: int  # in eight weeks before and after today
    day: str  # Sun 29 Nov: the next, else the last
    kind: str
    key: bool  # a key run
    reason: str
    kinds: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class FirstLook:
    """What a calendar shows to somebody who has no config yet; ``source`` as it may be shown."""

    source: str
    zone: str
    titles: tuple[Title, ...]
    runs: int = 0
    strength: int = 0
    commitments: int = 0
    warnings: tuple[str, ...] = ()
    more: int = 0  # titles that are not shown
