"""What a measure is: its name, unit, valid views and the landmarks it needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from posecheck.language import _, localise_number
from posecheck.pose import LANDMARK_INDEX

FloatArray = NDArray[np.float64]
Unit = Literal["deg", "share"]
View = Literal["side", "front", "oblique"]


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """The picture coordinates of one body over n frames, with what orients them.

    Attributes:
        image_xy: (n, 33, 2), units of frame height, y down.
        front_sign: (n,), +1 where the body's front lies clockwise (in the picture) of its upward trunk line, -1
            where counter-clockwise, NaN where unknown. Standing upright, +1 faces the right edge.
        left_sign: (n,), +1 where the person's left is at the right of the picture (facing the camera), else -1.
        standing_hip_deg: what `hip_flexion` reads when this person stands upright, for all frames or (n,); it is
            subtracted.
        floor_y: (n,) y of the ankles when this body stands on the floor, as remembered; NaN where unknown.
        leg_length: (n,) thigh plus shin when seen at full length, as remembered, in frame heights; NaN where unknown.
        legs_xy: (n, 33, 2), where the knee's angle takes its points from when those of `image_xy` are not best for it.
        far_leg_xy: (n, 33, 2), where the far leg's angle takes the near hip from when `image_xy` is not best for it.
        resting_pelvis_deg: what `pelvis_obliquity` read when this person's legs last hung down, for all frames or
            (n,); it is subtracted.
    """

    image_xy: FloatArray
    front_sign: FloatArray
    left_sign: FloatArray
    standing_hip_deg: FloatArray | float = 0.0
    floor_y: FloatArray | float = float("nan")
    leg_length: FloatArray | float = float("nan")
    legs_xy: FloatArray | None = None
    far_leg_xy: FloatArray | None = None
    resting_pelvis_deg: FloatArray | float = 0.0
    # What `near` has returned: most measures of the side view ask for the same two joints.
    _near: dict[str, FloatArray] = field(default_factory=dict, init=False, repr=False)

    def at(self, side: str, joint: str) -> FloatArray:
        """Return the positions (n, 2) of a joint: `at("left", "knee")`; `at("", "nose")` for the middle."""
        name = f"{side}_{joint}" if side else joint
        return np.asarray(self.image_xy[:, LANDMARK_INDEX[name]])

    def at_leg(self, side: str, joint: str) -> FloatArray:
        """Return the positions (n, 2) of a joint as the knee's angle takes them."""
        points = self.image_xy if self.legs_xy is None else self.legs_xy
        return np.asarray(points[:, LANDMARK_INDEX[f"{side}_{joint}"]])

    def near(self, joint: str) -> FloatArray:
        """Return the positions (n, 2) of a joint on the side toward the camera, in a side view.

        Seen truly from the side the two hips (and shoulders) project to the same place, and the far one is a
        guess: in half kneeling it was measured up to 12 cm off.
        """
        if joint not in self._near:
            faces_left = (self.front_sign < 0)[:, np.newaxis]
            self._near[joint] = np.where(faces_left, self.at("left", joint), self.at("right", joint))
        return self._near[joint]

    def near_hip(self, side: str) -> FloatArray:
        """Return the positions (n, 2) of the near hip, as the angle of the leg on a side takes it."""
        if self.far_leg_xy is None:
            return self.near("hip")
        faces_left = self.front_sign < 0
        is_far = faces_left == (side == "right")
        left, right = (self.far_leg_xy[:, LANDMARK_INDEX[f"{each}_hip"]] for each in ("left", "right"))
        as_drawn = np.where(faces_left[:, np.newaxis], left, right)
        return np.where(is_far[:, np.newaxis], as_drawn, self.near("hip"))

    def middle(self, joint: str) -> FloatArray:
        """Return the point (n, 2) half way between the left and the right joint."""
        return (self.at("left", joint) + self.at("right", joint)) / 2.0


@dataclass(frozen=True, slots=True)
class Measure:
    """A named angle or ratio.

    Attributes:
        name: as in reference poses; columns are `<side>_<name>_deg`, or `<name>_deg` when not paired.
        label: for people, in lower case.
        unit: "deg", or "share" of the segment that the definition names.
        range: the physiological range of the value; wider bounds in a band are mistakes.
        views: from which camera views the picture shows it truly.
        paired: whether there is one for each side of the body.
        joints: the landmarks it needs, without side; for an unpaired front measure those of both sides.
        compute: from a `Body` and a side ("left"/"right") to values (n,). An unpaired measure of the side view
            is computed on the side near the camera, an unpaired one of the front view ignores the side.
    """

    name: str
    label: str
    unit: Unit
    range: tuple[float, float]
    views: tuple[View, ...]
    paired: bool
    joints: tuple[str, ...]
    compute: Callable[[Body, str], FloatArray]
    # Joints needed on BOTH sides, such as the two ankles of a step.
    both_sides: bool = False

    def column(self, side: str) -> str:
        """Return the column name of `measures.csv`: "left_knee_flexion_deg", "trunk_lean_deg"."""
        return f"{side}_{self.name}_{self.unit}" if self.paired else f"{self.name}_{self.unit}"

    def landmark_indices(self, side: str) -> list[int]:
        """Return the indices of the landmarks needed when it is taken from `side`."""
        sides = ("left", "right") if self.both_sides else (side,)
        return [LANDMARK_INDEX[f"{each}_{joint}"] for each in sides for joint in self.joints]

    def format_value(self, value: float) -> str:
        """Return a value for people, in the language that is spoken: "112°" or "0.35"."""
        return localise_number(self.write_value(value))

    def write_value(self, value: float) -> str:
        """Return a value as the chain writes it, whatever language is spoken: "112°" or "0.35"."""
        return f"{value:z.0f}°" if self.unit == "deg" else f"{value:z.2f}"

    @property
    def spoken_label(self) -> str:
        """Its short name in the language that is spoken: "knee bend"."""
        return _(self.label)
