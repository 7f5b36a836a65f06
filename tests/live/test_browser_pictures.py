"""Pictures of faults in a real Chromium: asked for in the form, shown at the end and later, gone with the session."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from posecheck.history import SessionFilter, load_pictures
from posecheck.stretch.library import load_stretch
from tests.live.fake_camera import Part, write_camera
from tests.live.stage import HIP, CoachPage, open_browser, open_history

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.slow]

CHOICE = "Keep a picture of the moment of each fault"
WORDS = load_stretch(HIP).find_check("trunk").cues.high.rstrip(".")
READY_S = 5.0


def practise_badly(page):
    """Go to the camera, be corrected and end."""
    page.page.get_by_role("button", name="Go to the camera").click()
    page.page.get_by_text("No other is stored.").wait_for(timeout=30_000)
    page.begin()
    page.coach.locator(".cue strong").get_by_text(WORDS).wait_for(timeout=40_000)
    # A fault counts from 0.7 s on.
    page.page.wait_for_timeout(1000)
    page.press("Pause")
    page.press("End session")
    page.page.get_by_role("heading", name="Session ended").wait_for(timeout=20_000)


def test_a_picture_that_was_asked_for_is_shown_and_goes_with_the_session(
    playwright, chromium, server, find_clip, tmp_path
):
    camera = tmp_path / "camera.mjpeg"
    clip = find_clip(f"{HIP}__leaning_forward")
    write_camera(camera, [Part(clip, seconds=READY_S), Part(clip)])
    with open_browser(playwright, chromium, camera) as context:
        page = CoachPage(context, server)
        page.page.get_by_text(CHOICE).click(timeout=60_000)
        practise_badly(page)
        shown = page.page.locator(".pc-moments img")
        shown.first.wait_for(timeout=20_000)
        assert shown.first.evaluate("image => image.naturalHeight") == 480
        with open_history(server) as history:
            (session,) = history.list_sessions(SessionFilter())
            kept = load_pictures(history, session.id)
        assert "trunk" in {each.check_id for each in kept}
        assert len(kept) == shown.count()
        picture = cv2.imdecode(np.frombuffer(kept[0].jpeg, np.uint8), cv2.IMREAD_COLOR)
        assert picture.shape == (480, 640, 3)
        page.page.goto(f"{server.url}/progress")
        page.page.get_by_role("tab", name="Sessions").click(timeout=60_000)
        page.page.locator(".pc-moments img").first.wait_for(timeout=20_000)
        page.page.get_by_role("button", name="Delete this session").click()
        page.page.get_by_role("button", name="Delete for good").click()
        page.page.get_by_text("The session was deleted.").wait_for(timeout=20_000)
    assert not (server.data_dir / "pictures").exists()
