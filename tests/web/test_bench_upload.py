"""Clips for the bench: found in the background, cancelled, refused; only landmarks are kept."""

from __future__ import annotations

import re
import threading
import time

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from posecheck.errors import InputError, ReviewCancelled
from posecheck.history import StoredTrack
from posecheck.web.jobs import Job
from tests.history.builders import build_track

STRETCH = "half_kneeling_hip_flexor"
LIMIT_S = 20.0


class Work:
    """Stands in for finding the landmarks: waits for `let_go`, then gives a track or raises `error`."""

    def __init__(self):
        self.let_go, self.error, self.paths = threading.Event(), None, []

    def __call__(self, path, _folder, listen, cancelled):
        listen(0.4, "Finding the body")
        self.paths.append(path)
        while not self.let_go.wait(0.01):
            if cancelled():
                raise ReviewCancelled("Cancelled.")
        if self.error:
            raise self.error
        return StoredTrack(build_track(60), np.ones(60, np.uint8))


@pytest.fixture
def work(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    found = Work()
    yield found
    found.let_go.set()


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.setenv("POSECHECK_DATA", str(tmp_path / "data"))

    def script():
        from posecheck.web import bench

        bench.render()

    return AppTest.from_function(script, default_timeout=60)


@pytest.fixture
def job(work, page):
    """A clip on its way, as the page began it."""
    started = Job(work, upload=("my <clip>.mp4", b"pictures"))
    page.session_state["bench_job"] = STRETCH, started
    end_s = time.monotonic() + LIMIT_S
    while not work.paths and time.monotonic() < end_s:
        time.sleep(0.01)
    return started


def read_text(at):
    pieces = [each.value for kind in (at.markdown, at.info, at.error) for each in kind]
    return re.sub(r"\\(.)", r"\1", " ".join(pieces))


def list_labels(at):
    return [each.label for each in at.expander]


def find_cancel(at):
    return [button for button in at.button if button.label == "Cancel"]


def test_shows_how_far_it_is_beside_everything_else(page, job):
    page.run()
    assert not page.exception
    assert "my <clip>.mp4" in read_text(page)
    assert find_cancel(page)
    assert "3 samples" in list_labels(page)[0]
    assert job.look().words.startswith("Finding the body · 40%")


def test_cancelled_clip_is_gone_and_nothing_else_changes(page, job, work):
    page.run()
    find_cancel(page)[0].click().run()
    assert job.wait(LIMIT_S)
    page.run()
    assert not page.exception
    assert "Cancelled; the clip was deleted." in read_text(page)
    assert not find_cancel(page)
    assert list_labels(page)[0] == "Recordings: 3 samples"
    assert not work.paths[0].exists()
    page.run()
    assert "Cancelled" not in read_text(page)


def test_found_clip_is_one_of_the_recordings_and_the_file_is_gone(page, job, work):
    page.run()
    work.let_go.set()
    assert job.wait(LIMIT_S)
    page.run()
    assert not page.exception
    assert list_labels(page)[0] == "Recordings: 3 samples, 1 uploaded clip"
    assert not work.paths[0].exists()
    assert "bench_job" not in page.session_state


def test_clip_that_cannot_be_read_is_refused_in_words(page, job, work):
    work.error = InputError("Expected a video, found soup.")
    work.let_go.set()
    assert job.wait(LIMIT_S)
    page.run()
    assert not page.exception
    assert "Expected a video, found soup." in read_text(page)
    assert list_labels(page)[0] == "Recordings: 3 samples"


def test_clip_belongs_to_the_stretch_that_it_was_given_for(page, job, work):
    page.run()
    next(box for box in page.selectbox if box.label == "Stretch or exercise").set_value("cobra").run()
    work.let_go.set()
    assert job.wait(LIMIT_S)
    page.run()
    assert "uploaded" not in list_labels(page)[0]
    next(box for box in page.selectbox if box.label == "Stretch or exercise").set_value(STRETCH).run()
    assert "1 uploaded clip" in list_labels(page)[0]
