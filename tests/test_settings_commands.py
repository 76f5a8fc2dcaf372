"""``constraints``, ``config`` and ``schema``: what they print, and how they end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command import House, stridelift
from example import ROOT, examples
from stridelift.config import load
from stridelift.policy import Constraints, Sessions, settings
from stridelift.report.shapes import Numbers
from stridelift.resources import presets, rule_names
from test_config import FULL

OWN = (
    'preset = "marathon"\n\n[constraints.freshness]\nheavy_to_long = 40\nheavy_to_quality = 48\nweight = 2\n'
    "[sessions]\nheavy = { per_week = [1, 2] }\n[constraints.hard_days]\nenabled = false\n"
)


@pytest.fixture
def alone(house: House) -> House:
    (house.folder / "stridelift.toml").unlink()
    return house


# constraints


def test_every_rule_and_number_is_listed(alone: House) -> None:
    done = stridelift("constraints")
    assert (done.code, done.err) == (0, "")
    heads = [line.partition(":")[0] for line in done.out.splitlines()[1:] if line and line[0] != " "]
    assert heads[:-3] == [*Constraints.model_fields, "sessions"]
    assert sum(line.startswith("  ") for line in done.out.splitlines()) == len(settings(None, {}))
    assert done.out.startswith("The defaults; there is no config.\n")


def test_every_field_is_a_number_with_a_default() -> None:
    """What can be set is listed: a rule that gains a field gains a line in base.toml."""
    known = settings(None, {})
    for name, rule in Constraints.model_fields.items():
        for field in rule.annotation.model_fields:
            if field not in ("enabled", "muscle_sets"):
                assert any(f"{key}.".startswith(f"constraints.{name}.{field}.") for key in known), (name, field)
    assert {key.split(".")[1] for key in known if key.startswith("sessions.")} == {*Sessions.model_fields}


def test_a_line_has_value_unit_usual_grade_origin_and_sources(alone: House) -> None:
    lines = [" ".join(line.split()) for line in stridelift("constraints").out.splitlines()]
    assert "heavy_to_quality 24 h usual 12–48 B default Doma2013, Doma2014, Palmer2001" in lines
    assert "weight 6,000 per missing session E default" in lines
    assert "heavy.per_week 1 /week usual 0–3 A default Blagrove2018, Balsalobre2016, BlagroveHooper" in lines
    assert "ban none E default" in lines


def test_origins_are_default_preset_and_line(house: House) -> None:
    house.write("stridelift.toml", f"{OWN}[constraints.recovery_gap]\nheavy_to_easy = 9\n")
    done = stridelift("constraints")
    lines = [" ".join(line.split()) for line in done.out.splitlines()]
    assert lines[0] == "Preset marathon (Marathon) over the defaults; stridelift.toml over both: 6 numbers of its own."
    assert "heavy_to_long 40 h usual 24–48 (C) stridelift.toml:4 Burt2023" in lines
    assert "heavy_to_race_a 288 h usual 168–336 D preset marathon Bosquet2007, Pritchard2015, Smyth2021" in lines
    assert (
        "heavy.per_week 1–2 /week usual 0–3 (A) stridelift.toml:8 Blagrove2018, Balsalobre2016, BlagroveHooper" in lines
    )
    assert "heavy_to_easy 9 h outside the usual 0–6 (B) stridelift.toml:12 Doma2014, Palmer2001" in lines
    assert "hard_days (off): Hard days hard, easy days easy" in lines


def test_one_rule_comes_with_its_reasons_and_sources(alone: House) -> None:
    out = stridelift("constraints", "recovery_gap", "sessions").out
    assert [line.partition(":")[0] for line in out.splitlines() if line and line[0] != " "][1:3] == [
        "recovery_gap",
        "sessions",
    ]
    assert "\n      fast running still suffers on the next day in most; a floor, not an optimum\n" in out
    assert "\nBurt2023: Burt D et al. (2023), " in out or (
        "\nBurt2023: " in out and "Pooled: after damaging exercise, fast running is worse at 24 and 48 h" in out
    )
    assert "(read: abstract)" in out


DIFFS = [
    ("", (), ["Nothing differs from the defaults."]),
    (
        "",
        ("--preset", "marathon"),
        [
            "Preset marathon against the defaults:",
            "progression.power_weeks 3 weeks instead of 4 weeks usual 2–6 preset marathon",
            "progression.taper_marathon 3 weeks instead of 2 weeks usual 2–3 preset marathon",
            "freshness.heavy_to_long 48 h instead of 36 h usual 24–48 preset marathon",
            "freshness.heavy_to_race_a 288 h instead of 240 h usual 168–336 preset marathon",
        ],
    ),
    (
        OWN,
        (),
        [
            "stridelift.toml against preset marathon:",
            "hard_days.enabled false new stridelift.toml:10",
            "freshness.weight 2 per missing minute instead of 1 per missing minute stridelift.toml:6",
            "freshness.heavy_to_long 40 h instead of 48 h usual 24–48 stridelift.toml:4",
            "sessions.heavy.per_week 1–2 /week instead of 1 /week usual 0–3 stridelift.toml:8",
        ],
    ),
    (
        "[constraints.freshness]\nheavy_to_long = 36\n",
        (),
        ["Nothing differs from the defaults."],
    ),
    (
        "[constraints.freshness]\nheavy_to_long = 36\n",
        ("--preset", "marathon"),
        [
            "stridelift.toml against preset marathon:",
            "freshness.heavy_to_long 36 h instead of 48 h usual 24–48 stridelift.toml:2",
        ],
    ),
]


@pytest.mark.parametrize(("text", "options", "expected"), DIFFS)
def test_the_difference(house: House, text: str, options: tuple[str, ...], expected: list[str]) -> None:
    house.write("stridelift.toml", text)
    done = stridelift("constraints", "--diff", *options)
    assert [" ".join(line.split()) for line in done.out.splitlines()] == expected


@pytest.mark.parametrize("preset", presets())
def test_the_difference_of_a_preset_is_what_its_file_says(alone: House, preset: str) -> None:
    found = stridelift("constraints", "--preset", preset, "--diff", "--json").json["settings"]
    base = settings(None, {})
    assert {one["key"]: one["value"] for one in found} == {
        key: one.value for key, one in settings(preset, {}).items() if one.origin != "default"
    }
    assert all(one["default"] == base[one["key"]].value != one["value"] for one in found)


def test_json_has_every_number_and_the_sources_cited(house: House) -> None:
    house.write("stridelift.toml", OWN)
    record = stridelift("constraints", "--json").json
    Numbers.model_validate(record)
    assert [one["name"] for one in record["rules"]] == [*Constraints.model_fields]
    assert [one["name"] for one in record["rules"] if not one["enabled"]] == ["hard_days"]
    found = {one["key"]: one for one in record["settings"]}
    assert found.keys() == settings(None, {}).keys() | {"constraints.hard_days.enabled"}
    own = found["constraints.freshness.heavy_to_long"]
    assert (own["value"], own["below"], own["default"], own["origin"], own["line"]) == (40, 48, 36, "file", 4)
    assert {cite for one in record["settings"] for cite in one["cites"]} == record["sources"].keys()


WRONG = [
    (("constraints", "recovry_gap"), "error: no rule is called 'recovry_gap'.\nMaybe you meant 'recovery_gap'; "),
    (("constraints", "zzz"), "error: no rule is called 'zzz'.\nMaybe there are no_overlap, "),
    (
        ("constraints", "--preset", "maraton"),
        "error: no preset is called 'maraton'.\nMaybe you meant 'marathon'; there",
    ),
    (("schema", "confg"), "error: no schema is called 'confg'.\nMaybe you meant 'config'; there are config, "),
    (("config", "check", "-c", "no.toml"), "error: config 'no.toml': there is no such file.\n"),
    (("schema", "config", "-o", "stridelift.toml"), "error: 'stridelift.toml/config.schema.json' cannot be written: "),
]


@pytest.mark.parametrize(("command", "says"), WRONG)
def test_wrong_use(house: House, command: tuple[str, ...], says: str) -> None:
    done = stridelift(*command)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(says)


# config check


def test_no_mistake(house: House) -> None:
    house.write("stridelift.toml", OWN)
    done = stridelift("config", "check")
    assert (done.code, done.err) == (0, "")
    assert done.out == "stridelift.toml: no mistake; preset marathon, 5 of the numbers are its own.\n"


def test_no_config(alone: House) -> None:
    done = stridelift("config", "check")
    assert (done.code, done.out) == (0, "There is no stridelift.toml here: the defaults are used.\n")


def test_every_mistake_is_named_at_once(house: House) -> None:
    """In one table and between two, with line, key and the near key."""
    file = house.write(
        "stridelift.toml",
        '[athlete]\nlevl = "novice"\n[[places]]\nname = "gym"\ntravel_minutes = 999\n[[days]]\ndate = 2026-12-01\n'
        'places = ["gim"]\n[[races]]\ndate = 2026-12-06\n[[races]]\ndate = 2026-12-06\n[constraints.freshness]\n'
        "weight = 0\n",
    )
    done = stridelift("config", "check")
    assert (done.code, done.out) == (2, "")
    lines = [line.removeprefix("error: config ").replace(f"{file}:", "") for line in done.err.splitlines()]
    assert [line.partition(": ")[0] + " " + line.partition(": ")[2].partition(":")[0] for line in lines[:-1]] == [
        "2 athlete.levl",
        "5 places.0.travel_minutes",
        "14 constraints.freshness.weight",
        "12 races.1.date",
        "8 days.0.places",
    ]
    assert lines[-1] == "Maybe you meant 'level', 'gym'."


def test_what_is_no_toml_has_its_line(house: House) -> None:
    house.write("stridelift.toml", 'preset = "marathon"\n[athlete\n')
    done = stridelift("config", "check")
    assert (done.code, done.out) == (2, "")
    assert "at line 2" in done.err


@pytest.mark.parametrize(
    "text",
    [
        '[[calendars]]\nsource = "https://example.org/a"\nusername = "me"\npassword = 5\n',
        'preset = "injury_return"\n[athlete]\nclinician_clearance = "perhaps"\n',
        '[[places]]\nname = 5\n[[days]]\ndate = 2026-12-01\nplaces = ["gym"]\n',
        '[[days]]\ndate = "soon"\n[[days]]\ndate = "soon"\n',
    ],
)
def test_what_follows_from_a_mistake_is_none(house: House, text: str) -> None:
    file = house.write("stridelift.toml", text)
    done = stridelift("config", "check")
    wrong = 2 if "soon" in text else 1
    assert (done.code, done.err.count(str(file))) == (2, wrong)


# config show


CONFIGS = {
    "nothing": "",
    "own numbers": OWN,
    "everything": FULL,
    "other things": (
        'runs.easy_pace = "9:40/mi"\n[runs.usual_start]\nmonday = "05:15"\n[constraints.preferred_time]\n'
        'weekdays = ["mon", "Friday"]\ntimes = ["22:00-01:00"]\n[constraints.weekly_volume]\n'
        "muscle_sets = { quads = [2, 9] }\n"
        '[athlete]\nphase = "max_strength"\nspare = ["knee_front"]\n[athlete.lifts]\ndeadlift = { one_rm = 90.5 }\n'
        '[exercises.squat_goblet]\nrank = 1\n[exercises."sled"]\nname = "Sled \\"push\\""\npattern = "squat"\n'
        'primary = ["quads"]\nmodes = { sled = { needs = ["sled"], stress = "moderate" } }\n'
        'profile = "main_bilateral"\n'
    ),
    "a secret": (
        '[[calendars]]\nsource = { env = "RUNS" }\n[[calendars]]\nsource = "~/life.ics"\nrole = "busy"\n'
        '[[calendars]]\nsource = { command = ["pass", "show", "c"] }\nusername = "me"\npassword = { env = "P" }\n'
    ),
}
EXAMPLES = {one.name: one.folder / "stridelift.toml" for one in examples() if (one.folder / "stridelift.toml").exists()}


@pytest.mark.parametrize("text", [*CONFIGS.values(), *(file.read_text("utf-8") for file in EXAMPLES.values())])
def test_what_is_shown_reads_back_as_the_same(house: House, text: str) -> None:
    file = house.write("stridelift.toml", text)
    done = stridelift("config", "show")
    assert (done.code, done.err) == (0, "")
    shown = load(house.write("shown.toml", done.out))
    assert shown.config == load(file).config
    again = stridelift("config", "show", "-c", "shown.toml").out
    assert [line.partition("  #")[0] for line in again.splitlines()] == [
        line.partition("  #")[0] for line in done.out.splitlines()
    ]


@pytest.mark.parametrize("preset", presets())
def test_a_preset_is_shown_with_its_numbers(house: House, preset: str) -> None:
    file = house.write("stridelift.toml", f'preset = "{preset}"\nathlete.clinician_clearance = true\n')
    out = stridelift("config", "show").out
    assert load(house.write("shown.toml", out)).config == load(file).config
    assert out.count(f"# preset {preset}") > 0


def test_what_is_shown_says_where_it_comes_from(house: House) -> None:
    house.write("stridelift.toml", OWN)
    lines = stridelift("config", "show").out.splitlines()
    assert "heavy_to_long = 40  # stridelift.toml:4" in lines
    assert "heavy_to_race_a = 288  # preset marathon" in lines
    assert "heavy = { per_week = [1, 2], minutes = [35, 60] }  # stridelift.toml:8" in lines
    assert "heavy_to_race_b = 120" in lines
    assert 'second_start = "17:30"' in lines


def test_links_are_masked(house: House) -> None:
    house.write(
        "stridelift.toml",
        '[[calendars]]\nsource = "https://feeds.example.org/SECRET.ics?token=SECRET"\n'
        '[[calendars]]\nsource = "runs.ics"\n'
        '[publish]\ncollection = "caldavs://dav.example.org/SECRET/"\n',
    )
    out = stridelift("config", "show").out
    assert "SECRET" not in out
    lines = out.splitlines()
    assert 'source = "https://feeds.example.org/…"  # a link is a secret: only its host is shown' in lines
    assert 'collection = "caldavs://dav.example.org/…"  # a link is a secret: only its host is shown' in lines
    assert 'source = "runs.ics"' in lines


def test_a_config_with_a_mistake_is_not_shown(house: House) -> None:
    house.write("stridelift.toml", "foo = 1\n")
    done = stridelift("config", "show")
    assert (done.code, done.out) == (2, "")
    assert "foo: unknown key." in done.err


# Help and completion.

HELP = {
    ("constraints",): "stridelift constraints --preset marathon --diff     what a preset changes",
    ("config", "check"): "stridelift config check -c club/anna.toml  another one",
    ("config", "show"): "stridelift config show > whole.toml        a file to start from",
    ("schema",): "#:schema ./config.schema.json              the first line of your stridelift.toml",
}


@pytest.mark.parametrize("command", HELP)
def test_help_shows_how(command: tuple[str, ...]) -> None:
    done = stridelift(*command, "--help")
    assert done.code == 0
    assert HELP[command] in done.out


@pytest.mark.parametrize("command", ["constraints", "schema", "config"])
def test_the_list_of_commands_says_it_whole(command: str) -> None:
    (line,) = [line for line in stridelift("--help").out.splitlines() if line.startswith(f"  {command} ")]
    assert line.endswith(".")
    assert not line.endswith("...")


def completed(monkeypatch: pytest.MonkeyPatch, words: str) -> list[str]:
    """What bash is offered for the last word."""
    monkeypatch.setenv("_STRIDELIFT_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(words.count(" ")))
    return stridelift().out.split()


COMPLETIONS = [
    ("stridelift con", ["constraints", "config"]),
    ("stridelift config ", ["check", "show"]),
    ("stridelift constraints --preset m", ["marathon", "masters_50_plus"]),
    ("stridelift constraints re", ["recovery_gap"]),
    ("stridelift constraints s", ["session_spacing", "session_content", "stability", "sessions"]),
    ("stridelift schema c", ["catalogue", "check", "classes", "config", "constraints"]),
]


@pytest.mark.parametrize(("words", "offered"), COMPLETIONS)
def test_words_are_completed(monkeypatch: pytest.MonkeyPatch, words: str, offered: list[str]) -> None:
    assert completed(monkeypatch, words) == offered


def test_names_of_rules_are_listed_without_the_rules() -> None:
    """Completion must not wait for the models to be imported, so it reads the defaults."""
    assert sorted(rule_names()) == sorted(Constraints.model_fields)


# schema


def test_schemas_are_listed_printed_and_written(alone: House) -> None:
    listed = [line.split()[0] for line in stridelift("schema").out.splitlines()]
    done = stridelift("schema", "-o", "there/too")
    assert (done.code, done.out) == (0, "")
    assert done.err == "Begin your stridelift.toml with: #:schema ./config.schema.json\n"
    for name in listed:
        shipped = (ROOT / f"models/schema/{name}.schema.json").read_bytes()
        assert (Path("there/too") / f"{name}.schema.json").read_bytes() == shipped
        assert stridelift("schema", name).out.encode() == shipped
        assert json.loads(shipped)["$schema"].startswith("https://json-schema.org/")


def test_one_schema_is_written(alone: House) -> None:
    assert stridelift("schema", "result", "-o", ".").err == ""
    assert [file.name for file in Path().iterdir()] == ["result.schema.json"]
