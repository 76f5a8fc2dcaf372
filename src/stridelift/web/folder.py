"""The folder in which the server keeps what outlives it: the feeds, their history, the tokens. Its owner's alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import IO, TypeVar

import platformdirs
from pydantic import TypeAdapter

from stridelift.calendar.files import replace_file
from stridelift.errors import OutputError

T = TypeVar("T")
_OURS = 0o700  # of the folder
_SECRET = 0o600  # of a file in it


def usual_folder(config: Path | None) -> Path:
    """Where the state lies if nobody says: one folder for each config, be it written yet or not."""
    from stridelift.config import FILE_NAME, find  # noqa: PLC0415 - slow to import, and not needed where the folder is named

    place = os.path.realpath(find(config, ()) or Path.cwd() / FILE_NAME)
    return platformdirs.user_data_path("stridelift") / sha256(place.encode()).hexdigest()[:16]


def open_folder(folder: Path) -> Path:
    """The folder, made if need be, and shut to others.

    Raises:
        OutputError: it cannot be made or written to.
    """
    try:
        folder.mkdir(mode=_OURS, parents=True, exist_ok=True)
        folder.chmod(_OURS)
    except OSError as error:
        raise _unwritable(folder, error) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise OutputError(f"the state folder {folder} cannot be written to.", "name another one with --state.")
    return folder.absolute()


def read_kept(path: Path, kind: TypeAdapter[T], nothing: T) -> T:
    """What the file holds; ``nothing`` where there is none.

    Raises:
        OutputError: it is damaged.
    """
    try:
        return kind.validate_json(path.read_bytes())
    except FileNotFoundError:
        return nothing
    except (OSError, ValueError) as error:
        raise OutputError(
            f"{path} is damaged: {str(error).splitlines()[0]}.", "remove it; what it held is then made anew."
        ) from error


def keep(path: Path, kind: TypeAdapter[T], value: T) -> None:
    """Writes the whole file or leaves the old one; it is for its owner's eyes only.

    Raises:
        OutputError: it cannot be written.
    """
    try:
        replace_file(path, kind.dump_json(value, indent=1), _SECRET)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> OutputError:
    what = f"the state in {path} cannot be written: {error.strerror or error}."
    return OutputError(what, "name another folder with --state.")


@contextmanager
def locked(path: Path, *, wait: bool) -> Iterator[bool]:
    """Whether the lock was got; it ends with this block, or with the process, however that dies."""
    try:
        file = path.open("ab")
    except OSError as error:
        raise _unwritable(path, error) from error
    with file:
        yield _lock(file, wait=wait)


if sys.platform == "win32":
    import msvcrt
    import time

    def _lock(file: IO[bytes], *, wait: bool) -> bool:
        while True:
            try:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            except OSError:
                if not wait:
                    return False
                time.sleep(0.05)
            else:
                return True

else:
    import fcntl

    def _lock(file: IO[bytes], *, wait: bool) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            return False
        return True


def signature(path: Path) -> tuple[int, int, int] | None:
    """What tells one version of a file from the next without reading it; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
