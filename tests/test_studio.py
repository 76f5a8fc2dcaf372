"""A plan changed by hand: what is judged, what is planned around it, what is written, and how it is taken back."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from command import COARSE, ONLY_CORE, House, stridelift
from ics import USUAL, all_day, calendar, timed, week
from loopback import reply, serving
from stridelift import planner
from stridelift.board.shapes import Block, Board, Kind
from stridelift.calendar.files import content
from stridelift.calendar.published import load_published
from stridelift.domain import Plan, Session, SessionClass
from stridelift.errors import ConfigError, NoPlanError, StrideliftError
from stridelift.explain.there import there
from stridelift.happened import put
from stridelift.request import Request, calendars, establish
from stridelift.situation import prepare
from stridelift.solve import violations
from stridelift.studio.bench import State
from stridelift.studio.settings import EditedError
from stridelift.studio.studio import Studio
from stridelift.studio.undo import Level

NOW = "2026-11-30T05:00:00+01:00"  # a Monday morning
WEEK = "2026-W49"
QUICK = f"{ONLY_CORE}sessions.core = {{ per_week = [2, 2], minutes = [15, 20] }}\n"  # two sessions, planned in no time
TRY = "2026-12-05T11:00"


def home(folder: Path, config: str = "", now: str = NOW, runs: str = "") -> Request:
    """A house with its feed, planned for one week."""
    house = House(folder)
    (folder / "state").mkdir()
    return Request(
        calendars=calendars([str(house.write("runs.ics", runs or week("2026-11-30", USUAL)))], ()),
        config=house.config(config),
        week=WEEK,
        now=datetime.fromisoformat(now),
        output=folder / "state" / "strength.ics",
        time_limit=60,
    )


def feed(request: Request) -> bytes:
    assert request.output
    return request.output.read_bytes()


def sessions(board: Board) -> list[Block]:
    return [one for one in board.blocks if one.kind is Kind.SESSION]


def by_class(board: Board) -> dict[str, str]:
    """UIDs, where there is one session of each."""
    return {one.session_class: one.uid for one in sessions(board)}


def block(board: Board, uid: str) -> Block:
    return next(one for one in board.blocks if one.uid == uid)


@pytest.fixture
def request_(tmp_path: Path) -> Request:
    return home(tmp_path, QUICK)


def by_command(request: Request, *arguments: str) -> bytes:
    """The feed as ``stridelift`` leaves it after a command and the next solve."""
    assert request.output
    assert request.config
    stay = content(request.output)
    if arguments:
        assert stridelift(*arguments, "-o", request.output, now=NOW).code == 0
    runs = request.calendars[0].source
    done = stridelift("solve", runs, "-c", request.config, "--week", WEEK, "-o", request.output, now=NOW)
    assert done.code == 0, done.err
    found = request.output.read_bytes()
    if stay is not None:
        request.output.write_bytes(stay)
    return found


# Looking.


def test_the_first_look_plans_and_writes_as_solve_does(request_: Request) -> None:
    studio = Studio(request_)
    board = studio.week()
    written = feed(request_)
    assert request_.output
    request_.output.unlink()
    assert by_command(request_) == written
    request_.output.write_bytes(written)
    assert studio.week() is board


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "stridelift.toml").write_text(
            f'athlete.timezone = "Europe/Berlin"\n{ONLY_CORE}', encoding="utf-8"
        ),
        lambda folder: (folder / "runs.ics").write_text(week("2026-11-30", USUAL[:2]), encoding="utf-8", newline=""),
    ],
    ids=["config", "calendar"],
)
def test_what_changes_on_the_disk_is_seen(tmp_path: Path, change: Callable[[Path], object]) -> None:
    request = home(tmp_path, QUICK)
    studio = Studio(request)
    before = studio.week()
    change(tmp_path)
    after = studio.week()
    assert after != before
    assert feed(request) == by_command(request)


def test_a_touched_file_is_read_but_not_planned_from_again(tmp_path: Path) -> None:
    request = home(tmp_path, QUICK)
    studio = Studio(request)
    studio.week()
    held = studio._keeper.held
    runs = tmp_path / "runs.ics"
    runs.write_bytes(runs.read_bytes())
    studio.week()
    assert held
    assert studio._keeper.held
    assert studio._keeper.held.sources != held.sources
    assert studio._keeper.held.outcome.result is held.outcome.result


def test_a_link_is_asked_again_once_it_is_old(house: House) -> None:
    """And for nothing else: neither a second look, nor a change, nor what a change would mean."""
    house.config(QUICK)
    folder = house.folder / "state"
    folder.mkdir()
    text = week("2026-11-30", USUAL)
    with serving(lambda _: reply(text.encode())) as server:
        request = Request(
            calendars=calendars([server.url("/runs.ics")], ()),
            week=WEEK,
            now=datetime.fromisoformat(NOW),
            output=folder / "strength.ics",
            time_limit=60,
            allow_private=True,
        )
        studio = Studio(request)
        board = studio.week()
        uid = sessions(board)[0].uid
        studio.consequences(uid, TRY)
        studio.preview({"sessions.core.minutes": "15-25"})
        board = studio.skip(uid, board.version)
        assert len(server.asked) == 1
        bench, text = studio._keeper.bench, week("2026-11-30", USUAL[:2])
        assert studio.week() == board
        assert bench._read
        bench._read = replace(bench._read, at=bench._read.at - 15 * 60)
        assert studio.week() != board
        assert len(server.asked) == 2


# Judging.

STARTS = [
    "2026-11-30T19:00",
    "2026-12-01T07:00",
    "2026-12-02T18:00",
    "2026-12-04T19:00",
    "2026-12-06T12:00",
    "2026-12-06T19:00",
]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """For all tests that only ask."""
    studio = Studio(home(tmp_path_factory.mktemp("asked")))
    studio.week()
    return studio


@pytest.mark.parametrize("at", STARTS)
@pytest.mark.parametrize("name", ["heavy", "moderate", "core"])
def test_a_verdict_at_once_is_what_the_check_says(planned: Studio, name: str, at: str) -> None:
    uid = by_class(planned.week())[name]
    verdict = planned.judge(uid, at)
    outcome = planned._keeper.current().outcome
    situation, plan = outcome.situation, outcome.plan
    assert plan
    one = next(one for one in plan.sessions if one.uid == uid)
    start = situation.horizon.minute(datetime.fromisoformat(at).replace(tzinfo=situation.horizon.zone))
    elsewhere = replace(one, start=start, end=start + one.minutes)
    before, after = (
        list(violations(situation.instance, situation.rules, Plan.of([*(o for o in plan.placed if o is not one), it])))
        for it in (one, elsewhere)
    )
    assert bool(verdict.broken) == any(found.hard for found in after)
    assert verdict.rise == sum(found.penalty for found in after) - sum(found.penalty for found in before)
    assert not verdict.closed or verdict.broken


def test_a_verdict_names_event_rule_and_hours(planned: Studio) -> None:
    verdict = planned.judge(by_class(planned.week())["heavy"], "2026-12-02T19:00")
    assert verdict.text == "Wed 02 Dec 19:00, heavy"
    assert verdict.closed
    said = "recovery_gap: only 10 h 35 min before tempo 'Tempo run 10 km' (Thu 03 Dec 06:30–07:40), where heavy needs"
    assert any(one.startswith(said) for one in verdict.broken)


@pytest.mark.parametrize(
    ("name", "at"), [("heavy", "2026-12-05T19:00"), ("core", "2026-12-06T12:00"), ("moderate", "2026-12-02T18:00")]
)
def test_consequences_are_the_plan_with_it_pinned_there(planned: Studio, name: str, at: str) -> None:
    """An independent plan with the pin, priced by the check; `explain --at`, which may fill it anew, is no dearer."""
    uid = by_class(planned.week())[name]
    verdict = planned.consequences(uid, at)
    if verdict.closed:
        assert verdict.broken
        return
    held = planned._keeper.current()
    outcome, request = held.outcome, planned._request
    instance, rules = outcome.situation.instance, outcome.situation.rules
    moment = datetime.fromisoformat(at).replace(tzinfo=outcome.situation.horizon.zone)
    assert request.now
    pinned = load_published(put(feed(request), uid, moment, request.now))
    other = request.but(output=None, published=pinned)
    again = planner.planned(other, prepare(other, establish(other)))
    assert again.plan
    assert outcome.plan
    one = next(one for one in outcome.plan.sessions if one.uid == uid)
    start = outcome.situation.horizon.minute(moment)
    plan = Plan.of([*again.plan.placed, replace(one, start=start, end=start + one.minutes)])
    found = list(violations(instance, rules, plan))
    assert not any(it.hard for it in found)
    mine = sum(it.penalty for it in found if not (it.constraint == "stability" and uid in it.scope))
    assert outcome.result.objective is not None
    assert verdict.rise == mine - outcome.result.objective
    assert verdict.broken == ()
    assert isinstance(one.activity, Session)
    asked = there(instance, rules, SessionClass(name), start).result
    assert asked
    assert asked.objective is not None
    assert asked.objective - outcome.result.objective <= sum(it.penalty for it in found) - outcome.result.objective


@pytest.mark.parametrize(
    ("uid", "at", "said"),
    [
        ("nobody", "2026-12-04T18:00", "no session of the plan is 'nobody'"),
        ("", "2026-12-04T18:00", "no session of the plan is ''"),
        ("core", "soon", "'soon' is no start"),
        ("core", "2026-12-04T18:20", "sessions start every 60 minutes.\nMaybe 18:00 or 19:00"),
        ("core", "2026-12-07T18:00", "outside of what is planned, Mon 30 Nov to Sun 06 Dec"),
    ],
)
def test_questions_that_cannot_be_asked(planned: Studio, uid: str, at: str, said: str) -> None:
    known = by_class(planned.week())
    for ask in (planned.judge, planned.consequences):
        with pytest.raises(ConfigError, match=said.replace("(", r"\(")):
            ask(known.get(uid, uid), at)


def test_consequences_where_starts_of_runs_are_chosen_too(tmp_path: Path) -> None:
    """A run without a time is in the way at once, and makes room once everything is placed anew."""
    runs = calendar(all_day("2026-12-02", "Easy run 8 km"), all_day("2026-12-03", "Tempo run 10 km"))
    request = home(tmp_path, f'{QUICK}runs.untimed = "choose"\n', runs=runs)
    studio = Studio(request)
    board = studio.week()
    uid, held = sessions(board)[0].uid, studio._keeper.current()
    assert held.outcome.plan
    assert len(held.outcome.plan.runs) == 2
    at = "2026-12-03T07:00:00+01:00"
    assert studio.judge(uid, at).broken
    assert not studio.judge(uid, at).closed
    verdict = studio.consequences(uid, at)
    assert verdict.broken == ()
    assert any("Tempo run 10 km" in one for one in verdict.moves)
    board = studio.move(uid, at, board.version)
    assert block(board, uid).at == at


def test_strength_of_another_calendar_is_not_ours_to_move(tmp_path: Path) -> None:
    runs = calendar(timed("2026-12-02 18:00", "19:00", "Strength at the club", uid="club"))
    studio = Studio(home(tmp_path, QUICK, runs=runs))
    studio.week()
    with pytest.raises(ConfigError, match="no session of the plan is 'club'"):
        studio.judge("club", "2026-12-04T18:00")


def test_a_session_that_is_frozen_by_now_is_not_dropped(tmp_path: Path) -> None:
    studio = Studio(home(tmp_path, now="2026-12-03T12:00:00+01:00"))
    there = by_class(studio.week())
    assert block(studio.week(), there["heavy"]).at == "2026-12-03T18:00:00+01:00"
    verdict = studio.consequences(there["core"], "2026-12-05T11:00:00+01:00")
    assert not [one for one in verdict.moves if "heavy" in one]
    assert verdict.rise is not None
    assert verdict.rise < 1000


# Changing.


def test_a_move_stays_and_the_rest_is_planned_around_it(request_: Request) -> None:
    studio = Studio(request_)
    board = studio.week()
    uid, at = sessions(board)[0].uid, "2026-12-05T11:00:00+01:00"
    assert request_.output
    assert request_.now
    moved = put(feed(request_), uid, datetime.fromisoformat(at), request_.now)
    before = feed(request_)
    request_.output.write_bytes(moved)
    expected = by_command(request_)
    request_.output.write_bytes(before)
    board = studio.move(uid, at, board.version)
    one = block(board, uid)
    assert (one.at, one.state) == (at, "pinned")
    assert feed(request_) == expected
    assert Studio(request_).week() == board
    board = studio.place(uid, board.version)
    assert block(board, uid).state != "pinned"


def test_a_move_whose_consequences_were_seen_is_the_same(request_: Request) -> None:
    feeds = []
    for asked in (True, False):
        studio = Studio(request_)
        board = studio.week()
        uid = sessions(board)[0].uid
        if asked:
            studio.consequences(uid, TRY)
        studio.move(uid, TRY, board.version)
        feeds.append(feed(request_))
        assert request_.output
        request_.output.unlink()
    assert feeds[0] == feeds[1]


@pytest.mark.parametrize(("what", "command"), [("done", "done"), ("skip", "skip")])
def test_done_and_skip_are_what_the_commands_do(request_: Request, what: str, command: str) -> None:
    studio = Studio(request_)
    board = studio.week()
    uid = sessions(board)[0].uid
    expected = by_command(request_, command, uid)
    getattr(studio, what)(uid, board.version)
    assert feed(request_) == expected


def test_missed_is_what_the_command_does(request_: Request) -> None:
    Studio(request_).week()
    assert request_.now
    later = request_.but(now=request_.now + timedelta(days=4))
    studio = Studio(later)
    board = studio.week()
    uid = sessions(board)[0].uid
    shown = studio.missed(uid, board.version)
    assert block(shown, uid).state == "missed"
    assert any("missed, as you said" in one for one in shown.assumptions)


def test_what_cannot_be_kept_changes_nothing(request_: Request) -> None:
    studio = Studio(request_)
    board = studio.week()
    uid, before = sessions(board)[0].uid, feed(request_)
    with pytest.raises(ConfigError, match=r"Thu 03 Dec 07:00, core cannot be: .*'Tempo run 10 km'"):
        studio.move(uid, "2026-12-03T07:00", board.version)
    with pytest.raises(ConfigError, match="still to come"):
        studio.missed(uid, board.version)
    assert feed(request_) == before
    assert studio.undoable() == ""


# Taking back.


def looks(request: Request) -> list[object]:
    return [(one.entry, one.week) for one in load_published(feed(request)).events]


def test_a_chain_of_changes_is_taken_back_one_by_one_over_a_restart(request_: Request) -> None:
    studio = Studio(request_)
    board = studio.week()
    core, other = (one.uid for one in sessions(board))
    seen = [looks(request_)]
    board = studio.move(core, TRY, board.version)
    seen.append(looks(request_))
    board = studio.move(core, "2026-12-05T12:00", board.version)
    seen.append(looks(request_))
    board = studio.skip(other, board.version)
    texts = []
    while studio.undoable():
        texts.append(studio.undoable())
        studio = Studio(request_)
        board = studio.undo(board.version)
        assert looks(request_) == seen.pop()
        assert Studio(request_).week() == board
    assert texts[0].startswith("skipped: ")
    assert texts[1:] == ["moved to Sat 05 Dec 12:00, core", "moved to Sat 05 Dec 11:00, core"]
    with pytest.raises(ConfigError, match="nothing to undo"):
        studio.undo(board.version)


def test_taking_back_is_a_change_to_those_who_subscribed(request_: Request) -> None:
    """SEQUENCE rises whenever something shows, or a phone keeps the session where it was not."""
    studio = Studio(request_)
    board = studio.week()
    uid = sessions(board)[0].uid

    def sequence() -> int:
        return next(one.sequence for one in load_published(feed(request_)).events if one.entry.uid == uid)

    board = studio.move(uid, TRY, board.version)
    moved = sequence()
    studio.undo(board.version)
    assert (moved, sequence()) == (1, 2)


def test_no_more_than_twenty_are_kept(request_: Request) -> None:
    studio = Studio(request_)
    for number in range(23):
        level = Level.of(f"change {number}", State(feed=b"x"), State(feed=b"y"))
        studio._keeper.levels.push(level)
    assert studio.undoable() == "change 22"
    assert request_.output
    assert len(list((request_.output.parent / "undo").iterdir())) == 20


def test_a_change_that_was_noted_and_never_made_is_no_change(request_: Request) -> None:
    """A process was killed between the two."""
    studio = Studio(request_)
    board = studio.week()
    uid, state = sessions(board)[0].uid, studio._keeper.bench.state()
    board = studio.move(uid, TRY, board.version)
    now = studio._keeper.bench.state()
    studio._keeper.levels.push(Level.of("never made", now, state))
    board = studio.undo(board.version)
    assert block(board, uid).state != "pinned"
    assert studio.undoable() == ""


def test_what_somebody_else_said_since_is_not_lost(request_: Request) -> None:
    studio = Studio(request_)
    board = studio.week()
    core, other = (one.uid for one in sessions(board))
    studio.move(core, TRY, board.version)
    assert stridelift("skip", other, "-o", request_.output, now=NOW).code == 0
    board = studio.week()
    before = feed(request_)
    with pytest.raises(EditedError, match="somebody else changed the plan since"):
        studio.undo(board.version)
    assert feed(request_) == before


def test_planning_again_keeps_what_can_be_taken_back(tmp_path: Path) -> None:
    request = home(tmp_path, QUICK)
    studio = Studio(request)
    board = studio.week()
    uid = sessions(board)[0].uid
    studio.move(uid, TRY, board.version)
    (tmp_path / "runs.ics").write_text(week("2026-11-30", USUAL[1:]), encoding="utf-8", newline="")
    board = studio.week()
    board = studio.undo(board.version)
    assert block(board, uid).state != "pinned"


def disk(request: Request) -> object:
    """What the athlete has: sessions and config."""
    return looks(request), request.config and content(request.config)


def test_a_change_that_changes_nothing_is_not_one_to_take_back(request_: Request) -> None:
    studio = Studio(request_)
    board = studio.week()
    uid = sessions(board)[0].uid
    board = studio.move(uid, TRY, board.version)
    board = studio.move(uid, TRY, board.version)
    board = studio.save({"sessions.core.minutes": "15-20"}, board.version)
    assert block(studio.undo(board.version), uid).state != "pinned"


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(20))
def test_any_chain_is_taken_back_to_where_it_began(tmp_path: Path, seed: int) -> None:
    """Whatever was done in whatever order: each step back is where it was, and what is refused changes nothing."""
    dice = random.Random(seed)  # noqa: S311 - no secret
    request = home(tmp_path, QUICK, now="2026-12-01T12:00:00+01:00")
    studio = Studio(request)
    board, seen = studio.week(), []
    for _ in range(6):
        uid = dice.choice([*(one.uid for one in sessions(board)), "nobody"])
        at = f"2026-12-0{dice.randrange(1, 7)}T{dice.choice(['07', '12', '18', '19', '20'])}:00"
        method = dice.choice(["move", "move", "skip", "done", "missed", "place", "save"])
        minutes = f"15-{dice.choice([20, 25])}"
        arguments = {"move": (uid, at), "save": ({"sessions.core.minutes": minutes},)}.get(method, (uid,))
        before, undoable = disk(request), studio.undoable()
        with suppress(StrideliftError):
            board = getattr(studio, method)(*arguments, board.version)
        if (studio.undoable(), disk(request)) != (undoable, before):
            seen.append(before)
    assert len(studio._keeper.levels._paths()) == len(seen)
    while seen:
        board = studio.undo(board.version)
        assert disk(request) == seen.pop()


# Two at once.


def test_the_later_of_two_tabs_is_told(request_: Request) -> None:
    one, other = Studio(request_), Studio(request_)
    first, second = one.week(), other.week()
    uid = sessions(first)[0].uid
    one.move(uid, TRY, first.version)
    before = feed(request_)
    for change in (
        lambda: other.move(uid, "2026-12-05T12:00", second.version),
        lambda: other.skip(uid, second.version),
        lambda: other.place(uid, second.version),
        lambda: other.undo(second.version),
        lambda: other.relax(0, second.version),
        lambda: one.done(uid, first.version),
    ):
        with pytest.raises(EditedError, match="changed meanwhile"):
            change()
    assert feed(request_) == before
    assert other.week() == one.week()


def test_a_config_edited_by_hand_while_a_tab_is_open(tmp_path: Path) -> None:
    request = home(tmp_path, QUICK)
    studio = Studio(request)
    board = studio.week()
    assert request.config
    request.config.write_text(f"{request.config.read_text(encoding='utf-8')}# mine\n", encoding="utf-8")
    with pytest.raises(EditedError):
        studio.skip(sessions(board)[0].uid, board.version)
    assert request.config.read_text(encoding="utf-8").endswith("# mine\n")
    studio.skip(sessions(board)[0].uid, studio.week().version)


# When nothing fits.

HARD = 'constraints.weekly_volume.weight = "hard"\n'


def tight(folder: Path, config: str) -> tuple[Request, Studio, Board]:
    request = home(folder, f"{COARSE}{HARD}{config}", now="2026-11-29T12:00:00+01:00")
    studio = Studio(request)
    board = studio.week()
    assert board.conflict
    assert not (folder / "state" / "strength.ics").exists()
    return request, studio, board


EVENING = 'availability = { weekday = ["21:00-21:30"], weekend = ["06:00-06:10"] }\n'
WISHES = f"{ONLY_CORE.removeprefix(COARSE)}sessions.core = {{ per_week = [1, 1], minutes = [45, 45] }}\n"


def test_ways_out_are_taken_for_good(tmp_path: Path) -> None:
    request, _, board = tight(tmp_path, EVENING + WISHES)
    kinds = {}
    for way in board.ways:
        assert way.number is not None
        kinds[way.text.split()[0]] = way.number
    assert {"leave", "free"} <= set(kinds)
    assert request.config
    config = request.config.read_bytes()
    for kind in ("leave", "free"):
        studio = Studio(request)
        board = studio.relax(kinds[kind], studio.week().version)
        assert (not board.conflict, "relax" in studio.undoable() or studio.undoable().split()[0]) == (True, kind)
        assert (request.config.read_bytes() == config) == (kind == "leave")
        assert Studio(request).week() == board
        board = studio.undo(board.version)
        assert request.config.read_bytes() == config
        if kind == "leave":
            assert request.output
            request.output.unlink()


LIGHTER = """sessions = { heavy = { per_week = [1, 1], minutes = [45, 60] }, core = { per_week = [0, 0] },
    moderate = { per_week = [0, 1], minutes = [30, 30] } }
availability = { weekday = ["18:00-18:35"], weekend = ["18:00-18:35"] }
""".replace("\n    ", " ")


def test_a_way_out_that_only_the_athlete_can_take_has_no_number(tmp_path: Path) -> None:
    _, studio, board = tight(tmp_path, LIGHTER)
    numbers = {way.text.split()[0]: way.number for way in board.ways}
    assert numbers["make"] is None  # the heavy session a moderate one
    assert numbers["leave"] is not None
    index = next(n for n, way in enumerate(board.ways) if way.number is None)
    with pytest.raises(StrideliftError, match="none that can be taken here"):
        studio.relax(index, board.version)


def test_a_change_is_no_way_out_where_there_is_no_plan(tmp_path: Path) -> None:
    _, studio, board = tight(tmp_path, EVENING + WISHES)
    with pytest.raises(NoPlanError, match="no plan"):
        studio.judge("x", "2026-12-02T18:00")
    with pytest.raises(NoPlanError, match="no plan yet"):
        studio.skip("x", board.version)
