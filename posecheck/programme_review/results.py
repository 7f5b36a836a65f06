"""What the review of a whole programme says: each stretch and side, found or not, and how it was done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from posecheck.results import OverallVerdict, SessionResult
from posecheck.stretch import Stretch
from posecheck.stretch.programmes import Programme

# "either": only guided, and one camera cannot tell on which side.
PartSide = Literal["left", "right", "both", "either"]
Found = Literal["found", "out_of_turn", "not_found", "unclear"]
# Why a part was not found: another stretch was done in its place; it was done on the other side only; it was seen from
# where it cannot be told; nobody was in the picture for long enough to have done it; or it simply was not done.
WhyNot = Literal["", "other_stretch", "other_side", "view", "nobody", "not_done"]

# A dose counts as reached from this share on: a clock in one's head is no stopwatch.
REACHED_SHARE = 0.95


@dataclass(frozen=True, slots=True)
class Visit:
    """Where a part was found in the film.

    Attributes:
        item: index of the programme's item, from 0.
        side: the side trained.
        start_s, end_s: time of the film, [start, end).
        in_turn: whether it came where the programme asks for it.
    """

    item: int
    side: PartSide
    start_s: float
    end_s: float
    in_turn: bool = True


@dataclass(frozen=True, slots=True)
class SetReview:
    """One set of one side, judged by the trainer; times are those of the film.

    Attributes:
        start_s, end_s: from taking the pose to leaving it, or from the first to the last repetition.
        result: the session that these frames make.
    """

    start_s: float
    end_s: float
    result: SessionResult

    @property
    def done(self) -> float:
        """Seconds held well, or good repetitions."""
        return float(self.result.count_reps("good") if self.result.reps else self.result.held_s)


@dataclass(frozen=True, slots=True)
class Instead:
    """Another stretch in the place of one that was asked for: its id and name, and [start_s, end_s) in the film."""

    stretch: str
    name: str
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True)
class PartReview:
    """One side of one item.

    Attributes:
        side: the side trained.
        asked: whether the programme asks for this side.
        amount: what one set asks for: seconds held, or repetitions.
        sets: how many sets the programme asks for.
        found: whether it was found, and in its place.
        why_not: why it was not found.
        reviews: the sets that were found, in the order of time.
        instead: what was clearly done in its place, where that is another stretch of the library.
    """

    side: PartSide
    asked: bool
    amount: float
    sets: int
    found: Found
    why_not: WhyNot = ""
    reviews: tuple[SetReview, ...] = ()
    instead: Instead | None = None

    @property
    def wanted(self) -> float:
        """Seconds to hold, or repetitions, in all sets together."""
        return self.amount * self.sets

    @property
    def done(self) -> float:
        """Seconds held well, or good repetitions, in all sets together."""
        return sum(each.done for each in self.reviews)

    @property
    def reached(self) -> bool:
        """Whether the dose was reached."""
        return self.done >= REACHED_SHARE * self.wanted

    @property
    def verdict(self) -> OverallVerdict:
        """The form in all sets together: one that fails decides, then one that passes."""
        verdicts = {each.result.verdict for each in self.reviews}
        known: tuple[OverallVerdict, ...] = ("fail", "pass", "not_assessable")
        if not self.reviews:
            return "not_assessable" if self.found == "unclear" else "not_performed"
        return next((each for each in known if each in verdicts), "not_performed")


@dataclass(frozen=True, slots=True)
class ItemReview:
    """One item of the programme with its sides.

    Attributes:
        number: counted from 1, as the programme lists it.
        stretch: the reference pose that it was judged by.
        parts: its sides; those that were done without being asked for come last.
    """

    number: int
    stretch: Stretch
    parts: tuple[PartReview, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeReview:
    """A programme looked for in one film.

    Attributes:
        programme: what was asked for.
        items: what became of each item that the library has a stretch for.
        missing: ids of stretches that the library does not have, and that nothing could be looked for by.
        left_out: the parts of the film, [start_s, end_s), that belong to no item: rests, walking, changing sides.
        duration_s: length of the film.
    """

    programme: Programme
    items: tuple[ItemReview, ...]
    missing: tuple[str, ...]
    left_out: tuple[tuple[float, float], ...]
    duration_s: float

    @property
    def asked(self) -> list[PartReview]:
        """All parts that the programme asks for, in order."""
        return [part for item in self.items for part in item.parts if part.asked]

    def list_sets(self) -> list[tuple[Stretch, PartReview, SetReview]]:
        """Return all sets in the order of time, each with its stretch and its part."""
        found = [(item.stretch, part, each) for item in self.items for part in item.parts for each in part.reviews]
        return sorted(found, key=lambda entry: entry[2].start_s)

    @property
    def left_out_s(self) -> float:
        """Seconds that belong to no item."""
        return sum(end - start for start, end in self.left_out)

    def count(self, *found: Found) -> int:
        """Return how many of the parts that the programme asks for were found, not found, ..."""
        return sum(part.found in found for part in self.asked)
