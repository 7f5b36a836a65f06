"""Find where the joints of the limbs lie in the flesh: `python -m lab.bake_centres` writes `joint_centres.npz`.

The weights of a joint are those for which the mean of seven bodies has it where anny has it in the mean. It needs the
baked bodies, and nothing else.
"""

from __future__ import annotations

import numpy as np

from lab.body import load_topology, read_baked
from lab.joint_centres import CENTRES_FILE
from lab.posture import SIDES
from lab.rotation import FloatArray

# The bodies of that mean. A body that is baked later takes the same places.
MEAN_OF = ("man_fit", "man_heavy", "man_tall", "woman_round", "woman_short", "woman_slim", "woman_tall")
# The bone whose head is the joint, and how far around it flesh counts, as a share of the stature: to the skin on all
# sides of the joint.
_REACHES = {
    "upperleg01": 0.13,
    "lowerleg01": 0.06,
    "foot": 0.04,
    "upperarm01": 0.06,
    "lowerarm01": 0.04,
    "wrist": 0.03,
}


def find_weights(vertices: FloatArray, centre: FloatArray, reach: float) -> FloatArray:
    """Return weights (n,) of one sum over vertices (n, 3) whose weighted mean is `centre` (3,).

    Vertices beyond `reach` of the centre, or on the other side of the body (of x = 0), weigh nothing; the weights of
    the others differ as little from one another as they can (least squares).
    """
    near = (np.linalg.norm(vertices - centre, axis=1) < reach) & (np.sign(vertices[:, 0]) == np.sign(centre[0]))
    count = np.count_nonzero(near)
    terms = np.column_stack([vertices[near] - centre, np.ones(count)])
    even = np.full(count, 1.0 / count)
    wanted = np.array([0.0, 0.0, 0.0, 1.0])
    weights = np.zeros(len(vertices))
    weights[near] = even + terms @ np.linalg.solve(terms.T @ terms, wanted - terms.T @ even)
    return weights


def write_centres() -> None:
    """Find the places from baked bodies, as anny made them, and store them."""
    shapes = []
    for name in MEAN_OF:
        vertices, heads = read_baked(name)
        stature_m = np.ptp(vertices[:, 2])
        shapes.append((vertices / stature_m, heads / stature_m))
    mean_vertices, mean_heads = (np.mean(parts, axis=0) for parts in zip(*shapes, strict=True))
    labels, counts, indices, weights = [], [], [], []
    for bone, reach in _REACHES.items():
        for side in SIDES:
            label = f"{bone}.{side[0].upper()}"
            found = find_weights(mean_vertices, mean_heads[load_topology().bone(label)], reach)
            used = np.flatnonzero(found)
            labels.append(label)
            counts.append(len(used))
            indices.append(used)
            weights.append(found[used])
    np.savez_compressed(
        CENTRES_FILE,
        labels=np.array(labels),
        counts=np.array(counts),
        vertices=np.concatenate(indices).astype(np.uint16),
        weights=np.concatenate(weights).astype(np.float32),
    )


if __name__ == "__main__":
    write_centres()
