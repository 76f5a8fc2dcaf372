"""Settings tried and saved: the plan that follows, the file that is left, and whom it is not written over."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from stridelift.errors import ConfigError
from stridelift.request import Request
from stridelift.studio.settings import EditedError, RefusedError
from stridelift.studio.studio import Studio
from stridelift.tune.outcomes import tune
from test_studio import home

FEW = "".join(f"sessions.{name}.per_week = [0, 0]\n" for name in ("moderate", "plyo_high", "plyo_low", "upper", "core"))
HEAVY = f"# mine\npreset = 'marathon'  # the goal\n{FEW}sessions.heavy.per_week = [1, 1]  # one\n"  # planned in no time
LATE = {"availability.weekday": "19:00-20:00"}
NOWHERE = {"availability.weekday": "none", "availability.weekend": "none", "constraints.weekly_volume.weight": "hard"}


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    return home(tmp_path, HEAVY)


def config(request: Request) -> bytes:
    assert request.config
    return request.config.read_bytes()


# Trying.


TRIED = {
    "another price": ({"constraints.freshness.weight": "3"}, "freshness.weight=3"),
    "other hours": (LATE, "availability.weekday=19:00-20:00"),
    "other content": ({"sessions.heavy.minutes": "30-35"}, "sessions.heavy.minutes=[30, 35]"),
}


@pytest.mark.parametrize(("values", "vary"), TRIED.values(), ids=TRIED)
def test_a_preview_is_what_a_separate_solve_says(request_: Request, values: Mapping[str, str], vary: str) -> None:
    studio = Studio(request_)
    studio.week()
    before = config(request_)
    found = studio.preview(values)
    tuning = tune(request_, [vary], workers=1)
    now, then = tuning.now.result.objective, tuning.outcomes[0].result.objective
    assert now is not None
    assert then is not None
    assert (found.price, found.rise, found.status) == (then, then - now, "proven best")
    assert config(request_) == before


def test_a_preview_says_what_moves(request_: Request) -> None:
    studio = Studio(request_)
    assert studio.preview(LATE).moves == ("heavy Thu 18:00 → Thu 19:00",)
    assert studio.preview({}).moves == ("the same",)
    assert studio.preview({one.key: one.value for one in studio.fields()}).rise == 0


def test_what_was_frozen_since_it_was_planned_is_no_change_of_the_settings(tmp_path: Path) -> None:
    late = "2026-12-03T12:00:00+01:00"  # six hours before the session
    studio = Studio(home(tmp_path, HEAVY, now=late))
    board = studio.week()
    assert [one.at for one in board.blocks if one.session_class] == ["2026-12-03T18:00:00+01:00"]
    for values in ({}, {"constraints.habit.weight": "61"}):
        found = studio.preview(values)
        assert (found.rise, found.moves) == (0, ("the same",))


def test_a_preview_says_what_cannot_hold_together(request_: Request) -> None:
    found = Studio(request_).preview(NOWHERE)
    assert (found.price, found.rise, found.status, found.moves) == (None, None, "nothing fits", ())
    assert found.conflict == ("Mon 30 Nov – Sun 06 Dec: no free time", "at least 1 heavy session in 2026-W49")


def test_a_preview_says_what_cannot_be(request_: Request) -> None:
    found = Studio(request_).preview({"grid.runs": "2", "availability.monday": "<b>", "sessions.heavy.per_week": "2-1"})
    assert (found.price, found.rise, found.status) == (None, None, "this cannot be")
    assert found.mistakes == (
        ("availability.monday.0", "'<b>' is no window; write it like 17:30-21:30 (it says '<b>')"),
        ("grid.runs", "Input should be greater than or equal to 5 (it says 2)"),
        (
            "sessions.heavy.per_week",
            "the range [2, 1] is upside down; write the smaller number first (it says [2, 1])",
        ),
    )


# Saving.


def test_what_was_changed_is_saved_and_nothing_else_touched(request_: Request) -> None:
    studio = Studio(request_)
    board = studio.week()
    before = config(request_).decode()
    values = {one.key: one.value for one in studio.fields()} | {"sessions.heavy.per_week": "0-1", **LATE}
    after = studio.save(values, board.version)
    assert config(request_).decode() == (
        before.replace("[1, 1]  # one", "[0, 1]  # one") + '\n[availability]\nweekday = ["19:00-20:00"]\n'
    )
    assert after.version != board.version
    assert {one.key: one.value for one in studio.fields() if one.own}["availability.weekday"] == "19:00-20:00"


def test_a_saved_plan_is_the_one_that_was_previewed_and_undone_it_is_gone(request_: Request) -> None:
    studio = Studio(request_)
    board = studio.week()
    before = config(request_)
    said = studio.preview(LATE)
    after = studio.save(LATE, board.version)
    assert [one.at for one in after.blocks if one.uid and one.session_class] == ["2026-12-03T19:00:00+01:00"]
    assert said.price is not None
    assert f"{said.price:,}" in after.heading
    studio.undo(after.version)
    assert config(request_) == before


def test_a_key_that_is_emptied_is_the_presets_again(request_: Request) -> None:
    studio = Studio(request_)
    studio.save({"preset": ""}, studio.week().version)
    assert b"preset" not in config(request_)
    assert b"# mine\n" in config(request_)


def test_where_nothing_fits_then_it_is_saved_and_said(request_: Request) -> None:
    studio = Studio(request_)
    board = studio.save(NOWHERE, studio.week().version)
    assert board.conflict
    assert b"weight" in config(request_)


def test_two_tabs_and_a_hand_at_the_file_lose_nothing(request_: Request) -> None:
    studio = Studio(request_)
    version = studio.week().version
    studio.save(LATE, version)
    saved = config(request_)
    with pytest.raises(EditedError):
        studio.save({"grid.runs": "20"}, version)
    assert config(request_) == saved
    version = studio.week().version
    assert request_.config
    request_.config.write_bytes(saved + b"# by hand\n")
    with pytest.raises(EditedError):
        studio.save({"grid.runs": "20"}, version)
    assert config(request_) == saved + b"# by hand\n"


@pytest.mark.parametrize(
    ("values", "key"), [({"grid.runs": "2"}, "grid.runs"), ({"calendars.0.source": "x"}, "calendars.0.source")]
)
def test_what_cannot_be_is_refused_by_key_and_not_written(request_: Request, values: dict[str, str], key: str) -> None:
    studio = Studio(request_)
    version, before = studio.week().version, config(request_)
    with pytest.raises(RefusedError) as caught:
        studio.save(values, version)
    assert [one for one, _ in caught.value.mistakes] == [key]
    assert key in caught.value.message
    assert config(request_) == before


def test_a_mistake_by_hand_is_said_in_the_words_of_config_check(request_: Request) -> None:
    studio = Studio(request_)
    version = studio.week().version
    assert request_.config
    request_.config.write_text("[grid]\nruns = 2\n", encoding="utf-8")
    with pytest.raises(EditedError):
        studio.save({"grid.runs": "20"}, version)
    with pytest.raises(ConfigError, match=r"stridelift\.toml:2: grid\.runs: Input should be greater"):
        studio.fields()
