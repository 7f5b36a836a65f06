"""The review page in a real browser: a sample from click to results, on a desk and on a phone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from tests.live.stage import Server, open_browser

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.slow, pytest.mark.timeout(600)]

# A review takes seconds, but minutes where other work keeps the processor busy.
PATIENCE_MS = 280_000
SIZES = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def server(repo_dir: Path, tmp_path_factory: pytest.TempPathFactory, model_path: Path):  # noqa: ARG001
    running = Server(repo_dir, tmp_path_factory.mktemp("data"))
    yield running
    running.stop()


@pytest.fixture(scope="module")
def playwright():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        yield started


@pytest.fixture
def page(playwright, chromium, server, request):
    """Open the review page, and note every address that is asked for."""
    with open_browser(playwright, chromium, accept_downloads=True) as context:
        page = context.new_page()
        page.set_viewport_size(SIZES[getattr(request, "param", "desk")])
        page.asked = []
        page.on("request", lambda sent: page.asked.append(sent.url))
        page.goto(server.url)
        page.get_by_role("heading", name="Review a video or photo").wait_for(timeout=PATIENCE_MS)
        yield page


def is_wider_than_the_window(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > window.innerWidth")


@pytest.mark.parametrize("page", list(SIZES), indirect=True)
def test_sample_is_reviewed_with_one_click(page, server):
    assert not is_wider_than_the_window(page)
    page.get_by_role("button", name="Leaning forward", exact=True).click()
    page.get_by_test_id("stVideo").wait_for(timeout=PATIENCE_MS)

    text = page.get_by_test_id("stMainBlockContainer").inner_text()
    assert "Needs work" in text
    assert "eaning forward" in text
    assert "wanted -10 to 10°" in text or "wanted range (-10 to 10°)" in text
    page.wait_for_function("document.querySelector('video').readyState >= 1", timeout=PATIENCE_MS)
    assert page.evaluate("document.querySelector('video').duration") > 5
    page.evaluate("document.querySelector('video').play()")
    page.wait_for_function("document.querySelector('video').currentTime > 0.2", timeout=PATIENCE_MS)
    pictures = page.evaluate("[...document.querySelectorAll('.pc-chart img')].map(each => each.naturalWidth)")
    assert len(pictures) >= 3
    assert all(width > 0 for width in pictures)
    assert not is_wider_than_the_window(page)
    elsewhere = [url for url in page.asked if not url.startswith((server.url, "data:", "blob:"))]
    assert elsewhere == []


def test_downloads_are_the_files_of_the_command_line(page, tmp_path):
    page.get_by_role("button", name="Good form").click()
    page.get_by_test_id("stVideo").wait_for(timeout=PATIENCE_MS)

    names = {}
    for label in ("Report", "Video", "Angles (CSV)", "Data (JSON)"):
        with page.expect_download(timeout=PATIENCE_MS) as download:
            page.get_by_role("button", name=label).click()
        names[label] = tmp_path / download.value.suggested_filename
        download.value.save_as(names[label])

    record = json.loads(names["Data (JSON)"].read_text(encoding="utf-8"))
    assert record["stretch"] == "half_kneeling_hip_flexor"
    assert record["verdict"] == "pass"
    assert names["Angles (CSV)"].read_text(encoding="utf-8").startswith("time_s,")
    assert b"ftyp" in names["Video"].read_bytes()[:16]
    assert "<html" in names["Report"].read_text(encoding="utf-8")


def test_upload_of_something_else_is_answered_in_words(page, tmp_path):
    wrong = tmp_path / "shopping.mp4"
    wrong.write_text("milk, eggs", encoding="utf-8")

    page.locator("input[type=file]").set_input_files(str(wrong))
    page.get_by_role("button", name="Review it").click()
    error = page.get_by_test_id("stAlert")
    error.wait_for(timeout=PATIENCE_MS)

    assert "shopping.mp4" in error.inner_text()
    assert "Traceback" not in page.content()


def test_photo_is_reviewed(page, tmp_path):
    photo = tmp_path / "nobody.png"
    Image.new("RGB", (320, 240), (120, 130, 140)).save(photo)

    page.locator("input[type=file]").set_input_files(str(photo))
    page.get_by_role("button", name="Review it").click()
    page.get_by_text("could not be judged").wait_for(timeout=PATIENCE_MS)

    page.get_by_test_id("stImage").wait_for(timeout=PATIENCE_MS)


def test_cancel_stops_the_review(page):
    page.get_by_role("button", name="Good form").click()
    page.get_by_role("button", name="Cancel").click(timeout=PATIENCE_MS)

    page.get_by_text("The review was cancelled").wait_for(timeout=PATIENCE_MS)
    page.get_by_role("button", name="Good form").wait_for(timeout=PATIENCE_MS)
