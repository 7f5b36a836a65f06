"""Reference poses: their schema, reading and checking them, and layers of overrides."""

from __future__ import annotations

from posecheck.stretch.schema import Band, Check, Condition, Dose, Entry, Repetition, Stretch, View

__all__ = ["Band", "Check", "Condition", "Dose", "Entry", "Repetition", "Stretch", "View"]
