"""Whole ``auto`` calendars: runs are found among life's events, and life stays life."""

from datetime import UTC, date, datetime, timedelta

import pytest

from stridelift.calendar.classify import classify
from stridelift.calendar.event import Event, Verdict
from stridelift.domain import RunKind

EASY, RECOVERY, LONG, TEMPO, INTERVALS, HILLS, RACE, CROSS = RunKind

WORK = [
    "Sprint planning",
    "Sprint review",
    "Interval meeting",
    "Race condition debugging",
    "1:1 with Miles",
    "Dry run: board presentation",
    "Stretch goals Q4",
    "Base rate discussion",
    "Pace of delivery check",
    "Hill climbing algorithms talk",
    "Tempo logging reminder",
    "Recovery point objective",
    "Long call with APAC",
    "Marathon meeting w/ vendor",
    "Marathon Digital earnings",
    "Ladder sync",
    "Fast track hiring",
    "Core platform weekly",
    "Pyramid test strategy",
    "Threshold alert tuning",
    "Run payroll",
    "Load test run",
    "10k users milestone",
    "Standup",
    "Retro",
    "Focus time",
    "Endurance International demo",
    "Steady state simulation review",
    "Aerobic capacity (server)",
    "Open track session",
    "4 x 4 car review",
    "Mobility team all hands",
    "Half marathon fundraiser call",
]
FAMILY = [
    "Kids run club",
    "School run",
    "Nursery run",
    "Swim lesson Emma",
    "Football practice Max",
    "Playdate",
    "Dentist",
    "Grandma visiting",
    "Easter egg hunt",
    "Parents evening",
    "Birthday party Leo",
    "Fun run (school)",
    "Vet: Luna",
    "Costco run",
    "Hill family BBQ",
    "Track meet Max",
    "Cross country meet Mia",
    "Max 5k school race",
    "Movie night",
    "Church",
    "Walk the dog",
    "Flight to Rome",
]
GERMAN = [
    "Zahnarzt",
    "Jour fixe",
    "Elternabend",
    "Geburtstag Oma",
    "Laufende Projekte",
    "Sprint Planung",
    "Zug nach Köln",
    "Kindergarten zu",
    "Probelauf Server",
    "Bergfest",
    "Kraftwerk Führung",
    "Radwerkstatt",
    "Ablauf Workshop",
    "Lange Nacht der Museen",
    "Formel 1",
    "Arzt",
]
HAND_MADE = {
    "Easy 8k": EASY,
    "Track Tuesday": INTERVALS,
    "Long run": LONG,
    "Tempo 10k": TEMPO,
    "parkrun": EASY,
    "Run": EASY,
    "Berlin Marathon": RACE,
    "Hills 8x90s": HILLS,
    "Dauerlauf 8km": EASY,
    "Bergsprints": HILLS,
    "Recovery 5k": RECOVERY,
}
FEED = {
    "Base": EASY,
    "Sprint": INTERVALS,
    "Threshold": TEMPO,
    "Long Run": LONG,
    "Recovery": RECOVERY,
    "6k": EASY,
    "Hill": HILLS,
    "8 x 800": INTERVALS,
    "Cross": CROSS,
    "Rest": None,
}


def event(summary: str, at: int, *, all_day: bool = False) -> Event:
    start = datetime(2026, 11, 23, 9, tzinfo=UTC) + timedelta(days=at)
    day = date(2026, 11, 23) + timedelta(days=at)
    return Event(f"{summary} {at}", summary, start, start + timedelta(hours=1), day, all_day=all_day)


def kinds(verdicts: tuple[Verdict, ...]) -> list[RunKind | None]:
    return [verdict.kind for verdict in verdicts]


@pytest.mark.parametrize("titles", [WORK, FAMILY, GERMAN], ids=["work", "family", "german"])
def test_life_holds_no_runs(titles: list[str]) -> None:
    verdicts = classify([event(title, at % 5) for at, title in enumerate(titles)], ())
    assert [title for title, verdict in zip(titles, verdicts, strict=True) if verdict.kind] == []


@pytest.mark.parametrize("all_day", [False, True])
@pytest.mark.parametrize("life", [WORK, FAMILY, GERMAN], ids=["work", "family", "german"])
def test_runs_among_life(life: list[str], *, all_day: bool) -> None:
    runs = [event(title, 7 * at, all_day=all_day) for at, title in enumerate(HAND_MADE)]
    verdicts = classify([*runs, *(event(title, at) for at, title in enumerate(life))], ())
    assert kinds(verdicts[: len(runs)]) == list(HAND_MADE.values())
    assert not any(kinds(verdicts[len(runs) :]))


@pytest.mark.parametrize("all_day", [False, True])
def test_a_feed_alone(*, all_day: bool) -> None:
    verdicts = classify([event(title, 7 * at, all_day=all_day) for at, title in enumerate(FEED)], ())
    assert kinds(verdicts) == list(FEED.values())
