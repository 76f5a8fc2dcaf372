"""What an extra brings is imported where it is needed; where it is not installed, the way to get it is named."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from stridelift.errors import ConfigError


@contextmanager
def needing(command: str, libraries: Collection[str]) -> Iterator[None]:
    """Around the import of a module of ours that rests on libraries of the extra ``web``.

    Raises:
        ConfigError: one of them is not installed.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in libraries:
            raise
        raise ConfigError(
            f"{command} needs {missing}, which is not installed.", "run: pip install 'stridelift[web]'"
        ) from None
