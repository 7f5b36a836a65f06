"""Stick persons have their hips where the joints are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from posecheck import anatomy, observation


@pytest.fixture(scope="package", autouse=True)
def _hips_at_the_joints() -> Iterator[None]:
    """Switch off what makes up for the network's habit of seeing the hip too far in front (test_anatomy.py)."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HIP_OFFSET_TRUNKS", "HIP_OFFSET_BENT_TRUNKS", "SHOULDER_OFFSET_TRUNKS"):
            patch.setattr(anatomy, name, 0.0)
        patch.setattr(observation, "STANDING_HIP_DEG", 0.0)
        patch.setattr(observation, "STANDING_SHIFT_DEG", 0.0)
        patch.setattr(anatomy, "PELVIS_GAIN", 1.0)
        patch.setattr(anatomy, "PELVIS_LEAN_SHARE", 0.0)
        yield
