"""A review says by which version it judged, and is kept in the right person's history when that is asked for."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from posecheck.bench.examples import list_sample_files, load_sample
from posecheck.clinic.office import Clinic
from posecheck.history import History, SessionFilter
from posecheck.language import speak
from posecheck.live.tickets import Holder
from posecheck.review import judge_tracked
from posecheck.stretch.library import load_stretch
from posecheck.web import viewing
from posecheck.web.review_keeping import ReviewDesk
from tests.clinic.builders import BASE, publish
from tests.history.builders import build_result, build_track, find_german


@pytest.fixture
def clinic(tmp_path, monkeypatch):
    monkeypatch.setenv("POSECHECK_DATA", str(tmp_path))
    viewing._open_history.cache_clear()
    with History(tmp_path / "history.sqlite3") as history:
        clinic = Clinic(history)
        clinic.patients.add(code="P-ADA")
        publish(clinic.versions, patient="P-ADA")
        yield clinic
    viewing._open_history.cache_clear()


def show(clinic, holder, n=20):
    resolved, _ = clinic.resolve_stretches("P-ADA")
    tracked = SimpleNamespace(track=build_track(n), persons=np.ones(n, int))
    review = SimpleNamespace(stretch=resolved[BASE].stretch, judged=build_result("left"), tracked=tracked)
    return offer(review, ReviewDesk(holder, resolved))


def offer(review, desk):
    page = AppTest.from_string(
        "import streamlit as st\nfrom posecheck.web.review_keeping import offer_keeping\n"
        "offer_keeping(st.session_state['r'], st.session_state['d'], 'me.mp4')",
        default_timeout=60,
    )
    page.session_state["r"], page.session_state["d"] = review, desk
    page.run()
    assert not page.exception
    return page


def test_review_is_kept_once_under_the_patient_and_the_version(clinic):
    page = show(clinic, Holder("P-ADA", "P-ADA"))
    assert page.caption[0].value == "Judged by patient version 1."
    page.button[0].click().run()
    assert page.button[0].disabled
    [session] = clinic.history.list_sessions(SessionFilter(person="P-ADA"))
    assert (session.source, session.layers, session.note) == ("upload", (0, 1), "me.mp4")
    assert clinic.history.load_stretch(session.stretch_sha256).find_check("front_knee").band.low == 60
    assert len(clinic.history.load_track(session.id)) == 20


@pytest.mark.parametrize(("holder", "n"), [(None, 20), (Holder(), 1)])
def test_sample_and_photo_are_not_offered(clinic, holder, n):
    assert not show(clinic, holder, n).button


def test_a_german_review_is_kept_in_english(clinic, sample_dir):
    path = next(each for each in list_sample_files(sample_dir, BASE) if "leaning_forward" in each.stem)
    stored, resolved = load_sample(path).stored, clinic.resolve_stretches("P-ADA")[0]
    source = SimpleNamespace(kind="video")
    tracked = SimpleNamespace(track=stored.track, persons=stored.persons, warnings=(), source=source)
    with speak("de"):
        review = judge_tracked(tracked, resolved[BASE].stretch)
    assert any(cue.text.startswith("Heb die Brust") for cue in review.result.cues)
    offer(review, ReviewDesk(Holder("P-ADA", "P-ADA"), resolved)).button[0].click().run()
    [session] = clinic.history.list_sessions(SessionFilter(person="P-ADA"))
    [kept] = clinic.history.get_session(session.id).sets
    assert [check.name for check in kept.checks] == [check.name for check in load_stretch(BASE).checks]
    assert any(cue.text.startswith("Lift your chest") for cue in kept.cues)
    assert find_german(clinic.history, BASE) == []
    # The search can fail: it finds what a page in German says.
    clinic.history.record_upload(stored, resolved[BASE].stretch, review.result)
    assert len(find_german(clinic.history, BASE)) > 3
