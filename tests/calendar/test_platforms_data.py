"""Feeds in the shape of each platform: each file of data/ has what becomes of its events beside it, in ``.kinds``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds import DATA, backwards, reading
from stridelift.calendar.classify import classify
from stridelift.calendar.event import Event, Verdict

FILES = pytest.mark.parametrize("file", sorted(DATA.glob("*.ics")), ids=lambda file: file.stem)


def shown(data: bytes) -> str:
    events = reading(data).events
    return "".join(f"{line}\n" for pair in zip(events, classify(events, ()), strict=True) for line in lines(*pair))


def lines(event: Event, verdict: Verdict) -> Iterator[str]:
    """The day, what it is, how large, and why; a second run on a line of its own."""
    yield f"{event.day:%a %d} [{event.summary}] {said(verdict)}"
    if verdict.second:
        yield f"       and then {said(verdict.second)}"


def said(verdict: Verdict) -> str:
    what = " + ".join(str(one) for one in (verdict.kind, verdict.strength, verdict.other) if one) or "nothing"
    optional = ["run optional"] * verdict.optional_run + ["strength optional"] * verdict.optional_strength
    minutes = [f"{verdict.minutes} min"] if verdict.minutes and not verdict.other else []
    km = [f"{verdict.distance_km:g} km"] if verdict.distance_km and not verdict.other else []
    race = [f"race over {verdict.race_distance}"] if verdict.race_distance else []
    return f"{', '.join([what, *minutes, *km, *race, *optional])}: {verdict.reason}"


@FILES
def test_events_become_what_the_text_says(file: Path) -> None:
    assert shown(file.read_bytes()) == file.with_suffix(".kinds").read_text(encoding="utf-8")


@FILES
def test_the_order_of_events_does_not_matter(file: Path) -> None:
    assert shown(backwards(file.read_bytes())) == shown(file.read_bytes())
