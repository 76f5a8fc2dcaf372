"""What every platform reader builds on: a field with its reason, labelled lines, and values with a unit."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import urlsplit

from stridelift.calendar.event import Event, Other
from stridelift.calendar.reading import ENOUGH, Reading
from stridelift.calendar.size import Size, marks, whole
from stridelift.calendar.title import read
from stridelift.domain import RunKind, SessionClass

DESCRIPTION_LENGTH = 4_000  # what is looked at
_LABELLED = re.compile(r"^([^\W\d_][^:\n•]{0,30}?) ?: *(\S.{0,60})$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Field:
    """What a platform says. One that is ``generic`` names the sport, or guesses, and leaves the kind to the title."""

    reason: str
    reading: Reading
    guess: bool = False

    @property
    def sport(self) -> str:
        if self.reading.kind is RunKind.CROSS:
            return "cross"
        return "run" if self.reading.kind else "moderate" if self.reading.strength else ""

    @property
    def generic(self) -> bool:
        cross = self.reading.kind is RunKind.CROSS
        return self.guess or cross or self.reading.bare or self.reading.strength is SessionClass.MODERATE


def of_words(reason: str, words: str) -> Field | None:
    """A field whose words are read like a title's, if they say something of training."""
    reading = read(words.replace("_", " ")) if words else None
    if reading and (reading.kind or reading.strength or reading.other is Other.MOBILITY):
        return Field(reason, replace(reading, evidence=ENOUGH))
    return None


def made_by(event: Event, word: str) -> bool:
    """Whether the calendar says so: its PRODID, its name, or the host of its link."""
    host = urlsplit(event.source).hostname if "://" in event.source else ""
    return word in f"{event.made_by} {host}".casefold()


def first_line(event: Event) -> str:
    return event.description[:DESCRIPTION_LENGTH].lstrip().partition("\n")[0].strip()


def labelled(event: Event) -> dict[str, str]:
    """The lines "Label: value" of the description, the first of each label, which is in lower case."""
    return _labelled(event.description[:DESCRIPTION_LENGTH])


@lru_cache(maxsize=2048)
def _labelled(description: str) -> dict[str, str]:
    return {match[1].casefold(): match[2].strip() for match in reversed(list(_LABELLED.finditer(description)))}


def measured(text: str) -> Size:
    """A distance or a duration with its unit: "7.87 km", "2500 m", "45 min"."""
    return whole([mark for mark in marks(text.lower()[:100]) if mark.kind == "size"], in_parts=False)


def first_of(lines: dict[str, str], labels: tuple[str, ...]) -> str:
    return next((lines[label] for label in labels if label in lines), "")
