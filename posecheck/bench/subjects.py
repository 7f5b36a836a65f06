"""What may be moved on a plot: the band of a form check, of an entry condition, the range of a repetition."""

from __future__ import annotations

from dataclasses import dataclass

from posecheck.bench.draft import Draft, Place, place_band, read_values
from posecheck.bench.trace import Subject
from posecheck.drawing.limbs import find_full_band
from posecheck.language import _, pgettext
from posecheck.measures import MEASURES
from posecheck.stretch.schema import Band, Stretch
from posecheck.summary import RANGE_NAME

# One step of an arrow key.
_STEPS = {"deg": 1.0, "share": 0.02}


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where the handles stand, in the measure's unit; None where there is none."""

    low: float | None
    high: float | None
    target: float | None = None

    @property
    def is_band(self) -> bool:
        """Whether they make a band: at least one bound, and not upside down."""
        if self.low is None or self.high is None:
            return (self.low is None) != (self.high is None)
        return self.low < self.high


@dataclass(frozen=True, slots=True)
class Movable:
    """Bounds that a therapist may move.

    Attributes:
        owner: the place that they belong to: ("checks", id), ("entry", index) or ("repetition",).
        name: for people.
        subject: the measure and limb to plot.
        low, high: which bounds there are.
        target: whether there is a target.
    """

    owner: Place
    name: str
    subject: Subject
    low: bool
    high: bool
    target: bool

    @property
    def step(self) -> float:
        """One step of an arrow key, in the measure's unit."""
        return _STEPS[MEASURES[self.subject.measure].unit]


def list_movables(stretch: Stretch) -> list[Movable]:
    """Return the bounds of the checks, then of a repetition, then of the entry."""
    found = [
        _make(("checks", check.id), check.name, check.measure, check.limb, check.band, check.target is not None)
        for check in stretch.checks
    ]
    if (repetition := stretch.repetition) is not None:
        band, target = find_full_band(repetition), repetition.target is not None
        found.append(_make(("repetition",), _(RANGE_NAME), repetition.measure, repetition.limb, band, target))
    for index, condition in enumerate(stretch.entry.conditions):
        name = ", ".join(each for each in (condition.definition.spoken_label, _name_limb(condition.limb)) if each)
        found.append(_make(("entry", index), name, condition.measure, condition.limb, condition.band, False))
    return found


def _name_limb(limb: str) -> str:
    return {
        "working": _("trained side"),
        "other": _("other side"),
        "near": _("side near the camera"),
        "left": pgettext("side", "left"),
        "right": pgettext("side", "right"),
    }.get(limb, "")


def _make(owner: Place, name: str, measure: str, limb: str, band: Band, target: bool) -> Movable:  # noqa: PLR0913, PLR0917
    return Movable(owner, name, Subject(measure, limb), band.low is not None, band.high is not None, target)


def read_bounds(movable: Movable, draft: Draft, base: Stretch) -> Bounds:
    """Return the bounds as drafted."""
    values = read_values(base)

    def read(key: str) -> float | None:
        value = draft.get((*movable.owner, key), values.get((*movable.owner, key)))
        return float(value) if isinstance(value, float | int) else None

    if movable.owner == ("repetition",):
        full = read("full")
        return Bounds(full if movable.low else None, full if movable.high else None, read("target"))
    return Bounds(read("low"), read("high"), read("target"))


def move_bounds(movable: Movable, draft: Draft, base: Stretch, bounds: Bounds) -> Draft:
    """Return the draft with the bounds where they were moved to, and the target kept inside them."""
    if movable.owner == ("repetition",):
        place, full = ("repetition", "full"), bounds.low if movable.low else bounds.high
        draft = draft.put(place, full, read_values(base)[place])
    return place_band(draft, base, movable.owner, bounds.low, bounds.high, bounds.target)
