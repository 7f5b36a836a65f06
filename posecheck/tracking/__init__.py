"""Finding a body in pictures: the model file, the MediaPipe tracker and the choice of whom to follow."""

from __future__ import annotations

from posecheck.tracking.model import ModelInfo, describe_model, ensure_model, get_cache_folder

__all__ = ["ModelInfo", "describe_model", "ensure_model", "get_cache_folder"]
