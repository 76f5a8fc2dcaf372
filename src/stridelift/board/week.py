"""A week of a plan, or of a strength calendar that was checked, as a board."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from stridelift import prescribe
from stridelift.board.shadows import bands
from stridelift.board.shapes import Block, Board, Day, Kind, Shadow, WayOut
from stridelift.calendar.event import State
from stridelift.calendar.published import WHY, Entry, Published
from stridelift.check import Checked
from stridelift.domain import Candidate, Commitment, Instance, Plan, Run, Session, Week, counted
from stridelift.errors import ConfigError
from stridelift.explain.decided import decided
from stridelift.explain.members import CALENDAR
from stridelift.horizon import Horizon
from stridelift.intake import own_session
from stridelift.planner import Outcome
from stridelift.report.clean import clean
from stridelift.report.explained import next_best
from stridelift.report.proof import proof
from stridelift.situation import Situation, described

BUSY = "busy"  # a commitment whose title is nobody's business
_MIDNIGHT = 24 * 60
_TITLE = 120  # characters; how much of them is seen is the drawing's affair


def week(shown: Outcome | Checked, label: str | None = None, *, titles: bool = True) -> Board:
    """The board of a week; without a label of the one that holds now, else of the nearest.

    Without ``titles`` nothing says what the commitments are.

    Raises:
        ConfigError: the label is of no week that is there.
    """
    return _Reader(shown, _chosen(shown.situation, label), titles=titles).board()


def published(shown: Outcome | Checked) -> dict[str, Entry]:
    """What the feed says of its sessions, by UID."""
    feed: Published = shown.published if isinstance(shown, Checked) else shown.situation.previous
    return {one.entry.uid: one.entry for one in feed.events}


def _chosen(situation: Situation, label: str | None) -> Week:
    weeks = situation.horizon.weeks
    if label is None:
        now = situation.horizon.minute(situation.now)
        return next((one for one in weeks if now < one.span.end), weeks[-1])
    found = next((one for one in weeks if one.label == label), None)
    if found is None:
        raise ConfigError(f"{label!r} is no week of this plan.", f"one of {', '.join(one.label for one in weeks)}.")
    return found


def pieces(horizon: Horizon, one: Week, start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """What of a span lies on which day of the week: index, and minutes of the day's clock from and to.

    An hour that the clock shows twice, or not at all, is as the clock shows it; nothing ends before it begins.
    """
    for index, day in enumerate(one.days):
        first, last = max(start, day.span.start), min(end, day.span.end)
        if first < last:
            low = _clock(horizon, first)
            high = _MIDNIGHT if last == day.span.end else _clock(horizon, last)
            yield index, low, high if high > low else min(low + last - first, _MIDNIGHT)


def _clock(horizon: Horizon, minute: int) -> int:
    at = horizon.at(minute)
    return 60 * at.hour + at.minute


@dataclass(frozen=True)
class _Reader:
    """What is shown, and of which week."""

    shown: Outcome | Checked
    week: Week
    titles: bool

    @property
    def situation(self) -> Situation:
        return self.shown.situation

    @property
    def instance(self) -> Instance:
        return self.situation.instance

    @property
    def plan(self) -> Plan:
        return self.shown.plan or Plan()

    @cached_property
    def published(self) -> dict[str, Entry]:
        return published(self.shown)

    @cached_property
    def everything(self) -> list[Candidate]:
        """All that is there: a run that was not placed is at its usual start."""
        placed = {id(one.activity) for one in self.plan.runs}
        usual = [Candidate.at(one, one.usual or 0) for one in self.instance.runs if id(one) not in placed]
        return sorted((*self.instance.facts, *self.plan.placed, *usual), key=lambda one: one.order)

    @cached_property
    def marked(self) -> set[str]:
        """The UIDs of the events in conflict, or of a hard rule that is broken."""
        if isinstance(self.shown, Checked):
            return {uid for one in self.shown.found if one.hard for uid in one.scope}
        return {uid for one in self.shown.conflict if one.constraint == CALENDAR for uid in one.scope}

    def board(self) -> Board:
        first, last = self.week.days[0].date, self.week.days[-1].date
        outcome = self.shown if isinstance(self.shown, Outcome) else None
        changes = outcome.changes if outcome else ()
        ways = outcome.relaxations if outcome else ()
        return Board(
            self.week.label,
            f"{first:%a %d %b} – {last:%a %d %b %Y}",
            self.say(self._heading()),
            tuple(self._days()),
            tuple(sorted(self._blocks(), key=lambda one: (one.day, one.start, one.end))),
            tuple(self._shadows()),
            tuple(one.label for one in self.situation.horizon.weeks),
            self.instance.session_grid,
            tuple(self._free()),
            tuple(map(self.say, self.situation.assumptions)),
            tuple(map(self.say, (*self._broken(), *self.situation.warnings))),
            tuple(self.say(one.text(self.instance)) for one in changes),
            tuple(self.say(f"{one.constraint}: {one.text}") for one in (outcome.conflict if outcome else ())),
            tuple(WayOut(self.say(one.text), one.penalty, number) for number, one in enumerate(ways)),
        )

    # Words.

    def say(self, text: str) -> str:
        """Fit to be shown, and without what is private."""
        if self._private:
            text = self._private.sub(BUSY, text)
        return clean(text)

    @cached_property
    def _private(self) -> re.Pattern[str] | None:
        """The titles of commitments and of what makes a day special, the longest first."""
        if self.titles:
            return None
        found = {one.activity.summary for one in self.instance.facts if isinstance(one.activity, Commitment)}
        found |= {one.summary for one in self.situation.days.facts.values()}
        some = sorted((re.escape(one) for one in found if one.strip()), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(some)})(?!\w)") if some else None

    def _heading(self) -> str:
        if isinstance(self.shown, Outcome):
            return proof(self.shown.result)
        price = sum(one.penalty for one in self.shown.found)
        broken = sum(one.hard for one in self.shown.found)
        said = f"hard rules are broken in {counted(broken, 'places')}" if broken else "no hard rule is broken"
        return f"{said}, price {price:,}"

    def _broken(self) -> Iterator[str]:
        if isinstance(self.shown, Checked):
            names = described(self.everything, self.situation.horizon)
            for one in self.shown.found:
                if one.hard:
                    yield f"{one.constraint}: {', '.join(names.get(part, part) for part in one.scope)}: {one.size}"

    # Days and hours.

    def _days(self) -> Iterator[Day]:
        today = self.situation.now.astimezone(self.situation.horizon.zone).date()
        for day in self.week.days:
            fact = self.situation.days.facts.get(day.date)
            yield Day(day.date, f"{day.date:%a %d %b}", self.say(fact.text) if fact else "", day.date == today)

    def _pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        return pieces(self.situation.horizon, self.week, start, end)

    def _free(self) -> Iterator[tuple[int, int, int]]:
        for span in self.instance.availability:
            yield from self._pieces(span.start, span.end)

    def _shadows(self) -> Iterator[Shadow]:
        for band in bands(self.instance, self.situation.rules, self.everything, self.week.span):
            for day, start, end in self._pieces(band.span.start, band.span.end):
                yield Shadow(day, start, end, band.classes, self.say(band.text))

    # Blocks.

    def _blocks(self) -> Iterator[Block]:
        for one in self.everything:
            if self.week.span.overlap(one.span):
                yield from self._block(one)
        for entry in self.published.values():
            if entry.state is State.MISSED:
                one = own_session(entry, self.situation.horizon, self.situation.loaded.config.known)
                yield from self._session(one, entry.place)

    def _block(self, one: Candidate) -> Iterator[Block]:
        activity = one.activity
        if isinstance(activity, Session):
            return self._session(one, activity.place.name if activity.place else "")
        if isinstance(activity, Run):
            return self._run(one, activity)
        return self._busy(one, activity)

    def _busy(self, one: Candidate, activity: Commitment) -> Iterator[Block]:
        title, uid = (activity.summary, activity.uid) if self.titles else (BUSY, "")
        for day, start, end in self._pieces(one.start, one.end):
            yield Block(Kind.BUSY, uid, day, start, end, clean(title, _TITLE), conflict=activity.uid in self.marked)

    def _run(self, one: Candidate, run: Run) -> Iterator[Block]:
        about = "" if run.timed else ", usual start" if one.start == run.usual else ", start chosen"
        for day, start, end in self._pieces(one.start, one.end):
            yield Block(
                Kind.KEY if run.key else Kind.RUN,
                run.uid,
                day,
                start,
                end,
                clean(run.summary, _TITLE),
                f"{run.kind.value}, {run.minutes} min{about}",
                conflict=run.uid in self.marked,
            )

    def _session(self, one: Candidate, place: str) -> Iterator[Block]:
        session = one.activity
        assert isinstance(session, Session)  # noqa: S101 - narrows
        trip = f", {session.travel} min there" if session.travel else ""
        where = f", {clean(place, _TITLE)}{trip}" if place else ""
        lines, why, best = tuple(self._lines(session)), self._why(one), self._next_best(one)
        for day, start, end in self._pieces(one.start, one.end):
            yield Block(
                Kind.SESSION,
                session.uid,
                day,
                start,
                end,
                clean(session.title or session.load, _TITLE),
                f"{one.minutes} min{where}",
                self.situation.horizon.at(one.start).isoformat(),
                session.load,
                clean(place, _TITLE),
                self._state(one),
                lines,
                tuple(map(self.say, why)),
                self.say(best),
                session.uid in self.marked,
            )

    def _state(self, one: Candidate) -> str:
        entry, placed = self.published.get(one.uid), one in self.plan.sessions
        if entry is None:
            return "" if placed else "given"
        if entry.state:
            return entry.state.value.lower()
        return "pinned" if entry.pinned else "" if placed else "frozen"

    def _lines(self, session: Session) -> Iterator[str]:
        config = self.situation.loaded.config
        if session.exercises:
            yield from map(self.say, prescribe.lines(session, config.athlete.level, config.athlete.lifts, config.known))

    def _why(self, one: Candidate) -> Sequence[str]:
        """What decided; of a session that is not placed anew, what its calendar says."""
        if one in self.plan.sessions:
            return decided(self.instance, self.situation.rules, self.plan, one)
        entry = self.published.get(one.uid)
        said = entry.description.partition(WHY)[2].partition("\n")[0] if entry else ""
        return [part for part in said.removesuffix(".").split("; ") if part]

    def _next_best(self, one: Candidate) -> str:
        if not isinstance(self.shown, Outcome) or id(one) not in self.shown.elsewhere:
            return ""
        return next_best(self.situation, self.shown.elsewhere[id(one)])
