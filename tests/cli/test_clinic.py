"""The commands about patients: files out and back, and nobody gets at what is another's."""

from __future__ import annotations

import json

import pytest

from posecheck.clinic.office import Clinic
from posecheck.history import History
from tests.clinic.builders import BASE, prescribe, publish
from tests.history.builders import build_poses, build_result, build_stretch

ADA, BO = "P-ADA", "P-BO"


@pytest.fixture
def clinic(tmp_path, monkeypatch):
    monkeypatch.setenv("POSECHECK_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    with History() as history:
        clinic = Clinic(history)
        for code, therapist, account in ((ADA, "kim@x.org", "ada@x.org"), (BO, "lee@x.org", "bo@x.org")):
            clinic.patients.add(code=code, name=f"Name {code}", therapist=therapist, account=account)
            publish(clinic.versions, patient=code)
            prescribe(clinic, code)
            recorder = history.start_session(build_stretch(), person=code)
            for pose in build_poses(3):
                recorder.append(pose)
            recorder.finish(build_result(), note=f"Secret {code}")
        yield clinic


@pytest.fixture
def roles(tmp_path, monkeypatch):
    path = tmp_path / "clinic.toml"
    path.write_text('therapists = ["kim@x.org", "lee@x.org"]\n')
    monkeypatch.setenv("POSECHECK_CLINIC", str(path))


@pytest.fixture
def run(capsys, monkeypatch):
    def run(*arguments):
        from posecheck.cli import commands

        monkeypatch.setattr("sys.argv", ["posecheck", *arguments])
        code = commands._run()
        shown = capsys.readouterr()
        return code, shown.out + shown.err

    return run


@pytest.mark.usefixtures("clinic")
def test_patients_are_listed(run):
    code, words = run("patients")
    assert code == 0
    assert "Name P-ADA (P-ADA): After the operation, " in words
    listed = json.loads(run("patients", "--json")[1])
    assert [each["code"] for each in listed] == [ADA, BO]


@pytest.mark.usefixtures("clinic")
def test_patient_goes_out_and_comes_back(run, clinic, tmp_path):
    assert run("export", "patient", "--patient", ADA)[0] == 0
    code, words = run("import", f"patient-{ADA}.yaml")
    assert (code, "found 'P-ADA', which is taken" in words) == (2, True)
    clinic.patients.delete(ADA)
    assert run("import", f"patient-{ADA}.yaml") == (0, "Took in patient P-ADA.\n")
    assert clinic.versions.find_stretch(BASE, ADA).find_check("front_knee").band.low == 60
    code, words = run("export", "patient", "--patient", ADA)
    assert (code, "which exists; choose another with --out" in words) == (2, True)
    assert (tmp_path / f"patient-{ADA}.yaml").exists()


@pytest.mark.usefixtures("clinic")
def test_pose_and_programme_go_to_another_patient(run, clinic):
    assert run("export", "pose", "--stretch", BASE, "--patient", ADA, "--out", "pose.yaml")[0] == 0
    assert run("export", "programme", "--patient", ADA, "--out", "programme.yaml")[0] == 0
    clinic.patients.add(code="P-NEW")
    assert run("import", "pose.yaml", "--patient", "P-NEW") == (0, f"Took in the pose {BASE} of patient P-NEW.\n")
    assert run("import", "programme.yaml", "--patient", "P-NEW")[0] == 0
    assert clinic.programmes.current("P-NEW").programme.name == "After the operation"


@pytest.mark.usefixtures("clinic", "roles")
@pytest.mark.parametrize("what", ["csv", "json", "parquet", "patient", "programme"])
@pytest.mark.parametrize("account", ["lee@x.org", "bo@x.org", "stranger@x.org"])
def test_nothing_of_another_is_exported(run, tmp_path, what, account):
    code, words = run("export", what, "--patient", ADA, "--as", account, "--out", "stolen")
    assert (code, f"Expected the code of one of your patients, found '{ADA}'" in words) == (2, True)
    assert not (tmp_path / "stolen").exists()


@pytest.mark.usefixtures("clinic", "roles")
@pytest.mark.parametrize("what", ["csv", "json", "parquet"])
def test_everything_is_everything_of_ones_own(run, tmp_path, what):
    assert run("export", what, "--as", "bo@x.org", "--out", "mine")[0] == 0
    data = (tmp_path / "mine").read_bytes()
    assert ADA.encode() not in data
    if what != "parquet":
        assert BO.encode() in data
    assert run("patients", "--as", "lee@x.org")[1].count("P-") == 2
    assert "P-ADA" not in run("patients", "--as", "lee@x.org")[1]


@pytest.mark.usefixtures("clinic", "roles")
def test_clinic_asks_on_whose_behalf(run):
    for command in (("patients",), ("export", "csv"), ("import", "clinic.toml")):
        code, words = run(*command)
        assert (code, "Expected --as ACCOUNT, because POSECHECK_CLINIC is set" in words) == (2, True)


@pytest.mark.usefixtures("clinic", "roles")
def test_patient_imports_nothing_for_others(run):
    run("export", "programme", "--patient", ADA, "--as", "kim@x.org", "--out", "programme.yaml")
    code, words = run("import", "programme.yaml", "--patient", BO, "--as", "ada@x.org")
    assert (code, "Expected the code of one of your patients" in words) == (2, True)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("export", "pose"), "Expected --stretch ID for a pose"),
        (("export", "patient"), "Expected --patient CODE for a patient"),
        (("export", "pose", "--stretch", "cobra"), "found 'cobra' unchanged"),
        (("import", "nothing.yaml"), "Expected a file that can be read, found nothing.yaml"),
    ],
)
@pytest.mark.usefixtures("clinic")
def test_what_is_missing_is_named(run, arguments, words):
    code, found = run(*arguments)
    assert (code, words in found) == (2, True)
