"""The bench as Streamlit builds it, without a browser."""

from __future__ import annotations

import re
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from posecheck.bench.draft import Draft, compose_layer, place_band
from posecheck.bench.examples import list_sample_files, load_sample
from posecheck.clinic.access import Viewer
from posecheck.clinic.office import Clinic
from posecheck.history import History, find_history_path
from posecheck.stretch.library import list_stretches, load_stretch
from posecheck.trainer import replay
from posecheck.web.bench_recording import offer_moment

STRETCH = "half_kneeling_hip_flexor"
KNEE = ("checks", "front_knee")


@pytest.fixture
def clinic(tmp_path, monkeypatch):
    monkeypatch.setenv("POSECHECK_DATA", str(tmp_path))
    with History(find_history_path()) as history:
        yield Clinic(history)


@pytest.fixture
def page(clinic):  # noqa: ARG001 - the page opens the history that the environment names
    def script():
        from posecheck.web import bench

        bench.render()

    return AppTest.from_function(script, default_timeout=60)


def read_text(at):
    pieces = [each.value for kind in (at.markdown, at.caption, at.subheader) for each in kind]
    pieces += [each.value for kind in (at.info, at.success, at.warning, at.error) for each in kind]
    pieces += [each.proto.body for each in at.get("html")]
    words = unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", " ".join(pieces), flags=re.DOTALL))
    return " ".join(words.split())


def find(elements, label):
    return next(each for each in elements if each.label == label)


def narrow(at, low=95, high=120):
    find(at.number_input, "At most").set_value(high).run()
    return find(at.number_input, "At least").set_value(low).run()


def publish(at, author="Ana", reason="Stiff knee"):
    find(at.text_input, "Your name").set_value(author)
    find(at.text_input, "Reason").set_value(reason)
    return find(at.button, "Publish for everybody").click().run()


def publish_band(clinic, low, high, patient=None):
    stretch = clinic.versions.find_base(STRETCH, patient)
    layer = compose_layer(place_band(Draft(), stretch, KNEE, low, high, None), stretch, "Ana", "Stiff knee")
    current = clinic.versions.current(STRETCH, patient)
    return clinic.versions.publish(layer, patient=patient, expected_number=current.number if current else 0)


def record(clinic, sample_dir, variant, person="me"):
    stretch = clinic.versions.find_stretch(STRETCH)
    path = next(path for path in list_sample_files(sample_dir, STRETCH) if variant in path.stem)
    stored = load_sample(path).stored
    result = replay(stored.track, stretch, "auto", stored.persons.tolist())
    return clinic.history.record_upload(stored, stretch, result, person=person)


def test_shows_the_samples_as_they_are_judged_now(page):
    page.run()
    assert not page.exception
    text = read_text(page)
    assert "Judged as it is now 3 recordings" in text
    assert re.search(r"Sample: good form held well [89]\.\d s ✓ pass", text)
    assert "Nothing is changed yet" in text
    assert not [button for button in page.button if button.label.startswith("Publish")]


def test_every_stretch_opens(page):
    page.run()
    for stretch in list_stretches():
        find(page.selectbox, "Stretch or exercise").set_value(stretch.id).run()
        assert not page.exception
        assert not page.error
        areas = next(group for group in page.button_group if "Entering the pose" in str(group.proto))
        assert len(areas.options) == len(stretch.checks) + 2 + (stretch.repetition is not None)


def test_a_narrowed_band_changes_the_verdict_before_anything_is_published(page, clinic):
    page.run()
    narrow(page)
    text = read_text(page)
    assert "1 of 3 would get another verdict" in text
    assert "1 × pass → needs work" in text
    assert "front knee 75-105 → 95-120" in text
    assert clinic.versions.current(STRETCH, None) is None


def test_target_follows_the_band(page):
    page.run()
    narrow(page)
    assert find(page.number_input, "Target").value == 95


def test_published_change_counts_and_the_draft_is_gone(page, clinic):
    page.run()
    narrow(page)
    publish(page)
    assert not page.exception
    assert "Version 1 is published" in read_text(page)
    assert "Nothing is changed yet" in read_text(page)
    version = clinic.versions.current(STRETCH, None)
    assert (version.author, version.reason) == ("Ana", "Stiff knee")
    assert clinic.versions.find_stretch(STRETCH).find_check("front_knee").band.low == 95
    assert load_stretch(STRETCH).find_check("front_knee").band.low == 75


@pytest.mark.parametrize(("author", "reason"), [("", "Stiff knee"), ("Ana", ""), ("  ", "  ")])
def test_publishing_takes_a_name_and_a_reason(page, clinic, author, reason):
    page.run()
    narrow(page)
    publish(page, author, reason)
    assert "your name and a reason" in read_text(page)
    assert clinic.versions.current(STRETCH, None) is None
    assert "front knee 75-105 → 95-120" in read_text(page)


def test_band_narrower_than_a_camera_can_tell_is_refused_until_it_is_meant(page):
    page.run()
    find(page.number_input, "At most").set_value(95).run()
    find(page.number_input, "At least").set_value(90).run()
    assert "narrower than what a camera can tell" in read_text(page)
    assert find(page.button, "Publish for everybody").disabled
    find(page.toggle, "Keep a band this narrow").set_value(True).run()
    assert "narrower than what a camera can tell" not in read_text(page)
    assert not find(page.button, "Publish for everybody").disabled


def test_new_bound_without_words_is_refused(page):
    page.run()
    group = next(group for group in page.button_group if "Front knee" in str(group.proto))
    group.set_value("knee_over_toe").run()
    find(page.number_input, "At least").set_value(-0.5).run()
    assert "expected words for the low bound" in read_text(page)
    find(page.text_input, "Said when it is too low").set_value("Knee forward").run()
    assert not page.error


def test_edit_from_a_second_window_is_refused_and_kept(page, clinic):
    page.run()
    narrow(page)
    publish_band(clinic, 60, 105)
    publish(page)
    assert "changed in another window meanwhile" in read_text(page)
    assert clinic.versions.current(STRETCH, None).number == 1
    assert find(page.number_input, "At least").value == 95


def test_stale_draft_is_carried_over_to_what_was_published_meanwhile(page, clinic):
    page.run()
    narrow(page, 80, 105)
    stretch = load_stretch(STRETCH)
    layer = compose_layer(
        place_band(Draft(), stretch, ("checks", "trunk"), -15, 20, None), stretch, "Bo", "Taller chair"
    )
    clinic.versions.publish(layer, patient=None, expected_number=0)
    page.run()
    assert "Another version was published since you began" in read_text(page)
    find(page.button, "Make my changes on top of it").click().run()
    assert "Another version was published" not in read_text(page)
    assert "front knee 75-105 → 80-105" in read_text(page)
    publish(page)
    checks = clinic.versions.find_stretch(STRETCH)
    assert (checks.find_check("front_knee").band.low, checks.find_check("trunk").band.high) == (80, 20)


def test_layer_that_fits_no_longer_is_opened_to_be_mended(page, clinic):
    whole = load_stretch(STRETCH).model_copy(update={"id": "own_stretch", "name": "Own stretch"})
    clinic.own_stretches.save(whole, author="Ana", reason="new")
    draft = place_band(Draft(), whole, KNEE, 60, 105, None)
    draft = place_band(draft, whole, ("checks", "trunk"), -15, 20, None)
    layer = compose_layer(draft, whole, "Ana", "Stiff knee")
    clinic.versions.publish(layer, patient=None, expected_number=0)
    left = whole.model_copy(update={"checks": [check for check in whole.checks if check.id != "trunk"]})
    clinic.own_stretches.save(left, author="Ana", reason="no trunk", expected_number=1)
    page.run()
    find(page.selectbox, "Stretch or exercise").set_value("own_stretch").run()
    assert not page.exception
    assert "fits it no longer" in read_text(page)
    assert find(page.number_input, "At least").value == 60
    publish(page)
    assert "Version 2 is published" in read_text(page)
    assert clinic.versions.find_stretch("own_stretch").find_check("front_knee").band.low == 60


def test_page_is_for_those_who_look_after_somebody(page, monkeypatch):
    monkeypatch.setattr("posecheck.web.viewing.get_viewer", lambda: Viewer("patient", "p014@example.org"))
    page.run()
    assert len(page.exception) == 1
    assert not page.number_input


def test_sides_of_the_dose_are_published_for_one_patient(page, clinic):
    clinic.patients.add(code="P-014")
    page.run()
    find(page.selectbox, "For").set_value("P-014").run()
    next(group for group in page.button_group if "Dose" in str(group.proto)).set_value("dose").run()
    find(page.selectbox, "Sides").set_value("left").run()
    assert not page.exception
    text = read_text(page)
    assert "Now: 30 s × 2 on the left side" in text
    assert "sides: both → left only" in text
    find(page.text_input, "Your name").set_value("Ana")
    find(page.text_input, "Reason").set_value("Right hip replaced")
    find(page.button, "Publish for P-014").click().run()
    assert clinic.versions.current(STRETCH, "P-014").differences == ("sides: both -> left only",)
    assert clinic.versions.find_stretch(STRETCH, "P-014").dose.sides == "left"
    assert clinic.versions.find_stretch(STRETCH).dose.sides == "each"


def test_bilateral_stretch_has_no_sides_to_choose(page):
    page.run()
    find(page.selectbox, "Stretch or exercise").set_value("cobra").run()
    next(group for group in page.button_group if "Dose" in str(group.proto)).set_value("dose").run()
    assert not [box for box in page.selectbox if box.label == "Sides"]


def test_without_samples_the_bench_says_so_and_works_with_what_there_is(page, clinic, sample_dir, monkeypatch):
    monkeypatch.setattr("posecheck.web.bench_examples.find_track_folder", lambda: None)
    page.run()
    assert not page.exception
    text = read_text(page)
    assert "This installation came without sample recordings" in text
    assert "No recording to try it on" in text
    assert page.expander[0].proto.expanded
    record(clinic, sample_dir, "good")
    page.run()
    narrow(page)
    assert not page.exception
    assert "1 of 1 would get another verdict" in read_text(page)
    for task in ("From examples", "New stretch", "Versions"):
        open_task(page, task)
        assert not page.exception


def test_discarded_draft_leaves_no_trace(page):
    page.run()
    narrow(page)
    find(page.button, "Discard the draft").click().run()
    assert "Nothing is changed yet" in read_text(page)
    assert find(page.number_input, "At least").value == 75


def test_draft_waits_while_another_stretch_is_looked_at(page):
    page.run()
    narrow(page)
    find(page.selectbox, "Stretch or exercise").set_value("cobra").run()
    find(page.selectbox, "Stretch or exercise").set_value(STRETCH).run()
    assert find(page.number_input, "At least").value == 95


def test_layer_of_a_patient_lies_on_that_of_the_clinic(page, clinic, sample_dir):
    clinic.patients.add(code="P-014")
    publish_band(clinic, 60, 105)
    record(clinic, sample_dir, "leaning", person="P-014")
    page.run()
    find(page.selectbox, "For").set_value("P-014").run()
    assert find(page.number_input, "At least").value == 60
    assert "4 recordings" in read_text(page)
    find(page.number_input, "At least").set_value(50).run()
    assert "front knee 60-105 → 50-105" in read_text(page)
    assert find(page.button, "Publish for P-014")


def open_task(at, name):
    at.run()
    return next(group for group in at.button_group if name in str(group.proto)).set_value(name).run()


def test_versions_are_listed_compared_and_taken_back(page, clinic):
    publish_band(clinic, 60, 105)
    publish_band(clinic, 60, 120)
    open_task(page, "Versions")
    assert not page.exception
    text = read_text(page)
    assert "Version 2, in force: Stiff knee" in text
    assert "front knee 60-105 → 60-120" in text
    find(page.selectbox, "From").set_value(0).run()
    assert "front knee 75-105 → 60-120" in read_text(page)
    find(page.text_input, "Your name").set_value("Ana")
    find(page.text_input, "Reason").set_value("Too wide")
    find(page.button, "Undo it").click().run()
    assert "Version 3 is in force" in read_text(page)
    assert "takes up version 1 again" in read_text(page)
    assert clinic.versions.find_stretch(STRETCH).find_check("front_knee").band.high == 105


def test_past_session_keeps_its_verdict_and_is_judged_again(page, clinic, sample_dir):
    record(clinic, sample_dir, "good")
    publish_band(clinic, 95, 125)
    open_task(page, "Versions")
    (row,) = page.table[0].value.to_dict("records")
    assert row["Then"] == "✓ pass"
    assert row["Now"] == "! needs work"
    assert row["Judged by"] == "the library's own pose"


def test_proposal_is_taken_into_the_draft_with_its_evidence(page, clinic):
    open_task(page, "From examples")
    assert not page.exception
    text = read_text(page)
    assert "Done well: " in text
    assert "A camera may be off by ±3°" in text
    assert "Nothing is changed yet" in text
    page.button(key="bench half_kneeling_hip_flexor  take check trunk").click().run()
    assert "Upright trunk" in read_text(page)
    assert "upright trunk -10 to 10 → " in read_text(page)
    assert page.button(key="bench half_kneeling_hip_flexor  take check trunk").label == "Taken"
    assert clinic.versions.current(STRETCH, None) is None


def test_proposals_need_something_done_well(page):
    open_task(page, "From examples")
    find(page.multiselect, "Done well").set_value([]).run()
    assert "at least one recording that shows it done well" in read_text(page)


def test_new_stretch_is_drafted_from_a_recording(page):
    open_task(page, "New stretch")
    assert "Give it a name to see the draft" in read_text(page)
    assert not page.get("download_button")
    find(page.text_input, "Name of the new stretch").set_value("Wall hip stretch").run()
    assert not page.exception
    assert find(page.text_input, "Id").value == "wall_hip_stretch"
    text = read_text(page)
    assert "Wall hip stretch , seen from the side" in text.replace("**", " ")
    assert "texts are still to be written" in text
    (button,) = page.get("download_button")
    assert button.proto.label == "Download the draft"


def test_several_moments_make_one_draft(page):
    open_task(page, "New stretch")
    find(page.text_input, "Name of the new stretch").set_value("Wall hip stretch").run()
    before = read_text(page)
    first = page.slider[0].value
    find(page.button, "Another moment").click().run()
    assert not page.exception
    assert [each.label for each in page.slider] == [f"Moment {n}: where the pose is held, in seconds" for n in (1, 2)]
    assert page.slider[0].value == first
    page.slider[1].set_value((0.5, 1.0)).run()
    assert not page.exception
    assert read_text(page) != before
    next(button for button in page.button if button.help == "Remove").click().run()
    assert [each.value for each in page.slider] == [(0.5, 1.0)]
    find(page.button, "Another moment").click().run()
    assert len(page.slider) == 2


@pytest.mark.parametrize(
    ("taken", "offered"),
    [([], (4.0, 8.0)), ([(4.0, 8.0)], (1.6, 3.2)), ([(0.0, 2.0), (1.0, 6.0)], (7.6, 9.2)), ([(0.0, 10.0)], (0.0, 0.0))],
)
def test_next_moment_is_offered_where_none_is(taken, offered):
    assert offer_moment(10.0, taken) == offered


def test_id_that_cannot_be_used_is_refused_in_words(page):
    open_task(page, "New stretch")
    find(page.text_input, "Name of the new stretch").set_value("Wall hip stretch").run()
    find(page.text_input, "Id").set_value("../secret").run()
    assert "Expected an id of small letters" in read_text(page)


def test_moment_without_the_pose_is_refused_in_words(page):
    open_task(page, "New stretch")
    find(page.text_input, "Name of the new stretch").set_value("Wall hip stretch").run()
    page.slider[0].set_value((0.0, 0.0)).run()
    assert "Expected a moment within the recording" in read_text(page)
