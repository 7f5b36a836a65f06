"""`review.json` and `measures.csv` keep the contract that scripts count on."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from posecheck.errors import InputError
from posecheck.measures import MEASURES
from posecheck.media import SourceInfo, TrackedVideo
from posecheck.pose import PoseTrack
from posecheck.review.chain import Review, check_side, judge_tracked
from posecheck.review.record import build_record, format_measures
from posecheck.stretch.library import load_stretch
from tests.core.poses import make_hold, make_reps, make_track, still_track
from tests.core.stick_figure import half_kneel, stand
from tests.core.test_trainer import bend, raises, session

TEST_STRETCH = make_hold()

# The contract of the review: every one of these keys in every record.
TOP = {
    *("schema_version", "stretch", "side", "source", "view", "holds", "held_s", "reps"),
    *("reps_good", "reps_partial", "reps_faulty", "checks", "cues", "verdict", "recognition"),
}
SOURCE = {"duration_s", "fps", "width", "height", "frames", "frames_tracked"}
VIEW = {"kind", "yaw_deg", "posture", "ok", "advice"}
HOLD = {"start_s", "end_s", "held_s"}
REP = {"start_s", "peak_s", "end_s", "peak_deg", "good", "faults"}
CHECK = {
    *("id", "measure", "verdict", "reason", "median_deg", "p05_deg", "p95_deg"),
    *("assessed_s", "in_band_s", "cue"),
}
CUE = {"t_s", "check", "text"}


def make_review(track: PoseTrack, stretch=TEST_STRETCH, side="right", kind="video") -> Review:
    source = SourceInfo(Path("a folder/clip.mp4"), kind, len(track) / 20, 20.0, 1280, 720, len(track))
    tracked = TrackedVideo(track, np.ones(len(track), dtype=np.int64), source, ("It ends early.",))
    return judge_tracked(tracked, stretch, side)


REVIEWS = {
    "hold": lambda: make_review(make_track(session, 14)),
    "reps": lambda: make_review(make_track(raises, 12.5), make_reps()),
    "fault": lambda: make_review(still_track(bend(120), 5)),
    "nobody": lambda: make_review(still_track(None)),
    "empty": lambda: make_review(PoseTrack.from_poses([])),
    "wrong_view": lambda: make_review(still_track(bend(90, heading=45))),
    "photo": lambda: make_review(still_track(bend(90)).slice(0, 1), kind="photo"),
}


@pytest.fixture(params=REVIEWS)
def review(request) -> Review:
    return REVIEWS[request.param]()


def test_every_key_is_there(review):
    record = build_record(review)
    assert set(record) >= TOP
    assert set(record["source"]) >= SOURCE
    assert set(record["view"]) >= VIEW
    for name, keys in (("holds", HOLD), ("reps", REP), ("checks", CHECK), ("cues", CUE)):
        for row in record[name]:
            assert set(row) >= keys, name
    assert record["schema_version"] == 1
    assert record["verdict"] in ("pass", "fail", "not_assessable", "not_performed")
    for check in record["checks"]:
        assert check["verdict"] in ("pass", "fail", "not_assessable")
        assert bool(check["reason"]) == (check["verdict"] == "not_assessable")
        assert (check["verdict"] == "fail") == bool(check["cue"])


def test_it_is_strict_json_without_nan(review):
    record = build_record(review)
    assert json.loads(json.dumps(record, allow_nan=False)) == record


def test_values_of_a_hold():
    record = build_record(REVIEWS["hold"]())
    assert record["held_s"] == pytest.approx(6, abs=0.4)
    assert len(record["holds"]) == 2
    assert sum(hold["held_s"] for hold in record["holds"]) == pytest.approx(record["held_s"], abs=0.002)
    assert record["reps"] == []
    assert (record["stretch"], record["side"]) == ("test_stretch", "right")
    assert record["source"]["frames"] == 280
    assert record["source"]["frames_tracked"] == 260
    assert (record["source"]["name"], record["source"]["warnings"]) == ("clip.mp4", ["It ends early."])


def test_values_of_repetitions():
    record = build_record(REVIEWS["reps"]())
    assert (record["reps_good"], record["reps_partial"], record["reps_faulty"]) == (1, 1, 1)
    assert [rep["good"] for rep in record["reps"]] == [True, False, False]
    assert record["reps"][2]["faults"] == ["knee"]
    assert (record["held_s"], record["holds"]) == (0, [])


def test_what_was_never_seen_is_null():
    record = build_record(REVIEWS["nobody"]())
    assert record["view"]["yaw_deg"] is None
    assert record["view"]["reason"] == "nobody"
    assert {check["median_deg"] for check in record["checks"]} == {None}


def test_what_was_recognised_is_told():
    told = build_record(REVIEWS["hold"]())["recognition"]
    assert set(told) == {"chosen", "best", "runner_up", "looks_like", "sure", "reason"}
    assert told["chosen"] is True
    assert set(told["best"]) == {"stretch", "name", "side", "seen_s", "reps", "fit", "evidence"}
    assert build_record(REVIEWS["nobody"]())["recognition"]["reason"] == "nobody"


def test_without_a_stretch_the_recognised_one_is_judged():
    review = make_review(still_track(half_kneel("left"), 5), None, side="auto")
    assert (review.stretch.id, review.result.side, review.chosen) == ("half_kneeling_hip_flexor", "left", False)
    assert review.result.verdict == "pass"
    assert review.looks_like is None


def test_another_stretch_than_the_chosen_one_is_named():
    review = make_review(still_track(half_kneel("left"), 5), load_stretch("cobra"), side="auto")
    assert (review.stretch.id, review.result.verdict) == ("cobra", "not_performed")
    assert review.looks_like.stretch == "half_kneeling_hip_flexor"
    assert build_record(review)["recognition"]["looks_like"]["side"] == "left"


@pytest.mark.parametrize(
    ("track", "words"),
    [(still_track(None, 3), "nobody was seen"), (still_track(stand(), 3), "no pose was held")],
)
def test_none_of_these_is_an_error_that_says_why(track, words):
    with pytest.raises(InputError, match=f"Expected one of the .* stretches .*: {words}.*Choose the stretch yourself"):
        make_review(track, None, side="auto")


def read_csv(review: Review) -> tuple[list[str], list[dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(format_measures(review)))
    rows = list(reader)
    return list(reader.fieldnames or []), rows


def test_columns_are_the_time_and_every_measure():
    header, rows = read_csv(REVIEWS["hold"]())
    expected = ["time_s"]
    for name, measure in MEASURES.items():
        expected += [f"{side}{name}_{measure.unit}" for side in (("left_", "right_") if measure.paired else ("",))]
    assert header == expected
    assert len(rows) == 280
    assert [float(row["time_s"]) for row in rows] == pytest.approx(np.arange(280) / 20)


def test_cells_are_values_or_empty():
    _, rows = read_csv(REVIEWS["hold"]())
    for row in rows:
        assert all(cell == "" or math.isfinite(float(cell)) for cell in row.values())
        assert row["pelvis_obliquity_deg"] == ""
    # Away from 8 to 9 s, turned from 10 to 12 s.
    assert {cell for name, cell in rows[170].items() if name != "time_s"} == {""}
    assert rows[230]["right_knee_flexion_deg"] == ""
    assert float(rows[60]["right_knee_flexion_deg"]) == pytest.approx(90, abs=5)


@pytest.mark.parametrize("frames", [0, 1])
def test_a_header_is_written_even_without_frames(frames):
    header, rows = read_csv(make_review(still_track(bend(90)).slice(0, frames)))
    assert "right_knee_flexion_deg" in header
    assert len(rows) == frames


def test_a_clip_longer_than_a_portion_has_one_header():
    track = make_track(lambda _: bend(90), 40)
    _, rows = read_csv(make_review(track))
    assert len(rows) == 800
    assert {row["right_knee_flexion_deg"] for row in rows} == {rows[0]["right_knee_flexion_deg"]}


def test_a_mirrored_clip_has_the_sides_swapped():
    track = make_track(session, 14)
    _, plain = read_csv(make_review(track))
    _, mirrored = read_csv(make_review(track.mirrored(), side="left"))
    for a, b in zip(plain, mirrored, strict=True):
        # Not to the hundredth: what the network draws too far right is taken off both ways round.
        for here, there, most in (
            ("right_knee_flexion_deg", "left_knee_flexion_deg", 0.5),
            ("trunk_lean_deg",) * 2 + (0.7,),
        ):
            before, after = (abs(float(row[name] or "nan")) for row, name in ((a, here), (b, there)))
            assert after == pytest.approx(before, abs=most, nan_ok=True)


@pytest.mark.parametrize("side", ["left", "right", "auto"])
def test_sides(side):
    assert check_side(side) == side


@pytest.mark.parametrize("side", ["", "Left", "both"])
def test_an_unknown_side_is_refused(side):
    from posecheck.errors import InputError

    with pytest.raises(InputError, match="left, right, auto"):
        check_side(side)


def test_a_long_number_is_rounded_to_thousandths():
    review = REVIEWS["fault"]()
    odd = replace(review, result=replace(review.result, held_s=1.23456789))
    assert build_record(odd)["held_s"] == 1.235
