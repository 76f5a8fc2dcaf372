"""What open sessions are filled with: choices of the menu, tied to where, when and how long each session is.

The sessions of a class in a week are numbered. Content need not know when a session is, only its *kind*: place,
lengths, and whether the days around ask for gentle exercises. With A(k, t) = 1 where session k is of kind t and x the
booleans of candidates,  Σ_k A(k, t) = Σ x of kind t  for each kind: placement and content are one model, and the
content of a season has no more variables than its weeks have sessions. Numbers are interchangeable, so session k has at
least as many seconds of exercises as k + 1.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import NamedTuple

from stridelift.domain import Candidate, Place, Prescription, Session, SessionClass, Week
from stridelift.model.cp_sat import cp_model
from stridelift.model.groups import Variable

_LOT_BYTES = 2


class Kind(NamedTuple):
    """What content must know of a candidate: the session has ``least`` to ``most`` minutes."""

    place: Place | None
    least: int
    most: int
    gentle: bool


Terms = list[tuple[Variable, int]]
Places = frozenset[Place | None]


@dataclass(frozen=True, eq=False)
class Part:
    """A numbered session of a week: its kinds, and its choices with their booleans.

    ``places`` has where each choice can be made: with kinds at these places, v(choice) ≤ Σ kinds.
    """

    week: Week
    session_class: SessionClass
    number: int
    lengths: Sequence[int]
    kinds: Mapping[Kind, Variable]
    choices: Sequence[tuple[Prescription, Variable]]
    places: Sequence[Places]

    def there(self, factor: Callable[[Kind], int] = lambda _: 1) -> Terms:
        """Σ factor × kind; with 1 it says whether there is such a session."""
        return [(literal, factor(kind)) for kind, literal in self.kinds.items()]

    def at(self, places: Places) -> Terms:
        """Σ kinds at these places."""
        return [(literal, 1) for kind, literal in self.kinds.items() if kind.place in places]

    def bound(self, wanted: Callable[[Prescription], bool]) -> Iterator[Terms]:
        """Σ choices − Σ kinds, of those wanted that can be made only at some of the places, for each such places."""
        for some in dict.fromkeys([*self.places, frozenset(kind.place for kind in self.kinds)]):
            here = [
                (literal, 1)
                for (one, literal), places in zip(self.choices, self.places, strict=True)
                if wanted(one) and places <= some
            ]
            if here:
                yield here + [(literal, -1) for literal, _ in self.at(some)]

    def amount(self, measure: Callable[[Prescription], int]) -> Terms:
        """Σ measure × choice."""
        terms = ((literal, measure(one)) for one, literal in self.choices)
        return [(literal, factor) for literal, factor in terms if factor]

    def lots(self) -> Terms:
        """A number for each choice, drawn from its name: the same on every machine and at every place."""
        which = f"{self.session_class.value} {self.number}"
        return [
            (literal, 1 + _drawn(f"{which} {one.exercise.id} {one.mode} {one.sets}")) for one, literal in self.choices
        ]

    def taken(self, wanted: Callable[[Prescription], bool]) -> Terms:
        return self.amount(lambda one: int(wanted(one)))


@dataclass
class Contents:
    """All parts, and the making of them."""

    cp: cp_model.CpModel
    suits: Callable[[Session, Prescription], bool]
    gentle: Callable[[Candidate], bool]
    parts: list[Part] = field(default_factory=list)

    def open(
        self, week: Week, menu: Sequence[Prescription], members: Sequence[tuple[Candidate, Variable]], most: int
    ) -> None:
        """Make the parts of a class in a week, of which it has at most ``most`` sessions, filled from the menu."""
        by_kind: dict[Kind, list[Variable]] = defaultdict(list)
        at_place: dict[Place | None, dict[Session, None]] = defaultdict(dict)
        for candidate, literal in members:
            session = candidate.activity
            if isinstance(session, Session):
                by_kind[self._kind(session, candidate)].append(literal)
                at_place[session.place][session] = None
        numbered = [{kind: self.cp.new_bool_var("") for kind in by_kind} for _ in range(most)]
        for kind, literals in by_kind.items():
            here = cp_model.LinearExpr.sum([kinds[kind] for kinds in numbered])
            self.cp.add(here == cp_model.LinearExpr.sum(literals))
        sessions = [session for some in at_place.values() for session in some]
        for number, kinds in enumerate(numbered):
            self.cp.add_at_most_one(kinds.values())
            part = self._part(week, number, menu, sessions, kinds)
            if number:
                self.cp.add(_seconds(self.parts[-1]) >= _seconds(part))
            self.parts.append(part)

    def _kind(self, session: Session, candidate: Candidate) -> Kind:
        minutes = candidate.minutes
        return Kind(session.place, minutes - candidate.shorter, minutes, self.gentle(candidate))

    def _part(
        self,
        week: Week,
        number: int,
        menu: Sequence[Prescription],
        sessions: Sequence[Session],
        kinds: Mapping[Kind, Variable],
    ) -> Part:
        """``sessions`` are of one class; they differ in their places and lengths."""
        lengths = sorted({minutes for session in sessions for minutes in session.lengths})
        able: dict[int, set[Place | None]] = defaultdict(set)
        for session in {one.place: one for one in sessions}.values():
            for choice in undominated(menu, session, self.suits):
                able[id(choice)].add(session.place)
        choices = [(one, self.cp.new_bool_var("")) for one in menu if id(one) in able]
        places = [frozenset(able[id(one)]) for one, _ in choices]
        part = Part(week, sessions[0].session_class, number, lengths, kinds, choices, places)
        everywhere = {session.place for session in sessions}
        for (_, literal), where in zip(choices, places, strict=True):
            if where != everywhere:
                self.cp.add(literal <= _sum(part.at(where)))
        return part

    def lots(self, places: Sequence[Place | None]) -> Terms:
        """Of what is lifted; and, in a smaller unit, where: the positions of places, of which those first are best."""
        order = list(dict.fromkeys(places))
        unit = 1 + len(order) * len(self.parts)
        lots = [(literal, unit * lot) for part in self.parts for literal, lot in part.lots()]
        return lots + [pair for part in self.parts for pair in part.there(lambda kind: order.index(kind.place))]

    def fill(
        self, placed: Iterable[Candidate], weeks: Sequence[Week], value: Callable[[Variable], bool]
    ) -> dict[int, tuple[Prescription, ...]]:
        """The choices taken for each placed candidate, by its id; of one kind the first has the highest number."""
        waiting: dict[tuple[str, SessionClass, Kind], list[Candidate]] = defaultdict(list)
        for one in sorted(placed, key=lambda one: one.order):
            session = one.activity
            if isinstance(session, Session) and session.lengths:
                week = next(week for week in weeks if week.span.start <= one.start < week.span.end)
                waiting[week.label, session.session_class, self._kind(session, one)].append(one)
        filled = {}
        for part in reversed(self.parts):
            for kind, literal in part.kinds.items():
                if value(literal):
                    candidate = waiting[part.week.label, part.session_class, kind].pop(0)
                    filled[id(candidate)] = tuple(one for one, taken in part.choices if value(taken))
        return filled


def undominated(
    menu: Iterable[Prescription], session: Session, suits: Callable[[Session, Prescription], bool]
) -> list[Prescription]:
    """The choices that suit, without modes that differ from a better ranked one in nothing that counts."""
    best: dict[tuple[object, ...], Prescription] = {}
    for one in menu:
        if suits(session, one):
            alike = (one.exercise.id, one.sets, one.seconds, one.points, one.heavy_sets, one.contacts, one.loaded)
            if alike not in best or one.rank < best[alike].rank:
                best[alike] = one
    return list(best.values())


def _drawn(name: str) -> int:
    """Of a hash that is not linear: sums of lots differ where what they are of does."""
    return int.from_bytes(blake2b(name.encode(), digest_size=_LOT_BYTES).digest())


def _seconds(part: Part) -> cp_model.LinearExprT:
    return _sum(part.amount(lambda one: one.seconds))


def _sum(terms: Terms) -> cp_model.LinearExprT:
    return cp_model.LinearExpr.weighted_sum([literal for literal, _ in terms], [factor for _, factor in terms])
