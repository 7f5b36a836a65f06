"""The schema of a reference pose: what a stretch is, when it is good, and what to say about it.

One YAML file in `reference_poses/` holds one `Stretch`. Unknown keys are refused, so that a typing error is
found when the file is read and not when a patient is hurt.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from posecheck.language import _, format_number
from posecheck.measures import MEASURES, Measure
from posecheck.stretch.messages import suggest

SCHEMA_VERSION = 1

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
# Where a value comes from: the texts it was taken from, and who changed it since.
Provenance = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=6000)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,47}$")]

# Which leg or arm a measure is taken from. `working` is the side being trained, `other` its opposite, `near`
# the side towards the camera; `left` and `right` are the person's own; `middle` is for measures without a side.
Limb = Literal["working", "other", "near", "left", "right", "middle"]
Side = Literal["left", "right"]
# Which sides are trained of a stretch that has sides.
PlannedSides = Literal["each", "left", "right"]
# "oblique" lies between the two, as for a body that turns; a side view will do as well.
ViewKind = Literal["side", "front", "oblique"]
Posture = Literal["upright", "supine", "prone", "seated", "quadruped"]

# What tells the working leg from the other one where both can be seen: in a side view the network confuses
# left and right for seconds at a time, but which thigh points further forward is plain.
LegRole = Literal["rear", "front", "labelled"]


# What the drawn figure is made of (posecheck/figure/skeleton.py).
FigureAngle = Literal[
    "trunk",
    "neck",
    "working_hip",
    "working_knee",
    "working_ankle",
    "working_shoulder",
    "working_elbow",
    "other_hip",
    "other_knee",
    "other_ankle",
    "other_shoulder",
    "other_elbow",
]
FigurePoint = Literal[
    "hip",
    "shoulder",
    "head",
    "working_knee",
    "working_ankle",
    "working_heel",
    "working_toe",
    "working_elbow",
    "working_wrist",
    "other_knee",
    "other_ankle",
    "other_heel",
    "other_toe",
    "other_elbow",
    "other_wrist",
]


class Misfit(ValueError):
    """Values that do not fit together; `location` leads from the model that found it to the field to mend."""

    def __init__(self, message: str, *location: int | str) -> None:
        super().__init__(message)
        self.location = location


class StrictModel(BaseModel):
    """A value that knows its keys and refuses others; it never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Band(StrictModel):
    """An allowed range; a missing bound is open. Degrees, or shares of a segment for ratio measures."""

    low: float | None = None
    high: float | None = None

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.low is None and self.high is None:
            raise ValueError("expected a band with at least one of low and high, found neither")
        if self.low is not None and self.high is not None and self.low >= self.high:
            raise ValueError(f"expected low below high, found low {self.low:g} and high {self.high:g}")
        return self

    def describe(self, unit: str = "") -> str:
        """Return the band in the language that is spoken: "75-105", "at least 20" or "at most 15"."""
        low, high = ("" if bound is None else format_number(bound) for bound in (self.low, self.high))
        if self.low is None:
            return _("at most {bound}").format(bound=f"{high}{unit}")
        if self.high is None:
            return _("at least {bound}").format(bound=f"{low}{unit}")
        if self.low < 0 or self.high < 0:
            return _("{start} to {end}").format(start=low, end=f"{high}{unit}")
        return f"{low}-{high}{unit}"


class Condition(StrictModel):
    """One measure of one limb that has to lie in a band."""

    measure: str
    limb: Limb = "working"
    band: Band

    @property
    def definition(self) -> Measure:
        """The measure's definition."""
        return MEASURES[self.measure]

    def describe_band(self) -> str:
        """Return the band with its unit, in the language that is spoken: "75-105°", "at most 0.2"."""
        return self.band.describe("°" if self.definition.unit == "deg" else "")

    @model_validator(mode="after")
    def _check_measure(self) -> Self:
        if self.measure not in MEASURES:
            allowed = ", ".join(sorted(MEASURES))
            hint = suggest(self.measure, MEASURES)
            raise Misfit(f"expected a known measure, found {self.measure!r}{hint}; known are: {allowed}", "measure")
        if self.definition.paired == (self.limb == "middle"):
            wanted = "working, other, near, left or right" if self.definition.paired else "middle"
            raise Misfit(f"expected limb {wanted} for {self.measure}, found {self.limb!r}", "limb")
        for key in ("low", "high"):
            self._check_bound(key)
        return self

    def _check_bound(self, key: str) -> None:
        bound = getattr(self.band, key)
        low, high = self.definition.range
        if bound is not None and not low <= bound <= high:
            unit = self.definition.unit
            message = f"expected {self.measure} within {low:g} to {high:g} {unit}, found {bound:g}"
            raise Misfit(message, "band", key)


class Cues(StrictModel):
    """What to say when a measure is below its band, above it, and when it has been mended."""

    low: Text | None = None
    high: Text | None = None
    praise: Text = "Good, that's it."


class Check(Condition):
    """A form check: a condition with a name, a weight and words."""

    id: Identifier
    name: Text
    target: float | None = None
    # 3: may harm, 2: the stretch misses its purpose, 1: polish. The worst fault is told first.
    severity: Annotated[int, Field(ge=1, le=3)] = 2
    cues: Cues
    # Names of the faults for reports, by direction: "leaning forward".
    fault_low: Text | None = None
    fault_high: Text | None = None
    # "throughout": all the time; "once": at one moment of each repetition, such as leaving the floor.
    when: Literal["throughout", "once"] = "throughout"
    source: Provenance | None = None

    @model_validator(mode="after")
    def _check_words(self) -> Self:
        for bound in ("low", "high"):
            has_bound = getattr(self.band, bound) is not None
            if has_bound and getattr(self.cues, bound) is None:
                words = f"expected words for the {bound} bound of the band {self.band.describe()}, found none"
                raise Misfit(words, "cues", bound)
        return self

    @model_validator(mode="after")
    def _check_target(self) -> Self:
        low = float("-inf") if self.band.low is None else self.band.low
        high = float("inf") if self.band.high is None else self.band.high
        if self.target is not None and not low <= self.target <= high:
            raise Misfit(f"expected the target within {self.band.describe()}, found {self.target:g}", "target")
        return self


class View(StrictModel):
    """Where the camera has to stand."""

    kind: ViewKind
    # Which side has to be near the camera in a side view.
    near: Literal["working", "other", "any"] = "any"
    placement: Text


class Entry(StrictModel):
    """When a person counts as being in the pose: all conditions hold for `enter_s`; left after `exit_s`."""

    conditions: Annotated[list[Condition], Field(min_length=1)]
    enter_s: Annotated[float, Field(ge=0, le=5)] = 0.4
    exit_s: Annotated[float, Field(ge=0, le=5)] = 0.6


class Repetition(StrictModel):
    """One repetition: a measure goes from rest to full range and back.

    `rest` and `full` are in the measure's unit; full above rest means that the measure rises.
    """

    measure: str
    limb: Limb = "working"
    rest: float
    full: float
    target: float | None = None
    # Where the whole way is short: from this share of the way from where the person rests on, what turns round is a
    # partial repetition, too.
    small_attempt: Annotated[float, Field(ge=0.2, le=0.4)] | None = None
    # Done on the spot: what moves across the picture meanwhile is walking, not a repetition.
    in_place: bool = True
    # What else is so at full range (a step that is long, feet that have left the floor): never judged, it only tells
    # this exercise from others that move the same joint.
    at_full: list[Condition] = []
    cue_partial: Text
    praise: Text = "Good one."

    @model_validator(mode="after")
    def _check_range(self) -> Self:
        for key in ("rest", "full"):
            self._check_reachable(key)
        if self.rest == self.full:
            raise Misfit(f"expected rest and full to differ, found {self.rest:g} for both", "full")
        if self.target is not None and (self.target - self.full) * (self.full - self.rest) < 0:
            message = f"expected the target at full ({self.full:g}) or beyond it, found {self.target:g} before it"
            raise Misfit(message, "target")
        return self

    def _check_reachable(self, key: str) -> None:
        """Refuse an unknown measure, a limb that it has not, and a value that no body can reach."""
        try:
            Condition(measure=self.measure, limb=self.limb, band=Band(low=getattr(self, key)))
        except ValidationError as error:
            misfit = error.errors()[0]["ctx"]["error"]
            raise Misfit(str(misfit), key if misfit.location[0] == "band" else misfit.location[0]) from error


class Dose(StrictModel):
    """How long and how often, per side where the stretch has sides, and which sides those are."""

    # Both in turn, or one alone: for somebody who is to train one side only.
    sides: PlannedSides = "each"
    hold_s: Annotated[float, Field(gt=0, le=600)] | None = None
    hold_range_s: tuple[float, float] | None = None
    reps: Annotated[int, Field(gt=0, le=200)] | None = None
    sets: Annotated[int, Field(gt=0, le=20)] = 1
    rest_s: Annotated[float, Field(ge=0, le=600)] = 15
    note: Text | None = None
    source: Provenance

    @model_validator(mode="after")
    def _check_hold_range(self) -> Self:
        if self.hold_range_s is None:
            return self
        low, high = self.hold_range_s
        if self.hold_s is None or not 0 < low <= self.hold_s <= high:
            found = "none" if self.hold_s is None else f"{self.hold_s:g}"
            raise Misfit(f"expected hold_s within hold_range_s {low:g} to {high:g}, found {found}", "hold_s")
        return self


class Picture(StrictModel):
    """What the drawn figure does where no measure speaks of it.

    `angles` are the joint angles (flexion positive; `trunk` 0 upright, 90 face down, -90 on the back) from which the
    figure is brought to the targets of the checks; `rests_on` names what lies or stands on the ground.
    """

    angles: dict[FigureAngle, Annotated[float, Field(ge=-180, le=185)]] = {}
    rests_on: Annotated[list[FigurePoint], Field(min_length=1)]
    # On a bed a leg may hang below the ground that the rest lies on.
    ground: Literal["floor", "bed"] = "floor"


class Stretch(StrictModel):
    """A reference pose: everything that PoseCheck knows about one stretch or exercise."""

    schema_version: Literal[1]
    id: Identifier
    # A variant holds only what differs from the reference pose that it extends.
    extends: Identifier | None = None
    name: Text
    other_names: list[Text] = []
    kind: Literal["hold", "reps"]
    posture: Posture
    # "each": left and right in turn; "both": the two sides work together.
    sides: Literal["each", "both"]
    working_leg: LegRole = "labelled"
    # Led and timed but never judged, because one camera cannot measure what matters: the clock runs while the
    # conditions of entry hold, and there are no checks.
    guided: bool = False
    view: View
    summary: Text
    felt: Text
    equipment: list[Text] = []
    setup: Annotated[list[Text], Field(min_length=1)]
    steps: Annotated[list[Text], Field(min_length=2)]
    breathing: Text
    easier: Text | None = None
    harder: Text | None = None
    cautions: Annotated[list[Text], Field(min_length=1)]
    ask_first: list[Text] = []
    cannot_judge: list[Text] = []
    entry: Entry
    checks: list[Check] = []
    repetition: Repetition | None = None
    dose: Dose
    picture: Picture | None = None
    sources: Annotated[list[Text], Field(min_length=1)]

    @model_validator(mode="after")
    def _check_kind(self) -> Self:
        if self.kind == "reps" and self.repetition is None:
            raise Misfit("expected the key 'repetition' because kind is reps, found none", "kind")
        if self.kind == "hold" and self.repetition is not None:
            raise Misfit("expected no 'repetition' because kind is hold, found one", "repetition")
        wanted = "reps" if self.kind == "reps" else "hold_s"
        if getattr(self.dose, wanted) is None:
            raise Misfit(f"expected {wanted} in the dose because kind is {self.kind}, found none", "dose", wanted)
        return self

    @model_validator(mode="after")
    def _check_planned_sides(self) -> Self:
        if self.sides == "both" and self.dose.sides != "each":
            words = f"expected no side alone because the two sides work together, found {self.dose.sides}"
            raise Misfit(words, "dose", "sides")
        return self

    @model_validator(mode="after")
    def _check_guided(self) -> Self:
        if self.guided:
            if self.kind != "hold":
                raise Misfit(f"expected kind hold because guided is true, found {self.kind}", "kind")
            if self.checks:
                words = "expected no checks because guided is true (what is guided is not judged)"
                raise Misfit(f"{words}, found {len(self.checks)}", "checks")
            return self
        if not self.checks:
            raise Misfit("expected at least one check, or guided: true for what is timed only, found none", "checks")
        return self

    @model_validator(mode="after")
    def _check_moments(self) -> Self:
        for index, check in enumerate(self.checks):
            if check.when == "once" and self.repetition is None:
                words = "expected when: throughout because only a repetition has moments, found once"
                raise Misfit(words, "checks", index, "when")
        return self

    @model_validator(mode="after")
    def _check_unique_ids(self) -> Self:
        ids = [check.id for check in self.checks]
        for index, check_id in enumerate(ids):
            if check_id in ids[:index]:
                raise Misfit(f"expected every check id once, found {check_id} a second time", "checks", index, "id")
        return self

    @model_validator(mode="after")
    def _check_view(self) -> Self:
        for location, name in self._list_measures():
            views = MEASURES[name].views
            if self.view.kind not in views:
                raise Misfit(
                    f"expected a measure that the {self.view.kind} view shows, found {name}, "
                    f"which needs the {' or '.join(views)} view",
                    *location,
                )
        return self

    def _list_measures(self) -> list[tuple[tuple[int | str, ...], str]]:
        """Return each measure of the file with the field that names it."""
        groups = (("entry", "conditions"), self.entry.conditions), (("checks",), self.checks)
        named = [
            ((*location, index, "measure"), condition.measure)
            for location, conditions in groups
            for index, condition in enumerate(conditions)
        ]
        if self.repetition is not None:
            named.append((("repetition", "measure"), self.repetition.measure))
            at_full = enumerate(self.repetition.at_full)
            named += [(("repetition", "at_full", index, "measure"), each.measure) for index, each in at_full]
        return named

    def without_small_attempts(self) -> Self:
        """Return the stretch with whole repetitions alone: small ones do not tell which exercise it is."""
        if self.repetition is None or self.repetition.small_attempt is None:
            return self
        return self.model_copy(update={"repetition": self.repetition.model_copy(update={"small_attempt": None})})

    def find_check(self, check_id: str) -> Check:
        """Return the check with this id; KeyError when there is none."""
        for check in self.checks:
            if check.id == check_id:
                return check
        raise KeyError(check_id)
