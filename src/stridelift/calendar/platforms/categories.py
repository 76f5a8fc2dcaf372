"""Hand-made plans that say the kind in CATEGORIES: ``CATEGORIES:Run,Long``."""

from __future__ import annotations

from collections.abc import Iterator

from stridelift.calendar.event import Event
from stridelift.calendar.platforms.field import Field, of_words


def fields(event: Event) -> Iterator[Field]:
    words = " ".join(event.categories[:5])[:100]
    if field := of_words(f"category {words}", words):
        yield field
