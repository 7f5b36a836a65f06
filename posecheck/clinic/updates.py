"""What an update of the library changes underneath a layer."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from posecheck.errors import StretchError
from posecheck.history.rows import parse_stretch
from posecheck.stretch.differences import describe_differences
from posecheck.stretch.overrides import Override, apply_overrides
from posecheck.stretch.schema import Stretch


def describe_update(before: dict[str, Any], after: Stretch, layer: Override) -> list[str]:
    """Return in words what changed underneath a layer, conflicts first.

    Args:
        before: the definition on which the layer was published.
        after: the stretch as it is underneath now.
        layer: what lies over it.
    """
    try:
        old = parse_stretch(before)
    except ValidationError:
        return [f"conflict: {after.name} was rewritten for another schema; look at every value of this layer again"]
    changed = describe_differences(old, after)
    try:
        shown = describe_differences(apply_overrides(old, [layer]), apply_overrides(after, [layer]))
    except StretchError as error:
        return [f"conflict: the layer fits no longer: {error}", *(f"changed underneath: {line}" for line in changed)]
    # What the layer sets itself does not show through it.
    conflicts = [f"conflict: underneath {line}; the layer keeps its own" for line in changed if line not in shown]
    return conflicts + [f"taken over: {line}" for line in shown]
