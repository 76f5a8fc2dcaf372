"""The life of a server: it starts, keeps its feeds current, survives what goes wrong, and stops."""

from __future__ import annotations

import os
import pty
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from command import ONLY_CORE, House, stridelift
from ics import USUAL, all_day, calendar, timed, week
from loopback import reply, serving
from served import COMMAND, PATIENCE, Server, fetch, wait_until
from stridelift.web.folder import usual_folder

WEEK = week("2026-11-30", USUAL)
SOON = 10  # seconds, on a machine that is busy with something else; a quiet one takes a fraction of one
UNTIMED = calendar(all_day("2026-12-01", "Easy run 8 km"), all_day("2026-12-03", "Tempo run 10 km"))
IMPOSSIBLE = """
athlete.timezone = "Europe/Berlin"
availability = { weekday = [], weekend = [] }
sessions.heavy = { per_week = [2, 2] }
constraints.weekly_volume.weight = "hard"
"""
UNCHANGED, SOLVED, FAILED = "unchanged", "solved again", "not refreshed"


def modified(server: Server) -> float:
    return parsedate_to_datetime(server.fetch().headers["Last-Modified"]).timestamp()


@pytest.fixture
def house(house: House) -> House:
    """With a plan that is made quickly, as what it says is not the point."""
    home = replace(house, head=ONLY_CORE)
    home.config()
    return home


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    house.write("runs.ics", WEEK)
    house.write("life.ics", calendar())
    with Server(house.folder, ("runs.ics", "--busy", "life.ics")) as running:
        yield running


def test_it_follows_its_calendars(house: House, server: Server) -> None:
    first, busy, then = server.fetch(), server.fetch("busy"), modified(server)

    # Noise is no change, and no solve.
    house.write(
        "runs.ics", WEEK.replace("DTSTAMP:20261101", "DTSTAMP:20261102").replace("PRODID:-//test", "PRODID:-//new")
    )
    server.refresh(UNCHANGED)
    assert server.log.count(SOLVED) == 1
    assert (server.fetch().body, modified(server)) == (first.body, then)

    # Something relevant that changes nothing in the plan leaves every byte.
    house.write("life.ics", calendar(timed("2026-12-01 10:00", "10:30", "Dentist")))
    server.refresh("solved again, the same plan")
    assert (server.fetch().body, server.fetch("busy").body, modified(server)) == (first.body, busy.body, then)

    # A meeting where a session was moves it in place.
    start = max(first.property("DTSTART"))
    at = f"{start[:4]}-{start[4:6]}-{start[6:8]} {start[9:11]}:{start[11:13]}"
    house.write("life.ics", calendar(timed(at, f"{at[:10]} 23:59", "Meeting", zone="UTC")))
    server.refresh("solved again, a new plan")
    second = server.fetch()
    assert (second.status, server.fetch(If_None_Match=first.etag).status) == (200, 200)
    assert start not in second.property("DTSTART")
    assert max(map(int, second.property("SEQUENCE"))) == 1
    assert set(second.property("UID")) <= set(first.property("UID"))
    assert modified(server) > then
    assert server.fetch("busy").etag != busy.etag

    # And back again: what was moved stays, for it is as good there.
    house.write("life.ics", calendar())
    server.refresh("solved again, the same plan")
    assert server.fetch().property("DTSTART") == second.property("DTSTART")


def test_what_fails_leaves_the_last_good_feed(house: House, server: Server) -> None:
    before = server.fetch()
    secret_address = server.addresses["feed"]
    for name, text, told in (
        ("runs.ics", "<html>log in</html>", "web page"),
        ("runs.ics", None, "does not exist"),
        ("stridelift.toml", "athlete.levle = 3", "levle"),
        ("stridelift.toml", IMPOSSIBLE, "nothing fits"),
    ):
        path = house.folder / name
        good = path.read_bytes()
        path.unlink() if text is None else path.write_text(text)
        server.refresh(told)
        path.write_bytes(good)
        assert server.fetch().body == before.body
    server.refresh(UNCHANGED)
    assert server.log.count(FAILED) == 4
    assert "Traceback" not in server.log
    assert server.log.count(secret_address.split("/")[4]) == 1


def test_a_link_that_goes_away_leaves_the_week_as_full_as_it_was(house: House) -> None:
    house.config('runs.untimed = "choose"')
    says = [reply(UNTIMED.encode())]
    path = "/5ec2e7.ics"
    with (
        serving(lambda _: says[0]) as source,
        Server(house.folder, (source.url(path), "--allow-private")) as server,
    ):
        before = {feed: server.fetch(feed).body for feed in ("feed", "busy", "runs")}
        assert server.fetch("runs").property("SUMMARY")[0].startswith("Easy run")
        assert server.fetch("runs").headers["Content-Disposition"] == 'inline; filename="runs.ics"'
        for gone in (reply(status=500), b"", reply(b"<html>log in</html>")):
            says[:] = [gone]
            server.refresh(UNCHANGED)
        assert {feed: server.fetch(feed).body for feed in before} == before
        assert "warning: http://127.0.0.1/…: " in server.log
        assert path not in server.log
    refused = stridelift("serve", source.url(f"/new{path[1:]}"), "--port", "0", "--state", "other")
    assert (refused.code, "--allow-private" in refused.err, path[1:] in refused.err) == (4, True, False)


def test_tokens_while_it_runs(running: Server) -> None:
    base = running.addresses["feed"].partition("/feed/")[0]
    state = ("--state", running.state)
    made = stridelift("token", "new", "--feed", "busy", "--name", "Grandma \x1b[31m", *state)
    assert made.code == 0
    path = made.out.strip()
    assert fetch(base + path, headers={"User-Agent": "iOS/26"}).body == running.fetch("busy").body
    assert fetch(base + path.replace("busy", "strength")).status == 404
    listed = stridelift("token", "list", *state).out
    assert path.split("/")[2] not in listed
    assert "\x1b" not in listed
    (row,) = [line.split() for line in listed.splitlines() if "Grandma" in line]
    assert stridelift("token", "revoke", row[0], *state).code == 0
    assert fetch(base + path).status == 404
    again = stridelift("token", "revoke", row[0], *state)
    assert (again.code, "there is no token" in again.err) == (2, True)
    assert running.fetch().status == 200


def test_it_stops_and_starts_again(house: House, server: Server) -> None:
    addresses, first, then = (
        dict(server.addresses),
        server.fetch(User_Agent="iOS/26\xad" + " long" * 99),
        modified(server),
    )
    fetch(addresses["busy"], headers={"User-Agent": "Thunderbird/153\xad" + " long" * 99})
    code, seconds = server.stop(signal.SIGINT)
    assert (code, seconds < SOON, "Traceback" in server.log) == (0, True, False)
    listed = stridelift("token", "list", "--state", server.state).out
    assert "by Thunderbird/153  long" in listed
    assert max(map(len, listed.splitlines())) < 160
    (owner,) = [line.split()[0] for line in listed.splitlines() if "strength" in line]
    port = ("--port", addresses["feed"].split("/")[2].rpartition(":")[2])

    # The same feed at the same address, without a solve; killed, it leaves no lock behind.
    with Server(house.folder, (*server.arguments, *port)) as second:
        assert second.addresses == addresses
        assert SOLVED not in second.log
        assert (second.fetch().body, modified(second)) == (first.body, then)

    # The owner's address is revoked like any other, and is another one after that. A source that is away is no matter.
    assert stridelift("token", "revoke", owner, "--state", server.state).code == 0
    (house.folder / "runs.ics").unlink()
    with Server(house.folder, (*server.arguments, *port)) as third:
        assert FAILED in third.log
        assert third.addresses["busy"] == addresses["busy"]
        assert third.addresses["feed"] != addresses["feed"]
        assert third.fetch().body == first.body
        assert fetch(addresses["feed"]).status == 404


def test_one_server_a_folder_and_one_a_port(house: House, running: Server) -> None:
    beside = stridelift("serve", "runs.ics", "--state", running.state, "--port", "0")
    assert beside.code == 2
    assert f"another `stridelift serve` uses the state folder {running.state}" in beside.err
    port = running.addresses["feed"].split("/")[2].rpartition(":")[2]
    taken = stridelift("serve", "runs.ics", "--state", house.folder / "other", "--port", port)
    assert (taken.code, "the port is taken" in taken.err) == (2, True)


def children(process: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs Linux's /proc")
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_it_ends_in_the_middle_of_a_refresh(house: House, how: signal.Signals) -> None:
    """A calendar that never arrives stands for any long work: the process that does it goes too."""
    os.mkfifo(house.folder / "endless.ics")
    waiting = Server(house.folder, ("endless.ics",))
    waiting.launch()
    try:
        wait_until(lambda: children(waiting.process.pid), "somebody reads the calendar")
        (worker,) = children(waiting.process.pid)
        wait_until(lambda: "worker" in Path(f"/proc/{worker}/cmdline").read_text(), "it is the worker")
        code, seconds = waiting.stop(how)
        assert code == (0 if how != signal.SIGKILL else -signal.SIGKILL)
        assert seconds < SOON
        wait_until(lambda: not Path(f"/proc/{worker}/cmdline").exists(), "the worker is gone")
        assert "Traceback" not in waiting.log
    finally:
        waiting.kill()


def test_listening_on_ipv6(house: House) -> None:
    house.write("runs.ics", WEEK)
    with Server(house.folder, ("runs.ics", "--host", "::1")) as server:
        assert server.addresses["feed"].startswith("http://[::1]:")
        assert server.fetch().status == 200


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("-",), 2, "standard input can be read only once"),
        (("nowhere.ics",), 4, "calendar nowhere.ics does not exist"),
        ((), 2, "no calendar was named"),
        (("runs.ics", "--url", "feed.example.org"), 2, "--url 'feed.example.org' is no web address"),
        (("runs.ics", "--url", "https://feed.example.org/?a=b"), 2, "is no web address"),
        (("runs.ics", "--host", "999.0.0.1"), 2, "cannot listen on 999.0.0.1 port 0"),
        (("runs.ics", "--state", "runs.ics"), 2, "the state in runs.ics cannot be written"),
        (("runs.ics", "--state", "runs.ics/below"), 2, "cannot be written"),
        (("runs.ics", "--every", "0"), 2, "--every"),
    ],
)
def test_what_cannot_be_served(house: House, arguments: tuple[str, ...], code: int, told: str) -> None:
    house.write("runs.ics", WEEK)
    state = () if "--state" in arguments else ("--state", "state")
    done = stridelift("serve", *arguments, "--port", "0", *state)
    assert (done.code, told in done.err, "Traceback" in done.err) == (code, True, False), done.err


@pytest.mark.parametrize(
    ("library", "arguments", "code"),
    [("starlette", "serve runs.ics", 2), ("segno", "serve runs.ics", 2), ("starlette", "token list --state state", 0)],
)
def test_without_the_extra_it_says_what_to_install(house: House, library: str, arguments: str, code: int) -> None:
    script = f"import sys; sys.modules[{library!r}] = None; from stridelift.cli import main; main()"
    command = (sys.executable, "-c", script, *arguments.split())
    as_if_served(house.folder / "state")
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert (f"serve needs {library}, which is not installed" in done.stderr) == bool(code)
    assert ("pip install 'stridelift[web]'" in done.stderr) == bool(code)


def as_if_served(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "serve.lock").touch()


def test_the_state_folder_is_the_configs(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(house.folder / "data"))
    refused = stridelift("token", "new")
    assert (refused.code, "no `stridelift serve` has used the state folder" in refused.err) == (2, True)
    assert not (house.folder / "data").exists()
    other = house.write("other.toml", "")
    for config in (None, other):
        as_if_served(usual_folder(config))
    here = stridelift("token", "new").out
    assert here.startswith("/feed/")
    rows = stridelift("token", "list", "-c", house.folder / "stridelift.toml").out.splitlines()
    assert len(rows) == 2
    assert len(stridelift("token", "list", "-c", other).out.splitlines()) == 1


def test_a_feed_that_is_none(house: House) -> None:
    done = stridelift("token", "new", "--feed", "bussy", "--state", "state")
    assert (done.code, "write one of strength, busy, runs." in done.err) == (2, True)


def test_a_terminal_gets_a_picture_to_point_a_phone_at(house: House) -> None:
    house.write("runs.ics", WEEK)
    reader, writer = pty.openpty()
    public = ("--url", "https://feed.example.org/cal/", "--host", "0.0.0.0")  # noqa: S104 - what is tested
    arguments = (*COMMAND, "serve", "runs.ics", "--port", "0", "--state", "state", *public)
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=writer, cwd=house.folder) as process:
        assert process.stdout
        os.close(writer)
        seen, end = b"", time.monotonic() + PATIENCE
        while "█".encode() not in seen:
            assert time.monotonic() < end
            seen += os.read(reader, 4096)
        process.terminate()
        address = process.stdout.readline().decode().strip()
    os.close(reader)
    assert address.startswith("feed: https://feed.example.org/cal/feed/")
    assert f"subscribe: webcal{address.removeprefix('feed: https')}".encode() in seen


def test_a_silent_stranger_keeps_nobody_waiting(running: Server) -> None:
    host, port = running.addresses["feed"].split("/")[2].rsplit(":", 1)
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
        connection.sendall(b"GET ")
        assert running.fetch().status == 200
        assert connection.recv(1) == b"", "hung up on in the end"
