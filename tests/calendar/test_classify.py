import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from stridelift.calendar.classify import Rule, classify, read_title
from stridelift.calendar.event import Event, Other, Role, Verdict
from stridelift.domain import RunKind, SessionClass

MONDAY = date(2026, 11, 23)
MEETINGS = (
    "Team standup",
    "Dentist",
    "Board",
    "Interview Dave",
    "Dinner",
    "Elternabend",
    "1:1 with Sam",
    "Mum visiting",
)


def event(summary: str, day: int = 0, **changes: Any) -> Event:  # noqa: ANN401 - any field of Event
    start = datetime(2026, 11, 23, 7, tzinfo=UTC) + timedelta(days=day)
    given: dict[str, Any] = {"all_day": True, "uid": f"{summary[:20]} {day}"} | changes
    return Event(
        summary=summary, start=start, end=start + timedelta(hours=1), day=MONDAY + timedelta(days=day), **given
    )


def one(summary: str, *rules: Rule, **changes: Any) -> Verdict:  # noqa: ANN401 - likewise
    return classify([event(summary, **changes)], rules)[0]


def in_life(summary: str, **changes: Any) -> Verdict:  # noqa: ANN401 - likewise
    """The verdict on a timed event among eight meetings of an auto calendar."""
    events = [event(title, all_day=False) for title in MEETINGS]
    return classify([event(summary, **{"all_day": False} | changes), *events], ())[0]


@pytest.mark.parametrize(
    ("changes", "kind", "reason"),
    [
        ({"uid": "UPCOMING_PLAN_WORKOUT-x_plan_week_3_TEMPO_2"}, RunKind.TEMPO, "UID type TEMPO"),
        ({"uid": "x_plan_week_3_TAPER_INTERVALS_0"}, RunKind.INTERVALS, "UID type TAPER_INTERVALS"),
        ({"uid": "x_plan_week_3_WALK_RUN_0"}, RunKind.EASY, "UID type WALK_RUN"),
        ({"description": "Intervals • 6.5km • 45m - 50m\nsteps"}, RunKind.INTERVALS, "description: Intervals"),
        ({"description": "Workout type: Bike\nhard"}, RunKind.CROSS, "description: Workout type: Bike"),
        ({"categories": ("Run", "Long")}, RunKind.LONG, "category Run Long"),
        ({"description": "a coach writes: tempo, long, race"}, None, "not recognised"),
        ({"uid": "x_plan_week_3_TEMPO_2", "categories": ("Long",)}, RunKind.TEMPO, "UID type TEMPO"),
    ],
)
def test_platform_fields(changes: dict[str, Any], kind: RunKind | None, reason: str) -> None:
    verdict = one("Rhubarb", **changes)
    assert verdict.kind == kind
    assert verdict.reason.startswith(reason)


@pytest.mark.parametrize(
    ("title", "description", "kind"),
    [
        ("Hill repeats", "Workout type: Run", RunKind.HILLS),
        ("Run: 40 quiet minutes", "Workout type: Run", RunKind.EASY),
        ("Run: Treadmill", "", RunKind.EASY),
        ("Bike: Threshold intervals", "", RunKind.CROSS),
        ("Bike: Rad TCB Duathlon", "", RunKind.RACE),
    ],
)
def test_a_generic_field_leaves_the_kind_to_the_title(title: str, description: str, kind: RunKind) -> None:
    assert one(title, description=description).kind == kind


@pytest.mark.parametrize(
    ("uid", "strength", "other"),
    [
        ("x_plan_week_3_LEGS_AND_CORE_2", SessionClass.HEAVY, None),
        ("x_plan_week_3_FULL_BODY_2", SessionClass.MODERATE, None),
        ("x_plan_week_3_STRETCH_2", None, Other.MOBILITY),
    ],
)
def test_strength_types(uid: str, strength: SessionClass | None, other: Other | None) -> None:
    verdict = one("Rhubarb", uid=uid)
    assert (verdict.kind, verdict.strength, verdict.other) == (None, strength, other)


@pytest.mark.parametrize(
    ("changes", "minutes", "km"),
    [
        ({"properties": {"X-WORKOUT-ESTIMATED-DURATION": "4200"}}, 70, None),
        ({"properties": {"X-WORKOUT-ESTIMATED-DURATION": "3021.5"}}, 50, None),
        ({"properties": {"X-WORKOUT-ESTIMATED-DURATION": "soon"}}, None, None),
        ({"description": "Intervals • 6.5km • 45m - 50m"}, 48, 6.5),
        ({"description": "Workout type: Run\nActual Time: 0:55\nPlanned Time: 0:40"}, 40, None),
        ({"description": "text\nDuration: 1:30:00\nDistance: 1.77 mi"}, 90, 2.85),
        ({"description": "Duration: 45:00"}, 45, None),
        ({"description": "Distance Planned: 2500 m"}, None, 2.5),
    ],
)
def test_stated_size(changes: dict[str, Any], minutes: int | None, km: float | None) -> None:
    verdict = one("Easy run", **changes)
    assert (verdict.minutes, verdict.distance_km) == (minutes, km)


def test_rules_come_first_and_are_named() -> None:
    rules = (Rule(match="nothing", kind="rest"), Rule(match="(?i)sprint", kind="hills"))
    verdict = one("Sprint", *rules, uid="x_plan_week_3_TEMPO_2")
    assert (verdict.kind, verdict.reason) == (RunKind.HILLS, "your rule no. 2")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("strength", (None, SessionClass.HEAVY, None)),
        ("commitment", (None, None, None)),
        ("ignore", (None, None, Other.NOTE)),
        ("mobility", (None, None, Other.MOBILITY)),
        ("cross", (RunKind.CROSS, None, None)),
    ],
)
def test_kinds_of_rules(kind: str, expected: tuple[Any, Any, Any]) -> None:
    verdict = one("Leg day", Rule(match="Leg", kind=kind), role=Role.BUSY)
    assert (verdict.kind, verdict.strength, verdict.other) == expected


@pytest.mark.parametrize(("match", "kind"), [("(", "easy"), ("x", "jog")])
def test_bad_rules(match: str, kind: str) -> None:
    with pytest.raises(ValidationError, match=r"is no (regular expression|kind)"):
        Rule(match=match, kind=kind)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Tempo", None),
        ("Base", None),
        ("6k", None),
        ("45 min", None),
        ("Tempo 8 km", RunKind.TEMPO),  # two signs
        ("Long run", RunKind.LONG),
        ("8 x 400m intervals", RunKind.INTERVALS),
        ("Easy 8k, then dinner", RunKind.EASY),
        ("Meeting after long run", None),
        ("Lauf 8 km Feierabend", RunKind.EASY),  # "*abend" is life, this one is not
    ],
)
def test_weak_words_among_life(title: str, kind: RunKind | None) -> None:
    assert in_life(title).kind == kind


def test_a_weak_word_counts_all_day_or_among_training() -> None:
    assert in_life("Tempo", all_day=True).kind is RunKind.TEMPO
    assert in_life("Tempo", role=Role.TRAINING).kind is RunKind.TEMPO
    feed = classify([event(title, all_day=False) for title in ("Base", "Tempo", "Dentist")], ())
    assert [verdict.kind for verdict in feed] == [RunKind.EASY, RunKind.TEMPO, None]


def test_a_repeated_meeting_is_one_title() -> None:
    events = [event("Team standup", day, all_day=False) for day in range(5)]
    runs = [event("Base", all_day=False), event("Tempo", all_day=False)]
    assert classify([*events, *runs], ())[-1].kind is RunKind.TEMPO


def test_notes_swallow_no_timed_event_of_life() -> None:
    assert in_life("Travel").other is None
    assert in_life("Travel", all_day=True).other is Other.NOTE


def test_busy_calendars_hold_no_runs() -> None:
    assert one("Long run 20 km", role=Role.BUSY).kind is None


def test_banners() -> None:
    assert one("Race week!", days=7).other is Other.NOTE
    assert one("Long run week of 70 km", days=7, role=Role.TRAINING).other is Other.NOTE
    assert one("Ultra race day", days=2).kind is RunKind.RACE


def test_longest_of_the_week() -> None:
    events = [event("Run 6 km"), event("Run 7 km", 2), event("Run 12 km", 6), event("Run 12 km", 7)]
    verdicts = classify(events, ())
    assert [verdict.kind for verdict in verdicts] == [RunKind.EASY, RunKind.EASY, RunKind.LONG, RunKind.EASY]
    assert verdicts[2].reason == "longest run of the week"


def test_a_rule_is_not_overruled_by_the_week() -> None:
    events = [event("Run 6 km"), event("Run 7 km", 2), event("Run 12 km", 6)]
    assert classify(events, [Rule(match="12", kind="easy")])[2].kind is RunKind.EASY


@pytest.mark.parametrize(
    ("title", "distance"),
    [
        ("Half Marathon", "half"),
        ("RACE! - 26.2", "marathon"),
        ("10-K Race", "10k"),
        ("TWO OCEANS ULTRA 56K — RACE DAY", "ultra"),
        ("🏁 Porsgrunn parkrun 5K — benchmark", "5k"),
        ("Race day", None),
    ],
)
def test_race_distance(title: str, distance: str | None) -> None:
    verdict = read_title(title)
    assert verdict is not None
    assert (verdict.kind, verdict.race_distance) == (RunKind.RACE, distance)


@pytest.mark.parametrize(
    ("title", "strength"),
    [
        ("Gym: squats + deadlifts", SessionClass.HEAVY),
        ("Upper A - horizontal push & pull", SessionClass.UPPER),
        ("Stabi 20 min", SessionClass.CORE),
        ("Plyometrics", SessionClass.PLYO_HIGH),
        ("Full body", SessionClass.MODERATE),
        ("Lauf-ABC", None),
        ("Easy run + drills", None),
    ],
)
def test_strength_class(title: str, strength: SessionClass | None) -> None:
    verdict = read_title(title)
    assert verdict is not None
    assert verdict.strength == strength


@pytest.mark.parametrize("text", ["a " * 50_000, "8x" * 50_000, "9" * 100_000, "1-" * 50_000, "Time : " * 14_000])
def test_hostile_text_is_cut(text: str) -> None:
    started = time.process_time()
    classify([event(text, description=text, categories=(text,), uid=text)], ())
    assert time.process_time() - started < 0.05


def test_the_real_titles_are_read_well() -> None:
    """The bars of ``benchmarks/titles.py`` in short: nine of ten titles are read as labelled."""
    lines = (Path(__file__).parents[2] / "benchmarks/titles.tsv").read_text(encoding="utf-8").splitlines()[1:]
    rows = [line.split("\t") for line in lines]
    names = {"cross-train": "cross"}
    right = 0
    for title, label in rows:
        verdict = read_title(title)
        wanted = label.split("+")[0]
        if verdict:
            right += names.get(wanted, wanted) in {verdict.kind, verdict.other, "strength" if verdict.strength else ""}
    assert right / len(rows) > 0.95


def test_a_friend_is_no_leg_day() -> None:
    """The Swedish ben is legs in Swedish; once a long run with Ben was heavy strength."""
    verdict = one("Run with Ben 18 km")
    assert isinstance(verdict.kind, RunKind)
