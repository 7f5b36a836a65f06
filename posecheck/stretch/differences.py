"""What differs between two versions of a stretch, in words for people: "front knee 75-105 -> 60-105"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from posecheck.language import N_, WRITTEN_LANGUAGE, _, format_number, get_language
from posecheck.stretch.schema import Band, Check, Condition, Dose, Entry, Repetition, Stretch

# Spoken by `_`.
_SEVERITIES = {1: N_("polish"), 2: N_("misses the purpose"), 3: N_("may harm")}
_CUES = {"low": N_("cue below the band"), "high": N_("cue above the band"), "praise": N_("praise")}
_CHECK_PARTS = {"name": N_("name"), "measure": N_("measure"), "limb": N_("limb"), "target": N_("target")}
_FAULTS = {"fault_low": N_("name of the fault below"), "fault_high": N_("name of the fault above")}
_DOSE_PARTS = {
    "hold_s": N_("hold (s)"),
    "hold_range_s": N_("range of the hold (s)"),
    "reps": N_("repetitions"),
    "sets": N_("sets"),
    "rest_s": N_("rest (s)"),
    "note": N_("note"),
}
_REPETITION_PARTS = {
    "measure": N_("measure"),
    "limb": N_("limb"),
    "rest": N_("rest"),
    "full": N_("full range"),
    "target": N_("target"),
    "small_attempt": N_("small attempt (share of the way)"),
    "in_place": N_("done on the spot"),
    "cue_partial": N_("cue short of full range"),
    "praise": N_("praise"),
}
_ENTRY_PARTS = {"enter_s": N_("after (s)"), "exit_s": N_("left after (s)")}
_APART = ("schema_version", "entry", "checks", "repetition", "dose")
_SIDES = {"each": N_("both"), "left": N_("left only"), "right": N_("right only")}
_TEXTS = {
    "name": N_("name"),
    "other_names": N_("other names"),
    "kind": N_("kind"),
    "posture": N_("posture"),
    "sides": N_("sides"),
    "working_leg": N_("working leg"),
    "guided": N_("guided"),
    "view": N_("view"),
    "summary": N_("summary"),
    "felt": N_("felt"),
    "equipment": N_("equipment"),
    "setup": N_("setup"),
    "steps": N_("steps"),
    "breathing": N_("breathing"),
    "easier": N_("easier"),
    "harder": N_("harder"),
    "cautions": N_("cautions"),
    "ask_first": N_("ask first"),
    "cannot_judge": N_("cannot judge"),
    "picture": N_("picture"),
    "sources": N_("sources"),
}


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
    return check.name[:1].lower() + check.name[1:] if get_language() == WRITTEN_LANGUAGE else check.name


def _compare_checks(before: Sequence[Check], after: Sequence[Check]) -> Iterator[str]:
    old, new = {check.id for check in before}, {check.id: check for check in after}
    for check in before:
        if check.id in new:
            yield from _compare_check(check, new[check.id])
        else:
            yield _("{name} {band} is no longer judged").format(name=name_check(check), band=check.band.describe())
    for check in after:
        if check.id not in old:
            yield _("{name} {band} is judged too").format(name=name_check(check), band=check.band.describe())


def _compare_check(before: Check, after: Check) -> Iterator[str]:
    name = name_check(before)
    if before.band != after.band:
        yield f"{name} {_show_change(before.band, after.band)}"
    yield from _compare_parts(name, before, after, _CHECK_PARTS)
    if before.severity != after.severity:
        change = f"{_speak_quoted(_SEVERITIES[before.severity])} -> {_speak_quoted(_SEVERITIES[after.severity])}"
        yield _("{name}, severity {change}").format(name=name, change=change)
    yield from _compare_parts(name, before.cues, after.cues, _CUES)
    yield from _compare_parts(name, before, after, _FAULTS)


def _compare_entries(before: Entry, after: Entry) -> Iterator[str]:
    old, new = _index_conditions(before), _index_conditions(after)
    for key in [*old, *(key for key in new if key not in old)]:
        first, second = old.get(key), new.get(key)
        if first != second:
            change = f"{_name_condition(first or new[key])} {_show_change(first, second)}"
            yield _("being in the pose, {change}").format(change=change)
    yield from _compare_parts(_("being in the pose"), before, after, _ENTRY_PARTS)


def _compare_repetitions(before: Repetition | None, after: Repetition | None) -> Iterator[str]:
    if before is None or after is None:
        if before is not after:
            yield _("repetition added") if before is None else _("repetition taken away")
        return
    yield from _compare_parts(_("repetition"), before, after, _REPETITION_PARTS)


def _compare_doses(before: Dose, after: Dose) -> Iterator[str]:
    if before.sides != after.sides:
        change = f"{_(_SIDES[before.sides])} -> {_(_SIDES[after.sides])}"
        yield _("sides: {change}").format(change=change)
    yield from _compare_parts(_("dose"), before, after, _DOSE_PARTS)


def _compare_texts(before: Stretch, after: Stretch) -> Iterator[str]:
    for key in Stretch.model_fields:
        if key not in _APART and getattr(before, key) != getattr(after, key):
            yield f"{_(_TEXTS.get(key, key))} {_show_change(getattr(before, key), getattr(after, key))}"


def _compare_parts(name: str, before: Any, after: Any, parts: dict[str, str]) -> Iterator[str]:  # noqa: ANN401 - models
    for key, words in parts.items():
        old, new = getattr(before, key), getattr(after, key)
        if old != new:
            yield f"{name}, {_(words)} {_show_change(old, new)}"


def _show_change(before: object, after: object) -> str:
    return f"{_show(before)} -> {_show(after)}"


def _show(value: object) -> str:
    if value is None:
        return _("none")
    if isinstance(value, Band):
        return value.describe()
    if isinstance(value, Condition):
        return value.band.describe()
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int | float):
        return format_number(value)
    if isinstance(value, tuple):
        return _("{start} to {end}").format(start=_show(value[0]), end=_show(value[1]))
    if isinstance(value, list):
        return f"({'; '.join(str(part) for part in value)})" if value else _("none")
    return f"“{value}”"


def _speak_quoted(words: str) -> str:
    return f"“{_(words)}”"


def _index_conditions(entry: Entry) -> dict[tuple[str, str], Condition]:
    return {(condition.measure, condition.limb): condition for condition in entry.conditions}


def _name_condition(condition: Condition) -> str:
    label = condition.definition.spoken_label
    return label if condition.limb == "middle" else f"{label} ({condition.limb})"
