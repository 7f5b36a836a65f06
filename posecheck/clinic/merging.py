"""Two layers as one: what leaves the clinic for somebody's home is the clinic's layer and the patient's together."""

from __future__ import annotations

from typing import Any

from posecheck.stretch.overrides import Override


def merge_layers(under: Override, over: Override) -> Override:
    """Return one layer that does what the two do, one on the other; `over` is its author and reason."""
    first, second = under.model_dump(exclude_unset=True), over.model_dump(exclude_unset=True)
    merged = _merge(first, second)
    conditions = _merge_conditions(first.get("entry") or {}, second.get("entry") or {})
    if conditions:
        merged["entry"]["conditions"] = conditions
    return Override.model_validate(merged)


def _merge(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = under | over
    for key in under.keys() & over.keys():
        if isinstance(under[key], dict) and isinstance(over[key], dict):
            merged[key] = _merge(under[key], over[key])
        elif isinstance(under[key], dict) and over[key] is None:
            merged[key] = under[key]
    return merged


def _merge_conditions(under: dict[str, Any], over: dict[str, Any]) -> list[dict[str, Any]]:
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    for condition in [*(under.get("conditions") or []), *(over.get("conditions") or [])]:
        key = condition["measure"], condition.get("limb", "working")
        merged[key] = _merge(merged.get(key, {}), condition)
    return list(merged.values())
