"""Strangers' text, fit for a terminal and for XML."""

from __future__ import annotations

import unicodedata

_MOST = 400  # characters of a line
_TITLE = 60  # characters of a title
_UNSEEN = {"Cf", "Cs", "Co"}  # formatting, which may turn the reading direction, and what has no shape
_BREAKS = {"Cc", "Zl", "Zp"}
_NO_CHARACTERS = {"\ufffe", "\uffff"}  # which no XML may hold


def clean(text: str, most: int = _MOST) -> str:
    """On one line, without control and bidirectional characters, which could repaint a terminal, and not endless."""
    shown = "".join(
        " " if unicodedata.category(one) in _BREAKS else one
        for one in text[: 2 * most]
        if unicodedata.category(one) not in _UNSEEN and one not in _NO_CHARACTERS
    )
    return shown if len(shown) <= most else f"{shown[: most - 1]}…"


def title(text: str) -> str:
    """As much of an event's title as a table needs."""
    return clean(text, _TITLE)
