"""What if: each outcome is that of a separate solve, and each trade-off that of brute force."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, get_args
from xml.etree import ElementTree as ET

import pytest

from command import NOW, House, stridelift
from ics import USUAL, calendar, timed, week
from strategies import dice
from stridelift.config import Loaded, judged, load
from stridelift.constraints.base import Constraint
from stridelift.domain import Instance, Plan
from stridelift.errors import ConfigError
from stridelift.horizon import Horizon
from stridelift.policy import settings
from stridelift.report.tuning_plot import tuning_svg
from stridelift.request import Request, calendars, establish
from stridelift.situation import prepare
from stridelift.solve import Status, solve, violations
from stridelift.tune.axis import Axis, axis_of, laid
from stridelift.tune.crew import crew
from stridelift.tune.desk import Desk, Solved, looks
from stridelift.tune.front import Trade, front
from stridelift.tune.laws import law_of, prices
from stridelift.tune.outcomes import Tuning, _known, _lines, tune
from test_oracle import a_case, plans
from world import BERLIN, default_rules, instance, run, session

WEEK = week("2026-11-30", USUAL)
FEW = "".join(f"sessions.{name}.per_week = [0, 0]\n" for name in ("moderate", "plyo_high", "plyo_low", "upper", "core"))
HEAVY = f"{FEW}sessions.heavy.per_week = [1, 1]\n"  # a week that is quick to solve


def asked(house: House, text: str = WEEK) -> Request:
    source = house.write("runs.ics", text)
    return Request(calendars([str(source)], ()), week="2026-W49", now=datetime.fromisoformat(NOW))


def alone(request: Request, vary: str) -> Tuning:
    """In one process."""
    return tune(request, [vary], workers=1)


# What is asked for.


VALUES = {
    "a range": ("freshness.weight=1..4", "constraints.freshness.weight", (1, 2, 3, 4)),
    "steps": (
        "constraints.recovery_gap.heavy_to_long=12..36..12",
        "constraints.recovery_gap.heavy_to_long",
        (12, 24, 36),
    ),
    "a part of a step": ("recovery_gap.heavy_to_long=1..2..0.5", "constraints.recovery_gap.heavy_to_long", (1, 1.5, 2)),
    "a list": ("freshness.weight=3,1,3,hard", "constraints.freshness.weight", (3, 1, "hard")),
    "a list of ranges": ("freshness.weight=1..2,9", "constraints.freshness.weight", (1, 2, 9)),
    "a word": ("athlete.level=novice,advanced", "athlete.level", ("novice", "advanced")),
    "truth": ("hard_days.enabled=true,false", "constraints.hard_days.enabled", (True, False)),
    "a pair": ("sessions.heavy.per_week=[0,2],1", "sessions.heavy.per_week", ([0, 2], [1, 1])),
    "windows": (
        "availability.weekday=17:00-21:00,06:00-08:00+17:30-21:30",
        "availability.weekday",
        (["17:00-21:00"], ["06:00-08:00", "17:30-21:30"]),
    ),
    "a time": ("runs.usual_start.weekday=06:00,07:30", "runs.usual_start.weekday", ("06:00", "07:30")),
    "an open table": (
        "weekly_volume.muscle_sets.quads=[4,8]",
        "constraints.weekly_volume.muscle_sets.quads",
        ([4, 8],),
    ),
    "a preset": ("preset=low_time", "preset", ("low_time",)),
    "its own table": ("availability.saturday=08:00-09:00", "availability.saturday", (["08:00-09:00"],)),
    "a rule of that name": ("availability.notice_hours=0,6", "constraints.availability.notice_hours", (0, 6)),
}


@pytest.mark.parametrize(("text", "key", "values"), VALUES.values(), ids=VALUES)
def test_values(text: str, key: str, values: tuple[object, ...]) -> None:
    axis = axis_of(text, None, {})
    assert (axis.key, axis.values) == (key, values)


WRONG = {
    "no values": ("freshness.weight", "--vary 'freshness.weight' names no key with values."),
    "no key": ("=1..3", "--vary '=1..3' names no key with values."),
    "a misspelt rule": (
        "recovery_gp.heavy_to_long=12",
        (
            "--vary 'recovery_gp.heavy_to_long' is no setting that can be varied.\n"
            "Maybe you meant 'constraints.recovery_gap.heavy_to_long'."
        ),
    ),
    "a misspelt field": (
        "constraints.freshness.wieght=1",
        (
            "--vary 'constraints.freshness.wieght' is no setting that can be varied.\n"
            "Maybe you meant 'constraints.freshness.weight'."
        ),
    ),
    "nothing like it": ("zebra=1", "--vary 'zebra' is no setting that can be varied.\nMaybe write it like "),
    "a table": (
        "freshness=1",
        "--vary 'freshness' is a table, not a setting.\nMaybe name one in it, as in constraints.f",
    ),
    "below": (
        "freshness.weight=0",
        "--vary constraints.freshness.weight=0: Input should be 'hard'; or: Input should be greater than or equal to 1",
    ),
    "no price": ("freshness.weight=much", "--vary constraints.freshness.weight=much: "),
    "a wrong pair": (
        "sessions.heavy.per_week=[2,1]",
        "--vary sessions.heavy.per_week=[2,1]: the range [2, 1] is upside",
    ),
    "no window": ("availability.weekday=soon", "--vary availability.weekday=soon: "),
    "no preset": ("preset=marathon-build", "--vary preset=marathon-build: there is no such preset"),
    "upside down": ("freshness.weight=9..1", "--vary constraints.freshness.weight: the range 9..1 is upside down."),
    "no step": ("freshness.weight=1..9..0", "--vary constraints.freshness.weight: the range 1..9..0 has no step."),
    "endless": (
        "freshness.weight=1..1000000000000",
        "--vary constraints.freshness.weight: the range 1..1000000000000 has 1000000000000 values; 400 are the most.",
    ),
    "a comma too many": ("freshness.weight=1,", "--vary constraints.freshness.weight=1, has an empty value."),
    "what is read": ("athlete.timezone=Asia/Tokyo", "--vary 'athlete.timezone' decides what is read"),
    "calendars": ("calendars=runs.ics", "--vary 'calendars' decides what is read"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_wrong_keys_and_values(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        axis_of(text, None, {})
    assert str(caught.value).startswith(message)


def test_values_lie_over_the_file_and_leave_it_alone() -> None:
    own = {"constraints": {"freshness": {"weight": 3}}}
    assert laid(own, {"constraints.freshness.heavy_to_long": 30, "athlete.level": "novice"}) == {
        "constraints": {"freshness": {"weight": 3, "heavy_to_long": 30}},
        "athlete": {"level": "novice"},
    }
    assert own == {"constraints": {"freshness": {"weight": 3}}}


# What need not be solved.


def test_a_price_is_what_the_policy_counts_by_the_unit() -> None:
    named = {f"constraints.{rule.name}.{field}" for rule in default_rules() for field in prices(rule)}
    said = {key for key, one in settings(None, {}).items() if one.unit.startswith("per ")}
    assert {key for key in named if not key.endswith(".weight")} == {key for key in said if not key.endswith(".weight")}
    assert said <= named


LAWFUL = (
    *(("freshness.weight", (1, 2, 3, 5, 8, 13, 100, 601, 5000)), ("weekly_volume.weight", (1, 20, 300, 2000, 9000))),
    *(("preferred_time.weight", (1, 2, 3, 4, 9, 40, 700)), ("recovery_gap.weight", (1, 5, 25, 125, 625))),
    *(("hard_days.unstacked", (0, 1, 100, 200, 600, 5000)), ("hard_days.consecutive", (0, 300, 900, 9000))),
    *(("recovery_gap.heavy_to_long", (0, 10, 20, 30, 60)), ("recovery_gap.quality_to_heavy", (0, 6, 12, 24, 48, 90))),
    *(("freshness.heavy_to_quality", (0, 12, 24, 48, 72)), ("session_spacing.heavy_to_heavy", (0, 24, 48, 96))),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A desk to be changed; what matters of its situation is the instance."""
    home = House(tmp_path_factory.mktemp("desk"))
    situation = home.situation(str(home.config()) and calendar(timed("2026-12-01 18:00", "19:00", "Easy run 8 km")))
    return Desk(situation, Any, (), ())  # type: ignore[arg-type] # nothing is composed anew


def small_desk(desk: Desk, seed: int, key: str, values: tuple[int, ...]) -> tuple[Desk, Axis]:
    """A small instance under a few rules, some hard and some priced, and a setting with its values."""
    here, rules = a_case(seed)
    tables: dict[str, Any] = {}
    for rule in default_rules():
        mine = next((one for one in rules if one.name == rule.name), None)
        if get_args(type(rule).model_fields["weight"].annotation) != ("hard",):  # else it may be nothing else
            tables[rule.name] = {"weight": mine.weight} if mine else {"enabled": False}
    axis = Axis(f"constraints.{key}", values, tuple(map(str, values)))
    found = [judged(laid({"constraints": tables}, {axis.key: value})) for value in values]
    cases = tuple(one for one in found if isinstance(one, Loaded))
    assert len(cases) == len(values)
    present = replace(desk.present, instance=here, loaded=cases[0])
    return replace(desk, present=present, cases=cases, shares=(True,) * len(cases)), axis


def assert_follows(desk: Desk, axis: Axis) -> int:
    """Each outcome is that of a solve; how many were not solved."""
    cases = [(at,) for at in range(len(axis.values))]
    lines = _lines([axis], cases, [law_of(axis.key, desk.present.loaded.config)], desk.shares)
    assert len(lines) == 1
    with crew(Desk.solve, desk, 1) as work:
        known = _known(desk, lines, work, lambda _, __: None, range(len(cases)))
    for at, one in known.items():
        expected = solve(desk.instance(at), desk.rules(at))
        assert (one.result.status, one.result.objective) == (expected.status, expected.objective)
        assert looks(one.plan) == looks(expected.plan)
    return sum(one.proof == "follows" for one in known.values())


def test_what_follows_is_what_a_solve_says(desk: Desk) -> None:
    spared = [assert_follows(*small_desk(desk, seed, *LAWFUL[seed % len(LAWFUL)])) for seed in range(12)]
    assert sum(spared) > 20


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(300))
def test_what_follows_is_what_a_solve_says_of_many(desk: Desk, seed: int) -> None:
    rng = dice("tune", seed)
    key, values = rng.choice(LAWFUL)
    some = tuple(sorted({*values, *(rng.randint(max(values[0], 1), values[-1]) for _ in range(6))}))
    assert_follows(*small_desk(desk, seed, key, some))


# Separate solves.


SEPARATE = {
    "a weight": ("freshness.weight=1,90", HEAVY),
    "a hard weight": ("preferred_time.weight=1,hard", f'{HEAVY}constraints.preferred_time.times = ["06:00-22:00"]\n'),
    "a gap": ("recovery_gap.heavy_to_long=12,120", HEAVY),
    "a number of sessions": ("sessions.heavy.per_week=0,2", FEW),
    "windows": ("availability.weekday=20:00-21:30", HEAVY),
    "a level": ("athlete.level=novice", HEAVY),
    "a notice": ("availability.notice_hours=60", HEAVY),
    "a preset": ("preset=low_time", HEAVY),
}


@pytest.mark.parametrize(("vary", "config"), SEPARATE.values(), ids=SEPARATE)
def test_each_outcome_is_that_of_a_separate_solve(house: House, vary: str, config: str) -> None:
    file = house.config(config)
    done = stridelift("tune", house.write("runs.ics", WEEK), "--week", "2026-W49", "--vary", vary, "--json")
    assert done.code == 0, done.err
    own = load(file)
    for one in done.json["outcomes"]:
        ((key, value),) = one["values"].items()
        tune_file = house.write("separate.toml", _toml(house, {key: value}))
        assert load(tune_file).config != own.config or one["now"]
        alone = stridelift("solve", "runs.ics", "--week", "2026-W49", "-c", tune_file, "--json").json
        assert (one["status"], one["objective"]) == (alone["status"], alone["objective"])
        placed = [each for each in done.json["plans"][one["plan"]] or () if "class" in each]
        assert [_session(each) for each in placed] == [_session(each) for each in alone["sessions"]]


def _toml(house: House, changes: dict[str, Any]) -> str:
    """The config of the house with some keys set to other values."""
    lines = (house.folder / "stridelift.toml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.partition(" =")[0] not in changes]
    return "\n".join([*(f"{key} = {_written(value)}" for key, value in changes.items()), *kept])


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _session(one: Any) -> tuple[object, ...]:  # noqa: ANN401 - JSON
    exercises = [each if isinstance(each, str) else each["id"] for each in one["exercises"]]
    return one["class"], one["place"], one["start"], one["end"], exercises


def test_several_processes_say_the_same(house: House) -> None:
    house.config(HEAVY)
    one, two = (tune(asked(house), ["sessions.heavy.per_week=0,2"], workers=workers) for workers in (1, 2))
    assert [looks(each.plan) for each in one.outcomes] == [looks(each.plan) for each in two.outcomes]


def test_calendars_are_read_once(house: House) -> None:
    house.config(HEAVY)
    done = stridelift(
        "tune", "-", "--week", "2026-W49", "--vary", "athlete.level=novice,advanced", "--json", stdin=WEEK
    )
    assert (done.code, len(done.json["outcomes"])) == (0, 2)


def test_what_cannot_be_is_an_outcome(house: House) -> None:
    house.config(f'{HEAVY}constraints.weekly_volume.weight = "hard"\n')
    tuning = alone(asked(house), "recovery_gap.heavy_to_long=12,200,300,400")
    assert [one.result.status for one in tuning.outcomes] == [Status.OPTIMAL, *[Status.INFEASIBLE] * 3]
    assert [one.proof for one in tuning.outcomes] == ["solved", "solved", "follows", "solved"]
    assert tuning.now_at is None


def test_a_grid_has_each_combination(house: House) -> None:
    house.config(HEAVY)
    tuning = tune(asked(house), ["freshness.weight=1,2", "recovery_gap.heavy_to_long=18,20"], workers=1)
    assert tuning.cases == ((0, 0), (0, 1), (1, 0), (1, 1))
    assert tuning.now_at == 0


def test_too_many_combinations(house: House) -> None:
    with pytest.raises(ConfigError, match="asks for 2500 combinations; 400 are the most"):
        tune(asked(house), ["freshness.weight=1..50", "preferred_time.weight=1..50"])


RANDOM = (
    ("freshness.weight", 1, 40), ("exercise_choice.weight", 1, 40), ("weekly_volume.weight", 1, 9000),
    ("weekly_volume.missing_movement", 0, 600), ("weekly_volume.missing_set", 0, 90), ("preferred_time.weight", 1, 30),
    ("recovery_gap.quality_to_heavy", 0, 72), ("recovery_gap.long_to_moderate", 0, 72), ("hard_days.most", 2, 7),
    ("freshness.heavy_to_long", 0, 90), ("session_spacing.heavy_to_moderate", 0, 96),
    ("weekly_volume.most_minutes", 60, 300),
)  # fmt: skip


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(36))
def test_random_values_are_those_of_separate_solves(house: House, seed: int) -> None:
    rng = dice("separate", seed)
    key, low, high = RANDOM[seed % len(RANDOM)]
    some = sorted(rng.sample(range(low, high + 1), 5))
    request = asked(house)
    tuning = alone(request, f"{key}={','.join(map(str, some))}")
    for value, one in zip(some, tuning.outcomes, strict=True):
        house.config(f"constraints.{key} = {value}\n")
        situation = prepare(request, establish(request))
        expected = solve(situation.instance, situation.rules)
        assert (one.result.status, one.result.objective) == (expected.status, expected.objective)
        assert looks(one.plan) == looks(expected.plan)


# The trade-off.


def traded(seed: int, grid: int) -> tuple[Trade, set[tuple[int, int]]]:
    """A trade between two rules over three days with two sessions, and its front by brute force."""
    rng = dice("trade", seed)
    horizon = Horizon(BERLIN, date(2026, 12, 1), 3)
    starts = rng.sample(range(horizon.span.start, horizon.span.end, 360), 2)
    sessions = tuple(session(name) for name in rng.sample(("heavy", "moderate", "upper", "plyo_high"), 2))
    given = {"sessions": sessions, "per_week": {one.session_class: (1, 1) for one in sessions}, "session_grid": grid}
    facts = (run(kind, start) for kind, start in zip(("intervals", "long"), starts, strict=True))
    here = instance(*facts, horizon=horizon, **given)
    likes = {"times": [rng.choice(("05:00-07:00", "12:00-13:00"))], "weekdays": [rng.choice(("tue", "thu"))]}
    rules = default_rules(
        preferred_time={**likes, "other_day_minutes": rng.choice((0, 300)), "weight": rng.choice((1, 3))},
        weekly_volume={"weight": rng.choice((200, 3000))},
        recovery_gap={"weight": rng.choice(("hard", 2))},
    )
    now = solve(here, rules)
    assert now.plan is not None
    names = rng.choice((("freshness", "preferred_time"), ("preferred_time", "weekly_volume")))
    spent = _by_rule(here, rules, now.plan, names)
    assert spent is not None
    rest = spent[2] + rng.choice((0, 1000))
    every = (_by_rule(here, rules, one, names) for one in plans(here, rules))
    pairs = {(one[0], one[1]) for one in every if one is not None and one[2] <= rest}
    best = {one for one in pairs if not any(it != one and it[0] <= one[0] and it[1] <= one[1] for it in pairs)}
    return Trade(here, rules, names, rest, None), best


def _by_rule(
    here: Instance, rules: Sequence[Constraint], plan: Plan, names: tuple[str, str]
) -> tuple[int, int, int] | None:
    found = list(violations(here, rules, plan))
    if any(one.hard for one in found):
        return None
    mine = [sum(one.penalty for one in found if one.constraint == name) for name in names]
    return mine[0], mine[1], sum(one.penalty for one in found) - sum(mine)


def assert_trades(seed: int, grid: int = 180) -> int:
    trade, expected = traded(seed, grid)
    corners = list(trade.corners())
    assert set(corners) == expected
    assert corners == sorted(corners, key=lambda one: one or (0, 0))
    for corner in corners:
        assert corner is not None
        solved = trade.plan(corner)
        assert tuple(solved.prices.get(name, 0) for name in trade.names) == corner
    return len(corners)


@pytest.mark.parametrize("seed", [1, 3, 8, 10])
def test_trade_off_is_that_of_brute_force(seed: int) -> None:
    assert assert_trades(seed) > 1


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(100, 200))
def test_trade_off_is_that_of_brute_force_of_many(seed: int) -> None:
    assert_trades(seed, grid=90)


def test_the_present_plan_is_on_the_front(house: House) -> None:
    house.config(HEAVY)
    found = front(asked(house), ["weekly_volume", "freshness"], workers=1)
    assert found.now_at is not None
    assert found.points[found.now_at] is found.now
    assert found.prices(found.now) == (found.now.prices["weekly_volume"], found.now.prices.get("freshness", 0))


@pytest.mark.parametrize(
    ("pareto", "message"),
    [
        ("freshnes,preferred_time", "'freshnes' is no rule with a price.\nMaybe you meant 'freshness'."),
        ("freshness,no_overlap", "'no_overlap' is no rule with a price."),
        ("freshness", "--pareto freshness does not name two rules."),
        ("freshness,freshness", "--pareto freshness,freshness does not name two rules."),
    ],
)
def test_wrong_rules(house: House, pareto: str, message: str) -> None:
    done = stridelift("tune", house.write("runs.ics", WEEK), "--week", "2026-W49", "--pareto", pareto)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


# How it is shown.


def test_text(house: House) -> None:
    house.config(FEW)
    done = stridelift(
        "tune", house.write("runs.ics", WEEK), "--week", "2026-W49", "--vary", "sessions.heavy.per_week=0..2"
    )
    assert done.out.splitlines()[0].startswith("sessions.heavy.per_week: 3 values, ")
    assert "1 (now)" in done.out
    assert "The plan changes from 0 to 1." in done.out
    assert "heavy Thu" in done.out


def test_nothing_is_written_but_the_picture(house: House) -> None:
    house.config(HEAVY)
    source = house.write("runs.ics", WEEK)
    before = {*house.folder.iterdir()}
    options = ("--week", "2026-W49", "--vary", "freshness.weight=1,2")
    assert stridelift("tune", source, *options, "--svg", "out.svg").code == 0
    assert {*house.folder.iterdir()} - before == {house.folder / "out.svg"}


@pytest.mark.parametrize("vary", [("freshness.weight=1,2",), ("athlete.level=<b>&,x",), ("a", "b")], ids=str)
def test_pictures_are_xml(house: House, vary: tuple[str, ...]) -> None:
    house.config(HEAVY)
    tuning = alone(asked(house), "freshness.weight=1,2,3")
    if len(vary) == 1:
        texts = tuple(f"{vary[0]} {at}" for at in range(3))
        tuning = replace(tuning, axes=(replace(tuning.axes[0], key=vary[0], texts=texts),))
    else:
        tuning = replace(tuning, axes=tuning.axes * 2, cases=((0, 0), (0, 1), (0, 2)))
    root = ET.fromstring(tuning_svg(tuning))  # noqa: S314 - our own
    words = [one.text for one in root.iter() if one.text]
    assert any(tuning.axes[0].key.rpartition(".")[2] in one for one in words)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "tune takes either --vary or --pareto."),
        (
            ("--vary", "freshness.weight=1", "--pareto", "freshness,preferred_time"),
            "tune takes either --vary or --pareto.",
        ),
        (("--vary", "freshness.weight=1") * 3, "--vary is given 3 times; 2 are the most."),
        (("--vary", "freshness.weight=1", "--svg", "nowhere/x.svg"), "nowhere/x.svg cannot be written"),
    ],
)
def test_wrong_use(house: House, options: tuple[str, ...], message: str) -> None:
    house.config(HEAVY)
    done = stridelift("tune", house.write("runs.ics", WEEK), "--week", "2026-W49", *options)
    assert done.code == 2
    assert message in done.err


def test_nothing_fits(house: House) -> None:
    house.config(f'{HEAVY}constraints.weekly_volume.weight = "hard"\n')
    options = ("--week", "2026-W49", "--vary", "recovery_gap.heavy_to_long=200,300")
    done = stridelift("tune", house.write("runs.ics", WEEK), *options)
    assert done.code == 3
    assert "Nothing fits, whatever the value." in done.out


@pytest.mark.prove
def test_an_interrupt_ends_it_at_once_and_without_a_word(house: House) -> None:
    house.write("runs.ics", WEEK)
    command = "from stridelift.cli import main; main()"
    options = ("tune", "runs.ics", "--week", "2026-W49", "--vary", "runs.easy_pace=4..12..0.05")
    process = subprocess.Popen(
        [sys.executable, "-c", command, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    time.sleep(4)
    began = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert time.monotonic() - began < 10
    assert process.returncode not in (0, None)
    assert out == b""
    assert b"Traceback" not in err


def test_solved_says_prices_by_rule() -> None:
    here, rules = a_case(3)
    result = solve(here, rules)
    assert result.plan is not None
    solved = Solved(result, tuple(violations(here, rules, result.plan)))
    assert sum(solved.prices.values()) == result.objective
