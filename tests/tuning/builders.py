"""Stick persons as demonstrations, with angles that are known."""

from __future__ import annotations

from collections.abc import Callable

from posecheck.rejudging import PreparedTrack
from posecheck.tuning import Demonstration
from tests.core.poses import make_track
from tests.core.stick_figure import Leg, Person, stand

FPS = 20


def bend(knee: float, lean: float = 0.0) -> Person:
    """The right knee bent, the thigh a little forward; the right side is near."""
    return stand(right=Leg(hip=20, knee=knee), trunk_lean=lean)


def demonstrate(name: str, at: Callable[[float], Person | None], end_s: float, **changes) -> Demonstration:
    return Demonstration(name, PreparedTrack(make_track(at, end_s, FPS)), "right", **changes)


def hold(name: str, knee: float, lean: float = 0.0, **changes) -> Demonstration:
    """Stand 1 s, hold for 8 s, stand again."""
    return demonstrate(name, lambda t: bend(knee, lean) if 1 <= t < 9 else bend(5), 10, **changes)
