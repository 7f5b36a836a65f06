"""Moments of faults as pictures, for somebody who asked for them: chosen while a set runs, drawn when it is over."""

from __future__ import annotations

from dataclasses import dataclass

import cv2

from posecheck.drawing import draw_feedback
from posecheck.language import WRITTEN_LANGUAGE, speak
from posecheck.live.protocol import decode_jpeg
from posecheck.results import Feedback, SessionResult
from posecheck.stretch import Stretch

# Enough to see a posture by, and little to keep.
MOST_HEIGHT_PX = 480
JPEG_QUALITY = 80


@dataclass(frozen=True, slots=True)
class FaultMoment:
    """A fault while it was being corrected, in memory only.

    Attributes:
        check_id: the check that failed.
        rank: whether its own cue was on show, then how far outside the band the value was.
        feedback: what the chain said, in the session's language.
        stretch: the reference pose, with its words in that language.
        jpeg: the camera's picture.
        language: the code of that language.
    """

    check_id: str
    rank: tuple[bool, float]
    feedback: Feedback
    stretch: Stretch
    jpeg: bytes
    language: str = WRITTEN_LANGUAGE


class FaultWatch:
    """Holds on to the worst moment of each failing check of the set under way."""

    def __init__(self, language: str = WRITTEN_LANGUAGE) -> None:
        """Start with none; take the code of the session's language."""
        self._language = language
        self._worst: dict[str, FaultMoment] = {}

    def look(self, feedback: Feedback, stretch: Stretch, jpeg: bytes) -> None:
        """Take one more frame; it matters only while a correction is on show, which is after settling in the pose."""
        if feedback.cue is None or not feedback.cue.direction:
            return
        for state in feedback.checks:
            rank = state.id == feedback.cue.check, abs(state.excess)
            before = self._worst.get(state.id)
            if state.verdict == "fail" and (before is None or rank > before.rank):
                self._worst[state.id] = FaultMoment(state.id, rank, feedback, stretch, jpeg, self._language)

    def take(self, result: SessionResult) -> list[FaultMoment]:
        """Return the moments of the checks that failed in the set as a whole, and forget all of them."""
        worst, self._worst = self._worst, {}
        return [worst[check.id] for check in result.checks if check.verdict == "fail" and check.id in worst]


def draw_moment(moment: FaultMoment) -> bytes:
    """Return a moment as a JPEG of at most 480 lines with the skeleton, the angles and the cue drawn over it.

    Raises:
        InputError: the camera's picture is damaged.
    """
    rgb = decode_jpeg(moment.jpeg)
    share = MOST_HEIGHT_PX / rgb.shape[0]
    if share < 1:
        rgb = cv2.resize(rgb, (round(rgb.shape[1] * share), MOST_HEIGHT_PX), interpolation=cv2.INTER_AREA)
    with speak(moment.language):
        drawn = draw_feedback(rgb, moment.feedback, moment.stretch, clock=False)
    options = [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY]
    return bytes(cv2.imencode(".jpg", cv2.cvtColor(drawn, cv2.COLOR_RGB2BGR), options)[1])
