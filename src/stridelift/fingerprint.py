"""Whether anything changed that a plan depends on: a hash over what is solved, not over the calendars' bytes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from hashlib import sha256

from pydantic import BaseModel

from stridelift import __version__
from stridelift.domain import Run
from stridelift.situation import Situation


def fingerprint(situation: Situation) -> str:
    """The same for two situations of one local day from which the same plan follows, given what was published.

    The minute it is plays no part, nor what follows from it and from the calendar published before: which sessions and
    chosen starts are facts by now; nor what each week is for, which follows from the rest. That calendar is a file, and
    the caller sees when somebody else changed it.
    """
    horizon = situation.horizon
    parts = (
        __version__,
        horizon.zone.key,
        horizon.first,
        situation.now.astimezone(horizon.zone).date(),
        situation.loaded.config,
        dataclasses.replace(situation.instance, now=0, facts=(), runs=(), skips={}, blocks={}, published=()),
        tuple(_read(situation)),
    )
    return sha256(repr(_plain(parts)).encode(errors="surrogatepass")).hexdigest()


def _read(situation: Situation) -> Iterator[object]:
    """What the calendars hold, apart from the plan itself."""
    intake, horizon = situation.intake, situation.horizon
    published = {one.entry.uid for one in situation.previous.events}
    for one in (*intake.runs, *intake.strength, *intake.commitments):
        if isinstance(one.activity, Run) and not one.activity.timed:
            yield horizon.at(one.start).date(), dataclasses.replace(one.activity, usual=None)
        elif one.uid not in published:
            yield one, intake.places.get(one.uid)


def _plain(value: object) -> object:
    """The same in tuples and texts, in an order that is the same in each process, as that of a set is not."""
    if isinstance(value, BaseModel):
        return _plain(value.model_dump())
    if dataclasses.is_dataclass(value):
        return tuple((one.name, _plain(getattr(value, one.name))) for one in dataclasses.fields(value))
    if isinstance(value, Mapping):
        return sorted((str(key), _plain(one)) for key, one in value.items())
    if isinstance(value, (set, frozenset)):
        return sorted(map(str, value))
    if isinstance(value, (list, tuple)):
        return tuple(map(_plain, value))
    return str(value)
