"""Secrets come from the environment or a command, and what is said of a failure does not contain them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pydantic import ValidationError

from stridelift import secret
from stridelift.config import load
from stridelift.errors import ConfigError
from stridelift.secret import Secret

HIDDEN = "5ec2e7"


def python(code: str) -> Secret:
    return Secret(command=(sys.executable, "-c", code))


def test_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUNS_PASSWORD", f"{HIDDEN} \n")
    assert Secret(env="RUNS_PASSWORD").reveal() == HIDDEN


def test_the_first_line_of_a_command() -> None:
    assert python(f"print('{HIDDEN} ü\\nlogin: me')").reveal() == f"{HIDDEN} ü"


def test_no_shell_and_no_standard_input() -> None:
    assert python("import sys; print(sys.argv[1:], repr(sys.stdin.read()))").reveal() == "[] ''"
    assert Secret(command=("echo", "$HOME;", "`id`")).reveal() == "$HOME; `id`"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (Secret(env="NOWHERE_TO_BE_FOUND"), "the environment variable NOWHERE_TO_BE_FOUND is not set."),
        (Secret(env="EMPTY_ONE"), "the environment variable EMPTY_ONE is empty."),
        (
            Secret(command=("no-such-command", HIDDEN)),
            "the command 'no-such-command' of a secret cannot be run: No such",
        ),
        (Secret(command=("a\0b",)), "of a secret cannot be run: it is no command"),
        (python(f"import sys; print('{HIDDEN}'); sys.exit('{HIDDEN}')"), "of a secret failed with code 1."),
        (python(f"import sys; print('\\n{HIDDEN}')"), "of a secret prints nothing."),
        (python("pass"), "of a secret prints nothing."),
        (python(f"import sys; sys.stdout.buffer.write(b'\\xff{HIDDEN}')"), "of a secret prints no text."),
    ],
)
def test_what_is_not_to_be_had(
    given: Secret, message: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EMPTY_ONE", " ")
    with pytest.raises(ConfigError) as caught:
        given.reveal()
    assert message in caught.value.message
    assert HIDDEN not in f"{caught.value}{capfd.readouterr()}"
    assert caught.value.exit_code == 2


def test_a_command_that_waits_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret, "_PATIENCE", 0.2)
    with pytest.raises(ConfigError, match="took more than"):
        python("import time; time.sleep(20)").reveal()


@pytest.mark.parametrize("given", [{}, {"env": "A", "command": ["b"]}, {"command": []}, {"env": ""}, {"plain": "x"}])
def test_either_the_one_or_the_other(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Secret.model_validate(given)


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            f'source = "https://me:{HIDDEN}@example.org/"',
            "calendars.0.source: a password does not belong into a config",
        ),
        (f'source = "caldavs://me:{HIDDEN}@example.org/"', "calendars.0.source: a password does not belong"),
        (f'source = "a"\nusername = "me"\npassword = "{HIDDEN}"', "calendars.0.password: a table belongs here"),
        (f'source = ["https://example.org/{HIDDEN}"]', "calendars.0.source: "),
        (f'source = {{ env = ["{HIDDEN}"] }}', "calendars.0.source"),
        (f'source = "a"\nusername = "me"\npassword = {{ command = "echo {HIDDEN}" }}', "a list belongs here"),
        ('source = "a"\nusername = "me"', "calendars.0.username: goes with a password, which is missing"),
        ('source = "a"\npassword = { env = "A" }', "calendars.0.password: goes with a username, which is missing"),
    ],
)
def test_what_a_config_may_not_say(tmp_path: Path, table: str, message: str) -> None:
    path = tmp_path / "stridelift.toml"
    path.write_text(f"[[calendars]]\n{table}\n")
    with pytest.raises(ConfigError) as caught:
        load(path)
    assert message in str(caught.value)
    assert HIDDEN not in str(caught.value)
    assert f"{path}:" in str(caught.value)
