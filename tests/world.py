"""Small instances by hand: a week in Berlin, moments written ``at(1, "18:00")`` (Tuesday, six in the evening)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from stridelift.constraints.base import Constraint
from stridelift.domain import (
    Activity,
    Candidate,
    Commitment,
    Dose,
    Exercise,
    Instance,
    Makeup,
    Menu,
    Mode,
    Place,
    Plan,
    Prescription,
    Race,
    Run,
    RunKind,
    Session,
    SessionClass,
    Span,
)
from stridelift.horizon import Horizon
from stridelift.policy import Constraints, settings, values

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = Horizon(BERLIN, date(2026, 11, 30), 7)
SPRING = Horizon(BERLIN, date(2026, 3, 23), 7)  # its Sunday has 23 hours
AUTUMN = Horizon(BERLIN, date(2026, 10, 19), 7)  # its Sunday has 25 hours


def at(day: int, clock: str = "00:00", horizon: Horizon = WEEK) -> int:
    """The minute at which the clock shows ``clock`` on the day this many days after the horizon's first."""
    hours, minutes = clock.split(":")
    shown = horizon.days[horizon.days.index(horizon.planned_days[0]) + day].date
    return horizon.clock(shown, 60 * int(hours) + int(minutes))


def session(name: str, minutes: int = 50, **more: Any) -> Session:  # noqa: ANN401 - any field of a session
    return Session(SessionClass(name), minutes, **more)


def run(kind: str, start: int, minutes: int = 60, race: Race | None = None) -> Candidate:
    """A fact: a run with a time."""
    return Candidate.at(Run(f"{kind}-{start}", kind, RunKind(kind), minutes, race=race), start)


def free_run(kind: str, usual: int | None, minutes: int = 60, race: Race | None = None) -> Run:
    """A run whose start is chosen."""
    return Run(f"free-{kind}-{usual}", kind, RunKind(kind), minutes, timed=False, usual=usual, race=race)


def commitment(start: int, minutes: int = 60) -> Candidate:
    return Candidate.at(Commitment(f"busy-{start}", "busy", minutes), start)


def place(name: str = "gym", travel_minutes: int = 0, spans: Iterable[Span] | None = None) -> Place:
    """A place without equipment; open on the whole axis where no spans are given."""
    whole = Span(WEEK.days[0].span.start, WEEK.days[-1].span.end)
    return Place(name, travel_minutes=travel_minutes, open=(whole,) if spans is None else tuple(spans))


def exercise(*needs: str, doms: int = 0) -> Prescription:
    mode = Mode(frozenset(needs), "heavy")
    squat = Exercise(
        id="squat", name="Squat", family="squat", pattern="squat", sides=1, primary=(), secondary=(),
        modes={"barbell": mode}, doses={}, sec_per_rep=3, setup_s=0, ramp_sets=0, doms=doms, impact="none",
        min_level=0, progress=(), regress=(), safety="",
    )  # fmt: skip
    return Prescription(squat, "barbell", Dose(sets=3, rest_s=60))


def choice(  # noqa: PLR0913 - what a line of a menu says
    pattern: str = "squat",
    sets: int = 3,
    *,
    uid: str = "",
    mode: str = "bodyweight",
    needs: Iterable[str] = (),
    stress: str = "low",
    **more: Any,  # noqa: ANN401 - any field of an exercise or of a prescription
) -> Prescription:
    """A line of a menu, of five minutes, named after its pattern."""
    known = {name: more.pop(name) for name in tuple(more) if name in Exercise.__slots__ and name != "rank"}
    given: dict[str, Any] = {
        "id": uid or pattern, "name": uid or pattern, "family": pattern, "pattern": pattern, "sides": 1,
        "primary": (), "secondary": (), "modes": {mode: Mode(frozenset(needs), stress)}, "doses": {},
        "sec_per_rep": 3, "setup_s": 0, "ramp_sets": 0, "doms": 0, "impact": "none", "min_level": 0,
        "progress": (), "regress": (), "safety": "",
    }  # fmt: skip
    measures: dict[str, Any] = {"full_sets": sets, "seconds": 300}
    return Prescription(Exercise(**given | known), mode, Dose(sets, rest_s=60), **measures | more)


def menu(*choices: Prescription, **more: Any) -> Menu:  # noqa: ANN401 - any field of a menu
    """Choices for classes that ask for nothing but what ``makeups`` says, without warm-up and cool-down."""
    makeups = {one: Makeup(one.value, {}) for one in SessionClass} | more.pop("makeups", {})
    given: dict[str, Any] = {"warm_up_s": 0, "cool_down_s": 0}
    return Menu(choices, makeups, **given | more)


def holding(one: Session, *content: Prescription, minutes: int | None = None) -> Session:
    """The open session with its content, of the longest length or so many minutes."""
    return replace(one, exercises=content, minutes=minutes or one.minutes, lengths=())


def instance(*facts: Candidate, horizon: Horizon = WEEK, **more: Any) -> Instance:  # noqa: ANN401 - any field of an instance
    """A week in which everything is open, on a grid so coarse that solving it is cheap."""
    given: dict[str, Any] = {
        "session_grid": 240,
        "run_grid": 240,
        "availability": (horizon.span,),
        "now": horizon.span.start,
        "facts": tuple(sorted(facts, key=lambda one: one.order)),
    }
    return Instance(horizon.span, horizon.days, horizon.weeks, **given | more)


def plan(*placed: tuple[Activity, int] | Candidate) -> Plan:
    """Activities with their starts."""
    candidates = [one if isinstance(one, Candidate) else Candidate.at(*one) for one in placed]
    candidates.sort(key=lambda one: one.order)
    return Plan(
        tuple(one for one in candidates if isinstance(one.activity, Session)),
        tuple(one for one in candidates if isinstance(one.activity, Run)),
    )


def default_rules(**changes: dict[str, Any]) -> tuple[Constraint, ...]:
    """All rules with the shipped numbers; ``changes`` by rule and field."""
    tables = values(settings(None, {"constraints": changes}))["constraints"]
    return Constraints(**tables).rules
