"""The config is written only over what the athlete saw, and only where it is right."""

from __future__ import annotations

import pickle
import sys
from pathlib import Path
from typing import Any

import pytest

from stridelift.config import load
from stridelift.errors import ConfigError, OutputError
from stridelift.studio.settings import EditedError, RefusedError, version, write

FILE = '# mine\npreset = "marathon"  # the goal\n\n[grid]\nruns = 20 # min\n'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "stridelift.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def test_a_value_is_written_and_loaded(path: Path) -> None:
    loaded = write(path, {"grid.runs": 25, "constraints.freshness.weight": 2}, version(path))
    assert path.read_text(encoding="utf-8") == FILE.replace("20", "25") + "\n[constraints.freshness]\nweight = 2\n"
    assert loaded == load(path)
    assert loaded.settings["constraints.freshness.weight"].line == 8


def test_a_key_taken_out_is_the_presets_again(path: Path) -> None:
    write(path, {"preset": None}, version(path))
    assert path.read_text(encoding="utf-8") == "# mine\n\n[grid]\nruns = 20 # min\n"


def test_a_table_is_added(path: Path) -> None:
    for match in ("one", "two"):
        write(path, {}, version(path), [("runs.rules", {"match": match, "kind": "long"})])
    assert [one.match for one in load(path).config.runs.rules] == ["one", "two"]


def test_without_a_file_it_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "stridelift.toml"
    assert version(path) == ""
    write(path, {"grid.runs": 25}, "")
    assert load(path).config.grid.runs == 25
    if sys.platform != "win32":
        assert path.stat().st_mode & 0o777 == 0o600


def test_permissions_and_a_link_to_the_file_stay(path: Path, tmp_path: Path) -> None:
    path.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    write(link, {"grid.runs": 25}, version(link))
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert load(path).config.grid.runs == 25


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_a_file_that_was_edited_is_left_alone(path: Path, seen: str) -> None:
    with pytest.raises(EditedError, match=r"^stridelift\.toml was changed elsewhere since this was shown"):
        write(path, {"grid.runs": 25}, seen)
    assert path.read_text(encoding="utf-8") == FILE


def test_a_file_that_is_gone_was_edited(path: Path) -> None:
    seen = version(path)
    path.unlink()
    with pytest.raises(EditedError):
        write(path, {"grid.runs": 25}, seen)
    assert not path.exists()


REFUSED: dict[str, tuple[dict[str, Any], tuple[tuple[str, str], ...]]] = {
    "out of range": ({"grid.runs": 4}, (("grid.runs", "Input should be greater than or equal to 5 (it says 4)"),)),
    "an unknown key": ({"grid.run": 20}, (("grid.run", "unknown key; you meant 'runs'?"),)),
    "two at once": (
        {"sessions.heavy.per_week": [3, 1], "availability.monday": ["6-7"]},
        (
            ("availability.monday.0", "'6' is no time of day; write it like 06:30 (it says '6-7')"),
            (
                "sessions.heavy.per_week",
                "the range [3, 1] is upside down; write the smaller number first (it says [3, 1])",
            ),
        ),
    ),
}


@pytest.mark.parametrize(("changes", "mistakes"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_is_refused_by_key_and_not_written(
    path: Path, changes: dict[str, Any], mistakes: tuple[tuple[str, str], ...]
) -> None:
    with pytest.raises(RefusedError) as caught:
        write(path, changes, version(path))
    assert caught.value.mistakes == mistakes
    assert path.read_text(encoding="utf-8") == FILE
    assert pickle.loads(pickle.dumps(caught.value)).mistakes == mistakes  # noqa: S301 - it comes from another process


def test_a_mistake_that_stands_there_can_be_mended(path: Path) -> None:
    path.write_text("[grid]\nruns = 2\n", encoding="utf-8")
    write(path, {"grid.runs": 25}, version(path))
    assert load(path).config.grid.runs == 25


def test_what_is_no_toml_is_said_with_its_line(path: Path) -> None:
    path.write_text("[grid\n", encoding="utf-8")
    with pytest.raises(ConfigError, match=r"at line 1, column 6"):
        write(path, {"grid.runs": 25}, version(path))


def test_windows_newlines_and_a_byte_order_mark_stay(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode())
    write(path, {"athlete.level": "novice"}, version(path))
    written = path.read_bytes()
    assert written.startswith(b"\xef\xbb\xbf# mine\r\n")
    assert written.count(b"\n") == written.count(b"\r\n") == FILE.count("\n") + 3


def test_a_hostile_value_stays_a_value(path: Path) -> None:
    name = '"]\n[grid]\nruns = 5\n#\x7f</script>'
    write(path, {}, version(path), [("places", {"name": name})])
    assert load(path).config.places[0].name == name
    assert load(path).config.grid.runs == 20


def test_nothing_to_change_writes_nothing(path: Path) -> None:
    before = path.stat().st_ino
    write(path, {"grid.runs": 20}, version(path))
    assert path.stat().st_ino == before


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"^stridelift\.toml cannot be written: No such file or directory"):
        write(tmp_path / "gone" / "stridelift.toml", {"grid.runs": 25}, "")
