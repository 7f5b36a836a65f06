"""Reviewing a whole programme on the review page, without a network."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from posecheck.history import History
from posecheck.language import speak
from posecheck.media import TrackedVideo
from posecheck.media.source import SourceInfo
from posecheck.review import ProgrammeFilm
from posecheck.review.programme import judge_programme
from posecheck.stretch.library import list_stretches
from posecheck.stretch.programmes import load_programme
from posecheck.web import viewing
from tests.history.builders import find_german
from tests.programme_review.films import FRONTAL, WALKING, shoot


def make_film(language: str) -> ProgrammeFilm:
    """Four ways of the hip, begun: both to the front, the right leg alone to the side and with a leaning trunk."""
    left, right = "leg_raise_{}__good:left", "leg_raise_{}__good:right"
    scenes = [WALKING, left.format("forward"), WALKING, right.format("forward"), FRONTAL]
    scenes += ["leg_raise_side__trunk_leans:right", FRONTAL]
    track = shoot(*scenes).track
    tracked = TrackedVideo(
        track,
        np.ones(len(track), dtype=np.int64),
        SourceInfo(Path("evening.mp4"), "video", float(track.time_s[-1]), 12.0, 640, 480, len(track)),
    )
    stretches = {each.id: each for each in list_stretches()}
    with speak(language):
        return judge_programme(tracked, load_programme("hip_four_way"), stretches)


@pytest.fixture
def page() -> AppTest:
    def script() -> None:
        from posecheck.web import review

        review.render()

    return AppTest.from_function(script, default_timeout=60)


@pytest.fixture
def film(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[ProgrammeFilm]:
    """What every review of a programme finds in this test, in English unless another language is asked for."""
    made = make_film(getattr(request, "param", "en"))

    def review(order: Any, _programme: Any, on_progress: Any, _cancelled: Any) -> tuple[ProgrammeFilm, dict[str, Path]]:
        on_progress(0.5, "Finding the body")
        order.out_dir.mkdir(parents=True)
        report = order.out_dir / "report.html"
        report.write_text("<p>all of it</p>", encoding="utf-8")
        return made, {"report.html": report}

    monkeypatch.setattr("posecheck.web.review_programme.review_programme_into_folder", review)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("POSECHECK_DATA", str(tmp_path))
    viewing._open_history.cache_clear()
    yield made
    viewing._open_history.cache_clear()


def collect_html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def upload_film(page: AppTest) -> AppTest:
    page.run()
    page.segmented_control[0].select("A whole programme").run()
    next(each for each in page.selectbox if each.label == "Which programme?").set_value("hip_four_way").run()
    page.file_uploader[0].upload("evening.mp4", b"film", "video/mp4").run()
    next(each for each in page.button if each.label == "Review it").click().run()
    end_s = time.monotonic() + 20.0
    while page.title[0].value == "Reviewing":
        assert time.monotonic() < end_s
        time.sleep(0.05)
        page.run()
    return page


def test_a_programme_says_what_it_holds_and_how_it_is_filmed(page):
    page.run()
    page.segmented_control[0].select("A whole programme").run()
    next(each for each in page.selectbox if each.label == "Which programme?").set_value("imbalance").run()
    assert not page.exception
    text = " ".join(each.value for each in page.markdown)
    assert "minutes in all" in text
    assert "From the front: Standing leg raise to the side" in text
    assert "1. " in collect_html(page)
    assert next(each for each in page.button if each.label == "Review it").disabled


@pytest.mark.usefixtures("film")
def test_the_results_tell_each_stretch_and_side(page):
    upload_film(page)
    assert not page.exception
    assert page.title[0].value == "Four ways of the hip"
    html = collect_html(page)
    assert "3 of 8 parts found" in html
    assert "Left side: good form, too little" in html
    assert "0:08 to 0:19 · 4 good of 10 repetitions" in html
    assert "Trunk leans" in html
    assert "Only the right side was done." in html
    assert "Left out" in " ".join(each.value for each in page.caption)


@pytest.mark.usefixtures("film")
def test_each_part_can_be_kept_in_the_history(page, tmp_path):
    upload_film(page)
    next(each for each in page.button if each.label == "Keep it in the history").click().run()
    assert not page.exception
    assert next(each for each in page.button if each.label == "Kept in the history").disabled
    with History(tmp_path / "history.sqlite3") as history:
        sessions = history.list_sessions()
        assert sorted((each.stretch_id, each.side) for each in sessions) == [
            ("leg_raise_forward", "left"),
            ("leg_raise_forward", "right"),
            ("leg_raise_side", "right"),
        ]
        assert {each.note for each in sessions} == {"Four ways of the hip: evening.mp4"}


@pytest.mark.parametrize("film", ["de"], indirect=True)
def test_parts_of_a_german_review_are_kept_in_english(page, film, tmp_path):
    faults = {check.fault for *_, each in film.review.list_sets() for check in each.result.checks}
    assert any(fault.startswith("Oberkörper neigt sich") for fault in faults)
    upload_film(page)
    next(each for each in page.button if each.label == "Keep it in the history").click().run()
    with History(tmp_path / "history.sqlite3") as history:
        ids = {each.stretch_id for each in history.list_sessions()}
        assert ids == {"leg_raise_forward", "leg_raise_side"}
        assert [find_german(history, each) for each in ids] == [[], []]
