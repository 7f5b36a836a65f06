"""Stick persons have their hips where the joints are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from posecheck import anatomy


@pytest.fixture(scope="package", autouse=True)
def _hips_at_the_joints() -> Iterator[None]:
    """Switch off what makes up for the network's habits of drawing joints beside their place (test_anatomy.py)."""
    with pytest.MonkeyPatch.context() as patch:
        nothing = anatomy.TrunkOffsets(0.0, 0.0, 0.0, 0.0, 0.0)
        patch.setattr(anatomy, "UPRIGHT", nothing)
        patch.setattr(anatomy, "SUPINE", nothing)
        for joint in ("SHOULDER", "HIP", "KNEE"):
            patch.setattr(anatomy, f"DRAWN_RIGHT_{joint}", 0.0)
        patch.setattr(anatomy, "PELVIS_GAIN", 1.0)
        patch.setattr(anatomy, "PELVIS_LEAN_SHARE", 0.0)
        yield
