"""What strangers write, in events or in a config, leaves the house as text and nothing else."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from command import ONLY_CORE, House, stridelift
from example import Example, examples
from ics import all_day, calendar, timed
from lint import lint
from stridelift.calendar.published import RUNS, load_published

TEXTS = {
    "a lone CR": "x\rATTENDEE:mailto:a@b.c",
    "CRLF": "x\r\nATTENDEE:mailto:a@b.c\r\nEND:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR",
    "LF": "x\nEND:VEVENT\nBEGIN:VEVENT\nATTENDEE:mailto:a@b.c",
    "an escaped line break": "x\\nATTENDEE:mailto:a@b.c",
    "NUL and C0": "a\0b\x01\x08\x0b\x0c\x1b[31mATTENDEE:x\x1f\x7f",
    "C1": "a\x85ATTENDEE:x\x9b31m",
    "separators": "a\u2028ATTENDEE:x\u2029END:VEVENT",
    "bidirectional": "a\u202eCBA\u2066b\u2069\u200f\u061c",
    "a BOM": "\ufeffBEGIN:VCALENDAR",
    "backslashes": "a\\b\\\\c\\;d\\",
    "marks": "a;b,c:d\"e'f^n=g",
    "an end": "END:VCALENDAR",
    "astral": "🏋️" * 60,
    "blanks": "  \t " * 50 + "x",
}


def in_calendar(text: str) -> str:
    """As a program writes it that escapes nothing but line breaks, some of them as TEXT asks, some folded."""
    return text.replace("\r\n", "\\n").replace("\n", "\\n")


def inject(house: House, text: str) -> tuple[bytes, bytes]:
    """A week with the text in every place that somebody else writes; both calendars come back."""
    word = in_calendar(text)
    extra = (f"DESCRIPTION:Tempo run {word}", f"LOCATION:{word}", f"X-STRIDELIFT-PLACE:{word}", f"CATEGORIES:{word}")
    runs = calendar(
        all_day("2026-12-01", f"Tempo run {word}", *extra, uid=f"u1{word}"),
        all_day("2026-12-04", f"{word} easy run", *extra, uid=f"u2{word}"),
        timed("2026-12-02 18:00", "18:50", f"Strength {word}", *extra, uid=f"u3{word}"),
    )
    name = json.dumps(f"gym {text}").replace("\\ud83c\\udfcb\\ufe0f", "🏋️").replace("\x7f", "\\u007f")
    house.config(
        f'runs.untimed = "choose"\n{ONLY_CORE}[[places]]\nname = {name}\n'
        'equipment = ["dumbbell", "band", "barbell", "rack"]\n'
        f"[[races]]\ndate = 2026-12-06\nname = {name}\n"
    )
    house.solve(runs, "-o", "strength.ics", "--runs-output", "chosen.ics", "--alarm", "10")
    return (house.folder / "strength.ics").read_bytes(), (house.folder / "chosen.ics").read_bytes()


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_nothing_gets_through(house: House, text: str) -> None:
    strength, runs = inject(house, text)
    sessions, chosen = load_published(strength).events, load_published(runs, RUNS).events
    lint(strength, len(sessions))
    lint(runs, len(chosen))
    assert sessions
    assert {one.entry.summary.count("run") for one in chosen} == {1}
    assert {one.entry.location[:3] for one in sessions} == {"gym"}
    again = inject(house, text)
    assert again == (strength, runs)


def test_a_million_characters(house: House) -> None:
    house.config('runs.untimed = "choose"\n')
    house.solve(calendar(all_day("2026-12-01", f"Tempo run {'x' * 999_000}")), "--runs-output", "chosen.ics")
    lint((house.folder / "chosen.ics").read_bytes(), 1)


def test_bytes_that_are_no_text(house: House) -> None:
    """Lone surrogates and broken UTF-8, as a file may hold them."""
    text = calendar(all_day("2026-12-01", "Tempo run XX", uid="XX"))
    house.config('runs.untimed = "choose"\n')
    house.write("runs.ics", text.encode().replace(b"XX", b"\xed\xa0\x80\xff\xc3"))
    done = stridelift("solve", "runs.ics", "--week", "2026-W49", "-o", "s.ics", "--runs-output", "r.ics")
    assert done.code == 0
    runs = (house.folder / "r.ics").read_bytes()
    lint(runs, 1)


@pytest.mark.parametrize("zone", ["../../etc/passwd", "Europe/Berlin\nATTENDEE:x", "Europe", "x" * 10_000])
def test_a_time_zone_is_a_known_name(house: House, zone: str) -> None:
    house.write("stridelift.toml", f"athlete.timezone = {json.dumps(zone)}\n")
    runs = house.write("runs.ics", calendar(all_day("2026-12-01", "Tempo run")))
    done = stridelift("solve", runs, "--week", "2026-W49", "-o", "strength.ics")
    assert done.code == 2
    assert not (house.folder / "strength.ics").exists()


def test_asserts_protect_nothing(house: House) -> None:
    """``python -O`` takes them out; what is written is the same."""
    expected = inject(house, "".join(TEXTS.values()).replace("\0", ""))
    for name in ("strength.ics", "chosen.ics"):
        (house.folder / name).unlink()
    runs = str(house.folder / "runs.ics")
    options = ("--week", "2026-W49", "-o", "strength.ics", "--runs-output", "chosen.ics", "--alarm", "10")
    command = [sys.executable, "-O", "-c", "from stridelift.cli import main; main()", "solve", runs, *options]
    environment = {**os.environ, "STRIDELIFT_NOW": "2026-11-29T12:00:00+01:00"}
    done = subprocess.run(command, cwd=house.folder, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    assert tuple((house.folder / name).read_bytes() for name in ("strength.ics", "chosen.ics")) == expected


@pytest.mark.parametrize("example", examples(), ids=lambda one: one.name)
def test_the_examples_are_clean(example: Example) -> None:
    data = (example.folder / "expected.ics").read_bytes()
    lint(data, data.count(b"BEGIN:VEVENT"))
