"""PoseCheck: joint angles, honest verdicts and one cue at a time for stretches of the hips and lower back.

The names below are loaded when they are first used, so that `import posecheck` takes milliseconds and touches
neither MediaPipe nor OpenCV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from posecheck.lazy import load_lazily

if TYPE_CHECKING:
    from posecheck.errors import InputError, ModelError, PoseCheckError, ReviewCancelled, StretchError
    from posecheck.pose import Pose, PoseTrack
    from posecheck.recognition import Candidate, Recognition, recognise_stretch
    from posecheck.results import Feedback, SessionResult
    from posecheck.review import Review, review_file, write_review
    from posecheck.stretch import Stretch
    from posecheck.stretch.library import list_stretches, load_stretch
    from posecheck.trainer import Trainer, replay

__version__ = "0.1.0"

_HOMES = {
    "Candidate": "recognition",
    "Feedback": "results",
    "InputError": "errors",
    "ModelError": "errors",
    "Pose": "pose",
    "PoseCheckError": "errors",
    "PoseTrack": "pose",
    "Recognition": "recognition",
    "Review": "review",
    "ReviewCancelled": "errors",
    "SessionResult": "results",
    "Stretch": "stretch",
    "StretchError": "errors",
    "Trainer": "trainer",
    "list_stretches": "stretch.library",
    "load_stretch": "stretch.library",
    "recognise_stretch": "recognition",
    "replay": "trainer",
    "review_file": "review",
    "write_review": "review",
}

__all__ = [
    "Candidate",
    "Feedback",
    "InputError",
    "ModelError",
    "Pose",
    "PoseCheckError",
    "PoseTrack",
    "Recognition",
    "Review",
    "ReviewCancelled",
    "SessionResult",
    "Stretch",
    "StretchError",
    "Trainer",
    "list_stretches",
    "load_stretch",
    "recognise_stretch",
    "replay",
    "review_file",
    "write_review",
]

__getattr__ = load_lazily(__name__, _HOMES)
