"""What a wheel takes along of the sample recordings: landmarks for the bench, never a video."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# Each stretch done well; and of the one that the pages offer first, done wrongly as well. About 2 MB in all.
PATTERNS = ("*__good.track", "half_kneeling_hip_flexor__*.track")


class SampleTracks(BuildHookInterface[Any]):
    """Puts the landmarks of samples into the wheel as posecheck/sample_tracks."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name the files; in an editable installation the checkout's own are found (`version` is "editable")."""
        if version == "editable":
            return
        folder = Path(self.root) / "sample_videos"
        tracks = {path for pattern in PATTERNS for path in folder.glob(pattern)}
        build_data["force_include"] |= {str(path): f"posecheck/sample_tracks/{path.name}" for path in sorted(tracks)}
