from collections.abc import Sequence
from typing import Any

import pytest

from stridelift.constraints.session_content import SessionContent
from stridelift.constraints.weekly_volume import WeeklyVolume
from stridelift.domain import Candidate, Level, Makeup, Menu, Place, Prescription, Session, SessionClass
from stridelift.solve import Status, solve
from verifier import Forced, assert_filled, price
from world import WEEK, at, choice, holding, instance, menu, place, plan, session

HERE = place()
OPEN = session("moderate", 20, place=HERE, lengths=(15, 20))
FITS = 0
RULE = SessionContent()
SQUAT, HINGE, CALF = (choice(name) for name in ("squat", "hinge", "calf"))
LONG = choice("long", seconds=900)


def moderate(**rules: Any) -> dict[SessionClass, Makeup]:  # noqa: ANN401 - any field of a makeup
    return {SessionClass.MODERATE: Makeup("moderate", **{"measures": {}, **rules})}


def assert_fit(
    choices: Menu, content: Sequence[Prescription], expected: int | None, minutes: int = 20, drills: int = 0
) -> None:
    week = instance(sessions=(OPEN,), menu=choices)
    placed = plan((holding(OPEN, *content, minutes=minutes), at(1, "12:00")))
    assert_filled(SessionContent(drills=drills), week, placed, expected)


@pytest.mark.parametrize(
    ("seconds", "minutes", "expected"),
    [
        (1200, 20, FITS),  # to the second
        (1201, 20, None),
        (901, 20, FITS),
        (900, 20, None),  # five minutes are left: then it is one of 15
        (900, 15, FITS),
        (901, 15, None),
        (600, 15, None),
        (601, 15, FITS),
    ],
)
def test_length(seconds: int, minutes: int, expected: int | None) -> None:
    one = choice(seconds=seconds)
    assert_fit(menu(one), [one], expected, minutes)


@pytest.mark.parametrize(("seconds", "expected"), [(960, FITS), (961, None), (661, FITS), (660, None)])
def test_warm_up_and_cool_down_are_part_of_the_length(seconds: int, expected: int | None) -> None:
    one = choice(seconds=seconds)
    assert_fit(menu(one, warm_up_s=180, cool_down_s=60), [one], expected)


@pytest.mark.parametrize(
    ("measure", "values", "interval", "expected"),
    [
        ("points", (400, 400), (800, None), FITS),
        ("points", (400, 399), (800, None), None),
        ("points", (400, 399), (0, 800), FITS),
        ("points", (400, 400), (0, 800), None),
        ("contacts", (1, 0), (1, 61), FITS),
        ("contacts", (0, 0), (1, 61), None),
        ("contacts", (30, 30), (1, 61), FITS),
        ("contacts", (30, 31), (1, 61), None),
        ("weighted", (20, 19), (0, 40), FITS),
        ("weighted", (20, 20), (0, 40), None),
        ("weighted", (20, 20), (40, None), FITS),
    ],
)
def test_measures_of_the_class(
    measure: str, values: tuple[int, int], interval: tuple[int, int | None], expected: int | None
) -> None:
    one, other = (
        choice(name, seconds=600, **{measure: value}) for name, value in zip(("squat", "hinge"), values, strict=True)
    )
    choices = menu(one, other, makeups=moderate(measures={measure: interval}))
    assert_fit(choices, [one, other], expected)


@pytest.mark.parametrize(
    ("sets", "main", "stress", "expected"),
    [
        (1, True, "heavy", FITS),
        (2, True, "heavy", None),
        (2, False, "heavy", FITS),
        (2, True, "moderate", FITS),
    ],
)
def test_heavy_sets(sets: int, main: object, stress: str, expected: int | None) -> None:
    one = choice(sets=sets, seconds=1200, compound=main, stress=stress)
    assert_fit(menu(one, makeups=moderate(measures={"heavy_sets": (0, 2)})), [one], expected)


@pytest.mark.parametrize(("drills", "count", "expected"), [(0, 2, FITS), (1, 1, None)])
def test_drills_are_no_exercises(drills: int, count: int, expected: int | None) -> None:
    lifts = [choice(f"lift {at}", seconds=(1200 - 300 * drills) // count) for at in range(count)]
    arms = [choice("arm_drill") for _ in range(drills)]
    choices = menu(*arms, *lifts, makeups=moderate(measures={"exercises": (2, None)}))
    assert_fit(choices, [*arms, *lifts], expected, drills=drills)


@pytest.mark.parametrize(
    ("rules", "patterns", "expected"),
    [
        ({"any_of": {"squat", "hinge"}}, ("hinge", "calf"), FITS),
        ({"any_of": {"squat", "hinge"}}, ("calf", "core"), None),
        ({"only": {"hinge", "calf"}}, ("hinge", "calf"), FITS),
        ({"only": {"hinge"}}, ("hinge", "calf"), None),
    ],
)
def test_patterns_of_the_class(rules: dict[str, Any], patterns: tuple[str, ...], expected: int | None) -> None:
    content = [choice(name, seconds=600) for name in patterns]
    assert_fit(menu(*content, makeups=moderate(**rules)), content, expected)


@pytest.mark.parametrize(
    ("lifts", "expected"),
    [
        ([(True, True), (False, False)], FITS),
        ([(True, True), (True, False)], None),  # a main lift without weight
        ([(False, False), (False, False)], None),  # nothing has weight
        ([(False, True), (False, False)], FITS),
    ],
)
def test_weight(lifts: list[tuple[bool, bool]], expected: int | None) -> None:
    content = [
        choice(f"lift {at}", seconds=600, compound=main, loaded=loaded) for at, (main, loaded) in enumerate(lifts)
    ]
    assert_fit(menu(*content, makeups=moderate(loaded=True)), content, expected)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"pattern": "squat"}, {"pattern": "hinge"}, FITS),
        ({"pattern": "squat"}, {"pattern": "squat"}, None),
        ({"pattern": "jump", "impact": "low"}, {"pattern": "jump", "impact": "high"}, FITS),
        ({"pattern": "jump", "impact": "low"}, {"pattern": "jump", "impact": "low"}, None),
        ({"doms": 3}, {"pattern": "hinge", "doms": 2}, FITS),
        ({"doms": 3}, {"pattern": "hinge", "doms": 3}, None),
        ({"contacts": 50}, {"pattern": "hinge", "contacts": 50}, FITS),
        ({"contacts": 50}, {"pattern": "hinge", "contacts": 51}, None),
    ],
)
def test_two_together(one: dict[str, Any], other: dict[str, Any], expected: int | None) -> None:
    first, second = choice(uid="one", seconds=600, **one), choice(uid="other", seconds=600, **other)
    assert_fit(menu(first, second), [first, second], expected)


def test_one_exercise_in_two_modes() -> None:
    first, second = choice(seconds=600), choice(seconds=600, mode="band", points=1)
    assert_fit(menu(first, second), [first, second], expected=None)


@pytest.mark.parametrize(
    ("drills", "taken", "expected"),
    [
        (0, (), FITS),
        (0, ("swing",), None),
        (1, (), None),
        (1, ("swing",), FITS),
        (1, ("swing", "circles"), None),
        (2, ("swing", "circles"), FITS),
        (2, ("swing", "swing with weight"), None),  # the same one twice
        (2, ("swing",), None),
    ],
)
def test_arm_drills(drills: int, taken: tuple[str, ...], expected: int | None) -> None:
    arms = {
        "swing": choice("arm_drill", uid="swing", seconds=60),
        "swing with weight": choice("arm_drill", uid="swing", mode="dumbbell", seconds=61),
        "circles": choice("arm_drill", uid="circles", seconds=62),
    }
    choices = menu(*arms.values(), LONG, choice("longer", seconds=1000))
    assert_fit(choices, [*(arms[name] for name in taken), choices.choices[-1]], expected, drills=drills)


@pytest.mark.parametrize(("on_the_menu", "drills"), [(0, 1), (0, 2), (1, 2)])
def test_no_more_drills_than_there_are(on_the_menu: int, drills: int) -> None:
    """Whoever bans them all does without."""
    arms = [choice("arm_drill", uid=f"drill {at}") for at in range(on_the_menu)]
    choices = menu(*arms, LONG)
    assert_fit(choices, [*arms, LONG], expected=FITS, minutes=15 + 5 * on_the_menu, drills=drills)


def test_a_place_without_the_weights_for_a_drill_has_no_session() -> None:
    """What is on the menu is asked for everywhere: the warm-up of a session is no matter of its place."""
    arm = choice("arm_drill", needs=("dumbbell",))
    week = instance(sessions=(OPEN,), menu=menu(arm, LONG), per_week={SessionClass.MODERATE: (1, 1)})
    short = plan((holding(OPEN, LONG, minutes=15), at(1, "12:00")))
    assert_filled(SessionContent(drills=1), week, short, None)


def test_what_is_not_on_the_menu_is_not_in_the_model() -> None:
    week = instance(sessions=(OPEN,), menu=menu(SQUAT))
    assert Forced(week, [RULE]).price(plan((holding(OPEN, LONG, minutes=15), at(1))).placed) is None


def test_each_session_is_judged_alone() -> None:
    other = Place("home", open=(WEEK.span,))
    there = session("moderate", 20, place=other, lengths=(15, 20))
    light, whole = choice("light", seconds=601), choice("whole", seconds=1200)
    week = instance(sessions=(OPEN, there), menu=menu(light, whole))
    both = (holding(OPEN, whole), at(1)), (holding(there, light, minutes=15), at(2))
    assert_filled(RULE, week, plan(*both), 0)
    twice = (holding(OPEN, whole), at(1)), (holding(OPEN, whole), at(2)), (holding(there, light), at(2))
    assert_filled(RULE, week, plan(*twice), None)


def test_faults_are_said() -> None:
    one = choice(seconds=1300, doms=3, contacts=101)
    week = instance(
        sessions=(OPEN,),
        menu=menu(
            choice("arm_drill"),
            one,
            makeups=moderate(measures={"heavy_sets": (2, None)}, any_of={"hinge"}, loaded=True),
        ),
    )
    placed = plan((holding(OPEN, one, choice(doms=3, compound=True)), at(1)))
    (found,) = SessionContent(drills=1).violations(week, placed)
    assert (found.amount, found.hard, found.unit) == (9, True, "faults")
    assert found.scope == (
        "moderate@gym",
        "20 minutes hold 26.7",
        "heavy sets: 0",
        "none of hinge",
        "body weight alone",
        "squat without weight",
        "more than 100 ground contacts",
        "arm drills: 0, not 1",
        "squat twice",
        "two exercises that make very sore",
    )  # fmt: skip


def test_facts_and_sessions_that_are_open_still_are_not_judged() -> None:
    there = Candidate.at(session("moderate", 20, uid="there", exercises=(LONG, LONG)), at(3))
    week = instance(there, sessions=(OPEN,), menu=menu(LONG))
    assert price(week, [RULE], plan((OPEN, at(1)))) == 0


@pytest.mark.parametrize("level", Level)
def test_contacts_by_level(level: Level) -> None:
    rule = SessionContent(most_contacts_novice=1, most_contacts_intermediate=2, most_contacts_advanced=3)
    assert rule.most_contacts(level) == {"novice": 1, "intermediate": 2, "advanced": 3}[level.value]


def test_it_is_no_matter_of_price() -> None:
    """Without it nothing ties exercises to sessions, so that it cannot be switched off either."""
    with pytest.raises(ValueError, match="weight"):
        SessionContent(weight=3)
    with pytest.raises(ValueError, match="enabled"):
        SessionContent(enabled=False)


class TestFilled:
    """What comes out of the solver."""

    def test_order_and_what_is_left(self) -> None:
        drill = choice("arm_drill", seconds=50)
        week = instance(
            sessions=(OPEN,),
            menu=menu(drill, LONG, CALF, warm_up_s=61, cool_down_s=30, makeups=moderate(any_of={"long"})),
            per_week={SessionClass.MODERATE: (1, 1)},
        )
        result = solve(week, [SessionContent(drills=1), WeeklyVolume()])
        assert result.plan is not None
        made = result.plan.sessions[0].activity
        assert isinstance(made, Session)
        assert (made.minutes, made.lengths, made.place) == (20, (), HERE)
        assert made.exercises == (drill, LONG)
        assert (made.warm_up_s, made.cool_down_s) == (61 + 99, 30 + 60)  # 1200 - 950 - 91 = 159

    def test_nothing_fits(self) -> None:
        week = instance(sessions=(OPEN,), menu=menu(SQUAT), per_week={SessionClass.MODERATE: (1, 1)})
        assert solve(week, [RULE, WeeklyVolume()]).status is Status.INFEASIBLE
        assert solve(week, [RULE, WeeklyVolume(weight=7)]).objective == 7
