import pytest

from stridelift.constraints.availability import Availability
from stridelift.constraints.key_run_protection import KeyRunProtection
from stridelift.constraints.session_content import SessionContent
from stridelift.constraints.weekly_volume import WeeklyVolume
from stridelift.domain import Candidate, Priority, Race, Span
from stridelift.solve import solve
from verifier import Forced, assert_filled, assert_violated_by, price, weighted
from world import AUTUMN, at, choice, exercise, free_run, holding, instance, menu, place, plan, run, session

HEAVY = session("heavy")
RULE = KeyRunProtection(
    sore_days=5,
    race_a_heavy=4, race_a_upper=1, race_b_heavy=3, race_c_heavy=2, race_c_moderate=1,
    after_10k_light=2, after_10k_heavy=3, after_marathon_light=5, after_marathon_heavy=6,
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "start", "amount"),
    [
        ("heavy", (3, "06:00"), 7 * 60),  # the run would have to begin at midnight
        ("heavy", (3, "16:59"), 7 * 60),
        ("heavy", (3, "18:00"), 0),  # after the run
        ("heavy", (2, "23:59"), 0),  # the evening before is another rule's business
        ("moderate", (3, "06:00"), 7 * 60),
        ("plyo_high", (3, "06:00"), 7 * 60),
        ("plyo_low", (3, "06:00"), 7 * 60),
        ("upper", (3, "06:00"), 0),
        ("core", (3, "06:00"), 0),
    ],
)
def test_run_first(name: str, start: tuple[int, str], amount: int) -> None:
    one = session(name)
    week = instance(run("tempo", at(3, "17:00")), sessions=(one,))
    assert_violated_by(KeyRunProtection(), week, plan((one, at(*start))), amount)


@pytest.mark.parametrize(
    ("kind", "amount"),
    [
        ("tempo", 1),
        ("intervals", 1),
        ("hills", 1),
        ("long", 1),
        ("race", 1),
        ("easy", 0),
        ("recovery", 0),
        ("cross", 0),
    ],
)
def test_key_runs_only(kind: str, amount: int) -> None:
    free = free_run(kind, at(3, "06:30"), race=Race() if kind == "race" else None)
    week = instance(sessions=(HEAVY,), runs=(free,))
    placed = plan((HEAVY, at(3, "06:00")), (free, at(3, "23:59")))
    assert_violated_by(KeyRunProtection(), week, placed, amount)
    assert_violated_by(KeyRunProtection(run_first=False), week, placed, 0)


def test_inside_a_longer_run_it_comes_after() -> None:
    week = instance(run("long", at(6, "08:00"), 180), sessions=(HEAVY,))
    assert_violated_by(KeyRunProtection(), week, plan((HEAVY, at(6, "08:30"))), 0)


@pytest.mark.parametrize(
    ("priority", "name", "day", "days_short"),
    [
        ("A", "heavy", 2, 0),  # Wednesday, four dates before Sunday
        ("A", "heavy", 3, 1),
        ("A", "heavy", 5, 3),
        ("B", "heavy", 3, 0),
        ("B", "heavy", 4, 1),
        ("C", "heavy", 4, 0),
        ("C", "heavy", 5, 1),
        ("C", "moderate", 5, 0),
        ("A", "core", 5, 0),
    ],
)
def test_days_before_a_race(priority: str, name: str, day: int, days_short: int) -> None:
    one = session(name)
    week = instance(run("race", at(6), race=Race(Priority(priority))), sessions=(one,))
    assert_violated_by(RULE, week, plan((one, at(day, "18:00"))), days_short * 24 * 60)


@pytest.mark.parametrize(
    ("priority", "name", "amount"), [("A", "upper", 60), ("B", "upper", 0), ("A", "core", 0), ("C", "moderate", 60)]
)
def test_before_a_race_in_the_evening(priority: str, name: str, amount: int) -> None:
    one = session(name)
    week = instance(run("race", at(6, "23:00"), race=Race(Priority(priority))), sessions=(one,))
    assert_violated_by(RULE, week, plan((one, at(6, "18:00"))), amount)


@pytest.mark.parametrize(
    ("priority", "doms", "day", "days_short"),
    [("A", 3, 1, 0), ("A", 3, 2, 1), ("B", 3, 2, 1), ("C", 3, 2, 0), ("A", 2, 2, 0), ("A", 3, 5, 4)],
)
def test_no_sore_legs_before_a_race_that_counts(priority: str, doms: int, day: int, days_short: int) -> None:
    one = session("core", exercises=(exercise(doms=doms),))
    week = instance(run("race", at(6), race=Race(Priority(priority))), sessions=(one,))
    assert_violated_by(RULE, week, plan((one, at(day, "18:00"))), days_short * 24 * 60)


@pytest.mark.parametrize(
    ("distance", "name", "day", "amount"),
    [
        ("10k", "heavy", 3, 0),
        ("10k", "heavy", 2, 6 * 60),
        ("10k", "plyo_high", 2, 6 * 60),
        ("10k", "moderate", 2, 0),
        ("10k", "moderate", 1, 6 * 60),
        ("10k", "plyo_low", 1, 6 * 60),
        ("10k", "upper", 0, 0),
        ("10k", "core", 0, 0),
        ("marathon", "heavy", 5, 6 * 60),
        ("marathon", "heavy", 6, 0),
        ("marathon", "moderate", 4, 6 * 60),
        ("half", "heavy", 0, 0),
    ],
)
def test_days_after_a_race(distance: str, name: str, day: int, amount: int) -> None:
    one = session(name)
    week = instance(run("race", at(0, "10:00"), race=Race(distance=distance)), sessions=(one,))
    assert_violated_by(RULE, week, plan((one, at(day, "18:00"))), amount)


def test_a_race_late_at_night_counts_by_its_date() -> None:
    week = instance(run("race", at(0, "23:50"), 60, race=Race()), sessions=(HEAVY,))
    assert_violated_by(RULE, week, plan((HEAVY, at(2, "23:59"))), 1)
    assert_violated_by(RULE, week, plan((HEAVY, at(3))), 0)


def test_days_are_dates_in_a_week_with_a_clock_change() -> None:
    race = run("race", at(5, "10:00", AUTUMN), race=Race())
    week = instance(race, horizon=AUTUMN, sessions=(HEAVY,))
    assert_violated_by(KeyRunProtection(after_10k_heavy=1), week, plan((HEAVY, at(6, horizon=AUTUMN))), 0)
    assert_violated_by(KeyRunProtection(after_10k_heavy=2), week, plan((HEAVY, at(6, horizon=AUTUMN))), 25 * 60)


def test_races_beyond_the_horizon_bind() -> None:
    week = instance(run("race", at(8, "10:00"), race=Race(Priority.A)), sessions=(HEAVY,))
    assert_violated_by(RULE, week, plan((HEAVY, at(4, "18:00"))), 0)
    assert_violated_by(RULE, week, plan((HEAVY, at(5, "18:00"))), 14 * 60)


def test_facts_are_not_judged_against_facts() -> None:
    there = Candidate.at(session("heavy", uid="there"), at(3, "06:00"))
    assert_violated_by(RULE, instance(there, run("tempo", at(3, "17:00"))), plan(), 0)


class TestOpenSessions:
    """What they are filled with spares the legs before a race that counts."""

    OPEN = session("core", 20, place=place(), lengths=(15, 20))
    SORE, MILD = choice("squat", doms=3, seconds=1000), choice("hinge", doms=2, seconds=1000)
    MENU = menu(SORE, MILD)

    @pytest.mark.parametrize(
        ("priority", "sore", "day", "expected"),
        [
            ("A", True, 1, 0),
            ("A", True, 2, None),
            ("B", True, 2, None),
            ("C", True, 2, 0),
            ("A", False, 2, 0),
            ("A", True, 5, None),
            ("A", True, 6, 0),  # after the race, in the morning
            ("A", False, 6, 0),
        ],
    )
    def test_no_sore_legs(self, priority: str, sore: object, day: int, expected: int | None) -> None:
        race = run("race", at(6, "06:00"), race=Race(Priority(priority)))
        week = instance(race, sessions=(self.OPEN,), menu=self.MENU)
        content = self.SORE if sore else self.MILD
        assert_filled(RULE, week, plan((holding(self.OPEN, content), at(day, "12:00"))), expected)

    def test_late_in_the_day_and_by_its_date(self) -> None:
        race = run("race", at(6, "21:00"), race=Race(Priority.A))
        week = instance(race, sessions=(self.OPEN,), menu=self.MENU, session_grid=60)
        for start, expected in ((at(1, "23:00"), 0), (at(2, "00:00"), None), (at(6, "20:00"), None)):
            assert_filled(RULE, week, plan((holding(self.OPEN, self.SORE), start)), expected)

    def test_a_race_at_midnight_is_of_the_day_that_begins(self) -> None:
        week = instance(run("race", at(6), race=Race(Priority.A)), sessions=(self.OPEN,), menu=self.MENU)
        for day, expected in ((1, 0), (2, None)):
            assert_filled(RULE, week, plan((holding(self.OPEN, self.SORE), at(day, "20:00"))), expected)

    def test_two_sessions_of_which_one_may(self) -> None:
        race = run("race", at(6, "06:00"), race=Race(Priority.A))
        week = instance(race, sessions=(self.OPEN,), menu=self.MENU)
        sore, mild = holding(self.OPEN, self.SORE), holding(self.OPEN, self.MILD)
        assert_filled(RULE, week, plan((sore, at(1)), (mild, at(3))), 0)
        assert_filled(RULE, week, plan((mild, at(1)), (sore, at(3))), None)
        assert_filled(RULE, week, plan((mild, at(1)), (mild, at(3))), 0)

    @pytest.mark.parametrize(("day", "gentle"), [(1, False), (2, True), (6, True), (7, False)])
    def test_gentle_days_before_a_race_that_counts(self, day: int, gentle: object) -> None:
        noon, race = at(6, "12:00"), Race(Priority.A)
        candidate = Candidate.at(self.OPEN, at(day, "06:00"))
        for week in (instance(run("race", noon, race=race)), instance(runs=(free_run("race", noon, race=race),))):
            assert RULE.gentle(week, candidate) is gentle
            assert not KeyRunProtection().gentle(week, candidate)

    def test_a_race_whose_start_is_chosen_may_be_late(self) -> None:
        """What is lifted before it is gentle all that day, wherever the race is placed."""
        race = free_run("race", at(6, "06:00"), race=Race(Priority.A))
        week = instance(
            sessions=(self.OPEN,), runs=(race,), menu=menu(self.SORE), per_week={self.OPEN.session_class: (1, 1)},
            availability=(Span(at(6, "12:00"), at(6, "13:00")), Span(at(6, "16:00"), at(6, "20:00"))),
        )  # fmt: skip
        rules = [Availability(), SessionContent(), WeeklyVolume(weight=9), RULE]
        result = solve(week, rules)
        assert result.plan is not None
        assert price(week, rules, result.plan) == result.objective == 9

    def test_at_a_price_it_is_not_chosen_either(self) -> None:
        race = run("race", at(6, "06:00"), race=Race(Priority.A))
        week = instance(race, sessions=(self.OPEN,), menu=self.MENU)
        placed = plan((holding(self.OPEN, self.SORE), at(3, "12:00")))
        assert price(week, [weighted(RULE, 1)], placed) == 42 * 60  # on the second day after it
        assert Forced(week, [weighted(RULE, 1)]).price(placed.placed) is None
