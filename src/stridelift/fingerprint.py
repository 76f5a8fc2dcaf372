"""Whether anything changed that a plan depends on: a hash over what is solved, not over the calendars' bytes."""

from __future__ import annotations

import dataclasses
import json
from hashlib import sha256

from pydantic import BaseModel

from stridelift import __version__
from stridelift.situation import Situation


def fingerprint(situation: Situation) -> str:
    """The same for two situations of one local day from which the same plan follows.

    The minute it is plays no part: that time passes makes facts of sessions and runs, which do. What was published
    before plays its part through them, and through the file, which the caller knows.
    """
    instance, horizon = situation.instance, situation.horizon
    text = json.dumps(
        (
            __version__,
            horizon.zone.key,
            horizon.first.isoformat(),
            situation.now.astimezone(horizon.zone).date().isoformat(),
            situation.loaded.config,
            dataclasses.replace(instance, now=0),
        ),
        default=_plain,
        sort_keys=True,
    )
    return sha256(text.encode()).hexdigest()


def _plain(value: object) -> object:
    """What JSON cannot say itself; sets in order, for theirs is another one in each process."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, frozenset):
        return sorted(value)
    if dataclasses.is_dataclass(value):
        return {one.name: getattr(value, one.name) for one in dataclasses.fields(value)}
    return str(value)
