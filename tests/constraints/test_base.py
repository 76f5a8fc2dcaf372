"""What every rule has in common, on rules made up for the purpose, and where an encoding changes its form."""

from __future__ import annotations

from itertools import product

import pytest
from pydantic import ValidationError

from strategies import dice, every_candidate, small
from stridelift.constraints.base import PlacementRule, WindowRule
from stridelift.constraints.no_overlap import NoOverlap
from stridelift.constraints.pairs import PairRule
from stridelift.constraints.recovery_gap import RecoveryGap
from stridelift.constraints.session_spacing import SessionSpacing
from stridelift.domain import Activity, Candidate, Instance, Run, Session, Span
from stridelift.horizon import Horizon
from stridelift.model import Options
from stridelift.solve import Status, build, solve
from verifier import Forced, assert_violated_by, price, weighted
from world import BERLIN, WEEK, at, commitment, default_rules, free_run, instance, plan, run, session


class Early(PlacementRule):
    """Minutes before eight in the morning of its day."""

    def judge(self, instance: Instance, candidate: Candidate) -> int:
        return max(0, instance.day(candidate.start).span.start + 480 - candidate.start)


class Inside(WindowRule):
    """Sessions with a quarter of an hour around them; nothing is said of runs."""

    def windows(self, instance: Instance, activity: Activity) -> list[Span] | None:  # noqa: ARG002 - one signature
        return [Span(at(1, "10:00"), at(1, "12:00"))] if isinstance(activity, Session) else None

    def margin(self, activity: Activity) -> int:  # noqa: ARG002 - one signature
        return 15


class Apart(PairRule):
    """Hours from start to start, whatever the two are."""

    hours: int

    def earliest(self, instance: Instance, first: Candidate, second: Activity) -> int:  # noqa: ARG002 - one signature
        return first.start + 60 * self.hours

    def reach(self, instance: Instance) -> int:  # noqa: ARG002 - one signature
        return 60 * self.hours


class CoreFirst(PairRule):
    """A day between any two, but core before heavy is free."""

    def earliest(self, instance: Instance, first: Candidate, second: Activity) -> int | None:  # noqa: ARG002 - one form
        free = isinstance(second, Session) and (first.activity.rank, second.rank) == (CORE.rank, HEAVY.rank)
        return None if free else first.start + 24 * 60

    def reach(self, instance: Instance) -> int:  # noqa: ARG002 - one signature
        return 24 * 60


@pytest.mark.parametrize(
    "rule", [one for one in default_rules() if isinstance(one, PairRule)], ids=lambda one: one.name
)
def test_no_rule_says_more_than_its_reach(rule: PairRule) -> None:
    said = 0
    for seed in range(6):
        some = small(dice("reach", seed), days=3, grid=360)
        candidates = [*some.facts, *every_candidate(some)]
        for first, second in product(candidates, {one.activity for one in candidates}):
            earliest = rule.earliest(some, first, second)
            if earliest is not None:
                said += 1
                assert earliest <= first.end + rule.reach(some), (first.uid, second.uid)
    assert said


@pytest.mark.parametrize(("clock", "amount"), [("08:00", 0), ("07:59", 1), ("00:00", 480)])
def test_placement(clock: str, amount: int) -> None:
    one, free = session("core"), free_run("easy", at(1, "12:00"))
    week = instance(run("easy", at(1, "05:00")), sessions=(one,), runs=(free,))
    assert_violated_by(Early(), week, plan((one, at(1, clock)), (free, at(1, clock))), 2 * amount)


@pytest.mark.parametrize(("clock", "amount"), [("10:15", 0), ("10:14", 1), ("10:55", 0), ("10:56", 1), ("02:00", 80)])
def test_window_with_a_margin(clock: str, amount: int) -> None:
    one, free = session("core"), free_run("easy", at(1, "12:00"))
    week = instance(sessions=(one,), runs=(free,))
    assert_violated_by(Inside(), week, plan((one, at(1, clock)), (free, at(1, clock))), amount)


def test_starts_of_a_window_are_those_that_break_nothing() -> None:
    one = session("core")
    week = instance(sessions=(one,))
    (starts,) = Inside().starts(week, one, one.minutes) or ()
    broken = [Inside().judge(week, Candidate.at(one, start)) for start in range(starts.start - 1, starts.end + 1)]
    assert [amount == 0 for amount in broken] == [False, *[True] * starts.minutes, False]
    assert not Inside().starts(week, one, 91)


ALONE = CORE = session("core", 40)
HEAVY = session("heavy", 40)
HOURS = ("00:00", "04:00", "08:00", "12:00", "16:00", "20:00")


@pytest.mark.parametrize("weight", ["hard", 3])
@pytest.mark.parametrize("hours", [1, 9, 30])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ALONE, ALONE),
        (ALONE, HEAVY),
        (ALONE, free_run("easy", at(1, "12:00"))),
        (free_run("easy", at(1, "12:00")), free_run("tempo", at(1, "13:00"))),
        (free_run("easy", at(1, "12:00")), free_run("tempo", at(2, "01:00"))),
    ],
    ids=["itself", "sessions", "session and run", "runs of a day", "runs of two days"],
)
def test_every_pair_of_free_placings(one: Run | Session, other: Run | Session, hours: int, weight: str | int) -> None:
    """Staircase, ramp and table: whichever the model takes, it says what the check says."""
    activities = list(dict.fromkeys((one, other)))
    week = instance(
        horizon=Horizon(BERLIN, WEEK.first, 3),
        sessions=tuple(it for it in activities if isinstance(it, Session)),
        runs=tuple(it for it in activities if isinstance(it, Run)),
    )
    rules = [weighted(Apart(hours=hours), weight)]
    forced = Forced(week, rules)
    for first, second in product(moments(one), moments(other)):
        placed = plan((one, first), (other, second))
        if one is not other or first != second:
            assert forced.price(placed.placed) == price(week, rules, placed), (first, second)


@pytest.mark.parametrize("weight", ["hard", 1])
def test_one_way_free_and_the_other_not(weight: str | int) -> None:
    """Groups of one day that conflict one way round are no clique."""
    week = instance(horizon=Horizon(BERLIN, WEEK.first, 3), sessions=(CORE, HEAVY))
    rules = [weighted(CoreFirst(), weight)]
    forced = Forced(week, rules)
    for first, second in product(moments(CORE), moments(HEAVY)):
        placed = plan((CORE, first), (HEAVY, second))
        assert forced.price(placed.placed) == price(week, rules, placed), (first, second)


def moments(one: Run | Session) -> list[int]:
    days = (0, 1, 2) if isinstance(one, Session) else (1,) if (one.usual or 0) < at(2) else (2,)
    return [at(day, clock) for day in days for clock in HOURS]


@pytest.mark.parametrize(("clock", "before"), [("04:00", 1), ("08:00", 2), ("08:01", 3)])
def test_how_many_come_before(clock: str, before: int) -> None:
    """Of two placings that start together the shorter is the first; of two alike, the one that is there."""
    options = Options(ALONE, [Candidate.at(ALONE, at(1, one)) for one in HOURS])
    assert options.before(Candidate.at(ALONE, at(1, clock))) == before
    longer = session("core", 41, uid="there")
    assert options.before(Candidate.at(longer, at(1, clock))) == before + (clock in HOURS)


def test_a_run_that_hard_rules_leave_no_start_is_infeasible_and_no_error() -> None:
    free = free_run("easy", at(1, "12:00"))
    week = instance(commitment(at(1), 24 * 60), sessions=(ALONE,), runs=(free,))
    assert solve(week, [NoOverlap()]).status == "INFEASIBLE"


@pytest.mark.parametrize(("hours", "sizes"), [(21, {6}), (20, {5, 1}), (5, {2}), (4, {1})])
def test_stretches_of_a_day_are_cliques_where_a_rule_says_so(hours: int, sizes: set[int]) -> None:
    model = build(instance(sessions=(ALONE,)), [Apart(hours=hours)])
    assert {len(group.members) for group in model.groups[ALONE]} == sizes


def test_groups_that_exclude_each_other_are_known() -> None:
    heavy, moderate = session("heavy"), session("moderate")
    model = build(instance(sessions=(heavy, moderate)), [SessionSpacing(heavy_to_heavy=48, gap_tolerance=2)])
    one, other, far = model.groups[heavy][:3]
    assert model.apart(one, other)
    assert model.apart(other, one)
    assert not model.apart(one, far)
    assert model.apart(one, model.groups[moderate][0])
    assert not model.apart(one, model.groups[moderate][1])


def test_no_pair_is_posted_twice_or_missed_where_two_alike_start_together() -> None:
    one, other = session("heavy", 40), session("heavy", 40)
    week = instance(sessions=(one, other))
    rules = [weighted(Apart(hours=3), 1)]
    forced = Forced(week, rules)
    same = plan((one, at(1, "08:00")), (other, at(1, "08:00")))
    assert forced.price(same.placed) == price(week, rules, same) == 180


def test_a_breach_names_rule_unit_and_weight() -> None:
    week = instance(run("easy", at(1, "08:30")), sessions=(ALONE,))
    (found,) = NoOverlap().violations(week, plan((ALONE, at(1, "08:00"))))
    assert (found.constraint, found.unit, found.weight, found.amount) == ("no_overlap", "minutes", "hard", 10)
    assert found.scope == ("core", f"easy-{at(1, '08:30')}")
    assert (found.hard, found.penalty) == (True, 0)


def test_rules_have_the_names_of_their_files() -> None:
    assert [rule.name for rule in default_rules()][:3] == ["no_overlap", "availability", "equipment"]


def test_a_rule_that_is_off_is_off() -> None:
    off, on = (RecoveryGap(heavy_to_easy=48, enabled=enabled) for enabled in (False, True))
    week, placed = instance(run("easy", at(2, "06:00"))), plan((session("heavy"), at(1, "18:00")))
    assert solve(week, [off], fixed=placed).status is Status.OPTIMAL
    assert solve(week, [on], fixed=placed).status is Status.INFEASIBLE


def test_nobody_is_in_two_places_whatever_the_config_says() -> None:
    with pytest.raises(ValidationError):
        NoOverlap(enabled=False)
