"""The words of ``models/vocabulary/*.toml``, and where they stand in a title.

A phrase is looked up longest first and uses up its words: "race pace" leaves no "race" behind.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import islice
from typing import Any

from stridelift.calendar.size import Mark, marks
from stridelift.resources import models_folder

_TOKEN = re.compile(r"<[a-z]+>|[぀-ヿ㐀-鿿🏁🏃]|@|(?:(?![぀-ヿ㐀-鿿])[^\W_])+")
_PLAIN = re.compile("[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")  # as most phrases are: these take less time
_BREAK = re.compile(r"[+&/,;.()\[\]·•|:—–→]|\s-\s")
_MOST_TOKENS = 32  # of a text; more are no title
_LETTERS_OF_A_WORD = 4  # shorter ones that nobody knows are initials and particles
_LETTERS_TO_MISS_ONE = 7
_LETTERS_OF_THE_LONGEST = 30
_MENDED = frozenset({"run", "easy", "recovery", "long", "tempo", "intervals", "hills", "race_name", "strides"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a placeholder of a text, folded; ``part`` counts the commas, dashes and plus signs before it."""

    word: str
    start: int
    end: int
    part: int = 0
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """A phrase found in a text: what it is a sign of, whether it is enough on its own, and the part it stands in."""

    name: str
    strong: bool
    tokens: tuple[Token, ...]
    part: int

    @property
    def only_numbers(self) -> bool:
        return all(token.mark for token in self.tokens)

    def has(self, placeholder: str) -> bool:
        return any(token.word == placeholder for token in self.tokens)


@dataclass(frozen=True, slots=True)
class Meaning:
    name: str
    strong: bool


@dataclass(frozen=True)
class Vocabulary:
    """All languages together: phrases by their folded words, and patterns for compound words."""

    phrases: dict[tuple[str, ...], Meaning]
    longest: dict[str, int]  # by first word: words of the longest phrase that begins with it
    beginnings: dict[str, Meaning]
    endings: dict[str, Meaning]

    def signs(self, tokens: Sequence[Token]) -> Iterator[Sign]:
        """The phrases in ``tokens`` from left to right; a word nobody knows is a sign called ``unknown``.

        A word that joins ("then", "and") begins a new part, as a comma does.
        """
        at = joins = 0
        while at < len(tokens):
            length, meaning = self._match(tokens, at)
            if meaning:
                joins += meaning.name == "and"
                yield Sign(meaning.name, meaning.strong, tuple(tokens[at : at + length]), tokens[at].part + joins)
            at += length

    def _match(self, tokens: Sequence[Token], at: int) -> tuple[int, Meaning | None]:
        word = tokens[at].word
        for length in range(min(self.longest.get(word, 0), len(tokens) - at), 0, -1):
            meaning = self.phrases.get(tuple(token.word for token in tokens[at : at + length]))
            if meaning:
                return length, meaning
        return 1, self._compound(word)

    def _compound(self, word: str) -> Meaning | None:
        """By the longest known beginning or ending; numbers and short words mean nothing."""
        for cut in range(len(word) - 2):
            meaning = self.beginnings.get(word[: len(word) - cut]) or self.endings.get(word[cut:])
            if meaning:
                return meaning
        if len(word) < _LETTERS_OF_A_WORD or not word.isalpha():
            return None
        return self._misspelt(word) or Meaning("unknown", strong=False)

    def _misspelt(self, word: str) -> Meaning | None:
        """A word of running with one slip of the finger is a weak sign."""
        if len(word) > _LETTERS_OF_THE_LONGEST:
            return None
        for other in _slips(word):
            meaning = self.phrases.get((other,))
            if meaning and meaning.name in _MENDED:
                return Meaning(meaning.name, strong=False)
        return self._shortened(word)

    def _shortened(self, word: str) -> Meaning | None:
        """Of a long word of running with one letter left out, never the first."""
        for other, meaning in self._long.get((word[0], len(word)), ()):
            at = next((at for at in range(1, len(word)) if word[at] != other[at]), len(word))
            if word[at:] == other[at + 1 :]:
                return Meaning(meaning.name, strong=False)
        return None

    @cached_property
    def _long(self) -> dict[tuple[str, int], list[tuple[str, Meaning]]]:
        """The long words of running by their first letter and the letters that are left when one is gone."""
        result: dict[tuple[str, int], list[tuple[str, Meaning]]] = {}
        for words, meaning in self.phrases.items():
            word = words[0]
            if meaning.name in _MENDED and len(words) == 1 and len(word) > _LETTERS_TO_MISS_ONE:
                result.setdefault((word[0], len(word) - 1), []).append((word, meaning))
        return result


def _slips(word: str) -> Iterator[str]:
    """What was meant if two neighbours were swapped or a letter was doubled."""
    for at in range(len(word) - 1):
        if word[at] == word[at + 1]:
            yield word[:at] + word[at + 1 :]
        else:
            yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Lower case, without accents."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def tokens(text: str) -> list[Token]:
    """The words of ``text`` with its numbers as placeholders: ``<size>``, ``<reps>``, ``<times>``, ``<pace>``."""
    lower = _lowered(text)
    found = marks(lower)
    result: list[Token] = []
    at = part = 0
    for mark in [*found, None]:
        part = _words(lower, at, mark.start if mark else len(lower), part, result)
        if mark:
            result.append(Token(f"<{mark.kind}>", mark.start, mark.end, part, mark))
            at = mark.end
    return result


def _lowered(text: str) -> str:
    """Lower case, with the same length as ``text``."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(low if len(low := c.lower()) == 1 else c for c in text)


def _words(text: str, start: int, end: int, part: int, into: list[Token]) -> int:
    """Appends the words of ``text[start:end]``; the number of the last part."""
    at = start
    for match in islice(_TOKEN.finditer(text, start, end), max(0, _MOST_TOKENS - len(into))):
        part += bool(_BREAK.search(text, at, match.start()))
        into.append(Token(folded(match[0]), match.start(), match.end(), part))
        at = match.end()
    return part + bool(_BREAK.search(text, at, end))


def vocabulary() -> Vocabulary:
    """All words of training; a phrase that has two meanings is an error of the lists, which a test finds."""
    return word_lists()[0]


@cache
def word_lists() -> tuple[Vocabulary, Vocabulary]:
    """The words of training and those of days, in one pass over large files that are not kept."""
    training, days = Vocabulary({}, {}, {}, {}), Vocabulary({}, {}, {}, {})
    for file in sorted((models_folder() / "vocabulary").glob("*.toml")):
        language = tomllib.loads(file.read_text(encoding="utf-8"))
        for into, found in ((training, entries(language)), (days, day_entries(language))):
            for phrase, meaning in found:
                add(into, phrase, meaning)
    return training, days


@lru_cache(maxsize=4096)
def signs_of(text: str) -> tuple[Sign, ...]:
    """The signs in a text, from left to right."""
    return tuple(vocabulary().signs(tokens(text)))


def entries(language: dict[str, Any]) -> Iterator[tuple[str, Meaning]]:
    """Every phrase of one file with its meaning."""
    plain = {name: language.get(name, []) for name in ("aside", "life")} | language.get("joins", {})
    for table, strong in ((plain, True), (language.get("strong", {}), True), (language.get("weak", {}), False)):
        for name, phrases in table.items():
            for phrase in phrases:
                yield phrase, Meaning(name, strong)


def day_entries(language: dict[str, Any]) -> Iterator[tuple[str, Meaning]]:
    """Every phrase of one file's ``[days]`` with its meaning."""
    for name, phrases in language.get("days", {}).items():
        yield from ((phrase, Meaning(name, strong=True)) for phrase in phrases)


def words_of(phrase: str) -> tuple[str, ...]:
    """The folded words of a phrase; numbers stay what they are."""
    if _PLAIN.fullmatch(phrase):
        return tuple(phrase.lower().split(" "))
    return tuple(folded(match[0]) for match in _TOKEN.finditer(phrase))


def add(into: Vocabulary, phrase: str, meaning: Meaning) -> None:
    """Enter one phrase; ``word*`` is a beginning and ``*word`` an ending of compound words."""
    if phrase.endswith("*"):
        into.beginnings[folded(phrase[:-1])] = meaning
    elif phrase.startswith("*"):
        into.endings[folded(phrase[1:])] = meaning
    else:
        words = words_of(phrase)
        into.phrases[words] = meaning
        into.longest[words[0]] = max(len(words), into.longest.get(words[0], 0))
