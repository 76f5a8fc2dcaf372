"""Whether anything changed that a plan depends on: a hash over what is solved, not over the calendars' bytes."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from hashlib import sha256

from pydantic import BaseModel

from stridelift import __version__
from stridelift.domain import Run
from stridelift.situation import Situation


def fingerprint(situation: Situation) -> str:
    """The same for two situations of one local day from which the same plan follows, given what was published.

    The minute it is plays no part, nor what follows from it and from the calendar published before: which sessions and
    chosen starts are facts by now. That calendar is a file, and the caller sees when somebody else changed it.
    """
    horizon = situation.horizon
    text = json.dumps(
        (
            __version__,
            horizon.zone.key,
            horizon.first.isoformat(),
            situation.now.astimezone(horizon.zone).date().isoformat(),
            situation.loaded.config,
            dataclasses.replace(situation.instance, now=0, facts=(), runs=()),
            list(_read(situation)),
        ),
        default=_plain,
        sort_keys=True,
    )
    return sha256(text.encode()).hexdigest()


def _read(situation: Situation) -> Iterator[object]:
    """What the calendars hold, apart from the plan itself."""
    intake, horizon = situation.intake, situation.horizon
    published = {one.entry.uid for one in situation.previous.events}
    for one in (*intake.runs, *intake.strength, *intake.commitments):
        if isinstance(one.activity, Run) and not one.activity.timed:
            yield horizon.at(one.start).date().isoformat(), dataclasses.replace(one.activity, usual=None)
        elif one.uid not in published:
            yield one, intake.places.get(one.uid)


def _plain(value: object) -> object:
    """What JSON cannot say itself; sets in order, for theirs is another one in each process."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, frozenset):
        return sorted(value)
    if dataclasses.is_dataclass(value):
        return {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
    return str(value)
