"""The colours of boards and charts by name, for light and for dark; ink on each of them has a contrast of 7."""

from __future__ import annotations

COLOURS = {
    "page": ("#ffffff", "#14181c"),
    "ground": ("#eceff2", "#1b2127"),  # hours that are not free
    "free": ("#ffffff", "#28313a"),
    "rule": ("#d3d9df", "#3a444e"),
    "ink": ("#1f262d", "#e8ecf0"),
    "faint": ("#505b66", "#aab5bf"),
    "busy": ("#dde1e5", "#3a424b"),
    "busy-edge": ("#7b8692", "#88939e"),
    "run": ("#d9ebf8", "#183a55"),
    "run-edge": ("#3f8fc4", "#5fabdc"),
    "key": ("#a9d5f3", "#0d4c7d"),
    "key-edge": ("#0b4f83", "#9ad2fa"),
    "session": ("#fde2bd", "#553710"),
    "session-edge": ("#b45309", "#f0a84b"),
    "shade": ("#b39bc0", "#6f5580"),  # closed hours
    "alarm": ("#b3141f", "#ff9a9a"),
}


def variables() -> str:
    """As CSS custom properties."""
    light, dark = ("".join(f"--{name}:{pair[at]};" for name, pair in COLOURS.items()) for at in (0, 1))
    return f":root{{color-scheme:light dark;{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def fills() -> str:
    """As classes ``f-NAME`` that fill and ``s-NAME`` that draw: not every program that shows SVG knows properties."""
    light, dark = ("".join(_fill(name, pair[at]) for name, pair in COLOURS.items()) for at in (0, 1))
    return f"{light}\n@media (prefers-color-scheme:dark){{{dark}}}\n"


def _fill(name: str, colour: str) -> str:
    return f".f-{name}{{fill:{colour}}}.s-{name}{{stroke:{colour}}}"
