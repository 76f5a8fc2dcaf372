from collections.abc import Iterable
from typing import Any

import pytest

from stridelift.constraints.session_content import SessionContent
from stridelift.constraints.weekly_volume import Movements, WeeklyVolume
from stridelift.domain import Athlete, Block, Candidate, Instance, Makeup, Plan, Prescription, Session, SessionClass
from stridelift.horizon import Horizon
from stridelift.solve import solve
from verifier import assert_filled, assert_priced, assert_violated_by, price, weighted
from world import BERLIN, WEEK, at, choice, holding, instance, menu, place, plan, run, session

HEAVY, MODERATE, CORE = session("heavy", 50, leg_sets=6), session("moderate", 40, contacts=60), session("core", 20)
DAYS = [at(day, "18:00") for day in range(7)]


def there(one: Session, day: int) -> Candidate:
    return Candidate.at(session(one.load, one.minutes, uid=f"there-{day}", leg_sets=6), at(day, "12:00"))


def on(one: Session, *days: int) -> list[tuple[Session, int]]:
    return [(one, DAYS[day]) for day in days]


@pytest.mark.parametrize(
    ("facts", "placed", "missing"),
    [
        ((), (), 2),
        ((), (0,), 1),
        ((), (0, 1), 0),
        ((3,), (0,), 0),
        ((3,), (), 1),
        ((-1,), (0,), 1),  # Sunday before is another week
        ((7,), (0,), 1),
        ((2, 3, 4, 5), (), 0),  # facts above the most
    ],
)
def test_too_few(facts: tuple[int, ...], placed: tuple[int, ...], missing: int) -> None:
    per_week = {SessionClass.HEAVY: (2, 3)}
    week = instance(*(there(HEAVY, day) for day in facts), sessions=(HEAVY,), per_week=per_week)
    assert_violated_by(WeeklyVolume(), week, plan(*on(HEAVY, *placed)), missing)


@pytest.mark.parametrize(
    ("facts", "placed", "expected"),
    [
        ((), (0, 1), 0),
        ((), (0, 1, 2), None),
        ((5,), (0,), 0),
        ((5,), (0, 1), None),
        ((3, 4, 5), (), 0),  # facts alone above the most
        ((3, 4, 5), (0,), None),
    ],
)
def test_too_many_is_never_for_sale(facts: tuple[int, ...], placed: tuple[int, ...], expected: int | None) -> None:
    per_week = {SessionClass.HEAVY: (0, 2)}
    week = instance(*(there(HEAVY, day) for day in facts), sessions=(HEAVY,), per_week=per_week)
    for weight in (1, "hard"):
        assert_priced(weighted(WeeklyVolume(), weight), week, plan(*on(HEAVY, *placed)), expected)


@pytest.mark.parametrize(
    ("skipped", "facts", "placed", "expected"),
    [
        ({("2026-W49", "heavy"): 1}, (), (), 1),  # one of two
        ({("2026-W49", "heavy"): 2}, (), (), 0),
        ({("2026-W49", "heavy"): 1}, (), (0,), 0),
        ({("2026-W49", "heavy"): 1}, (5,), (), 0),
        ({("2026-W49", "heavy"): 1}, (), (0, 2), 0),  # three are the most
        ({("2026-W49", "heavy"): 1}, (5,), (0, 2), None),
        ({("2026-W49", "heavy"): 4}, (), (), 0),  # above the most, as facts are
        ({("2026-W49", "heavy"): 4}, (), (0,), None),
        ({("2026-W48", "heavy"): 2}, (), (), 2),  # another week
        ({("2026-W49", "core"): 2}, (), (), 2),  # another class
    ],
)
def test_what_the_athlete_left_out_counts(
    skipped: dict[tuple[str, str], int], facts: tuple[int, ...], placed: tuple[int, ...], expected: int | None
) -> None:
    skips = {(label, SessionClass(name)): count for (label, name), count in skipped.items()}
    per_week = {SessionClass.HEAVY: (2, 3)}
    week = instance(*(there(HEAVY, day) for day in facts), sessions=(HEAVY,), per_week=per_week, skips=skips)
    assert_priced(WeeklyVolume(weight=1), week, plan(*on(HEAVY, *placed)), expected)
    assert_priced(WeeklyVolume(), week, plan(*on(HEAVY, *placed)), 0 if expected == 0 else None)


def test_what_is_left_out_takes_no_minutes_of_the_week() -> None:
    skips = {("2026-W49", SessionClass.HEAVY): 3}
    week = instance(sessions=(HEAVY, CORE), skips=skips, per_week={SessionClass.CORE: (1, 1)})
    assert_priced(WeeklyVolume(most_minutes=20, most_leg_sets=0), week, plan(*on(CORE, 1)), 0)


def test_price_of_what_is_missing() -> None:
    per_week = {SessionClass.HEAVY: (2, 3), SessionClass.CORE: (1, 1), SessionClass.UPPER: (1, 1)}
    week = instance(sessions=(HEAVY, CORE), per_week=per_week)
    assert_priced(WeeklyVolume(weight=7), week, plan(*on(HEAVY, 0)), 7 + 7 + 7)  # heavy, core, and upper none could be
    assert_priced(WeeklyVolume(), week, plan(*on(HEAVY, 0, 1), *on(CORE, 0)), None)


@pytest.mark.parametrize(
    ("rule", "facts", "placed", "expected"),
    [
        (WeeklyVolume(most_minutes=120), (), [*on(HEAVY, 0, 2), *on(CORE, 1)], 0),
        (WeeklyVolume(most_minutes=119), (), [*on(HEAVY, 0, 2), *on(CORE, 1)], None),
        (WeeklyVolume(most_minutes=120), (5,), [*on(HEAVY, 0), *on(CORE, 1)], 0),
        (WeeklyVolume(most_minutes=120), (5,), on(HEAVY, 0, 1), None),
        (WeeklyVolume(most_minutes=40), (5,), [], 0),  # the facts alone are above the cap
        (WeeklyVolume(most_minutes=40), (5,), on(CORE, 1), None),
        (WeeklyVolume(most_leg_sets=12), (5,), [*on(HEAVY, 0), *on(CORE, 0, 1, 2)], 0),
        (WeeklyVolume(most_leg_sets=11), (5,), on(HEAVY, 0), None),
        (WeeklyVolume(most_leg_sets=5), (5,), on(CORE, 0), 0),  # no leg sets, nothing to cap
        (WeeklyVolume(most_contacts=120), (), on(MODERATE, 0, 1), 0),
        (WeeklyVolume(most_contacts=119), (), on(MODERATE, 0, 1), None),
        (WeeklyVolume(most_contacts=0), (), on(HEAVY, 0, 1), 0),
    ],
)
def test_caps(
    rule: WeeklyVolume, facts: tuple[int, ...], placed: list[tuple[Session, int]], expected: int | None
) -> None:
    week = instance(*(there(HEAVY, day) for day in facts), sessions=(HEAVY, MODERATE, CORE))
    assert_priced(rule, week, plan(*placed), expected)
    assert_priced(weighted(rule, 3), week, plan(*placed), expected)


def test_amount_above_a_cap_has_its_unit() -> None:
    week = instance(sessions=(HEAVY,))
    (found,) = WeeklyVolume(weight=5, most_leg_sets=7).violations(week, plan(*on(HEAVY, 0, 3)))
    assert (found.scope, found.amount, found.unit, found.weight) == (("2026-W49", "sets"), 5, "sets", "hard")


@pytest.mark.parametrize(
    ("per_week", "expected"),
    [
        ({"heavy": (2, 2), "moderate": (0, 1)}, {"heavy": (1, 1), "moderate": (1, 2)}),
        ({"heavy": (0, 3)}, {"heavy": (0, 1), "moderate": (0, 2)}),
        ({"heavy": (1, 1), "moderate": (1, 1)}, {"heavy": (1, 1), "moderate": (1, 1)}),
        ({"core": (1, 2)}, {"core": (1, 2)}),
    ],
)
def test_one_heavy_session_while_unaccustomed(
    per_week: dict[str, tuple[int, int]], expected: dict[str, tuple[int, int]]
) -> None:
    wanted = {SessionClass(name): pair for name, pair in per_week.items()}
    week = instance(athlete=Athlete(accustomed=False), sessions=(HEAVY, MODERATE), per_week=wanted)
    assert WeeklyVolume.targets(week, week.weeks[0]) == expected
    used = instance(sessions=(HEAVY, MODERATE), per_week=wanted)
    assert WeeklyVolume.targets(used, used.weeks[0]) == wanted
    two = plan(*on(HEAVY, 0, 3))
    more_than_one = "heavy" in expected
    assert_priced(WeeklyVolume(weight=1), week, two, None if more_than_one else 1)


def test_runs_do_not_count() -> None:
    week = instance(run("easy", at(2, "07:00"), 300), sessions=(HEAVY,), per_week={SessionClass.HEAVY: (1, 1)})
    assert_priced(WeeklyVolume(most_minutes=50), week, plan(*on(HEAVY, 0)), 0)


OPEN = session("moderate", 20, place=place(), lengths=(15, 20))
ELSEWHERE = session("core", 20, place=place("home"), lengths=(15, 20))
PER_WEEK = {SessionClass.MODERATE: (0, 3), SessionClass.CORE: (0, 3)}
LIFTS = {
    "squat": choice("squat", 3, movements=("squat",), primary=("quads", "glutes"), compound=True, full_sets=4),
    "calf": choice("calf", 2, movements=("calf", "prevention"), primary=("calves",), full_sets=3),
    "plank": choice("plank", 2, movements=("core",), full_sets=2),
    "skip": choice("jump", 2, movements=("power",), contacts=70, impact="low"),
    "hop": choice("jump", 1, uid="hop", movements=("power",), contacts=30, impact="high"),
    "leap": choice("jump", 1, uid="leap", movements=("power",), contacts=31, impact="high"),
}
MENU = menu(*LIFTS.values())


class TestContent:
    """What sessions hold together."""

    def lifted(self, names: str) -> list[Prescription]:
        return [LIFTS[name] for name in names.split()]

    def known(self, day: int, names: str) -> Candidate:
        """A session of the calendar whose exercises are known."""
        one = session("upper", 20, uid=f"known {day}", exercises=tuple(self.lifted(names)))
        return Candidate.at(one, at(day, "06:00"))

    def week(self, *facts: Candidate, **more: Any) -> Instance:  # noqa: ANN401 - any field of an instance
        given = {"sessions": (OPEN, ELSEWHERE), "per_week": PER_WEEK, "menu": MENU}
        return instance(*facts, session_grid=12 * 60, **given | more)

    def on(self, *work: tuple[int, str]) -> Plan:
        """Sessions in the gym; those of day 4 and later are at home."""
        here = [(OPEN if day < 4 else ELSEWHERE, at(day, "12:00"), names) for day, names in work]
        return plan(*((holding(one, *self.lifted(names)), start) for one, start, names in here))

    @pytest.mark.parametrize(
        ("facts", "work", "missing"),
        [
            ([], [], 2),
            ([], [(1, "squat")], 1),
            ([], [(1, "squat plank")], 1),
            ([], [(1, "squat"), (4, "squat")], 0),
            ([], [(1, "squat"), (2, "squat"), (4, "squat")], 0),
            ([(5, "squat")], [(1, "squat")], 0),
            ([(5, "squat plank")], [], 1),
            ([(2, "squat"), (5, "squat"), (6, "squat")], [], 0),
            ([(7, "squat"), (-1, "squat")], [(1, "squat")], 1),  # of other weeks
        ],
    )
    def test_movements(self, facts: list[tuple[int, str]], work: list[tuple[int, str]], missing: int) -> None:
        rule = WeeklyVolume(movements=Movements(squat=2), missing_movement=50, missing_support=7)
        week = self.week(*(self.known(*one) for one in facts))
        assert_filled(rule, week, self.on(*work), 50 * missing)
        assert_filled(rule.model_copy(update={"missing_movement": 0}), week, self.on(*work), 0)

    @pytest.mark.parametrize(
        ("movements", "work", "expected"),
        [
            ({"core": 1}, "", 7),
            ({"prevention": 1}, "", 7),
            ({"calf": 1}, "", 50),
            ({"calf": 1, "prevention": 1}, "calf", 0),  # one exercise covers both
            ({"calf": 1, "prevention": 1, "core": 2}, "plank", 64),
            ({"push": 1, "pull": 2, "hinge": 1}, "", 0),  # nothing on the menu has them
        ],
    )
    def test_which_movements(self, movements: dict[str, int], work: str, expected: int) -> None:
        rule = WeeklyVolume(movements=Movements(**movements), missing_movement=50, missing_support=7)
        assert_filled(rule, self.week(), self.on((1, work)), expected)

    @pytest.mark.parametrize(("phase", "expected"), [("S", 0), ("L", 0), ("P", 50)])
    def test_power_in_its_phase(self, phase: str, expected: int) -> None:
        rule = WeeklyVolume(movements=Movements(power=2), missing_movement=50)
        week = self.week(menu=menu(*MENU.choices, phase=phase))
        assert_filled(rule, week, self.on((1, "skip")), expected)

    @pytest.mark.parametrize(
        ("only", "on", "expected"), [({"plank"}, 1, 0), ({"plank", "squat"}, 1, 50), ((), 0, 0), ((), 1, 50)]
    )
    def test_movements_that_some_class_may_have(self, only: Iterable[str], on: int, expected: int) -> None:
        rule = WeeklyVolume(movements=Movements(squat=1), missing_movement=50)
        core = {SessionClass.CORE: Makeup("core", {}, only=frozenset(only))}
        week = self.week(menu=menu(*MENU.choices, makeups=core), per_week={SessionClass.CORE: (0, on)})
        assert_filled(rule, week, self.on((4, "plank")) if on else plan(), expected)

    @pytest.mark.parametrize(
        ("work", "expected"),
        [
            ([], 0),
            ([(1, "squat")], 11),
            ([(1, "calf")], 2),
            ([(1, "plank")], 0),
            ([(1, "squat calf"), (2, "calf"), (4, "squat plank")], 11 + 2 + 2 + 11),
        ],
    )
    def test_sets_fewer_than_the_phase_asks_for(self, work: list[tuple[int, str]], expected: int) -> None:
        rule = WeeklyVolume(missing_main_set=11, missing_set=2)
        assert_filled(rule, self.week(self.known(2, "squat calf")), self.on(*work), expected)

    @pytest.mark.parametrize(
        ("rule", "facts", "work", "expected"),
        [
            (WeeklyVolume(most_muscle_sets=6), [], [(1, "squat"), (4, "squat")], 0),
            (WeeklyVolume(most_muscle_sets=5), [], [(1, "squat"), (4, "squat")], None),
            (WeeklyVolume(most_muscle_sets=6), [(5, "squat")], [(1, "squat"), (4, "squat")], None),
            (WeeklyVolume(most_muscle_sets=3), [(2, "squat"), (5, "squat")], [(1, "calf")], 0),  # facts alone above
            (WeeklyVolume(most_muscle_sets=3), [(2, "squat"), (5, "squat")], [(1, "squat")], None),
            (WeeklyVolume(most_muscle_sets=0), [], [(1, "plank")], 0),
            (WeeklyVolume(most_muscle_sets=3, muscle_sets={"quads": (0, 6)}), [], [(1, "squat"), (4, "squat")], None),
            (
                WeeklyVolume(most_muscle_sets=3, muscle_sets={"quads": (0, 6), "glutes": (0, 6)}),
                [], [(1, "squat"), (4, "squat")], 0,
            ),
            (WeeklyVolume(muscle_sets={"calves": (0, 1)}), [], [(1, "calf")], None),
            (WeeklyVolume(muscle_sets={"calves": (0, 2)}), [], [(1, "calf")], 0),
            (WeeklyVolume(muscle_sets={"calves": (5, 9)}, missing_set=4), [], [], 20),
            (WeeklyVolume(muscle_sets={"calves": (5, 9)}, missing_set=4), [], [(1, "calf")], 12 + 4),
            (WeeklyVolume(muscle_sets={"calves": (5, 9)}, missing_set=4), [(5, "calf")], [(1, "calf")], 4 + 4),
            (WeeklyVolume(muscle_sets={"calves": (5, 9)}), [], [], 0),
            (WeeklyVolume(muscle_sets={"biceps": (5, 9)}, missing_set=4), [], [], 0),  # nothing on the menu trains it
        ],
    )  # fmt: skip
    def test_sets_of_a_muscle(
        self, rule: WeeklyVolume, facts: list[tuple[int, str]], work: list[tuple[int, str]], expected: int | None
    ) -> None:
        assert_filled(rule, self.week(*(self.known(*one) for one in facts)), self.on(*work), expected)

    def test_sets_are_missing_where_nothing_can_be_placed_too(self) -> None:
        rule = WeeklyVolume(muscle_sets={"calves": (5, 9)}, missing_set=4)
        nothing = self.week(sessions=())
        assert solve(nothing, [rule]).objective == price(nothing, [rule], plan()) == 20

    @pytest.mark.parametrize(
        ("share", "facts", "work", "expected"),
        [
            (30, [], [(1, "skip"), (2, "hop")], 0),  # 30 of 100
            (30, [], [(1, "skip"), (2, "leap")], None),
            (29, [], [(1, "skip"), (2, "hop")], None),
            (30, [], [(1, "hop")], None),
            (30, [], [(1, "squat")], 0),
            (30, [(5, "skip")], [(1, "hop")], 0),
            (30, [(5, "skip")], [(1, "leap")], None),
            (30, [(5, "hop")], [(1, "squat")], 0),  # the facts alone are above the share
            (30, [(5, "hop")], [(1, "skip")], 0),
            (30, [(5, "hop")], [(1, "hop")], None),
            (30, [(5, "leap"), (6, "leap")], [(1, "skip"), (2, "hop")], 0),  # what is added keeps it
            (30, [(5, "leap"), (6, "leap")], [(1, "skip"), (2, "leap")], None),
            (100, [], [(1, "hop")], 0),
            (None, [], [(1, "hop")], 0),
            (0, [], [(1, "skip")], 0),
            (0, [(5, "skip")], [(1, "hop")], None),
        ],
    )
    def test_share_of_hard_landings(
        self, share: int | None, facts: list[tuple[int, str]], work: list[tuple[int, str]], expected: int | None
    ) -> None:
        week = self.week(*(self.known(*one) for one in facts))
        assert_filled(WeeklyVolume(most_high_impact=share), week, self.on(*work), expected)

    @pytest.mark.parametrize(
        ("rule", "facts", "work", "expected"),
        [
            (WeeklyVolume(most_leg_sets=6), [], [(1, "squat calf"), (4, "squat")], 0),
            (WeeklyVolume(most_leg_sets=5), [], [(1, "squat calf"), (4, "squat")], None),
            (WeeklyVolume(most_leg_sets=6), [(5, "squat")], [(1, "squat calf")], 0),
            (WeeklyVolume(most_leg_sets=5), [(5, "squat")], [(1, "squat calf")], None),
            (WeeklyVolume(most_leg_sets=2), [(5, "squat")], [(1, "calf")], 0),
            (WeeklyVolume(most_contacts=100), [], [(1, "skip"), (2, "hop")], 0),
            (WeeklyVolume(most_contacts=100), [], [(1, "skip"), (2, "leap")], None),
            (WeeklyVolume(most_contacts=100), [(5, "skip")], [(2, "leap")], None),
            (WeeklyVolume(most_minutes=40), [(5, "skip")], [(2, "squat calf plank leap")], 0),
            (WeeklyVolume(most_minutes=39), [(5, "skip")], [(2, "squat calf plank leap")], None),
        ],
    )
    def test_caps_count_what_is_lifted(
        self, rule: WeeklyVolume, facts: list[tuple[int, str]], work: list[tuple[int, str]], expected: int | None
    ) -> None:
        assert_filled(rule, self.week(*(self.known(*one) for one in facts)), self.on(*work), expected)

    def test_minutes_are_those_of_the_length_taken(self) -> None:
        short = plan((holding(OPEN, *self.lifted("squat"), minutes=15), at(1, "12:00")))
        for most, expected in ((15, 0), (14, None)):
            assert_filled(WeeklyVolume(most_minutes=most), self.week(), short, expected)

    def test_each_week_for_itself(self) -> None:
        two = Horizon(BERLIN, WEEK.first, 14)
        rule = WeeklyVolume(
            most_muscle_sets=3, movements=Movements(squat=1, calf=1), missing_movement=50, missing_main_set=11
        )
        one_each, both_in_one = self.on((1, "squat"), (8, "squat")), self.on((8, "squat"), (9, "squat"))
        assert_filled(rule, self.week(horizon=two), one_each, 2 * 50 + 2 * 11)
        assert_filled(rule, self.week(horizon=two), both_in_one, None)

    def test_sessions_that_are_not_open(self) -> None:
        """The model says of them what the check says."""
        rule = WeeklyVolume(
            movements=Movements(squat=2, calf=1), missing_movement=50, missing_main_set=11, missing_set=2,
            muscle_sets={"calves": (5, 9)},
        )  # fmt: skip
        week, placed = self.week(), self.on((1, "squat"), (4, "calf"))
        assert_priced(rule, week, placed, 50 + 11 + 2 + 3 * 2)

    def test_what_is_said(self) -> None:
        rule = WeeklyVolume(
            movements=Movements(squat=2), missing_movement=50, missing_main_set=11, missing_set=2,
            muscle_sets={"calves": (5, 9)}, most_muscle_sets=2, most_high_impact=10,
        )  # fmt: skip
        found = rule.violations(self.week(), self.on((1, "squat calf skip"), (4, "hop")))
        assert [(one.scope[1], one.amount, one.unit, one.weight) for one in found] == [
            ("squat", 1, "exercises", 50),
            ("calves", 3, "sets", 2),
            ("glutes", 1, "sets", "hard"),
            ("quads", 1, "sets", "hard"),
            ("hard landings", 20, "contacts", "hard"),
            ("main lifts", 1, "sets", 11),
            ("accessories", 1, "sets", 2),
        ]

    @pytest.mark.parametrize(
        ("phase", "accustomed", "expected"),
        [("F", True, (0, 0)), ("F", False, (0, 0)), ("L", False, (1, 1)), ("L", True, (2, 2)), ("S", True, (2, 2))],
    )
    def test_nothing_heavy_in_the_foundation(self, phase: str, accustomed: object, expected: tuple[int, int]) -> None:
        athlete = Athlete(accustomed=bool(accustomed))
        week = instance(menu=menu(phase=phase), athlete=athlete, per_week={SessionClass.HEAVY: (2, 2)})
        targets = WeeklyVolume.targets(week, week.weeks[0])
        assert targets[SessionClass.HEAVY] == expected
        assert targets.get(SessionClass.MODERATE, (0, 0)) == (2 - expected[0], 2 - expected[1])

    @pytest.mark.parametrize(("facts", "skipped", "most"), [(0, 0, 3), (1, 0, 2), (1, 1, 1), (2, 2, 0)])
    def test_most_in_week(self, facts: int, skipped: int, most: int) -> None:
        there = [Candidate.at(session("core", 20, uid=str(day)), at(day)) for day in range(facts)]
        week = self.week(*there, skips={("2026-W49", SessionClass.CORE): skipped})
        (only,) = (one for one in week.weeks if one.label == "2026-W49")
        assert WeeklyVolume().most_in_week(week, only, SessionClass.CORE) == most
        assert WeeklyVolume().most_in_week(week, only, SessionClass.UPPER) is None


class TestBlocks:
    """Each week has its menu and its number of sessions."""

    TWO_WEEKS = Horizon(BERLIN, WEEK.first, 14)
    LOAD, LEARN = menu(choice("squat", seconds=900)), menu(choice("plank", seconds=900), phase="F")
    MODERATE_ONE = {SessionClass.MODERATE: (1, 1)}  # noqa: RUF012 - a table
    HEAVY_ONE = {SessionClass.HEAVY: (1, 1), SessionClass.CORE: (0, 1)}  # noqa: RUF012 - a table

    def weeks(self) -> Instance:
        blocks = {"2026-W50": Block(self.LEARN, self.HEAVY_ONE)}
        given = {"sessions": (OPEN, ELSEWHERE), "per_week": self.MODERATE_ONE, "menu": self.LOAD, "blocks": blocks}
        return instance(horizon=self.TWO_WEEKS, **given)

    def test_targets(self) -> None:
        two = self.weeks()
        assert [WeeklyVolume.targets(two, week) for week in two.weeks] == [
            self.MODERATE_ONE,
            {SessionClass.HEAVY: (0, 0), SessionClass.CORE: (0, 1), SessionClass.MODERATE: (1, 1)},
        ]
        assert WeeklyVolume.wanted(two) == [SessionClass.MODERATE, SessionClass.CORE]

    def test_menus(self) -> None:
        two, rules = self.weeks(), [SessionContent(), WeeklyVolume(weight=9)]
        found = solve(two, rules).plan
        assert found is not None
        assert [one.activity.exercises for one in found.sessions] == [self.LOAD.choices, self.LEARN.choices]
        assert price(two, rules, found) == 0
        assert list(two.menus) == [self.LOAD, self.LEARN]
        assert [two.menu_at(one.start) for one in found.sessions] == [self.LOAD, self.LEARN]
