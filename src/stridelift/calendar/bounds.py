"""What one file may cost, counted and not timed: the same file is read the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass


class UnreadableError(ValueError):
    """Why an event plays no part; the text is shown to the athlete."""


@dataclass(slots=True)
class Budget:
    """What is left for one file. A full calendar of 10 MB needs half of it at most; all of it takes about 3 s."""

    dates: int = 50_000  # RDATEs and EXDATEs
    occurrences: int = 20_000
    effort: int = 600_000  # days held against a rule, times the times of day
    zones: int = 50  # defined in the file itself

    def take(self, what: str, amount: int = 1) -> None:
        """Raises UnreadableError where that is more than is left, and takes nothing then."""
        left: int = getattr(self, what) - amount
        if left < 0:
            raise UnreadableError(f"the calendar holds too much: {_TOO_MUCH[what]}")
        setattr(self, what, left)


_FULL = Budget()
_TOO_MUCH = {
    "dates": f"more than {_FULL.dates} dates of series",
    "occurrences": f"more than {_FULL.occurrences} occurrences of series in the period that is read",
    "effort": "its series begin too long ago and are too many",
    "zones": f"more than {_FULL.zones} time zones of its own",
}
