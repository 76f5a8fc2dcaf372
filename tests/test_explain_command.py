"""``stridelift explain``: why here, why not there, with the exit codes of ``solve``."""

from __future__ import annotations

from pathlib import Path

import pytest

from example import Example

TRAVEL = Example.load("travel-week")


def explained(*more: str) -> list[str]:
    done = TRAVEL.run("explain", *TRAVEL.arguments[1:], *more)
    assert done.code == 0, done.err
    return done.out.splitlines()


def test_why_here() -> None:
    assert explained()[:4] == [
        "Tue 23 Mar 17:30 Moderate legs, 35 min, away",
        "  10 h (at least 3, better 6) after Tue intervals at 06:30",
        "  36 h (at least 6, better 24) before Thu tempo at 06:30",
        "  not Mon and Wed: too many hard days",
    ]


def test_a_start_that_is_taken_says_why() -> None:
    lines = explained("--at", "tue 17:30")
    assert lines[0] == "Tue 23 Mar 17:30 is placed: Moderate legs, 35 min, away"
    assert lines[-1] == "  next best: Tue 23 Mar 17:45, away: at the same price"


def test_why_not_there() -> None:
    assert explained("--at", "2027-03-26T18:00+00:00", "--class", "heavy") == [
        "Fri 26 Mar 19:00 heavy: cannot be.",
        "  availability: you have no free time on Fri 26 Mar.",
        "  hard_days: 2027-W12 has its 3 hard days already; possible on a day that is hard already.",
    ]


def test_a_start_that_can_be_forced_has_its_price_and_what_changes() -> None:
    assert explained("--at", "Thu 18:30", "--class", "moderate") == [
        "Thu 25 Mar 18:30 moderate: can be, at a price of 6,832 more.",
        "  moderate moves from Tue 23 Mar 17:30 to Thu 25 Mar 18:30 at gym and has 50 min instead of 35",
        "  heavy on Thu 25 Mar 17:45 is dropped",
        "  weekly_volume: 0 → 6,920 (+6,920)",
        "  exercise_choice: 315 → 227 (-88)",
    ]


def test_json_says_the_same() -> None:
    done = TRAVEL.run("explain", *TRAVEL.arguments[1:], "--at", "Thu 18:30", "--class", "moderate", "--json")
    answer = done.json["answers"][0]
    forced = answer["forced"]
    assert answer["possible"]
    assert forced["price"] == forced["objective"] - done.json["objective"]
    assert forced["price"] == sum(rule["after"] - rule["before"] for rule in forced["rules"])
    placed = TRAVEL.run("explain", *TRAVEL.arguments[1:], "--at", "Tue 17:30", "--json").json
    assert placed["placed"]["next_best"] == {
        "start": "2027-03-23T17:45:00+01:00", "place": "away", "price": 0, "rules": []
    }  # fmt: skip


def test_what_is_infeasible_is_answered_as_solve_does(tmp_path: Path) -> None:
    config = tmp_path / "hard.toml"
    config.write_text(
        'athlete.timezone = "Europe/Berlin"\navailability = { weekday = ["06:00-06:10"], weekend = ["06:00-06:10"] }\n'
        'constraints.weekly_volume.weight = "hard"\n',
        encoding="utf-8",
    )
    for more in ([], ["--at", "Tue 18:00"]):
        done = TRAVEL.run("explain", *TRAVEL.arguments[1:], "-c", str(config), *more)
        assert done.code == 3
        assert "These cannot hold together;" in done.out


WRONG = {
    "no start": (["--at", "noon"], "--at 'noon' is no start.", "write it like 'Tue 18:00'"),
    "not on the grid": (["--at", "Tue 18:05"], "--at 'Tue 18:05': sessions start every 15 minutes.", "18:00 or 18:15"),
    "outside": (["--at", "2027-04-01T18:00"], "is outside of the period, Mon 22 Mar 2027 to Sun 28 Mar 2027", "--week"),
    "no class": (["--at", "Tue 18:00", "--class", "legs"], "--class 'legs' is no session class.", "one of heavy"),
    "a class without a start": (["--class", "heavy"], "--class heavy says of which class, but not when.", "--at"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_use(name: str) -> None:
    more, message, maybe = WRONG[name]
    done = TRAVEL.run("explain", *TRAVEL.arguments[1:], *more)
    assert done.code == 2
    assert message in done.err
    assert maybe in done.err.splitlines()[-1]
