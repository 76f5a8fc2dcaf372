"""The examples: folders with calendars, perhaps a config, a recorded command, and what it gives."""

from __future__ import annotations

import os
import shutil
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path

from command import Done, stridelift

ROOT = Path(__file__).resolve().parents[1]
EXPECTED = ("expected.txt", "expected.json", "expected.ics")
NOW = "STRIDELIFT_NOW"
COLOURS = ("FORCE_COLOR", "TTY_COMPATIBLE")  # would make a file look like a terminal


@dataclass(frozen=True)
class Example:
    """A folder of ``examples/``, with the arguments and the environment that its ``example.toml`` records."""

    folder: Path
    arguments: tuple[str, ...]
    environment: Mapping[str, str]

    @classmethod
    def load(cls, name: str) -> Example:
        folder = ROOT / "examples" / name
        record = tomllib.loads((folder / "example.toml").read_text(encoding="utf-8"))
        return cls(folder, tuple(record["arguments"]), record["environment"])

    @property
    def name(self) -> str:
        return self.folder.name

    def solve(self, *more: str) -> Done:
        return self.run(*self.arguments, *more)

    def run(self, *arguments: str, folder: Path | None = None) -> Done:
        """A command in the example's folder and environment, with no config of the machine's athlete in reach."""
        with (
            tempfile.TemporaryDirectory() as nowhere,
            chdir(folder or self.folder),
            _environment({**self.environment, "XDG_CONFIG_HOME": nowhere}),
        ):
            return stridelift(*arguments, now=self.environment[NOW])

    def results(self) -> dict[str, bytes]:
        """What the files ``expected.*`` should hold: the text with its messages, the JSON, the calendar.

        Solved three times: twice with nothing published before, and once into the file that is there, which must stay.
        """
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "strength.ics"
            report = self.solve("--json").out
            *text, written = shown(self.solve("-o", str(output)))
            calendar = output.read_bytes()
            assert written.startswith(str(output))
            assert self.solve("-o", str(output)).code == 0
            assert output.read_bytes() == calendar, "solved again it does not stay as it is"
            contents = ("".join(f"{line}\n" for line in text), report, calendar.decode())
            return dict(zip(EXPECTED, map(str.encode, contents), strict=True))

    @contextmanager
    def copy(self) -> Iterator[Path]:
        """The inputs alone, in a folder that may be written to."""
        with tempfile.TemporaryDirectory() as folder:
            shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("expected.*"), dirs_exist_ok=True)
            yield Path(folder)


def examples() -> list[Example]:
    return [Example.load(file.parent.name) for file in sorted((ROOT / "examples").glob("*/example.toml"))]


def shown(done: Done) -> list[str]:
    """The lines of a command's answer, then its messages, without the blanks that a table leaves at line ends."""
    return [line.rstrip() for line in (done.out + done.err).splitlines()]


@contextmanager
def _environment(changes: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    for name in COLOURS:
        os.environ.pop(name, None)
    os.environ.update(changes)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
