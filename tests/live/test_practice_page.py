"""The practice page without a browser: what its form offers, and what it shows of a session."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from posecheck.live.plan import Plan, plan_stretch
from posecheck.live.service import get_service
from posecheck.live.snapshot import Snapshot
from posecheck.live.state import SessionState, StepProgress
from posecheck.stretch.library import load_stretch

pytestmark = pytest.mark.usefixtures("own_data")

SCRIPT = "from posecheck.web import practice\npractice.render()"
GERMAN = "from posecheck.language import speak\nfrom posecheck.web import practice\nwith speak('de'): practice.render()"


def open_page(session_id="", script=SCRIPT):
    page = AppTest.from_string(script, default_timeout=60)
    if session_id:
        page.query_params["session"] = session_id
    page.run()
    assert not page.exception
    return page


def read_session(page):
    value = page.query_params["session"]
    return value if isinstance(value, str) else value[0]


def press(page, label):
    next(button for button in page.button if button.label == label).click().run()
    assert not page.exception


def keep(state, stretch_id="half_kneeling_hip_flexor", **plan):
    plan = Plan(plan_stretch(load_stretch(stretch_id), **{"sets": 1, "amount": 30, **plan}))
    service = get_service()
    session_id = service.open_session(plan, "en")
    service._store.save(session_id, Snapshot(plan, state, "en"))
    return session_id


def test_the_form_offers_the_prescribed_dose_and_opens_a_session():
    page = open_page()
    assert page.title[0].value == "Practise with the camera"
    page.selectbox[0].select("half_kneeling_hip_flexor").run()
    dose = load_stretch("half_kneeling_hip_flexor").dose
    values = {field.label: field.value for field in page.number_input}
    assert values == {"Seconds held": dose.hold_s, "Sets": dose.sets, "Rest, seconds": dose.rest_s}
    press(page, "Go to the camera")
    session_id = read_session(page)
    kept = get_service().find_session(session_id)
    assert kept.state.phase == "setup"
    assert {step.stretch_id for step in kept.plan.steps} == {"half_kneeling_hip_flexor"}


def test_a_programme_can_be_chosen():
    page = open_page()
    page.segmented_control[0].select("A programme").run()
    assert not page.exception
    press(page, "Go to the camera")
    kept = get_service().find_session(read_session(page))
    assert len(kept.plan.steps) >= 2


def choose(page, label, value):
    next(each for each in page.selectbox if each.label == label).set_value(value).run()
    assert not page.exception


def test_a_session_speaks_the_language_of_the_page():
    page = open_page(script=GERMAN)
    choose(page, "Welche Dehnung oder Übung?", "cobra")
    assert "Hände, Kopf und Füße sollen im Bild sein" in " ".join(block.proto.body for block in page.get("html"))
    page.segmented_control[0].select("Ein Programm").run()
    choose(page, "Welches Programm?", "on_the_bed")
    assert "Für Tage, an denen es zu schwer ist, auf den Boden hinunterzukommen." in [
        each.value for each in page.markdown
    ]
    press(page, "Zur Kamera")
    kept = get_service().find_session(read_session(page))
    assert kept.language == "de"
    assert kept.plan.steps[0].stretch_id == "lying_hip_stretch"


def test_an_unknown_session_leads_to_the_form():
    assert open_page("ab" * 16).title[0].value == "Practise with the camera"
    assert open_page("../../etc").title[0].value == "Practise with the camera"


def test_the_end_compares_the_sides_with_the_dose():
    progress = [StepProgress(30.2, [], "done"), StepProgress(12.0, [], "skipped")]
    page = open_page(keep(SessionState("finished", 1, progress)))
    assert page.title[0].value == "Session ended"
    words = " ".join(block.proto.body for block in page.get("html"))
    assert "30 of 30 s held" in words
    assert "12 of 30 s held" in words


def test_the_end_counts_repetitions_by_kind():
    marks = ["good", "partial", "good", "faulty"]
    state = SessionState("finished", 0, [StepProgress(0.0, marks, "done")])
    page = open_page(keep(state, "leg_raise_side", amount=3, sides=("left",)))
    words = " ".join(block.proto.body for block in page.get("html"))
    assert "3 of 3 repetitions" in words
    assert "2 good, 1 with a fault, 1 not to full range" in words


def test_pain_is_answered_kindly():
    state = SessionState("finished", 0, [StepProgress(3.0, [], "hurt"), StepProgress()], hurt=True)
    page = open_page(keep(state))
    assert "that was right" in page.warning[0].value


def test_a_session_left_for_another_page_can_be_gone_on_with():
    session_id = keep(SessionState("paused", 0, [StepProgress(12.0), StepProgress()], "button"))
    page = AppTest.from_string(SCRIPT, default_timeout=60)
    page.session_state["practice_running"] = session_id
    page.run()
    press(page, "Go on with it")
    assert read_session(page) == session_id


def test_practising_again_opens_a_new_session_of_the_same_plan():
    session_id = keep(SessionState("finished", 0, [StepProgress(30, [], "done"), StepProgress(30, [], "done")]))
    page = open_page(session_id)
    press(page, "Practise again")
    again = read_session(page)
    assert again != session_id
    assert get_service().find_session(again).plan == get_service().find_session(session_id).plan
