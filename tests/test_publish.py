"""``publish`` into real servers: Radicale behind a password, and xandikos."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from command import NOW, SATURDAY, Done, House, stridelift
from dav_servers import PASSWORD, USER, Dav, Gate, gate, moved, radicale, xandikos
from ics import USUAL, calendar, timed, week
from stridelift.report.shapes import Result

WEEK = week("2026-11-30", USUAL)
SERVERS = {"radicale": radicale, "xandikos": xandikos}
CLASSES = ("heavy", "moderate", "plyo_high", "plyo_low", "upper", "core")
DAY = timedelta(days=1)
ALARM = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT30M\nDESCRIPTION:Go\nEND:VALARM\n"
MONDAY, THURSDAY = "20261130T050000Z", "20261203T163000Z"  # where the sessions go


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    """Each of the servers, behind a gate."""
    with SERVERS[request.param](tmp_path_factory.mktemp(request.param)) as dav, gate(dav) as door:
        yield door


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gate]:
    """One that asks for a password."""
    with radicale(tmp_path_factory.mktemp("radicale")) as dav, gate(dav, locked=True) as door:
        yield door


@dataclass
class Athlete:
    """Somebody with a heavy and a core session a week, and the collection ``name``."""

    house: House
    gate: Gate
    name: str = field(default_factory=lambda: uuid4().hex)
    said: Done | None = None
    runs: Path = field(init=False)

    def __post_init__(self) -> None:
        self.gate.open()
        self.dav.make(self.name)
        self.runs = self.house.write("runs.ics", WEEK)
        self.wants(heavy=1, core=1)

    @property
    def dav(self) -> Dav:
        return self.gate.dav

    def wants(self, **per_week: int) -> None:
        counts = {one: per_week.get(one, 0) for one in CLASSES}
        table = "".join(f"{one} = {{ per_week = [{count}, {count}] }}\n" for one, count in counts.items())
        self.house.config(f"grid.sessions = 30\n[sessions]\n{table}")

    def asks(self, *options: object) -> list[object]:
        to = ("--to", self.dav.source(self.name), "--allow-private")
        return ["publish", self.runs, "--week", "2026-W49", *to, "--json", *options]

    def publishes(self, *options: object, now: str = NOW) -> dict[str, object]:
        """How many sessions each thing happened to; what happened to none is left out."""
        self.gate.asked.clear()
        self.said = done = stridelift(*self.asks(*options), now=now)
        assert done.code == 0, done.err
        Result.model_validate(done.json)
        published = done.json["published"]
        counts = {key: value if isinstance(value, int) else len(value) for key, value in published.items()}
        return {key: count for key, count in counts.items() if count and key != "collection"}

    def fails(self, *options: object) -> Done:
        done = stridelift(*self.asks(*options))
        assert done.code not in {0, 70}, done.out
        return done

    # What the athlete does in a calendar program.

    def text(self, title: str) -> str:
        return self.dav.text(self.name, self.file(title))

    def file(self, title: str) -> str:
        return next(one for one in self.files() if f"SUMMARY:{title}" in self.dav.text(self.name, one))

    def files(self) -> dict[str, str]:
        return self.dav.files(self.name)

    def changes(self, title: str, change: Callable[[str], str]) -> None:
        file = self.file(title)
        self.dav.put(self.name, file, change(self.dav.text(self.name, file)))

    def moves(self, title: str, by: timedelta = DAY) -> None:
        self.changes(title, lambda text: moved(text, by))

    def deletes(self, title: str) -> None:
        self.dav.delete(self.name, self.file(title))

    def starts(self) -> dict[str, str]:
        texts = [self.dav.text(self.name, one) for one in self.files()]
        found = [re.search(f"{name}[^:]*:(.*)", text) for text in texts for name in ("SUMMARY", "DTSTART")]
        values = [one[1] for one in found if one]
        return dict(zip(values[::2], values[1::2], strict=True))


@pytest.fixture
def athlete(house: House, server: Gate) -> Athlete:
    return Athlete(house, server)


@pytest.fixture
def guarded(house: House, locked: Gate) -> Athlete:
    """The same where a password is asked for."""
    return Athlete(house, locked)


class TestEveryServer:
    def test_unchanged_plan_is_not_written_again(self, athlete: Athlete) -> None:
        assert athlete.publishes() == {"added": 2}
        assert athlete.starts() == {"Core": MONDAY, "Heavy legs": THURSDAY}
        files = athlete.files()
        assert athlete.publishes() == {"unchanged": 2}
        assert set(athlete.gate.asked) == {"PROPFIND", "REPORT"}
        assert athlete.files() == files

    def test_the_plan_moves_swaps_and_drops_in_place(self, athlete: Athlete) -> None:
        """And leaves alone what is not ours: another event, an alarm, a note."""
        athlete.dav.put(athlete.name, "dentist.ics", calendar(timed("2026-12-02 12:00", "13:00", "Dentist")))
        athlete.publishes(now=SATURDAY)
        athlete.changes("Core", lambda text: text.replace("SUMMARY:Core", "SUMMARY:Core with Kim"))
        athlete.changes("Heavy", lambda text: text.replace("END:VEVENT", f"{ALARM}END:VEVENT"))
        before = athlete.files()
        assert athlete.publishes(now=SATURDAY) == {"unchanged": 2}
        assert athlete.files() == before
        core, heavy = athlete.file("Core with Kim"), athlete.file("Heavy")

        meeting = athlete.house.write("life.ics", calendar(timed("2026-12-03 17:00", "18:15", "Meeting")))
        assert athlete.publishes("--busy", meeting, now=SATURDAY) == {"moved": 1, "unchanged": 1}
        after = athlete.files()
        assert {file for file in after if after[file] != before[file]} == {heavy}
        assert "SEQUENCE:1\n" in athlete.text("Heavy")
        assert "TRIGGER:-PT30M" in athlete.text("Heavy")
        assert athlete.starts()["Heavy legs"] != THURSDAY

        athlete.wants(moderate=1)
        assert athlete.publishes("--busy", meeting, now=SATURDAY) == {"removed": 1, "moved": 1}
        assert athlete.file("Moderate") == heavy
        assert set(athlete.files()) == {heavy, "dentist.ics"}
        assert athlete.files()["dentist.ics"] == before["dentist.ics"]
        assert core not in athlete.files()

    def test_what_the_athlete_moved_stays_there(self, athlete: Athlete) -> None:
        athlete.publishes()
        athlete.moves("Heavy", -DAY)
        assert athlete.publishes() == {"changed": 1, "unchanged": 1, "pinned": 1}
        assert athlete.starts()["Heavy legs"] == "20261202T163000Z"
        assert "you moved it" in athlete.text("Heavy")
        assert athlete.publishes() == {"unchanged": 2}
        athlete.moves("Heavy", DAY)
        assert athlete.publishes() == {"unchanged": 2, "pinned": 1}
        meeting = athlete.house.write("life.ics", calendar(timed("2026-12-03 17:00", "18:15", "Meeting")))
        assert athlete.publishes("--busy", meeting) == {"unchanged": 2}  # a fact against a fact
        assert athlete.starts()["Heavy legs"] == THURSDAY

    def test_what_the_athlete_deleted_is_not_placed_again(self, athlete: Athlete) -> None:
        athlete.publishes()
        core = athlete.text("Core")
        athlete.deletes("Core")
        assert athlete.publishes() == {"changed": 1, "skipped": 1}  # the other takes over what the week lacks
        assert athlete.publishes() == {"unchanged": 1}
        assert [*athlete.starts()] == ["Heavy legs"]
        athlete.dav.put(athlete.name, "restored.ics", core)
        assert athlete.publishes() == {"unchanged": 2}  # and gives none of it back: that would gain little
        assert len(athlete.files()) == 2

    def test_a_lost_record_is_made_anew_from_what_is_there(self, athlete: Athlete) -> None:
        athlete.publishes()
        athlete.moves("Heavy", -DAY)
        athlete.publishes()
        before = athlete.files()
        for record in (athlete.house.folder / "data/stridelift").iterdir():
            record.unlink()
        assert athlete.publishes() == {"unchanged": 2}
        assert athlete.files() == before

    def test_an_emptied_collection_is_filled_again(self, athlete: Athlete) -> None:
        athlete.publishes()
        athlete.deletes("Core")
        athlete.deletes("Heavy")
        assert athlete.publishes() == {"added": 2, "warnings": 1}
        assert athlete.starts() == {"Core": MONDAY, "Heavy legs": THURSDAY}

    def test_the_collection_may_be_a_source(self, athlete: Athlete) -> None:
        """Its own sessions block nothing; another event in it does."""
        source = ("--busy", athlete.dav.source(athlete.name))
        athlete.publishes(*source, now=SATURDAY)
        assert athlete.publishes(*source, now=SATURDAY) == {"unchanged": 2}
        athlete.moves("Heavy", -DAY)
        assert athlete.publishes(*source, now=SATURDAY) == {"changed": 1, "unchanged": 1, "pinned": 1}
        athlete.dav.put(athlete.name, "early.ics", calendar(timed("2026-11-30 06:00", "08:00", "Breakfast")))
        assert athlete.publishes(*source, now=SATURDAY) == {"moved": 1, "unchanged": 1}


class TestInterrupted:
    """Whenever it breaks off, the next publish finishes it, and takes nothing for the athlete's."""

    @pytest.mark.parametrize("when", ["before", "after"])
    def test_by_the_connection(self, guarded: Athlete, when: str) -> None:
        plans = [{"heavy": 1, "core": 1}, {"core": 1, "upper": 1, "moderate": 1}]
        for step in range(4):
            guarded.wants(**plans[step % 2])
            guarded.gate.open()
            setattr(guarded.gate, when, lambda number, last=step: number <= last)
            done = stridelift(*guarded.asks())
            assert done.code == 0 or (done.code == 4 and f"{step} of " in done.err)
            guarded.gate.open()
            assert not {"pinned", "skipped"} & guarded.publishes().keys()
            assert len(guarded.files()) == sum(plans[step % 2].values())

    def test_by_kill_9(self, guarded: Athlete) -> None:
        guarded.publishes()
        guarded.wants(core=1, upper=1, moderate=1)
        command = [sys.executable, "-c", "from stridelift.cli import main; main()", *map(str, guarded.asks())]
        process = subprocess.Popen(
            command, env={**os.environ, "STRIDELIFT_NOW": NOW}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

        def kill(number: int) -> bool:
            if number == 2:
                process.send_signal(signal.SIGKILL)
                process.wait()
            return True

        guarded.gate.open()
        guarded.gate.before = kill
        assert process.wait() == -signal.SIGKILL
        guarded.gate.open()
        assert not {"pinned", "skipped"} & guarded.publishes().keys()
        assert len(guarded.files()) == 3

    def test_by_the_athlete(self, guarded: Athlete) -> None:
        """What changes between reading and writing is read again, and counts."""
        guarded.publishes()
        guarded.wants(moderate=1, core=1)

        guarded.gate.before = lambda number: number > 1 or self._moves(guarded)
        assert guarded.publishes()["pinned"] == 1
        assert guarded.starts()["Heavy legs"] == "20261202T163000Z"

    @staticmethod
    def _moves(athlete: Athlete) -> bool:
        writes = [*athlete.gate.asked]
        athlete.gate.open()
        athlete.moves("Heavy", -DAY)
        athlete.gate.asked[:] = writes
        return True


class TestRefused:
    """Clear words, exit 4 or 2, and never a secret in them."""

    def test_wrong_password(self, guarded: Athlete) -> None:
        wrong = guarded.dav.source(guarded.name, f"{USER}:wr0ng-s3cret@")
        done = stridelift("publish", guarded.runs, "--to", wrong, "--allow-private")
        assert done.code == 4
        assert "does not accept the user name and password" in done.err
        assert "wr0ng" not in done.out + done.err
        assert guarded.name not in done.out + done.err

    def test_private_network(self, guarded: Athlete) -> None:
        done = stridelift("publish", guarded.runs, "--to", guarded.dav.source(guarded.name))
        assert done.code == 4
        assert "--allow-private" in done.err

    def test_secrets_stay_secret(self, guarded: Athlete, monkeypatch: pytest.MonkeyPatch) -> None:
        """From the config, the password in the environment: in no output and in no file."""
        monkeypatch.setenv("DAV_PASSWORD", PASSWORD)
        config = guarded.house.folder / "stridelift.toml"
        source = guarded.dav.source(guarded.name, "")
        config.write_text(
            f'{config.read_text()}[publish]\ncollection = "{source}"\nusername = "{USER}"\n'
            'password = { env = "DAV_PASSWORD" }\nallow_private = true\n'
        )
        done = stridelift("publish", guarded.runs, "--week", "2026-W49")
        assert done.code == 0, done.err
        assert "caldav://127.0.0.1/…: 2 added, 0 unchanged\n  added    Mon 30 Nov 06:00 Core" in done.out
        written = b"".join(one.read_bytes() for one in guarded.house.folder.glob("data/**/*.ics"))
        assert b"X-STRIDELIFT-COLLECTION" in written
        for secret in (PASSWORD, guarded.name):
            assert secret not in done.out + done.err
            assert secret.encode() not in written

    @pytest.mark.parametrize(
        ("table", "said"),
        [
            ('collection = "caldavs://me:pw@host/x/"', "a password does not belong into a config"),
            ('collection = "caldavs://host/x/"\nusername = "me"', "publish.username: goes with a password"),
            ('username = "me"', "publish.collection"),
        ],
    )
    def test_config(self, house: House, table: str, said: str) -> None:
        house.config(f"[publish]\n{table}\n")
        done = stridelift("publish", house.write("runs.ics", WEEK))
        assert done.code == 2
        assert said in done.err

    def test_no_collection(self, house: House) -> None:
        done = stridelift("publish", house.write("runs.ics", WEEK))
        assert (done.code, "--to caldavs://" in done.err) == (2, True)

    def test_a_link_that_is_no_caldav(self, house: House) -> None:
        done = stridelift("publish", house.write("runs.ics", WEEK), "--to", "https://me:pw@example.org/secret/cal.ics")
        assert done.code == 2
        assert "https://example.org/… is no CalDAV address" in done.err
        assert "secret" not in done.err

    def test_a_record_of_something_else_is_left_alone(self, guarded: Athlete) -> None:
        """A calendar of ``solve -o`` says nothing of what stands in a collection."""
        output = guarded.house.folder / "strength.ics"
        stridelift("solve", guarded.runs, "--week", "2026-W49", "-o", output)
        before = output.read_bytes()
        assert "is no record of what was published to this collection" in guarded.fails("-o", output).err
        assert output.read_bytes() == before
        assert guarded.files() == {}

    def test_without_a_plan_nothing_is_written(self, guarded: Athlete) -> None:
        guarded.publishes()
        files = guarded.files()
        guarded.wants(heavy=3)
        with (guarded.house.folder / "stridelift.toml").open("a") as file:
            file.write('[constraints.weekly_volume]\nweight = "hard"\n')
        assert guarded.fails().code == 3
        assert guarded.files() == files


def test_text_says_what_the_athlete_did(guarded: Athlete) -> None:
    guarded.publishes()
    guarded.moves("Heavy", -DAY)
    guarded.deletes("Core")
    done = stridelift(*[one for one in guarded.asks() if one != "--json"])
    assert "you moved Heavy legs to Wed 02 Dec 17:30: it stays there\n" in done.out
    assert "you deleted Core of 2026-W49: not placed again\n" in done.out
    assert "caldav://127.0.0.1/…: 1 changed, 0 unchanged\n  changed  Wed 02 Dec 17:30 Heavy legs\n" in done.out
