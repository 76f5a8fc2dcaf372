"""How far a race is, from its name or its kilometres."""

from __future__ import annotations

from stridelift.calendar.vocabulary import folded

_NAMES = (
    ("ultra", ("ultra", "two oceans", "comrades", "utmb")),
    ("half", ("half", "halb", "halv", "semi", "media", "medio", "mezza", "13.1", "21.1", "70.3", "полумара", "半")),
    ("marathon", ("mara", "26.2", "42.2", "мара", "马拉松", "全马", "ironman")),
    ("5k", ("parkrun", "park run")),
)
_UP_TO_KM = (("5k", 7.0), ("10k", 15.0), ("half", 30.0), ("marathon", 45.0))


def race_distance(title: str, km: float | None) -> str | None:
    """``5k``, ``10k``, ``half``, ``marathon`` or ``ultra``, nearest to ``km`` where known; None if nothing is said."""
    if km:
        return next((name for name, most in _UP_TO_KM if km <= most), "ultra")
    text = folded(title)
    return next((name for name, words in _NAMES if any(folded(word) in text for word in words)), None)
