"""May this stretch be judged from here, and if not, what should the person do about it?"""

from __future__ import annotations

from posecheck.language import N_, _
from posecheck.pose import opposite
from posecheck.results import Reason, ViewState
from posecheck.stretch import Stretch
from posecheck.view import ViewReading

# What to do about the view, by key; {which} is the side of the body that has to face the camera.
ADVICE: dict[str, str] = {
    "nobody": N_("Step into the picture, so that your whole body can be seen."),
    "face": N_("Turn to face the camera."),
    "angle": N_("Turn a little to the side, until the camera sees you at an angle."),
    "end_on": N_("Turn on the floor until {which}, not your head or feet, points at the camera."),
    "oblique": N_("Turn a little more, until {which} points straight at the camera."),
    "turn": N_("Turn until {which} points straight at the camera."),
    "around": N_("Turn around, so that {which} is towards the camera."),
    "several": N_("Someone else is in the picture: I keep following you."),
}
# What to do where the camera stood right and the pose could not be looked for all the same, by what hindered it.
HINDRANCE_ADVICE: dict[str, str] = {
    "sides_unclear": N_("Move the camera a little, so that one leg does not hide the other."),
    "out_of_frame": N_("Move the camera further away, so that your whole body stays in the picture."),
}
NEAR_SIDES: dict[str, str] = {
    "left": N_("your left side"),
    "right": N_("your right side"),
    "": N_("one side of your body"),
}


def phrase_advice(key: str, near: str = "") -> str:
    """Return an advice as the chain writes it, for the side of the body that has to be near ("" when either may)."""
    return ADVICE[key].format(which=NEAR_SIDES[near])


def speak_advice(written: str) -> str:
    """Return an advice of the chain in the language that is spoken; what is none stays as it is."""
    words = _WRITTEN.get(written)
    return written if words is None else _(words[0]).format(which=_(words[1]))


# Each advice of the chain with what it was made of.
_WRITTEN = {
    phrase_advice(key, near): (words, side) for key, words in ADVICE.items() for near, side in NEAR_SIDES.items()
} | {words: (words, "") for words in HINDRANCE_ADVICE.values()}


def get_near_side(stretch: Stretch, side: str) -> str:
    """Return which side of the body has to face the camera, "" when either may."""
    if stretch.view.kind == "front" or stretch.view.near == "any":
        return ""
    return side if stretch.view.near == "working" else opposite(side)


def _find_problem(reading: ViewReading, stretch: Stretch, side: str) -> tuple[Reason, str]:
    """Return why the stretch cannot be judged from here and the key of the advice, "" for both where it can."""
    if not reading.seen:
        return "nobody", "nobody"
    if stretch.view.kind == "front":
        return ("", "") if reading.kind == "front" else ("view", "face")
    near = get_near_side(stretch, side)
    at_an_angle = stretch.view.kind == "oblique"
    if at_an_angle and reading.kind == "front":
        return "view", "angle"
    if reading.kind == "end_on" or (reading.kind == "oblique" and not at_an_angle):
        return "view", reading.kind
    if reading.kind not in ("side", "oblique"):
        return "view", "turn"
    if near and reading.near_side != near:
        return "view", "around"
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
    reason, key = _find_problem(reading, stretch, side)
    if not reason and persons > 1:
        key = "several"
    return ViewState(
        kind=reading.kind,
        yaw_deg=reading.yaw_deg,
        near_side=reading.near_side,
        posture=reading.posture,
        ok=not reason,
        reason=reason,
        advice=phrase_advice(key, get_near_side(stretch, side)) if key else "",
    )


def contradicts_posture(reading: ViewReading, stretch: Stretch) -> bool:
    """Return whether a lying person lies the wrong way round for the stretch: on the belly or on the back."""
    lying = ("supine", "prone")
    return stretch.posture in lying and reading.posture in lying and reading.posture != stretch.posture
