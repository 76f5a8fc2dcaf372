"""The words of the ``[days]`` tables in ``models/vocabulary/*.toml``, and where they stand in a title.

They are looked up apart from the words of training: "travel" is a note in a training plan, and a place out of reach.
"""

from __future__ import annotations

from stridelift.calendar.vocabulary import Sign, Vocabulary, tokens, word_lists, words_of

_GROUPS = frozenset({"gym", "home"})


def day_words() -> Vocabulary:
    """All languages together."""
    return word_lists()[1]


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
