"""The live socket without a browser: a real server on loopback, a real WebSocket client, a stub for the network."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from contextlib import contextmanager

import cv2
import numpy as np
import pytest
import uvicorn
from starlette.applications import Starlette
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from posecheck.errors import ModelError
from posecheck.history import History, HistoryError, SessionFilter
from posecheck.history.database import Database
from posecheck.live.plan import Plan, plan_stretch
from posecheck.live.protocol import HEADER, LONGEST_SIDE_PX, MOST_BYTES
from posecheck.live.service import LiveService
from posecheck.live.snapshot import SnapshotStore
from posecheck.live.socket import (
    CLOSE_BAD_MESSAGE,
    CLOSE_FAILED,
    CLOSE_FULL,
    CLOSE_MOVED,
    CLOSE_REFUSED,
    LIVE_PATH,
    make_live_route,
)
from posecheck.live.tickets import Ticket
from posecheck.stretch.library import load_stretch
from posecheck.web.settings import collect_middleware, read_settings
from tests.live.builders import make_pose

PLAN = Plan(plan_stretch(load_stretch("half_kneeling_hip_flexor"), sets=1, amount=10))


class StubTracker:
    """Sees a standing body; `delay_s` is what looking takes."""

    made: list[StubTracker] = []

    def __init__(self, delay_s=0.0):
        self.delay_s, self.closed, self.times, self.persons = delay_s, threading.Event(), [], 1
        StubTracker.made.append(self)

    def track(self, rgb, time_s):
        self.times.append(time_s)
        assert rgb.ndim == 3
        time.sleep(self.delay_s)
        return make_pose(time_s)

    def close(self):
        self.closed.set()


class Server:
    """One running server with a service of its own."""

    def __init__(self, folder, make_tracker=StubTracker, most=8):
        StubTracker.made = []
        self.history = History(folder / "history.sqlite3")
        self.service = LiveService(
            self.history, SnapshotStore(folder / "live"), make_tracker=make_tracker, most_connections=most
        )
        app = Starlette(routes=[make_live_route(lambda: self.service)], middleware=collect_middleware())
        self.listening = socket.socket()
        self.listening.bind(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        self.uvicorn = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="websockets-sansio"))
        self.thread = threading.Thread(target=self.uvicorn.run, kwargs={"sockets": [self.listening]}, daemon=True)
        self.thread.start()
        while not self.uvicorn.started:
            time.sleep(0.01)

    def stop(self):
        self.uvicorn.should_exit = True
        self.thread.join(10)
        self.history.close()

    def issue(self, session_id=None):
        return self.service.tickets.issue(Ticket(session_id or self.service.open_session(PLAN, "en"), PLAN))

    @contextmanager
    def open(self, token=None, origin="same", first="token"):
        origin = f"http://127.0.0.1:{self.port}" if origin == "same" else origin
        url = f"ws://127.0.0.1:{self.port}{LIVE_PATH}"
        with connect(url, origin=origin, max_size=None, compression=None) as page:
            if first == "token":
                page.send(json.dumps({"token": token or self.issue()}))
            yield page


@pytest.fixture
def server(tmp_path):
    running = Server(tmp_path)
    yield running
    running.stop()


def make_jpeg(width=160, height=120):
    return cv2.imencode(".jpg", np.full((height, width, 3), 128, np.uint8))[1].tobytes()


def make_picture(number, at_ms, jpeg=None):
    return HEADER.pack(at_ms, number) + (make_jpeg() if jpeg is None else jpeg)


def read_until(page, kind, limit=200):
    for _ in range(limit):
        message = json.loads(page.recv(timeout=5))
        if message["t"] == kind:
            return message
    raise AssertionError(f"no {kind} within {limit} messages")


def read_close(page):
    try:
        while True:
            page.recv(timeout=5)
    except ConnectionClosed as closed:
        return closed.rcvd.code


def test_a_page_with_a_token_is_answered_with_landmarks_and_the_session(server):
    with server.open() as page:
        read_until(page, "ready")
        page.send(make_picture(7, 1000.0))
        answer = read_until(page, "frame")
    assert answer["n"] == 7
    assert len(answer["frame"]["points"]) == 66
    assert answer["session"]["phase"] == "setup"
    assert answer["session"]["side"] == "Left side"


@pytest.mark.parametrize("origin", [None, "https://elsewhere.example", "http://127.0.0.1:1", "null", "file://"])
def test_pages_from_elsewhere_are_refused_before_the_connection_opens(server, origin):
    with pytest.raises(InvalidStatus) as caught, server.open(origin=origin):
        pass
    assert caught.value.response.status_code == 403


def test_an_origin_that_was_allowed_may_connect(server):
    server.service.origins = frozenset({"https://practice.example"})
    with server.open(origin="https://practice.example") as page:
        assert read_until(page, "welcome")["token"]


@pytest.mark.parametrize("first", ["{}", '{"token": "guess"}', '{"token": 5}', "no json", "[" * 3000, b"bytes"])
def test_without_a_valid_token_the_connection_is_closed(server, first):
    with server.open(first=None) as page:
        page.send(first)
        assert read_close(page) == CLOSE_REFUSED


def test_a_token_opens_one_connection_and_the_next_one_comes_with_it(server):
    token = server.issue()
    with server.open(token) as page:
        following = read_until(page, "welcome")["token"]
    with server.open(token) as page:
        assert read_close(page) == CLOSE_REFUSED
    with server.open(following) as page:
        read_until(page, "ready")


def _header_of_size(width, height):
    jpeg = bytearray(make_jpeg())
    at = jpeg.index(b"\xff\xc0")
    jpeg[at + 5 : at + 9] = struct.pack(">HH", height, width)
    return bytes(jpeg)


@pytest.mark.parametrize(
    "message",
    [
        HEADER.pack(1.0, 1) + bytes(MOST_BYTES),
        HEADER.pack(1.0, 1) + b"not a jpeg",
        HEADER.pack(1.0, 1) + make_jpeg()[:20],
        HEADER.pack(1.0, 1) + _header_of_size(LONGEST_SIDE_PX + 1, 100),
        HEADER.pack(1.0, 1) + _header_of_size(65000, 65000),
        HEADER.pack(1.0, 1) + _header_of_size(8, 8),
        HEADER.pack(float("nan"), 1) + make_jpeg(),
        b"",
        b"x",
        '{"command": "format"}',
        '{"command": ["pause"]}',
        "x" * 5000,
    ],
    ids=range(12),
)
def test_unusable_messages_are_refused_before_decoding_and_the_session_goes_on(server, message):
    with server.open() as page:
        read_until(page, "ready")
        page.send(message)
        assert "Expected" in read_until(page, "refused")["reason"]
        page.send(make_picture(2, 50.0))
        assert read_until(page, "frame")["n"] == 2
    assert len(StubTracker.made[0].times) == 1


def test_a_page_that_only_sends_rubbish_is_cut_off(server):
    with server.open() as page:
        read_until(page, "ready")
        for _ in range(20):
            page.send(b"rubbish")
        assert read_close(page) == CLOSE_BAD_MESSAGE


def test_a_damaged_picture_with_a_good_header_is_dropped(server):
    with server.open() as page:
        read_until(page, "ready")
        page.send(make_picture(3, 20.0, make_jpeg()[:200]))
        page.send(make_picture(4, 60.0))
        seen = read_until(page, "frame")
    assert seen["n"] in (3, 4)


def test_the_newest_picture_wins_when_looking_is_slow(tmp_path):
    server = Server(tmp_path, lambda: StubTracker(delay_s=0.2))
    try:
        with server.open() as page:
            read_until(page, "ready")
            for number in range(40):
                page.send(make_picture(number, 10.0 + number * 10))
                time.sleep(0.01)
            answers, dropped = [], []
            while not answers or answers[-1] != 39:
                message = json.loads(page.recv(timeout=5))
                if message["t"] == "frame":
                    answers.append(message["n"])
                elif message["t"] == "dropped":
                    dropped.append(message["n"])
        assert len(answers) <= 6, "old pictures were worked off"
        assert sorted(answers + dropped) == list(range(40)), "every picture is answered once"
    finally:
        server.stop()


def test_the_framework_takes_no_message_of_any_size():
    # Streamlit's own limit, 200 MB, would be held in memory before the socket could refuse it.
    assert read_settings()["server.maxMessageSize"] * 1e6 <= 40 * MOST_BYTES


def test_time_stamps_that_do_not_rise_are_dropped_and_gaps_do_not_count(server):
    with server.open() as page:
        read_until(page, "ready")
        for number, at_ms in enumerate((1000.0, 1033.0, 500.0, 1033.0, 9_000_000.0)):
            page.send(make_picture(number, at_ms))
            message = json.loads(page.recv(timeout=5))
            assert message["t"] == ("dropped" if number in (2, 3) else "frame")
    times = StubTracker.made[0].times
    assert np.all(np.diff(times) > 0)
    assert times[-1] - times[0] <= 0.034 + 1.0


def count_live_threads():
    return sum(thread.name in ("posecheck-live", "posecheck-writer") for thread in threading.enumerate())


def wait_until_freed(timeout_s=3.0):
    deadline_s = time.monotonic() + timeout_s
    while count_live_threads():
        assert time.monotonic() < deadline_s, "a connection's thread still runs"
        time.sleep(0.02)


def test_everything_is_freed_when_the_page_leaves_even_while_looking(tmp_path):
    server = Server(tmp_path, lambda: StubTracker(delay_s=0.5))
    try:
        with server.open() as page:
            read_until(page, "ready")
            page.send(make_picture(1, 5.0))
            time.sleep(0.1)
        assert StubTracker.made[0].closed.wait(3.0)
        wait_until_freed()
        assert server.service.count_seats() == 0
    finally:
        server.stop()


def test_a_second_page_takes_the_session_over(server):
    session_id = server.service.open_session(PLAN, "en")
    with server.open(server.issue(session_id)) as first:
        read_until(first, "ready")
        first.send(json.dumps({"command": "begin"}))
        assert read_until(first, "state")["session"]["phase"] == "countdown"
        with server.open(server.issue(session_id)) as second:
            ready = read_until(second, "ready")
            assert read_close(first) == CLOSE_MOVED
    assert ready["session"]["phase"] == "waiting", "the session goes on where it was"


def test_more_sessions_than_the_machine_can_carry_are_refused(tmp_path):
    server = Server(tmp_path, most=1)
    try:
        with server.open() as page:
            read_until(page, "ready")
            with server.open() as second:
                assert read_close(second) == CLOSE_FULL
    finally:
        server.stop()


def test_a_missing_model_is_said_to_the_page(tmp_path):
    def fail():
        raise ModelError("Expected the pose model, but there is none; run `posecheck model`.")

    server = Server(tmp_path, fail)
    try:
        with server.open() as page:
            assert "posecheck model" in read_until(page, "failed")["message"]
            assert read_close(page) == CLOSE_FAILED
    finally:
        server.stop()


def test_what_cannot_be_saved_is_said_and_the_session_goes_on(server, monkeypatch):
    def refuse(_):
        raise HistoryError("The history is full.")

    with server.open() as page:
        read_until(page, "ready")
        monkeypatch.setattr(Database, "write", refuse)
        page.send(json.dumps({"command": "begin"}))
        for number in range(60):
            page.send(make_picture(number, number * 100.0))
            message = read_until(page, "frame")
            if number > 35:
                time.sleep(0.02)
    assert message["session"]["phase"] == "waiting"
    assert message["session"]["unsaved"].endswith("nothing of it is being saved right now. The history is full.")


def test_buttons_lead_through_a_session_that_is_then_in_the_history(server):
    with server.open() as page:
        read_until(page, "ready")
        page.send(json.dumps({"command": "begin"}))
        for number in range(40):
            page.send(make_picture(number, number * 100.0))
            message = read_until(page, "frame")
        assert message["session"]["phase"] == "waiting"
        page.send(json.dumps({"command": "hurt"}))
        assert read_until(page, "state")["session"]["phase"] == "hurt"
        page.send(json.dumps({"command": "end"}))
        assert read_until(page, "state")["session"]["phase"] == "finished"
    wait_until_freed()
    sessions = server.history.list_sessions(SessionFilter())
    assert [(each.state, each.pain, each.stretch_id) for each in sessions] == [
        ("finished", True, "half_kneeling_hip_flexor")
    ]
