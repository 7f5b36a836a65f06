"""The pages as Streamlit builds them, without a browser."""

from __future__ import annotations

import re
import time
from html import escape

import pytest
from streamlit.testing.v1 import AppTest

from posecheck.errors import InputError
from posecheck.stretch.library import list_stretches
from posecheck.web.settings import MAIN_SCRIPT, read_settings

LIMIT_S = 20.0


@pytest.fixture
def page() -> AppTest:
    def script() -> None:
        from posecheck.web import review

        review.render()

    return AppTest.from_function(script, default_timeout=60)


def collect_html(app: AppTest) -> str:
    return " ".join(element.proto.body for element in app.get("html"))


def press(app: AppTest, label: str) -> AppTest:
    button = next(button for button in app.button if button.label == label)
    return button.click().run()


def run_until(app: AppTest, condition) -> AppTest:
    end_s = time.monotonic() + LIMIT_S
    while not condition(app):
        assert time.monotonic() < end_s
        time.sleep(0.05)
        app.run()
    return app


def get_title(app: AppTest) -> str:
    return app.title[0].value


def test_shell_shows_the_first_page_with_its_disclaimer():
    app = AppTest.from_file(str(MAIN_SCRIPT), default_timeout=60).run()

    assert not app.exception
    assert get_title(app) == "Review a video or photo"
    assert "no substitute for a professional" in collect_html(app)


def test_every_stretch_has_its_picture_and_its_camera(page):
    page.run()

    for stretch in list_stretches():
        page.selectbox[0].set_value(stretch.id).run()

        assert not page.exception
        html = collect_html(page)
        assert f'alt="Drawing of {escape(stretch.name)}"' in html
        assert stretch.view.placement.split(",")[0] in html
        assert len(re.findall("data:image/svg", html)) == 2


def test_the_chosen_stretch_stays_chosen(page):
    page.run()
    page.selectbox[0].set_value("cobra").run()
    page.selectbox[0].set_value("air_squat").run()
    page.run()

    assert page.selectbox[0].value == "air_squat"


def test_asks_for_the_side_only_where_there_is_one(page):
    page.run()
    page.selectbox[0].set_value("knee_to_chest").run()
    assert [group.label for group in page.button_group] == ["What is in it?", "Side that is trained"]

    page.selectbox[0].set_value("air_squat").run()
    assert [group.label for group in page.button_group] == ["What is in it?"]


def test_review_waits_for_a_file(page):
    page.run()

    button = next(button for button in page.button if button.label == "Review it")
    assert button.disabled


def test_says_so_where_no_samples_are(page, monkeypatch):
    monkeypatch.setattr("posecheck.web.samples.find_sample_folder", lambda: None)
    monkeypatch.setattr("posecheck.web.review.find_sample_folder", lambda: None)

    page.run()

    assert any("this installation has none" in text.value for text in page.markdown)


def test_upload_is_reviewed_on_the_chosen_side(page, reviews):
    page.run()
    page.selectbox[0].set_value("knee_to_chest").run()
    page.file_uploader[0].set_value(("me.mp4", b"film", "video/mp4")).run()
    reviews.let_go.set()

    def fail(_order):
        raise InputError("Expected a video, but me.mp4 is soup.")

    reviews.act = fail
    press(page, "Review it")
    run_until(page, lambda app: app.error)

    assert reviews.contents == [b"film"]
    assert reviews.orders[0].stretch.id == "knee_to_chest"
    assert reviews.orders[0].side == "auto"
    assert page.error[0].value == "Expected a video, but me.mp4 is soup."
    assert get_title(page) == "Review a video or photo"


def test_cancel_ends_the_review_and_says_so(page, reviews, tmp_path):
    page.run()
    press(page, "Good form")
    assert get_title(page) == "Reviewing"
    run_until(page, lambda _app: reviews.orders)

    press(page, "Cancel")
    run_until(page, lambda app: get_title(app) != "Reviewing")

    assert "cancelled" in page.info[0].value
    assert not list(tmp_path.glob("posecheck-*"))


def test_an_unexpected_error_is_words_and_not_a_traceback(monkeypatch):
    monkeypatch.setattr("posecheck.web.review.choose_or_recognise", lambda *_labels: 1 // 0)

    app = AppTest.from_file(str(MAIN_SCRIPT), default_timeout=60).run()

    assert not app.exception
    assert "Something went wrong" in app.error[0].value
    assert "division" not in app.error[0].value


def test_safety_page_names_the_emergency():
    def script() -> None:
        from posecheck.web import safety

        safety.render()

    app = AppTest.from_function(script, default_timeout=60).run()

    assert not app.exception
    assert "bladder or bowel" in app.error[0].value
    assert "emergency services" in app.error[0].value


def test_settings_keep_to_this_machine():
    settings = read_settings()

    assert settings["browser.gatherUsageStats"] is False
    assert settings["server.address"] == "127.0.0.1"
    assert settings["client.showErrorDetails"] == "none"
