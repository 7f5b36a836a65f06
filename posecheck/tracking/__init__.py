"""Finding a body in pictures: the model file, the MediaPipe tracker and the choice of whom to follow.

Importing this package is light; MediaPipe is loaded when the first `PoseTracker` is made.
"""

from __future__ import annotations

from posecheck.tracking.model import ModelInfo, describe_model, ensure_model, get_cache_folder
from posecheck.tracking.tracker import PoseTracker

__all__ = ["ModelInfo", "PoseTracker", "describe_model", "ensure_model", "get_cache_folder"]
