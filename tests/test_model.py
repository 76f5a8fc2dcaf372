"""The encoding says of every plan what the check says of it: forced upon the model, plan by plan."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from random import Random

import pytest

from strategies import dice, every_candidate, run_starts, small
from stridelift.constraints.base import Constraint
from stridelift.constraints.preferred_time import PreferredTime
from stridelift.domain import Candidate, Instance, Run, Session
from verifier import Forced, price, weighted
from world import default_rules, plan

NAMES = [rule.name for rule in default_rules()]
LIKES = {"times": ((1020, 1200), (1320, 120)), "weekdays": (1, 5)}


def rules_of(name: str, weight: str | int) -> list[Constraint]:
    """One rule at a weight, or all of them as shipped (``all``) or with only prices (``all`` at a number)."""
    rules = [
        PreferredTime(weight=1, other_day_minutes=45, **LIKES) if isinstance(one, PreferredTime) else one
        for one in default_rules()
    ]
    if name == "all":
        return rules if weight == "hard" else [weighted(one, weight) for one in rules]
    return [weighted(one, weight) for one in rules if one.name == name]


def with_runs(rng: Random, instance: Instance, chosen: list[Candidate]) -> list[Candidate]:
    """The candidates with a start for each run that has none among them yet."""
    missing = [one for one in instance.runs if all(other.activity is not one for other in chosen)]
    return [*chosen, *(Candidate.at(one, rng.choice(run_starts(instance, one))) for one in missing)]


def pairs(rng: Random, instance: Instance) -> Iterator[list[Candidate]]:
    """No session, every session, and every two candidates that may stand together."""
    candidates = every_candidate(instance)
    yield with_runs(rng, instance, [])
    for one in candidates:
        yield with_runs(rng, instance, [one])
    for one, other in combinations(candidates, 2):
        if isinstance(one.activity, Session) or one.activity is not other.activity:
            yield with_runs(rng, instance, [one, other])


def crowds(rng: Random, instance: Instance, count: int) -> Iterator[list[Candidate]]:
    sessions = [one for one in every_candidate(instance) if not isinstance(one.activity, Run)]
    for _ in range(count):
        yield with_runs(rng, instance, rng.sample(sessions, min(len(sessions), rng.randint(3, 6))))


def assert_same(instance: Instance, rules: list[Constraint], plans: Iterator[list[Candidate]]) -> None:
    forced = Forced(instance, rules)
    for chosen in plans:
        assert forced.price(chosen) == price(instance, rules, plan(*chosen)), [(one.uid, one.start) for one in chosen]


@pytest.mark.parametrize("weight", ["hard", 1, 3])
@pytest.mark.parametrize("name", [*NAMES, "all"])
def test_every_pair(name: str, weight: str | int) -> None:
    rng = dice(name, weight)
    instance = small(rng, days=2, grid=360)
    assert_same(instance, rules_of(name, weight), pairs(rng, instance))


@pytest.mark.prove
@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("weight", ["hard", 2])
@pytest.mark.parametrize("name", [*NAMES, "all"])
def test_every_pair_and_many_crowds(name: str, weight: str | int, seed: int) -> None:
    rng = dice(name, weight, seed)
    instance = small(rng, days=rng.randint(1, 4), grid=rng.choice((180, 240, 360)))
    assert_same(instance, rules_of(name, weight), pairs(rng, instance))
    assert_same(instance, rules_of(name, weight), crowds(rng, instance, 150))


@pytest.mark.parametrize("weight", ["hard", 1])
@pytest.mark.parametrize("name", [*NAMES, "all"])
def test_crowds(name: str, weight: str | int) -> None:
    for seed in range(2):
        rng = dice(name, weight, seed)
        instance = small(rng, days=rng.randint(2, 9), grid=240)
        assert_same(instance, rules_of(name, weight), crowds(rng, instance, 40))
