"""The words of the ``[days]`` tables in ``models/vocabulary/*.toml``, and where they stand in a title.

They are looked up apart from the words of training: "travel" is a note in a training plan, and a place out of reach.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from stridelift.calendar.vocabulary import Meaning, Sign, Vocabulary, add, tokens, words_of
from stridelift.resources import load_toml, models_folder

_GROUPS = frozenset({"gym", "home"})


@cache
def day_words() -> Vocabulary:
    """All languages together."""
    result = Vocabulary({}, {}, {}, {})
    for file in sorted((models_folder() / "vocabulary").glob("*.toml")):
        for phrase, meaning in day_entries(load_toml(f"vocabulary/{file.name}")):
            add(result, phrase, meaning)
    return result


def day_entries(language: dict[str, Any]) -> Iterator[tuple[str, Meaning]]:
    """Every phrase of one file's ``[days]`` with its meaning."""
    for name, phrases in language.get("days", {}).items():
        yield from ((phrase, Meaning(name, strong=True)) for phrase in phrases)


def day_signs(text: str) -> list[Sign]:
    """Every word of a title as part of a sign, from left to right; ``unknown`` is what no list has.

    Numbers and single letters say nothing; a size ("20 km") is a ``measure``.
    """
    every = tokens(text)
    known = {sign.tokens[0].start: sign for sign in day_words().signs(every)}
    result: list[Sign] = []
    at = 0
    while at < len(every):
        token = every[at]
        name = "measure" if token.mark else "unknown"
        sign = known.get(token.start) or Sign(name, strong=False, tokens=(token,), part=token.part)
        at += len(sign.tokens)
        if sign.name != "unknown" or (len(token.word) > 1 and not token.word.isdigit()):
            result.append(sign)
    return result


def groups(place: str) -> frozenset[str]:
    """What kind of place a name speaks of: ``gym``, ``home``, or neither."""
    return _GROUPS & {sign.name for sign in day_signs(place)}


def is_only(word: str) -> bool:
    meaning = day_words().phrases.get((word,))
    return meaning is not None and meaning.name == "only"


def same_words(place: str, words: tuple[str, ...]) -> bool:
    return words_of(place) == words
