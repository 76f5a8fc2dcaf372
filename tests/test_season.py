"""Which phase a week has among the races, and which weeks are easier."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby

import pytest

from stridelift.config import judged
from stridelift.domain import Candidate, Run, RunKind, SessionClass
from stridelift.horizon import Horizon
from stridelift.season import Season, Stage, assumed, sessions_of
from world import BERLIN

MONDAY = date(2026, 11, 30)
TWO = {SessionClass.HEAVY: (1, 1), SessionClass.MODERATE: (1, 1), SessionClass.CORE: (1, 1)}


def season(
    *races: str,
    weeks: int = 1,
    first: date = MONDAY,
    usual: str = "S",
    minutes: dict[int, int] | None = None,
    **own: object,
) -> tuple[Season, Horizon]:
    """Races are written ``2027-04-25 marathon A``, minutes of running by the week, counted from the first one."""
    listed = [dict(zip(("date", "distance", "priority"), one.split(), strict=True)) for one in races]
    tables = [{**one, "date": date.fromisoformat(one["date"])} for one in listed]
    loaded = judged({"races": tables, "constraints": {"progression": own}})
    assert not isinstance(loaded, list), loaded
    horizon = Horizon(BERLIN, MONDAY, 7 * weeks)
    runs = [
        Candidate.at(
            Run(str(week), "run", RunKind.EASY, long), horizon.clock(first + timedelta(weeks=week, days=2), 600)
        )
        for week, long in (minutes or {}).items()
    ]
    return Season(loaded.config, horizon, runs, usual), horizon


def phases(one: Season) -> str:
    return "".join(stage.phase for stage in one.stages().values())


def packed(said: str) -> str:
    return " ".join(f"{phase}{len(list(some))}" for phase, some in groupby(said))


@pytest.mark.parametrize(
    ("races", "weeks", "expected"),
    [
        ([], 4, "S4"),
        (["2027-04-25 marathon C"], 30, "S30"),
        (["2027-04-25 marathon B"], 24, "S21 M2 S1"),  # no phases of its own, but the days after
        (["2027-04-25 marathon A"], 24, "L3 S8 P4 M4 T2 M2 S1"),
        (["2027-05-23 marathon A"], 25, "F4 L3 S8 P4 M4 T2"),
        (["2027-05-30 marathon A"], 26, "S1 F4 L3 S8 P4 M4 T2"),  # before the first phase it is what it is without
        (["2026-12-06 5k A"], 3, "T1 M1 S1"),  # the fourth day after is a Thursday
        (["2026-12-06 marathon A"], 4, "T1 M2 S1"),
        (["2026-12-09 10k A"], 3, "T1 M1 S1"),  # the week of a race on Wednesday is one after it
        (["2026-12-10 10k A"], 3, "M1 T1 S1"),
        (["2026-12-06 half A", "2027-02-28 half A"], 13, "T1 M1 S8 P1 T2"),  # eleven weeks between two races
        (["2026-12-06 10k A", "2026-12-20 10k A"], 3, "T1 M1 T1"),
    ],
)
def test_phases(races: list[str], weeks: int, expected: str) -> None:
    one, _ = season(*races, weeks=weeks, power_weeks=4)
    assert packed(phases(one)) == expected


def test_a_phase_that_the_config_says_and_a_rule_that_is_off() -> None:
    one, _ = season("2026-12-20 10k A", weeks=3, enabled=False)
    assert phases(one) == "SSS"
    one.said = "P"
    assert phases(one) == "PPP"


@pytest.mark.parametrize(
    ("races", "weeks", "expected"),
    [
        ([], 9, "F4 L5"),
        (["2027-03-07 10k A"], 14, "F4 L3 P2 M4 T1"),
    ],
)
def test_whoever_is_new_to_lifting_begins_with_the_foundation(races: list[str], weeks: int, expected: str) -> None:
    one, _ = season(*races, weeks=weeks, usual="F", power_weeks=2)
    assert packed(phases(one)) == expected


@pytest.mark.parametrize(
    ("minutes", "weeks", "easier"),
    [
        ({}, 4, [3]),  # nothing is known of the runs: each fourth
        ({}, 9, [3, 7]),
        ({-3: 300, -2: 300, -1: 300, 0: 300, 1: 255, 2: 300}, 3, [1]),
        ({-3: 300, -2: 300, -1: 300, 0: 300, 1: 256, 2: 300}, 3, []),
        ({-2: 300, -1: 300, 0: 200, 1: 300}, 1, [0]),
        ({-1: 300, 0: 200, 1: 300}, 1, []),  # one week is no measure
        ({-2: 300, -1: 300, 0: 200}, 1, []),  # the calendar may end in the middle of a week
        ({-3: 300, -2: 300, -1: 300, 0: 300, 1: 200, 2: 300, 3: 300, 4: 300, 5: 300}, 6, [1, 5]),  # counted from there
    ],
)
def test_easier_weeks(minutes: dict[int, int], weeks: int, easier: list[int]) -> None:
    one, _ = season(weeks=weeks, minutes=minutes)
    assert [at for at, stage in enumerate(one.stages().values()) if stage.eased] == easier


@pytest.mark.parametrize(("priority", "easier"), [("A", []), ("B", [1]), ("C", [])])
def test_a_week_with_a_b_race_is_easier(priority: str, easier: list[int]) -> None:
    one, _ = season(f"2026-12-10 half {priority}", weeks=2)
    assert [at for at, stage in enumerate(one.stages().values()) if stage.eased] == easier


@pytest.mark.parametrize(
    ("stage", "heavy", "moderate"),
    [
        (Stage("S", ""), (1, 1), (1, 1)),
        (Stage("T", "as the config says"), (1, 1), (1, 1)),
        (Stage("M", "", most=1), (1, 1), (0, 0)),
        (Stage("M", "", most=2), (1, 1), (1, 1)),
        (Stage("M", "", most=0), (0, 0), (0, 0)),
        (Stage("T", "", 1, most=1), (0, 0), (1, 1)),
        (Stage("T", "", 1, most=3), (0, 0), (2, 2)),
        (Stage("T", "", 0, most=1), (0, 0), (0, 1)),
    ],
)
def test_sessions(stage: Stage, heavy: tuple[int, int], moderate: tuple[int, int]) -> None:
    core = TWO[SessionClass.CORE]
    found = sessions_of(stage, TWO)
    assert (found[SessionClass.HEAVY], found[SessionClass.MODERATE], found[SessionClass.CORE]) == (
        heavy,
        moderate,
        core,
    )


def test_the_least_comes_before_the_most() -> None:
    found = sessions_of(Stage("M", "", most=1), {SessionClass.HEAVY: (0, 1), SessionClass.MODERATE: (1, 1)})
    assert (found[SessionClass.HEAVY], found[SessionClass.MODERATE]) == ((0, 0), (1, 1))


def test_what_is_said() -> None:
    one, horizon = season("2027-02-14 marathon A", "2026-12-20 half B", weeks=12)
    a, b = "the marathon on 14 Feb 2027", "the half marathon on 20 Dec 2026"
    assert list(assumed(horizon.weeks, one.stages())) == [
        f"2026-W49: max strength (10 weeks before {a})",
        f"2026-W50 to 2026-W51: power (9 to 8 weeks before {a})",
        f"2026-W52: maintenance (after {b})",
        f"2026-W53: power (6 weeks before {a})",
        f"2027-W01 to 2027-W04: maintenance (5 to 2 weeks before {a})",
        f"2027-W05 to 2027-W06: taper (1 week before {a}, and its week)",
        f"2027-W07: maintenance (after {a})",
        f"2026-W51: an easier week, with fewer sets ({b} is in it)",
    ]
    last, horizon = season("2026-12-06 10k A")
    assert list(assumed(horizon.weeks, last.stages())) == ["2026-W49: taper (the week of the 10k on 06 Dec 2026)"]
    none, horizon = season(weeks=2)
    assert list(assumed(horizon.weeks, none.stages())) == ["2026-W49 to 2026-W50: max strength (no A race ahead)"]
