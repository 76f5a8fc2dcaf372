"""Links on the command line and in the config: the plan stays right, says its age, and keeps their secret."""

from __future__ import annotations

import logging
import ssl
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import trustme

from command import ONLY_CORE, Done, House, stridelift
from dav_servers import PASSWORD, radicale
from ics import USUAL, calendar, timed, week
from loopback import RESET, Reply, Server, reply, serving
from stridelift.calendar import link as link_module
from stridelift.calendar import wire as wire_module
from stridelift.calendar.wire import Limits
from stridelift.request import calendars

SECRET = "5ec2e7"  # noqa: S105 - to be looked for
RUNS = week("2026-11-30", USUAL).encode()
ONE_RUN = calendar(timed("2026-12-01 18:00", "19:00", "Tempo run")).encode()
PATH = f"/private-{SECRET}/basic.ics?token={SECRET}#{SECRET}"
WEEK = ("--week", "2026-W49")
LATER = "2026-11-29T12:12:00+01:00"


@pytest.fixture
def house(house: House) -> House:
    """With a plan that is made quickly, as what it says is not the point."""
    home = replace(house, head=ONLY_CORE)
    home.config()
    return home


@pytest.fixture
def cache(house: House) -> Path:
    return house.folder / "cache" / "stridelift"


def solve(*arguments: object, now: str = "2026-11-29T12:00:00+01:00") -> Done:
    return stridelift("solve", *arguments, *WEEK, now=now)


def test_a_plan_from_a_link_is_that_from_the_file(house: House) -> None:
    file = house.solve(RUNS.decode())
    with serving(lambda _: reply(RUNS)) as server:
        done = solve(server.url(PATH), "--allow-private", "--json")
    assert done.code == 0, done.err
    link = done.json
    source = {"source": "http://127.0.0.1/…", "role": "auto", "fetched": "2026-11-29T12:00:00+01:00"}
    assert link["sources"] == [{**source, "age_minutes": 0, "state": "fresh"}]
    assert file["sources"][0]["source"].endswith("runs.ics")
    for key in ("status", "objective", "runs", "commitments", "existing", "ignored"):
        assert link[key] == file[key]


def test_the_plan_says_how_old_its_data_is(house: House) -> None:
    says: list[Reply] = [reply(RUNS)]
    with serving(lambda _: says[0]) as server:
        fresh = solve(server.url(PATH), "--allow-private", "-o", "a.ics")
        says[:] = [reply(b"<html>log in")]
        kept = solve(server.url(PATH), "--allow-private", "-o", "a.ics", now=LATER)
        record = solve(server.url(PATH), "--allow-private", "--json", now=LATER).json
    assert "Calendars:\n  http://127.0.0.1/… fetched just now\n" in fresh.out
    assert "Calendars:\n  http://127.0.0.1/… fetched 12 min ago\n" in kept.out
    said = "http://127.0.0.1/…: is a web page, not a calendar; what it said 12 min ago is used"
    assert f"warning: {said}\n" in kept.err
    assert record["warnings"][0] == said
    assert (record["sources"][0]["age_minutes"], record["sources"][0]["state"]) == (12, "kept")
    assert fresh.code == kept.code == 0


def test_the_age_is_not_in_the_calendar(house: House) -> None:
    """So an hour later it is the same, byte for byte."""
    with serving(lambda _: reply(RUNS)) as server:
        solve(server.url(PATH), "--allow-private", "-o", "a.ics")
        before = Path("a.ics").read_bytes()
        solve(server.url(PATH), "--allow-private", "-o", "a.ics", now="2026-11-29T13:00:00+01:00")
    assert Path("a.ics").read_bytes() == before


def test_files_have_no_line_about_their_age(house: House) -> None:
    assert "Calendars:" not in solve(house.write("runs.ics", RUNS)).out


def test_no_copy_and_no_answer(house: House, cache: Path) -> None:
    with serving(lambda _: reply(status=503)) as server:
        done = solve(server.url(PATH), "--allow-private", "-o", "a.ics")
    assert (done.code, done.out) == (4, "")
    assert done.err == (
        "error: calendar http://127.0.0.1/… has trouble at its server (status 503)\nMaybe try again later.\n"
    )
    assert not Path("a.ics").exists()


def test_a_private_server_must_be_allowed(house: House) -> None:
    with serving(lambda _: reply(RUNS)) as server:
        done = solve(server.url(PATH))
        assert done.code == 4
        assert "--allow-private" in done.err
        house.config(f'[[calendars]]\nsource = "{server.url(PATH)}"\nallow_private = true\n')
        assert solve().code == 0


def test_check_reads_links_too(house: House) -> None:
    with serving(lambda _: reply(RUNS)) as server:
        solve(server.url(PATH), "--allow-private", "-o", "a.ics")
        done = stridelift("check", "a.ics", server.url(PATH), "--allow-private", "--json")
        text = stridelift("check", "a.ics", server.url(PATH), "--allow-private")
    assert done.code == text.code == 0, done.err
    assert text.out.endswith("Calendars:\n  http://127.0.0.1/… fetched just now\n")
    assert done.json["sources"][0]["source"] == "http://127.0.0.1/…"


def test_secrets_of_the_config(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address from the environment, the password from a command."""
    with serving(lambda asked: reply(RUNS) if "authorization" in asked.headers else reply(status=401)) as server:
        monkeypatch.setenv("RUNS_LINK", server.url(PATH))
        house.config(
            '[[calendars]]\nsource = { env = "RUNS_LINK" }\nallow_private = true\nusername = "me"\n'
            f'password = {{ command = ["echo", "{SECRET}"] }}\n'
        )
        done = solve("--json")
        assert done.code == 0, done.err
        assert SECRET not in done.out + done.err
        assert server.asked[0].headers["authorization"] == "Basic bWU6NWVjMmU3"


def test_a_secret_source_that_is_no_link(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNS_LINK", f"example.org/{SECRET}")
    house.config('[[calendars]]\nsource = { env = "RUNS_LINK" }\n')
    done = solve()
    assert done.code == 2
    assert "the secret source of a calendar is no link" in done.err
    assert SECRET not in done.err


def test_two_calendars_of_one_host(house: House) -> None:
    """Runs of the second that the first has too are one, and it is said which calendar each is of."""
    with serving(lambda _: reply(RUNS)) as server:
        done = solve(server.url("/a"), server.url("/b"), "--allow-private", "--json")
    assert [one["source"] for one in done.json["sources"]] == ["http://127.0.0.1/…", "http://127.0.0.1/… (2)"]
    assert len(done.json["runs"]) == len(USUAL)
    assert any("the same run as" in one["reason"] for one in done.json["ignored"])


def test_a_folder_of_events(house: House) -> None:
    """A vdir gives the plan of one file; what is broken in it costs only itself."""
    whole = house.solve(RUNS.decode())
    folder = house.folder / "vdir"
    folder.mkdir()
    head, *events = RUNS.decode().split("BEGIN:VEVENT")
    for number, event in enumerate(events):
        body = event.partition("END:VCALENDAR")[0]
        (folder / f"{number}.ics").write_text(f"{head}BEGIN:VEVENT{body}END:VCALENDAR\r\n", newline="")
    (folder / "cut.ics").write_text(f"{head}BEGIN:VEVENT\r\nUID:x\r\nDTSTART:20261201T0", newline="")
    (folder / "none.ics").write_text("no calendar")
    (folder / ".hidden.ics").write_text("no calendar")
    (folder / "1.ics.tmp").write_text("no calendar")
    done = solve(folder, "--json")
    assert done.code == 0, done.err
    assert [one["start"] for one in done.json["runs"]] == [one["start"] for one in whole["runs"]]
    assert done.json["objective"] == whole["objective"]
    assert done.json["warnings"] == [
        f"{folder}: cut.ics is cut off: END:VCALENDAR is missing; it is left out",
        f"{folder}: none.ics is not an iCalendar file: no BEGIN:VCALENDAR; it is left out",
    ]


def test_a_collection_is_kept_like_a_link(house: House) -> None:
    with radicale(house.folder) as dav:
        dav.make("runs")
        dav.put("runs", "1.ics", ONE_RUN.decode())
        fresh = solve(dav.source("runs"), "--allow-private", "--json")
        dav.delete("runs", "1.ics")
        emptied = solve(dav.source("runs"), "--allow-private", "--json", now=LATER)
    gone = solve(dav.source("runs"), "--allow-private", "--json", now=LATER)
    assert [one["summary"] for one in fresh.json["runs"]] == ["Tempo run"], fresh.err
    assert fresh.json["sources"][0]["source"] == "caldav://127.0.0.1/…"
    for done, reason in ((emptied, "is suddenly empty"), (gone, "cannot be read")):
        assert done.json["runs"] == fresh.json["runs"]
        assert done.json["sources"][0]["state"] == "kept"
        assert f"caldav://127.0.0.1/…: {reason}" in done.json["warnings"][0]
        assert PASSWORD not in done.out + done.err


# No secret is ever seen.


@dataclass(frozen=True)
class World:
    """A house with servers, one of them encrypted and trusted by nobody."""

    house: House
    server: Server
    encrypted: Server
    says: list[Reply]

    def link(self, path: str = PATH, *, scheme: str = "http", credentials: str = f"{SECRET}:{SECRET}@") -> str:
        port = self.encrypted.port if scheme in {"https", "webcal"} else self.server.port
        return f"{scheme}://{credentials}localhost:{port}{path}"


@pytest.fixture
def world(house: House, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    says: list[Reply] = [reply(ONE_RUN)]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    monkeypatch.setattr(wire_module, "Wire", _Hasty)
    with ExitStack() as stack:
        server = stack.enter_context(serving(lambda _: says[0]))
        yield World(house, server, stack.enter_context(serving(lambda _: says[0], tls=context)), says)


class _Hasty(wire_module.Wire):
    def __init__(self, limits: Limits) -> None:
        super().__init__(Limits(1.5, limits.most, limits.allow_private))


GOOD = reply(ONE_RUN, ETag='"1"')
ANSWERS: Mapping[str, Reply] = {
    "success": GOOD,
    "not there": reply(SECRET.encode(), 404),
    "fault": reply(SECRET.encode(), 500),
    "login": reply(f"<html>{SECRET}".encode()),
    "no calendar": reply(SECRET.encode()),
    "redirect": reply(status=302, Location=f"http://{SECRET}:{SECRET}@nowhere.invalid/{SECRET}?{SECRET}"),
    "redirect nowhere": reply(status=302, Location=f"{SECRET}://{SECRET}"),
    "redirect in a circle": reply(status=302, Location=PATH),
    "silence": [5.0],
    "reset": [RESET],
    "no HTTP": SECRET.encode() + b"\r\n\r\n",
    "bad header": b"HTTP/1.1 200 OK\r\n" + SECRET.encode() + b"\r\n\r\n",
    "odd coding": reply(SECRET.encode(), Content_Encoding="br"),
    "empty": reply(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"),
}


def seen(world: World, done: Done) -> str:
    """All that anybody may see: both streams, the calendar, and every file of the cache with its name."""
    files = [one for one in world.house.folder.rglob("*") if one.is_file() and one.name != "runs.ics"]
    kept = "".join(f"{one}\n{one.read_bytes().decode('latin-1')}" for one in files if "trustme" not in one.name)
    return f"{done.out}{done.err}{kept}"


@pytest.mark.parametrize("answer", ANSWERS)
def test_no_secret_is_seen(world: World, answer: str, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever the server answers, first without a copy and then with one."""
    caplog.set_level(logging.DEBUG)
    codes = []
    for says, more in ((ANSWERS[answer], ()), (GOOD, ("--json",)), (ANSWERS[answer], ("--json", "-o", "a.ics"))):
        world.says[:] = [says]
        done = solve(world.link(), "--allow-private", *more, now=LATER)
        assert SECRET not in seen(world, done)
        codes.append(done.code)
    assert codes[0] in {0, 4}
    assert codes[1:] == [0, 0]
    assert SECRET not in caplog.text


def test_no_secret_of_a_doubled_run_is_seen(world: World) -> None:
    done = solve(world.link(), "--allow-private", "--busy", world.link(PATH + "2"), world.link(PATH + "3"), "--json")
    assert any("the same run as" in one["reason"] for one in done.json["ignored"])
    assert SECRET not in seen(world, done)


@pytest.mark.parametrize(
    "link",
    [
        lambda world: world.link(scheme="https"),
        lambda world: world.link(scheme="webcal"),
        lambda world: world.link(scheme="ftp"),
        lambda world: world.link(scheme="caldavs"),
        lambda world: world.link(scheme="http").replace("://", ":/"),
        lambda world: world.link(scheme="http").replace("localhost", "[nonsense"),
        lambda world: world.link(scheme="http").replace("localhost", "nowhere.invalid"),
        lambda world: world.link(scheme="http").replace("localhost:", "localhost:9999"),
        lambda world: f" {world.link()}\n",
        lambda _: f"example.org{PATH}",
        lambda _: f"https://example.org/{SECRET * 1000}",
        lambda _: f"https://{SECRET}@/",
    ],
)
def test_no_secret_of_a_strange_address_is_seen(world: World, link: Callable[[World], str]) -> None:
    for more in ([], ["--json"], ["--allow-private"]):
        done = solve(link(world), *more)
        if done.code:
            assert done.code == 4
            assert done.err.startswith("error: calendar ")
        assert SECRET not in seen(world, done)


def test_a_cache_that_cannot_be_written_shows_no_secret(world: World) -> None:
    world.house.write("cache", "a file is in the way")
    done = solve(world.link(), "--allow-private", "-o", "a.ics")
    assert done.code == 0
    assert "no copy of it can be kept" in done.err
    assert SECRET not in seen(world, done)


def test_no_secret_in_a_traceback(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of our own that nobody foresaw is shown as Python shows it, without the values of variables."""

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("unforeseen")

    monkeypatch.setattr(link_module, "checked", broken)
    with pytest.raises(RuntimeError) as caught:
        solve(world.link(), "--allow-private")
    assert SECRET not in "".join(traceback.format_exception(caught.value))


def test_no_secret_in_what_stands_for_a_request(world: World) -> None:
    """The plan's id is made of the sources, and what is made of a secret must not lead back to it."""
    said = solve(world.link(), "--allow-private", "--json").json
    other = solve(world.link(credentials="me:pw@"), "--allow-private", "--json").json
    assert [one["uid"] for one in said["sessions"]] == [one["uid"] for one in other["sessions"]]
    assert calendars([world.link()], [])[0].source == world.link()
