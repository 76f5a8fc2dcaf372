"""Who does what where: the athlete, runs, sessions, commitments, and one possible placing of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from stridelift.domain.exercises import Prescription
from stridelift.domain.span import Span
from stridelift.domain.words import Level, Priority, RunKind, SessionClass


@dataclass(frozen=True, slots=True)
class Athlete:
    level: Level = Level.INTERMEDIATE
    accustomed: bool = True


@dataclass(frozen=True, eq=False)
class Place:
    """Where a session may be. ``open`` holds the minutes at which the place may be used, day context included."""

    name: str
    equipment: frozenset[str] = frozenset()
    travel_minutes: int = 0
    open: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Race:
    priority: Priority = Priority.C
    distance: str = "10k"  # 5k, 10k, half, marathon, ultra


@dataclass(frozen=True, eq=False)
class Run:
    """A run of the training calendar. ``usual`` is the start, on the axis, that the athlete is used to."""

    uid: str
    summary: str
    kind: RunKind
    minutes: int
    reason: str = ""
    timed: bool = True
    usual: int | None = None
    race: Race | None = None

    @property
    def key(self) -> bool:
        return self.kind.key

    @property
    def rank(self) -> int:
        return 0

    @cached_property
    def load(self) -> str:
        return self.kind.load


@dataclass(frozen=True, eq=False)
class Session:
    """Strength work: a class with its content at a place. When it is, is the candidate's.

    One whose content is open has ``lengths``, in minutes, of which it will have one; ``minutes`` is the longest. Of
    strength whose exercises nobody knows, ``leg_sets`` and ``contacts`` are taken for granted.
    """

    session_class: SessionClass
    minutes: int
    place: Place | None = None
    exercises: tuple[Prescription, ...] = ()
    uid: str = ""
    title: str = ""
    leg_sets: int = 0
    contacts: int = 0
    lengths: tuple[int, ...] = ()
    warm_up_s: int = 0
    cool_down_s: int = 0

    @cached_property
    def rank(self) -> int:
        return 2 + tuple(SessionClass).index(self.session_class)

    @cached_property
    def load(self) -> str:
        return self.session_class.value

    @cached_property
    def travel(self) -> int:
        return self.place.travel_minutes if self.place else 0


@dataclass(frozen=True, eq=False)
class Commitment:
    """Blocks its time and nothing else."""

    uid: str
    summary: str
    minutes: int

    @property
    def rank(self) -> int:
        return 1


Activity = Run | Session | Commitment


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible placing: an activity with a start.

    Of an open session it may stand for several lengths: it ends up to ``shorter`` minutes before ``end``.
    """

    activity: Activity
    start: int
    end: int
    shorter: int = 0

    @classmethod
    def at(cls, activity: Activity, start: int) -> Candidate:
        return cls(activity, start, start + activity.minutes)

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)

    @property
    def minutes(self) -> int:
        return self.end - self.start

    @property
    def soonest(self) -> int:
        """The soonest end."""
        return self.end - self.shorter

    @property
    def order(self) -> tuple[int, int, int]:
        """Which of two placings is the first: the earlier, then the shorter, then runs, commitments, classes."""
        return (self.start, self.end, self.activity.rank)

    @property
    def uid(self) -> str:
        """What a violation names: the event's UID, or class and place of a session that has none yet."""
        activity = self.activity
        if activity.uid or not isinstance(activity, Session):
            return activity.uid
        return activity.load if activity.place is None else f"{activity.load}@{activity.place.name}"


def precedes(one: Candidate, other: Candidate) -> bool:
    """Whether ``one`` is the first of two placings; of two alike, it is."""
    return one.start < other.start or (one.start == other.start and one.order <= other.order)
