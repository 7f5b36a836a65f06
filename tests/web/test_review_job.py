"""A review in the background: progress, cancelling, and what is left on the disk."""

from __future__ import annotations

import gc
import threading
import time
from pathlib import Path

import pytest

from posecheck.errors import InputError
from posecheck.stretch.library import load_stretch
from posecheck.web import jobs
from posecheck.web.review_job import ReviewJob

LIMIT_S = 20.0


@pytest.fixture(scope="module")
def stretch():
    return load_stretch("cobra")


def start(stretch, name="My film.mp4") -> ReviewJob:
    return ReviewJob(stretch, "auto", upload=(name, b"pictures"))


def wait_until(condition) -> None:
    end_s = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < end_s
        time.sleep(0.01)


def list_files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_runs_with_the_upload_and_then_deletes_it(reviews, stretch, tmp_path):
    job = start(stretch)
    wait_until(lambda: reviews.orders)

    assert reviews.contents == [b"pictures"]
    assert job.look().state == "running"
    assert job.look().fraction == 0.5
    assert job.look().left_s is not None
    reviews.let_go.set()
    assert job.wait(LIMIT_S)

    assert job.look().state == "done"
    assert job.outcome is not None
    assert list_files(tmp_path) == ["review.json"]
    job.discard()
    assert list(tmp_path.iterdir()) == []


def test_keeps_a_sample_where_it_is(reviews, stretch, tmp_path):
    sample = tmp_path / "cobra__good.mp4"
    sample.write_bytes(b"sample")
    reviews.let_go.set()

    job = ReviewJob(stretch, "left", sample=sample)
    assert job.wait(LIMIT_S)
    job.discard()

    assert reviews.orders[0].path == sample
    assert reviews.orders[0].side == "left"
    assert list_files(tmp_path) == [sample.name]


def test_stops_when_cancelled_and_leaves_no_file(reviews, stretch, tmp_path):
    job = start(stretch)
    wait_until(lambda: reviews.orders)

    job.cancel()

    assert job.wait(LIMIT_S)
    assert job.look().state == "cancelled"
    assert job.outcome is None
    assert list_files(tmp_path) == []


def test_stops_and_cleans_up_when_the_session_drops_it(reviews, stretch, tmp_path):
    job = start(stretch)
    wait_until(lambda: reviews.orders)

    del job
    gc.collect()

    wait_until(lambda: list(tmp_path.iterdir()) == [])


@pytest.mark.parametrize(
    ("error", "words"), [(InputError("Expected a video, found soup."), "soup"), (ZeroDivisionError(), "log")]
)
def test_tells_why_it_failed(reviews, stretch, tmp_path, error, words):
    def fail(_order):
        raise error

    reviews.act = fail
    reviews.let_go.set()

    job = start(stretch)

    assert job.wait(LIMIT_S)
    snapshot = job.look()
    assert snapshot.state == "failed"
    assert words in snapshot.error
    assert "Error" not in snapshot.error
    job.discard()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("/abs/clip.mov", "clip.mov"),
        ("", "upload"),
        ("..", "upload"),
        ("C:\\\\film.mp4", "film.mp4"),
    ],
)
def test_never_writes_outside_its_folder(reviews, stretch, tmp_path, name, kept):
    reviews.let_go.set()
    job = start(stretch, name)
    assert job.wait(LIMIT_S)

    assert reviews.orders[0].path.name == kept
    assert reviews.orders[0].path.is_relative_to(tmp_path)
    job.discard()


def test_waits_for_its_turn_and_can_be_cancelled_meanwhile(reviews, stretch, tmp_path, monkeypatch):
    monkeypatch.setattr(jobs, "_TURNS", threading.BoundedSemaphore(1))
    first = start(stretch)
    wait_until(lambda: reviews.orders)

    second = start(stretch, "second.mp4")
    wait_until(lambda: "Waiting" in second.look().text)
    second.cancel()

    assert second.wait(LIMIT_S)
    assert second.look().state == "cancelled"
    assert len(reviews.orders) == 1
    reviews.let_go.set()
    assert first.wait(LIMIT_S)
    assert first.look().state == "done"
    first.discard()
    assert list(tmp_path.iterdir()) == []
