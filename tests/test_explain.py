"""Why a session is where it is, and what cannot hold together."""

from __future__ import annotations

from stridelift.domain import SessionClass
from stridelift.explain.rows import gist
from stridelift.explain.why import why
from world import at, default_rules, free_run, instance, plan, run, session

HEAVY = session("heavy", uid="one")
WEEK = {SessionClass.HEAVY: (1, 1)}
MUST = {"weekly_volume": {"weight": "hard"}}


def reasons(*facts: object, start: int) -> list[str]:
    week = instance(*facts)  # type: ignore[arg-type] # candidates
    placed = plan((HEAVY, start))
    return list(why(week, default_rules(), placed, placed.sessions[0]))


def test_why_names_the_runs_that_decide() -> None:
    found = reasons(
        run("tempo", at(1, "06:00")), run("easy", at(3, "06:00")), run("long", at(5, "08:00")), start=at(2, "18:00")
    )
    assert found == [
        "35 h (at least 3, better 6) after Tue tempo",
        "61 h (at least 18, better 36) before Sat long",
    ]


def test_why_says_that_no_run_is_near() -> None:
    assert reasons(start=at(2, "18:00")) == ["no run within four days asks for rest"]


def test_why_says_the_start_that_the_calendar_does_not_give() -> None:
    chosen = free_run("tempo", at(1, "06:30"))
    week = instance(runs=(chosen,))
    placed = plan((HEAVY, at(1, "18:00")), (chosen, at(1, "06:30")))
    assert list(why(week, default_rules(), placed, placed.sessions[0])) == [
        "10 h (at least 3, better 6) after Tue tempo at 06:30"
    ]


def test_the_gist_of_every_rule_is_a_line() -> None:
    for rule in default_rules():
        assert 10 < len(gist(rule)) < 110
