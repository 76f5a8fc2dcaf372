"""One base error: a message carries the value and its name, advice stands on a line starting "Maybe"."""

from __future__ import annotations


class StrideliftError(Exception):
    """Something the athlete can mend.

    ``exit_code`` is what the command line answers with; the text is shown as it is, without a traceback.
    """

    exit_code = 2

    def __init__(self, message: str, maybe: str = "") -> None:
        self.message = message
        self.maybe = maybe
        super().__init__(f"{message}\nMaybe {maybe}" if maybe else message)


class ConfigError(StrideliftError):
    """A config file or an option says something that cannot be."""


class SourceError(StrideliftError):
    """A calendar cannot be read at all (a single broken event is a warning, not an error)."""

    exit_code = 4


class OutputError(StrideliftError):
    """The output cannot be written, or what stands there is not ours to overwrite."""


class NoPlanError(StrideliftError):
    """The time limit ended before any plan was found."""

    exit_code = 5


class InternalError(StrideliftError):
    """The product contradicts itself, for example a placed session that breaks a hard rule."""

    exit_code = 70
