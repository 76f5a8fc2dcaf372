"""The page without a browser: what is shown, what a form does, and who is told what."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from command import COARSE
from ics import USUAL, calendar, timed, week
from served import Reply, Server
from stridelift.calendar.published import load_published
from visiting import Visitor, hidden, text

NOW = "2026-11-30T05:00:00+01:00"
MOST = 150_000  # octets that the first look at a week may take, compressed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("page")
    (found / "stridelift.toml").write_text(f'# mine\nathlete.timezone = "Europe/Berlin"\n{COARSE}', encoding="utf-8")
    (found / "runs.ics").write_bytes(week("2026-11-30", USUAL).encode())
    titles = ("<script>alert(1)</script>", "{{ 7 * 7 }}")
    life = [timed(f"2026-12-0{day} 12:00", "14:00", title) for day, title in enumerate(titles, 2)]
    (found / "life.ics").write_bytes(calendar(*life).encode())
    return found


@pytest.fixture(scope="module")
def visitor(folder: Path) -> Iterator[Visitor]:
    with Server(folder, ("runs.ics", "--busy", "life.ics"), {"STRIDELIFT_NOW": NOW}) as running:
        found = Visitor(running)
        found.log_in()
        yield found


def heavy(reply: Reply) -> dict[str, str]:
    """What a form sends of the heavy session of a week."""
    found = re.search(r'data-uid="([^"]+)" data-at="[^"]+" data-class="heavy"', reply.body.decode())
    assert found
    return {"uid": found[1], "version": hidden(reply, "version"), "week": "2026-W49"}


def starts(visitor: Visitor) -> dict[str, str]:
    return {one.entry.uid: f"{one.entry.start}" for one in load_published(visitor.server.fetch().body).events}


def test_a_week_and_the_next(visitor: Visitor) -> None:
    first = visitor.get("/")
    assert "Mon 30 Nov – Sun 06 Dec 2026" in text(first)
    assert 'href="/week/2026-W50" rel="next"' in first.body.decode()
    assert 'rel="prev"' not in first.body.decode()
    following = visitor.get("/week/2026-W50")
    assert 'href="/week/2026-W49" rel="prev"' in following.body.decode()
    assert "is no week of this plan" in text(visitor.get("/week/2030-W01"))


def test_titles_are_text(visitor: Visitor) -> None:
    page = visitor.get("/").body.decode()
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "{{ 7 * 7 }}" in page


def test_a_first_look_is_light(visitor: Visitor) -> None:
    page = visitor.get("/", Accept_Encoding="gzip")
    paths = re.findall(r'(?:href|src)="(/static/[^"]+)"', gzip.decompress(page.body).decode())
    assert len(paths) >= 4
    assert len(page.body) + sum(len(visitor.get(one, Accept_Encoding="gzip").body) for one in paths) <= MOST


def test_moving_by_forms(visitor: Visitor) -> None:
    before = starts(visitor)
    session = heavy(visitor.get("/"))
    there = {**session, "date": "2026-12-03", "time": "20:00"}
    address = "&".join(f"{key}={value}" for key, value in there.items())

    part = visitor.get(f"/judge?{address}", HX_Request="true")
    assert "<html" not in part.body.decode()
    assert "Thu 03 Dec 20:00, heavy" in text(part)
    asked = visitor.get(f"/move?{address}")
    assert "Keep it there" in text(asked)
    assert starts(visitor) == before

    kept = visitor.post("/move", there)
    assert (kept.status, kept.headers["Location"]) == (303, "/week/2026-W49?note=move")
    assert starts(visitor)[session["uid"]] == "2026-12-03 19:00:00+00:00"
    assert "Kept there." in text(visitor.get(kept.headers["Location"]))

    again = visitor.post("/move", {**there, "time": "19:00"})  # decided on the week as it was before
    assert again.status == 409
    assert starts(visitor)[session["uid"]] == "2026-12-03 19:00:00+00:00"

    undone = visitor.post("/change", {**heavy(visitor.get("/")), "do": "undo"})
    assert undone.status == 303
    assert starts(visitor) == before


def test_what_cannot_be_is_told_and_changes_nothing(visitor: Visitor) -> None:
    before = starts(visitor)
    session = heavy(visitor.get("/"))
    closed = visitor.get(f"/move?uid={session['uid']}&at=2026-12-03T10:00&week=2026-W49")
    assert "Cannot be there" in text(closed)
    assert "Keep it there" not in text(closed)
    for path, fields, status in (
        ("/move", {**session, "at": "2026-12-03T10:00"}, 409),
        ("/move", {**session, "at": "nonsense"}, 409),
        ("/move", {**session, "uid": "nobody", "at": "2026-12-03T20:00"}, 409),
        ("/change", {**session, "do": "relax x"}, 409),
        ("/change", {**session, "do": "relax 0"}, 409),
        ("/change", {**session, "do": "place"}, 409),
        ("/change", {**session, "do": "__init__"}, 400),
        ("/tune", {"version": session["version"], "sessions.core.per_week": "lots"}, 409),
        ("/tune", {"version": "0", "sessions.core.per_week": "2-2"}, 409),
        ("/correct", {"index": "0", "kind": "easy"}, 400),
        ("/begin", {}, 400),
        ("/first", {"link": "/etc/passwd"}, 400),
    ):
        reply = visitor.post(path, fields)
        assert (path, reply.status, 'class="problem"' in reply.body.decode()) == (path, status, True)
    assert starts(visitor) == before


def test_settings_are_tried_then_saved(visitor: Visitor, folder: Path) -> None:
    config = folder / "stridelift.toml"
    before = config.read_text()
    page = visitor.get("/tune")
    assert 'name="sessions.core.per_week" value="1-1"' in page.body.decode()
    fields = {"version": hidden(page, "version"), "sessions.core.per_week": "0-0"}
    assert "The plan costs" in text(visitor.post("/preview", fields, HX_Request="true"))
    whole = visitor.post("/preview", fields).body.decode()
    assert 'name="sessions.core.per_week" value="0-0"' in whole
    assert config.read_text() == before
    assert visitor.post("/tune", fields).headers["Location"] == "/?note=save"
    assert "# mine" in config.read_text()
    assert "per_week = [0, 0]" in config.read_text()


def test_season(visitor: Visitor) -> None:
    page = visitor.get("/season")
    assert "2026-W49 (now)" in text(page)
    assert "<svg" in page.body.decode()
