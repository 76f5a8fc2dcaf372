"""The config: what it says, and how a mistake in it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from command import House, stridelift
from ics import USUAL, week
from stridelift.config import find, load
from stridelift.errors import ConfigError

MISTAKES = [  # text, line, key, what is said
    ("foo = 1", 1, "foo", "unknown key"),
    ("[athlet]\nlevel = 1", 1, "athlet", "you meant 'athlete'"),
    ('[athlete]\n\ntimzone = "UTC"', 3, "athlete.timzone", "you meant 'timezone'"),
    ("[constraints.recovry_gap]", 1, "constraints.recovry_gap", "you meant 'recovery_gap'"),
    (
        "[constraints.recovery_gap]\nheavy_to_lng = 3",
        2,
        "constraints.recovery_gap.heavy_to_lng",
        "you meant 'heavy_to_long'",
    ),
    ("[sessions]\nheavy = { per_wek = [1, 2] }", 2, "sessions.heavy.per_wek", "you meant 'per_week'"),
    ("[sessions.heavi]\nper_week = [1, 2]", 1, "sessions.heavi", "you meant 'heavy'"),
    ('[[places]]\nname = "a"\n[[places]]\nname = "b"\ntravel = 1', 5, "places.1.travel", "you meant 'travel_minutes'"),
    ('[[runs.rules]]\nmatch = "a"\nkind = "easy"\nkinds = 1', 4, "runs.rules.0.kinds", "you meant 'kind'"),
    (
        '[[places]]\nname = "a"\ntravel_minutes = 5\n[[places]]\nname = "b"\ntravel_minutes = "far"',
        6,
        "places.1.travel_minutes",
        "valid integer",
    ),
    ("sessions = 5", 1, "sessions", "a table belongs here"),
    ("constraints = [1]", 1, "constraints", "a table belongs here"),
    ("calendars = 3", 1, "calendars", "a list belongs here"),
    ("[constraints]\nrecovery_gap = 5", 2, "constraints.recovery_gap", "a table belongs here"),
    ("[constraints.recovery_gap.heavy_to_long]\nhours = 1", 1, "constraints.recovery_gap.heavy_to_long", "number"),
    ("[sessions.heavy.minutes]\nmost = 1", 1, "sessions.heavy.minutes", "a list belongs here"),
    ('[[calendars]]\nrole = "training"', 1, "calendars.0.source", "is missing"),
    ("[[races]]\ndate = 2026-12-06\n[[races]]\ndate = 2026-12-06", 4, "races.1.date", "two races are on 2026-12-06"),
    ("[constraints.no_overlap]\nenabled = false", 2, "constraints.no_overlap.enabled", "True"),
    ('athlete.timezone = "Mars/City"', 1, "athlete.timezone", "'Mars/City' is no time zone"),
    ('athlete.level = "pro"', 1, "athlete.level", "'advanced'"),
    ('[availability]\nweekday = ["25:00-26:00"]\nweekend = []', 2, "availability.weekday.0", "no time of day"),
    ('[availability]\nweekday = ["06:00"]\nweekend = []', 2, "availability.weekday.0", "write it like 17:30-21:30"),
    ('[availability]\nweekday = ["06:00-06:00"]\nweekend = []', 2, "availability.weekday.0", "is empty"),
    ('preset = "fast"', 1, "preset", "there are injury_return, low_time, marathon"),
    ("preset = 5", 1, "preset", "valid string"),
    ('[[places]]\nname = "a"\nequipment = ["barbel"]', 3, "places.0.equipment.0", "you meant 'barbell'"),
    ('[[places]]\nname = "gym"\n[[days]]\ndate = 2026-12-01\nplaces = ["gim"]', 5, "days.0.places", "you meant 'gym'"),
    ('[[places]]\nname = "a"\n[[places]]\nname = "a"', 4, "places.1.name", "two places are called 'a'"),
    ("[[days]]\ndate = 2026-12-01\n[[days]]\ndate = 2026-12-01\noff = true", 4, "days.1.date", "stands twice"),
    ("[sessions]\nheavy = { per_week = [2, 1] }", 2, "sessions.heavy.per_week", "upside down"),
    ("[constraints.freshness]\nweight = 0", 2, "constraints.freshness.weight", "greater than or equal to 1"),
    ("[constraints.freshness]\nweight = -1", 2, "constraints.freshness.weight", "greater than or equal to 1"),
    ('[constraints.freshness]\nweight = "soft"', 2, "constraints.freshness.weight", "Input should be 'hard'; or:"),
    ("constraints.freshness.weight = 1.5", 1, "constraints.freshness.weight", "valid integer"),
    ("[constraints.no_overlap]\nweight = 3", 2, "constraints.no_overlap.weight", "Input should be 'hard'"),
    ('[[runs.rules]]\nmatch = "("\nkind = "race"', 2, "runs.rules.0.match", "no regular expression"),
    ('[[runs.rules]]\nmatch = "a"\nkind = "fast"', 3, "runs.rules.0.kind", "the kinds are easy"),
    ('runs.easy_pace = "fast"', 1, "runs.easy_pace", "write it like 6:00/km"),
    ("runs.easy_pace = -3", 1, "runs.easy_pace", "no pace"),
    ('runs.easy_pace = "0:00/km"', 1, "runs.easy_pace", "no pace"),
    ('runs.untimed = "maybe"', 1, "runs.untimed", "'usual' or 'choose'"),
    ('[[races]]\ndate = "soon"', 2, "races.0.date", "valid date"),
    ("[sessions.core.minutes]\nvalue = 5\nrange = 5", 1, "sessions.core.minutes", "a list belongs here"),
    ("[athlete.lifts]\nsquat_barbel = { one_rm = 5 }", 2, "athlete.lifts.squat_barbel", "you meant 'squat_barbell'"),
    ("[athlete.lifts]\nplank_front = { one_rm = 5 }", 2, "athlete.lifts.plank_front", "takes no load"),
    (
        '[athlete.lifts]\ndeadlift = { one_rm = 5, mode = "band" }',
        2,
        "athlete.lifts.deadlift.mode",
        "'band' takes no load; there are trap_bar, barbell",
    ),
    ("[athlete.lifts]\ndeadlift = { one_rm = 0 }", 2, "athlete.lifts.deadlift.one_rm", "greater than 0"),
    ("[athlete.lifts]\ndeadlift = { one_rm = nan }", 2, "athlete.lifts.deadlift.one_rm", "less than or equal"),
    ("[athlete.lifts]\ndeadlift = { one_rm = inf }", 2, "athlete.lifts.deadlift.one_rm", "less than or equal"),
    ("[athlete.lifts]\ndeadlift = { max = 5 }", 2, "athlete.lifts.deadlift.max", "unknown key"),
    ("[athlete.lifts]\ndeadlift = {}", 2, "athlete.lifts.deadlift", "either one_rm or last belongs here"),
    (
        "[athlete.lifts]\ndeadlift = { last = { kg = 80, reps = 0 } }",
        2,
        "athlete.lifts.deadlift.last.reps",
        "greater than or equal to 1",
    ),
    ("[grid]\nsessions = 1", 2, "grid.sessions", "greater than or equal to 5"),
    ('[constraints.preferred_time]\ntimes = ["x"]', 2, "constraints.preferred_time.times.0", "'x' is no window"),
    ('[constraints.preferred_time]\nweekdays = ["foo"]', 2, "constraints.preferred_time.weekdays.0", "no weekday"),
]


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "stridelift.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


@pytest.mark.parametrize(("text", "line", "key", "says"), MISTAKES)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, text: str, line: int, key: str, says: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        load(file)
    assert str(caught.value).startswith(f"config {file}:{line}: {key}: ")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("text", "says"), [("x = [", "end of document"), ("x = " + "[" * 5000, "recursion"), (b"\xff\xfe\x00", "UTF-8")]
)
def test_what_is_no_toml(tmp_path: Path, text: str | bytes, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        load(written(tmp_path, text))


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        load(written(tmp_path, "foo = 1\n[athlete]\nlevel = 3\n"))
    assert ":1: foo" in str(caught.value)
    assert ":3: athlete.level" in str(caught.value)


@pytest.mark.parametrize("text", ['\ufeff[athlete]\r\nlevel = "novice"\r\n', '[athlete]\nlevel = "novice"'])
def test_windows_files(tmp_path: Path, text: str) -> None:
    assert load(written(tmp_path, text)).config.athlete.level == "novice"


def test_a_mistake_in_a_windows_file_has_its_line(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r":3: athlete\.levl"):
        load(written(tmp_path, '\ufeffpreset = "marathon"\r\n[athlete]\r\nlevl = "novice"\r\n'))


@pytest.mark.parametrize("weight", ['"hard"', "7"])
def test_weights(tmp_path: Path, weight: str) -> None:
    rules = load(written(tmp_path, f"[constraints.freshness]\nweight = {weight}\n")).config.constraints
    assert str(rules.freshness.weight) == weight.strip('"')


def test_the_command_refuses_with_exit_2(house: House) -> None:
    house.config("foo = 1")
    done = stridelift("solve", house.write("runs.ics", week("2026-11-30", USUAL)), "--week", "2026-W49")
    assert (done.code, done.out) == (2, "")
    assert "stridelift.toml:3: foo: unknown key." in done.err


def test_which_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "platform"))
    folders = [tmp_path / "platform" / "stridelift", tmp_path, tmp_path / "there"]
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    beside = [tmp_path / "there" / "runs.ics"]
    assert find(None, beside) is None
    for folder in folders:
        written(folder, "")
        assert find(None, beside) == folder / "stridelift.toml"
    assert find(folders[0] / "stridelift.toml", beside) == folders[0] / "stridelift.toml"
    with pytest.raises(ConfigError, match="there is no such file"):
        find(tmp_path / "other.toml", beside)


FULL = """
preset = "marathon"

[[calendars]]                     # used when the command line names no source; paths relative to this file
source = "runs.ics"
role = "training"

[athlete]
timezone = "Europe/Berlin"
level = "intermediate"            # novice, intermediate, advanced
emails = ["me@example.org"]       # whose "declined" counts

[[races]]
date = 2027-04-25
distance = "marathon"
priority = "A"

[runs]
untimed = "choose"                # default "usual"
usual_start = { weekday = "06:30", weekend = "08:30" }
easy_pace = "6:00/km"
[[runs.rules]]
match = "(?i)parkrun"
kind = "race"

[availability]
weekday = ["06:00-08:00", "17:30-21:30"]
weekend = ["08:00-20:00"]

[[places]]
name = "home"
equipment = ["dumbbell", "band"]
[[places]]
name = "gym"
equipment = ["barbell", "rack", "bench", "box", "leg_press"]
open = { weekday = ["06:00-22:00"], weekend = ["09:00-18:00"] }
travel_minutes = 15

[[places]]
name = "hotel"
only_on_days = true
[[days]]
date = 2026-12-03
places = ["hotel"]

[sessions]
heavy = { per_week = [1, 2], minutes = [35, 60] }
core = { per_week = [1, 2], minutes = [15, 30] }

[constraints.recovery_gap]
heavy_to_long = 24

[constraints.freshness]
weight = 3
"""


def test_a_config_with_everything(house: House) -> None:
    house.write("stridelift.toml", FULL)
    house.write("runs.ics", week("2026-11-30", [USUAL[0], (1, "06:30", "07:35", "Intervals 6 x 800 m"), *USUAL[2:]]))
    done = stridelift("solve", "--week", "2026-W49", "--json")
    assert done.code == 0, done.err
    assert done.json["status"] == "OPTIMAL"
    assert {(one["class"], one["place"]) for one in done.json["sessions"]} == {
        ("core", "home"),
        ("heavy", "gym"),
        ("moderate", "hotel"),
    }
    config = load(house.folder / "stridelift.toml").config
    assert config.sessions.heavy.per_week == (1, 2)
    assert config.sessions.moderate.per_week == (1, 1)
    assert config.constraints.recovery_gap.heavy_to_long == 24
