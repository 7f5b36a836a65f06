"""The schema of a reference pose: what a stretch is, when it is good, and what to say about it.

One YAML file in `reference_poses/` holds one `Stretch`. Unknown keys are refused, so that a typing error is
found when the file is read and not when a patient is hurt.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from posecheck.measures import MEASURES, Measure
from posecheck.stretch.wording import suggest

SCHEMA_VERSION = 1

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,47}$")]

# Which leg or arm a measure is taken from. `working` is the side being trained, `other` its opposite, `near`
# the side towards the camera; `left` and `right` are the person's own; `middle` is for measures without a side.
Limb = Literal["working", "other", "near", "left", "right", "middle"]
Side = Literal["left", "right"]
ViewKind = Literal["side", "front"]
Posture = Literal["upright", "supine", "prone", "seated", "quadruped"]

# What tells the working leg from the other one where both can be seen: in a side view the network confuses
# left and right for seconds at a time, but which thigh points further forward is plain.
LegRole = Literal["rear", "front", "labelled"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Band(_Strict):
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
        """Return the band in words: "75-105", "at least 20" or "at most 15"."""
        if self.low is None:
            return f"at most {self.high:g}{unit}"
        if self.high is None:
            return f"at least {self.low:g}{unit}"
        if self.low < 0 or self.high < 0:
            return f"{self.low:g} to {self.high:g}{unit}"
        return f"{self.low:g}-{self.high:g}{unit}"


class Condition(_Strict):
    """One measure of one limb that has to lie in a band."""

    measure: str
    limb: Limb = "working"
    band: Band

    @property
    def definition(self) -> Measure:
        """The measure's definition."""
        return MEASURES[self.measure]

    @model_validator(mode="after")
    def _check_measure(self) -> Self:
        if self.measure not in MEASURES:
            allowed = ", ".join(sorted(MEASURES))
            hint = suggest(self.measure, MEASURES)
            raise ValueError(f"expected a known measure, found {self.measure!r}{hint}; known are: {allowed}")
        if self.definition.paired == (self.limb == "middle"):
            wanted = "working, other, near, left or right" if self.definition.paired else "middle"
            raise ValueError(f"expected limb {wanted} for {self.measure}, found {self.limb!r}")
        for bound in (self.band.low, self.band.high):
            self._check_bound(bound)
        return self

    def _check_bound(self, bound: float | None) -> None:
        low, high = self.definition.range
        if bound is not None and not low <= bound <= high:
            unit = self.definition.unit
            raise ValueError(f"expected bounds of {self.measure} within {low:g} to {high:g} {unit}, found {bound:g}")


class Cues(_Strict):
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
    source: Text | None = None
    # A check of something that only hints at the fault: "possible arching".
    hint_only: bool = False

    @model_validator(mode="after")
    def _check_words(self) -> Self:
        for bound in ("low", "high"):
            has_bound = getattr(self.band, bound) is not None
            if has_bound and getattr(self.cues, bound) is None:
                raise ValueError(f"check {self.id}: expected a cue for the {bound} bound, found none")
        return self

    @model_validator(mode="after")
    def _check_target(self) -> Self:
        low = float("-inf") if self.band.low is None else self.band.low
        high = float("inf") if self.band.high is None else self.band.high
        if self.target is not None and not low <= self.target <= high:
            raise ValueError(
                f"check {self.id}: expected the target within {self.band.describe()}, found {self.target:g}"
            )
        return self


class View(_Strict):
    """Where the camera has to stand."""

    kind: ViewKind
    # Which side has to be near the camera in a side view.
    near: Literal["working", "other", "any"] = "any"
    placement: Text


class Entry(_Strict):
    """When a person counts as being in the pose: all conditions hold for `enter_s`; left after `exit_s`."""

    conditions: Annotated[list[Condition], Field(min_length=1)]
    enter_s: Annotated[float, Field(ge=0, le=5)] = 0.4
    exit_s: Annotated[float, Field(ge=0, le=5)] = 0.6


class Repetition(_Strict):
    """One repetition: a measure goes from rest to full range and back.

    `rest` and `full` are in the measure's unit; full above rest means that the measure rises.
    """

    measure: str
    limb: Limb = "working"
    rest: float
    full: float
    target: float | None = None
    cue_partial: Text
    praise: Text = "Good one."

    @model_validator(mode="after")
    def _check_range(self) -> Self:
        Condition(measure=self.measure, limb=self.limb, band=Band(low=min(self.rest, self.full)))
        if self.rest == self.full:
            raise ValueError(f"expected rest and full to differ, found {self.rest:g} for both")
        if self.target is not None and (self.target - self.full) * (self.full - self.rest) < 0:
            raise ValueError(
                f"expected the target at full ({self.full:g}) or beyond it, found {self.target:g} before it"
            )
        return self


class Dose(_Strict):
    """How long and how often, per side where the stretch has sides."""

    hold_s: Annotated[float, Field(gt=0, le=600)] | None = None
    hold_range_s: tuple[float, float] | None = None
    reps: Annotated[int, Field(gt=0, le=200)] | None = None
    sets: Annotated[int, Field(gt=0, le=20)] = 1
    rest_s: Annotated[float, Field(ge=0, le=600)] = 15
    note: Text | None = None
    source: Text

    @model_validator(mode="after")
    def _check_hold_range(self) -> Self:
        if self.hold_range_s is None:
            return self
        low, high = self.hold_range_s
        if self.hold_s is None or not 0 < low <= self.hold_s <= high:
            raise ValueError(f"expected hold_s within hold_range_s [{low:g}, {high:g}], found {self.hold_s or 'none'}")
        return self


class Stretch(_Strict):
    """A reference pose: everything that PoseCheck knows about one stretch or exercise."""

    schema_version: Literal[1]
    id: Identifier
    name: Text
    other_names: list[Text] = []
    kind: Literal["hold", "reps"]
    posture: Posture
    # "each": left and right in turn; "both": the two sides work together.
    sides: Literal["each", "both"]
    working_leg: LegRole = "labelled"
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
    checks: Annotated[list[Check], Field(min_length=1)]
    repetition: Repetition | None = None
    dose: Dose
    sources: Annotated[list[Text], Field(min_length=1)]

    @model_validator(mode="after")
    def _check_kind(self) -> Self:
        if (self.kind == "reps") != (self.repetition is not None):
            raise ValueError(f"expected 'repetition' exactly when kind is reps, found kind {self.kind}")
        wanted = "reps" if self.kind == "reps" else "hold_s"
        if getattr(self.dose, wanted) is None:
            raise ValueError(f"expected dose.{wanted} for kind {self.kind}, found none")
        return self

    @model_validator(mode="after")
    def _check_unique_ids(self) -> Self:
        ids = [check.id for check in self.checks]
        repeated = sorted({check_id for check_id in ids if ids.count(check_id) > 1})
        if repeated:
            raise ValueError(f"expected every check id once, found {', '.join(repeated)} more than once")
        return self

    @model_validator(mode="after")
    def _check_view(self) -> Self:
        for condition in self._list_conditions():
            views = condition.definition.views
            if self.view.kind not in views:
                raise ValueError(
                    f"expected measures that the {self.view.kind} view shows, found {condition.measure}, "
                    f"which needs the {' or '.join(views)} view"
                )
        return self

    def _list_conditions(self) -> list[Condition]:
        conditions = [*self.entry.conditions, *self.checks]
        if self.repetition is not None:
            bounds = Band(low=min(self.repetition.rest, self.repetition.full))
            conditions.append(Condition(measure=self.repetition.measure, limb=self.repetition.limb, band=bounds))
        return conditions

    def find_check(self, check_id: str) -> Check:
        """Return the check with this id; KeyError when there is none."""
        for check in self.checks:
            if check.id == check_id:
                return check
        raise KeyError(check_id)
