from __future__ import annotations

import pytest

from posecheck.clinic.files import PoseFile, format_file, parse_file
from posecheck.clinic.merging import merge_layers
from posecheck.clinic.office import Clinic
from posecheck.clinic.transfer import (
    export_patient,
    export_pose,
    export_programme,
    import_patient,
    import_pose,
    import_programme,
)
from posecheck.errors import StretchError
from posecheck.history import History
from posecheck.stretch.library import load_stretch
from posecheck.stretch.overrides import apply_overrides

from .builders import BASE, build_layer, prescribe, publish

ENTRY = "entry:\n  enter_s: 1\n  conditions:\n    - {measure: knee_flexion, limb: other, band: {low: 30}}\n"


@pytest.fixture
def elsewhere(tmp_path):
    """Another machine."""
    with History(tmp_path / "elsewhere" / "history.sqlite3") as history:
        yield Clinic(history)


@pytest.fixture
def clinic(clinic):
    clinic.patients.add(code="P-1", name="Ada")
    publish(clinic.versions, "checks:\n  front_knee: {band: {high: 110}}\n" + ENTRY)
    publish(clinic.versions, "checks:\n  front_knee: {band: {low: 60}}\n", patient="P-1")
    publish(clinic.versions, "checks:\n  kneeling_hip: {band: {low: null}}\n", base=BASE, patient="P-1", number=1)
    prescribe(clinic, "P-1", note="Slowly: no pain")
    clinic.patients.add_note("P-1", "Line one\nline two: with signs # and 'quotes'", author="Kim")
    return clinic


def hand_over(content):
    return parse_file(format_file(content), "x.yaml")


def test_patient_arrives_whole_and_is_judged_alike(clinic, elsewhere):
    code = import_patient(elsewhere, hand_over(export_patient(clinic, "P-1")), author="Lee")
    assert elsewhere.patients.get(code).name == "Ada"
    assert elsewhere.programmes.current(code).programme == clinic.programmes.current("P-1").programme
    assert "line two: with signs # and 'quotes'" in elsewhere.patients.list_notes(code)[0].text
    there, here = elsewhere.versions.find_stretch(BASE, code), clinic.versions.find_stretch(BASE, "P-1")
    assert there.entry == here.entry
    assert [check.band for check in there.checks] == [check.band for check in here.checks]
    assert there.find_check("kneeling_hip").band.low is None


def test_programme_is_opened_at_home_and_opened_again(clinic, elsewhere):
    content = hand_over(export_programme(clinic, "P-1"))
    assert b"Ada" not in format_file(content)
    for _ in range(2):
        assert import_programme(elsewhere, content, author="me") == "P-1"
    assert len(elsewhere.programmes.list_versions("P-1")) == 1
    assert elsewhere.versions.find_stretch(BASE, "P-1").find_check("front_knee").band.high == 110
    prescribe(clinic, "P-1", number=1, name="Harder")
    import_programme(elsewhere, hand_over(export_programme(clinic, "P-1")), author="me")
    assert elsewhere.programmes.current("P-1").programme.name == "Harder"


def test_programme_goes_to_another_patient_of_the_same_clinic(clinic):
    clinic.patients.add(code="P-2")
    import_programme(clinic, hand_over(export_programme(clinic, "P-1")), author="Kim", code="P-2")
    assert clinic.versions.find_stretch(BASE, "P-2").find_check("kneeling_hip").band.low is None


def test_pose_and_own_stretch_travel(clinic, elsewhere):
    pose = hand_over(export_pose(clinic, BASE, "P-1"))
    assert import_pose(elsewhere, pose, author="Lee") == BASE
    assert elsewhere.versions.find_stretch(BASE).find_check("kneeling_hip").band.low is None
    own = load_stretch("cobra").model_copy(update={"id": "my_cobra", "name": "My cobra"})
    clinic.own_stretches.save(own, author="Kim", reason="softer")
    assert import_pose(elsewhere, hand_over(export_pose(clinic, "my_cobra")), author="Lee") == "my_cobra"
    assert elsewhere.versions.find_stretch("my_cobra") == own
    assert "my_cobra" in elsewhere.list_stretches(None)


def test_own_stretch_goes_along_with_the_programme(clinic, elsewhere):
    own = load_stretch("cobra").model_copy(update={"id": "my_cobra", "name": "My cobra"})
    clinic.own_stretches.save(own, author="Kim", reason="softer")
    prescribe(clinic, "P-1", number=1, items=[{"stretch": "my_cobra"}])
    import_programme(elsewhere, hand_over(export_programme(clinic, "P-1")), author="me")
    assert elsewhere.list_stretches("P-1")["my_cobra"] == own


def test_unchanged_pose_of_the_library_is_not_exported(clinic):
    with pytest.raises(StretchError, match="found 'cobra' unchanged"):
        export_pose(clinic, "cobra")


def test_file_is_made_for_eyes(clinic):
    text = format_file(export_patient(clinic, "P-1")).decode()
    assert text.startswith("schema_version: 1\nkind: patient\ncode: P-1\nname: Ada\n")


def test_exported_file_reads_back_as_the_same():
    pose = PoseFile(schema_version=1, kind="pose", layer=build_layer("checks:\n  trunk: {band: {low: null}}\n"))
    assert hand_over(pose) == pose


def test_two_layers_as_one_do_what_both_do():
    under = build_layer("checks:\n  front_knee: {band: {high: 110}, severity: 3}\ndose: {sets: 3}\n" + ENTRY)
    over = build_layer(
        "checks:\n  front_knee: {band: {low: 60}}\n  trunk: {severity: 1}\ndose: {hold_s: 45}\n"
        "entry:\n  conditions:\n    - {measure: knee_flexion, band: {low: 20}}\n",
        author="Lee",
    )
    stretch = load_stretch(BASE)
    merged, both = apply_overrides(stretch, [merge_layers(under, over)]), apply_overrides(stretch, [under, over])
    assert (merged.entry, merged.dose.hold_s, merged.dose.sets) == (both.entry, 45, 3)
    assert [(check.band, check.severity) for check in merged.checks] == [(c.band, c.severity) for c in both.checks]
