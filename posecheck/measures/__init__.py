"""The named angles and ratios that reference poses speak of (docs/architecture.md, "Measures")."""

from __future__ import annotations

from posecheck.language import N_
from posecheck.measures import frontal, sagittal
from posecheck.measures.definition import Body, Measure, View

__all__ = ["MEASURES", "Body", "Measure"]

_SIDE: tuple[View, ...] = ("side",)
_FRONT: tuple[View, ...] = ("front",)
# Between side and front, as a body that turns is seen.
_ANGLE: tuple[View, ...] = ("side", "oblique")
_LEG = ("hip", "knee", "ankle")
_TRUNK_AND_LEG = ("shoulder", *_LEG)
_FOOT = ("knee", "ankle", "heel", "foot_index")

# Ranges are the physiological limits of healthy adults (AAOS joint motion tables), widened by 15 degrees for
# what a camera adds; they only catch bounds that no body can reach.
_ALL = (
    Measure("knee_flexion", N_("knee bend"), "deg", (-5, 165), ("side", "front"), True, _LEG, sagittal.compute_knee_flexion),
    Measure("hip_flexion", N_("hip bend"), "deg", (-60, 160), _SIDE, True, ("shoulder", "hip", "knee"), sagittal.compute_hip_flexion),
    Measure("body_line", N_("body line"), "deg", (-90, 160), _SIDE, True, ("shoulder", "hip", "ankle"), sagittal.compute_body_line),
    Measure("trunk_lean", N_("trunk lean"), "deg", (-90, 120), _SIDE, False, ("shoulder", "hip"), sagittal.compute_trunk_lean),
    Measure("trunk_inclination", N_("trunk against vertical"), "deg", (0, 180), _SIDE, False, ("shoulder", "hip"), sagittal.compute_trunk_inclination),
    Measure("thigh_inclination", N_("thigh against vertical"), "deg", (0, 180), _SIDE, True, ("hip", "knee"), sagittal.compute_thigh_inclination),
    Measure("shin_inclination", N_("shin against vertical"), "deg", (0, 180), _SIDE, True, ("knee", "ankle"), sagittal.compute_shin_inclination),
    Measure("shoulder_flexion", N_("arm raise"), "deg", (-75, 210), _SIDE, True, ("hip", "shoulder", "elbow"), sagittal.compute_shoulder_flexion),
    Measure("elbow_flexion", N_("elbow bend"), "deg", (-5, 165), ("side", "front"), True, ("shoulder", "elbow", "wrist"), sagittal.compute_elbow_flexion),
    Measure("arm_lean", N_("arm against vertical"), "deg", (-180, 180), _SIDE, True, ("shoulder", "wrist"), sagittal.compute_arm_lean),
    Measure("ankle_dorsiflexion", N_("ankle bend"), "deg", (-75, 50), _SIDE, True, _FOOT, sagittal.compute_ankle_dorsiflexion),
    Measure("neck_flexion", N_("head against trunk"), "deg", (-90, 100), _SIDE, False, ("hip", "shoulder", "ear"), sagittal.compute_neck_flexion),
    Measure("knee_over_toe", N_("knee past the toes"), "share", (-2, 2), _SIDE, True, _FOOT, sagittal.compute_knee_over_toe),
    Measure("shoulder_over_elbow", N_("shoulder past the elbow"), "share", (-1, 1), _SIDE, True, ("shoulder", "elbow"), sagittal.compute_shoulder_over_elbow),
    Measure("knee_height", N_("knee above the floor"), "share", (-0.5, 3), _SIDE, True, _FOOT, sagittal.compute_knee_height, both_sides=True),
    Measure("heel_rise", N_("heel above the toes"), "share", (-1, 1), _SIDE, True, ("heel", "foot_index"), sagittal.compute_heel_rise),
    Measure("ankles_apart", N_("step length"), "share", (0, 2), ("side", "front"), False, _LEG, sagittal.compute_ankles_apart, both_sides=True),
    Measure("hand_to_foot", N_("hand to foot"), "share", (0, 5), _SIDE, True, ("wrist", "knee", "ankle"), sagittal.compute_hand_to_foot),
    Measure("feet_off_floor", N_("feet off the floor"), "share", (-0.5, 1), (*_ANGLE, "front"), False, _LEG, sagittal.compute_feet_off_floor, both_sides=True),
    Measure("leg_bend", N_("knee bend seen from the front"), "deg", (0, 165), _FRONT, True, ("hip", "ankle"), frontal.compute_leg_bend),
    Measure("knee_bend_seen", N_("knee bend as it is seen"), "deg", (-5, 165), _ANGLE, True, _LEG, sagittal.compute_knee_flexion),
    Measure("trunk_tilt_seen", N_("trunk tilt as it is seen"), "deg", (0, 180), _ANGLE, False, ("shoulder", "hip"), sagittal.compute_trunk_inclination),
    Measure("hip_abduction", N_("leg out to the side"), "deg", (-45, 90), _FRONT, True, ("shoulder", "hip", "knee"), frontal.compute_hip_abduction, both_sides=True),
    Measure("trunk_side_lean", N_("trunk to the side"), "deg", (-60, 60), _FRONT, False, ("shoulder", "hip"), frontal.compute_trunk_side_lean, both_sides=True),
    Measure("pelvis_obliquity", N_("pelvis tilt to the side"), "deg", (-45, 45), _FRONT, False, ("hip",), frontal.compute_pelvis_obliquity, both_sides=True),
    Measure("shoulder_obliquity", N_("shoulders tilt to the side"), "deg", (-60, 60), _FRONT, False, ("shoulder",), frontal.compute_shoulder_obliquity, both_sides=True),
    Measure("knee_valgus", N_("knee falls inward"), "deg", (-60, 60), _FRONT, True, _LEG, frontal.compute_knee_valgus),
    Measure("leg_spread", N_("legs apart"), "deg", (0, 180), _FRONT, False, ("hip", "knee"), frontal.compute_leg_spread, both_sides=True),
    Measure("ankle_to_knee", N_("ankle to the other knee"), "share", (0, 3), ("side", "front"), True, _TRUNK_AND_LEG, frontal.compute_ankle_to_knee, both_sides=True),
    Measure("ankle_height", N_("ankle above the other one"), "share", (-3, 3), _FRONT, True, ("shoulder", "hip", "ankle"), frontal.compute_ankle_height, both_sides=True),
    Measure("hip_height", N_("hips above the feet"), "share", (-2, 3), ("side", "front"), False, ("shoulder", "hip", "ankle"), frontal.compute_hip_height, both_sides=True),
    Measure("knee_height_difference", N_("left knee above the right"), "share", (-2, 2), _FRONT, False, ("shoulder", "hip", "knee"), frontal.compute_knee_height_difference, both_sides=True),
    Measure("feet_apart", N_("feet apart"), "share", (0, 10), _FRONT, False, ("shoulder", "ankle"), frontal.compute_feet_apart, both_sides=True),
)  # fmt: skip

MEASURES: dict[str, Measure] = {measure.name: measure for measure in _ALL}
