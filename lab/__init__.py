"""The measuring lab: clips of people whose joint angles are known exactly.

`python -m lab render lab/clips/CLIP.yaml --out DIR` draws a clip and writes the truth beside it. The product
(`posecheck/`) never imports this package; benchmarks and tests do.

World: x to the person's left, -y where the standing person faces, z up, metres; the floor is z = 0.
"""
