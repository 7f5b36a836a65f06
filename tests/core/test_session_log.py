"""What is kept of the frames, across the portions in which it is kept."""

from __future__ import annotations

import numpy as np
import pytest

from posecheck.session_log import PORTION, REASONS
from posecheck.trainer import Trainer
from tests.core.poses import make_hold, make_track
from tests.core.test_trainer import bend


@pytest.mark.parametrize("frames", [1, PORTION - 1, PORTION, PORTION + 1])
def test_every_frame_is_in_the_timeline_whatever_the_portion(frames):
    track = make_track(lambda t: None if 1 <= t < 1.5 else bend(90, lean=25), frames / 20)
    trainer = Trainer(make_hold(), "right")
    feedbacks = trainer.advance(track)
    timeline = trainer.finish().timeline
    np.testing.assert_array_equal(timeline.time_s, track.time_s)
    assert timeline.phase.tolist() == [each.phase for each in feedbacks]
    assert timeline.good.tolist() == [each.good for each in feedbacks]
    codes = {"pass": 1, "fail": 0, "not_assessable": -1}
    for index, name in enumerate(("knee", "trunk")):
        states = [each.checks[index] for each in feedbacks]
        assert timeline.verdicts[name].tolist() == [codes[state.verdict] for state in states]
        assert [REASONS[code] for code in timeline.reasons[name]] == [state.reason for state in states]
    np.testing.assert_array_equal(
        timeline.values["right_knee_flexion_deg"], [each.values["right_knee_flexion_deg"] for each in feedbacks]
    )


@pytest.mark.parametrize(("lean", "sign"), [(25, 1), (-25, -1)])
def test_the_excess_has_the_sign_of_its_direction(lean, sign):
    trainer = Trainer(make_hold(), "right")
    trainer.advance(make_track(lambda _: bend(90, lean=lean), 2))
    timeline = trainer.finish().timeline
    assert timeline.excess["trunk"][-1] == pytest.approx(sign * 15)
    assert set(timeline.excess["knee"].tolist()) == {0.0}
