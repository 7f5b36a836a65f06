"""What was recognised, in words."""

from __future__ import annotations

from posecheck.language import _
from posecheck.recognition import Candidate, Recognition
from posecheck.stretch import Stretch


def name_candidate(candidate: Candidate) -> str:
    """Return "Half-kneeling hip flexor stretch, left side"."""
    return name_performed(candidate.name, candidate.side)


def name_performed(name: str, side: str) -> str:
    """Return a stretch with the side that was trained, "left", "right" or "both"."""
    if side == "both":
        return name
    words = _("left side") if side == "left" else _("right side")
    return f"{name}, {words}"


def describe_recognised(recognition: Recognition) -> str:
    """Return what was recognised, and what it might have been; "" for none of these."""
    best, other = recognition.best, recognition.runner_up
    if best is None:
        return ""
    if other is None:
        return _("Recognised: {name}.").format(name=name_candidate(best))
    words = _("Most likely: {name}. It could also be {other}.")
    if recognition.sure:
        words = _("Recognised: {name}. The next nearest would be {other}.")
    return words.format(name=name_candidate(best), other=name_candidate(other))


def describe_mismatch(other: Candidate, chosen: Stretch) -> str:
    """Return the sentence for a person who did another stretch than the chosen one."""
    return _("This looks like {other}, not {name}.").format(other=name_candidate(other), name=chosen.name)
