"""One stretch filmed again and again with one thing changed: how far may the camera, the light or the body go?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lab.choreography import Key
from lab.clip import CameraSpec, Clip, PictureSpec

_CAMERA_SWEEPS: dict[str, tuple[float, ...]] = {
    "off_view_deg": (-30, -15, 0, 10, 20, 30, 45, 60, 90),
    "roll_deg": (-10, -5, 0, 5, 10),
    "height_m": (0.3, 0.7, 1.1, 1.5, 2.0),
    "distance_m": (2.2, 3.0, 4.0, 5.5),
}
_PICTURE_SWEEPS: dict[str, tuple[float, ...]] = {
    "brightness": (1.6, 1.0, 0.5, 0.25, 0.12),
    "noise": (0, 10, 25, 45),
    "motion_blur": (1, 4),
}
# From here on a side-view stretch cannot be judged by its angles.
_OFF_VIEW_DEG = 45
_FRAME_RATES = (30.0, 12.0, 6.0)
# Not all of `lab/bodies/`: one of them is kept for the clips at first sight (`fresh.py`).
_BODIES = ("man_fit", "man_heavy", "man_tall", "woman_short", "woman_slim")


@dataclass(frozen=True, slots=True)
class SweepClip:
    """A clip in which `parameter` has `value` (a number, or the name of a body)."""

    parameter: str
    value: float | str
    clip: Clip


def base_clip() -> Clip:
    """Return the clip that every sweep starts from: from upright half kneeling into a good stretch."""
    return Clip(
        stretch="half_kneeling_hip_flexor",
        variant="sweep",
        description="From upright half kneeling into a good stretch.",
        side="left",
        split="test",
        body="man_heavy",
        keys=(
            Key(at_s=0.0, pose="half_kneeling.upright"),
            Key(at_s=0.4, pose="half_kneeling.upright"),
            Key(at_s=1.6, pose="half_kneeling.stretch"),
            Key(at_s=3.5, pose="half_kneeling.stretch"),
        ),
        seed=500,
        # Too short for the truth to tell the way in from the pose, which is good.
        expected_verdict="pass",
    )


def list_sweeps() -> Iterator[SweepClip]:
    """Return every clip of every sweep."""
    base = base_clip()
    for parameter, values in _CAMERA_SWEEPS.items():
        for value in values:
            yield _vary(base, parameter, value, camera=CameraSpec.model_validate({parameter: value}))
    for parameter, values in _PICTURE_SWEEPS.items():
        for value in values:
            yield _vary(base, parameter, value, picture=PictureSpec.model_validate({parameter: value}))
    for fps in _FRAME_RATES:
        yield _vary(base, "fps", fps, fps=fps)
    for body in _BODIES:
        yield _vary(base, "body", body, body=body)


def _vary(base: Clip, parameter: str, value: float | str, **changes: object) -> SweepClip:
    label = value if isinstance(value, str) else f"{value:g}".replace("-", "minus_").replace(".", "_")
    variant = f"sweep_{parameter}_{label}"
    if parameter == "off_view_deg" and abs(float(value)) >= _OFF_VIEW_DEG:
        changes["expected_verdict"] = "not_assessable"
    return SweepClip(parameter, value, base.model_copy(update={"variant": variant, **changes}))
