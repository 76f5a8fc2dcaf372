"""What the name of a race tells: that it is one, and how far it is."""

from __future__ import annotations

from collections.abc import Sequence

from stridelift.calendar.vocabulary import Sign, folded

_NAMES = (
    ("ultra", ("ultra", "two oceans", "comrades", "utmb")),
    ("half", ("half", "halb", "halv", "semi", "media", "medio", "mezza", "13.1", "21.1", "70.3", "полумара", "半")),
    ("marathon", ("mara", "26.2", "42.2", "мара", "马拉松", "全马", "ironman")),
    ("5k", ("parkrun", "park run")),
)
_DISTANCES = (5.0, 10.0, 15.0, 21.0, 21.1, 42.0, 42.2)
_ULTRA_KM = 50.0  # nobody trains that far under the name of a place
_OF = frozenset({"de", "di", "do", "da", "du", "von", "van", "of"})
_SILENT = frozenset({"unknown", "aside", "first", "second", "double", "optional"})
_UP_TO_KM = (("5k", 7.0), ("10k", 15.0), ("half", 30.0), ("marathon", 45.0))


def race_distance(title: str, km: float | None) -> str | None:
    """``5k``, ``10k``, ``half``, ``marathon`` or ``ultra``, nearest to ``km`` where known; None if nothing is said."""
    if km:
        return next((name for name, most in _UP_TO_KM if km <= most), "ultra")
    text = folded(title)
    return next((name for name, words in _NAMES if any(folded(word) in text for word in words)), None)


def named(signs: Sequence[Sign], text: str) -> bool:
    """A name and the distance of a race and nothing else: "Bristol 10k", "10 km de Vannes", "Black Canyon 100 km"."""
    known = [at for at, sign in enumerate(signs) if sign.name not in _SILENT]
    names = [sign for sign in signs if sign.name == "unknown" and text[sign.tokens[0].start].isupper()]
    if len(known) != 1 or not names or len(signs[known[0]].tokens) != 1:
        return False
    token = signs[known[0]].tokens[0]
    if not token.mark or token.mark.kind != "size" or not token.mark.km:
        return False
    of = any(word.word in _OF for sign in signs[known[0] + 1 : known[0] + 2] for word in sign.tokens)
    usual = token.mark.km in _DISTANCES and (of or text[token.start : token.end].lower().endswith("k"))
    return usual or token.mark.km >= _ULTRA_KM
