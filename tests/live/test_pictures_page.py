"""The choice of keeping pictures, and where they are shown: the form, the end of a practice, the progress page."""

from __future__ import annotations

import base64

import pytest
from streamlit.testing.v1 import AppTest

from posecheck.history import KeptPicture, keep_picture
from posecheck.live.plan import Plan, plan_stretch
from posecheck.live.service import get_service
from posecheck.live.snapshot import Snapshot
from posecheck.live.state import SessionState, StepProgress
from posecheck.live.tickets import Ticket
from posecheck.stretch.library import load_stretch
from tests.history.builders import build_check, build_poses, build_result

pytestmark = pytest.mark.usefixtures("own_data")

HIP = load_stretch("half_kneeling_hip_flexor")
PLAN = Plan(plan_stretch(HIP, ("left",), sets=1, amount=30))
JPEG = b"\xff\xd8\xff the moment"
SHOWN = f"data:image/jpeg;base64,{base64.b64encode(JPEG).decode()}"
PRACTICE = "from posecheck.web import practice\npractice.render()"
PROGRESS = "from posecheck.web import progress\nprogress.render()"


def open_page(script=PRACTICE, **parameters):
    page = AppTest.from_string(script, default_timeout=60)
    for key, value in parameters.items():
        page.query_params[key] = value
    page.run()
    assert not page.exception
    return page


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception


def find_session(page):
    value = page.query_params["session"]
    return get_service().find_session(value if isinstance(value, str) else value[0])


def read_html(page):
    return " ".join(block.proto.body for block in page.get("html"))


def read_captions(page):
    return " ".join(each.value for each in page.caption)


def finish(*, pictures):
    """Keep a session that has ended with a fault, and return its id and that of its record in the history."""
    service = get_service()
    recorder = service.history.start_session(HIP, side="left")
    recorder.start_set("left")
    for pose in build_poses(5):
        recorder.append(pose)
    check = build_check(HIP.checks[0].id, verdict="fail")
    recorded = recorder.finish(build_result(verdict="fail", checks=[check]))
    if pictures:
        keep_picture(service.history, recorded, KeptPicture(1, check.id, JPEG))
    session_id = service.open_session(PLAN, "en", pictures=pictures)
    state = SessionState("finished", 0, [StepProgress(30.0, [], "done")], history_ids=[recorded])
    service._store.save(session_id, Snapshot(PLAN, state, "en", pictures=pictures))
    return session_id, recorded


def test_the_choice_is_unticked_and_nothing_is_kept_without_it():
    page = open_page()
    (choice,) = page.checkbox
    assert (choice.label, choice.value) == ("Keep a picture of the moment of each fault", False)
    assert "beside the history" in read_captions(page)
    press(page, "Go to the camera")
    assert find_session(page).pictures is False


def test_ticked_it_counts_for_this_session_and_for_no_other():
    page = open_page()
    page.checkbox[0].check().run()
    press(page, "Go to the camera")
    kept = find_session(page)
    assert kept.pictures is True
    assert "A picture of the moment of each fault is kept, as you asked." in read_captions(page)
    press(page, "Leave without finishing")
    assert page.checkbox[0].value is False
    press(page, "Go to the camera")
    assert find_session(page).pictures is False


def test_practising_again_keeps_no_pictures_unless_asked_again():
    session_id, _ = finish(pictures=True)
    page = open_page(session=session_id)
    press(page, "Practise again")
    assert find_session(page).pictures is False


def test_a_session_that_goes_on_after_a_restart_goes_on_keeping_them():
    service = get_service()
    session_id = service.open_session(PLAN, "en", pictures=True)
    ticket = Ticket(session_id, PLAN, pictures=True)
    run = service.make_run(ticket)
    service.save_run(ticket, run)
    run.close()
    assert service.find_session(session_id).pictures is True


def test_a_session_kept_by_an_earlier_version_keeps_no_pictures(tmp_path):
    session_id = get_service().open_session(PLAN, "en", pictures=True)
    path = tmp_path / "live" / f"{session_id}.json"
    path.write_text(path.read_text().replace('"pictures": true', '"other": true'))
    assert get_service().find_session(session_id).pictures is False


def test_the_end_shows_the_moment_beside_what_to_work_on():
    session_id, _ = finish(pictures=True)
    page = open_page(session=session_id)
    assert SHOWN in read_html(page)
    assert "Left, set 1" in read_html(page)
    assert "because you asked" in read_captions(page)


def test_the_end_of_a_session_without_pictures_says_that_there_are_none():
    session_id, _ = finish(pictures=False)
    page = open_page(session=session_id)
    assert "data:image/jpeg" not in read_html(page)
    assert "landmarks and results, no picture" in read_captions(page)


def test_the_progress_page_shows_them_and_deletes_them_with_the_session(tmp_path):
    _, recorded = finish(pictures=True)
    page = open_page(PROGRESS)
    assert SHOWN in read_html(page)
    page.button(key=f"delete_{recorded}").click().run()
    assert not page.exception
    assert not (tmp_path / "pictures").exists()
