"""Calendars into files: the new one whole or the old one, whatever happens, and never over a stranger's file."""

from __future__ import annotations

import os
import re
import secrets
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from stridelift.calendar.published import producer, stranger
from stridelift.errors import OutputError

if sys.platform != "win32":
    import fcntl

_PATIENCE = 10.0  # seconds that another writer is waited for; one takes a hundredth
_SHORT = 100  # characters of a name that a temporary file repeats: names have a longest length


@dataclass(frozen=True)
class Output:
    """A calendar for a file, and what stood there when it was planned; None is nothing."""

    path: Path
    data: bytes
    before: bytes | None


def content(path: Path) -> bytes | None:
    """What stands in a file, None where nothing can be read."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def write_atomically(path: Path, data: bytes) -> None:
    """Writes the whole file or leaves the old one; its permissions stay.

    Raises:
        OutputError: what stands there is not a calendar of this kind, or it cannot be written.
    """
    if not write_together([Output(path, data, content(path))]):
        raise OutputError(f"{path.name} was written by another program at the same time.")


def write_together(outputs: Sequence[Output]) -> bool:
    """Writes all of the files, or none where one has changed since it was read (False): planned from it, ids are lost.

    Everything is on the disk before the first file changes its name, so that only a crash between two renames leaves
    them a plan apart, and the next solve mends that.

    Raises:
        OutputError: what stands in one is not a calendar of its kind, or one cannot be written.
    """
    outputs = [Output(Path(os.path.realpath(one.path)), one.data, one.before) for one in outputs]
    with ExitStack() as stack:
        alone = [stack.enter_context(_alone(folder)) for folder in sorted({one.path.parent for one in outputs})]
        for one in outputs:
            with _said(one.path):
                _refuse_foreign(one)
        if any(content(one.path) != one.before for one in outputs):
            return False
        changed = [one for one in outputs if one.data != one.before]
        if all(alone):
            _clear(changed)
        _replace_all(changed)
    return True


def _replace_all(outputs: Sequence[Output]) -> None:
    staged: list[Path] = []
    replaced: list[Output] = []
    try:
        for one in outputs:
            with _said(one.path):
                staged.append(_staged(one.path, one.data))
        for one, temporary in zip(outputs, staged, strict=True):
            with _said(one.path):
                temporary.replace(one.path)
            replaced.append(one)
    except BaseException:
        for one in replaced:
            _put_back(one)
        raise
    finally:
        for temporary in staged:
            with suppress(OSError):
                temporary.unlink()


def _put_back(one: Output) -> None:
    with suppress(OSError):
        if one.before is None:
            one.path.unlink()
        else:
            replace_file(one.path, one.before)


def replace_file(path: Path, data: bytes, mode: int | None = None) -> None:
    """Writes the whole file or leaves the old one, whose permissions stay unless ``mode`` says other ones.

    Raises:
        OSError: it cannot be written.
    """
    temporary = _staged(path, data, mode)
    try:
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise


def create_file(path: Path, data: bytes, mode: int | None = None) -> bool:
    """Writes a file where there is none, whole or not at all; False where there is one, which stays as it is.

    Raises:
        OutputError: it cannot be written.
    """
    with _said(path):
        temporary = _staged(path, data, mode)
        try:
            os.link(temporary, path)  # unlike a rename, it takes nobody's place
        except FileExistsError:
            return False
        finally:
            with suppress(OSError):
                temporary.unlink()
    return True


def _staged(path: Path, data: bytes, mode: int | None = None) -> Path:
    """A temporary file beside ``path``, on the disk and ready to take its name."""
    temporary = path.with_name(f".{path.name[:_SHORT]}.{secrets.token_hex(4)}.tmp")
    try:
        with open(temporary, "xb", opener=partial(os.open, mode=mode or 0o666)) as file:
            if mode is None and path.exists():
                temporary.chmod(path.stat().st_mode & 0o7777)
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    return temporary


def _clear(outputs: Iterable[Output]) -> None:
    """Removes what writers that were killed left; of the living there is one."""
    for output in outputs:
        left = re.compile(rf"\.{re.escape(output.path.name[:_SHORT])}\.[0-9a-f]{{8}}\.tmp")
        with suppress(OSError):
            for one in output.path.parent.iterdir():
                if left.fullmatch(one.name):
                    one.unlink(missing_ok=True)


def _refuse_foreign(one: Output) -> None:
    if not one.path.exists():
        return
    kind = producer(one.path.read_bytes()) if one.path.is_file() else ""
    if kind != producer(one.data):
        raise OutputError(f"{one.path.name} exists and is {stranger(kind)}.", "another name was meant.")


@contextmanager
def _said(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        advice = "" if path.parent.is_dir() else f"make the folder {path.parent.name} first."
        raise OutputError(f"{path.name} cannot be written: {error.strerror or error}.", advice) from error


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    """One writer in a folder at a time. The lock is the system's: it is gone when its owner is, killed or not.

    False where the system has none (Windows, some network file systems): there a change that falls between the look
    at the old file and the new one's rename is not seen.
    """
    if sys.platform == "win32":
        yield False
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        yield False
        return
    try:
        yield _locked(handle, folder)
    finally:
        os.close(handle)


def _locked(handle: int, folder: Path) -> bool:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise OutputError(f"another program has been writing in {folder} for {_PATIENCE:g} seconds.") from None
            time.sleep(0.01)
        except OSError:
            return False
        else:
            return True
