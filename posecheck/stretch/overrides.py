"""What a therapist or a patient changes about a stretch: a layer laid over the library, never an edit of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationError, model_validator

from posecheck.errors import StretchError
from posecheck.measures import MEASURES
from posecheck.stretch.document import parse_document, read_document
from posecheck.stretch.messages import suggest
from posecheck.stretch.problems import describe_finding, find_location, format_field
from posecheck.stretch.reading import validate_document
from posecheck.stretch.schema import Band, Identifier, Limb, Misfit, PlannedSides, Stretch, StrictModel, Text
from posecheck.uncertainty import find_error

# Hand goniometers differ 4-10 degrees between people and a side-view camera scatters by about 6 (Cosoli 2026,
# squat knee): a narrower band judges the measuring, not the person.
NARROWEST_BAND_DEG = 10.0
# Bounds from a page's slider: 0.3 - 0.1 is not quite 0.2.
_ROUNDING = 1e-9


class BandChange(StrictModel):
    """New bounds; a bound that is not named stays, one that is named without a value is taken away."""

    low: float | None = None
    high: float | None = None

    @model_validator(mode="after")
    def _check_named(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("expected low or high, found neither")
        return self


class CuesChange(StrictModel):
    """New words of a check."""

    low: Text | None = None
    high: Text | None = None
    praise: Text | None = None


class CheckChange(StrictModel):
    """What changes about one form check."""

    band: BandChange | None = None
    # A band narrower than the measuring scatters has to be wanted.
    allow_narrow: bool = False
    # Not judged at all: for somebody of whom it asks too much.
    drop: bool = False
    target: float | None = None
    severity: Annotated[int, Field(ge=1, le=3)] | None = None
    cues: CuesChange | None = None


class ConditionChange(StrictModel):
    """A new band of one entry condition, which is named by its measure and limb."""

    measure: str
    limb: Limb = "working"
    band: BandChange

    @model_validator(mode="after")
    def _check_measure(self) -> Self:
        if self.measure not in MEASURES:
            message = f"expected a known measure, found {self.measure!r}{suggest(self.measure, MEASURES)}"
            raise Misfit(message, "measure")
        return self


class EntryChange(StrictModel):
    """What changes about being in the pose."""

    conditions: list[ConditionChange] = []
    enter_s: float | None = None
    exit_s: float | None = None


class RepetitionChange(StrictModel):
    """What changes about a repetition."""

    rest: float | None = None
    full: float | None = None
    target: float | None = None
    cue_partial: Text | None = None


class DoseChange(StrictModel):
    """A prescribed dose."""

    sides: PlannedSides | None = None
    hold_s: float | None = None
    hold_range_s: tuple[float, float] | None = None
    reps: int | None = None
    sets: int | None = None
    rest_s: float | None = None
    note: Text | None = None


class Override(StrictModel):
    """A layer over one stretch: who changed what, and why."""

    schema_version: Literal[1]
    base: Identifier
    author: Text
    reason: Text
    checks: dict[Identifier, CheckChange] = {}
    entry: EntryChange | None = None
    repetition: RepetitionChange | None = None
    dose: DoseChange | None = None

    @model_validator(mode="after")
    def _check_change(self) -> Self:
        if not (self.checks or self.entry or self.repetition or self.dose):
            raise ValueError("expected a change of checks, entry, repetition or dose, found none")
        return self


def read_override(path: str | Path) -> Override:
    """Return the layer that a YAML file describes; errors as `read_stretch`."""
    return validate_document(read_document(path), Override)


def parse_override(text: str, name: str = "override") -> Override:
    """Return the layer that a YAML text describes; `name` stands for the file in errors."""
    return validate_document(parse_document(text, name), Override)


def apply_overrides(stretch: Stretch, layers: Sequence[Override]) -> Stretch:
    """Return the stretch with the layers laid over it, first to last; nothing given is changed.

    Raises:
        StretchError: when a layer is for another stretch, speaks of a check or condition that there is not,
            makes a band narrower than a camera can tell (`find_narrowest`) without `allow_narrow`, or gives values
            that do not fit.
    """
    for layer in layers:
        stretch = _apply(stretch, layer)
    return stretch


def _apply(stretch: Stretch, layer: Override) -> Stretch:
    where = f"override of {layer.base} by {layer.author}"
    if layer.base != stretch.id:
        raise StretchError(f"{where}: expected a layer for {stretch.id}, found one for {layer.base}")
    content = stretch.model_dump()
    try:
        for check_id, check in layer.checks.items():
            _change_check(content, check_id, check, layer)
        content["checks"] = [
            check for check in content["checks"] if not layer.checks.get(check["id"], CheckChange()).drop
        ]
        _change_entry(content, layer.entry)
        _change_part(content, "repetition", layer.repetition, stretch)
        _refuse_short_range(content["repetition"], layer)
        _change_dose(content, layer, stretch)
        return Stretch.model_validate(content)
    except Misfit as misfit:
        raise StretchError(f"{where}: {format_field(misfit.location, content)}: {misfit}") from misfit
    except ValidationError as error:
        raise StretchError(f"{where}: {_join_findings(error, content)}") from error


def _join_findings(error: ValidationError, content: dict[str, Any]) -> str:
    findings = error.errors()
    return "; ".join(
        f"{format_field(find_location(details), content)}: {describe_finding(details, Stretch)}" for details in findings
    )


def _named(change: StrictModel) -> dict[str, Any]:
    """Return the values that a change names."""
    return change.model_dump(exclude_unset=True)


def _change_check(content: dict[str, Any], check_id: str, change: CheckChange, layer: Override) -> None:
    checks = {check["id"]: check for check in content["checks"]}
    if check_id not in checks:
        hint = suggest(check_id, checks) or f"; known are: {', '.join(checks)}"
        raise Misfit(f"expected a check of {layer.base}, found {check_id!r}{hint}", "checks")
    check = checks[check_id]
    index = content["checks"].index(check)
    if change.band is not None:
        check["band"] |= _named(change.band)
        if not change.allow_narrow:
            remedy = ", or add 'allow_narrow: true' if you mean it"
            _refuse_narrow(check["band"], check["measure"], ("checks", index, "band"), remedy)
    check["cues"] |= _named(change.cues) if change.cues is not None else {}
    check |= change.model_dump(include={"target", "severity"}, exclude_none=True)
    check["source"] = _note_author(check["source"], layer)


def find_narrowest(measure: str) -> float:
    """Return the narrowest band, in the measure's unit, that judges a person and not the measuring."""
    least = 2 * find_error(measure)
    return max(least, NARROWEST_BAND_DEG) if MEASURES[measure].unit == "deg" else least


def _refuse_narrow(band: dict[str, Any], measure: str, location: tuple[str | int, ...], remedy: str) -> None:
    low, high = band["low"], band["high"]
    if low is None or high is None or not 0 < high - low < find_narrowest(measure) - _ROUNDING:
        return
    raise Misfit(
        f"a band of {_show_amount(high - low, measure)} ({Band(low=low, high=high).describe()}) is narrower than what "
        f"a camera can tell, +-{find_narrowest(measure) / 2:g} for {MEASURES[measure].label}: expected at least "
        f"{_show_amount(find_narrowest(measure), measure)}; widen it{remedy}",
        *location,
    )


def _refuse_short_range(repetition: dict[str, Any] | None, layer: Override) -> None:
    if repetition is None or layer.repetition is None:
        return
    rest, full, measure = repetition["rest"], repetition["full"], repetition["measure"]
    if 0 < abs(full - rest) < 2 * find_error(measure) - _ROUNDING:
        raise Misfit(
            f"a way of {_show_amount(abs(full - rest), measure)} from rest ({rest:g}) to full range ({full:g}) is less "
            f"than what a camera can tell, +-{_show_amount(find_error(measure), measure)} for "
            f"{MEASURES[measure].label}: set them further apart",
            "repetition", "full",
        )  # fmt: skip


def _show_amount(amount: float, measure: str) -> str:
    return f"{amount:g} degrees" if MEASURES[measure].unit == "deg" else f"{amount:.2g}"


def _change_entry(content: dict[str, Any], change: EntryChange | None) -> None:
    if change is None:
        return
    conditions = {(item["measure"], item["limb"]): item for item in content["entry"]["conditions"]}
    for wanted in change.conditions:
        key = (wanted.measure, wanted.limb)
        if key not in conditions:
            known = ", ".join(f"{measure} of {limb}" for measure, limb in conditions)
            message = f"expected one of: {known}; found {wanted.measure} of {wanted.limb}"
            raise Misfit(message, "entry", "conditions")
        conditions[key]["band"] |= _named(wanted.band)
        _refuse_narrow(conditions[key]["band"], wanted.measure, ("entry", "conditions"), "")
    content["entry"] |= change.model_dump(include={"enter_s", "exit_s"}, exclude_none=True)


def _change_part(content: dict[str, Any], key: str, change: StrictModel | None, stretch: Stretch) -> None:
    if change is None:
        return
    if content[key] is None:
        raise Misfit(f"expected no {key}, since {stretch.id} is a {stretch.kind} exercise, found one", key)
    content[key] |= _named(change)


def _change_dose(content: dict[str, Any], layer: Override, stretch: Stretch) -> None:
    if layer.dose is None:
        return
    _change_part(content, "dose", layer.dose, stretch)
    # A prescribed hold need not lie in the range of the library's sources.
    if layer.dose.hold_s is not None and layer.dose.hold_range_s is None:
        content["dose"]["hold_range_s"] = None
    content["dose"]["source"] = _note_author(content["dose"]["source"], layer)


def _note_author(source: str | None, layer: Override) -> str:
    """Return the source of a value with who changed it and why."""
    changed = f"changed by {layer.author}: {layer.reason}"
    return f"{source}; {changed}" if source else changed
