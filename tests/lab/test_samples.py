"""The sample videos: small, complete, and true to their truth files."""

from __future__ import annotations

import json
from pathlib import Path

import av
import numpy as np
import pytest

from lab.catalogue import RULES

ROOT = Path(__file__).parents[2]
SAMPLES = sorted((ROOT / "sample_videos").glob("*.mp4"))
CLIPS = ROOT / "lab" / "clips"
DESCRIBED = sorted(
    path.stem for pattern in ("samples/*.yaml", "catalogue/*__good.yaml") for path in CLIPS.glob(pattern)
)


@pytest.fixture(params=SAMPLES, ids=lambda path: path.stem)
def sample(request):
    video = request.param
    return video, json.loads(video.with_suffix(".truth.json").read_text(encoding="utf-8"))


def test_every_described_sample_is_there():
    assert [path.stem for path in SAMPLES] == DESCRIBED


def test_the_folder_stays_small():
    assert all(path.stat().st_size < 400_000 for path in SAMPLES)
    assert sum(path.stat().st_size for path in (ROOT / "sample_videos").iterdir()) < 25_000_000


def test_video_and_truth_have_the_same_frames(sample):
    video, truth = sample
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert [stream.width, stream.height] == truth["size"]
        times_s = [packet.pts * float(stream.time_base) for packet in container.demux(stream) if packet.pts is not None]
    assert sorted(times_s) == pytest.approx(truth["time_s"], abs=2e-3)
    assert {len(values) for values in truth["angles"].values()} == {len(times_s)}
    assert {len(values) for values in truth["image_xy"].values()} == {len(times_s)}


def test_the_person_is_inside_the_picture(sample):
    _, truth = sample
    width, height = truth["size"]
    places = np.array(list(truth["image_xy"].values()))
    assert places.min() > 0
    assert places[..., 0].max() < width / height
    assert places[..., 1].max() < 1


def test_a_good_sample_keeps_well_inside_its_bands(sample):
    _, truth = sample
    if truth["variant"] != "good":
        pytest.skip("a faulty performance")
    rules = RULES[truth["stretch"]]
    # What is only guided has no bands and no verdict.
    assert truth["expected_verdict"] == ("pass" if rules.form else "not_assessable")
    if rules.rep is not None:
        assert len(truth["reps"]) >= 3
        way = np.sign(rules.rep.reach_deg - rules.rep.rest_deg)
        beyond = [way * (rep["peak_deg"] - rules.rep.reach_deg) for rep in truth["reps"]]
        assert all(rep["kind"] == "good" for rep in truth["reps"])
        assert min(beyond) >= (5 if rules.rep.measure.endswith("_deg") else 0.05)
        return
    start_s, end_s = max(truth["holds"], key=lambda hold: hold[1] - hold[0])
    assert end_s - start_s >= 5
    time_s, side = np.array(truth["time_s"]), "right" if truth["side"] == "right" else "left"
    held = (time_s >= start_s + 1) & (time_s < end_s - 1)
    for band in rules.form:
        values = np.array(truth["angles"][band.column(side)])[held]
        margin = 5 if band.measure.endswith("_deg") else 0.1
        assert values.min() >= band.low + margin
        assert values.max() <= band.high - margin


def test_a_faulty_sample_is_plainly_faulty(sample):
    _, truth = sample
    if truth["variant"] == "good":
        pytest.skip("a good performance")
    assert truth["expected_verdict"] == "fail"
    if RULES[truth["stretch"]].rep is None:
        longest_s = max(fault["end_s"] - fault["start_s"] for fault in truth["faults"])
        assert longest_s > 5
    else:
        assert all(rep["kind"] != "good" for rep in truth["reps"])


def test_both_sides_are_shown():
    sides = {json.loads(path.with_suffix(".truth.json").read_text(encoding="utf-8"))["side"] for path in SAMPLES}
    assert {"left", "right"} <= sides
