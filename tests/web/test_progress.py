from __future__ import annotations

import csv
import io
import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from posecheck.history import History, SessionFilter, export_csv, find_history_path
from posecheck.web import progress_data
from tests.history.builders import build_check, build_poses, build_result, build_stretch


@pytest.fixture
def history(tmp_path, monkeypatch):
    monkeypatch.setenv("POSECHECK_DATA", str(tmp_path))
    with History(find_history_path()) as opened:
        yield opened


@pytest.fixture
def page(history):  # noqa: ARG001 - the page opens the history that the environment names
    def script():
        from posecheck.web import progress

        progress.render()

    return AppTest.from_function(script, default_timeout=60)


def record(history, *, days_ago=0, front_knee=92.0, held_s=60.0, stretch=None, **options):
    started = datetime.now().astimezone() - timedelta(days=days_ago)
    recorder = history.start_session(stretch or build_stretch(), side="left", started=started, **options)
    recorder.start_set("left")
    for pose in build_poses(5):
        recorder.append(pose)
    verdict = "pass" if 75 <= front_knee <= 105 else "fail"
    result = build_result(held_s=held_s, verdict=verdict, checks=[build_check(median=front_knee, verdict=verdict)])
    return recorder.finish(result)


def read_text(at):
    """All words on the page, without tags."""
    pieces = [
        element.value for kind in (at.title, at.header, at.subheader, at.markdown, at.caption) for element in kind
    ]
    pieces += [element.value for kind in (at.info, at.success, at.warning, at.error) for element in kind]
    pieces += [element.proto.body for element in at.get("html")]
    return unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", " ".join(pieces), flags=re.DOTALL))


def find_button(at, label):
    return next(button for button in at.button if button.label == label)


def test_empty_page_invites(page):
    page.run()
    assert not page.exception
    text = read_text(page)
    assert "Your first session opens this page" in text
    assert "No pictures" in text
    assert not page.button


def test_figures_count_days_and_time(page, history):
    for days_ago in (0, 0, 1):
        record(history, days_ago=days_ago, held_s=20.0)
    page.run()
    assert not page.exception
    text = " ".join(read_text(page).split())
    assert "60 s held well" in text
    assert "3 sessions in this time" in text
    assert "Practised on 2 days" in text


def test_goal_is_kept(page, history):
    record(history)
    page.run()
    page.select_slider(key="goal_me").set_value(5).run()
    assert not page.exception
    assert history.get_goal() == 5
    assert "of 5" in read_text(page)


def test_noise_is_no_change_and_a_change_is_told(page, history):
    for days_ago, angle in ((9, 92.0), (6, 94.0), (3, 91.0), (0, 93.0)):
        record(history, days_ago=days_ago, front_knee=angle)
    other = build_stretch("cobra_test", "Cobra")
    for days_ago, angle in ((9, 120.0), (2, 98.0)):
        record(history, days_ago=days_ago, front_knee=angle, stretch=other)
    page.run()
    assert "No measurable change (the camera is good to ±3°)." in read_text(page)
    page.selectbox[0].set_value("cobra_test").run()
    assert not page.exception
    assert "−22°: from 120° to 98°, more than the camera's ±3°, now inside the target." in read_text(page)


def test_period_leaves_out_older_sessions(page, history):
    record(history, days_ago=200, held_s=11.0)
    record(history, days_ago=1, held_s=22.0)
    page.run()
    assert "1 session in this time" in " ".join(read_text(page).split())
    page.segmented_control(key="progress_period").set_value("Everything").run()
    assert not page.exception
    assert "2 sessions in this time" in " ".join(read_text(page).split())


def test_nothing_in_the_period_says_so(page, history):
    record(history, days_ago=200)
    page.run()
    assert not page.exception
    assert "No session in this time" in read_text(page)


def test_session_is_shown_with_its_fault_and_note(page, history):
    session_id = record(history, front_knee=120.0, held_s=12.0)
    page.run()
    text = read_text(page)
    assert "Something to work on" in text
    assert "Left: 12 of 60 s held well" in text
    assert "Too far: 120°, 15° above" in text
    page.text_area(key=f"note_{session_id}").set_value("left hip tight").run()
    assert history.get_summary(session_id).note == "left hip tight"


def test_form_without_the_dose_is_not_called_done(page, history):
    record(history, held_s=12.0)
    page.run()
    assert "Good form, not yet the whole dose" in read_text(page)


def test_pain_is_answered(page, history):
    recorder = history.start_session(build_stretch(), side="left")
    recorder.start_set("left")
    recorder.report_pain("sharp *pain*")
    recorder.finish(build_result())
    page.run()
    assert any("Leave this stretch out" in warning.value for warning in page.warning)


def test_cut_off_session_is_shown(page, history):
    recorder = history.start_session(build_stretch(), side="left")
    recorder.start_set("left")
    for pose in build_poses(30):
        recorder.append(pose)
    recorder.interrupt()
    page.run()
    assert not page.exception
    assert "The session was cut off" in read_text(page)


def test_text_from_a_stretch_or_note_is_no_markup(page, history):
    evil = build_stretch(name="<script>alert(1)</script>")
    recorder = history.start_session(evil, side="left")
    recorder.finish(build_result(checks=[build_check(verdict="fail", median=130.0)]))
    page.run()
    assert not page.exception
    assert not any("<script>" in element.proto.body for element in page.get("html"))


def test_one_session_is_deleted(page, history):
    doomed, kept = record(history), record(history, days_ago=2)
    page.run()
    page.button(key=f"delete_{doomed}").click().run()
    assert not page.exception
    assert "The session was deleted." in read_text(page)
    assert [session.id for session in history.list_sessions()] == [kept]


def test_everything_is_deleted_only_when_confirmed(page, history, tmp_path):
    record(history)
    (tmp_path / "live").mkdir()
    (tmp_path / "live" / "abcdef01.json").write_text("{}")
    page.run()
    assert find_button(page, "Delete everything for good").disabled
    page.text_input(key="progress_delete_word").set_value("remove").run()
    assert find_button(page, "Delete everything for good").disabled
    page.text_input(key="progress_delete_word").set_value(" Delete ").run()
    find_button(page, "Delete everything for good").click().run()
    assert not page.exception
    assert history.list_sessions() == []
    assert list((tmp_path / "live").iterdir()) == []
    assert "Your first session opens this page" in read_text(page)
    assert "Everything was deleted: 1 session." in read_text(page)


def test_people_are_kept_apart(page, history):
    record(history, person="p-1", held_s=11.0)
    record(history, person="p-2", held_s=44.0, days_ago=1)
    page.run()
    assert "44 s held well" not in " ".join(read_text(page).split())
    page.selectbox[0].set_value("p-2").run()
    assert not page.exception
    assert "44 s held well" in " ".join(read_text(page).split())


def test_download_holds_the_sessions_of_the_period(history):
    record(history, days_ago=200)
    wanted = record(history, days_ago=1)
    since = datetime.now().date() - timedelta(days=90)
    data = progress_data._make_download(history, SessionFilter(since=since), export_csv)()
    rows = list(csv.DictReader(io.StringIO(data.read().decode())))
    assert {row["session_id"] for row in rows} == {wanted}


@pytest.mark.model
@pytest.mark.slow
def test_angles_of_a_real_clip_are_drawn(page, history, sample_dir, model_path):
    import numpy as np

    from posecheck.history import StoredTrack
    from posecheck.media import track_media
    from posecheck.stretch.library import load_stretch
    from posecheck.tracking import PoseTracker
    from posecheck.trainer import replay

    clip = sample_dir / "half_kneeling_hip_flexor__good.mp4"
    stretch = load_stretch("half_kneeling_hip_flexor")
    tracked = track_media(clip, PoseTracker(model_path))
    result = replay(tracked.track, stretch, "auto", tracked.persons)
    history.record_upload(StoredTrack(tracked.track, np.asarray(tracked.persons, np.uint8)), stretch, result)
    page.run()
    assert not page.exception
    assert "This could not be measured" not in read_text(page)
    # Trends, the dose, and the angle through the session.
    assert len(page.get("vega_lite_chart")) >= len(result.checks) + 2
