"""Changing a TOML text keeps all that was not to be changed."""

from __future__ import annotations

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given, reject
from hypothesis import strategies as st

from stridelift.errors import ConfigError
from stridelift.studio.edit import Tables, edited, laid

FILE = """\
#:schema ./config.schema.json
# Behind each line: what it does.

# Other presets: novice_lifter.
# preset = "marathon"  # whose numbers hold

[athlete]
timezone = "Europe/Berlin"  # your days
# emails = ["me@example.org"]

# How runs are read.
[runs]  # really
untimed   = "usual" # as it is

[runs.usual_start]
weekday = "06:30"   # Monday to Friday

# a rule
[[runs.rules]]  # long in 7 of 8 weeks
match = 'x'
kind = "long"

# where
[[places]]
name = "gym"
[places.open]
weekday = ["06:00-22:00"] # open

[sessions]
heavy = { per_week = [1, 2] } # few
upper.per_week = [0, 1] # fewer

[constraints.preferred_time] # a wish
times = [
  "18:00-19:00", # after work
] # there

# the grid
[grid]
runs = 20
[constraints.habit] # out of order
weight = 2
"""
CHANGES: dict[str, tuple[dict[str, Any], str, str]] = {
    "a value": ({"runs.untimed": "choose"}, 'untimed   = "usual" #', 'untimed   = "choose" #'),
    "a value in an array of tables": ({"runs.rules.0.kind": "tempo"}, 'kind = "long"', 'kind = "tempo"'),
    "inside braces": ({"sessions.heavy.per_week": [2, 2]}, "[1, 2]", "[2, 2]"),
    "a dotted key": ({"sessions.upper.per_week": [1, 1]}, "[0, 1] #", "[1, 1] #"),
    "a new key at the top": ({"preset": "marathon"}, "hold\n", 'hold\npreset = "marathon"\n'),
    "a new key": ({"athlete.level": "novice"}, "your days\n", 'your days\nlevel = "novice"\n'),
    "a new key above tables": ({"runs.easy_pace": "5:00/km"}, "as it is\n", 'as it is\neasy_pace = "5:00/km"\n'),
    "an array with comments": ({"constraints.preferred_time.times": ["6-7"]}, "", ""),
    "a new dotted key": ({"sessions.upper.minutes": [30, 40]}, "fewer\n", "fewer\nupper.minutes = [30, 40]\n"),
    "a new table": ({"publish.collection": "x"}, "weight = 2\n", 'weight = 2\n\n[publish]\ncollection = "x"\n'),
    "taken out": ({"grid.runs": None}, "runs = 20\n", ""),
    "taken out that is not there": ({"grid.sessions": None, "publish.username": None}, "x", "x"),
}
ADDED = {
    "behind the last of its kind": (("runs.rules", {"match": "y", "kind": "easy"}), "# where\n"),
    "below which there are tables": (("places", {"name": "home"}), "[sessions]\n"),
}


@pytest.mark.parametrize(("changes", "old", "new"), CHANGES.values(), ids=CHANGES)
def test_what_was_asked_for_is_changed(changes: dict[str, Any], old: str, new: str) -> None:
    found = edited(FILE, changes)
    assert tomllib.loads(found) == laid(tomllib.loads(FILE), changes)
    assert not old or found == FILE.replace(old, new, 1)


@pytest.mark.parametrize(("added", "below"), ADDED.values(), ids=ADDED)
def test_a_table_goes_behind_its_kind_and_above_the_next(added: tuple[str, dict[str, Any]], below: str) -> None:
    key, table = added
    lines = "".join(f'{name} = "{value}"\n' for name, value in table.items())
    assert edited(FILE, {}, [added]) == FILE.replace(below, f"[[{key}]]\n{lines}\n{below}", 1)


WHOLE = {
    "nothing": ("", {"preset": "x"}, (), 'preset = "x"\n'),
    "comments": ("# mine\n", {"grid.runs": 30}, (), "# mine\n\n[grid]\nruns = 30\n"),
    "braces": ("a = { b = { c = 1 } } # x", {"a.d.e": 2}, (), "a = { b = { c = 1 }, d = {e = 2}} # x"),
    "an array in brackets": (
        "[runs]\nrules = [ {match = 'x'} ] # r\n",
        {},
        (("runs.rules", {"match": "y"}),),
        "[runs]\nrules = [ {match = 'x'}, {match = \"y\"} ] # r\n",
    ),
    "no array in braces": ("a = {b = 1}\n", {}, (("a.c", {"d": 2}),), "a = {b = 1,c = [{d = 2}]}\n"),
    "a comment below": (
        "[a.b]\nc = 1\n\n# of d\n[d]\n",
        {"a.e.f": 2},
        (),
        "[a.b]\nc = 1\n\n[a.e]\nf = 2\n\n# of d\n[d]\n",
    ),
    "no array": ("", {}, (("days", {"date": date(2026, 1, 1)}),), "[[days]]\ndate = 2026-01-01\n"),
    "a table as a value": ("", {"a.b": {"c": 1}}, (), "[a]\nb = {c = 1}\n"),
}


@pytest.mark.parametrize(("text", "changes", "added", "expected"), WHOLE.values(), ids=WHOLE)
def test_what_the_text_then_is(text: str, changes: dict[str, Any], added: Tables, expected: str) -> None:
    assert edited(text, changes, added) == expected


def test_windows_newlines_stay() -> None:
    text = FILE.replace("\n", "\r\n")
    found = edited(text, {"athlete.level": "novice", "grid.runs": 30}, [("days", {"date": date(2026, 1, 1)})])
    assert found.count("\n") == found.count("\r\n") == FILE.count("\n") + 4


def test_a_comment_is_rather_kept_than_a_wish_fulfilled() -> None:
    """Of tables that lie apart, tomlkit takes what is left empty out whole."""
    text = "[a.b]\nc = 1\n\n[d]\ne = 1\n\n[a]\nf = 1\n\n# of g\n[g]\nh = 1\n"
    with pytest.raises(ConfigError, match=r"^a\.f cannot be changed in a file that is written like this one"):
        edited(text, {"a.f": None})


@pytest.mark.parametrize("text", ["a = ", "[a]\n[a]\n", "a" * 3 + " = [" * 2000])
def test_what_is_no_toml_is_refused(text: str) -> None:
    with pytest.raises(ConfigError, match=r"^b cannot be changed in a file that is written like this one"):
        edited(text, {"b": 1})


# Any file, any change.

KEYS = [
    *("preset", "athlete.level", "athlete.spare", "runs.untimed", "runs.usual_start.weekend", "runs.minutes.easy"),
    *("sessions.heavy.minutes", "sessions.upper.minutes", "sessions.core.minutes", "sessions.heavy.per_week"),
    *("constraints.habit.weight", "constraints.freshness.weight", "constraints.preferred_time.weight"),
    *("grid.sessions", "grid.runs", "availability", "publish.collection"),
]
WORDS = st.sampled_from(["", "x", "06:00-08:00", '"\n[a]\nb = 1 # c', "\x7f\t'''", "ä\N{RUNNER}", "\\"])
VALUES = st.one_of(st.none(), st.booleans(), st.integers(-9, 9), WORDS, st.lists(WORDS, max_size=3))
BLOCKS = FILE.split("\n\n")


@st.composite
def texts(draw: st.DrawFn) -> str:
    """The file with some of its parts, in another order."""
    order = draw(st.permutations(BLOCKS[2:]))
    return "\n\n".join([*BLOCKS[:2], *order[: draw(st.integers(0, len(order)))]]) + "\n"


@given(texts(), st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=3), st.booleans())
def test_whatever_is_changed_the_rest_stays(text: str, changes: dict[str, Any], another: bool) -> None:  # noqa: FBT001 - of hypothesis
    added = [("runs.rules", {"match": "y", "kind": "easy"})] if another else []
    try:
        found = edited(text, changes, added)
    except ConfigError:  # where tables of one kind lie apart
        reject()
    assert tomllib.loads(found) == laid(tomllib.loads(text), changes, added)
    assert [line for line in found.splitlines() if line[:1] == "#"] == [
        line for line in text.splitlines() if line[:1] == "#"
    ]
