"""How a body starts in each posture, and which of its points rest on the floor."""

from __future__ import annotations

import math
from dataclasses import dataclass

from posecheck.figure.standing import find_shown_value, find_standing_start
from posecheck.stretch.schema import Check, Condition, Stretch

# How high the middle of a joint or of a body part lies when it rests on the floor, in shares of stature.
THICKNESS: dict[str, float] = {
    "hip": 0.05,
    "shoulder": 0.05,
    "head": 0.065,
    "knee": 0.03,
    "elbow": 0.025,
    "wrist": 0.02,
    "ankle": 0.035,
    "heel": 0.0,
    "toe": 0.0,
}


# How far inside an open band a figure keeps.
_MARGIN = {"deg": 6.0, "share": 0.0}


@dataclass(frozen=True, slots=True)
class Start:
    """The angles from which a figure is fitted to its goals, its points on the floor, and how its legs are seen.

    The shin of the limb `across` lies across the picture; both legs are shortened to `leg_share` of their length.
    On a bed the points that do not rest on it may hang below.
    """

    angles: dict[str, float]
    contacts: tuple[str, ...]
    across: str = ""
    leg_share: float = 1.0
    on_bed: bool = False


@dataclass(frozen=True, slots=True)
class Goal:
    """What a measure of one limb ("working", "other" or "middle") should read: from `low` to `high`."""

    measure: str
    limb: str
    low: float
    high: float

    def miss(self, value: float) -> float:
        """Return how far a value lies outside, 0 inside."""
        return max(self.low - value, value - self.high, 0.0)


def choose_start(stretch: Stretch) -> Start:
    """Return the start for a stretch that is seen from the side: as its picture says, else usual for the posture."""
    if stretch.picture is not None:
        return Start(_angles(**stretch.picture.angles), tuple(stretch.picture.rests_on), on_bed=is_on_bed(stretch))
    builders = {
        "upright": _start_upright,
        "supine": _start_supine,
        "prone": _start_prone,
        "seated": _start_seated,
        "quadruped": _start_quadruped,
    }
    return builders[stretch.posture](stretch)


def is_on_bed(stretch: Stretch) -> bool:
    """Return whether the picture shows a bed, over whose edge a leg may hang."""
    return stretch.picture is not None and stretch.picture.ground == "bed"


def collect_goals(stretch: Stretch) -> list[Goal]:
    """Return the goals of a stretch at its best moment.

    The target of each form check, or the middle of its band, or a little inside its only bound; the full range of
    a repetition; and the bounds of the entry.
    """
    goals = [goal for condition in stretch.entry.conditions for goal in _bound(condition, stretch)]
    for check in stretch.checks:
        aim = _find_aim(check)
        goals += _bound(check, stretch) if aim is None else _aim(check.measure, check.limb, aim, stretch)
    shown = find_shown_value(stretch)
    if stretch.repetition is not None and shown is not None:
        goals += _aim(stretch.repetition.measure, stretch.repetition.limb, shown, stretch)
    return goals


def _find_aim(check: Check) -> float | None:
    low, high = check.band.low, check.band.high
    if check.target is not None:
        return check.target
    return (low + high) / 2.0 if low is not None and high is not None else None


def _aim(measure: str, limb: str, value: float, stretch: Stretch) -> list[Goal]:
    return [Goal(measure, each, value, value) for each in _settle_limb(limb, stretch)]


def _bound(condition: Condition, stretch: Stretch) -> list[Goal]:
    margin = _MARGIN[condition.definition.unit]
    low = -math.inf if condition.band.low is None else condition.band.low + margin
    high = math.inf if condition.band.high is None else condition.band.high - margin
    return [Goal(condition.measure, limb, low, high) for limb in _settle_limb(condition.limb, stretch)]


def _settle_limb(limb: str, stretch: Stretch) -> tuple[str, ...]:
    """Return the figure's limbs: where the sides work alike, what is said of one holds for both."""
    if limb == "middle":
        return (limb,)
    if stretch.sides == "both":
        return ("working", "other")
    return (limb,) if limb == "other" else ("working",)


def _angles(**changed: float) -> dict[str, float]:
    relaxed = {"trunk": 0.0, "neck": 0.0}
    for limb in ("working", "other"):
        relaxed |= {f"{limb}_hip": 0.0, f"{limb}_knee": 0.0, f"{limb}_ankle": 0.0}
        relaxed |= {f"{limb}_shoulder": 0.0, f"{limb}_elbow": 5.0}
    return relaxed | changed


def _feet(*limbs: str) -> tuple[str, ...]:
    return tuple(f"{limb}_{part}" for limb in limbs for part in ("heel", "toe"))


def _start_upright(stretch: Stretch) -> Start:
    if (standing := find_standing_start(stretch)) is not None:
        return Start(_angles(**standing[0]), standing[1])
    repetition = stretch.repetition
    if repetition is not None and repetition.measure == "hip_flexion":
        lifted = _angles(working_hip=repetition.full, other_shoulder=40.0, other_elbow=60.0)
        return Start(lifted, _feet("other"))
    if stretch.working_leg == "labelled":
        if _kneels(stretch):
            upright = _both({"hip": -20.0, "knee": 90.0, "ankle": -60.0, "shoulder": 150.0})
            return Start(_angles(trunk=-15.0, **upright), _pairs("knee", "toe"))
        squat = {"hip": 80.0, "knee": 80.0, "ankle": 20.0, "shoulder": 110.0}
        return Start(_angles(trunk=30.0, **_both(squat)), _feet("working", "other"))
    return _start_step(stretch)


def _start_step(stretch: Stretch) -> Start:
    """Return the start of a kneeling or standing lunge, or of a leg that lies long behind the body."""
    rear, front = ("working", "other") if stretch.working_leg == "rear" else ("other", "working")
    step = {f"{front}_hip": 70.0, f"{front}_knee": 70.0, f"{rear}_hip": -15.0}
    step |= {f"{front}_shoulder": 35.0, f"{front}_elbow": 45.0, f"{rear}_elbow": 15.0}
    if _asks_for(stretch, "thigh_inclination"):
        return _start_long_leg(stretch, rear, front)
    if any(check.measure == "elbow_flexion" for check in stretch.checks):
        step |= _both({"shoulder": 40.0, "elbow": 5.0})
    if _kneels(stretch):
        kneeling = {f"{rear}_knee": 80.0, f"{rear}_ankle": -35.0}
        return Start(_angles(**step, **kneeling), (*_feet(front), f"{rear}_knee", f"{rear}_toe"))
    return Start(_angles(**step, **{f"{rear}_ankle": 15.0}), (*_feet(front), f"{rear}_toe"))


def _start_long_leg(stretch: Stretch, rear: str, front: str) -> Start:
    """Return the start of the pigeon: the front shin across the mat, the rear leg behind or its foot drawn up."""
    sitting = {f"{front}_hip": 85.0, f"{rear}_hip": -75.0, f"{front}_shoulder": 45.0, f"{front}_elbow": 10.0}
    contacts = _pairs("knee")
    if any(check.measure == "hand_to_foot" for check in stretch.checks):
        held = {f"{rear}_knee": 110.0, f"{rear}_shoulder": -75.0, f"{rear}_elbow": 25.0}
        return Start(_angles(**sitting, **held), contacts, across=front)
    lying = {f"{rear}_ankle": -65.0, f"{rear}_shoulder": 40.0, f"{rear}_elbow": 10.0}
    return Start(_angles(**sitting, **lying), (*contacts, f"{rear}_toe"), across=front)


def _kneels(stretch: Stretch) -> bool:
    """Return whether a knee has to be down on the floor."""
    conditions = [each for each in stretch.entry.conditions if each.measure == "knee_height"]
    return any(condition.band.high is not None for condition in conditions)


def _asks_for(stretch: Stretch, measure: str) -> bool:
    return any(condition.measure == measure for condition in stretch.entry.conditions)


def _both(angles: dict[str, float]) -> dict[str, float]:
    return {f"{limb}_{name}": value for limb in ("working", "other") for name, value in angles.items()}


def _start_supine(stretch: Stretch) -> Start:
    lying = _angles(trunk=-90.0, **_both({"shoulder": 8.0}))
    if stretch.sides == "both":
        bent = _both({"hip": 5.0, "knee": 90.0}) | {"trunk": -115.0}
        return Start(lying | bent, (*_feet("working", "other"), "shoulder", "working_wrist", "other_wrist"))
    raised = {"working_hip": 110.0, "working_knee": 100.0, "working_shoulder": 45.0, "working_elbow": 40.0}
    straight = ("hip", "shoulder", "head", "other_knee", "other_heel", "other_wrist")
    return Start(lying | raised, straight)


def _start_prone(_stretch: Stretch) -> Start:
    limbs = _both({"hip": -25.0, "ankle": -60.0, "shoulder": 15.0, "elbow": 85.0})
    return Start(_angles(trunk=55.0, neck=-25.0, **limbs), ("hip", *_pairs("knee", "toe", "wrist")))


def _start_seated(stretch: Stretch) -> Start:
    chair = any("chair" in item.lower() for item in stretch.equipment)
    feet = _feet("working", "other")
    if _kneels(stretch):
        # The knees fall outward, to where a camera at the side sees half of the leg's length.
        folded = _both({"hip": 90.0, "knee": 15.0, "ankle": -20.0, "shoulder": 45.0, "elbow": 15.0})
        return Start(_angles(trunk=30.0, neck=-10.0, **folded), ("hip", *_pairs("knee", "toe")), leg_share=0.55)
    return Start(_angles(**_both({"hip": 90.0, "knee": 90.0})), feet if chair else ("hip", *feet))


def _start_quadruped(stretch: Stretch) -> Start:
    if stretch.working_leg == "rear":
        lunge = {"other_hip": 160.0, "other_knee": 90.0, "working_hip": 15.0, "working_ankle": 15.0}
        arms = _both({"shoulder": 80.0})
        return Start(
            _angles(trunk=70.0, neck=-30.0, **lunge, **arms), (*_feet("other"), "working_toe", *_pairs("wrist"))
        )
    limbs = _both({"hip": 90.0, "knee": 90.0, "shoulder": 90.0, "ankle": -60.0})
    return Start(_angles(trunk=90.0, **limbs), _pairs("knee", "toe", "wrist"))


def _pairs(*parts: str) -> tuple[str, ...]:
    return tuple(f"{limb}_{part}" for limb in ("working", "other") for part in parts)
