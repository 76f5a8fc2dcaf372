import pytest

from stridelift.calendar.vocabulary import Meaning, entries, folded, tokens, vocabulary, words_of
from stridelift.resources import load_toml, models_folder

LANGUAGES = sorted(file.stem for file in (models_folder() / "vocabulary").glob("*.toml"))


def test_languages() -> None:
    assert {"de", "en", "es", "fr", "it", "lb", "nb", "ru", "sv", "zh"} <= set(LANGUAGES)


def test_no_phrase_has_two_meanings() -> None:
    seen: dict[tuple[str, ...], tuple[str, Meaning]] = {}
    clashes = []
    for language in LANGUAGES:
        for phrase, meaning in entries(load_toml(f"vocabulary/{language}.toml")):
            key = (phrase,) if "*" in phrase else words_of(phrase)
            assert key, (language, phrase)
            other, said = seen.setdefault(key, (language, meaning))
            if said != meaning:
                clashes.append((phrase, language, other))
    assert clashes == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("race pace run", ["tempo"]),  # the phrase uses up "race"
        ("Tempodauerlauf", ["tempo"]),
        ("Bergauf-Intervalle", ["hills", "intervals"]),
        ("fractionne", ["intervals"]),  # typed without accents
        ("LSD长距离慢跑", ["long"]),
        ("Wibble", ["unknown"]),
    ],
)
def test_signs(text: str, names: list[str]) -> None:
    assert [sign.name for sign in vocabulary().signs(tokens(text))] == names


def test_a_letter_that_grows_in_lower_case_keeps_positions() -> None:
    assert [token.start for token in tokens("İ run")] == [0, 2]
    assert folded("Côtes") == "cotes"
