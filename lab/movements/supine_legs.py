"""Lying on the back with one leg at work: hanging over a bed's edge, raised straight, crossed over the other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lab.body import Body
from lab.kinematics import lay_hand, place_ankle, place_wrist, set_foot, standing_ankle_height_m
from lab.movements.limbs import lay_arms_on_floor, outward
from lab.movements.lying import RELAXED_FOOT_DEG, find_leg_slope_deg, hold_shin, hold_thigh, lie_on_back
from lab.posture import SIDES, LegAngles, Posture, set_leg
from lab.props import BED_TOP_M
from lab.rotation import FORWARD, UP, FloatArray, axes_of_segment
from lab.stance import Stance

# Where the foot of a bent leg stands, from the hips, in stature.
_STANDING_FOOT_SHARE = 0.345
# The ankle that rests on the other thigh lies this far before the thigh's line, in stature: both are flesh.
_ANKLE_ON_THIGH_SHARE = 0.052


@dataclass(frozen=True, slots=True)
class HangingLeg:
    """On the back at the end of a bed: the left leg hangs over the edge, both hands hold the right knee.

    Attributes:
        hip_flexion_deg, knee_flexion_deg: of the hanging leg, extension negative.
        held_hip_deg, held_knee_deg: of the leg that is held.
        grip: 0 arms beside the body, 1 hands on the shin.
        head_up_deg: how far the head is lifted.
    """

    hip_flexion_deg: float = 100.0
    knee_flexion_deg: float = 105.0
    held_hip_deg: float = 120.0
    held_knee_deg: float = 126.0
    grip: float = 1.0
    head_up_deg: float = 4.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the back on the bed."""
        posture = lie_on_back(body, head_up_deg=self.head_up_deg, neck_turn_deg=self.neck_turn_deg)
        hanging = LegAngles(self.hip_flexion_deg, 3.0, 0.0, self.knee_flexion_deg, RELAXED_FOOT_DEG)
        held = LegAngles(self.held_hip_deg, 4.0, 0.0, self.held_knee_deg, RELAXED_FOOT_DEG)
        posture = set_leg(set_leg(posture, "left", hanging), "right", held)
        posture = hold_shin(body, lay_arms_on_floor(body, posture), "right", self.grip)
        return posture.moved(BED_TOP_M * UP)


@dataclass(frozen=True, slots=True)
class LegLift:
    """On the back, the left leg raised straight.

    Attributes:
        hip_flexion_deg, knee_flexion_deg: of the raised leg, counted from lying on the floor.
        other_bent: 1 the other foot stands on the floor with the knee bent, 0 the other leg lies long.
        other_hip_deg, other_knee_deg: of the other leg where it lies long.
        other_foot: from the hips to the other foot where it stands, in stature.
        strap: 0 arms beside the body, 1 both hands hold a strap that goes round the raised foot.
    """

    hip_flexion_deg: float = 0.0
    knee_flexion_deg: float = 3.0
    other_bent: float = 1.0
    other_hip_deg: float = 0.0
    other_knee_deg: float = 3.0
    other_foot: float = _STANDING_FOOT_SHARE
    strap: float = 0.0
    head_up_deg: float = 4.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the back on the floor."""
        posture = lie_on_back(body, head_up_deg=self.head_up_deg, neck_turn_deg=self.neck_turn_deg)
        slope_deg = find_leg_slope_deg(body, posture)
        raised = LegAngles(self.hip_flexion_deg + slope_deg, 2.0, 4.0, self.knee_flexion_deg, RELAXED_FOOT_DEG / 2)
        posture = set_leg(posture, "left", raised)
        if self.other_bent > 0:
            posture = stand_foot(body, posture, "right", self.other_foot)
        else:
            other = LegAngles(self.other_hip_deg + slope_deg, 3.0, 8.0, self.other_knee_deg, RELAXED_FOOT_DEG)
            posture = set_leg(posture, "right", other)
        resting = lay_arms_on_floor(body, posture)
        return resting if self.strap <= 0 else self._hold_strap(body, resting)

    def _hold_strap(self, body: Body, resting: Posture) -> Posture:
        joints = body.joints(resting)
        arm_m = body.length_m("left", "upper_arm") + body.length_m("left", "forearm")
        posture = resting
        for side in SIDES:
            shoulder_m = joints[f"{side}_shoulder"]
            towards = joints["left_ankle"] - shoulder_m
            reach = 0.70 * arm_m * towards / np.linalg.norm(towards)
            posture = place_wrist(body, posture, side, shoulder_m + reach, outward(side, np.array([0.8, 0.2, -0.9])))
            posture = lay_hand(posture, side, towards, palm_towards=outward(side, np.array([-1.0, 0.0, 0.0])))
        return posture


@dataclass(frozen=True, slots=True)
class FigureFour:
    """On the back, the left ankle resting on the right thigh, which both hands draw closer.

    Attributes:
        hip_flexion_deg, knee_flexion_deg: of the leg below (the right one).
        foot_deg: bend of that leg's ankle, toes up positive.
        along: where the ankle rests, from the knee towards the hip, in thigh lengths.
        grip: 0 arms beside the body, 1 hands behind the thigh.
        head_up_deg: how far the head is lifted.
    """

    hip_flexion_deg: float = 44.0
    knee_flexion_deg: float = 91.0
    foot_deg: float = -42.0
    along: float = 0.08
    grip: float = 0.0
    head_up_deg: float = 4.0
    spine_flexion_deg: float = 0.0
    neck_turn_deg: float = 0.0

    def build(self, body: Body) -> Posture:
        """Return the posture with the back on the floor."""
        posture = lie_on_back(
            body,
            spine_flexion_deg=self.spine_flexion_deg,
            head_up_deg=self.head_up_deg,
            neck_turn_deg=self.neck_turn_deg,
        )
        below = LegAngles(self.hip_flexion_deg, 2.0, 0.0, self.knee_flexion_deg, self.foot_deg)
        posture = self._cross(body, set_leg(posture, "right", below))
        resting = lay_arms_on_floor(body, posture)
        return hold_thigh(body, resting, "right", self.grip) if self.grip > 0 else resting

    def _cross(self, body: Body, posture: Posture) -> Posture:
        joints = body.joints(posture)
        thigh = posture.rotation("right_thigh")
        ankle_m = joints["right_knee"] + self.along * (joints["right_hip"] - joints["right_knee"])
        ankle_m = ankle_m + body.height_m * (thigh @ np.array([-0.012, -_ANKLE_ON_THIGH_SHARE, 0.0]))
        out_and_away = np.array([1.0, 0.0, 0.0]) + 0.35 * (thigh @ FORWARD)
        posture = place_ankle(body, posture, "left", ankle_m, out_and_away)
        return posture.turned(left_foot=_flex_foot(body, posture))


def _flex_foot(body: Body, posture: Posture) -> FloatArray:
    """Return the turn of a crossed foot: bent up, its sole away from the thigh on which the ankle rests."""
    joints = body.joints(posture)
    shin = joints["left_ankle"] - joints["left_knee"]
    return axes_of_segment(shin, posture.rotation("left_shin")[:, 0])


def stand_foot(body: Body, lying: Posture, side: str, away: float) -> Posture:
    """Stand one foot flat on the floor, `away` statures below the hips; the knee points to the ceiling."""
    hip_m = body.joints(lying)[f"{side}_hip"]
    ankle_m = np.array([1.1 * hip_m[0], hip_m[1] - away * body.height_m, standing_ankle_height_m(body)])
    return set_foot(place_ankle(body, lying, side, ankle_m, UP + 0.3 * FORWARD), side, heading_deg=6.0)


HANGING_LEG: dict[str, Stance] = {
    "held": HangingLeg(),
    "hanging": HangingLeg(hip_flexion_deg=-13.0, knee_flexion_deg=62.0),
}
LEG_LIFT: dict[str, Stance] = {
    "down": LegLift(),
    "up": LegLift(hip_flexion_deg=23.0),
    "strap_low": LegLift(hip_flexion_deg=24.0, knee_flexion_deg=22.0, other_bent=0.0, strap=1.0),
    "strap_high": LegLift(hip_flexion_deg=88.0, knee_flexion_deg=4.0, other_bent=0.0, strap=1.0),
}
FIGURE_FOUR: dict[str, Stance] = {
    "crossed": FigureFour(),
    "drawn": FigureFour(hip_flexion_deg=98.0, knee_flexion_deg=88.0, foot_deg=0.0, grip=1.0),
}
