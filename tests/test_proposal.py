"""What is proposed from calendars, and that the file says exactly what was proposed and answered."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from command import NOW, House
from ics import all_day, calendar, timed
from stridelift.config import Race, load
from stridelift.domain import Level, RunKind
from stridelift.errors import ConfigError
from stridelift.proposal import WHERE, YOU, Proposal, Said, TitleRule
from stridelift.proposal.answers import questions, windows_text
from stridelift.proposal.file import string, text
from stridelift.proposal.look import look, named
from stridelift.proposal.titles import pattern
from stridelift.wallclock import Window, clock_text

TODAY = date(2026, 11, 29)
MONDAYS = [date(2026, 10, 26) + timedelta(weeks=n) for n in range(8)]
HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"


@pytest.fixture
def propose(house: House, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Proposal]:
    """The proposal from events of a training calendar, and of a busy one, in Berlin."""
    monkeypatch.setenv("TZ", "Europe/Berlin")

    def one(*events: str, busy: Sequence[str] = ()) -> Proposal:
        runs = str(house.write("runs.ics", calendar(*events)))
        life = [str(house.write("life.ics", calendar(*busy)))] if busy else []
        return look(named([runs], life), datetime.fromisoformat(NOW)).proposal

    return one


def weekly(weekday: int, start: str, end: str, title: str, *, weeks: Sequence[int] = range(8)) -> list[str]:
    days = [monday + timedelta(days=weekday) for monday in (MONDAYS[n] for n in weeks)]
    return [timed(f"{day} {start}", end, title, uid=f"{day}-{start}-{title}"[:60]) for day in days]


def said(table: object, *names: str) -> list[tuple[object, str]]:
    assert isinstance(table, dict)
    return [(table[name].value, table[name].why) for name in names]


class TestStarts:
    def test_of_timed_runs(self, propose: Callable[..., Proposal]) -> None:
        thursday = [
            *weekly(3, "18:15", "19:15", "Tempo run 10 km", weeks=range(6)),
            *weekly(3, "06:00", "07:00", "Tempo run", weeks=range(6, 8)),
        ]
        found = propose(
            *weekly(1, "06:20", "07:10", "Easy run 8 km"), *weekly(4, "06:35", "07:10", "Easy run"), *thursday
        )
        assert said(found.starts, "weekday", "weekend", "thursday") == [
            (6 * 60 + 15, "seen on 18 of 24 weekdays with a timed run"),
            (8 * 60 + 30, "default"),
            (18 * 60 + 15, "seen on 6 of 8 Thursdays with a timed run"),
        ]
        assert not found.untimed

    def test_twice_is_no_habit(self, propose: Callable[..., Proposal]) -> None:
        found = propose(*weekly(1, "19:00", "20:00", "Easy run 8 km", weeks=range(2)))
        assert said(found.starts, "weekday") == [(390, "default")]

    def test_three_times_is_one(self, propose: Callable[..., Proposal]) -> None:
        found = propose(*weekly(1, "19:00", "20:00", "Easy run 8 km", weeks=range(3)))
        assert said(found.starts, "weekday") == [(19 * 60, "seen on 3 of 3 weekdays with a timed run")]

    def test_nobody_runs_into_the_office(self, propose: Callable[..., Proposal]) -> None:
        early = [one for n in range(5) for one in weekly(n, "06:00", "16:00", "Early shift")]
        found = propose(all_day("2026-12-01", "Easy run 8 km"), busy=early)
        assert said(found.starts, "weekday") == [(16 * 60, "when the first free window begins")]
        assert found.untimed


class TestFreeWindows:
    def test_around_the_office_and_the_choir(self, propose: Callable[..., Proposal]) -> None:
        office = [one for n in range(5) for one in weekly(n, "08:30", "17:00", "Office")]
        found = propose(busy=[*office, *weekly(2, "19:00", "20:00", "Choir")])
        assert said(found.availability, "weekday", "weekend", "wednesday") == [
            (((360, 510), (1020, 1290)), "nothing then on 32 of 32 weekdays"),
            (((480, 1200),), "nothing then on 14 of 14 weekend days"),
            (((360, 510), (1020, 1140), (1200, 1290)), "'Choir' on 8 of 8 Wednesdays"),
        ]

    @pytest.mark.parametrize(("times", "taken"), [(2, False), (3, True)])
    def test_a_third_of_the_days_takes_an_hour(
        self,
        propose: Callable[..., Proposal],
        times: int,
        taken: bool,  # noqa: FBT001 - a row of the table
    ) -> None:
        found = propose(
            busy=[*weekly(0, "12:00", "13:00", "Lunch"), *weekly(2, "19:00", "20:00", "Choir", weeks=range(times))]
        )
        assert ("wednesday" in found.availability) == taken

    def test_one_week_says_nothing(self, propose: Callable[..., Proposal]) -> None:
        found = propose(busy=weekly(0, "18:00", "20:00", "Dinner", weeks=range(1)))
        assert said(found.availability, "weekday") == [(((360, 480), (1050, 1290)), "default")]

    def test_an_athlete_without_an_hour_gets_the_default(self, propose: Callable[..., Proposal]) -> None:
        shifts = [one for n in range(5) for one in weekly(n, "05:00", "23:00", "Shift")]
        assert said(propose(busy=shifts).availability, "weekday") == [
            (((360, 480), (1050, 1290)), "default: the calendar leaves no hour free")
        ]


class TestTitles:
    def test_what_only_its_size_makes_long(self, propose: Callable[..., Proposal]) -> None:
        runs = [
            all_day(str(monday + timedelta(days=n)), title)
            for at, monday in enumerate(MONDAYS)
            for n, title in ((1, "Easy run 8 km"), (3, "Easy run 9 km"), (6, f"Run (club) {12 + at} km"))
        ]
        assert propose(*runs).rules == (
            TitleRule(
                r"^Run \(club\) \d+(?:[.,]\d+)? km$",
                RunKind.LONG,
                "long in 8 of 8 weeks by its size alone",
                sure=True,
            ),
        )

    def test_a_title_of_all_runs_is_none(self, propose: Callable[..., Proposal]) -> None:
        days = [(monday + timedelta(days=n), km) for monday in MONDAYS for n, km in ((1, 8), (3, 9), (6, 18))]
        assert propose(*(all_day(str(day), f"Run {km} km", uid=str(day)) for day, km in days)).rules == ()

    def test_a_weak_word_among_life_is_for_the_athlete_to_say(self, propose: Callable[..., Proposal]) -> None:
        life = [one for n in range(4) for one in weekly(n, "12:00", "13:00", f"Zebra {'abcd'[n]}")]
        found = propose(*life, *weekly(1, "18:00", "19:00", "Tempo"))
        assert found.rules == (
            TitleRule(
                "^Tempo$",
                RunKind.TEMPO,
                "in 8 weeks of the calendar; title: 'Tempo' alone is too weak among other events",
                sure=False,
            ),
        )

    @pytest.mark.parametrize("title", ["8 km (a+b)? [x] {2} ^$ | \\ .", "Läufe 10,5 km", "#1 'quoted' \"twice\""])
    def test_a_pattern_means_its_title(self, title: str, house: House) -> None:
        rule = TitleRule(pattern(title), RunKind.LONG, "why", sure=True)
        file = house.write("stridelift.toml", text(Proposal(Said("Europe/Berlin"), rules=(rule,)), TODAY))
        (read,) = load(file).config.runs.rules
        assert read.pattern.search(title)
        assert not read.pattern.search(f"{title} more")


class TestRest:
    def test_the_longest_race_is_the_main_one(self, propose: Callable[..., Proposal]) -> None:
        found = propose(
            all_day("2026-12-06", "Race: Riverside 10k"),
            all_day("2027-03-07", "Race: Lisbon half marathon"),
            all_day("2026-11-08", "Race: Berlin marathon"),
            *(all_day(str(monday + timedelta(days=5)), "parkrun") for monday in MONDAYS),
        )
        assert [(one.value.date, one.value.distance, one.value.priority.value) for one in found.races] == [
            (date(2026, 12, 6), "10k", "C"),
            (date(2027, 3, 7), "half", "A"),
        ]
        assert found.preset == Said("marathon", "your main race is of this kind: half")

    def test_pace_is_the_middle_of_easy_runs(self, propose: Callable[..., Proposal]) -> None:
        lengths = ("06:42", "06:50", "06:54", "07:30")  # 5:15, 6:15 and 6:45 a kilometre; the last is no pace
        runs = [timed(f"2026-11-{n + 10} 06:00", end, "Easy run 8 km") for n, end in enumerate(lengths[:3])]
        assert propose(*runs).pace == Said(375, "the middle of 3 easy runs with distance and duration")
        assert propose(*runs[:2]).pace == Said(360)

    def test_strength_has_its_place_and_time(self, propose: Callable[..., Proposal]) -> None:
        days = [str(monday + timedelta(days=2)) for monday in MONDAYS[:4]]
        found = propose(*(timed(f"{day} 18:15", "19:00", "Strength training", "LOCATION:Iron Works") for day in days))
        assert found.gym == Said("Iron Works", "4 strength sessions in the calendar are there")
        assert found.times == Said((1080, 1110), "4 of 4 strength sessions in the calendar start then")

    @pytest.mark.parametrize(
        ("lines", "zone"),
        [
            ("X-WR-TIMEZONE:America/New_York\r\n", "America/New_York"),
            ("BEGIN:VTIMEZONE\r\nTZID:W. Europe Standard Time\r\nEND:VTIMEZONE\r\n", "Europe/Berlin"),
            ("X-WR-TIMEZONE:Nowhere/Land\r\n", "Asia/Tokyo"),
            ("", "Asia/Tokyo"),
        ],
    )
    def test_zone(self, house: House, lines: str, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TZ", "Asia/Tokyo")
        run = all_day("2026-12-01", "Easy run")
        house.write("runs.ics", f"{HEAD}{lines}{run}END:VCALENDAR\r\n")
        assert look(named(["runs.ics"], ()), datetime.fromisoformat(NOW)).proposal.zone.value == zone


@pytest.mark.parametrize(
    ("at", "answer", "refusal"),
    [
        (0, "tomorrow marathon", "'tomorrow' is no date; write it like 2027-04-25."),
        (0, "2027-04-25 bike", "'bike' is none of 5k, 10k, half, marathon, ultra."),
        (0, "2025-04-25 marathon", "the race of 2025-04-25 is over.\nMaybe the year is mistyped."),
        (1, "expert", "'expert' is none of novice, intermediate, advanced."),
        (2, "garage", "'garage' is none of gym, home, both, none."),
        (3, "evenings", "'evenings' is no window; write it like 17:30-21:30."),
        (4, "8:00-8:00", "the window 8:00-8:00 is empty; write 00:00-24:00 for a whole day."),
        (5, "6", "'6' is no time of day; write it like 06:30."),
        (5, "06:00 07:00 08:00", "'06:00 07:00 08:00' has 3 times, and two were asked for."),
    ],
)
def test_an_answer_that_cannot_be(at: int, answer: str, refusal: str) -> None:
    empty = Proposal(Said("Europe/Berlin"), untimed=True)
    with pytest.raises(ConfigError) as error:
        [*questions(empty, TODAY, 6)][at].put(empty, answer)
    assert str(error.value) == refusal


def test_an_answer_for_weekdays_holds_for_each() -> None:
    wednesday: Said[tuple[Window, ...]] = Said(((360, 480),), "seen")
    usual = Proposal(Said("Europe/Berlin"))
    before = replace(usual, availability={**usual.availability, "wednesday": wednesday, "sunday": wednesday})
    after = [*questions(before, TODAY, 6)][3].put(before, "18:00 - 20:00, 21:00-22:00").availability
    assert after["weekday"] == Said(((1080, 1200), (1260, 1320)), YOU)
    assert after.keys() == {"weekday", "weekend", "sunday"}


# Whatever is answered, the file says it.

Answers: TypeAlias = tuple[
    tuple[date, str] | None, Level, str, tuple[Window, ...], tuple[Window, ...], tuple[int, int]
]  # race, level, where, weekdays, weekends, starts

_clock = st.integers(0, 24 * 60 - 1)
_window = st.tuples(_clock, st.integers(0, 24 * 60)).filter(lambda ends: ends[0] != ends[1])
_windows = st.lists(_window, max_size=3).map(tuple)
_distance = st.sampled_from(["5k", "10k", "half", "marathon", "ultra"])
_race = st.none() | st.tuples(st.dates(TODAY, date(2099, 1, 1)), _distance)
_any_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


def check_answers(folder: Path, answers: Answers, name: str) -> None:
    race, level, where, weekday, weekend, starts = answers
    proposal = Proposal(Said("Europe/Berlin"), untimed=True, gym=Said(name, name))
    lines = (
        f"{race[0]} {race[1]}" if race else "none",
        level.value,
        where,
        windows_text(weekday),
        windows_text(weekend),
        ", ".join(map(clock_text, starts)),
    )
    for question, line in zip(questions(proposal, TODAY, 6), lines, strict=True):
        proposal = question.put(proposal, line)
        assert question.shown(proposal) == line
    file = folder / "stridelift.toml"
    file.write_text(text(proposal, TODAY), encoding="utf-8")
    config = load(file).config
    assert [(one.date, one.distance) for one in config.races] == ([race] if race else [])
    assert (config.athlete.timezone, config.athlete.level) == ("Europe/Berlin", level)
    assert (config.availability.weekday, config.availability.weekend) == (weekday, weekend)
    assert (config.runs.usual_start.weekday, config.runs.usual_start.weekend) == starts
    assert len(config.places) == (2 if where == "both" else 1)
    assert where not in {"gym", "both"} or config.places[-1].name in {name, "gym"}


answered = given(
    st.tuples(_race, st.sampled_from(Level), st.sampled_from(WHERE), _windows, _windows, st.tuples(_clock, _clock)),
    _any_text,
)


@answered
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_file_says_what_was_answered(tmp_path: Path, answers: Answers, name: str) -> None:
    check_answers(tmp_path, answers, name)


@pytest.mark.prove
@answered
@settings(max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_says_what_was_answered(tmp_path: Path, answers: Answers, name: str) -> None:
    check_answers(tmp_path, answers, name)


@given(_any_text)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_any_text_survives_the_file(value: str) -> None:
    assert tomllib.loads(f"a = {string(value)}") == {"a": value}


def test_a_race_keeps_its_name() -> None:
    race = Race(date=date(2027, 4, 25), distance="half", name="Spring half")
    before = Proposal(Said("Europe/Berlin"), races=(Said(race, "seen"),))
    (after,) = next(questions(before, TODAY, 6)).put(before, "2027-04-25 marathon").races
    assert (after.value.name, after.value.distance, after.why) == ("Spring half", "marathon", YOU)
