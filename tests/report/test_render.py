"""The report is one well-formed file that loads nothing, escapes everything and hides nothing."""

from __future__ import annotations

import base64
import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from posecheck.report import KeyFrame, render_report
from posecheck.report.content import describe_view
from posecheck.results import Cue, Hold

from .builders import (
    FakeSource,
    build_check,
    build_hold_stretch,
    build_photo_session,
    build_reps_session,
    build_reps_stretch,
    build_session,
)

VOID = {"meta", "img", "br", "hr", "link", "input", "path", "line", "circle", "rect"}
JPEG = b"\xff\xd8\xff\xe0 not a real picture"
DAY = datetime(2026, 11, 20)
EVIL = "<script>alert(1)</script>\"'&"


class Page(HTMLParser):
    """Reads a page, checks that tags are balanced and keeps what was found."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.texts = [], [], []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open and self.open[-1] != "style":
            self.texts.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.texts).split())

    def find(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


def render(result=None, stretch=None, **source):
    frames = [KeyFrame("Held well", 3.5, JPEG)]
    text = render_report(result or build_session(), stretch or build_hold_stretch(), FakeSource(**source), frames, DAY)
    return text, Page(text)


CASES = [
    pytest.param(build_session(verdict), build_hold_stretch(), "video", id=verdict)
    for verdict in ("pass", "fail", "not_assessable", "not_performed")
]
CASES += [
    pytest.param(build_reps_session(), build_reps_stretch(), "video", id="reps"),
    pytest.param(build_photo_session(), build_hold_stretch(), "photo", id="photo"),
]


@pytest.mark.parametrize(("result", "stretch", "kind"), CASES)
def test_every_kind_of_report_is_well_formed_and_loads_nothing(result, stretch, kind):
    text, page = render(result, stretch, kind=kind)
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in text
    assert "//" not in "".join(attrs.get("src", "") for attrs in page.find("img")).split(",")[0]
    assert not page.find("script")
    assert not page.find("link")
    assert "@import" not in text
    assert not re.search(r"url\((?!#)", text)
    policy = next(a["content"] for a in page.find("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("verdict", "words"),
    [
        ("pass", "Good form"),
        ("fail", "Leaning forward"),
        ("not_assessable", "This could not be judged"),
        ("not_performed", "The stretch was not seen"),
    ],
)
def test_the_verdict_comes_before_everything_else(verdict, words):
    _, page = render(build_session(verdict))
    assert page.text.index(words) < page.text.index("All checks")
    headings = [tag for tag, _ in page.tags if tag in ("h1", "h2")]
    assert headings[:2] == ["h1", "h2"]


def test_what_to_work_on_says_what_how_much_when_and_what_to_do():
    _, page = render()
    part = page.text[page.text.index("What to work on") : page.text.index("What was right")]
    for words in (
        "Leaning forward",
        "Lift your chest.",
        "18°, wanted -10 to 10°",
        "14° above the band",
        "5.0 to 8.0 s",
    ):
        assert words in part


def test_names_from_a_therapists_file_are_escaped():
    stretch = build_hold_stretch(name=f"Stretch {EVIL}", cautions=[f"Careful {EVIL}"], sources=[EVIL])
    checks = (build_check(name=EVIL), build_check("trunk", "fail", name=EVIL, fault=EVIL, cue=EVIL))
    result = build_session(checks=checks, cues=(Cue(5.0, "trunk", "high", EVIL),))
    text, page = render(result, stretch, path=Path("<script>.mp4"))
    assert "<script" not in text
    assert not page.find("script")
    assert page.text.count("alert(1)") >= 7


def test_missing_values_are_dashes_and_never_zero():
    _, page = render(build_session("not_assessable"))
    rows = page.text[page.text.index("All checks") : page.text.index("The camera")]
    assert rows.count("–") == 6
    assert not re.search(r"\b0(\.0)?(°| s)", rows)
    assert "0.0 s" not in page.text[: page.text.index("What was not judged")]


def test_tables_have_headers_with_scope():
    _, page = render()
    heads = page.find("th")
    assert heads
    assert all(head.get("scope") in ("col", "row") for head in heads)


def test_pictures_are_inside_and_have_words():
    _, page = render()
    picture = page.find("img")[0]
    assert base64.b64decode(picture["src"].removeprefix("data:image/jpeg;base64,")) == JPEG
    assert picture["alt"] == "Held well at 3.5 s"


def test_every_drawing_has_a_name():
    _, page = render()
    assert all(attrs.get("aria-label") for attrs in page.find("svg"))


def test_cautions_and_the_emergency_are_always_there():
    for result in (build_session("pass"), build_photo_session()):
        _, page = render(result)
        for words in ("Stop when it hurts.", "is an emergency", "no medical advice", "The tilt of the pelvis."):
            assert words in page.text


def test_a_photo_has_no_times():
    _, page = render(build_photo_session(), kind="photo", path=Path("me.jpg"))
    assert "me.jpg, photo" in page.text
    assert "Held well for" not in page.text
    assert "In the band" not in page.text
    assert not any("pc-chart" in attrs.get("class", "") for attrs in page.find("svg"))


def test_repetitions_are_listed_with_their_kind():
    _, page = render(build_reps_session(), build_reps_stretch())
    part = page.text[page.text.index("Repetitions") :]
    for words in ("Good", "Not the full range", "With a fault: Upright trunk", "34°"):
        assert words in part


def test_advice_of_the_view_is_shown():
    _, page = render(build_session("not_assessable"))
    assert page.text.count("Turn until your left side points at the camera.") == 2


@pytest.mark.parametrize(
    ("own_deg", "words"),
    [(2.3, "lowered by 2°"), (-1.8, "raised by 2°"), (0.4, ""), (-0.4, "")],
)
def test_what_was_taken_off_hip_angles_is_said_where_it_can_be_seen(own_deg, words):
    session = build_session(own_hip_deg=own_deg)
    bent = replace(session, checks=(replace(session.checks[0], measure="hip_flexion"), *session.checks[1:]))
    assert ("Hip angles are" in describe_view(bent)) == bool(words)
    assert words in describe_view(bent)
    others = replace(session, checks=tuple(replace(check, measure="knee_flexion") for check in session.checks))
    assert "Hip angles are" not in describe_view(others)


def test_an_unknown_yaw_is_not_shown_as_a_number():
    view = replace(build_session().view, kind="unknown", yaw_deg=float("nan"))
    _, page = render(build_session("not_assessable", view=view))
    assert "nan" not in page.text.lower()


def test_the_date_is_the_given_one():
    _, page = render()
    assert "20 November 2026" in page.text


def test_faults_of_repetitions_are_counted():
    _, page = render(build_reps_session(), build_reps_stretch())
    assert page.text.count("in 1 of 3 repetitions") == 2
    marks = [attrs["aria-label"] for attrs in page.find("svg") if "pc-mark" in attrs.get("class", "")]
    assert {"good", "partial", "faulty"} <= set(marks)


def test_the_words_come_without_heavy_libraries():
    code = (
        "import sys, posecheck.report.words, posecheck.drawing.palette; "
        "print([name for name in ('cv2', 'PIL', 'jinja2', 'mediapipe', 'av') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_a_guided_stretch_has_its_time_and_no_table_of_checks():
    stretch = build_hold_stretch(guided=True, checks=[])
    timed = build_session("not_assessable", checks=(), holds=(Hold(2.0, 7.0, 5.0),), held_s=5.0)
    _, page = render(timed, stretch)
    assert "Guided, not judged" in page.text
    assert "All checks" not in page.text
    assert "Stayed for 5.0 s" in page.text
