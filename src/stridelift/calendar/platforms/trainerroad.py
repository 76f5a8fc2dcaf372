r"""TrainerRoad: a platform of cycling, where "VO2max" and "Endurance" are rides unless the title says run.

PRODID:-//TrainerRoad//Calendar//EN
SUMMARY:Sweet Spot Base - Antelope
DESCRIPTION:TSS: 88\nIF: 0.88
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stridelift.calendar.event import Event
from stridelift.calendar.platforms.field import Field, labelled, made_by
from stridelift.calendar.reading import ENOUGH, Reading
from stridelift.calendar.title import TITLE_LENGTH, read
from stridelift.domain import RunKind

_ON_FOOT = re.compile(r"\b(?:run|runs|running|jog|brick)\b", re.IGNORECASE)


def fields(event: Event) -> Iterator[Field]:
    title = event.summary[:TITLE_LENGTH]
    if not made_by(event, "trainerroad") or _ON_FOOT.search(title):
        return
    reading = read(title)
    if (reading and reading.kind) or "tss" in labelled(event):
        ride = Reading(title[:60], kind=RunKind.CROSS, evidence=ENOUGH)
        yield Field("TrainerRoad: a ride, because its title says no run", ride)
