"""What differs between two versions of a stretch, in words for people: "front knee 75-105 -> 60-105"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from posecheck.measures import MEASURES
from posecheck.stretch.schema import Band, Check, Condition, Dose, Entry, Repetition, Stretch

_SEVERITIES = {1: "polish", 2: "misses the purpose", 3: "may harm"}
_CUES = {"low": "cue below the band", "high": "cue above the band", "praise": "praise"}
_CHECK_PARTS = {"name": "name", "measure": "measure", "limb": "limb", "target": "target"}
_FAULTS = {"fault_low": "name of the fault below", "fault_high": "name of the fault above"}
_DOSE_PARTS = {
    "hold_s": "hold (s)",
    "hold_range_s": "range of the hold (s)",
    "reps": "repetitions",
    "sets": "sets",
    "rest_s": "rest (s)",
    "note": "note",
}
_REPETITION_PARTS = {
    "measure": "measure",
    "limb": "limb",
    "rest": "rest",
    "full": "full range",
    "target": "target",
    "in_place": "done on the spot",
    "cue_partial": "cue short of full range",
    "praise": "praise",
}
_APART = ("schema_version", "entry", "checks", "repetition", "dose")
_SIDES = {"each": "both", "left": "left only", "right": "right only"}
_NOTHING = "none"


def describe_differences(before: Stretch, after: Stretch) -> list[str]:
    """Return what differs, one entry a change; an empty list when both judge and say the same.

    Where a value comes from (`source`) is not a difference. Bounds are in the unit of the check's measure.
    """
    return [
        *_compare_checks(before.checks, after.checks),
        *_compare_entries(before.entry, after.entry),
        *_compare_repetitions(before.repetition, after.repetition),
        *_compare_doses(before.dose, after.dose),
        *_compare_texts(before, after),
    ]


def name_check(check: Check) -> str:
    """Return a check's name as it stands in a sentence: "front knee"."""
    return check.name[:1].lower() + check.name[1:]


def _compare_checks(before: Sequence[Check], after: Sequence[Check]) -> Iterator[str]:
    old, new = {check.id for check in before}, {check.id: check for check in after}
    for check in before:
        if check.id in new:
            yield from _compare_check(check, new[check.id])
        else:
            yield f"{name_check(check)} {check.band.describe()} is no longer judged"
    for check in after:
        if check.id not in old:
            yield f"{name_check(check)} {check.band.describe()} is judged too"


def _compare_check(before: Check, after: Check) -> Iterator[str]:
    name = name_check(before)
    if before.band != after.band:
        yield f"{name} {_show_change(before.band, after.band)}"
    yield from _compare_parts(name, before, after, _CHECK_PARTS)
    if before.severity != after.severity:
        change = _show_change(_SEVERITIES[before.severity], _SEVERITIES[after.severity])
        yield f"{name}, severity {change}"
    yield from _compare_parts(name, before.cues, after.cues, _CUES)
    yield from _compare_parts(name, before, after, _FAULTS)


def _compare_entries(before: Entry, after: Entry) -> Iterator[str]:
    old, new = _index_conditions(before), _index_conditions(after)
    for key in [*old, *(key for key in new if key not in old)]:
        first, second = old.get(key), new.get(key)
        if first != second:
            yield f"being in the pose, {_name_condition(first or new[key])} {_show_change(first, second)}"
    yield from _compare_parts("being in the pose", before, after, {"enter_s": "after (s)", "exit_s": "left after (s)"})


def _compare_repetitions(before: Repetition | None, after: Repetition | None) -> Iterator[str]:
    if before is None or after is None:
        if before is not after:
            yield f"repetition {'added' if before is None else 'taken away'}"
        return
    yield from _compare_parts("repetition", before, after, _REPETITION_PARTS)


def _compare_doses(before: Dose, after: Dose) -> Iterator[str]:
    if before.sides != after.sides:
        yield f"sides: {_SIDES[before.sides]} -> {_SIDES[after.sides]}"
    yield from _compare_parts("dose", before, after, _DOSE_PARTS)


def _compare_texts(before: Stretch, after: Stretch) -> Iterator[str]:
    for key in Stretch.model_fields:
        if key not in _APART and getattr(before, key) != getattr(after, key):
            yield f"{key.replace('_', ' ')} {_show_change(getattr(before, key), getattr(after, key))}"


def _compare_parts(name: str, before: Any, after: Any, parts: dict[str, str]) -> Iterator[str]:  # noqa: ANN401 - models
    for key, words in parts.items():
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            yield f"{name}, {words} {_show_change(old, new)}"


def _show_change(before: object, after: object) -> str:
    return f"{_show(before)} -> {_show(after)}"


def _show(value: object) -> str:
    if value is None:
        return _NOTHING
    if isinstance(value, Band):
        return value.describe()
    if isinstance(value, Condition):
        return value.band.describe()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return f"{value:g}"
    if isinstance(value, tuple):
        return " to ".join(_show(part) for part in value)
    if isinstance(value, list):
        return f"({'; '.join(str(part) for part in value)})" if value else _NOTHING
    return f"“{value}”"


def _index_conditions(entry: Entry) -> dict[tuple[str, str], Condition]:
    return {(condition.measure, condition.limb): condition for condition in entry.conditions}


def _name_condition(condition: Condition) -> str:
    label = MEASURES[condition.measure].label
    return label if condition.limb == "middle" else f"{label} ({condition.limb})"
