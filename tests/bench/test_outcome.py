from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from posecheck.bench.draft import Draft, apply_draft, place_band
from posecheck.bench.examples import list_sample_files, load_sample, load_sets, make_upload
from posecheck.bench.judge import ExampleJudge
from posecheck.bench.outcome import compare_examples, sum_up
from posecheck.bench.subjects import Bounds, list_movables, move_bounds, read_bounds
from posecheck.bench.trace import MOST_POINTS, Subject, build_lanes, find_domain
from posecheck.history import History, HistoryError, StoredTrack
from posecheck.stretch.library import list_stretches, load_stretch
from posecheck.stretch.schema import Band
from posecheck.trainer import replay

STRETCH = "half_kneeling_hip_flexor"
TRUNK = ("checks", "trunk")


@pytest.fixture(scope="module")
def stretch():
    return load_stretch(STRETCH)


@pytest.fixture(scope="module")
def examples(sample_dir):
    return [load_sample(path) for path in list_sample_files(sample_dir, STRETCH)]


def find(examples, word):
    return next(example for example in examples if word in example.title)


def test_every_sample_video_has_its_track(sample_dir):
    # A clip that is still being written has a longer name.
    videos = {path.stem for path in sample_dir.glob("*.mp4") if path.stem.isidentifier()}
    assert videos
    missing = videos - {path.stem for path in sample_dir.glob("*.track")}
    assert not missing, "python -m lab sample-tracks --missing"


def test_good_sample_comes_first(examples):
    assert [example.title for example in examples][0] == "Sample: good form"
    assert len(examples) == 3


def test_samples_are_judged_as_their_truth_says(examples, stretch):
    judge = ExampleJudge()
    assert judge(find(examples, "good"), stretch).verdict == "pass"
    assert judge(find(examples, "leaning"), stretch).verdict == "fail"


def test_judge_says_what_the_replay_says(examples, stretch):
    example = examples[0]
    changed = apply_draft(place_band(Draft(), stretch, ("checks", "front_knee"), 90, 120, None), stretch)
    for each in (stretch, changed, stretch):
        asked = ExampleJudge()(example, each)
        told = replay(example.stored.track, each, "auto", example.stored.persons.tolist())
        assert (asked.verdict, asked.held_s, asked.checks) == (told.verdict, told.held_s, told.checks)


def test_widened_band_lets_the_leaning_sample_pass_and_is_counted(examples, stretch):
    draft = place_band(Draft(), stretch, TRUNK, -10, 60, None)
    draft = place_band(draft, stretch, ("checks", "kneeling_hip"), -60, 60, None)
    outcomes = compare_examples(examples, stretch, apply_draft(draft, stretch), ExampleJudge())
    leaning = next(outcome for outcome in outcomes if "leaning" in outcome.example.title)
    assert (leaning.before.verdict, leaning.after.verdict) == ("fail", "pass")
    assert "Verdict: needs work → pass" in [change.text for change in leaning.changes]
    totals = sum_up(outcomes)
    assert (totals.recordings, totals.changed) == (3, 1)
    assert totals.verdicts == {("fail", "pass"): 1}
    assert totals.held_s[1] > totals.held_s[0]


def test_nothing_changes_without_a_draft(examples, stretch):
    outcomes = compare_examples(examples, stretch, stretch, ExampleJudge())
    assert all(outcome.before is outcome.after and not outcome.changes for outcome in outcomes)


def test_lanes_are_thin_and_say_where_nothing_was_measured(examples, stretch):
    outcomes = compare_examples(examples, stretch, stretch, ExampleJudge())
    lanes = build_lanes(outcomes, Subject("trunk_lean", "middle"))
    good = lanes[0]
    assert good["verdict"] == "pass"
    assert len(good["time_s"]) == len(good["values"]) <= MOST_POINTS
    assert good["time_s"][0] == 0
    (start_s, end_s), *_ = good["in_pose"]
    result = outcomes[0].before
    in_pose = result.timeline.time_s[result.timeline.phase == "in_pose"] - result.timeline.time_s[0]
    assert start_s == pytest.approx(in_pose[0], abs=0.2)
    assert end_s == pytest.approx(in_pose[-1], abs=0.2)
    assert build_lanes(outcomes, Subject("shoulder_flexion", "near"))[0]["values"][0] is None


def test_plot_spans_the_pose_and_the_bands_within_what_a_body_can_do(examples, stretch):
    outcomes = compare_examples(examples, stretch, stretch, ExampleJudge())
    low, high = find_domain(outcomes, Subject("knee_flexion", "other"), [Band(low=75, high=105), Band(high=164)])
    assert low < 75
    assert 164 < high <= 165
    assert find_domain([], Subject("knee_flexion", "other"), [Band(low=75, high=105)]) == (60, 120)


def test_every_bound_of_every_stretch_can_be_moved_and_read_back():
    for stretch in list_stretches():
        for movable in list_movables(stretch):
            bounds = read_bounds(movable, Draft(), stretch)
            assert (bounds.low is not None, bounds.high is not None) == (movable.low, movable.high)
            moved = Bounds(
                None if bounds.low is None else bounds.low - movable.step,
                None if bounds.high is None else bounds.high + movable.step,
                bounds.target,
            )
            draft = move_bounds(movable, Draft(), stretch, moved)
            assert read_bounds(movable, draft, stretch).low == moved.low
            assert read_bounds(movable, draft, stretch).high == moved.high


def test_upside_down_bounds_are_no_band():
    assert Bounds(1, 2).is_band
    assert Bounds(None, 2).is_band
    assert not Bounds(2, 1).is_band
    assert not Bounds(None, None).is_band


def test_sets_of_a_person_are_found_with_what_was_said_then(tmp_path, examples, stretch):
    sample = find(examples, "leaning")
    result = replay(sample.stored.track, stretch)
    with History(tmp_path / "history.sqlite3") as history:
        history.record_upload(sample.stored, stretch, result, person="P-7")
        history.record_upload(sample.stored, stretch, result, person="P-8")
        (found,) = load_sets(history, "P-7", STRETCH)
        assert load_sets(history, "P-7", "cobra") == []
    assert found.origin == "session"
    assert found.judged_then == "fail"
    assert found.side == result.working_side
    assert isinstance(found.when, datetime)
    assert ExampleJudge()(found, stretch).held_s == pytest.approx(result.held_s, abs=0.1)


def test_damaged_sample_is_refused(tmp_path):
    path = tmp_path / "cobra__good.track"
    path.write_bytes(b"not a track")
    with pytest.raises(HistoryError, match="damaged"):
        load_sample(path)


def test_upload_of_nobody_has_a_key():
    from posecheck.pose import PoseTrack

    empty = StoredTrack(PoseTrack.from_poses([]), np.empty(0, np.uint8))
    assert make_upload("a.mp4", empty).key.startswith("upload a.mp4")
