from __future__ import annotations

import json
from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest

from posecheck.history import History
from tests.history.builders import build_check, build_poses, build_result, build_stretch
from tests.live.stage import Server, open_browser

pytestmark = [pytest.mark.browser, pytest.mark.slow]

sync_api = pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    folder = tmp_path_factory.mktemp("progress")
    with History(folder / "history.sqlite3") as history:
        for days_ago, angle in ((9, 112.0), (4, 108.0), (0, 96.0)):
            started = datetime.now().astimezone() - timedelta(days=days_ago)
            recorder = history.start_session(build_stretch(), side="both", started=started)
            for index, side in enumerate(("left", "right")):
                recorder.start_set(side)
                for pose in build_poses(10, start_s=index * 10.0):
                    recorder.append(pose)
                recorder.finish_set(build_result(side, checks=[build_check(median=angle, side=side)]))
            recorder.finish(note=f"private {days_ago}")
    return folder


@pytest.fixture(scope="module")
def server(repo_dir, data_dir):
    running = Server(repo_dir, data_dir)
    yield running
    running.stop()


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (390, 844)])
def test_page_fits_draws_and_asks_nobody_else(server, chromium, width, height):
    asked = []
    with sync_api.sync_playwright() as playwright, open_browser(playwright, chromium) as context:
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        page.on("request", lambda request: asked.append(urlsplit(request.url)))
        page.goto(f"{server.url}/progress")
        page.wait_for_selector("[data-testid=stVegaLiteChart] :is(canvas, svg)", timeout=30_000)
        assert page.locator("[data-testid=stVegaLiteChart]").count() >= 2
        assert page.locator(".pc-day.pc-done").count() == 3
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert {url.hostname for url in asked if url.scheme not in {"data", "blob"}} == {"127.0.0.1"}


def test_download_then_delete(server, chromium, data_dir):
    with sync_api.sync_playwright() as playwright, open_browser(playwright, chromium) as context:
        page = context.new_page()
        page.goto(f"{server.url}/progress")
        with page.expect_download(timeout=30_000) as waiting:
            page.get_by_role("button", name="Everything but landmarks (JSON)").click(timeout=30_000)
        document = json.loads(waiting.value.path().read_text())
        assert [session["note"] for session in document["sessions"]] == ["private 0", "private 4", "private 9"]
        page.get_by_role("tab", name="Sessions").click()
        page.get_by_role("button", name="Delete this session").click()
        page.get_by_role("button", name="Delete for good").click()
        page.get_by_text("The session was deleted.").wait_for(timeout=30_000)
        left = b"".join(file.read_bytes() for file in data_dir.glob("history.sqlite3*"))
        assert b"private 0" not in left
        assert b"private 4" in left
        page.get_by_text("Delete everything", exact=True).click()
        page.get_by_label("to confirm").fill("delete")
        page.get_by_label("to confirm").press("Enter")
        page.get_by_role("button", name="Delete everything for good").click()
        page.get_by_text("Your first session opens this page.").wait_for(timeout=30_000)
    assert b"private" not in b"".join(file.read_bytes() for file in data_dir.glob("history.sqlite3*"))
