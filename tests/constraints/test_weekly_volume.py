import pytest

from stridelift.constraints.weekly_volume import WeeklyVolume
from stridelift.domain import Athlete, Candidate, Session, SessionClass
from verifier import assert_priced, assert_violated_by, weighted
from world import at, instance, plan, run, session

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
    assert WeeklyVolume.targets(week) == expected
    used = instance(sessions=(HEAVY, MODERATE), per_week=wanted)
    assert WeeklyVolume.targets(used) == wanted
    two = plan(*on(HEAVY, 0, 3))
    more_than_one = "heavy" in expected
    assert_priced(WeeklyVolume(weight=1), week, two, None if more_than_one else 1)


def test_runs_do_not_count() -> None:
    week = instance(run("easy", at(2, "07:00"), 300), sessions=(HEAVY,), per_week={SessionClass.HEAVY: (1, 1)})
    assert_priced(WeeklyVolume(most_minutes=50), week, plan(*on(HEAVY, 0)), 0)
