"""``models/catalogue.toml`` and ``classes.toml`` as they are written; their JSON Schemas are made from this."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, Literal, Self, TypeVar, get_args

from pydantic import AfterValidator, ConfigDict, Field, Strict, model_validator
from pydantic.fields import FieldInfo

from stridelift.domain import Dose, Level, SessionClass
from stridelift.resources import load_toml
from stridelift.shipped import Graded, Id, PercentRange, Shape, Whole, ordered

Phase = Literal["F", "L", "S", "P", "M", "T"]
Stress = Literal["none", "low", "moderate", "heavy", "impact"]
Impact = Literal["none", "low", "moderate", "high"]
PHASES: tuple[Phase, ...] = get_args(Phase)
STRESS = ("none", "low", "moderate", "heavy")  # what counts by sets
IMPACT = ("low", "moderate", "high")
Measure = Literal["points", "contacts", "weighted", "heavy_sets", "exercises"]
V = TypeVar("V")


def _listed(file: str, key: str) -> Callable[[dict[str, Any]], None]:
    """Puts the words of a list or table into the schema; they are checked where their nearest can be named."""

    def extend(schema: dict[str, Any]) -> None:
        schema["enum"] = sorted(load_toml(file)[key])

    return extend


def _every(*words: str) -> AfterValidator:
    """A table that must say something for each word, and for no other."""

    def check(table: dict[Any, V]) -> dict[Any, V]:
        for word in [*words, *table]:
            if word not in table:
                raise ValueError(f"nothing for {word}")
            if word not in words:
                raise ValueError(f"there is no {word!r}; there are {', '.join(words)}")
        return table

    return AfterValidator(check)


def _keys(*words: str) -> FieldInfo:
    """The same for the schema."""
    needed: FieldInfo = Field(json_schema_extra={"required": list(words), "propertyNames": {"enum": list(words)}})
    return needed


Muscle = Annotated[str, Field(json_schema_extra=_listed("catalogue.toml", "muscles"))]
EquipmentWord = Annotated[str, Field(json_schema_extra=_listed("catalogue.toml", "equipment"))]
Pattern = Annotated[str, Field(json_schema_extra=_listed("classes.toml", "order"))]
Profile = Annotated[str, Field(json_schema_extra=_listed("catalogue.toml", "profiles"))]
Movement = Annotated[str, Field(json_schema_extra=_listed("classes.toml", "movements"))]
Title = Annotated[str, Field(min_length=1)]
Seconds = Annotated[Whole, Field(ge=0, le=600)]
Number = Annotated[float, Strict(), Field(ge=0)]
Count = Annotated[Whole, Field(ge=1, le=600)]
Range = Annotated[tuple[Count, Count], AfterValidator(ordered)]
Interval = Annotated[tuple[Number, Number], AfterValidator(ordered)]


class DoseTable(Shape):
    """Either repetitions or seconds, of each side."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["reps"]}, {"required": ["seconds"]}]})

    sets: Annotated[Whole, Field(ge=1, le=10)]
    rest_s: Annotated[Seconds, Field(description="Seconds between sets.")]
    reps: Range | None = None
    seconds: Range | None = None
    pct1rm: Annotated[PercentRange | None, Field(description="Load in % of the one-repetition maximum.")] = None
    rir: Annotated[Whole | None, Field(ge=0, le=10, description="Repetitions that stay in reserve.")] = None

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.reps is None) == (self.seconds is None):
            raise ValueError("either reps or seconds belongs here")
        return self

    @property
    def dose(self) -> Dose:
        return Dose(self.sets, self.rest_s, self.reps, self.seconds, self.pct1rm, self.rir)


class ProfileTable(Graded):
    """Doses by phase; a phase that is missing: not done in it."""

    F: DoseTable | None = None
    L: DoseTable | None = None
    S: DoseTable | None = None
    P: DoseTable | None = None
    M: DoseTable | None = None
    T: DoseTable | None = None

    @property
    def doses(self) -> dict[Phase, DoseTable]:
        every: dict[Phase, DoseTable | None] = {
            "F": self.F, "L": self.L, "S": self.S, "P": self.P, "M": self.M, "T": self.T,
        }  # fmt: skip
        return {phase: dose for phase, dose in every.items() if dose}


class ModeTable(Shape):
    """A way of doing an exercise."""

    needs: tuple[EquipmentWord, ...] = Field(description="All of this equipment.")
    stress: Stress = Field(description="On the legs; impact is counted by ground contacts.")
    load: bool = Field(default=False, strict=True, description="Its load can be set, as that of some equipment always.")


class ExerciseTable(Graded):
    """An exercise as a file has it."""

    name: Title
    family: Title
    pattern: Pattern
    sides: Annotated[Literal[1, 2], Field(description="2: the dose is done on each side.")]
    primary: Annotated[tuple[Muscle, ...], Field(min_length=1)]
    secondary: tuple[Muscle, ...]
    modes: Annotated[dict[Id, ModeTable], Field(min_length=1)]
    rank: Annotated[Whole, Field(ge=1, le=9, description="1 is taken before 9 where nothing else decides.")] = 3
    movements: tuple[Movement, ...] = Field((), description="What it covers of a week beside what its pattern does.")
    profile: Profile | None = None
    doses: dict[Phase, DoseTable] = Field({}, description="In place of those of the profile.")
    without: tuple[Phase, ...] = Field((), description="Phases in which it is not done.")
    sec_per_rep: Annotated[float, Strict(), Field(gt=0, le=60, description="Of a repetition or a ground contact.")]
    setup_s: Seconds
    ramp_sets: Annotated[Whole, Field(ge=0, le=5, description="Sets to warm up.")]
    doms: Annotated[Whole, Field(ge=0, le=3, description="Soreness when unaccustomed.")]
    impact: Impact = Field(description="Of a ground contact.")
    min_level: Annotated[Whole, Field(ge=0, le=Level.ADVANCED.rank)]
    progress: tuple[str, ...] = Field(description="The next harder exercises.")
    regress: tuple[str, ...] = Field(description="The next easier exercises.")
    safety: str


class BodyWeight(Graded):
    """What of a dose stays where there is no load to set."""

    loads: frozenset[EquipmentWord]
    props: frozenset[EquipmentWord]
    most_reps: Count
    most_calf_reps: Count


class Catalogue(Shape):
    """The whole of ``catalogue.toml``."""

    phases: Annotated[dict[Phase, Title], _every(*PHASES), _keys(*PHASES)]
    muscles: dict[Id, Title]
    equipment: dict[Id, Title]
    bodyweight: BodyWeight
    profiles: dict[Id, ProfileTable]
    exercises: dict[Id, ExerciseTable]


class Class(Graded):
    """What makes a session one of its class."""

    title: Title
    measures: dict[Measure, Interval] = Field(description="Intervals: the first number belongs to it, the second not.")
    loaded: bool = False
    usual_leg_sets: Annotated[Whole, Field(ge=0)] = 0
    usual_contacts: Annotated[Whole, Field(ge=0)] = 0
    any_of: frozenset[Pattern] = frozenset()
    only: frozenset[Pattern] = frozenset()


class Classes(Shape):
    """The whole of ``classes.toml``."""

    evidence: dict[str, Graded] = Field(description="The grade of each number of the file that has none beside it.")
    compound_patterns: frozenset[Pattern]
    fewest_sets: Annotated[Whole, Field(ge=1)]
    order: tuple[str, ...]
    points_per_set: Annotated[dict[str, Number], _every(*STRESS), _keys(*STRESS)]
    points_per_contact: Annotated[dict[str, Number], _every(*IMPACT), _keys(*IMPACT)]
    contact_weight: Annotated[dict[str, Whole], _every(*IMPACT), _keys(*IMPACT)]
    warm_up_s: Seconds
    cool_down_s: Seconds
    ramp_set_s: Seconds
    transition_s: Seconds
    change_sides_s: Seconds
    movements: dict[Id, frozenset[Pattern]]
    classes: Annotated[dict[SessionClass, Class], _every(*SessionClass), _keys(*SessionClass)]
