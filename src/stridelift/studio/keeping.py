"""The plan that stands, and how a change of it is made: planned around first, then noted, then written."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from stridelift.calendar.files import Output, content, create_file, replace_file, write_together
from stridelift.calendar.published import Published
from stridelift.config import FILE_NAME
from stridelift.errors import ConfigError, NoPlanError, OutputError
from stridelift.happened import restored
from stridelift.request import Request, config_of
from stridelift.studio.bench import Bench, Held, State
from stridelift.studio.settings import EditedError
from stridelift.studio.undo import Level, Levels

_TRIES = 5  # of planning, while another program writes
_OWNER_ONLY = 0o600  # a new config may hold the link to a calendar one day
_UNDO = "undo"  # the folder of what can be undone, beside the feed
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Change:
    """What is to stand on the disk before planning, and the change in words.

    ``published`` is for what no calendar says yet, ``planned`` where the plan is known; one that ``needs_plan`` is not
    made where there is none.
    """

    text: str
    state: State
    published: Published | None = None
    planned: Held | None = None
    needs_plan: bool = True


class Keeper:
    """Keeps config and feed of an athlete. What somebody else changed meanwhile is never lost: the later is told."""

    def __init__(self, request: Request) -> None:
        if request.output is None:
            raise ConfigError("there is no feed to write to.")
        self.output: Path = request.output
        self.bench = Bench(request)
        self.levels = Levels(request.output.parent / _UNDO)
        self.held: Held | None = None

    def now(self, held: Held) -> datetime:
        now: datetime = self.bench.request.now or datetime.now(held.basis.horizon.zone).replace(microsecond=0)
        return now if now.tzinfo else now.replace(tzinfo=held.basis.horizon.zone)

    def current(self) -> Held:
        """The plan of what stands on the disk now; one that is new is written.

        Raises:
            StrideliftError: as the parts say.
        """
        for _ in range(_TRIES):
            state, held = self.bench.state(), self.held
            if held is not None and held.state == state and self.bench.is_current(held, self.bench.basis(state)):
                return held
            try:
                return self._write(state, self.bench.plan(state, known=held))
            except EditedError:
                continue
        raise OutputError(f"{self.output.name} was written by another program {_TRIES} times meanwhile.", "try again.")

    def change(self, version: str, make: Callable[[Held], Change]) -> Held:
        """Plan around a change of what was shown as ``version``, and write both.

        Raises:
            EditedError: config or feed have changed since.
            NoPlanError: there is no plan with it, and it needs one.
            StrideliftError: as the parts say.
        """
        self._seen(self.bench.state(), version)
        held = self.current()
        self._seen(held.state, version)
        change = make(held)
        after = change.planned or self.bench.plan(change.state, change.published)
        if after.outcome.plan is None and change.needs_plan:
            rules = ", ".join(dict.fromkeys(one.constraint for one in after.outcome.conflict))
            why = f"nothing fits with it; in conflict: {rules}." if rules else "no plan with it was found in time."
            raise NoPlanError(f"{change.text}: {why}", "nothing was changed.")
        level = Level.of(change.text, held.state, _written(after))
        if level.is_undone(_written(after)):  # it changes nothing, and there is nothing to take back
            return self._write(held.state, after)
        self.levels.push(level)
        try:
            return self._write(held.state, after)
        except BaseException:
            self.levels.pop()
            raise

    def undo(self, version: str) -> Held:
        """Config and sessions as they were before the last change.

        Raises:
            EditedError: config or feed have changed since ``version``, or somebody else changed them since the change.
            ConfigError: there is nothing to undo.
        """
        state = self._seen(self.bench.state(), version)
        level = self.levels.last()
        while level is not None and level.is_undone(state):
            self.levels.pop()
            level = self.levels.last()
        if level is None:
            raise ConfigError("there is nothing to undo.")
        if not level.is_last(state):
            raise EditedError(
                f"{level.text!r} is not undone: somebody else changed the plan since.", "change it back by hand."
            )
        feed = state.feed
        if feed is not None and level.feed is not None:
            now = self.bench.basis(state).now.astimezone(UTC).replace(microsecond=0)
            feed = restored(feed, level.feed, now)
        config = level.config if level.config != level.config_after else state.config
        held = self._write(state, self.bench.plan(replace(state, config=config, feed=feed)))
        self.levels.pop()
        return held

    def configured(self, state: State, change: Callable[[str], str]) -> State:
        """The state with another config, in text."""
        before = state.config or b""
        mark = _BOM if before.startswith(_BOM) else b""
        return replace(state, config=mark + change(before.decode("utf-8-sig")).encode())

    @staticmethod
    def _seen(state: State, version: str) -> State:
        if state.version != version:
            raise EditedError("the plan was changed meanwhile; nothing of yours was written.", "look at it again.")
        return state

    def _write(self, before: State, held: Held) -> Held:
        """Config and calendars as the plan has them, unless somebody else wrote since ``before``."""
        request, after = self.bench.request, _written(held)
        path = config_of(request) or request.config or Path.cwd() / FILE_NAME
        pairs = (self.output, after.feed, before.feed), (request.runs_output, after.runs, before.runs)
        outputs = [Output(one, new, old) for one, new, old in pairs if one is not None and new is not None]
        if content(path) != before.config or not write_together(outputs):
            raise EditedError("the plan was changed meanwhile; nothing of yours was written.", "look at it again.")
        if after.config != before.config:
            _write_config(path, after.config, new=before.config is None)
        self.held = held if held.state == after else replace(held, state=after)
        return self.held


def _written(held: Held) -> State:
    """What stands on the disk once the plan is written."""
    state, outcome = held.state, held.outcome
    return State(state.config, outcome.data or state.feed, outcome.run_data or state.runs)


def _write_config(path: Path, data: bytes | None, *, new: bool) -> None:
    try:
        if data is None:
            path.unlink(missing_ok=True)
        elif new:
            create_file(path, data, _OWNER_ONLY)
        else:
            replace_file(Path(os.path.realpath(path)), data)
    except OSError as error:
        raise OutputError(f"{path.name} cannot be written: {error.strerror or error}.") from error
