"""Where the joint centres of the limbs lie in the flesh: at the same place in every body.

Anny moves its bones and its skin with a body's phenotype apart from one another. Its knee lies 35 mm below its usual
place in the flesh in a tall man, beneath the kneecap, and 34 mm above it in a short woman, above the kneecap's middle;
its elbow lies 10 mm behind it in men and 8 mm before it in women. A camera sees the flesh, so that angles between
such bones mean something else in each body. Here a joint is one place of the flesh: a weighted mean of the vertices
around it. `lab/bake_centres.py` found the weights.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from lab.rotation import FloatArray

CENTRES_FILE = Path(__file__).parent / "bodies" / "joint_centres.npz"


@cache
def load_weights() -> dict[str, tuple[NDArray[np.int64], FloatArray]]:
    """Return, for each bone whose head is a joint, the vertices that place it and their weights."""
    with np.load(CENTRES_FILE) as data:
        labels, counts = data["labels"], data["counts"]
        vertices, weights = data["vertices"].astype(np.int64), data["weights"].astype(np.float64)
    ends = np.cumsum(counts)
    return {
        str(label): (vertices[end - count : end], weights[end - count : end])
        for label, count, end in zip(labels, counts, ends, strict=True)
    }


def place_joints(rest_m: FloatArray) -> dict[str, FloatArray]:
    """Return the joint centres (3,) of a body at rest by bone label, from its vertices (n, 3)."""
    return {label: weights @ rest_m[vertices] for label, (vertices, weights) in load_weights().items()}
