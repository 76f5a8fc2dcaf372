"""Content against placement: brute force over every placing and every content, with the check alone."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain, combinations, pairwise, permutations, product
from random import Random
from typing import Any

import pytest

from strategies import dice
from stridelift.constraints.availability import Availability
from stridelift.constraints.base import Constraint
from stridelift.constraints.equipment import Equipment
from stridelift.constraints.exercise_choice import ExerciseChoice
from stridelift.constraints.key_run_protection import KeyRunProtection
from stridelift.constraints.no_overlap import NoOverlap
from stridelift.constraints.preferred_time import PreferredTime
from stridelift.constraints.session_content import SessionContent
from stridelift.constraints.session_spacing import SessionSpacing
from stridelift.constraints.weekly_volume import Movements, WeeklyVolume
from stridelift.domain import (
    Candidate,
    Instance,
    Makeup,
    Menu,
    Place,
    Plan,
    Prescription,
    Priority,
    Race,
    Session,
    SessionClass,
    Span,
    merged,
)
from stridelift.horizon import Horizon
from stridelift.model import Kind, starts_within
from stridelift.model.contents import undominated
from stridelift.solve import Result, Status, build, solve, violations
from verifier import Forced, lengths_of, opened, price
from world import BERLIN, choice, holding, menu, plan, run, session

MIDWEEK, SUNDAYS = (
    date(2026, 12, 1),
    (date(2026, 12, 6), date(2026, 3, 29), date(2026, 10, 25)),
)  # two with a clock change
GRID, LENGTHS = 60, (15, 20)
MOST_SESSIONS = 2  # the caps of the instances allow no more
PATTERNS = ("squat", "hinge", "calf", "jump")
MAKEUPS: tuple[dict[str, Any], ...] = (
    {},
    {},
    {"measures": {"points": (300, None)}},
    {"measures": {"points": (0, 700), "heavy_sets": (0, 3)}},
    {"measures": {"contacts": (0, 1), "exercises": (2, None)}},
    {"any_of": frozenset({"squat", "calf"})},
    {"only": frozenset({"arm_drill", "hinge", "calf", "jump"})},
    {"loaded": True},
)


@dataclass(frozen=True)
class Case:
    """A small instance whose sessions are open, and the rules."""

    instance: Instance
    rules: Sequence[Constraint]

    @cached_property
    def menu(self) -> Menu:
        assert self.instance.menu is not None
        return self.instance.menu

    def price(self, one: Plan) -> int | None:
        return price(self.instance, self.rules, one)

    def plans(self) -> Iterator[Plan]:
        """Every plan but those with a session that breaks a hard rule alone."""
        strict = [rule for rule in self.rules if rule.hard and not isinstance(rule, WeeklyVolume | ExerciseChoice)]
        kept = [one for one in self.candidates() if not any(violations(self.instance, strict, plan(one)))]
        apart = [
            pair for pair in combinations(kept, 2) if not any(violations(self.instance, [NoOverlap()], plan(*pair)))
        ]
        yield from (plan(*some) for some in chain([()], ((one,) for one in kept), apart))

    def candidates(self) -> Iterator[Candidate]:
        """Every session at every start and length, with every content that is one."""
        starts = starts_within([self.instance.horizon], GRID, self.instance)
        for one, minutes in product(self.instance.sessions, LENGTHS):
            for content in subsets(self.menu.choices):
                made = holding(one, *content, minutes=minutes)
                if not any(violations(self.instance, self.rules[:1], plan((made, 0)))):
                    yield from (Candidate.at(made, start) for start in starts)


def subsets(choices: Sequence[Prescription]) -> Iterator[tuple[Prescription, ...]]:
    """But the empty one: of a session without known exercises the check says nothing, and the model has none."""
    return chain.from_iterable(combinations(choices, count) for count in range(1, len(choices) + 1))


def a_case(*seed: object) -> Case:
    """One or two sessions a week at two places with different equipment, and everything that ties content to a time."""
    rng = dice("content", *seed)
    two = rng.random() < 0.5
    horizon = Horizon(BERLIN, rng.choice(SUNDAYS) if two else MIDWEEK, 2)
    choices = _menu(rng)
    windows = merged(_window(rng, horizon) for _ in range(3))
    places = [_place(rng, name, needs, horizon) for name, needs in (("gym", {"barbell"}), ("home", {"band"}))]
    classes = rng.sample(("heavy", "moderate", "core"), 1 if two else rng.choice((1, 1, 2)))
    most = MOST_SESSIONS // len(classes) // len(horizon.weeks)
    facts = [*_known(rng, choices, horizon), *_runs(rng, horizon)]
    instance = Instance(
        horizon.span,
        horizon.days,
        horizon.weeks,
        facts=tuple(sorted(facts, key=lambda one: one.order)),
        sessions=tuple(session(name, 20, place=here, lengths=LENGTHS) for here in places for name in classes),
        availability=windows,
        now=horizon.span.start - 999,
        per_week={SessionClass(name): (rng.choice((0, most, most)), most) for name in classes},
        menu=choices,
        session_grid=GRID,
    )
    return Case(instance, _rules(rng))


def _menu(rng: Random) -> Menu:
    """Four to six choices: exercises with sets to spare, and an arm drill at times."""
    found: list[Prescription] = []
    while len(found) < 5:
        found += _exercise(rng, f"exercise {len(found)}")
    drill = [choice("arm_drill", 1, seconds=60)] if rng.random() < 0.3 else []
    makeups = {one: Makeup(one.value, **{"measures": {}, **rng.choice(MAKEUPS)}) for one in SessionClass}
    return menu(*drill, *found[:6], makeups=makeups, warm_up_s=60, phase=rng.choice("SSP"), most_contacts=60)


def _exercise(rng: Random, uid: str) -> list[Prescription]:
    """With three sets, and at times with two, or in another mode."""
    pattern = rng.choice(PATTERNS)
    heavy = rng.random() < 0.5
    what: dict[str, Any] = {
        "uid": uid,
        "movements": (pattern, *rng.choice(((), ("core",), ("power",)))),
        "primary": rng.choice((("quads",), ("quads", "glutes"), ("calves",))),
        "compound": rng.random() < 0.5,
        "doms": rng.choice((1, 1, 1, 3)),
        "impact": rng.choice(("low", "high")) if pattern == "jump" else "none",
        "full_sets": 3,
        "rank": rng.choice((0, 1, 2, 5)),
    }
    mode: dict[str, Any] = {"mode": "one", "needs": rng.choice(((), (), (), ("barbell",), ("band",))), "loaded": heavy}
    mode["stress"] = "heavy" if heavy else "moderate"
    per_set = rng.choice((100, 130, 190))

    def sets(count: int, **more: object) -> Prescription:
        jumps = 12 * count if pattern == "jump" else 0
        measures = {"seconds": per_set * count, "points": 150 * count, "contacts": jumps, "weighted": jumps}
        return choice(pattern, count, **{**what, **mode, **measures, **more})

    light = {"mode": "other", "needs": (), "stress": "low", "loaded": False, "rank": rng.choice((0, 6))}
    return [sets(3), *([sets(2)] if rng.random() < 0.7 else []), *([sets(3, **light)] if rng.random() < 0.3 else [])]


def _window(rng: Random, horizon: Horizon) -> Span:
    start = rng.choice(starts_within([horizon.span], GRID, _bare(horizon)))
    return Span(start, start + rng.choice((15, 20, 20, 45, 45)))


def _bare(horizon: Horizon) -> Instance:
    return Instance(horizon.span, horizon.days, horizon.weeks)


def _place(rng: Random, name: str, needs: set[str], horizon: Horizon) -> Place:
    whole = Span(horizon.days[0].span.start, horizon.days[-1].span.end)
    first_day = Span(whole.start, horizon.span.start + 1440)
    return Place(name, frozenset(needs), open=(rng.choice((whole, whole, first_day)),))


def _known(rng: Random, choices: Menu, horizon: Horizon) -> Iterator[Candidate]:
    """Sessions of the calendar with one exercise each, before the horizon, in it and after."""
    for at in range(rng.choice((0, 1, 2))):
        start = horizon.span.start + rng.choice((-29, -8, -7, -6, -2, -1, 0, 1, 2)) * 1440 + rng.choice((30, 700))
        content = rng.choice(choices.choices)
        yield Candidate.at(session("upper", 20, uid=f"known {at}", exercises=(content,)), start)


def _runs(rng: Random, horizon: Horizon) -> Iterator[Candidate]:
    if rng.random() < 0.4:
        race = Race(rng.choice((Priority.A, Priority.B, Priority.C)))
        yield run("race", horizon.span.start + rng.choice((600, 2000, 3300)), race=race)
    if rng.random() < 0.5:
        yield run("tempo", horizon.span.start + rng.randrange(0, 2880, 30))


def _rules(rng: Random) -> list[Constraint]:
    """That of content first."""
    movements = Movements(**{name: rng.choice((0, 1, 2)) for name in ("squat", "hinge", "calf", "core", "power")})
    volume = WeeklyVolume(
        weight=600,
        most_minutes=rng.choice((None, None, None, 35)),
        most_leg_sets=rng.choice((None, None, 6, 9)),
        most_contacts=rng.choice((None, None, 60)),
        movements=movements,
        missing_movement=50,
        missing_support=20,
        missing_main_set=rng.choice((0, 11)),
        missing_set=rng.choice((0, 4)),
        most_muscle_sets=rng.choice((None, None, 8)),
        muscle_sets=rng.choice(({}, {"quads": (4, 8)}, {"calves": (3, 3)})),
        most_high_impact=rng.choice((None, None, 50)),
    )
    taste = ExerciseChoice(weight=rng.choice((1, 8)), new_lift=rng.choice((0, 60)), repeat=rng.choice((0, 3)))
    rules = [SessionContent(drills=rng.choice((0, 1))), Equipment(), Availability(), NoOverlap(), volume, taste]
    rules += [KeyRunProtection(sore_days=2)] if rng.random() < 0.8 else []
    rules += [SessionSpacing()] if rng.random() < 0.3 else []
    return [*rules, *([PreferredTime(weight=1, times=((480, 600),))] if rng.random() < 0.3 else [])]


def _work(one: Candidate) -> int:
    """Seconds of the exercises."""
    return sum(it.seconds for it in one.activity.exercises)


@dataclass(frozen=True)
class Numbered:
    """A plan whose sessions have numbers: the lots of what they hold, then where; what it is; which kinds they are."""

    lots: tuple[int, int]
    content: frozenset[object]
    kinds: tuple[int, ...]


class Lots:
    """What the tie-break compares first: the lots of what the sessions hold, then the positions of their places."""

    def __init__(self, case: Case) -> None:
        self.case = case
        model = build(case.instance, case.rules)
        self.joined = {
            (id(one.activity), one.start, minutes): one for one, _ in model.literals for minutes in lengths_of(one)
        }
        self.lots = {}
        self.kinds: dict[object, list[Kind]] = {}
        for part in model.parts():
            where = part.week.label, part.session_class, part.number
            for (one, _), (_, lot), places in zip(part.choices, part.lots(), part.places, strict=True):
                for place in places:
                    self.lots.setdefault((*where, place), {})[id(one)] = lot
            self.kinds[where] = list(part.kinds)

    def contents(self, one: Plan) -> Iterator[Numbered]:
        """For each way of numbering: more work first, of two of a kind the later."""
        weeks = [[it for it in one.sessions if week.span.start <= it.start < week.span.end] for week in self._weeks]
        for some in product(*map(permutations, weeks)):
            yield from self._numbered(some)

    @property
    def _classes(self) -> int:
        """How many sessions are listed for a place."""
        return len({one.session_class for one in self.case.instance.sessions})

    @property
    def _weeks(self) -> Sequence[Any]:
        return self.case.instance.weeks

    def _numbered(self, weeks: Sequence[Sequence[Candidate]]) -> Iterator[Numbered]:
        found: list[tuple[object, int]] = []
        kinds: list[int] = []
        for week, placed in zip(self._weeks, weeks, strict=True):
            for name in SessionClass:
                mine = [one for one in placed if one.activity.session_class is name]
                if any(self._turned(one, other) for one, other in pairwise(mine)):
                    return
                for number, one in enumerate(mine):
                    where = (week.label, name, number, one.activity.place)
                    lots = self.lots[where]
                    kinds.append(self.kinds[where[:3]].index(self._kind(one)))
                    if any(id(it) not in lots for it in one.activity.exercises):
                        return  # a mode that another one stands for
                    found += [((where, id(it)), lots[id(it)]) for it in one.activity.exercises]
        order = [one.place for one in self.case.instance.sessions]
        places = sum(order.index(one.activity.place) // self._classes for week in weeks for one in week)
        what = frozenset(what for what, _ in found)
        yield Numbered((sum(lot for _, lot in found), places), what, tuple(kinds))

    def _turned(self, one: Candidate, other: Candidate) -> bool:
        alike = self._kind(one) == self._kind(other)
        return _work(one) < _work(other) or (alike and one.start < other.start)

    def _kind(self, one: Candidate) -> Kind:
        gentle = any(rule.gentle(self.case.instance, one) for rule in self.case.rules)
        all_ = self.among(one)
        return Kind(one.activity.place, all_.minutes - all_.shorter, all_.minutes, gentle)

    def among(self, one: Candidate) -> Candidate:
        """The candidate of the model that stands for this one too."""
        bare = opened(self.case.instance, one)
        return self.joined[id(bare.activity), bare.start, bare.minutes]

    def in_order(self, one: Plan) -> tuple[object, ...]:
        """What it compares then: the number of sessions, and placing by placing (start, soonest end, position)."""
        position = {id(it): at for at, it in enumerate(self.case.instance.sessions)}
        all_ = [self.among(it) for it in one.sessions]
        return len(all_), sorted((it.start, it.soonest, position[id(it.activity)]) for it in all_)


def assert_found(case: Case) -> Result:
    """The optimum of both, and of the plans at this price the one that is promised."""
    result = solve(case.instance, case.rules)
    priced = [(case.price(one), one) for one in case.plans()]
    least = min((cost for cost, _ in priced if cost is not None), default=None)
    assert result.objective == least
    if result.plan is None:
        assert result.status is Status.INFEASIBLE
        return result
    assert (result.status, result.bound, case.price(result.plan)) == (Status.OPTIMAL, least, least)
    assert result.unique
    lots = Lots(case)
    best = [(it, lots.in_order(one)) for cost, one in priced if cost == least for it in lots.contents(one)]
    fewest = min(it.lots for it, _ in best)
    drawn = [it for it in lots.contents(result.plan) if it.lots == fewest]
    assert drawn
    assert lots.in_order(result.plan) in [
        min((order, it.kinds[::-1]) for it, order in best if it.content == mine.content)[0] for mine in drawn
    ]
    return result


@pytest.mark.parametrize("seed", range(25))
def test_optimum_of_both(seed: int) -> None:
    assert_found(a_case(seed))


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(1000, 1400))
def test_optimum_of_both_in_many(seed: int) -> None:
    assert_found(a_case(seed))


def some_plans(case: Case, rng: Random, count: int) -> Iterator[Plan]:
    """Up to three sessions at times that are free, half of them with any content whatever."""
    starts = starts_within(case.instance.availability, GRID, case.instance)
    good = [one for one in case.candidates() if one.start in starts]
    known = {id(one) for lots in Lots(case).lots.values() for one in lots}

    def anything() -> Candidate:
        minutes = rng.choice(LENGTHS)
        content = rng.choice(list(subsets(case.menu.choices)))
        made = holding(rng.choice(case.instance.sessions), *content, minutes=minutes)
        return Candidate.at(made, rng.choice(starts))

    for _ in range(count):
        drawn = [
            rng.choice(good) if good and rng.random() < 0.7 else anything() for _ in range(rng.choice((0, 1, 2, 2, 3)))
        ]
        if all(id(it) in known or not _suits(case, one.activity, it) for one in drawn for it in one.activity.exercises):
            yield plan(*drawn)


def _suits(case: Case, one: Session, choice_: Prescription) -> bool:
    return all(rule.suits(case.instance, one, choice_) for rule in case.rules)


def assert_same(case: Case, rng: Random, count: int) -> None:
    forced = Forced(case.instance, case.rules)
    for one in some_plans(case, rng, count):
        assert forced.price(one.placed) == case.price(one)


@pytest.mark.parametrize("seed", range(25))
def test_the_model_says_of_content_what_the_check_says(seed: int) -> None:
    assert_same(a_case("same", seed), dice(seed), 40)


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(1000, 1300))
def test_the_model_says_of_much_content_what_the_check_says(seed: int) -> None:
    assert_same(a_case("same", seed), dice(seed), 300)


class TestBoth:
    """Where content decides the placing, and the placing the content."""

    GYM, HOME = (
        Place(name, frozenset(needs), open=(Span(0, 10**6),)) for name, needs in (("gym", {"barbell"}), ("home", ()))
    )
    SQUAT = choice("squat", 3, needs=("barbell",), loaded=True, seconds=1100, points=900, movements=("squat",))
    FEWER = choice(
        "squat", 2, needs=("barbell",), loaded=True, seconds=800, points=600, full_sets=3, movements=("squat",)
    )
    LUNGE = choice("lunge", 3, seconds=1100, points=600, rank=1)
    SORE = choice("lunge", 3, uid="sore", seconds=1100, points=600, doms=3)
    RULES = (
        SessionContent(),
        Equipment(),
        Availability(),
        NoOverlap(),
        KeyRunProtection(sore_days=2),
        SessionSpacing(),
    )

    def case(self, *hours: tuple[int, int], facts: Sequence[Candidate] = (), most: int = 1, **more: Any) -> Case:  # noqa: ANN401
        """Sessions at home or in the gym, in spans that begin at an hour after the first midnight."""
        horizon = Horizon(BERLIN, MIDWEEK, 2)
        start = horizon.span.start
        makeup = {SessionClass.HEAVY: Makeup("heavy", more.pop("measures", {}), loaded=more.pop("loaded", False))}
        choices = more.pop("choices", (self.SQUAT, self.FEWER, self.LUNGE))
        instance = Instance(
            horizon.span, horizon.days, horizon.weeks, facts=tuple(facts),
            sessions=tuple(session("heavy", 20, place=it, lengths=LENGTHS) for it in (self.HOME, self.GYM)),
            availability=tuple(Span(start + 60 * hour, start + 60 * hour + minutes) for hour, minutes in hours),
            per_week={SessionClass.HEAVY: (most, most)}, menu=menu(*choices, makeups=makeup), session_grid=GRID,
        )  # fmt: skip
        volume = WeeklyVolume(weight=600, missing_main_set=11, missing_set=4, **more)
        return Case(instance, (*self.RULES, volume, ExerciseChoice(weight=1, new_lift=60, repeat=3)))

    def found(self, case: Case) -> list[tuple[int, int, str, str, int]]:
        """Hour, minutes, place, exercise and sets."""
        result = assert_found(case)
        assert result.plan is not None
        start = case.instance.horizon.start
        return [
            ((one.start - start) // 60, one.minutes, one.activity.place.name, it.exercise.id, it.sets)
            for one in result.plan.sessions
            for it in one.activity.exercises
        ]

    def test_the_equipment_decides_the_place(self) -> None:
        """Without weight it is at home, as that place comes first."""
        assert self.found(self.case((8, 45), loaded=True)) == [(8, 20, "gym", "squat", 3)]
        assert self.found(self.case((8, 45), choices=(self.LUNGE,))) == [(8, 20, "home", "lunge", 3)]

    def test_a_short_gap_has_fewer_sets(self) -> None:
        assert self.found(self.case((8, 20))) == [(8, 20, "gym", "squat", 3)]
        assert self.found(self.case((8, 15))) == [(8, 15, "gym", "squat", 2)]
        assert self.found(self.case((8, 15), (30, 20))) == [(30, 20, "gym", "squat", 3)]  # better on the next day

    def test_the_class_decides_the_gap(self) -> None:
        assert self.found(self.case((8, 15), (30, 20), measures={"points": (900, None)})) == [
            (30, 20, "gym", "squat", 3)
        ]
        assert self.found(self.case((8, 15), measures={"points": (900, None)})) == []

    def test_a_race_makes_days_gentle(self) -> None:
        choices, horizon = (self.SORE, self.LUNGE), Horizon(BERLIN, MIDWEEK, 2)
        race = run("race", horizon.span.start + 60 * 60, race=Race(Priority.A))
        assert self.found(self.case((8, 20), choices=choices)) == [(8, 20, "home", "sore", 3)]
        assert self.found(self.case((32, 20), choices=choices)) == [(32, 20, "home", "sore", 3)]
        assert self.found(self.case((32, 20), choices=choices, facts=[race])) == [(32, 20, "home", "lunge", 3)]
        assert self.found(self.case((8, 20), (32, 20), choices=choices, facts=[race])) == [(8, 20, "home", "sore", 3)]

    def test_two_of_a_class(self) -> None:
        """One short, one long; what the first has the second need not have."""
        both = (8, 15), (32, 20)
        assert self.found(self.case(*both, most=2)) == [(8, 15, "gym", "squat", 2), (32, 20, "home", "lunge", 3)]
        twice = self.case(*both, most=2, movements=Movements(squat=2), missing_movement=50)
        assert self.found(twice) == [(8, 15, "gym", "squat", 2), (32, 20, "gym", "squat", 3)]
        short = self.case(*both, most=2, most_minutes=29)
        assert self.found(short) == [(32, 20, "gym", "squat", 3)]

    def test_what_was_lifted_before_stays(self) -> None:
        main = [
            choice(name, 3, uid=name, compound=True, seconds=1100, rank=rank)
            for name, rank in (("squat", 1), ("hinge", 0))
        ]
        horizon = Horizon(BERLIN, MIDWEEK, 2)
        known = Candidate.at(session("heavy", 20, uid="known", exercises=(main[0],)), horizon.span.start - 5 * 1440)
        assert self.found(self.case((8, 20), choices=main)) == [(8, 20, "home", "hinge", 3)]
        assert self.found(self.case((8, 20), choices=main, facts=[known])) == [(8, 20, "home", "squat", 3)]


@pytest.mark.parametrize(
    ("more", "kept"),
    [
        ({}, {"good"}),
        ({"needs": ("rack",)}, {"good"}),
        ({"needs": ("sled",)}, {"good"}),
        ({"rank": 0}, {"other"}),
        ({"rank": 1}, {"good"}),  # the one that stands first on the menu
        ({"rank": 0, "needs": ("sled",)}, {"good"}),  # which is not there
        ({"sets": 2}, {"good", "other"}),
        ({"seconds": 301}, {"good", "other"}),
        ({"points": 1}, {"good", "other"}),
        ({"contacts": 1}, {"good", "other"}),
        ({"loaded": True}, {"good", "other"}),
        ({"stress": "heavy"}, {"good", "other"}),
        ({"uid": "lunge"}, {"good", "other"}),
    ],
)
def test_a_mode_stands_for_another_that_differs_in_nothing_that_counts(more: dict[str, Any], kept: set[str]) -> None:
    here = session("core", 20, place=Place("gym", frozenset({"rack"})))
    good = choice("squat", mode="good", compound=True, rank=1)
    other = choice("squat", **{"mode": "other", "compound": True, "rank": 2, **more})
    week = _bare(Horizon(BERLIN, MIDWEEK, 2))
    found = undominated([good, other], here, lambda one, it: Equipment().suits(week, one, it))
    assert {one.mode for one in found} == kept


def told(seed: int) -> str:
    case = a_case(seed)
    result = solve(case.instance, case.rules)
    sessions = result.plan.sessions if result.plan else ()
    return " ".join(
        f"{one.start}-{one.end} {one.activity.place.name} {it.exercise.id} {it.mode} {it.sets}"
        for one in sessions
        for it in one.activity.exercises
    )


def test_the_same_plan_again() -> None:
    """Whatever the order in which sets and dictionaries of strings come out."""
    script = "from test_content_oracle import told; print(*map(told, range(12)), sep='\\n')"
    here = "\n".join(map(told, range(12)))
    assert here == "\n".join(map(told, range(12)))
    assert "exercise" in here
    for seed in "12":
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, env=env)
        assert (done.stdout.rstrip("\n"), done.stderr) == (here.rstrip("\n"), "")
