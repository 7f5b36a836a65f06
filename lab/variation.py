"""The same course of poses as somebody else would go through it: deeper or shallower, faster or slower, or shorter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from itertools import pairwise

import numpy as np

from lab.choreography import Key

_DEPTHS = ("pelvis_pitch_deg", "spine_flexion_deg", "hip_flexion_deg", "hip_abduction_deg", "knee_flexion_deg")


def draw(rng: np.random.Generator, limits: tuple[float, float], digits: int) -> float:
    """Return a number between two limits, rounded."""
    return round(float(rng.uniform(*limits)), digits)


def vary_keys(
    keys: Iterable[Key], rng: np.random.Generator, tempo_limits: tuple[float, float], depth_deg: float
) -> tuple[Key, ...]:
    """Return the course at another tempo, and each pose deeper or shallower by up to `depth_deg` wherever it comes."""
    tempo = draw(rng, tempo_limits, 3)
    depths_deg: dict[str, dict[str, float]] = {}
    varied = []
    for key in keys:
        if key.pose not in depths_deg:
            known = {} if key.pose == "standing" else {name.name for name in fields(key.stance())}
            depths_deg[key.pose] = {name: draw(rng, (-depth_deg, depth_deg), 1) for name in _DEPTHS if name in known}
        stance = key.stance()
        deeper = {name: _bend(getattr(stance, name), by_deg) for name, by_deg in depths_deg[key.pose].items()}
        varied.append(Key(at_s=round(key.at_s * tempo, 3), pose=key.pose, change=key.change | deeper))
    return tuple(varied)


def _bend(value_deg: float, by_deg: float) -> float:
    """Return a joint's angle changed by an amount; a straight joint is not bent the other way."""
    changed = value_deg + by_deg
    return round(abs(changed) if value_deg >= 0 else changed, 1)


def deepen_keys(keys: Iterable[Key], strength: float) -> tuple[Key, ...]:
    """Return the course with what its poses differ by from the usual ones made `strength` times as large."""
    return tuple(key.model_copy(update={"change": _deepen(key, strength)}) for key in keys)


def _deepen(key: Key, strength: float) -> dict[str, float]:
    usual = Key(at_s=0.0, pose=key.pose).stance()
    return {name: _stretch(name, getattr(usual, name), value, strength) for name, value in key.change.items()}


def _stretch(name: str, usual: float, value: float, strength: float) -> float:
    stretched = round(usual + strength * (value - usual), 3)
    is_share = not name.endswith("_deg") and min(usual, value) >= 0 and max(usual, value) <= 1
    return min(max(stretched, 0.0), 1.0) if is_share else stretched


def shorten_hold(keys: tuple[Key, ...], longest_s: float) -> tuple[Key, ...]:
    """Return the course with no pose held for longer than `longest_s`."""
    at_s, shortened = 0.0, [keys[0]]
    for earlier, key in pairwise(keys):
        stays = (earlier.pose, earlier.change) == (key.pose, key.change)
        after_s = key.at_s - earlier.at_s
        at_s += min(after_s, longest_s) if stays else after_s
        shortened.append(key.model_copy(update={"at_s": round(at_s, 3)}))
    return tuple(shortened)


def shorten_repetitions(keys: tuple[Key, ...], enough_s: float) -> tuple[Key, ...]:
    """Return the course up to the first time at rest that ends after `enough_s`; rest is where it sets out from."""
    rest = next(key for key in keys if key.pose != "standing")
    for index, key in enumerate(keys):
        later = keys[index + 1] if index + 1 < len(keys) else None
        if key.at_s >= enough_s and _is_like(key, rest) and not (later and _is_like(later, rest)):
            return keys[: index + 1]
    return keys


def _is_like(key: Key, other: Key) -> bool:
    return (key.pose, key.change) == (other.pose, other.change)
