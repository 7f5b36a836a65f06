"""May this stretch be judged from here, and if not, what should the person do about it?"""

from __future__ import annotations

from posecheck.pose import opposite
from posecheck.results import Reason, ViewState
from posecheck.stretch import Stretch
from posecheck.view import ViewReading

NOBODY_ADVICE = "Step into the picture, so that your whole body can be seen."


def get_near_side(stretch: Stretch, side: str) -> str:
    """Return which side of the body has to face the camera, "" when either may."""
    if stretch.view.kind != "side" or stretch.view.near == "any":
        return ""
    return side if stretch.view.near == "working" else opposite(side)


def _find_problem(reading: ViewReading, stretch: Stretch, side: str) -> tuple[Reason, str]:
    if not reading.seen:
        return "nobody", NOBODY_ADVICE
    if stretch.view.kind == "front":
        return ("", "") if reading.kind == "front" else ("view", "Turn to face the camera.")
    near = get_near_side(stretch, side)
    which = f"your {near} side" if near else "one side of your body"
    if reading.kind == "end_on":
        return "view", f"Turn on the floor until {which}, not your head or feet, points at the camera."
    if reading.kind == "oblique":
        return "view", f"Turn a little more, until {which} points straight at the camera."
    if reading.kind != "side":
        return "view", f"Turn until {which} points straight at the camera."
    if near and reading.near_side != near:
        return "view", f"Turn around, so that {which} is towards the camera."
    return "", ""


def assess_view(reading: ViewReading, stretch: Stretch, side: str, persons: int = 1) -> ViewState:
    """Return the view with whether the stretch may be judged from it and what to do otherwise.

    Args:
        reading: where the camera stands.
        stretch: what is being done.
        side: the side being trained, "left" or "right".
        persons: how many people are in the picture; a second one is mentioned but does not stop the judging,
            because the tracker keeps to the person it began with.
    """
    reason, advice = _find_problem(reading, stretch, side)
    if not reason and persons > 1:
        advice = "Someone else is in the picture: I keep following you."
    return ViewState(
        kind=reading.kind,
        yaw_deg=reading.yaw_deg,
        near_side=reading.near_side,
        posture=reading.posture,
        ok=not reason,
        reason=reason,
        advice=advice,
    )


def contradicts_posture(reading: ViewReading, stretch: Stretch) -> bool:
    """Return whether a lying person lies the wrong way round for the stretch: on the belly or on the back."""
    lying = ("supine", "prone")
    return stretch.posture in lying and reading.posture in lying and reading.posture != stretch.posture
