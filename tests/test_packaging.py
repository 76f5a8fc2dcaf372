"""The package says what is true: metadata, files, lock, targets, and nothing of a machine or an index."""

from __future__ import annotations

import re
import runpy
import subprocess
import tomllib
from importlib.metadata import entry_points
from importlib.resources import files
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import stridelift

ROOT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PROJECT = PYPROJECT["project"]
HATCH = PYPROJECT["tool"]["hatch"]["build"]["targets"]
LOCK = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
PINS = dict(re.findall(r"^([\w.-]+)==([\w.]+)", LOCK, flags=re.MULTILINE))
WORKFLOW = (ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8")

# Written in two halves, so that this file may stand among those it reads.
FORBIDDEN = [
    first + rest
    for first, rest in [
        ("..", "/shared"),
        ("/wo", "rk/"),
        ("pypi", ".org"),
        ("pythonhosted", ".org"),
        ("registry.", "npmjs"),
    ]
]


def requirements() -> list[str]:
    """Everything asked for: by the package and its extras, by the build and by the groups, without their references."""
    groups = [entry for group in PYPROJECT["dependency-groups"].values() for entry in group if isinstance(entry, str)]
    extras = [entry for extra in PROJECT["optional-dependencies"].values() for entry in extra]
    return [*PROJECT["dependencies"], *extras, *PYPROJECT["build-system"]["requires"], *groups]


def test_version_is_the_same_inside() -> None:
    assert stridelift.__version__ == PROJECT["version"]


def test_command_resolves() -> None:
    (command,) = entry_points(group="console_scripts", name="stridelift")
    assert command.value == PROJECT["scripts"]["stridelift"]
    assert callable(command.load())


def test_types_are_announced() -> None:
    assert (files("stridelift") / "py.typed").is_file()
    assert "Typing :: Typed" in PROJECT["classifiers"]


def test_wheel_carries_the_models() -> None:
    assert HATCH["wheel"]["force-include"] == {"models": "stridelift/models"}
    assert any((ROOT / "models").rglob("*.toml"))


@pytest.mark.parametrize("path", HATCH["sdist"]["include"])
def test_source_archive_lists_what_is_there(path: str) -> None:
    assert (ROOT / path).exists()


def test_licence() -> None:
    assert PROJECT["license"] == "MIT"
    assert PROJECT["license-files"] == ["LICENSE"]
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")


def test_pythons_agree() -> None:
    """The classifiers, each matrix of the workflow, and the lowest version in three places."""
    prefix = "Programming Language :: Python :: "
    versions = [one.removeprefix(prefix) for one in PROJECT["classifiers"] if one.startswith(prefix)]
    matrices = re.findall(r"python: \[(.+)\]", WORKFLOW)
    assert len(matrices) == 2
    assert all(re.findall(r"[\d.]+", matrix) == versions for matrix in matrices)
    assert PROJECT["requires-python"] == f">={versions[0]}"
    assert PYPROJECT["tool"]["ruff"]["target-version"] == f"py{versions[0].replace('.', '')}"


@pytest.mark.parametrize("requirement", requirements())
def test_lock_meets(requirement: str) -> None:
    wanted = Requirement(requirement)
    assert wanted.specifier.contains(PINS[wanted.name]), "Maybe run: make lock"


def test_lock_names_hashes_and_no_address() -> None:
    blocks = re.split(r"\n(?=\S)", LOCK)
    assert [block for block in blocks if not block.startswith("#") and "--hash=sha256:" not in block] == []
    assert not re.search(r"://|--(extra-)?index|--find-links", LOCK)


def test_targets_have_help_and_are_phony() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z0-9-]+):(?!=)", makefile, flags=re.MULTILINE))
    helped = set(re.findall(r"^([a-z0-9-]+):.*  ## \S", makefile, flags=re.MULTILINE))
    (phony,) = re.findall(r"^\.PHONY: (.+)$", makefile, flags=re.MULTILINE)
    assert targets == helped == set(phony.split())


@pytest.mark.parametrize("path", ["CONTRIBUTING.md", "README.md", ".ci/run", ".github/workflows/ci.yml"])
def test_targets_that_are_named_exist(path: str) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(
        r"(?:^|`|run: )make (?:--\S+ )?([a-z0-9-]+)", (ROOT / path).read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert [target for target in named if not re.search(rf"^{target}:", makefile, flags=re.MULTILINE)] == []


def test_workflow_trusts_nobody() -> None:
    """No permissions by default, actions by commit, no credentials left in the checkout."""
    assert re.search(r"^permissions: \{\}$", WORKFLOW, flags=re.MULTILINE)
    uses = re.findall(r"uses: (\S+)", WORKFLOW)
    assert [action for action in uses if not re.search(r"@[0-9a-f]{40}$", action)] == []
    checkouts = sum(action.startswith("actions/checkout@") for action in uses)
    assert WORKFLOW.count("persist-credentials: false") == checkouts > 0


@pytest.mark.parametrize("script", sorted((ROOT / "benchmarks").glob("*.py")), ids=lambda path: path.stem)
def test_what_a_benchmark_imports_is_there(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They do not run with the tests, and would be the last to hear of a new name."""
    monkeypatch.syspath_prepend(script.parent)
    runpy.run_path(str(script), run_name="benchmark")


def repository_files() -> list[Path]:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: an unpacked source archive has no list of its files")
    command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / path for path in listed.split("\0") if (ROOT / path).is_file()]


def test_no_file_names_a_machine_or_an_index() -> None:
    texts = {file: file.read_text(encoding="utf-8", errors="replace") for file in repository_files()}
    assert texts
    assert [(str(file), word) for file, text in texts.items() for word in FORBIDDEN if word in text] == []
