"""A baked body: its mesh, its bones, and where both go in a posture (NumPy linear blend skinning).

The files in `lab/bodies/` were made by `lab/bake.py` from CC0 data (see `lab/bodies/LICENCE.txt`): one file of
topology that all bodies share, and one of vertices and bone heads per body.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lab.joint_centres import place_joints
from lab.posture import SIDES, Posture, outward_sign
from lab.rotation import DOWN, FloatArray, align, blend, rotate_y, rotate_z

BODIES_DIR = Path(__file__).parent / "bodies"
IntArray = NDArray[np.int64]
# Files in the folder of the bodies that all of them share.
_SHARED_FILES = ("topology", "joint_centres")

# Which bone of the baked skeleton carries which joint of ours at its head.
_JOINT_BONES = {
    "hip": "upperleg01",
    "knee": "lowerleg01",
    "ankle": "foot",
    "shoulder": "upperarm01",
    "elbow": "lowerarm01",
    "wrist": "wrist",
}
_SEGMENT_BONES = {
    "thigh": "upperleg01",
    "shin": "lowerleg01",
    "foot": "foot",
    "upper_arm": "upperarm01",
    "forearm": "lowerarm01",
    "hand": "wrist",
}
_SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")
_NECK = ("neck01", "neck02", "neck03", "head")
# Part of the arm's elevation that the shoulder girdle takes (scapulohumeral rhythm, about 1:2).
_GIRDLE_SHARE = 0.25


@dataclass(frozen=True, slots=True, eq=False)
class Topology:
    """What all bodies share: bones (labels, parents), triangles and skin weights."""

    labels: tuple[str, ...]
    parents: IntArray
    faces: IntArray
    weight_bones: IntArray
    weights: FloatArray

    def bone(self, label: str) -> int:
        """Return the index of a bone by its label."""
        return self.labels.index(label)

    @property
    def dominant_bone(self) -> IntArray:
        """(n_vertices,), the bone that moves each vertex most."""
        rows = np.arange(len(self.weights))
        return np.asarray(self.weight_bones[rows, self.weights.argmax(axis=1)])


@cache
def load_topology() -> Topology:
    """Read the shared topology file."""
    with np.load(BODIES_DIR / "topology.npz") as data:
        weights = data["weights"].astype(np.float64)
        return Topology(
            labels=tuple(str(label) for label in data["labels"]),
            parents=data["parents"].astype(np.int64),
            faces=data["faces"].astype(np.int64),
            weight_bones=data["weight_bones"].astype(np.int64),
            weights=weights / weights.sum(axis=1, keepdims=True),
        )


class Body:
    """One person's shape.

    Attributes:
        name: file stem in `lab/bodies/`.
        topology: bones, faces and skin weights.
        rest_m: (n, 3) vertices at rest (arms held away), metres, the floor at the lowest vertex.
        heads_m: (n_bones, 3) bone heads at rest; those of the limbs' joints at their place in the flesh
            (`lab/joint_centres.py`).
    """

    def __init__(self, name: str, rest_m: FloatArray, heads_m: FloatArray) -> None:
        self.name = name
        self.topology = load_topology()
        lift_m = np.array([0.0, 0.0, -rest_m[:, 2].min()])
        self.rest_m = rest_m + lift_m
        self.heads_m = heads_m + lift_m
        for label, centre_m in place_joints(self.rest_m).items():
            self.heads_m[self.topology.bone(label)] = centre_m
        self._corrections = self._straighten_limbs()
        self._markers = self._find_markers("left") | self._find_markers("right")

    def head_m(self, label: str) -> FloatArray:
        """Return the head (3,) of a bone at rest."""
        return self.heads_m[self.topology.bone(label)]

    def length_m(self, side: str, segment: str) -> float:
        """Return the length of a "thigh", "shin", "upper_arm" or "forearm"."""
        ends = {
            "thigh": ("upperleg01", "lowerleg01"),
            "shin": ("lowerleg01", "foot"),
            "upper_arm": ("upperarm01", "lowerarm01"),
            "forearm": ("lowerarm01", "wrist"),
        }[segment]
        start, end = (self.head_m(f"{bone}.{_letter(side)}") for bone in ends)
        return float(np.linalg.norm(end - start))

    @property
    def height_m(self) -> float:
        """Stature at rest, metres."""
        return float(np.ptp(self.rest_m[:, 2]))

    def pose_bones(self, posture: Posture) -> tuple[FloatArray, FloatArray]:
        """Return rotations (n_bones, 3, 3) and head positions (n_bones, 3) of all bones."""
        driven = self._driven_bones(posture)
        parents = self.topology.parents
        turns = np.zeros((len(parents), 3, 3))
        places = np.zeros((len(parents), 3))
        for bone, parent in enumerate(parents):
            inherited = np.eye(3) if parent < 0 else turns[parent]
            turns[bone] = driven.get(bone, inherited)
            if parent < 0:
                places[bone] = self.heads_m[bone]
            else:
                places[bone] = places[parent] + turns[parent] @ (self.heads_m[bone] - self.heads_m[parent])
        return turns, places + posture.pelvis_m

    def joints(self, posture: Posture) -> dict[str, FloatArray]:
        """Return the joint centres (3,) by name: `left_hip`, `right_knee`, ..., `neck`, `head`, `pelvis`."""
        _, places = self.pose_bones(posture)
        bone = self.topology.bone
        joints = {
            f"{side}_{joint}": places[bone(f"{label}.{_letter(side)}")]
            for side in SIDES
            for joint, label in _JOINT_BONES.items()
        }
        joints |= {"neck": places[bone("neck01")], "head": places[bone("head")], "pelvis": places[bone("root")]}
        return joints

    def skin(self, posture: Posture) -> FloatArray:
        """Return the mesh vertices (n, 3) in a posture."""
        turns, places = self.pose_bones(posture)
        offsets = places - np.einsum("bij,bj->bi", turns, self.heads_m)
        skinned = np.zeros_like(self.rest_m)
        for column in range(self.topology.weights.shape[1]):
            bones = self.topology.weight_bones[:, column]
            weight = self.topology.weights[:, column, None]
            skinned += weight * (np.einsum("nij,nj->ni", turns[bones], self.rest_m) + offsets[bones])
        return skinned

    def markers(self, skin_m: FloatArray) -> dict[str, FloatArray]:
        """Return heels, toe tips and ears (3,) of a skinned mesh by landmark name."""
        return {name: skin_m[vertex] for name, vertex in self._markers.items()}

    def vertices_of(self, *prefixes: str, side: str | None = None) -> NDArray[np.bool_]:
        """Return which vertices (n,) belong to bones whose label starts so, on one side or on both."""
        suffix = "" if side is None else f".{_letter(side)}"
        wanted = [label.startswith(prefixes) and label.endswith(suffix) for label in self.topology.labels]
        return np.asarray(np.array(wanted)[self.topology.dominant_bone])

    def _driven_bones(self, posture: Posture) -> dict[int, FloatArray]:
        bone = self.topology.bone
        pelvis, thorax, head = (posture.rotation(name) for name in ("pelvis", "thorax", "head"))
        driven = {bone("root"): pelvis}
        for chain, start, end in ((_SPINE, pelvis, thorax), (_NECK, thorax, head)):
            driven |= {bone(label): blend(start, end, (step + 1) / len(chain)) for step, label in enumerate(chain)}
        for side in SIDES:
            letter = _letter(side)
            for segment, label in _SEGMENT_BONES.items():
                index = bone(f"{label}.{letter}")
                driven[index] = posture.rotation(f"{side}_{segment}") @ self._corrections[index]
            elbow = bone(f"lowerarm01.{letter}")
            driven[bone(f"lowerarm02.{letter}")] = _twist_forearm(posture, side) @ self._corrections[elbow]
            for label in self.topology.labels:
                if label.startswith("toe") and label.endswith(f"1.{letter}"):
                    driven[bone(label)] = posture.rotation(f"{side}_toes")
            driven[bone(f"clavicle.{letter}")] = self._raise_girdle(posture, side)
        return driven

    def _raise_girdle(self, posture: Posture, side: str) -> FloatArray:
        """Return the clavicle's rotation: it follows an arm that is lifted above the shoulder's height."""
        thorax = posture.rotation("thorax")
        arm_in_thorax = thorax.T @ posture.rotation(f"{side}_upper_arm") @ DOWN
        lift = max(0.0, float(arm_in_thorax[2]))
        return thorax @ rotate_y(-outward_sign(side) * lift * _GIRDLE_SHARE * 90.0)

    def _straighten_limbs(self) -> dict[int, FloatArray]:
        """Return, per bone, the turn from the rest pose (arms away, legs apart) to hanging straight down."""
        chains = {
            "upperleg01": ("upperleg01", "lowerleg01"),
            "lowerleg01": ("lowerleg01", "foot"),
            "foot": None,
            "upperarm01": ("upperarm01", "lowerarm01"),
            "lowerarm01": ("lowerarm01", "wrist"),
            "wrist": ("lowerarm01", "wrist"),
        }
        corrections = {}
        for side in SIDES:
            letter = _letter(side)
            for label, ends in chains.items():
                turn = np.eye(3)
                if ends is not None:
                    start, end = (self.head_m(f"{bone}.{letter}") for bone in ends)
                    turn = align(end - start, DOWN)
                corrections[self.topology.bone(f"{label}.{letter}")] = turn
        return corrections

    def _find_markers(self, side: str) -> dict[str, int]:
        """Return the vertices of heel, toe tip and ear: the outermost ones of sole and head."""
        sole = np.nonzero(self.vertices_of("foot", "toe", side=side))[0]
        low = sole[self.rest_m[sole, 2] < self.rest_m[sole, 2].min() + 0.05]
        head = np.nonzero(self.vertices_of("head"))[0]
        ear = head[(outward_sign(side) * self.rest_m[head, 0]).argmax()]
        return {
            f"{side}_heel": int(low[self.rest_m[low, 1].argmax()]),
            f"{side}_foot_index": int(low[self.rest_m[low, 1].argmin()]),
            f"{side}_ear": int(ear),
        }


def _twist_forearm(posture: Posture, side: str) -> FloatArray:
    """Return the lower forearm's rotation: it takes half of the hand's turn about the long axis."""
    forearm = posture.rotation(f"{side}_forearm")
    turn = forearm.T @ posture.rotation(f"{side}_hand")
    twist_deg = float(np.degrees(np.arctan2(turn[1, 0] - turn[0, 1], turn[0, 0] + turn[1, 1])))
    return forearm @ rotate_z(twist_deg / 2)


def _letter(side: str) -> str:
    return {"left": "L", "right": "R"}[side]


def list_bodies() -> list[str]:
    """Return the names of the baked bodies."""
    return sorted(path.stem for path in BODIES_DIR.glob("*.npz") if path.stem not in _SHARED_FILES)


@cache
def load_body(name: str) -> Body:
    """Read a baked body by name. An unknown name raises ValueError that lists the known ones."""
    if name not in list_bodies():
        raise ValueError(f"Expected one of the bodies {', '.join(list_bodies())}, but got {name!r}.")
    return Body(name, *read_baked(name))


def read_baked(name: str) -> tuple[FloatArray, FloatArray]:
    """Return a body's vertices (n, 3) and bone heads (n_bones, 3) as they were baked, metres."""
    with np.load(BODIES_DIR / f"{name}.npz") as data:
        scale_m = float(data["scale_m"])
        return data["vertices"].astype(np.float64) * scale_m, data["heads"].astype(np.float64) * scale_m
