from __future__ import annotations

from datetime import date

import pytest

from posecheck.clinic.access import AccessError, Viewer
from posecheck.clinic.office import Clinic
from posecheck.clinic.patients import make_code
from posecheck.clinic.prescription import build_day_plan, compute_amount, describe_days, describe_item, list_due
from posecheck.clinic.schema import check_code
from posecheck.errors import InputError
from posecheck.history import KeptPicture, keep_picture
from tests.history.builders import build_stretch

from .builders import BASE, build_programme, prescribe, publish


def test_patient_needs_no_name(clinic):
    patient = clinic.patients.add()
    assert patient.label == patient.code
    assert clinic.patients.list_patients() == [patient]
    assert clinic.patients.get(patient.code).created_utc.tzinfo is not None


def test_codes_are_good_codes_and_differ():
    codes = {make_code() for _ in range(50)}
    assert len(codes) == 50
    assert all(check_code(code) == code for code in codes)


def test_patient_is_renamed_and_put_away(clinic):
    clinic.patients.add(code="P-1", name="Ada")
    clinic.patients.add(code="P-2", name="Bo")
    clinic.patients.edit("P-1", name="Ada L.", therapist="", account="ada@example.org", archived=True)
    assert [patient.code for patient in clinic.patients.list_patients()] == ["P-2"]
    assert [patient.name for patient in clinic.patients.list_patients(archived=True)] == ["Ada L."]
    with pytest.raises(InputError, match="Expected an account that no other patient has"):
        clinic.patients.edit("P-2", name="Bo", therapist="", account="ADA@example.org", archived=False)


def test_notes_are_kept_with_their_author(clinic):
    clinic.patients.add(code="P-1")
    clinic.patients.add_note("P-1", " First. ", author="Kim")
    clinic.patients.add_note("P-1", "Second.", author="Lee")
    notes = clinic.patients.list_notes("P-1")
    assert [(note.author, note.text) for note in notes] == [("Lee", "Second."), ("Kim", "First.")]
    clinic.patients.delete_note("P-1", notes[0].id)
    assert len(clinic.patients.list_notes("P-1")) == 1
    with pytest.raises(InputError, match="Expected a note of 1 to 4000 characters, found 0"):
        clinic.patients.add_note("P-1", "  ", author="Kim")


def test_deleted_patient_leaves_nothing(clinic, history):
    clinic.patients.add(code="P-1", name="Unforgettable")
    clinic.patients.add_note("P-1", "Secret knee", author="Kim")
    publish(clinic.versions, patient="P-1", reason="secret operation")
    prescribe(clinic, "P-1", note="secret note")
    session_id = history.start_session(build_stretch(), person="P-1").finish(note="secret session")
    keep_picture(history, session_id, KeptPicture(1, "trunk", b"what was asked for"))
    history.start_session(build_stretch()).finish(note="mine")
    clinic.patients.delete("P-1")
    assert [session.note for session in history.list_sessions()] == ["mine"]
    assert not [word for word in (b"Unforgettable", b"ecret") if word in history.path.read_bytes()]
    assert not (history.path.parent / "pictures").exists()
    with pytest.raises(AccessError):
        clinic.patients.get("P-1")


def test_code_of_sessions_that_are_there_is_given_to_nobody(clinic, history):
    history.start_session(build_stretch(), person="P-1").finish()
    with pytest.raises(InputError, match="Expected a code that nobody has yet, found 'P-1'"):
        clinic.patients.add(code="P-1")


def test_layer_of_a_patient_lies_over_the_clinics(clinic):
    clinic.patients.add(code="P-1")
    clinic.patients.add(code="P-2")
    publish(clinic.versions, "checks:\n  front_knee: {band: {low: 60, high: 110}}\n")
    publish(clinic.versions, "checks:\n  front_knee: {band: {low: 40}}\n", patient="P-1")
    bands = [clinic.versions.find_stretch(BASE, code).find_check("front_knee").band for code in (None, "P-1", "P-2")]
    assert [(band.low, band.high) for band in bands] == [(60, 110), (40, 110), (60, 110)]
    assert clinic.versions.resolve(BASE, "P-1").layers == (1, 1)
    assert clinic.versions.current(BASE, "P-1").differences == ("front knee 60-110 -> 40-110",)


def test_change_of_the_clinic_shows_underneath_a_patients_layer(clinic):
    clinic.patients.add(code="P-1")
    publish(clinic.versions, "checks:\n  front_knee: {band: {low: 40}}\n", patient="P-1")
    publish(clinic.versions, "checks:\n  front_knee: {band: {low: 60}}\n")
    assert clinic.versions.describe_update(BASE, "P-1") == [
        "conflict: underneath front knee 75-105 -> 60-105; the layer keeps its own"
    ]


def test_programme_is_versioned(clinic):
    clinic.patients.add(code="P-1")
    prescribe(clinic, "P-1")
    prescribe(clinic, "P-1", number=1, name="Later")
    versions = clinic.programmes.list_versions("P-1")
    assert [(version.number, version.programme.name) for version in versions] == [
        (2, "Later"),
        (1, "After the operation"),
    ]


def test_what_is_due_follows_the_days():
    programme = build_programme()
    assert programme.days == ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    assert [item.stretch for item in list_due(programme, date(2026, 11, 2))] == [BASE, "cobra"]
    assert [item.stretch for item in list_due(programme, date(2026, 11, 3))] == ["cobra"]
    assert list_due(programme, date(2026, 11, 1)) == []
    assert describe_days(("wed", "mon")) == "Mon, Wed"


@pytest.mark.parametrize(
    ("day", "amount"), [((2026, 11, 2), 30), ((2026, 11, 15), 30), ((2026, 11, 16), 35), ((2027, 5, 1), 45)]
)
def test_dose_grows_up_to_a_most(clinic, day, amount):
    progression = {"every_weeks": 2, "add": 5, "up_to": 45}
    programme = build_programme(items=[{"stretch": BASE, "amount": 30, "progression": progression}])
    stretch = clinic.list_stretches(None)[BASE]
    assert compute_amount(programme.items[0], stretch, programme.start, date(*day)) == amount
    words = describe_item(programme.items[0], stretch, programme.start, date(*day))
    assert words == f"{amount} s × 2 on each side, 5 s more every 2 weeks up to 45 s"


def test_plan_of_a_day(clinic):
    stretches = clinic.list_stretches(None)
    programme = build_programme(items=[{"stretch": BASE, "sides": "right", "amount": 20, "sets": 2, "rest_s": 5}])
    plan = build_day_plan(programme, stretches, date(2026, 11, 2))
    assert [(step.side, step.hold_s, step.set_no, step.rest_s) for step in plan.steps] == [
        ("right", 20, 1, 5),
        ("right", 20, 2, 5),
    ]
    assert build_day_plan(programme, stretches, date(2026, 11, 1)) is None


def test_programme_follows_the_sides_of_the_patient_unless_it_names_its_own(clinic):
    clinic.patients.add(code="P-07")
    publish(clinic.versions, "dose: {sides: left}\n", patient="P-07")
    day = date(2026, 11, 2)
    items = [{"stretch": BASE, "sets": 1}, {"stretch": BASE, "sets": 1, "sides": "each"}]
    programme, stretches = build_programme(items=items), clinic.list_stretches("P-07")
    sides = [step.side for step in build_day_plan(programme, stretches, day).steps]
    assert sides == ["left", "left", "right"]
    first, second = (describe_item(item, stretches[BASE], day, day) for item in programme.items)
    assert (first, second) == ("30 s on the left side", "30 s on each side")


def test_author_of_a_signed_in_therapist_is_the_account(clinic, history):
    clinic.patients.add(code="P-1", therapist="kim@clinic.example")
    theirs = Clinic(history, Viewer("therapist", "kim@clinic.example"))
    version = publish(theirs.versions, patient="P-1", author="Somebody else")
    assert (version.author, version.override.author) == ("kim@clinic.example", "kim@clinic.example")
