"""What was recognised, in words."""

from __future__ import annotations

from posecheck.recognition import Candidate, Recognition
from posecheck.stretch import Stretch


def name_candidate(candidate: Candidate) -> str:
    """Return "Half-kneeling hip flexor stretch, left side"."""
    return candidate.name if candidate.side == "both" else f"{candidate.name}, {candidate.side} side"


def describe_recognised(recognition: Recognition) -> str:
    """Return what was recognised, and what it might have been; "" for none of these."""
    best, other = recognition.best, recognition.runner_up
    if best is None:
        return ""
    if other is None:
        return f"Recognised: {name_candidate(best)}."
    if recognition.sure:
        return f"Recognised: {name_candidate(best)}. The next nearest would be {name_candidate(other)}."
    return f"Most likely: {name_candidate(best)}. It could also be {name_candidate(other)}."


def describe_mismatch(other: Candidate, chosen: Stretch) -> str:
    """Return the sentence for a person who did another stretch than the chosen one."""
    return f"This looks like {name_candidate(other)}, not {chosen.name}."
