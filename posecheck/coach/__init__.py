"""What a coach does with the checks: sees the pose taken and left, times holds, counts, says one thing at a time."""

from __future__ import annotations

from posecheck.coach.cues import CuePicker
from posecheck.coach.entry import EntryGate
from posecheck.coach.hold import HoldTimer
from posecheck.coach.repetitions import RepetitionCounter

__all__ = ["CuePicker", "EntryGate", "HoldTimer", "RepetitionCounter"]
