"""PoseCheck: joint angles, honest verdicts and one cue at a time for stretches of the hips and lower back."""

from __future__ import annotations

__version__ = "0.1.0"
