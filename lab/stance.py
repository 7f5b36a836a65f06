"""What every movement is made of: stances with numbers that can be mixed, and helpers that they share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, ClassVar, Protocol

from lab.body import Body
from lab.posture import Posture


class Stance(Protocol):
    """A frozen dataclass of numbers that builds a posture for any body.

    The working side is always the LEFT; the mirror image is taken for a clip of the right side.
    """

    __dataclass_fields__: ClassVar[dict[str, Any]]

    def build(self, body: Body) -> Posture:
        """Return the posture, standing or lying on the floor."""
        ...


def mix_stances(start: Stance, end: Stance, share: float) -> Stance:
    """Return the stance a `share` (0..1) of the way between two of the same kind, number by number."""
    if type(start) is not type(end):
        raise TypeError(f"Expected two stances of one kind, but got {type(start)} and {type(end)}.")
    values = {
        name.name: (1 - share) * getattr(start, name.name) + share * getattr(end, name.name) for name in fields(start)
    }
    return replace(start, **values)


def change_stance(stance: Stance, changes: Mapping[str, float]) -> Stance:
    """Return the stance with some of its numbers changed; an unknown name raises ValueError."""
    known = {name.name for name in fields(stance)}
    if unknown := set(changes) - known:
        raise ValueError(f"Expected numbers among {sorted(known)}, but got {sorted(unknown)}.")
    return replace(stance, **changes)
