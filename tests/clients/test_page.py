"""The page in Chromium: looked at, moved, tuned and subscribed to, with a mouse, a keyboard, and without a script."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, sync_playwright

from command import House
from example import ROOT
from ics import USUAL, calendar, timed, week
from served import Server
from stridelift.calendar.published import load_published
from subscription import BERLIN, KEPT

pytestmark = pytest.mark.e2e

SHOTS = KEPT / "shots"
AXE = KEPT / "page" / "node_modules" / "axe-core" / "axe.min.js"
NOW = "2026-11-30T05:00:00+01:00"
DESKTOP, PHONE = (1280, 900), (390, 844)
RUNS = week("2026-11-30", USUAL)
PATIENCE = 60_000  # milliseconds


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = shutil.which("chromium")
    assert program, "run tests/clients/programs.sh"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program)
        yield launched
        launched.close()


@dataclass
class Window:
    """A browser in which the page of a server is open, and what it complained of."""

    page: Page
    server: Server
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)

    @property
    def base(self) -> str:
        return self.server.addresses["page"].partition("/login/")[0]

    def log_in(self) -> None:
        self.page.goto(self.server.addresses["page"])
        self.page.get_by_role("button", name="Open my page").click()
        self.page.wait_for_url(lambda url: "/login/" not in url)

    def session(self, name: str) -> Locator:
        return self.page.locator(".block.session", has_text=name).first

    def told(self, note: str) -> None:
        """Waits until the page says so."""
        self.page.locator(".told", has_text=note).wait_for()

    def keep(self) -> None:
        self.page.get_by_role("button", name="Keep it there").click()
        self.told("Kept there.")

    def shoot(self, name: str, *, full: bool = True) -> None:
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{name}.png", full_page=full)

    def starts(self) -> dict[str, str]:
        """Of the sessions in the feed, by UID."""
        events = load_published(self.server.fetch().body).events
        return {one.entry.uid: f"{one.entry.start.astimezone(BERLIN):%a %H:%M}" for one in events}


@contextmanager
def window(
    browser: Browser, server: Server, size: tuple[int, int] = DESKTOP, *, dark: bool = False, script: bool = True
) -> Iterator[Window]:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme="dark" if dark else "light",
        java_script_enabled=script,
        has_touch=size == PHONE,
    )
    context.set_default_timeout(PATIENCE)
    opened = Window(context.new_page(), server)

    def heard(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            opened.complaints.append(message.text)

    opened.page.on("console", heard)
    opened.page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    yield opened
    context.close()
    assert opened.complaints == [], "no script fails, and nothing is against the page's own policy"


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    house.config("# mine\n")
    with serving(house) as running:
        yield running


@contextmanager
def serving(house: House, life: str = "") -> Iterator[Server]:
    house.write("runs.ics", RUNS)
    house.write("life.ics", life or calendar(timed("2026-12-04 09:00", "12:00", "Team meeting")))
    with Server(house.folder, ("runs.ics", "--busy", "life.ics"), {"STRIDELIFT_NOW": NOW}) as running:
        yield running


def drag(shown: Window, what: Locator, day: int, hour: float) -> None:
    """To a day and an hour of the board, and let it lie there."""
    board = shown.page.locator(".board")
    first, last = (int(board.get_attribute(name) or 0) for name in ("data-first", "data-last"))
    lane = shown.page.locator(".lane").nth(day).bounding_box()
    box = what.bounding_box()
    assert lane
    assert box
    mouse = shown.page.mouse
    mouse.move(box["x"] + 20, box["y"] + 8)
    mouse.down()
    y = lane["y"] + (hour - first) / (last - first) * lane["height"] + 8
    mouse.move(lane["x"] + lane["width"] / 2, y, steps=6)


# Moving.


def test_drag(browser: Browser, server: Server) -> None:
    with window(browser, server) as shown:
        shown.log_in()
        before = shown.starts()
        heavy = shown.session("Heavy")
        uid = heavy.get_attribute("data-uid") or ""
        drag(shown, heavy, 3, 10)
        shown.page.locator("#verdict .verdict").wait_for()
        assert "Cannot be there" in shown.page.locator("#verdict").inner_text(), "it is too near to a key run"
        shown.shoot("drag-closed")
        drag_on(shown, 3, 19)
        shown.page.locator("#verdict .yes").wait_for()
        shown.page.mouse.up()
        shown.page.get_by_role("button", name="Keep it there").wait_for()
        shown.shoot("drag-asked")
        assert shown.starts() == before, "nothing is changed before it is kept"
        shown.keep()
        assert shown.starts()[uid] == "Thu 19:00"
        assert "moved by you" in shown.session("Heavy").inner_text()
        assert shown.page.evaluate("document.activeElement.closest('.block')?.dataset.uid") == uid
        shown.page.get_by_role("button", name="Undo").click()
        shown.told("Undone.")
        assert shown.starts() == before


def drag_on(shown: Window, day: int, hour: float) -> None:
    board = shown.page.locator(".board")
    first, last = (int(board.get_attribute(name) or 0) for name in ("data-first", "data-last"))
    lane = shown.page.locator(".lane").nth(day).bounding_box()
    assert lane
    y = lane["y"] + (hour - first) / (last - first) * lane["height"] + 8
    shown.page.mouse.move(lane["x"] + lane["width"] / 2, y, steps=4)


def test_an_answer_while_dragging_comes_at_once(browser: Browser, server: Server) -> None:
    with window(browser, server) as shown:
        shown.log_in()
        uid = shown.session("Heavy").get_attribute("data-uid")
        script = """async (uid) => { const times = [];
          for (let hour = 10; hour < 22; hour++) {
            const began = performance.now();
            const asked = new URLSearchParams({uid, at: `2026-12-03T${hour}:00`});
            await (await fetch(`/judge?${asked}`, {headers: {"HX-Request": "true"}})).text();
            times.push(performance.now() - began);
          }
          return times; }"""
        times = sorted(shown.page.evaluate(script, uid))
    assert times[len(times) // 2] < 200, times


def test_keyboard(browser: Browser, server: Server) -> None:
    with window(browser, server) as shown:
        shown.log_in()
        before = shown.starts()
        heavy = shown.session("Heavy")
        uid = heavy.get_attribute("data-uid") or ""
        heavy.locator("summary").focus()
        keys = shown.page.keyboard
        said = shown.page.locator("#said")
        keys.press("ArrowDown")
        assert "Thu" in said.inner_text()
        keys.press("Escape")
        assert said.inner_text() == "Left where it was."
        assert shown.page.locator(".ghost").count() == 0
        keys.press("ArrowDown")
        shown.page.locator("#verdict .yes").wait_for()
        keys.press("Enter")
        shown.page.get_by_role("button", name="Keep it there").wait_for()
        assert "Breaks no rule" in said.inner_text()
        keys.press("k")
        shown.told("Kept there.")
        assert shown.starts()[uid] != before[uid]


@pytest.mark.parametrize("script", [True, False])
def test_menu(browser: Browser, server: Server, script: bool) -> None:  # noqa: FBT001 - a case
    """On a phone, and with no script at all."""
    with window(browser, server, PHONE, script=script) as shown:
        shown.log_in()
        heavy = shown.session("Heavy")
        uid = heavy.get_attribute("data-uid") or ""
        heavy.locator("summary").click()
        shown.shoot(f"phone-session-{'script' if script else 'plain'}")
        heavy.locator("[type=time]").fill("19:00")
        heavy.get_by_role("button", name="What would it mean?").click()
        shown.page.get_by_role("button", name="Keep it there").wait_for()
        shown.shoot(f"phone-verdict-{'script' if script else 'plain'}", full=False)
        shown.keep()
        shown.shoot(f"phone-kept-{'script' if script else 'plain'}", full=False)
        assert shown.starts()[uid] == "Thu 19:00"
        shown.session("Heavy").locator("summary").click()
        shown.session("Heavy").get_by_role("button", name="Let the plan place it").click()
        shown.told("Let go")


def test_what_happened(browser: Browser, server: Server) -> None:
    with window(browser, server) as shown:
        shown.log_in()
        for what, note, state in (("Done", "Noted as done.", "done"), ("Skip it", "Left out.", "")):
            session = shown.page.locator('.block.session[data-state=""]').first
            uid = session.get_attribute("data-uid")
            session.locator("summary").click()
            session.get_by_role("button", name=what, exact=True).click()
            shown.told(note)
            there = shown.page.locator(f'.block[data-uid="{uid}"]')
            assert [one.get_attribute("data-state") for one in there.all()] == ([state] if state else [])


# Tuning, and when nothing fits.


def test_tune(browser: Browser, server: Server, house: House) -> None:
    with window(browser, server) as shown:
        shown.log_in()
        shown.open("/tune")
        config = house.folder / "stridelift.toml"
        before = config.read_text()
        shown.page.locator('[name="sessions.core.per_week"]').fill("2-3")
        shown.page.locator("#preview", has_text="The plan costs").wait_for()
        shown.shoot("tune-preview")
        assert config.read_text() == before
        shown.page.locator('[name="sessions.core.per_week"]').fill("lots")
        shown.page.locator("#preview", has_text="This cannot be").wait_for()
        shown.page.locator('[name="sessions.core.per_week"]').fill("2-3")
        shown.page.locator("#preview", has_text="The plan costs").wait_for()
        shown.page.get_by_role("button", name="Save").click()
        shown.told("Saved.")
        assert "per_week = [2, 3]" in config.read_text()
        assert "# mine" in config.read_text()
        assert shown.page.locator(".block.session", has_text="Core").count() >= 2


IMPOSSIBLE = """
sessions.heavy.per_week = [2, 2]
constraints.weekly_volume.weight = "hard"
availability = { weekday = ["17:30-18:30"], weekend = [] }
"""


def test_conflict(browser: Browser, house: House) -> None:
    house.config("# mine\n")
    with serving(house) as server:
        house.config(IMPOSSIBLE)
        with window(browser, server) as shown:
            shown.log_in()
            shown.page.get_by_role("heading", name="Nothing fits").wait_for()
            shown.shoot("conflict")
            shown.page.get_by_role("button", name="Do this").first.click()
            shown.told("Given way.")
            assert shown.page.get_by_role("heading", name="Nothing fits").count() == 0


# Others.


def test_two_tabs_and_a_hand(browser: Browser, server: Server, house: House) -> None:
    with window(browser, server) as shown:
        shown.log_in()
        other = replace(shown, page=shown.page.context.new_page())
        other.open("/tune")
        other.page.locator('[name="sessions.core.per_week"]').fill("2-3")
        core = shown.session("Core")
        core.locator("summary").click()
        core.get_by_role("button", name="Done").click()
        shown.told("Noted as done.")
        other.page.get_by_role("button", name="Save").click()
        other.page.locator(".problem").wait_for()
        assert other.page.url.endswith("/tune")
        other.shoot("too-late")
        assert other.page.locator('[name="sessions.core.per_week"]').input_value() == "2-3", "what was typed is there"
        assert "per_week" not in (house.folder / "stridelift.toml").read_text()

        config = house.folder / "stridelift.toml"
        config.write_text(config.read_text() + "athlete.level = 'novice'  # by hand\n")
        heavy = shown.session("Heavy")
        heavy.locator("summary").click()
        heavy.get_by_role("button", name="Done").click()
        shown.page.locator(".problem").wait_for()
        assert "/change" not in shown.page.url, "one can reload"
        assert "by hand" in config.read_text()


def test_revoke(browser: Browser, server: Server) -> None:
    with window(browser, server) as shown:
        shown.log_in()
        shown.open("/subscribe")
        shown.page.get_by_label("For").fill("Mum")
        shown.page.get_by_label("reads").select_option("busy")
        shown.page.get_by_role("button", name="Make an address").click()
        address = shown.page.locator("section", has_text="An address for Mum").locator("code").inner_text()
        assert shown.page.request.get(address).status == 200
        shown.page.get_by_role("button", name="Revoke Mum").click()
        shown.told("Shut for good.")
        assert shown.page.request.get(address).status == 404


def test_hostile_titles(browser: Browser, house: House) -> None:
    hostile = [
        "<img src=x onerror=alert(1)><script>alert(2)</script>",
        "\u202egnirts \u2067rtl\u2069 \u202e",
        "x" * 10_000,
        "🏋️" * 400 + "\u200b",
        "{{ 7*7 }}{% raw %} &lt;b&gt; \"'`",
    ]
    events = [timed(f"2026-12-0{day} 13:00", "15:00", one) for day, one in enumerate(hostile, 1)]
    house.config("# mine\n")
    with serving(house, calendar(*events)) as server:
        for size in (DESKTOP, PHONE):
            with window(browser, server, size) as shown:
                shown.page.on("dialog", lambda dialog: shown.complaints.append(dialog.message))
                shown.log_in()
                wide = shown.page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert wide <= 0, "nothing sticks out"
                assert shown.page.locator("img, .block b").count() == 0
                assert "{{ 7*7 }}" in shown.page.locator(".board").inner_text()
                shown.shoot(f"hostile-{size[0]}")


# From nothing.


def test_first_run(browser: Browser, house: House) -> None:
    """From nothing to a subscribed phone: clicks are counted."""
    (house.folder / "stridelift.toml").unlink()
    (house.folder / "upload").mkdir()
    house.write("upload/runs.ics", RUNS)
    clicks = 0

    def click(what: Locator) -> None:
        nonlocal clicks
        clicks += 1
        what.click()

    with (
        Server(house.folder, (), {"STRIDELIFT_NOW": NOW, "TZ": "Europe/Berlin"}) as server,
        window(browser, server, PHONE) as shown,
    ):
        role = shown.page.get_by_role
        shown.page.goto(server.addresses["page"])
        click(role("button", name="Open my page"))
        shown.shoot("first-1")
        clicks += 1  # to open the dialogue for a file
        shown.page.locator("[type=file]").set_input_files(house.folder / "upload" / "runs.ics")
        click(role("button", name="Look at it"))
        role("heading", name="Is this right?").wait_for()
        shown.shoot("first-2")
        clicks += 1
        shown.page.get_by_label("Easy run 8 km").select_option("recovery")
        shown.page.locator(".told", has_text="recovery").wait_for()
        click(role("button", name="Make my first week"))
        shown.told("This is your first week.")
        shown.shoot("first-3")
        assert flaws(shown) == []
        click(role("link", name="Subscribe", exact=True))
        link = role("link", name="Subscribe on this device").first
        address = link.get_attribute("href") or ""
        clicks += 1
        assert shown.page.request.get(address.replace("webcal:", "http:")).text().count("BEGIN:VEVENT") >= 3
    assert clicks <= 8
    config = (house.folder / "stridelift.toml").read_text()
    assert 'kind = "recovery"' in config


def test_what_is_vendored_is_what_was_published() -> None:
    static = ROOT / "src/stridelift/web/static"
    published = KEPT / "page" / "node_modules" / "htmx.org"
    assert (static / "htmx-2.0.11.min.js").read_bytes() == (published / "dist" / "htmx.min.js").read_bytes()
    assert (static / "htmx-2.0.11.LICENSE.txt").read_bytes() == (published / "LICENSE").read_bytes()


# How it looks, and who can use it.


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_everybody_can_use_it(browser: Browser, server: Server, size: tuple[int, int], dark: bool) -> None:  # noqa: FBT001 - a case
    name = f"{'phone' if size == PHONE else 'desktop'}-{'dark' if dark else 'light'}"
    found: dict[str, list[str]] = {}
    with window(browser, server, size, dark=dark) as shown:
        shown.page.goto(server.addresses["page"])
        found["login"] = flaws(shown)
        shown.log_in()
        for path in ("/", "/week/2026-W50", "/season", "/tune", "/subscribe", "/week/1999-W01"):
            shown.open(path)
            found[path] = flaws(shown)
            shown.shoot(f"{name}{path.replace('/', '-')}")
            wide = shown.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert wide <= 0, f"{path} sticks out by {wide} pixels"
        shown.open("/")
        for details in shown.page.locator(".notes > summary").all():
            details.click()
        for number, session in enumerate(shown.page.locator(".block.session > details > summary").all()):
            session.click()
            found[f"session {number}"] = flaws(shown)
        shown.shoot(f"{name}-opened")
    assert {where: what for where, what in found.items() if what} == {}


def flaws(shown: Window) -> list[str]:
    """What axe finds; it is put in by the browser, so the page's policy does not keep it out."""
    shown.page.evaluate(Path(AXE).read_text(encoding="utf-8"))
    result = shown.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in result["violations"]]
