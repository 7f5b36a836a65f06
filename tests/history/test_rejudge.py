from __future__ import annotations

import numpy as np
import pytest

from posecheck.history import StoredTrack
from posecheck.history.rejudge import judge_stored_set

pytestmark = [pytest.mark.model, pytest.mark.slow]

CLIPS = ("half_kneeling_hip_flexor__good", "half_kneeling_hip_flexor__leaning_forward")


@pytest.fixture(scope="module", params=CLIPS)
def reviewed(request, sample_dir, model_path):
    """A sample clip as a file's review judges it: track, stretch, result."""
    from posecheck.media import track_media
    from posecheck.stretch.library import load_stretch
    from posecheck.tracking import PoseTracker
    from posecheck.trainer import replay

    tracked = track_media(sample_dir / f"{request.param}.mp4", PoseTracker(model_path))
    stretch = load_stretch("half_kneeling_hip_flexor")
    stored = StoredTrack(tracked.track, np.asarray(tracked.persons, np.uint8))
    return stored, stretch, replay(tracked.track, stretch, "auto", tracked.persons)


def assert_same_judgement(found, expected):
    assert found.verdict == expected.verdict
    assert found.held_s == pytest.approx(expected.held_s, abs=0.1)
    assert [(check.id, check.verdict) for check in found.checks] == [
        (check.id, check.verdict) for check in expected.checks
    ]
    for mine, theirs in zip(found.checks, expected.checks, strict=True):
        assert mine.median_deg == pytest.approx(theirs.median_deg, abs=0.1)


def test_stored_track_is_judged_as_the_clip_was(history, reviewed):
    stored, stretch, expected = reviewed
    session_id = history.record_upload(stored, stretch, expected)
    found = judge_stored_set(history.load_stored_track(session_id), stretch, expected.side, None)
    assert_same_judgement(found, expected)


def test_session_that_was_cut_off_is_judged_as_the_clip_was(history, reviewed):
    stored, stretch, expected = reviewed
    recorder = history.start_session(stretch, side=expected.side)
    for pose in stored.track:
        recorder.append(pose)
    recorder.flush()
    history.recover(stale_after_s=0)
    [only] = history.get_session(recorder.id).sets
    assert only.summary.verdict == expected.verdict
    assert only.summary.held_s == pytest.approx(expected.held_s, abs=0.1)
    assert [check.verdict for check in only.checks] == [check.verdict for check in expected.checks]
