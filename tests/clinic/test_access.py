"""Two patients, two therapists and a boss: who reads what, asked of the stores themselves."""

from __future__ import annotations

import io

import pytest

from posecheck.clinic.access import AccessError, Viewer
from posecheck.clinic.office import Clinic
from posecheck.clinic.transfer import export_patient, export_pose, export_programme
from posecheck.errors import PoseCheckError
from posecheck.history import (
    HistoryError,
    KeptPicture,
    SessionFilter,
    export_csv,
    export_json,
    export_parquet,
    keep_picture,
    load_pictures,
)
from tests.history.builders import build_poses, build_result, build_stretch

from .builders import BASE, prescribe, publish

ADA, BO = "P-ADA", "P-BO"
KIM = Viewer("therapist", "kim@clinic.example")
LEE = Viewer("therapist", "lee@clinic.example")
ADA_HERSELF = Viewer("patient", "ada@example.org")
BO_HIMSELF = Viewer("patient", "bo@example.org")
STRANGER = Viewer("patient", "stranger@example.org")
NOBODY = Viewer("patient", "")
BOSS = Viewer("admin", "boss@clinic.example")


@pytest.fixture
def sessions(clinic, history):
    """The id of a session of each; Ada is Kim's patient, Bo is Lee's."""
    found = {}
    for code, therapist, account in ((ADA, KIM, ADA_HERSELF), (BO, LEE, BO_HIMSELF)):
        clinic.patients.add(code=code, name=f"Name of {code}", therapist=therapist.account, account=account.account)
        publish(clinic.versions, patient=code, reason=f"secret of {code}")
        prescribe(clinic, code, note=f"secret of {code}")
        clinic.patients.add_note(code, f"secret of {code}", author="Kim")
        stretch = build_stretch(name=f"secret of {code}")
        recorder = history.start_session(stretch, person=code)
        for pose in build_poses(5):
            recorder.append(pose)
        recorder.report_pain(f"secret of {code}")
        found[code] = recorder.finish(build_result("left"), note=f"secret of {code}")
    return found


@pytest.mark.usefixtures("sessions")
@pytest.mark.parametrize(
    ("viewer", "codes"),
    [(KIM, {ADA}), (LEE, {BO}), (BOSS, {ADA, BO}), (ADA_HERSELF, {ADA}), (STRANGER, set()), (NOBODY, set())],
)
def test_each_sees_their_own(history, viewer, codes):
    clinic = Clinic(history, viewer)
    assert {patient.code for patient in clinic.patients.list_patients()} == codes
    assert {session.person for session in clinic.history.list_sessions()} == codes
    assert {each.session.person for each in clinic.history.list_check_medians()} == codes


@pytest.mark.parametrize("viewer", [LEE, BO_HIMSELF, STRANGER, NOBODY])
def test_nothing_of_another_is_read_by_its_id(history, sessions, viewer):
    clinic = Clinic(history, viewer)
    session_id = sessions[ADA]
    sha256 = history.get_summary(session_id).stretch_sha256
    theirs, versions = clinic.history, clinic.versions
    asked = [
        lambda: theirs.get_summary(session_id),
        lambda: theirs.get_session(session_id),
        lambda: theirs.load_track(session_id),
        lambda: theirs.load_stored_track(session_id, 1),
        lambda: theirs.resume_session(session_id),
        lambda: load_pictures(theirs, session_id),
        lambda: keep_picture(theirs, session_id, KeptPicture(1, "trunk", b"forged")),
        lambda: theirs.load_stretch(sha256),
        lambda: theirs.delete_session(session_id),
        lambda: theirs.get_goal(ADA),
        lambda: theirs.set_goal(3, ADA),
        lambda: theirs.start_session(build_stretch(), person=ADA),
        lambda: clinic.patients.get(ADA),
        lambda: clinic.patients.list_notes(ADA),
        lambda: clinic.patients.add_note(ADA, "x", author="x"),
        lambda: clinic.patients.delete(ADA),
        lambda: clinic.patients.edit(ADA, name="x", therapist="", account="", archived=False),
        lambda: clinic.programmes.current(ADA),
        lambda: clinic.programmes.list_versions(ADA),
        lambda: prescribe(clinic, ADA, number=1, name="Mine"),
        lambda: versions.current(BASE, ADA),
        lambda: versions.list_versions(BASE, ADA),
        lambda: versions.list_layers(ADA),
        lambda: versions.find_stretch(BASE, ADA),
        lambda: versions.compare(BASE, 0, 1, patient=ADA),
        lambda: versions.describe_update(BASE, ADA),
        lambda: versions.undo(BASE, patient=ADA, author="x", reason="x"),
        lambda: versions.restore(BASE, 0, patient=ADA, author="x", reason="x", expected_number=1),
        lambda: publish(versions, patient=ADA, number=1),
        lambda: export_patient(clinic, ADA),
        lambda: export_programme(clinic, ADA),
        lambda: export_pose(clinic, BASE, ADA),
    ]
    for ask in asked:
        with pytest.raises((AccessError, HistoryError)) as refused:
            ask()
        assert "secret" not in str(refused.value)
        assert "Name of" not in str(refused.value)
    theirs.set_note(session_id, "overwritten")
    assert history.get_summary(session_id).note == f"secret of {ADA}"


@pytest.mark.parametrize("viewer", [LEE, BO_HIMSELF, STRANGER, NOBODY])
@pytest.mark.parametrize("export", [export_csv, export_json, export_parquet])
@pytest.mark.parametrize("wanted", [SessionFilter(), SessionFilter(person=ADA)])
def test_no_download_holds_another(history, sessions, viewer, export, wanted):
    out = io.BytesIO()
    export(Clinic(history, viewer).history, out, wanted)
    assert ADA.encode() not in out.getvalue()
    assert sessions[ADA].encode() not in out.getvalue()


@pytest.mark.usefixtures("sessions")
@pytest.mark.parametrize("export", [export_csv, export_json])
def test_download_holds_ones_own(history, export):
    out = io.BytesIO()
    export(Clinic(history, ADA_HERSELF).history, out)
    assert b"secret of P-ADA" in out.getvalue()


@pytest.mark.parametrize("viewer", [KIM, BOSS, ADA_HERSELF])
def test_who_may_see_a_session_may_see_its_pictures(history, sessions, viewer):
    picture = KeptPicture(1, "trunk", b"a picture that Ada asked for")
    keep_picture(history, sessions[ADA], picture)
    assert load_pictures(Clinic(history, viewer).history, sessions[ADA]) == [picture]


def test_words_for_another_and_for_nobody_are_the_same(history, sessions):
    clinic = Clinic(history, LEE)
    with pytest.raises(HistoryError) as another:
        clinic.history.get_summary(sessions[ADA])
    with pytest.raises(HistoryError) as nobody:
        clinic.history.get_summary("0" * 36)
    assert str(another.value).replace(sessions[ADA], "X") == str(nobody.value).replace("0" * 36, "X")
    with pytest.raises(AccessError) as another:
        clinic.patients.get(ADA)
    with pytest.raises(AccessError) as nobody:
        clinic.patients.get("P-NOBODY")
    assert str(another.value).replace(ADA, "X") == str(nobody.value).replace("P-NOBODY", "X")


@pytest.mark.usefixtures("sessions")
def test_patient_reads_but_does_not_change(history):
    clinic = Clinic(history, ADA_HERSELF)
    assert clinic.versions.find_stretch(BASE, ADA).find_check("front_knee").band.low == 60
    assert clinic.programmes.current(ADA).programme.note == f"secret of {ADA}"
    assert clinic.patients.find_own().code == ADA
    refused = [
        lambda: publish(clinic.versions, "dose: {sets: 1}\n", patient=ADA, number=1),
        lambda: clinic.versions.undo(BASE, patient=ADA, author="x", reason="x"),
        lambda: prescribe(clinic, ADA, number=1, name="Less"),
        lambda: clinic.patients.list_notes(ADA),
        lambda: clinic.patients.edit(ADA, name="x", therapist="", account="", archived=False),
        lambda: clinic.patients.delete(ADA),
        lambda: clinic.patients.add(name="x"),
        lambda: clinic.own_stretches.save(build_stretch(), author="x", reason="x"),
    ]
    for change in refused:
        with pytest.raises(AccessError):
            change()


@pytest.mark.usefixtures("sessions")
def test_therapist_changes_nothing_for_the_patients_of_others(history):
    clinic = Clinic(history, KIM)
    with pytest.raises(AccessError, match="Expected an administrator for a change that concerns every patient"):
        publish(clinic.versions)
    with pytest.raises(AccessError, match="administrator to give a patient to another therapist"):
        clinic.patients.edit(ADA, name="Ada", therapist=LEE.account, account="", archived=False)
    assert clinic.patients.add(name="New", therapist=LEE.account).therapist == KIM.account
    publish(Clinic(history, BOSS).versions)
    assert Clinic(history, BOSS).patients.edit(ADA, name="", therapist=LEE.account, account="", archived=False)
    assert clinic.patients.list_patients()[0].name == "New"


@pytest.mark.usefixtures("sessions")
def test_deleting_everything_deletes_only_ones_own(history):
    assert Clinic(history, LEE).history.delete_all() == 1
    assert [session.person for session in history.list_sessions()] == [ADA]
    assert {patient.code for patient in Clinic(history).patients.list_patients()} == {ADA, BO}
    assert history.delete_all() == 1
    assert Clinic(history).patients.list_patients() == []


@pytest.mark.usefixtures("sessions")
def test_staff_practise_under_a_person_of_their_own(history):
    kim, lee = Clinic(history, KIM), Clinic(history, LEE)
    kim.history.start_session(build_stretch(), person=KIM.own_person).finish(note="my own")
    assert {session.note for session in kim.history.list_sessions()} == {"my own", f"secret of {ADA}"}
    assert "my own" not in {session.note for session in lee.history.list_sessions()}
    with pytest.raises(PoseCheckError):
        lee.history.start_session(build_stretch(), person=KIM.own_person)
