"""Nothing is lost or half written when a process is killed, and nothing when several write at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from command import House, stridelift
from ics import USUAL, calendar, timed, week
from served import COMMAND, Server, wait_until
from stridelift.calendar.published import load_published
from stridelift.web.feeds import FEEDS, STRENGTH, Feeds
from stridelift.web.seen import Seen
from stridelift.web.tokens import Tokens, owner_secrets

WRITER = """
import sys
from pathlib import Path
from stridelift.calendar.files import write_atomically
from stridelift.web.feeds import FEEDS, Feeds
from stridelift.web.seen import Seen
from stridelift.web.tokens import Tokens, owner_secrets
folder, *calendars = map(Path, sys.argv[1:])
contents = [one.read_bytes() for one in calendars]
feeds, tokens, seen = Feeds(folder), Tokens(folder), Seen(folder)
owner_secrets(folder, tokens, FEEDS)
number = 0
while True:
    number += 1
    write_atomically(feeds.path("strength"), contents[number % 2])
    feeds.solved(str(number))
    secret = tokens.new("busy", f"number {number}")
    print("+", secret, flush=True)
    seen.note(secret, "program")
    seen.save()
    if number % 2:
        token = tokens.find(secret, "busy")
        print("?", secret, flush=True)
        tokens.revoke(token.id)
        print("-", secret, flush=True)
"""
MINTER = """
import sys
from pathlib import Path
from stridelift.web.tokens import Tokens
tokens = Tokens(Path(sys.argv[1]))
for number in range(25):
    print(tokens.new("busy", sys.argv[2]), flush=True)
"""


@pytest.fixture
def contents(house: House) -> list[Path]:
    """Two versions of one strength calendar."""
    house.write("runs.ics", week("2026-11-30", USUAL))
    first, second = house.folder / "first.ics", house.folder / "second.ics"
    assert stridelift("solve", "runs.ics", "--week", "2026-W49", "-o", first).code == 0
    life = house.write("life.ics", calendar(timed("2026-12-03 10:00", "23:00", "Meeting")))
    changed = ("solve", "runs.ics", "--busy", life, "--week", "2026-W49", "--previous", first, "-o", second)
    assert stridelift(*changed).code == 0
    assert first.read_bytes() != second.read_bytes()
    return [first, second]


def kill_a_writer(folder: Path, contents: list[Path], seconds: float) -> tuple[set[str], set[str]]:
    """What it said that it made for good, and what it said that it revoked, before it was killed."""
    command = (sys.executable, "-c", WRITER, str(folder), *map(str, contents))
    with subprocess.Popen(command, stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        lines = [writer.stdout.readline()]
        time.sleep(seconds)
        writer.kill()
        lines += writer.stdout.read().splitlines()
    told: dict[str, str] = {}
    for line in lines:
        sign, secret = line.decode().split()
        told[secret] = sign
    made = {secret for secret, sign in told.items() if sign == "+"}
    return made, {secret for secret, sign in told.items() if sign == "-"}


def check(folder: Path, contents: list[Path], made: set[str], gone: set[str]) -> int:
    """All that was acknowledged is there, all files are whole; returns when the feed changed last."""
    feeds, tokens = Feeds(folder), Tokens(folder)
    version = feeds.current(STRENGTH)
    assert version
    assert version.body in [one.read_bytes() for one in contents]
    feeds.renew_busy()
    busy = feeds.current("busy")
    assert busy
    assert busy.body.count(b"BEGIN:VEVENT") == len(load_published(version.body).events)
    Seen(folder)
    assert [one for one in made if not tokens.find(one, "busy")] == []
    assert [one for one in gone if tokens.find(one, "busy")] == []
    before = len(tokens.all())
    owner_secrets(folder, tokens, FEEDS)
    assert len(tokens.all()) <= before + 3
    return version.modified


@pytest.mark.parametrize("rounds", [5, pytest.param(100, marks=pytest.mark.prove)])
def test_a_writer_is_killed_at_any_time(tmp_path: Path, contents: list[Path], rounds: int) -> None:
    folder = tmp_path / "state"
    folder.mkdir()
    chance = random.Random(0)  # noqa: S311 - the same times in every run
    made: set[str] = set()
    gone: set[str] = set()
    modified = 0
    for _ in range(rounds):
        new_made, new_gone = kill_a_writer(folder, contents, chance.uniform(0, 0.2))
        made, gone = made | new_made, gone | new_gone
        now = check(folder, contents, made, gone)
        assert now >= modified
        modified = now
    assert made
    assert gone
    Tokens(folder).new("busy", "the next writer tidies up")
    Feeds(folder)
    assert list(folder.glob(".*.tmp")) == []


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen((sys.executable, "-c", MINTER, str(tmp_path), str(number)), stdout=subprocess.PIPE)
        for number in range(4)
    ]
    made = [secret.decode() for one in writers for secret in one.communicate()[0].split()]
    tokens = Tokens(tmp_path)
    assert len(made) == len(tokens.all()) == len({one.id for one in tokens.all()}) == 100
    assert all(tokens.find(secret, "busy") for secret in made)


@pytest.mark.parametrize("rounds", [2, pytest.param(25, marks=pytest.mark.prove)])
def test_a_server_is_killed_at_any_time(house: House, rounds: int) -> None:
    """While it starts, solves, writes, serves and is told to refresh; other processes make and revoke tokens."""
    house.write("runs.ics", week("2026-11-30", USUAL))
    chance = random.Random(0)  # noqa: S311 - the same times in every run
    server = Server(house.folder, ("runs.ics", "--busy", "life.ics"))
    server.state.mkdir()
    uids: dict[str, set[str]] = {}
    for number in range(rounds):
        meeting = timed("2026-12-03 08:00", f"{17 + number % 5}:00", "Meeting")
        house.write("life.ics", calendar(meeting))
        server.launch()
        wait_until((server.state / "serve.lock").exists, "the folder is in use")
        minter = subprocess.Popen((*COMMAND, "token", "new", "--state", str(server.state)), stdout=subprocess.PIPE)
        if chance.random() < 0.5:
            wait_until(lambda: "subscribe" in server.log, "it serves")
            os.kill(server.process.pid, signal.SIGHUP)
        time.sleep(chance.uniform(0, 3))
        server.kill()
        path = minter.communicate()[0].decode().strip()
        assert Tokens(server.state).find(path.split("/")[2], "strength"), "what was shown is kept"
        if (server.state / "strength.ics").exists():
            published = load_published((server.state / "strength.ics").read_bytes())
            uids.setdefault(published.plan, set()).update(one.entry.uid for one in published.events)
    assert len(uids) <= 1, "one plan all along"
    with server:
        assert server.fetch().status == 200
        assert len(server.fetch().property("UID")) == len(set(server.fetch().property("UID"))) > 0
        assert server.fetch("busy").property("DTSTART") == server.fetch().property("DTSTART")
