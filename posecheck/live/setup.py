"""The checks before a session: is the person seen well enough, and from the right side?"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import Literal

import numpy as np

from posecheck.anatomy import UPRIGHT
from posecheck.live.body_signs import find_cut, is_standing, measure_tilt_deg
from posecheck.live.texts import Texts
from posecheck.results import Feedback
from posecheck.standing import weigh_standing
from posecheck.stretch import Stretch

SetupState = Literal["ok", "mend", "wait"]

# Mean brightness 0..1 of the picture; landmarks of rendered clips darkened below this began to jump.
DARKEST = 0.12
BRIGHTEST = 0.93
# People stand within a few degrees of the vertical.
STEEPEST_TILT_DEG = 7.0
# Everything has to be right for this long before it goes on.
STEADY_S = 1.0
# How long somebody has to stand for the standing baseline, how still, and how long it is waited for.
STANDING_S = 1.0
STANDING_SPREAD_DEG = 4.0
STANDING_WAIT_S = 8.0
# A baseline beyond this is a person who does not stand upright, or another view.
STANDING_LIMIT_DEG = 15.0


@dataclass(frozen=True, slots=True)
class SetupItem:
    """One line of the set-up list: what is right, what to mend, or what is still waited for."""

    id: str
    state: SetupState
    text: str


class StandingBaseline:
    """Takes what the hip angle reads while the person stands upright and still for a second."""

    def __init__(self) -> None:
        """Start with nothing seen."""
        self._samples: deque[tuple[float, float]] = deque()
        self.value_deg: float | None = None

    def step(self, feedback: Feedback) -> None:
        """Take one more frame; `value_deg` is set once and stays."""
        reading = feedback.values.get(f"{feedback.side}_hip_flexion_deg", math.nan)
        if self.value_deg is not None:
            return
        if math.isnan(reading) or not is_standing(feedback.pose):
            self._samples.clear()
            return
        # The trainer subtracts its own default; the baseline is the reading before that.
        self._samples.append((feedback.time_s, reading + UPRIGHT.standing_hip_deg))
        while feedback.time_s - self._samples[0][0] > STANDING_S:
            self._samples.popleft()
        self._settle()

    def _settle(self) -> None:
        values = [value for _, value in self._samples]
        long_enough = self._samples[-1][0] - self._samples[0][0] >= 0.85 * STANDING_S
        if long_enough and max(values) - min(values) <= STANDING_SPREAD_DEG:
            median = float(np.median(values))
            own_deg = weigh_standing(median - UPRIGHT.standing_hip_deg)
            self.value_deg = UPRIGHT.standing_hip_deg + own_deg if abs(median) <= STANDING_LIMIT_DEG else None


class SetupChecker:
    """Follows the set-up checks for one stretch until all are right."""

    def __init__(self, stretch: Stretch, texts: Texts) -> None:
        """Take the stretch that comes first, and the words."""
        self._stretch = stretch
        self._texts = texts
        self._standing = StandingBaseline()
        self._wants_standing = (
            stretch.posture == "upright"
            and stretch.view.kind == "side"
            and any(check.measure == "hip_flexion" for check in stretch.checks)
        )
        self._right_since_s: float | None = None

    @property
    def standing_hip_deg(self) -> float | None:
        """The standing baseline in degrees, None while or where it was not taken."""
        return self._standing.value_deg

    def step(self, feedback: Feedback, persons: int, brightness: float) -> tuple[list[SetupItem], bool]:
        """Return the list of checks after one more frame, and whether the session may begin.

        Args:
            feedback: what the chain says about the frame.
            persons: how many people are in the picture.
            brightness: the picture's mean, 0..1.
        """
        items = [
            self._check_light(brightness),
            self._check_person(feedback, persons),
            self._check_frame(feedback),
            self._check_level(feedback),
            self._check_view(feedback),
        ]
        right = all(item.state == "ok" or (item.id == "level" and item.state == "wait") for item in items)
        self._follow(feedback.time_s, right)
        if self._wants_standing:
            self._standing.step(feedback)
            items.append(self._describe_standing())
        return items, self._is_ready(feedback.time_s)

    def _follow(self, time_s: float, right: bool) -> None:
        if not right:
            self._right_since_s = None
        elif self._right_since_s is None:
            self._right_since_s = time_s

    def _is_ready(self, time_s: float) -> bool:
        if self._right_since_s is None:
            return False
        steady_s = time_s - self._right_since_s
        waits = self._wants_standing and self._standing.value_deg is None and steady_s < STANDING_WAIT_S
        return steady_s >= STEADY_S and not waits

    def _item(self, check: str, state: SetupState, key: str, **values: object) -> SetupItem:
        return SetupItem(check, state, self._texts.say(f"setup_{check}_{key}", **values))

    def _check_light(self, brightness: float) -> SetupItem:
        if brightness < DARKEST:
            return self._item("light", "mend", "dark")
        if brightness > BRIGHTEST:
            return self._item("light", "mend", "bright")
        return self._item("light", "ok", "ok")

    def _check_person(self, feedback: Feedback, persons: int) -> SetupItem:
        if not feedback.pose.detected:
            return self._item("person", "mend", "nobody")
        if persons > 1:
            return self._item("person", "mend", "several")
        return self._item("person", "ok", "ok")

    def _check_frame(self, feedback: Feedback) -> SetupItem:
        if not feedback.pose.detected:
            return self._item("frame", "wait", "unknown")
        cut = find_cut(feedback.pose)
        return self._item("frame", "mend" if cut else "ok", cut or "ok")

    def _check_level(self, feedback: Feedback) -> SetupItem:
        # The room knows better: who is bent with age leans before a level camera.
        told_deg = feedback.pose.room_roll_deg
        tilt_deg = measure_tilt_deg(feedback.pose) if math.isnan(told_deg) else told_deg
        if math.isnan(tilt_deg):
            return self._item("level", "wait", "unknown")
        if abs(tilt_deg) > STEEPEST_TILT_DEG:
            return self._item("level", "mend", "tilted", tilt=f"{abs(tilt_deg):.0f}")
        return self._item("level", "ok", "ok")

    def _check_view(self, feedback: Feedback) -> SetupItem:
        if not feedback.pose.detected:
            return self._item("view", "wait", "unknown")
        if feedback.view.ok:
            return self._item("view", "ok", "ok")
        text = feedback.view.advice or self._texts[f"setup_view_turn_{self._stretch.view.kind}"]
        return SetupItem("view", "mend", text)

    def _describe_standing(self) -> SetupItem:
        if self._standing.value_deg is not None:
            return self._item("standing", "ok", "ok")
        return self._item("standing", "wait", "take")
