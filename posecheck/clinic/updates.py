"""What an update of the library changes underneath a layer."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from posecheck.errors import StretchError
from posecheck.history.rows import parse_stretch
from posecheck.language import _
from posecheck.stretch.differences import describe_differences
from posecheck.stretch.overrides import Override, apply_overrides
from posecheck.stretch.schema import Stretch


def describe_update(before: dict[str, Any], after: Stretch, layer: Override) -> list[str]:
    """Return in words what changed underneath a layer, conflicts first.

    A conflict is a change of just what the layer sets itself: the layer keeps its value.

    Args:
        before: the definition on which the layer was published.
        after: the stretch as it is underneath now.
        layer: what lies over it.
    """
    try:
        old = parse_stretch(before)
    except ValidationError:
        words = _("conflict: {name} was rewritten for another schema; look at every value of this layer again")
        return [words.format(name=after.name)]
    try:
        shown = describe_differences(apply_overrides(old, [layer]), apply_overrides(after, [layer]))
    except StretchError as error:
        changed = describe_differences(old, after)
        misfit = _("conflict: the layer fits no longer: {reason}").format(reason=error)
        return [misfit, *(_("changed underneath: {change}").format(change=line) for line in changed)]
    words = _("conflict: underneath {change}; the layer keeps its own")
    conflicts = [words.format(change=line) for line in _describe_covered(old, after, layer)]
    return conflicts + [_("taken over: {change}").format(change=line) for line in shown]


def _describe_covered(old: Stretch, new: Stretch, layer: Override) -> list[str]:
    """Return what changed in just the values that the layer sets."""
    try:
        return describe_differences(old, apply_overrides(old, [_read_underneath(new, layer)]))
    except (StretchError, ValidationError):
        # The new values do not go with the rest of the old ones: say all that changed and does not show.
        shown = describe_differences(apply_overrides(old, [layer]), apply_overrides(new, [layer]))
        return [line for line in describe_differences(old, new) if line not in shown]


def _read_underneath(stretch: Stretch, layer: Override) -> Override:
    """Return a layer of the same shape that holds the stretch's own values."""
    values = layer.model_dump(exclude_unset=True)
    content = stretch.model_dump()
    checks = {check["id"]: check for check in content["checks"]}
    named = values.get("checks") or {}
    # A check that is dropped has no value that could be in conflict.
    values["checks"] = {key: _pick(change, checks[key]) for key, change in named.items() if not change.get("drop")}
    entry = values.get("entry") or {}
    conditions = {(each["measure"], each["limb"]): each for each in content["entry"]["conditions"]}
    for change in entry.get("conditions") or []:
        change["band"] = _pick(change["band"], conditions[change["measure"], change.get("limb", "working")]["band"])
    for key in ("enter_s", "exit_s"):
        if key in entry:
            entry[key] = content["entry"][key]
    for part in ("repetition", "dose"):
        if values.get(part):
            values[part] = _pick(values[part], content[part])
    if "hold_s" in (values.get("dose") or {}):
        # A hold that is set takes the range away with it.
        values["dose"]["hold_range_s"] = content["dose"]["hold_range_s"]
    return Override.model_validate(values)


def _pick(change: dict[str, Any], source: dict[str, Any]) -> dict[str, Any]:
    """Return the source's values for the keys of a change."""
    picked: dict[str, Any] = {"allow_narrow": True} if "band" in change else {}
    for key, value in change.items():
        if key in source:
            picked[key] = _pick(value, source[key]) if isinstance(value, dict) else source[key]
    return picked
