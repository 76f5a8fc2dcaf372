"""The solver as a whole: status, uniqueness, limits, and runs that fit nowhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from stridelift.constraints.availability import Availability
from stridelift.constraints.exercise_choice import ExerciseChoice
from stridelift.constraints.hard_days import HardDays
from stridelift.constraints.no_overlap import NoOverlap
from stridelift.constraints.preferred_time import PreferredTime
from stridelift.constraints.session_content import SessionContent
from stridelift.constraints.session_spacing import SessionSpacing
from stridelift.constraints.weekly_volume import WeeklyVolume
from stridelift.domain import Candidate, SessionClass, Span
from stridelift.solve import Result, Status, settle, solve, violations
from world import SPRING, at, choice, commitment, default_rules, free_run, instance, menu, place, plan, run, session

CORE, HEAVY = session("core", 20), session("heavy", 50)
ONE_OF_EACH = {SessionClass.CORE: (1, 1), SessionClass.HEAVY: (1, 1)}


def test_nothing_to_place() -> None:
    result = solve(instance(), default_rules())
    assert (result.status, result.objective, result.bound, result.plan) == (Status.OPTIMAL, 0, 0, plan())


def test_nothing_fits() -> None:
    week = instance(sessions=(CORE,), availability=(), per_week=ONE_OF_EACH)
    result = solve(week, [Availability(), WeeklyVolume()])
    assert (result.status, result.plan, result.objective, result.gap) == (Status.INFEASIBLE, None, None, None)
    assert solve(week, [Availability(), WeeklyVolume(weight=7)]).objective == 14


@pytest.mark.parametrize(("objective", "bound", "gap"), [(100, 90, 0.1), (0, 0, 0.0), (5, 5, 0.0), (None, None, None)])
def test_gap(objective: int | None, bound: int | None, gap: float | None) -> None:
    assert Result(Status.FEASIBLE, objective, bound).gap == gap


def test_no_time_is_no_proof() -> None:
    result = solve(instance(sessions=(CORE,), session_grid=15), default_rules(), time_limit=1e-6)
    assert (result.status, result.plan) == (Status.UNKNOWN, None)


def test_a_plan_that_is_not_known_to_be_the_first_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    case = instance(sessions=(CORE,), per_week={SessionClass.CORE: (1, 1)}), [WeeklyVolume(weight=1)]
    assert solve(*case).unique
    monkeypatch.setattr("stridelift.tie_break._EFFORTS", ((0, 0.0), (2, 0.0)))
    ended = solve(*case)
    assert (ended.status, ended.unique, ended.objective) == (Status.OPTIMAL, False, 0)
    assert ended.plan is not None


class TestTieBreak:
    """Fewest sessions, then the smaller (start, end, position) at the first difference."""

    def test_no_session_that_nobody_asked_for(self) -> None:
        result = solve(instance(sessions=(CORE,), per_week={SessionClass.CORE: (0, 3)}), [WeeklyVolume()])
        assert result.plan == plan()

    def test_earliest(self) -> None:
        result = solve(instance(sessions=(CORE,), per_week={SessionClass.CORE: (2, 3)}), [WeeklyVolume()])
        assert result.plan == plan((CORE, at(0)), (CORE, at(0, "04:00")))

    def test_shorter_first(self) -> None:
        rules = [NoOverlap(), WeeklyVolume()]
        result = solve(instance(sessions=(HEAVY, CORE), per_week=ONE_OF_EACH), rules)
        assert result.plan == plan((CORE, at(0)), (HEAVY, at(0, "04:00")))

    @pytest.mark.parametrize("names", [("gym", "home"), ("home", "gym")])
    def test_the_place_that_is_listed_first(self, names: tuple[str, str]) -> None:
        sessions = tuple(session("core", 20, place=place(name)) for name in names)
        result = solve(instance(sessions=sessions, per_week={SessionClass.CORE: (1, 2)}), [WeeklyVolume()])
        assert result.plan is not None
        assert [one.uid for one in result.plan.placed] == [f"core@{names[0]}"]

    def test_what_stands_first_is_worth_more_than_what_stands_last(self) -> None:
        """Both plans cost the same: the first session now and the second late, not both in the middle."""
        week = instance(sessions=(HEAVY,), per_week={SessionClass.HEAVY: (2, 2)}, session_grid=60)
        result = solve(week, [WeeklyVolume(), SessionSpacing(heavy_to_heavy=120)])
        assert result.plan == plan((HEAVY, at(0)), (HEAVY, at(5)))

    def test_chosen_runs_too(self) -> None:
        free = free_run("easy", at(1, "12:30"))
        result = solve(instance(runs=(free,)), [NoOverlap()])
        assert result.plan == plan((free, at(1)))


class TestFixed:
    def test_only_that_plan(self) -> None:
        week = instance(sessions=(CORE,), per_week={SessionClass.CORE: (1, 1)})
        placed = plan((CORE, at(3, "17:07")))  # off the grid
        result = solve(week, [WeeklyVolume(), PreferredTime(weight=1, times=((900, 1020),))], fixed=placed)
        assert (result.plan, result.objective, result.candidates) == (placed, 7, 1)

    def test_the_empty_plan(self) -> None:
        week = instance(sessions=(CORE,), per_week={SessionClass.CORE: (1, 1)})
        assert solve(week, [WeeklyVolume(weight=9)], fixed=plan()).objective == 9
        assert solve(week, [WeeklyVolume()], fixed=plan()).status is Status.INFEASIBLE


def test_violations_come_rule_by_rule_and_not_of_rules_that_are_off() -> None:
    week = instance(run("tempo", at(1, "08:00")), sessions=(HEAVY,))
    rules = [PreferredTime(weight=1, times=((1200, 1260),)), NoOverlap(), HardDays(most=0, enabled=False)]
    found = list(violations(week, rules, plan((HEAVY, at(1, "07:30")))))
    assert [(one.constraint, one.amount) for one in found] == [("preferred_time", 630), ("no_overlap", 20)]


@pytest.mark.parametrize("clock", ["06:30", "06:35"])
def test_the_usual_start_is_tried_even_off_the_grid(clock: str) -> None:
    free = free_run("easy", at(1, clock))
    result = solve(instance(runs=(free,)), [PreferredTime(weight=1)])
    assert (result.objective, result.plan) == (0, plan((free, at(1, clock))))


def test_a_run_stays_on_its_day() -> None:
    free = free_run("easy", at(1, "12:00"))
    week = instance(commitment(at(1), 23 * 60), runs=(free,), run_grid=30)
    assert solve(week, [NoOverlap()]).plan == plan((free, at(1, "23:00")))


def test_the_grid_begins_anew_at_midnight_where_clocks_change() -> None:
    week = instance(horizon=SPRING, sessions=(CORE,), per_week={SessionClass.CORE: (1, 1)}, session_grid=60)
    after = replace(week, availability=(Span(at(6, "17:01", SPRING), at(6, "20:00", SPRING)),))
    assert solve(after, [Availability(), WeeklyVolume()]).plan == plan((CORE, at(6, "18:00", SPRING)))


class TestSettle:
    """Runs that fit nowhere are run when they always are."""

    def test_a_run_without_room_becomes_a_fact(self) -> None:
        here, there = free_run("easy", at(1, "12:00")), free_run("tempo", at(2, "12:00"))
        week = instance(commitment(at(1), 24 * 60), sessions=(CORE,), runs=(here, there))
        settled, homeless = settle(week, [NoOverlap()])
        assert homeless == (here,)
        assert settled.runs == (there,)
        assert settled.facts == (week.facts[0], Candidate.at(here, at(1, "12:00")))
        assert solve(settled, [NoOverlap()]).status is Status.OPTIMAL

    def test_runs_with_room_stay_free(self) -> None:
        week = instance(runs=(free_run("easy", at(1, "12:00")),))
        assert settle(week, default_rules()) == (week, ())
        assert settle(instance(), default_rules())[1] == ()

    def test_a_rule_that_is_off_takes_no_room(self) -> None:
        week = instance(runs=(free_run("easy", at(1, "12:00")),), availability=())
        assert settle(week, [Availability(enabled=False)])[1] == ()
        assert settle(week, [Availability()])[1] == week.runs


@pytest.mark.parametrize("names", [("gym", "home"), ("home", "gym"), ("here", "there"), ("there", "here")])
def test_what_could_be_lifted_anywhere_is_lifted_at_the_place_that_is_listed_first(names: tuple[str, str]) -> None:
    """The lots fall on what is lifted, not on where."""
    sessions = tuple(session("core", 20, place=place(name), lengths=(15, 20)) for name in names)
    choices = menu(*(choice(name, seconds=1000) for name in ("plank", "carry", "bridge")))
    week = instance(sessions=sessions, menu=choices, per_week={SessionClass.CORE: (2, 2)})
    result = solve(week, [NoOverlap(), SessionContent(), SessionSpacing(), WeeklyVolume()])
    assert result.unique
    assert result.plan is not None
    assert [one.uid for one in result.plan.placed] == [f"core@{names[0]}"] * 2
    assert [one.start for one in result.plan.placed] == [at(0), at(1)]


@pytest.mark.parametrize(("price", "unique"), [(1_000, True), (10_000_000_000_000, False)])
def test_prices_that_leave_no_room_for_lots(price: int, unique: object) -> None:
    """The optimum is found all the same; which of equal contents it has is then not promised."""
    choices = menu(
        *(choice(name, seconds=1000, rank=rank) for name, rank in (("plank", 2), ("carry", 1), ("bridge", 1)))
    )
    week = instance(
        sessions=(session("core", 20, place=place(), lengths=(15, 20)),),
        menu=choices,
        per_week={SessionClass.CORE: (1, 2)},
    )
    rules = [NoOverlap(), SessionContent(), WeeklyVolume().model_copy(update={"weight": 10 * price})]
    rules.append(ExerciseChoice(weight=1).model_copy(update={"weight": price}))
    result = solve(week, rules)
    assert (result.status, result.objective, result.bound, result.unique) == (Status.OPTIMAL, price, price, unique)
