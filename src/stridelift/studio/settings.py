"""What is wrong with a change of the config, by key, in the words of ``config check``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from stridelift.errors import ConfigError, StrideliftError
from stridelift.mistakes import Mistake, refusal


class EditedError(StrideliftError):
    """The file is not the one that the form was made from."""


class RefusedError(ConfigError):
    """What the file would say cannot be; ``mistakes`` has each by its dotted key. Nothing was written."""

    def __init__(self, message: str, maybe: str = "", mistakes: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message, maybe)
        self.mistakes = tuple(mistakes)


def refused(path: Path | None, found: Sequence[Mistake]) -> RefusedError:
    """Without lines: the text in which they would stand is on no disk."""
    error = refusal(path, "", found)
    named = [(".".join(map(str, one.location)), _advised(one)) for one in found]
    return RefusedError(error.message, error.maybe, named)


def _advised(one: Mistake) -> str:
    return f"{one.text}; you meant {one.near!r}?" if one.near else one.text
