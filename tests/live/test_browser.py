"""Live practice in a real Chromium whose camera plays sample clips: what a person sees and hears."""

from __future__ import annotations

import pytest

from lab.clip import load_clip
from lab.scene import Scene
from posecheck.history import SessionFilter
from posecheck.review import review_file
from posecheck.stretch.library import load_stretch
from tests.live.fake_camera import Part, write_camera
from tests.live.stage import HIP, CoachPage, make_plan, open_browser, open_history

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.slow]

HIP_POSE = load_stretch(HIP)
# Somebody who stands still first, so that the standing posture can be noted.
STANDING_S = 7.0
# Long enough for the slowest machine to be ready before the clip begins to play.
READY_S = 15.0
PICTURE_SIGNS = (b"\xff\xd8\xff", b"\x89PNG", b"WEBP")


def test_a_whole_session_of_both_sides_without_a_hand(playwright, chromium, server, good_clip, tmp_path):
    camera = tmp_path / "camera.mjpeg"
    mirrored = Part(good_clip, mirrored=True)
    write_camera(
        camera,
        [Part(good_clip, seconds=STANDING_S), Part(good_clip), Part(good_clip, mirrored=True, seconds=2), mirrored],
    )
    session_id = server.open_session(make_plan(sides=("left", "right"), amount=5))
    with open_browser(playwright, chromium, camera) as context:
        page = CoachPage(context, server, session_id)
        page.start()
        page.wait_for("phase", "countdown", 60)
        page.wait_for("phase", "rest", 90)
        assert page.read("step") == "1"
        page.wait_for("phase", "finished", 120)
        page.page.get_by_role("heading", name="Well done").wait_for(timeout=20_000)
        spoken = [entry["text"] for entry in page.spoken]
        page.page.get_by_text("5 of 5 s held").nth(1).wait_for(timeout=20_000)
        requests = page.requests
    for text in ("Get ready.", "Left side. Take the pose when you are ready.", "Hold it there."):
        assert text in spoken
    assert any(text.startswith("Rest. Then the right side") for text in spoken)
    assert {url.split("/")[2] for url in requests if url.startswith(("http", "ws"))} == {f"127.0.0.1:{server.port}"}
    with open_history(server) as history:
        latest = history.list_sessions(SessionFilter())[0]
        assert (latest.state, latest.stretch_id, latest.source) == ("finished", HIP, "live")
        assert [(each.side, each.held_s) for each in latest.sets] == [
            ("left", pytest.approx(5, abs=0.5)),
            ("right", pytest.approx(5, abs=0.5)),
        ]
        assert len(history.load_track(latest.id)) > 50
    for path in server.data_dir.rglob("*"):
        if path.is_file():
            assert not any(sign in path.read_bytes() for sign in PICTURE_SIGNS), path


def test_held_time_is_that_of_the_upload_review(playwright, chromium, server, good_clip, tmp_path):
    review = review_file(good_clip, HIP, side="left")
    camera = tmp_path / "camera.mjpeg"
    write_camera(camera, [Part(good_clip, seconds=READY_S), Part(good_clip)])
    with open_browser(playwright, chromium, camera) as context:
        page = CoachPage(context, server, server.open_session(make_plan(amount=120)))
        page.start()
        held_s = page.settle("held", timeout_s=90)
    assert held_s == pytest.approx(review.result.held_s, abs=0.5)


@pytest.mark.parametrize("name", ["leg_raise_side__good", "air_squat__good"])
def test_repetitions_are_those_of_the_upload_review(name, playwright, chromium, server, find_clip, tmp_path):
    clip, stretch_id = find_clip(name), name.split("__", maxsplit=1)[0]
    result = review_file(clip, stretch_id).result
    sides = ("left", "right") if result.side == "both" else (result.side,)
    camera = tmp_path / "camera.mjpeg"
    write_camera(camera, [Part(clip, seconds=READY_S), Part(clip)])
    with open_browser(playwright, chromium, camera) as context:
        page = CoachPage(context, server, server.open_session(make_plan(stretch_id, sides, amount=100)))
        page.start()
        reps = page.settle("reps", seconds=6, timeout_s=90)
        marks = page.coach.locator(".marks li").all_inner_texts()
        spoken = [entry["text"] for entry in page.spoken]
        page.press("Skip")
        page.page.get_by_role("heading", name="Session ended").wait_for(timeout=20_000)
    with open_history(server) as history:
        stored = history.list_sessions(SessionFilter())[0].sets[0]
    assert (stored.reps_good, stored.reps_faulty) == (result.count_reps("good"), result.count_reps("faulty"))
    assert reps == result.count_reps("good") + result.count_reps("faulty")
    assert marks.count("✓") == result.count_reps("good")
    assert [text for text in spoken if text.isdigit()] == [str(number + 1) for number in range(int(reps))]


def test_a_fault_is_shown_and_spoken_within_a_second(playwright, chromium, server, find_clip, tmp_path):
    clip = find_clip(f"{HIP}__leaning_forward")
    words = load_stretch(HIP).find_check("trunk").cues.high.rstrip(".")
    camera = tmp_path / "camera.mjpeg"
    write_camera(camera, [Part(clip, seconds=3), Part(clip)])
    with open_browser(playwright, chromium, camera) as context:
        page = CoachPage(context, server, server.open_session(make_plan(amount=60)))
        page.begin()
        page.wait_for_spoken(words, 45)
        assert page.measure_silence_s(words) < 1
        assert any(words in entry["text"] and "degrees" in entry["text"] for entry in page.spoken)


def test_seen_from_the_wrong_side_nothing_counts_and_the_way_to_turn_is_said(
    playwright, chromium, server, good_clip, tmp_path
):
    camera = tmp_path / "camera.mjpeg"
    write_camera(camera, [Part(good_clip)])
    with open_browser(playwright, chromium, camera) as context:
        page = CoachPage(context, server, server.open_session(make_plan(sides=("right",), amount=30)))
        page.begin()
        page.page.wait_for_timeout(8000)
        assert "your right side" in page.cue
        assert page.read("held") == "0"
        assert any("your right side" in entry["text"] for entry in page.spoken)


def draw_from(yaw_deg, repo_dir):
    """Return a picture of the good half-kneeling pose, as a camera that stands at an angle sees it."""
    clip = load_clip(repo_dir / "lab" / "clips" / "samples" / f"{HIP}__good.yaml")
    scene = Scene(clip.model_copy(update={"camera": clip.camera.model_copy(update={"yaw_deg": yaw_deg})}))
    pictures = scene.frames(len(scene.times_s) // 2)
    next(pictures)
    return next(pictures).picture


OFF_VIEWS = {45.0: "Turn a little more, until your left side", 0.0: "Turn until your left side"}


@pytest.mark.parametrize("yaw_deg", OFF_VIEWS)
def test_off_view_nothing_counts_and_the_side_to_turn_is_said(
    yaw_deg, playwright, chromium, server, repo_dir, tmp_path
):
    camera, advice = tmp_path / "camera.mjpeg", OFF_VIEWS[yaw_deg]
    write_camera(camera, [Part(None, picture=draw_from(yaw_deg, repo_dir), seconds=4)])
    with open_browser(playwright, chromium, camera) as context:
        page = CoachPage(context, server, server.open_session(make_plan(amount=30)))
        page.begin()
        page.wait_for_spoken(advice, 30)
        assert page.measure_silence_s(advice) < 1
        page.page.wait_for_timeout(4000)
        assert page.read("held") == "0"
        assert page.read("phase") == "waiting"


def test_leaving_the_picture_pauses_and_coming_back_goes_on(playwright, chromium, server, good_clip, tmp_path):
    camera = tmp_path / "camera.mjpeg"
    write_camera(
        camera,
        [Part(good_clip, seconds=6), Part(good_clip, end_s=8.0), Part(None, seconds=6), Part(good_clip, start_s=8.0)],
    )
    with open_browser(playwright, chromium, camera) as context:
        page = CoachPage(context, server, server.open_session(make_plan(amount=120)))
        page.begin()
        page.wait_for("held", lambda held: float(held or 0) > 2, 60)
        page.wait_for("phase", "paused", 30)
        before_s = float(page.read("held"))
        page.wait_for("phase", "active", 30)
        page.wait_for("held", lambda held: float(held) > before_s + 1.5, 30)
        texts = [entry["text"] for entry in page.spoken]
    assert "I cannot see you. I wait until you are back." in texts
    assert "We go on." in texts


def test_this_hurts_stops_with_the_caution_and_is_recorded(playwright, chromium, server, good_clip, tmp_path):
    camera = tmp_path / "camera.mjpeg"
    write_camera(camera, [Part(good_clip)])
    with open_browser(playwright, chromium, camera) as context:
        page = CoachPage(context, server, server.open_session(make_plan(amount=60)))
        page.begin()
        page.page.keyboard.press("h")
        page.wait_for("phase", "hurt", 10)
        assert page.cue == "Stop here"
        page.wait_for_spoken("Come out of the stretch slowly. That was right to say.", 5)
        page.wait_for_spoken(HIP_POSE.cautions[0], 5)
        page.press("End session")
        page.page.get_by_text("You said that it hurt").wait_for(timeout=20_000)
    with open_history(server) as history:
        assert history.list_sessions(SessionFilter())[0].pain


def test_a_page_in_the_background_pauses(playwright, chromium, server, good_clip, tmp_path):
    camera = tmp_path / "camera.mjpeg"
    write_camera(camera, [Part(good_clip)])
    with open_browser(playwright, chromium, camera) as context:
        page = CoachPage(context, server, server.open_session(make_plan(amount=60)))
        page.begin()
        page.page.evaluate(
            "Object.defineProperty(document, 'hidden', { value: true, configurable: true });"
            "document.dispatchEvent(new Event('visibilitychange'));"
        )
        page.wait_for("phase", "paused", 10)
        assert "background" in page.coach.locator(".cue .detail").inner_text()
        page.page.evaluate("Object.defineProperty(document, 'hidden', { value: false, configurable: true });")
        page.press("Continue")
        page.wait_for("phase", lambda phase: phase in ("waiting", "active"), 10)


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080), (390, 844), (844, 390)])
def test_in_full_screen_the_cue_can_be_read_from_three_metres(size, playwright, chromium, server, good_clip, tmp_path):
    camera = tmp_path / "camera.mjpeg"
    write_camera(camera, [Part(good_clip)])
    with open_browser(playwright, chromium, camera) as context:
        page = CoachPage(context, server, server.open_session(make_plan(amount=60)))
        page.page.set_viewport_size({"width": size[0], "height": size[1]})
        page.start()
        page.wait_for("phase", "setup")
        page.page.get_by_role("button", name="Full screen").click()
        page.page.wait_for_timeout(500)
        picture = page.coach.locator(".overlay").bounding_box()
        letters = page.coach.locator(".cue strong").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")
        coach = page.coach.bounding_box()
    assert letters >= picture["height"] / 14
    assert coach["width"] == size[0]
    assert picture["y"] >= 0
    assert picture["y"] + picture["height"] <= size[1]


def test_another_language_is_a_file(playwright, chromium, server, good_clip, tmp_path):
    camera = tmp_path / "camera.mjpeg"
    write_camera(camera, [Part(good_clip)])
    with open_browser(playwright, chromium, camera) as context:
        page = CoachPage(context, server, server.open_session(make_plan(), language="de"))
        page.page.get_by_role("button", name="Kamera starten").click(timeout=30_000)
        page.wait_for("phase", "setup")
        page.press("Jetzt beginnen")
        page.wait_for("phase", "waiting", 30)
        page.wait_for("phase", "active", 60)
        page.wait_for_spoken("Halte es so.", 30)
        heading = page.coach.locator(".chip.stretch").inner_text()
        spoken = [entry["text"] for entry in page.spoken]
        assert {entry["lang"] for entry in page.spoken} == {"de-DE"}
    assert heading == "Hüftbeuger-Dehnung im halben Kniestand"
    assert "Mach dich bereit." in spoken
    english = {*HIP_POSE.steps, *(words for check in HIP_POSE.checks for words in (check.cues.low, check.cues.high))}
    assert not [text for text in spoken if any(words and words in text for words in english)]


def test_the_form_leads_to_the_camera_and_the_address_leads_back(playwright, chromium, server, good_clip, tmp_path):
    camera = tmp_path / "camera.mjpeg"
    write_camera(camera, [Part(good_clip)])
    with open_browser(playwright, chromium, camera) as context:
        page = CoachPage(context, server)
        page.page.get_by_role("button", name="Go to the camera").click(timeout=60_000)
        page.page.get_by_role("button", name="Start camera").wait_for(timeout=30_000)
        assert "session=" in page.page.url
        page.page.reload()
        page.start()
        page.wait_for("phase", "setup", 30)
