"""An athlete at work: looks at the plan, asks what a change would mean, makes it, and takes it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from stridelift.board.season import Season, season
from stridelift.board.shapes import Board
from stridelift.board.week import week
from stridelift.calendar.published import Published, load_published
from stridelift.errors import ConfigError, NoPlanError
from stridelift.explaining import weighed
from stridelift.happened import Fate, freed, put, said
from stridelift.report.explained import next_best
from stridelift.request import Request
from stridelift.studio.bench import Held, State
from stridelift.studio.edit import edited
from stridelift.studio.first import First
from stridelift.studio.form import fields
from stridelift.studio.judging import Question
from stridelift.studio.keeping import Change, Keeper
from stridelift.studio.preview import compared, settled
from stridelift.studio.relaxing import applied, is_applicable, without
from stridelift.studio.settings import RefusedError
from stridelift.studio.shapes import Field, FirstLook, Preview, Verdict


class Studio:
    """What the page asks. Every argument and answer is plain, and can be pickled.

    Every change takes the ``version`` of the board on which it was decided (see :class:`Keeper`), plans around it,
    writes, and answers with the board of the week ``label``.

    Raises:
        EditedError: config or feed have changed since.
        ConfigError: it cannot be.
        StrideliftError: as planning says.
    """

    def __init__(self, request: Request) -> None:
        self._request = request
        self._keeper = Keeper(request)
        self._standing: tuple[Held, Held] | None = None  # the plan in memory, and what it is planned again
        self._first = First(request, self._keeper.output.parent)
        self._boards: tuple[Held | None, dict[str | None, Board]] = (None, {})
        self._tried: tuple[Held, str, str, Held] | None = None  # the last consequences: beside what, uid, start

    # Looking.

    def week(self, label: str | None = None) -> Board:
        """The week as it is planned now; planned again, and written, where something changed."""
        return self._board(self._keeper.current(), label)

    def season(self) -> Season:
        """The weeks behind and ahead."""
        return season(self._keeper.current().outcome)

    def next_best(self, uid: str) -> str:
        """What the next-best place of a session would cost, in words; empty of one that planning does not place."""
        outcome = self._keeper.current().outcome
        one = next((one for one in (outcome.plan.sessions if outcome.plan else ()) if one.uid == uid), None)
        if one is None:
            return ""
        found = weighed(outcome, self._request.time_limit, only=one)
        return next_best(outcome.situation, found.elsewhere.get(id(one)))

    @property
    def solved_from(self) -> tuple[str, bytes]:
        """The mark of the plan in memory and the feed that it is; both empty where there is none."""
        held = self._keeper.held
        if held is None or held.outcome.plan is None or held.state.feed is None:
            return "", b""
        return held.mark, held.state.feed

    def judge(self, uid: str, at: str) -> Verdict:
        """What moving a session alone would break and cost, beside the plan as it was last shown."""
        return self._question(self._keeper.held or self._keeper.current(), uid, at).at_once()

    def consequences(self, uid: str, at: str) -> Verdict:
        """What the best plan with it there is like, and costs more."""
        held = self._keeper.current()
        question = self._question(held, uid, at)
        verdict = question.at_once()
        if verdict.closed:
            return replace(verdict, solved=True)
        return question.solved(self._planned(held, uid, at).outcome)

    # Changing.

    def move(self, uid: str, at: str, version: str, label: str | None = None) -> Board:
        """Put a session elsewhere and leave it there."""

        def moved(held: Held) -> Change:
            question = self._question(held, uid, at)
            verdict = question.at_once()
            if not verdict.closed:
                after = self._planned(held, uid, at)
                if after.outcome.plan is None or not (verdict := question.solved(after.outcome)).broken:
                    return Change(f"moved to {verdict.text}", after.state, planned=after)
            raise ConfigError(f"{verdict.text} cannot be: {'; '.join(verdict.broken)}.")

        return self._board(self._keeper.change(version, moved), label)

    def place(self, uid: str, version: str, label: str | None = None) -> Board:
        """Let planning place a session again that was moved."""

        def placed(held: Held) -> Change:
            feed = freed(_feed(held), uid, self._keeper.now(held))
            return Change("let it be placed again", replace(held.state, feed=feed))

        return self._board(self._keeper.change(version, placed), label)

    def done(self, uid: str, version: str, label: str | None = None) -> Board:
        return self._happened(uid, Fate.DONE, version, label)

    def missed(self, uid: str, version: str, label: str | None = None) -> Board:
        return self._happened(uid, Fate.MISSED, version, label)

    def skip(self, uid: str, version: str, label: str | None = None) -> Board:
        return self._happened(uid, Fate.SKIPPED, version, label)

    def relax(self, number: int, version: str, label: str | None = None) -> Board:
        """Take a way out of a week in which nothing fits, for good."""

        def relaxed(held: Held) -> Change:
            ways, state = held.outcome.relaxations, held.state
            if not 0 <= number < len(ways) or not is_applicable(held.outcome.situation, ways[number]):
                raise ConfigError(f"way out {number} is none that can be taken here.", "look at the week again.")
            what = applied(held.outcome.situation, ways[number].steps)
            if what.changes or what.added:
                state = self._keeper.configured(state, lambda text: edited(text, what.changes, what.added))
            before = Published() if state.feed is None else load_published(state.feed)
            return Change(ways[number].text, state, without(before, what.skips))

        return self._board(self._keeper.change(version, relaxed), label)

    def undoable(self) -> str:
        """What the last change was; empty where there is none to undo."""
        level = self._keeper.levels.last()
        return level.text if level else ""

    def undo(self, version: str, label: str | None = None) -> Board:
        """Config and sessions as they were before the last change."""
        return self._board(self._keeper.undo(version), label)

    # Tuning.

    def fields(self) -> tuple[Field, ...]:
        """The settings as they stand."""
        return fields(self._keeper.current().basis.loaded)

    def preview(self, values: Mapping[str, str]) -> Preview:
        """What the values of a form would do to the plan; nothing is written."""
        held = self._keeper.current()
        try:
            state = self._tuned(held, values)
        except RefusedError as error:
            return Preview(None, None, status="this cannot be", mistakes=error.mistakes)
        if self._standing is None or self._standing[0] is not held:  # what stands may be frozen since it was planned
            self._standing = (held, self._keeper.bench.plan(held.state))
        return compared(self._standing[1].outcome, self._keeper.bench.plan(state).outcome)

    def save(self, values: Mapping[str, str], version: str, label: str | None = None) -> Board:
        """Write what was changed into the config; where nothing fits then, the board says so, and undo is there."""

        def tuned(held: Held) -> Change:
            state = self._tuned(held, values)
            keys = ", ".join(settled(held.basis.loaded, values))
            return Change(f"changed {keys}" if keys else "changed nothing", state, needs_plan=False)

        return self._board(self._keeper.change(version, tuned), label)

    # The first run.

    def look(self, source: str | bytes) -> FirstLook:
        """What a calendar shows, by a link to it or the file itself."""
        return self._first.look(source)

    def correct(self, index: int, kind: str) -> FirstLook:
        """What events of a title are, as the athlete says."""
        return self._first.correct(index, kind)

    def start(self) -> Board:
        """Write the config, and show the first week."""
        self._first.start()
        return self.week()

    # The parts.

    def _tuned(self, held: Held, values: Mapping[str, str]) -> State:
        changes = settled(held.basis.loaded, values)
        return self._keeper.configured(held.state, lambda text: edited(text, changes)) if changes else held.state

    def _happened(self, uid: str, fate: Fate, version: str, label: str | None) -> Board:
        def happens(held: Held) -> Change:
            feed, what = said(_feed(held), "the plan", uid, fate, self._keeper.now(held))
            entry = what.event.entry
            text = f"{fate.value}: {entry.start.astimezone(what.zone):%a %d %b %H:%M}, {entry.session_class}"
            return Change(text, replace(held.state, feed=feed), needs_plan=False)

        return self._board(self._keeper.change(version, happens), label)

    def _planned(self, held: Held, uid: str, at: str) -> Held:
        """The plan with a session there, which is known if it was asked for last."""
        asked = (held, uid, at)
        if self._tried is None or self._tried[1:3] != (uid, at) or self._tried[0] is not held:
            self._tried = (*asked, self._keeper.bench.plan(self._moved(held, uid, at)))
        return self._tried[3]

    def _moved(self, held: Held, uid: str, at: str) -> State:
        start = datetime.fromisoformat(at)
        start = start if start.tzinfo else start.replace(tzinfo=held.basis.horizon.zone)
        notice = timedelta(minutes=held.basis.config.constraints.availability.notice)
        return replace(held.state, feed=put(_feed(held), uid, start, self._keeper.now(held), notice))

    def _question(self, held: Held, uid: str, at: str) -> Question:
        now = self._keeper.now(held)
        return Question.of(held.outcome, held.basis.horizon.between(now, now).end, uid, at)

    def _board(self, held: Held, label: str | None) -> Board:
        if self._boards[0] is not held:
            self._boards = (held, {})
        boards = self._boards[1]
        if label not in boards:
            boards[label] = _drawn(held, label)
        return boards[label]


def _drawn(held: Held, label: str | None) -> Board:
    """The board, with numbers only of the ways out that can be taken here."""
    outcome, board = held.outcome, week(held.outcome, label)
    able = [is_applicable(outcome.situation, one) for one in outcome.relaxations]
    ways = [one if one.number is not None and able[one.number] else replace(one, number=None) for one in board.ways]
    return replace(board, ways=tuple(ways), version=held.state.version)


def _feed(held: Held) -> bytes:
    if held.state.feed is None:
        raise NoPlanError("there is no plan yet.")
    return held.state.feed
