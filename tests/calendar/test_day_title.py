"""What a title says of its days, in eleven languages, and what only sounds like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stridelift.calendar.day_title import Said, read_days
from stridelift.calendar.day_words import groups
from stridelift.calendar.vocabulary import day_entries, words_of
from stridelift.resources import load_toml, models_folder

LANGUAGES = sorted(file.stem for file in (models_folder() / "vocabulary").glob("*.toml"))
WEEK = 7

AWAY = {
    "en": ("Vacation", "Business trip Munich", "Conference in Barcelona", "Flying to Tokyo", "Hotel Ibis Lyon"),
    "de": ("Urlaub", "Dienstreise Wien", "Skiurlaub", "Tagung in Leipzig", "Flug nach Málaga"),
    "fr": ("Vacances en Bretagne", "Déplacement pro Lyon", "Vol pour Rome"),
    "es": ("Vacaciones", "Viaje de trabajo a Bilbao", "Vuelo a Londres"),
    "it": ("Vacanza in Sardegna", "Trasferta Torino", "Viaggio di lavoro"),
    "nl": ("Vakantie Frankrijk", "Zakenreis Berlijn", "Op reis"),
    "sv": ("Semester i Spanien", "Tjänsteresa Malmö", "Bortrest"),
    "nb": ("Ferietur til Kreta", "Jobbreise Bergen", "Bortreist"),
    "da": ("Ferie i Italien", "Forretningsrejse", "Sommerhustur"),
    "pt": ("Férias no Algarve", "Viagem a trabalho", "Voo para Lisboa"),
    "pl": ("Urlop", "Wyjazd służbowy", "Delegacja Kraków"),
}
OFF = {
    "en": ("No training", "No gym today", "Sick", "Injured - no training", "Complete rest", "Wedding, no training"),
    "de": ("Kein Training", "Krank", "Verletzt", "Sportverbot", "Kompletter Ruhetag"),
    "fr": ("Pas d'entraînement", "Malade", "Repos complet"),
    "es": ("Sin entrenamiento", "Enfermo", "Descanso total"),
    "it": ("Niente allenamento", "Malato", "Riposo assoluto"),
    "nl": ("Geen training", "Ziek", "Volledige rust"),
    "sv": ("Ingen träning", "Sjuk", "Total vila"),
    "nb": ("Ingen trening", "Syk", "Total hvile"),
    "da": ("Ingen træning", "Syg", "Forkølet"),
    "pt": ("Sem treino", "Doente", "Repouso absoluto"),
    "pl": ("Bez treningu", "Chory", "Całkowity odpoczynek"),
}
ONLY = [  # title, the place of the config that is meant
    ("Gym only", "gym"),
    ("gym access ONLY", "gym"),
    ("Only home workouts", "home"),
    ("Nur Fitnessstudio", "gym"),
    ("nur zu Hause", "home"),
    ("Salle uniquement", "gym"),
    ("Solo en casa", "home"),
    ("Solo palestra", "gym"),
    ("Alleen thuis", "home"),
    ("Bara hemma", "home"),
    ("Kun hjemme", "home"),
    ("Só academia", "gym"),
    ("Tylko siłownia", "gym"),
    ("Just the Boulder Hut", "Boulder Hut"),
    ("nur Boulder Hut", "Boulder Hut"),
]
TIMES = [
    ("AM only", Said.MORNINGS),
    ("a.m. only", Said.MORNINGS),
    ("Only mornings this week", Said.MORNINGS),
    ("Nur vormittags", Said.MORNINGS),
    ("Matin seulement", Said.MORNINGS),
    ("Alleen ochtend", Said.MORNINGS),
    ("PM only", Said.AFTERNOONS),
    ("Solo tardes", Said.AFTERNOONS),
    ("Tylko po południu", Said.AFTERNOONS),
    ("Evenings only", Said.EVENINGS),
    ("Nur abends", Said.EVENINGS),
    ("Kun aften", Said.EVENINGS),
]
NOTHING = [
    "Travel reimbursement due",
    "Book vacation",
    "Holiday party",
    "Off-site prep",
    "Office",
    "Kickoff",
    "Vacation rental checkout",
    "School holidays",
    "Vacances scolaires",
    "Schulferien",
    "Herbstferien",
    "Day off",
    "Bank holiday",
    "Cutoff",
    "Take off 10:40",
    "Black Friday 30% off",
    "Anna's vacation",
    "Annas Urlaub",
    "Urlaub Lena",
    "Urlaub von Sven",
    "Vacaciones de Ana",
    "Mum away",
    "Emma sick",
    "Sick kid at home",
    "Krankenkasse anrufen",
    "Gym only card",
    "Members only evening",
    "Working from home only",
    "Only Murders finale",
    "Hotel",
    "Hotel booking",
    "Flight tickets sale",
    "Flight home",
    "Car service 20 km away",
    "Conference call",
    "Semesterstart",
    "Urlaubsantrag abgeben",
    "Back from vacation",
    "No vacation this year",
    "Trip to Hawaii?",
    "Vacation or home",
    "Gym",
    "Home",
    "Morning",
    "OOO",
    "Mother's birthday",
    "Rest day",
    "Off day",
    "Illinois",
    "",
    "🌴",
    "?",
]
SOME_WORDS = (
    "vacation",
    "only",
    "gym",
    "home",
    "no training",
    "sick",
    "AM",
    "in",
    "with",
    "Annas",
    "of",
    "10 km",
    "Rome",
)


@pytest.mark.parametrize("title", [title for titles in AWAY.values() for title in titles])
def test_away(title: str) -> None:
    reading = read_days(title, WEEK)
    assert reading is not None
    assert reading.said is Said.AWAY


@pytest.mark.parametrize("title", [title for titles in OFF.values() for title in titles])
@pytest.mark.parametrize("plan", [False, True])
def test_off(title: str, *, plan: bool) -> None:
    reading = read_days(title, 1, plan=plan)
    assert reading is not None
    assert reading.said is Said.OFF


@pytest.mark.parametrize(("title", "place"), ONLY)
def test_only_at_a_place(title: str, place: str) -> None:
    reading = read_days(title, 1, ("home", "gym", "Boulder Hut"))
    assert reading is not None
    assert (reading.said, reading.places, reading.whole) == (Said.ONLY, (place,), True)


def test_a_place_is_known_by_its_kind() -> None:
    """A title "gym only" means every place whose name speaks of a gym in any language, or none."""
    places = ("Fitnessstudio West", "Wohnung", "work gym")
    reading = read_days("gym only", 1, places)
    assert reading is not None
    assert reading.places == ("Fitnessstudio West", "work gym")
    nowhere = read_days("gym only", 1, ("Wohnung",))
    assert nowhere is not None
    assert (nowhere.place, nowhere.places) == ("gym", ())
    assert groups("Boulder Hut") == frozenset()


@pytest.mark.parametrize(("title", "said"), TIMES)
def test_only_at_a_time(title: str, said: Said) -> None:
    reading = read_days(title, 1)
    assert reading is not None
    assert reading.said is said


@pytest.mark.parametrize("title", NOTHING)
@pytest.mark.parametrize("plan", [False, True])
def test_nothing(title: str, *, plan: bool) -> None:
    assert read_days(title, 1, ("home", "gym"), plan=plan) is None


@pytest.mark.parametrize(("plan", "said"), [(False, Said.OFF), (True, None)])
def test_a_bare_off_is_a_day_without_a_run_in_a_plan(said: Said | None, *, plan: bool) -> None:
    reading = read_days("OFF", 1, plan=plan)
    assert (reading.said if reading else None) is said


@pytest.mark.parametrize(("days", "away"), [(1, False), (2, True), (31, True), (32, False)])
def test_a_bare_holiday_counts_by_its_length(days: int, *, away: bool) -> None:
    """One day is a public holiday, months are a school's; with a place it is a holiday at any length."""
    assert (read_days("Holiday", days) is not None) is away
    assert read_days("Holiday in Cornwall", days) is not None


@pytest.mark.parametrize(("title", "away"), [("Lisbon trip", True), ("Lisbon vacation", False), ("Anna trip", False)])
def test_a_word_before_a_trip_is_where_it_goes_and_before_a_vacation_whose_it_is(title: str, *, away: bool) -> None:
    assert (read_days(title, WEEK) is not None) is away


def test_the_words_are_the_reason() -> None:
    reading = read_days("🌴 Our family Vacation in Maine", WEEK)
    assert reading is not None
    assert reading.words == "'family Vacation'"


def test_no_phrase_has_two_meanings() -> None:
    seen: dict[tuple[str, ...], tuple[str, str]] = {}
    clashes = []
    for language in LANGUAGES:
        for phrase, meaning in day_entries(load_toml(f"vocabulary/{language}.toml")):
            key = (phrase,) if "*" in phrase else words_of(phrase)
            assert key, (language, phrase)
            other, said = seen.setdefault(key, (language, meaning.name))
            if said != meaning.name:
                clashes.append((phrase, language, other))
    assert clashes == []


def test_no_phrase_has_a_name_that_nothing_reads() -> None:
    """A misspelt table would be words that mean nothing."""
    names = {meaning.name for one in LANGUAGES for _, meaning in day_entries(load_toml(f"vocabulary/{one}.toml"))}
    heads = {"away", "trip", "transit", "stay", "where", "holiday"}
    beside = {"to", "of", "joined", "beside", "against", "person"}
    assert names == {
        *heads,
        *beside,
        "ill",
        "untrained",
        "off",
        "only",
        "gym",
        "home",
        "mornings",
        "afternoons",
        "evenings",
    }


@given(st.text(max_size=60) | st.lists(st.sampled_from(SOME_WORDS), max_size=6).map(" ".join), st.integers(1, 90))
def test_any_title_is_read(title: str, days: int) -> None:
    """And what is quoted of it stands in it."""
    reading = read_days(title, days, ("home", "gym"))
    assert reading is None or reading.words[1:-1] in title
