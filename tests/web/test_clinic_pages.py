"""The pages of a clinic as Streamlit builds them: patients without sign-in, and two users who are signed in."""

from __future__ import annotations

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from posecheck.clinic.access import Viewer
from posecheck.clinic.office import Clinic
from posecheck.history import History
from posecheck.live.service import get_service
from posecheck.live.tickets import Holder
from posecheck.web import viewing
from posecheck.web.patients_handing import build_link
from posecheck.web.settings import MAIN_SCRIPT
from tests.clinic.builders import BASE, prescribe, publish
from tests.history.builders import build_poses, build_result, build_stretch

pytestmark = pytest.mark.usefixtures("own_data")

ADA, BO = "P-ADA", "P-BO"


@pytest.fixture
def clinic(tmp_path):
    with History(tmp_path / "history.sqlite3") as history:
        yield Clinic(history)


def open_page(name, **query):
    page = AppTest.from_string(f"from posecheck.web import {name}\n{name}.render()", default_timeout=60)
    for key, value in query.items():
        page.query_params[key] = value
    return run(page)


def open_shell():
    return run(AppTest.from_file(str(MAIN_SCRIPT), default_timeout=60))


def run(page):
    page.run()
    assert not page.exception
    return page


def press(page, label):
    next(button for button in page.button if button.label == label).click()
    return run(page)


def fill(page, label, value):
    next(field for field in page.text_input if field.label.startswith(label)).set_value(value)


def read_session(page):
    value = page.query_params["session"]
    return value if isinstance(value, str) else value[0]


def read_words(page):
    kinds = ("markdown", "caption", "title", "subheader", "info", "warning", "error", "success", "text", "code")
    words = [str(element.value) for kind in kinds for element in getattr(page, kind)]
    return "\n".join([*words, *(block.proto.body for block in page.get("html"))])


class TestWithoutSignIn:
    def test_home_user_is_not_bothered(self):
        page = open_page("practice")
        assert "Who practises?" not in [box.label for box in page.selectbox]
        assert page.segmented_control[0].options == ["One stretch", "A programme"]

    def test_patient_is_added_and_prescribed_a_programme(self, clinic):
        page = open_page("patients")
        fill(page, "Name", "Ada")
        fill(page, "Code", ADA)
        page = press(page, "Add")
        assert "was added" in read_words(page)
        page.selectbox(key=f"programme {ADA} another").set_value(BASE)
        page = press(run(page), "Add it")
        next(field for field in page.number_input if field.label == "Seconds held").set_value(25)
        page = press(run(page), "Prescribe it")
        assert not page.error
        current = clinic.programmes.current(ADA)
        assert (current.number, current.programme.items[0].stretch, current.programme.items[0].amount) == (1, BASE, 25)
        assert current.programme.items[0].days == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    def test_change_from_a_second_tab_is_refused(self, clinic):
        clinic.patients.add(code=ADA)
        prescribe(clinic, ADA)
        page = open_page("patients", patient=ADA)
        prescribe(clinic, ADA, number=1, name="From the other tab")
        page = press(page, "Prescribe it")
        assert "changed in another window" in page.error[0].value.replace("\\", "")
        assert clinic.programmes.current(ADA).programme.name == "From the other tab"

    def test_code_with_html_is_refused_on_the_page(self, clinic):
        page = open_page("patients")
        fill(page, "Name", "<script>alert(1)</script>")
        page = press(page, "Add")
        assert "Expected a name without" in page.error[0].value
        assert clinic.patients.list_patients() == []

    def test_side_that_is_published_for_a_patient_is_what_practice_and_programme_begin_with(self, clinic):
        clinic.patients.add(code=ADA)
        publish(clinic.versions, "dose: {sides: right}\n", patient=ADA)
        page = open_page("practice", patient=ADA)
        assert "on the right side" in read_words(page)
        assert next(box for box in page.selectbox if box.label == "Sides").value == "right"
        page = press(page, "Go to the camera")
        kept = get_service().find_session(read_session(page))
        assert {step.side for step in kept.plan.steps} == {"right"}
        page = open_page("patients", patient=ADA)
        page.selectbox(key=f"programme {ADA} another").set_value(BASE)
        page = press(run(page), "Add it")
        page = press(page, "Prescribe it")
        assert clinic.programmes.current(ADA).programme.items[0].sides == "right"

    def test_link_leads_to_todays_programme_under_the_patients_versions(self, clinic):
        clinic.patients.add(code=ADA)
        publish(clinic.versions, "checks:\n  front_knee: {band: {low: 60}}\n", patient=ADA)
        prescribe(clinic, ADA, items=[{"stretch": BASE, "amount": 20}], start=str(date.today()))
        page = open_page("practice", patient=ADA)
        assert "20 s × 2 on each side" in read_words(page)
        page = press(page, "Go to the camera")
        session_id = read_session(page)
        kept = get_service().find_session(session_id)
        assert kept.holder == Holder(ADA, ADA, "")
        assert get_service().load_stretches(kept.plan, ADA)[BASE].find_check("front_knee").band.low == 60

    def test_unknown_patient_of_a_link_is_nobody(self):
        page = open_page("practice", patient="../../etc")
        assert page.title[0].value == "Practise with the camera"
        assert "Myself" not in read_words(page)

    def test_link_stands_beside_the_page(self):
        assert build_link("https://clinic.example/pc/patients?x=1", ADA) == (
            "https://clinic.example/pc/practice?patient=P-ADA"
        )

    def test_every_part_of_a_patient_shows(self, clinic):
        clinic.patients.add(code=ADA, name="Ada")
        publish(clinic.versions, patient=ADA, reason="stiff knee")
        prescribe(clinic, ADA)
        clinic.patients.add_note(ADA, "A <b>note</b>", author="Kim")
        recorder = clinic.history.start_session(build_stretch(), person=ADA)
        recorder.report_pain("front of the hip")
        recorder.finish(build_result())
        words = read_words(open_page("patients", patient=ADA))
        for part in (
            "front of the hip",
            "A <b>note</b>",
            "stiff knee",
            "75\\-105 \\-\\> 60\\-105",
            "practice?patient=P-ADA",
        ):
            assert part.replace("\\", "") in words.replace("\\", ""), part
        assert "said it hurts: 1 session" in read_words(open_page("patients"))

    def test_old_session_shows_its_version_and_is_judged_again(self, clinic):
        stretch = clinic.versions.find_stretch(BASE)
        recorder = clinic.history.start_session(stretch, side="left")
        for pose in build_poses(40):
            recorder.append(pose)
        recorder.finish(build_result("left"))
        assert "Another version counts now" not in [each.label for each in open_page("progress").expander]
        publish(clinic.versions)
        page = open_page("progress")
        assert "Judged by the library's own pose." in read_words(page)
        page = press(page, "Judge this session again")
        words = read_words(page)
        assert "This is what clinic version 1 says" in words
        assert "front knee 75-105 -> 60-105" in words.replace("\\", "")

    def test_later_judgement_is_kept_beside_the_first_and_taken_back(self, clinic):
        stretch = clinic.versions.find_stretch(BASE)
        recorder = clinic.history.start_session(stretch, side="left")
        for pose in build_poses(40):
            recorder.append(pose)
        session_id = recorder.finish(build_result("left"))
        publish(clinic.versions)
        page = press(open_page("progress"), "Judge this session again")
        page = press(page, "Keep it beside the first judgement")
        words = read_words(page)
        assert "What was said then stays beside it" in words
        assert "Judged by the library's own pose." in words
        assert "Judged again · Could not be judged" in words
        assert "clinic version 1" in words
        assert "Another version counts now" not in [each.label for each in page.expander]
        record = clinic.history.get_session(session_id)
        assert (record.summary.verdict, record.rejudgements[-1].verdict) == ("pass", "not_assessable")
        page = press(page, "Take it back")
        assert "was taken back" in read_words(page)
        assert "Judged again ·" not in read_words(page)
        assert clinic.history.get_session(session_id).rejudgements == ()
        assert "Another version counts now" in [each.label for each in page.expander]


@pytest.fixture
def two(clinic, tmp_path, monkeypatch):
    """Two patients of two therapists, with a session each; `sign_in` says who sits at the browser."""
    roles = tmp_path / "clinic.toml"
    roles.write_text('admins = ["boss@x.org"]\ntherapists = ["kim@x.org", "lee@x.org"]\n')
    monkeypatch.setenv("POSECHECK_CLINIC", str(roles))
    for code, therapist, account in ((ADA, "kim@x.org", "ada@x.org"), (BO, "lee@x.org", "bo@x.org")):
        clinic.patients.add(code=code, name=f"Secret {code}", therapist=therapist, account=account)
        publish(clinic.versions, patient=code, reason=f"Secret {code}")
        prescribe(clinic, code, name=f"Secret programme of {code}")
        recorder = clinic.history.start_session(build_stretch(name=f"Secret {code}"), person=code)
        recorder.finish(build_result(), note=f"Secret {code}")

    def sign_in(account):
        user = {"is_logged_in": bool(account), "email": account, "email_verified": True}
        monkeypatch.setattr("posecheck.web.viewing.read_sign_in", lambda: user)
        monkeypatch.setattr("posecheck.web.sign_in.read_sign_in", lambda: user)

    return sign_in


PAGES = ("practice", "progress", "review", "patients", "bench")


class TestSignedIn:
    @pytest.mark.parametrize("page", PAGES)
    @pytest.mark.parametrize(("account", "own", "other"), [("ada@x.org", ADA, BO), ("lee@x.org", BO, ADA)])
    def test_nothing_of_another_on_any_page(self, two, page, account, own, other):
        two(account)
        if page in ("patients", "bench") and own == ADA:
            pytest.skip("no page of a patient")
        for query in ({}, {"patient": own}, {"patient": other}):
            found = open_page(page, **query)
            words = read_words(found) + str([box.options for box in found.selectbox])
            assert other not in words.replace(f"found '{other}'", "")
            assert f"Secret {other}" not in words
            assert f"Secret programme of {other}" not in words

    def test_patient_sees_their_programme_without_choosing(self, two):
        two("ada@x.org")
        assert f"Secret programme of {ADA}" in read_words(open_page("practice"))

    @pytest.mark.parametrize("account", ["", "stranger@x.org"])
    def test_door_stays_shut(self, two, account):
        two(account)
        page = open_shell()
        assert page.title[0].value == "PoseCheck"
        assert [each.key for each in page.selectbox] == ["language_field"]
        assert "Secret" not in read_words(page)

    def test_door_opens_for_those_who_are_known(self, two):
        for account in ("ada@x.org", "kim@x.org", "boss@x.org"):
            two(account)
            assert open_shell().title[0].value == "Review a video or photo"

    def test_patient_is_refused_on_the_page_of_patients(self, two):
        two("ada@x.org")
        page = AppTest.from_string(
            "from posecheck.web import patients, shell\nwith shell.show_errors():\n    patients.render()",
            default_timeout=60,
        )
        assert "Expected a therapist" in run(page).error[0].value

    def test_roles_that_cannot_be_read_let_nobody_in(self, two, tmp_path):
        two("boss@x.org")
        (tmp_path / "clinic.toml").write_text("admins = [")
        page = open_shell()
        assert "Expected TOML" in page.error[0].value
        assert [each.key for each in page.selectbox] == ["language_field"]

    def test_sign_in_without_roles_is_a_door_as_well(self, two, monkeypatch):
        monkeypatch.delenv("POSECHECK_CLINIC")
        two("")
        assert open_shell().title[0].value == "PoseCheck"
        two("ada@x.org")
        assert f"Secret programme of {ADA}" in read_words(open_page("practice"))

    def test_live_session_of_another_is_not_found(self, two):
        two("ada@x.org")
        page = press(open_page("practice"), "Go to the camera")
        session_id = read_session(page)
        assert get_service().find_session(session_id, "ada@x.org").holder == Holder(ADA, ADA, "ada@x.org")
        two("bo@x.org")
        assert open_page("practice", session=session_id).title[0].value == "Practise with the camera"
        assert get_service().find_session(session_id, "bo@x.org") is None
        get_service().forget_session(session_id, "bo@x.org")
        assert get_service().find_session(session_id, "ada@x.org") is not None

    def test_file_from_a_therapist_is_for_those_at_home(self, two):
        two("ada@x.org")
        assert "I have a file from my therapist" not in [each.label for each in open_page("practice").expander]


def test_admin_without_sign_in_does_not_exist():
    assert Viewer("admin").own_person == "account:"
    assert viewing.get_viewer().role == "local"
