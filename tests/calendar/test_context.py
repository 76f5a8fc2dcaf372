"""Which events say something of their days: roles, rules, training beside it, and how long they last."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from stridelift.calendar.classify import Rule, classify
from stridelift.calendar.context import Context, contexts
from stridelift.calendar.day_title import Said
from stridelift.calendar.event import Event, Role

TUESDAY = date(2026, 12, 1)
BERLIN = ZoneInfo("Europe/Berlin")
PLACES = ("home", "gym")
LIFE = ("Dentist", "Team standup", "Elternabend", "Lunch with Kim")
RUNS = ("Easy run 8 km", "Long run 26 km", "Tempo run 10 km")


def event(summary: str, *, days: int = 1, **changes: Any) -> Event:  # noqa: ANN401 - any field of Event
    start = datetime(2026, 12, 1, tzinfo=BERLIN)
    given: dict[str, Any] = {"uid": summary, "all_day": True, "source": "a.ics"} | changes
    return Event(summary=summary, start=start, end=start + timedelta(days=days), day=TUESDAY, days=days, **given)


def hours(summary: str, start: str, end: str) -> Event:
    """``start`` is ``01T10:00``, in Berlin."""
    first, last = (datetime.fromisoformat(f"2026-12-{one}").replace(tzinfo=BERLIN) for one in (start, end))
    return Event(summary, summary, first, last, first.date(), source="a.ics")


def of(one: Event, *others: Event, rules: tuple[Rule, ...] = ()) -> Context | None:
    events = (one, *others)
    return contexts(events, classify(events, rules), rules, PLACES).get(0)


def said(found: Context | None) -> Said | None:
    return found.reading.said if found else None


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(
    ("summary", "meaning"),
    [("Vacation", Said.AWAY), ("Sick", Said.OFF), ("Gym only", Said.ONLY), ("AM only", "mornings")],
)
def test_every_calendar_may_say_it(role: Role, summary: str, meaning: str) -> None:
    found = of(event(summary, role=role), *(event(title, role=role) for title in (*LIFE, *RUNS)))
    assert said(found) == meaning
    assert found is not None
    assert found.reason == f"title: '{summary}'"


@pytest.mark.parametrize(
    ("role", "beside", "meaning"),
    [
        (Role.BUSY, LIFE, Said.OFF),
        (Role.AUTO, LIFE, Said.OFF),
        (Role.AUTO, RUNS, None),
        (Role.TRAINING, LIFE, None),
        (Role.TRAINING, RUNS, None),
    ],
)
def test_off_is_a_day_off_in_life_and_a_day_without_a_run_in_a_plan(
    role: Role, beside: tuple[str, ...], meaning: Said | None
) -> None:
    assert said(of(event("Off", role=role), *(event(title, role=role) for title in beside))) == meaning


@pytest.mark.parametrize(
    "summary",
    ["Easy run 8 km, vacation", "Hotel gym: heavy legs", "Vacation, easy run", "Gym: heavy squats, mornings only"],
)
def test_training_wins(summary: str) -> None:
    assert of(event(summary, role=Role.TRAINING)) is None


@pytest.mark.parametrize("summary", ["Gym only", "No gym", "Nur Fitnessstudio", "No strength training"])
def test_a_title_of_context_from_end_to_end_is_no_training(summary: str) -> None:
    """The word lists of training know "gym" as a strength session."""
    assert of(event(summary, role=Role.TRAINING)) is not None


def test_what_a_platform_calls_strength_is_strength() -> None:
    assert of(event("Gym only", role=Role.TRAINING, description="Workout type: Strength")) is None


@pytest.mark.parametrize("flag", ["cancelled", "declined"])
def test_what_does_not_happen_says_nothing(flag: str) -> None:
    assert of(event("Vacation", **{flag: True})) is None


def test_free_time_is_where_vacations_are() -> None:
    assert said(of(event("Vacation", transparent=True))) is Said.AWAY


@pytest.mark.parametrize("properties", [{"X-STRIDELIFT-CLASS": "heavy"}, {}])
def test_a_session_of_ours_is_none(properties: dict[str, str]) -> None:
    uid = "a" if properties else "a@stridelift"
    assert of(event("No training", uid=uid, properties=properties)) is None


@pytest.mark.parametrize("summary", ["Flight to Rome", "Vacation", "Business trip Munich", "Sick", "No training"])
@pytest.mark.parametrize(
    ("start", "end"), [("01T10:00", "01T14:00"), ("01T00:00", "02T00:00"), ("01T14:00", "05T12:00")]
)
def test_an_event_with_a_time_is_a_commitment(summary: str, start: str, end: str) -> None:
    assert of(hours(summary, start, end)) is None


# Dates.


@pytest.mark.parametrize("days", [1, 2, 14, 60, 61])
def test_every_day_that_is_covered(days: int) -> None:
    found = of(event("Vacation", days=days))
    assert found is not None
    assert found.dates == tuple(TUESDAY + timedelta(days=n) for n in range(days))


# Rules.

AWAY, OFF = Rule(match="^Zürich$", kind="away"), Rule(match="(?i)offsite", kind="off")


@pytest.mark.parametrize(
    ("summary", "rule", "meaning"),
    [("Zürich", AWAY, Said.AWAY), ("Offsite prep", OFF, Said.OFF), ("Zürich", OFF, None)],
)
def test_a_rule_makes_a_context(summary: str, rule: Rule, meaning: Said | None) -> None:
    found = of(event(summary), rules=(rule,))
    assert said(found) == meaning
    assert found is None or found.reason == "your rule no. 1"


@pytest.mark.parametrize("kind", ["ignore", "note", "commitment", "rest", "mobility", "strength", "easy"])
def test_a_rule_of_another_kind_unmakes_it(kind: str) -> None:
    assert of(event("Vacation"), rules=(Rule(match="Vacation", kind=kind),)) is None


def test_a_rule_outweighs_a_run() -> None:
    assert said(of(event("Easy run 8 km", role=Role.TRAINING), rules=(Rule(match="run", kind="off"),))) is Said.OFF


@pytest.mark.parametrize(
    ("start", "end", "dates", "blocks"),
    [
        ("01T10:00", "01T14:00", 1, True),
        ("01T22:00", "02T06:00", 2, True),
        ("01T00:00", "02T00:00", 1, False),
        ("01T00:00", "01T23:59", 1, False),
        ("01T14:00", "05T12:00", 5, False),
        ("01T10:00", "01T10:00", 1, True),
    ],
)
def test_a_rule_makes_one_with_a_time_too(start: str, end: str, dates: int, *, blocks: bool) -> None:
    """A short one takes its hours besides; one of a day and more would take them all, and is the context instead."""
    found = of(hours("Zürich", start, end), rules=(AWAY,))
    assert found is not None
    assert (len(found.dates), found.blocks) == (dates, blocks)


def test_dates_are_local() -> None:
    """23:30 in Berlin is the next day in Tokyo; what the reader gives is in the athlete's zone."""
    start = datetime(2026, 12, 1, 22, 30, tzinfo=UTC).astimezone(BERLIN)
    one = Event("Zürich", "Zürich", start, start + timedelta(hours=1), start.date())
    found = of(one, rules=(AWAY,))
    assert found is not None
    assert found.dates == (date(2026, 12, 1), date(2026, 12, 2))
