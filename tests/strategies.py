"""Random instances: small ones that a loop can enumerate, and whole weeks around a planted plan."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from stridelift.constraints.base import Constraint
from stridelift.domain import (
    Athlete,
    Candidate,
    Day,
    Instance,
    Plan,
    Priority,
    Race,
    Run,
    RunKind,
    Session,
    SessionClass,
    Span,
    Week,
    merged,
)
from stridelift.horizon import Horizon
from stridelift.model import starts_within
from stridelift.solve import violations
from world import BERLIN, commitment, default_rules, free_run, place, plan, run, session

CLASSES = ("heavy", "moderate", "plyo_high", "plyo_low", "upper", "core")
DISTANCES = ("5k", "10k", "half", "marathon", "ultra")
FIRST_DAYS = (date(2026, 12, 1), date(2026, 12, 5), date(2026, 3, 28), date(2026, 10, 24))  # with clock changes


def dice(*seed: object) -> Random:
    """Chance that falls the same way in every run."""
    return Random(" ".join(map(str, seed)))  # noqa: S311 - nothing is kept secret here


def small(rng: Random, days: int = 3, grid: int = 240, most_runs: int = 2) -> Instance:
    """A few days on a coarse grid: one to three sessions, free runs, facts of every sort, races, two places."""
    horizon = Horizon(BERLIN, rng.choice(FIRST_DAYS), days)
    around = Span(horizon.span.start - 24 * 60, horizon.span.end + 24 * 60)
    sessions = tuple(_session(rng, horizon) for _ in range(rng.randint(1, 3)))
    facts = [_fact(rng, around) for _ in range(rng.randint(0, 5))]
    runs = tuple(_free_run(rng, horizon) for _ in range(rng.randint(0, most_runs)))
    windows = [_window(rng, horizon) for _ in range(rng.randint(3, 6))]
    return Instance(
        horizon.span,
        horizon.days,
        horizon.weeks,
        facts=tuple(sorted(facts, key=lambda one: one.order)),
        sessions=sessions,
        runs=runs,
        athlete=Athlete(accustomed=rng.random() < 0.7),
        availability=merged(windows) if rng.random() < 0.5 else (horizon.span,),
        now=horizon.span.start + rng.choice((-5000, 600)),
        per_week={one.session_class: rng.choice(((0, 1), (1, 1), (1, 2), (2, 3))) for one in sessions},
        session_grid=grid,
        run_grid=grid,
    )


def every_candidate(instance: Instance) -> list[Candidate]:
    """Each placing on the grid, whatever the rules say of it, and runs at their usual start."""
    found = [
        Candidate.at(one, start)
        for one in instance.sessions
        for start in starts_within([instance.horizon], instance.session_grid, instance)
    ]
    for one in instance.runs:
        found.extend(Candidate.at(one, start) for start in run_starts(instance, one))
    return found


def run_starts(instance: Instance, one: Run) -> list[int]:
    assert one.usual is not None
    day = instance.day(one.usual).span
    return sorted({*starts_within([day], instance.run_grid, instance), one.usual})


def _session(rng: Random, horizon: Horizon) -> Session:
    spans = merged(_window(rng, horizon) for _ in range(4)) if rng.random() < 0.3 else None
    where = place(rng.choice(("gym", "home")), rng.choice((0, 0, 15)), spans)
    legs = rng.choice((0, 6, 9))
    return session(rng.choice(CLASSES), rng.choice((10, 30, 50, 90)), place=where, leg_sets=legs, contacts=10 * legs)


def _window(rng: Random, horizon: Horizon) -> Span:
    start = rng.randrange(horizon.span.start, horizon.span.end, 60)
    return Span(start, start + rng.choice((60, 240, 600)))


def _fact(rng: Random, around: Span) -> Candidate:
    start = rng.randrange(around.start, around.end, 30)
    what = rng.random()
    if what < 0.5:
        kind = rng.choice(tuple(RunKind))
        return run(kind, start, rng.choice((30, 60, 150)), race=_race(rng) if kind is RunKind.RACE else None)
    if what < 0.8:
        return commitment(start, rng.choice((60, 240)))
    return Candidate.at(session(rng.choice(CLASSES), 45, uid=f"there-{start}", leg_sets=6, contacts=80), start)


def _race(rng: Random) -> Race:
    return Race(rng.choice(tuple(Priority)), rng.choice(DISTANCES))


def _free_run(rng: Random, horizon: Horizon) -> Run:
    usual = rng.randrange(horizon.span.start, horizon.span.end, 30)
    kind = rng.choice(tuple(RunKind))
    return free_run(kind, usual, rng.choice((30, 60, 120)), race=_race(rng) if kind is RunKind.RACE else None)


@dataclass(frozen=True)
class Planted:
    """An instance, rules, and a plan that breaks none of the hard ones."""

    instance: Instance
    rules: tuple[Constraint, ...]
    plan: Plan
    left_out: str


MONDAYS = (date(2026, 11, 30), date(2026, 12, 28), date(2026, 3, 23), date(2026, 10, 19))  # year end, clock changes
HOURS = st.integers(5, 21)
FREE = (6, 9, 12, 15, 17, 18, 19, 20)  # hours at which the athlete has time, on weekdays or weekends
KINDS = st.sampled_from([kind for kind in RunKind if kind is not RunKind.RACE])
RULES = default_rules(weekly_volume={"weight": "hard", "most_minutes": 400}, preferred_time={"weight": 2})


@st.composite
def planted(draw: st.DrawFn) -> Planted:
    """Sessions and chosen runs first, kept where the rules allow; then facts that the kept ones can live with.

    The shipped numbers hold, and as many sessions as are planted must be placed: to do nothing is no plan.
    """
    horizon = Horizon(BERLIN, draw(st.sampled_from(MONDAYS)), draw(st.sampled_from((5, 7, 7, 10))))
    pool = draw(st.lists(_sessions(), min_size=1, max_size=3))
    instance = Instance(
        horizon.span, horizon.days, horizon.weeks, availability=_daily(horizon), session_grid=60, run_grid=60,
        athlete=Athlete(accustomed=draw(st.booleans())), now=horizon.span.start - draw(st.sampled_from((9999, 0))),
        sessions=tuple(pool), per_week={one.session_class: (0, draw(st.integers(1, 2))) for one in pool},
    )  # fmt: skip
    kept: list[Candidate] = []
    for one in draw(st.lists(_placings(horizon, pool), min_size=4, max_size=12)):
        more = replace(instance, runs=(*instance.runs, one.activity)) if isinstance(one.activity, Run) else instance
        if _allowed(more, [*kept, one]):
            kept, instance = [*kept, one], more
    for fact in draw(st.lists(_facts(horizon), max_size=12)):
        more = replace(instance, facts=tuple(sorted((*instance.facts, fact), key=lambda one: one.order)))
        if _allowed(more, kept):
            instance = more
    instance = replace(instance, per_week=_as_planted(instance, kept))
    assert _allowed(instance, kept)
    return Planted(instance, RULES, plan(*kept), draw(st.sampled_from([rule.name for rule in RULES])))


def _allowed(instance: Instance, placed: list[Candidate]) -> bool:
    return not any(found.hard for found in violations(instance, RULES, plan(*placed)))


def _as_planted(instance: Instance, placed: list[Candidate]) -> dict[SessionClass, tuple[int, int]]:
    """The least of each class is what the plan has of it in its poorest week."""

    def count(name: SessionClass, week: Week) -> int:
        return sum(one.load == name and week.span.start <= start < week.span.end for one, start in strength)

    strength = plan(*placed).strength
    least = {name: min(count(name, week) for week in instance.weeks) for name in instance.per_week}
    return {name: (least[name], most) for name, (_, most) in instance.per_week.items()}


def _daily(horizon: Horizon) -> tuple[Span, ...]:
    weekday, weekend = [(360, 480), (1020, 1320)], [(480, 1200)]
    dates = [one.date for one in horizon.planned_days]
    return merged(span for one in dates for span in horizon.windows(one, weekday if one.weekday() < 5 else weekend))


@st.composite
def _sessions(draw: st.DrawFn) -> Session:
    where = place(draw(st.sampled_from(("gym", "home"))), draw(st.sampled_from((0, 15))))
    name, minutes = draw(st.sampled_from(CLASSES)), draw(st.sampled_from((15, 40, 60)))
    return session(name, minutes, place=where, leg_sets=4)


@st.composite
def _placings(draw: st.DrawFn, horizon: Horizon, pool: list[Session]) -> Candidate:
    """A session on the grid, or a run whose start is chosen, an hour or so from its usual one."""
    day, hour = draw(st.integers(0, len(horizon.planned_days) - 1)), draw(st.sampled_from(FREE))
    if draw(st.integers(0, 2)):
        return Candidate.at(draw(st.sampled_from(pool)), _moment(horizon, day, hour))
    free = free_run(draw(KINDS), _moment(horizon, day, hour))
    return Candidate.at(free, _moment(horizon, day, hour + draw(st.integers(-2, 2))))


@st.composite
def _facts(draw: st.DrawFn, horizon: Horizon) -> Candidate:
    start = _moment(horizon, draw(st.integers(-4, len(horizon.planned_days) + 3)), draw(HOURS))
    what = draw(st.sampled_from(("run", "run", "busy", "busy", "race", "strength")))
    if what == "run":
        return run(draw(KINDS), start, draw(st.sampled_from((40, 70, 120))))
    if what == "busy":
        return commitment(start, draw(st.sampled_from((60, 180, 540))))
    if what == "race":
        return run("race", start, race=Race(draw(st.sampled_from(Priority)), draw(st.sampled_from(DISTANCES))))
    return Candidate.at(session(draw(st.sampled_from(CLASSES)), 45, uid=f"there-{start}"), start)


def _moment(horizon: Horizon, day: int, hour: int) -> int:
    return horizon.clock(horizon.first + timedelta(days=day), 60 * hour)


def shifted(instance: Instance, minutes: int) -> Instance:
    """The same instance, whole days later on the axis."""

    def span(one: Span) -> Span:
        return Span(one.start + minutes, one.end + minutes)

    def day(one: Day) -> Day:
        return Day(one.date + timedelta(minutes=minutes), span(one.span), one.noon + minutes)

    def moved(one: Session) -> Session:
        assert one.place is not None
        return replace(one, place=replace(one.place, open=tuple(map(span, one.place.open))))

    return replace(
        instance,
        horizon=span(instance.horizon),
        days=tuple(map(day, instance.days)),
        weeks=tuple(Week(one.label, tuple(map(day, one.days))) for one in instance.weeks),
        facts=tuple(Candidate.at(one.activity, one.start + minutes) for one in instance.facts),
        sessions=tuple(map(moved, instance.sessions)),
        runs=tuple(replace(one, usual=one.usual and one.usual + minutes) for one in instance.runs),
        availability=tuple(map(span, instance.availability)),
        now=instance.now + minutes,
    )
