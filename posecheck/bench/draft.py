"""A draft: what a therapist has moved so far, as values against a stretch, before it is published as a layer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from posecheck.errors import StretchError
from posecheck.stretch.overrides import EntryChange, Override, apply_overrides
from posecheck.stretch.schema import Check, Condition, Stretch, StrictModel

# Where a value stands: ("checks", id, "low"), ("entry", index, "high"), ("entry", "enter_s"), ("dose", "hold_s").
Place = tuple[str | int, ...]
Value = float | int | str | bool | None

# Stands in until the person who publishes says who and why.
_UNSAID = "draft"
# How a narrow band is meant on purpose, in a file and on a page.
_IN_A_FILE = "add 'allow_narrow: true' if you mean it"
_ON_A_PAGE = "keep it so on purpose with the switch below"
_BOUNDS = ("low", "high")
_CUES = {"cue_low": "low", "cue_high": "high", "praise": "praise"}
_SWITCHES: dict[str, Value] = {"allow_narrow": False, "drop": False}
_COUNTS = ("reps", "sets", "severity")


@dataclass(frozen=True, slots=True)
class Draft:
    """Values that differ from the stretch that they were made for; nothing is changed in place."""

    values: Mapping[Place, Value] = field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything was changed."""
        return bool(self.values)

    def get(self, place: Place, published: Value) -> Value:
        """Return the value at a place: the draft's, or else the published one."""
        return self.values.get(place, published)

    def put(self, place: Place, value: Value, published: Value) -> Draft:
        """Return the draft with one value set; a value that equals the published one is no change."""
        rest = {each: kept for each, kept in self.values.items() if each != place}
        return Draft(rest if _is_same(value, published) else {**rest, place: value})


def _is_same(value: Value, published: Value) -> bool:
    if isinstance(value, float | int) and isinstance(published, float | int):
        return abs(value - published) < 1e-9
    return value == published


def read_values(stretch: Stretch) -> dict[Place, Value]:
    """Return every value of a stretch that may be changed, by its place, in the order of the pages."""
    values: dict[Place, Value] = {}
    for check in stretch.checks:
        values |= {("checks", check.id, key): value for key, value in _read_check(check).items()}
    for index, condition in enumerate(stretch.entry.conditions):
        values |= {("entry", index, key): getattr(condition.band, key) for key in _BOUNDS}
    values |= {("entry", key): getattr(stretch.entry, key) for key in ("enter_s", "exit_s")}
    if stretch.repetition is not None:
        fields = ("rest", "full", "target", "cue_partial")
        values |= {("repetition", key): getattr(stretch.repetition, key) for key in fields}
    amount = "reps" if stretch.kind == "reps" else "hold_s"
    sides = ("sides",) if stretch.sides == "each" else ()
    return values | {("dose", key): getattr(stretch.dose, key) for key in (amount, "sets", "rest_s", "note", *sides)}


def _read_check(check: Check) -> dict[str, Value]:
    cues: dict[str, Value] = {key: getattr(check.cues, name) for key, name in _CUES.items()}
    bounds: dict[str, Value] = {key: getattr(check.band, key) for key in _BOUNDS}
    return {**bounds, "target": check.target, "severity": check.severity, **_SWITCHES, **cues}


def place_band(
    draft: Draft, stretch: Stretch, owner: Place, low: float | None, high: float | None, target: float | None
) -> Draft:
    """Return the draft with the bounds of a check, a condition or a repetition moved, and its target inside them.

    Args:
        draft: as it stands.
        stretch: as published.
        owner: ("checks", id), ("entry", index) or ("repetition",).
        low: the lower bound in the measure's unit, None for an open one.
        high: the upper one.
        target: where to aim; None leaves it where it is. One that the bounds leave outside moves to the nearer bound.
    """
    published = read_values(stretch)
    for key, value in zip(_BOUNDS, (low, high), strict=True):
        if (*owner, key) in published:
            draft = draft.put((*owner, key), value, published[*owner, key])
    aim = draft.get((*owner, "target"), published.get((*owner, "target"))) if target is None else target
    if not isinstance(aim, float | int):
        return draft
    inside = min(max(aim, aim if low is None else low), aim if high is None else high)
    return draft.put((*owner, "target"), inside, published[*owner, "target"])


def put_value(draft: Draft, stretch: Stretch, place: Place, value: Value) -> Draft:
    """Return the draft with one value set; a target that a moved bound leaves outside moves with it."""
    published = read_values(stretch)
    draft = draft.put(place, value, published[place])
    owner = place[:-1]
    if place[-1] not in _BOUNDS or (*owner, "target") not in published:
        return draft
    low, high = (draft.get((*owner, key), published[*owner, key]) for key in _BOUNDS)
    return place_band(draft, stretch, owner, _as_bound(low), _as_bound(high), None)


def _as_bound(value: Value) -> float | None:
    return float(value) if isinstance(value, float | int) else None


def word_refusal(error: StretchError, stretch: Stretch) -> str:
    """Return why a draft was refused, with the name of the check in the place of its address."""
    words = str(error).partition(f" by {_UNSAID}: ")[2] or str(error)
    names = {f"checks.{check.id}": check.name for check in stretch.checks}
    address, _, reason = words.partition(": ")
    name = next((name for start, name in names.items() if address == start or address.startswith(f"{start}.")), "")
    words = (f"{name}: {reason}" if name else words).replace(_IN_A_FILE, _ON_A_PAGE)
    return words[:1].upper() + words[1:]


def compose_layer(draft: Draft, stretch: Stretch, author: str = _UNSAID, reason: str = _UNSAID) -> Override:
    """Return the draft as a layer over the stretch that it was made for.

    Raises:
        ValidationError: a value is of the wrong kind, or author or reason is empty.
        ValueError: nothing was changed.
    """
    return Override.model_validate(
        {"schema_version": 1, "base": stretch.id, "author": author, "reason": reason, **_compose_parts(draft, stretch)}
    )


def apply_draft(draft: Draft, stretch: Stretch) -> Stretch:
    """Return the stretch as the draft would make it.

    Raises:
        StretchError: the values do not fit together; its words say where and why.
    """
    return apply_overrides(stretch, [compose_layer(draft, stretch)]) if draft else stretch


def read_layer(layer: Override, stretch: Stretch) -> Draft:
    """Return a layer over the stretch as a draft."""
    return lay_over(Draft(), layer, stretch)


def lay_over(draft: Draft, layer: Override, stretch: Stretch) -> Draft:
    """Return the draft with all that a further layer over the same stretch names, such as a proposal."""
    published = read_values(stretch)
    for place, value in _walk_layer(layer, stretch):
        if place in published:
            draft = draft.put(place, value, published[place])
    return draft


def _compose_parts(draft: Draft, stretch: Stretch) -> dict[str, Any]:
    parts: dict[str, Any] = {}
    for place, value in draft.values.items():
        if place[0] == "checks":
            _put_check(parts.setdefault("checks", {}).setdefault(place[1], {}), str(place[2]), value)
        elif place[0] == "entry" and len(place) == 3:
            condition = stretch.entry.conditions[int(place[1])]
            _put_condition(parts.setdefault("entry", {}).setdefault("conditions", []), condition, str(place[2]), value)
        else:
            parts.setdefault(str(place[0]), {})[place[1]] = _count(str(place[1]), value)
    return parts


def _put_check(change: dict[str, Any], key: str, value: Value) -> None:
    if key in _BOUNDS:
        change.setdefault("band", {})[key] = value
    elif key in _CUES:
        change.setdefault("cues", {})[_CUES[key]] = value
    else:
        change[key] = _count(key, value)


def _put_condition(conditions: list[dict[str, Any]], condition: Condition, key: str, value: Value) -> None:
    name = {"measure": condition.measure, "limb": condition.limb}
    entry = next((each for each in conditions if {key: each[key] for key in name} == name), None)
    if entry is None:
        entry = {**name, "band": {}}
        conditions.append(entry)
    entry["band"][key] = value


def _count(key: str, value: Value) -> Value:
    return int(value) if key in _COUNTS and isinstance(value, float) else value


def _walk_layer(layer: Override, stretch: Stretch) -> Iterator[tuple[Place, Value]]:
    for check_id, check in layer.checks.items():
        named = _name(check)
        band, cues = named.pop("band", None) or {}, named.pop("cues", None) or {}
        spoken = {key: cues[name] for key, name in _CUES.items() if name in cues}
        yield from ((("checks", check_id, key), value) for key, value in {**band, **named, **spoken}.items())
    if layer.entry is not None:
        yield from _walk_entry(layer.entry, stretch)
    for part in ("repetition", "dose"):
        change = getattr(layer, part)
        yield from (((part, key), value) for key, value in (_name(change) if change else {}).items())


def _walk_entry(entry: EntryChange, stretch: Stretch) -> Iterator[tuple[Place, Value]]:
    names = [(condition.measure, condition.limb) for condition in stretch.entry.conditions]
    for change in entry.conditions:
        # A condition that the stretch has no longer is passed over: what is left of the layer can still be mended.
        if (change.measure, change.limb) in names:
            index = names.index((change.measure, change.limb))
            yield from ((("entry", index, key), value) for key, value in _name(change.band).items())
    yield from ((("entry", key), value) for key, value in _name(entry).items() if key != "conditions")


def _name(change: StrictModel) -> dict[str, Any]:
    """Return the values that a change names."""
    return change.model_dump(exclude_unset=True)
