"""People who do no stretch at all: standing, walking, leaving, lying down to rest, and an empty room.

What recognises a stretch has to say "none of these" here. Each clip borrows the framing of a stretch, as if somebody
had set up the camera for it and then done something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lab.appearance import Style
from lab.choreography import Key
from lab.clip import Absence, CameraSpec, Clip, Visitor

_LONG_S = 60.0
_CLOTHES = Style(top=(72, 96, 150), bottom=(60, 60, 66))


def list_everyday() -> Iterator[Clip]:
    """Return every clip in which no stretch is done."""
    look_about = (
        _key(0.0, "standing"),
        _key(2.0, "standing", neck_turn_deg=25.0),
        _key(4.5, "standing", neck_turn_deg=-20.0, spine_side_deg=2.0),
        _key(7.0, "standing"),
    )
    yield _clip("leg_raise_side", "standing_front", "Standing and looking about, seen from the front.", look_about)
    yield _clip("air_squat", "standing_side", "Standing and looking about, seen from the side.", look_about)
    yield _clip("air_squat", "standing_oblique", "Standing, seen from half way round.", look_about, yaw_deg=45)
    yield _clip("air_squat", "bending_down", "Bending down with a round back, as for a lost key.", _bend_down())
    yield _clip("leg_raise_forward", "fidgeting", "Standing and shifting a foot now and then.", _fidget())
    yield _clip("knee_to_chest", "lying_flat", "Lying flat on the back, resting.", _stay("knee_to_chest.flat"))
    yield _clip("glute_bridge_hold", "lying_bent", "Lying on the back with bent knees, resting.", _stay("bridge.rest"))
    yield _walk("walking_across", "A person walks across the picture.", (-2.6, 0.0), (2.6, 0.0), 5.5)
    yield _walk(
        "walking_back", "A person walks across the picture the other way, slowly.", (2.4, 0.3), (-2.4, 0.3), 7.0
    )
    yield _walk("walking_nearer", "A person comes towards the camera.", (0.3, 3.4), (0.0, -0.6), 6.0)
    yield _leave()
    yield _clip("air_squat", "empty_room", "Nobody is there.", _stay("standing"), absence=_away(0.0))


def _clip(stretch: str, name: str, description: str, keys: tuple[Key, ...], **changes: Any) -> Clip:  # noqa: ANN401
    camera = CameraSpec(yaw_deg=changes.pop("yaw_deg", None))
    return Clip(
        stretch=stretch,
        variant=f"everyday_{name}",
        description=description,
        split="test",
        body=changes.pop("body", "woman_short"),
        style=_CLOTHES,
        keys=keys,
        camera=camera,
        seed=900 + len(name),
        expected_verdict="not_performed",
        **changes,
    )


def _walk(name: str, description: str, from_m: tuple[float, float], to_m: tuple[float, float], way_s: float) -> Clip:
    """Return a clip of somebody walking, alone."""
    walker = Visitor(body="man_tall", style=_CLOTHES, from_s=0.3, to_s=0.3 + way_s, from_m=from_m, to_m=to_m)
    return _clip("air_squat", name, description, _stay("standing"), absence=_away(0.0), visitor=walker)


def _leave() -> Clip:
    """Return a clip of somebody who stands for a while and walks away."""
    walker = Visitor(body="woman_short", style=_CLOTHES, from_s=3.5, to_s=6.0, from_m=(0.0, 0.0), to_m=(2.8, 0.0))
    text = "A person stands for a while and walks out of the picture."
    return _clip("air_squat", "leaving", text, _stay("standing"), absence=_away(3.5), visitor=walker)


def _key(at_s: float, pose: str, **change: float) -> Key:
    return Key(at_s=at_s, pose=pose, change=change)


def _away(from_s: float) -> Absence:
    return Absence(from_s=from_s, to_s=_LONG_S)


def _stay(pose: str) -> tuple[Key, ...]:
    return _key(0.0, pose), _key(7.0, pose)


def _bend_down() -> tuple[Key, ...]:
    low = {"spine_flexion_deg": 65.0, "neck_flexion_deg": 15.0}
    return (
        _key(0.0, "standing"),
        _key(1.5, "standing"),
        _key(3.0, "standing", **low),
        _key(4.0, "standing", **low),
        _key(5.5, "standing"),
        _key(7.0, "standing"),
    )


def _fidget() -> tuple[Key, ...]:
    steps = ((0.0, 0.0), (1.0, 14.0), (1.8, 0.0), (3.4, 0.0), (4.0, 18.0), (4.8, 2.0), (7.0, 0.0))
    return tuple(
        _key(at_s, "leg_raise.down", hip_flexion_deg=bend_deg, knee_flexion_deg=2.0 + bend_deg)
        for at_s, bend_deg in steps
    )
