"""The server behind live practice with a real Chromium: killed, overloaded, traced, encrypted, and without a camera."""

from __future__ import annotations

import re
import shutil
import subprocess
import time

import pytest

from posecheck.history import SessionFilter
from tests.live.fake_camera import Part, write_camera
from tests.live.stage import CoachPage, Server, make_plan, open_browser, open_history

pytestmark = [pytest.mark.browser, pytest.mark.model, pytest.mark.slow]

# On two cores these are more pictures than can be looked at.
MOST_AT_ONCE = 3


def test_after_a_kill_of_the_server_the_page_goes_on_with_the_session(
    playwright, chromium, own_server, good_clip, tmp_path
):
    server = own_server
    camera = tmp_path / "camera.mjpeg"
    write_camera(camera, [Part(good_clip, start_s=5.0, end_s=11.0)])
    session_id = server.open_session(make_plan(amount=120))
    with open_browser(playwright, chromium, camera) as context:
        page = CoachPage(context, server, session_id)
        page.begin()
        page.wait_for("held", lambda held: float(held or 0) > 4, 60)
        server.kill()
        before_s = float(page.read("held"))
        page.coach.locator(".notice", has_text="Connection lost").wait_for(timeout=10_000)
        server.start()
        page.wait_for("held", lambda held: float(held) > before_s + 2, 90)
        assert page.cover.is_hidden()
    with open_history(server) as history:
        kept = history.list_sessions(SessionFilter())[0]
    assert kept.sets[0].held_s == pytest.approx(before_s, abs=1.0)
    assert len(kept.sets) == 2, "what follows the restart is a set of its own"


def test_everything_is_freed_after_an_overload_when_the_tabs_close(
    playwright, chromium, own_server, good_clip, tmp_path
):
    camera = tmp_path / "camera.mjpeg"
    write_camera(camera, [Part(good_clip, end_s=6.0)])
    with open_browser(playwright, chromium, camera) as context:
        pages = [CoachPage(context, own_server, own_server.open_session(make_plan()))]
        for _ in range(MOST_AT_ONCE - 1):
            other = context.browser.new_context()
            pages.append(CoachPage(other, own_server, own_server.open_session(make_plan())))
        for page in pages:
            page.start()
        for page in pages:
            page.wait_for("phase", lambda phase: phase != "", 60)
        assert own_server.count_threads("mediapipe") >= 2 * MOST_AT_ONCE
    deadline_s = time.monotonic() + 3.0
    while own_server.count_threads("mediapipe") and time.monotonic() < deadline_s:
        time.sleep(0.05)
    assert own_server.count_threads("mediapipe") == 0


@pytest.mark.usefixtures("model_path")
def test_a_traced_session_connects_to_nothing_beyond_this_machine(playwright, chromium, repo_dir, good_clip, tmp_path):
    strace = shutil.which("strace")
    if strace is None:
        pytest.skip("strace is not installed")
    log, camera = tmp_path / "calls.txt", tmp_path / "camera.mjpeg"
    write_camera(camera, [Part(good_clip, start_s=5.0, end_s=11.0)])
    watcher = [strace, "-f", "--seccomp-bpf", "-qq", "-e", "trace=%network", "-e", "signal=none", "-o", str(log)]
    server = Server(repo_dir, tmp_path / "data", watcher=watcher)
    try:
        with open_browser(playwright, chromium, camera) as context:
            page = CoachPage(context, server, server.open_session(make_plan(amount=60)))
            page.begin()
            page.wait_for("held", lambda held: float(held or 0) > 2, 60)
            hosts = {url.split("/")[2] for url in page.requests if url.startswith(("http", "ws"))}
    finally:
        server.stop()
    calls = log.read_text(errors="replace").splitlines()
    # Every other end that the server, MediaPipe or anything else in the process named.
    named = [line for line in calls if re.search(r"\b(connect|sendto|sendmsg|bind)\(", line) and "AF_INET" in line]
    assert len(calls) > 500, "the trace saw the session"
    assert [line for line in named if not re.search(r'"(127\.0\.0\.1|::1)"', line)] == []
    assert [line for line in calls if "htons(53)" in line or "nscd" in line] == [], "no name was looked up"
    assert hosts == {f"127.0.0.1:{server.port}"}


def test_over_https_with_a_certificate_of_ones_own(playwright, chromium, repo_dir, good_clip, tmp_path):
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    key, certificate = tmp_path / "key.pem", tmp_path / "cert.pem"
    options = ["-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=posecheck"]
    files = ["-keyout", str(key), "-out", str(certificate), "-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run([openssl, "req", "-x509", *options, *files], check=True, capture_output=True)
    camera = tmp_path / "camera.mjpeg"
    write_camera(camera, [Part(good_clip, end_s=3.0)])
    server = Server(repo_dir, tmp_path / "data", (certificate, key))
    try:
        with open_browser(playwright, chromium, camera, ignore_https_errors=True) as context:
            page = CoachPage(context, server, server.open_session(make_plan()))
            assert page.page.url.startswith("https://")
            page.start()
            page.wait_for("phase", "setup", 60)
    finally:
        server.stop()


CAMERA_PROBLEMS = {
    "NotFoundError": "No camera was found",
    "NotAllowedError": "The browser may not use the camera",
    "NotReadableError": "Another program is using the camera",
}


@pytest.mark.parametrize("error", CAMERA_PROBLEMS)
def test_camera_problems_are_said_with_what_to_do(error, playwright, chromium, server):
    with open_browser(playwright, chromium) as context:
        context.add_init_script(
            f"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{error}'));"
        )
        page = CoachPage(context, server, server.open_session(make_plan()))
        page.start()
        page.page.get_by_role("heading", name=CAMERA_PROBLEMS[error]).wait_for(timeout=10_000)
        assert page.page.get_by_role("button", name="Try again").is_visible()


def test_an_unsafe_address_is_said(playwright, chromium, server):
    with open_browser(playwright, chromium) as context:
        context.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false });")
        page = CoachPage(context, server, server.open_session(make_plan()))
        page.start()
        page.page.get_by_role("heading", name="The browser gives the camera to safe addresses only").wait_for()
        assert "https" in page.cover.inner_text()


def test_a_second_tab_is_told_and_can_take_over(playwright, chromium, server, good_clip, tmp_path):
    camera = tmp_path / "camera.mjpeg"
    write_camera(camera, [Part(good_clip, end_s=3.0)])
    session_id = server.open_session(make_plan())
    with open_browser(playwright, chromium, camera) as context:
        first = CoachPage(context, server, session_id)
        first.start()
        first.wait_for("phase", "setup")
        second = CoachPage(context, server, session_id)
        second.start()
        second.wait_for("cover", "other_tab", 10)
        second.press("Practise in this tab")
        second.wait_for("phase", lambda phase: phase != "", 30)
        first.wait_for("cover", "moved", 20)


def test_pages_may_load_nothing_from_elsewhere(playwright, chromium, server):
    with open_browser(playwright, chromium) as context:
        page = context.new_page()
        answer = page.goto(f"{server.url}/practice")
        policy = answer.headers["content-security-policy"]
        blocked = page.evaluate("fetch('http://203.0.113.1/').then(() => 'loaded', (error) => error.constructor.name)")
    assert "default-src 'self'" in policy
    assert "http" not in policy.replace("https-", "")
    assert blocked == "TypeError"
