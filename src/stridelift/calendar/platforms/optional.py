"""What need not be done: "3K Shakeout (optional)", "Easy run: 1 mi-4 mi OR Day off", "Strength or Rest".

An optional run may be run, so it counts like any other and the plan says that it was taken so. Optional strength is no
strength that is there, because the plan places its own. Of alternatives the title's own reading has chosen already
(``calendar.title``); here is only said that there was a choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from stridelift.calendar.reading import Reading
from stridelift.calendar.title import read
from stridelift.calendar.vocabulary import Sign, signs_of


def marked(reading: Reading, title: str) -> Reading:
    """The reading with what of it is optional; a rest day that may be used for strength too."""
    signs = signs_of(title)
    if not any(sign.name in {"or", "optional"} for sign in signs):
        return reading
    if not (reading.kind or reading.strength):
        choices = _choices(title, signs)
        return replace(reading, optional_strength=len(choices) > 1 and any(one.strength for one in choices))
    run, strength = _by_choice(reading, title, signs)
    for at in (at for at, sign in enumerate(signs) if sign.name == "optional"):
        of_run, of_strength = _meant(at, title, signs)
        run, strength = run or of_run, strength or of_strength
    if reading.kind is None or reading.strength is None:  # one activity: whatever it is called, it is meant
        run = strength = run or strength
    return replace(
        reading,
        optional_run=run and reading.kind is not None,
        optional_strength=strength and reading.strength is not None,
    )


def _by_choice(reading: Reading, title: str, signs: Sequence[Sign]) -> tuple[bool, bool]:
    """Whether an alternative has no run, and whether one has no strength."""
    known = _choices(title, signs)
    if len(known) < 2:  # noqa: PLR2004 - one of two at least
        return False, False
    no_run, no_strength = (any(getattr(one, what) is None for one in known) for what in ("kind", "strength"))
    return reading.kind is not None and no_run, reading.strength is not None and no_strength


def _choices(title: str, signs: Sequence[Sign]) -> list[Reading]:
    pieces = _pieces(title, [sign for sign in signs if sign.name == "or"])
    return [one for piece in pieces if (one := read(piece)) is not None]


def _meant(at: int, title: str, signs: Sequence[Sign]) -> tuple[bool, bool]:
    """Run or strength: what stands in the part of the word, else what stands nearest before it, else behind it."""
    part = signs[at].part
    inside = [sign.part for sign in signs if sign.part == part and _speaks(sign, title)]
    before = [sign.part for sign in signs[:at] if _speaks(sign, title)]
    behind = [sign.part for sign in signs[at:] if _speaks(sign, title)]
    near = (inside or before[-1:] or behind[:1])[:1]
    text = " ".join(title[s.tokens[0].start : s.tokens[-1].end] for s in signs if s.part in near)
    reading = read(text)
    return (False, False) if reading is None else (reading.kind is not None, reading.strength is not None)


def _speaks(sign: Sign, title: str) -> bool:
    reading = read(title[sign.tokens[0].start : sign.tokens[-1].end])
    return reading is not None and bool(reading.kind or reading.strength)


def _pieces(title: str, cuts: Sequence[Sign]) -> Iterator[str]:
    start = 0
    for cut in cuts:
        yield title[start : cut.tokens[0].start]
        start = cut.tokens[-1].end
    yield title[start:]
