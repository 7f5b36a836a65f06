"""Bad edits and imports: each is refused with the reason, and nothing that was there is lost."""

from __future__ import annotations

import json

import pytest

from posecheck.clinic.files import PatientFile, ProgrammeFile, format_file, parse_file
from posecheck.clinic.transfer import export_patient, import_patient, import_pose, import_programme
from posecheck.errors import PoseCheckError
from posecheck.stretch.library import load_stretch
from posecheck.stretch.writing import format_stretch

from .builders import BASE, build_layer, build_programme, prescribe, publish

PATIENT = "P-07"

LAYER = f"schema_version: 1\nbase: {BASE}\nauthor: Kim\nreason: stiff knee\n"
POSE = "schema_version: 1\nkind: pose\nlayer:\n" + "".join(f"  {line}\n" for line in LAYER.splitlines())
PERSON = "schema_version: 1\nkind: patient\ncode: P-99\n"
PROGRAMME = "  name: Mornings\n  start: 2026-11-02\n  items:\n"
ITEM = f"    - stretch: {BASE}\n"

EDITS = {
    "upside-down band": ("checks:\n  front_knee: {band: {low: 100, high: 60}}\n", "expected low below high"),
    "lower bound above the upper one": ("checks:\n  front_knee: {band: {low: 120}}\n", "expected low below high"),
    "no such check": ("checks:\n  frontknee: {band: {low: 60}}\n", "expected a check of .* did you mean front_knee"),
    "beyond what a body can do": (
        "checks:\n  front_knee: {band: {high: 400}}\n",
        "expected knee_flexion within -5 to 165 deg, found 400",
    ),
    "narrower than a camera can tell": (
        "checks:\n  front_knee: {band: {low: 88, high: 92}}\n",
        r"a band of 4 degrees \(88-92\) is narrower than what a camera can tell, \+-5",
    ),
    "no bound left": (
        "checks:\n  knee_over_toe: {band: {high: null}}\n",
        "at least one of low and high, found neither",
    ),
    "target outside": ("checks:\n  front_knee: {target: 20}\n", "expected the target within 75-105, found 20"),
    "not a number": ("checks:\n  front_knee: {band: {low: .nan}}\n", "found nan"),
    "infinite": ("checks:\n  front_knee: {band: {high: .inf}}\n", "found inf"),
    "a word for a number": ("checks:\n  front_knee: {band: {low: wide}}\n", "expected a number"),
    "unknown severity": ("checks:\n  front_knee: {severity: 9}\n", "expected a number of at most 3"),
    "endless hold": ("dose: {hold_s: 9000}\n", "expected a number of at most 600"),
    "no sets": ("dose: {sets: 0}\n", "expected a number above 0"),
    "unknown measure": (
        "entry:\n  conditions:\n    - {measure: knee_bend, band: {low: 3}}\n",
        "expected a known measure, found 'knee_bend'",
    ),
    "unknown key": ("checks:\n  front_knee: {bnd: {low: 60}}\n", "did you mean band"),
    "every check dropped": (
        "checks:\n  front_knee: {drop: true}\n  kneeling_hip: {drop: true}\n  trunk: {drop: true}\n"
        "  knee_over_toe: {drop: true}\n",
        "checks: expected at least",
    ),
    "nothing changed": ("", "expected a change of checks, entry, repetition or dose, found none"),
    "as it is already": ("checks:\n  front_knee: {band: {low: 60}}\n", "expected a change against what is in force"),
}

IMPORTS = {
    "another schema version": (POSE.replace("1", "2", 1), "line 1, schema_version: expected 1, found the number 2; .*"),
    "no schema version": ("kind: pose\n", "schema_version: expected 1, found none"),
    "layer of another schema version": (
        POSE.replace("  schema_version: 1", "  schema_version: 7") + "  dose: {sets: 1}\n",
        "line 4, layer.schema_version: expected 1",
    ),
    "another kind of file": ("schema_version: 1\nkind: recipe\n", "line 2, kind: expected patient, programme or pose"),
    "a file of 50 MB": ("#" * 50_000_000, "expected at most 1000 KB, found a larger file"),
    "a megabyte of small values": (
        "schema_version: 1\nkind: patient\nnotes: [" + "1," * 490_000 + "1]\n",
        "line 3: expected at most 20000 keys and values, found more",
    ),
    "no text": (b"\xff\xfe\x00\x01", "expected text in UTF-8"),
    "no YAML": ("schema_version: [1", "expected"),
    "a million laughs": (
        "schema_version: 1\nkind: &a pose\nlayer: [*a, *a, *a]\n",
        "expected plain values, found an anchor or alias",
    ),
    "a tag that builds objects": (
        "schema_version: 1\nkind: !!python/object/apply:os.system [echo]\n",
        "expected plain values, found the tag",
    ),
    "two documents": (PERSON + "---\n" + PERSON, "expected one document"),
    "deeply nested": ("schema_version: 1\nkind: " + "[" * 40 + "]" * 40 + "\n", "expected at most 12 levels"),
    "a key twice": (PERSON + "code: P-98\n", "expected each key once, found 'code' twice"),
    "HTML in a name": (PERSON + "name: <script>alert(1)</script>\n", "line 4, name: expected a name without < and >"),
    "HTML in a programme's name": (
        PERSON + "programme:\n" + PROGRAMME.replace("Mornings", "<b>Mornings</b>") + ITEM,
        "expected a name without < and >",
    ),
    "path in a name": (PERSON + "name: ../../etc/passwd\n", "expected a name, found something like a path"),
    "path in a code": (PERSON.replace("P-99", "../P-99"), "expected a code of letters, digits"),
    "hidden signs in a name": (PERSON + 'name: "An\\u202Ena"\n', "found signs that cannot be seen"),
    "the code of this machine's user": (PERSON.replace("P-99", "me"), "expected a code other than 'me'"),
    "a code that is taken": (
        PERSON.replace("P-99", PATIENT),
        f"Expected a code that nobody has yet, found '{PATIENT}'",
    ),
    "the same code in small letters": (PERSON.replace("P-99", PATIENT.lower()), "Expected a code that nobody has yet"),
    "two layers of one stretch": (
        PERSON + "layers:\n" + 2 * ("  - " + LAYER.replace("\n", "\n    ") + "dose: {sets: 1}\n"),
        "expected every base once",
    ),
    "layer that does not fit": (
        POSE + "  checks:\n    zzz: {target: 80}\n",
        f"expected a check of {BASE}, found 'zzz'",
    ),
    "layer over an unknown stretch": (
        POSE.replace(BASE, "cobbra") + "  dose: {sets: 1}\n",
        "expected a known stretch, found 'cobbra'; did you mean cobra",
    ),
    "neither layer nor stretch": (
        "schema_version: 1\nkind: pose\n",
        "expected one of layer and stretch, found neither",
    ),
    "programme of an unknown stretch": (
        PERSON + "programme:\n" + PROGRAMME + "    - stretch: handstand\n",
        "item 1: expected a known stretch, found 'handstand'",
    ),
    "a day that is none": (
        PERSON + "programme:\n" + PROGRAMME + ITEM + "      days: [mon, funday]\n",
        r"days\[2\]: expected mon, tue, wed, thu, fri, sat or sun, found the text 'funday'",
    ),
    "a day twice": (PERSON + "programme:\n" + PROGRAMME + ITEM + "      days: [mon, mon]\n", "expected every day once"),
    "progression that leads nowhere": (
        PERSON + "programme:\n" + PROGRAMME + ITEM + "      amount: 40\n      progression: {add: 5, up_to: 20}\n",
        "expected the progression to end at 40 or more, where it begins, found 20",
    ),
    "one side of what takes both": (
        PERSON + "programme:\n" + PROGRAMME + "    - {stretch: cobra, sides: left}\n",
        "expected both sides, which Cobra works at once",
    ),
    "a date that is none": (
        PERSON + "programme:\n" + PROGRAMME.replace("2026-11-02", "soon") + ITEM,
        "programme.start",
    ),
}


@pytest.fixture
def clinic(clinic):
    """A clinic with a patient, two layers and a programme: what has to be there afterwards as before."""
    clinic.patients.add(code=PATIENT, name="Ada")
    publish(clinic.versions, patient=PATIENT)
    publish(clinic.versions, base="cobra", text="dose: {sets: 3}\n")
    prescribe(clinic, PATIENT)
    clinic.patients.add_note(PATIENT, "Knee still stiff.", author="Kim")
    return clinic


@pytest.fixture
def unchanged(clinic):
    """Hold everything in the database against what it was before."""
    before = dump(clinic)
    yield
    assert dump(clinic) == before


def dump(clinic):
    with clinic.history.database.read() as connection:
        tables = [row["name"] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: [tuple(row) for row in connection.execute(f"SELECT * FROM {name}")] for name in tables}


def take_in(clinic, data):
    content = parse_file(data if isinstance(data, bytes) else data.encode(), "upload.yaml")
    if isinstance(content, PatientFile):
        import_patient(clinic, content, author="Kim")
    elif isinstance(content, ProgrammeFile):
        import_programme(clinic, content, author="Kim")
    else:
        import_pose(clinic, content, author="Kim")


def test_there_are_more_than_thirty():
    assert len(EDITS) + len(IMPORTS) >= 30


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("case", EDITS)
def test_bad_edit_is_refused(clinic, case):
    text, reason = EDITS[case]
    with pytest.raises(PoseCheckError, match=reason):
        clinic.versions.publish(build_layer(text), patient=PATIENT, expected_number=1)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("case", IMPORTS)
def test_bad_import_is_refused(clinic, case):
    data, reason = IMPORTS[case]
    with pytest.raises(PoseCheckError, match=reason):
        take_in(clinic, data)


@pytest.mark.usefixtures("unchanged")
def test_stale_edit_of_a_layer_from_a_second_tab(clinic):
    with pytest.raises(PoseCheckError, match="it was changed in another window meanwhile"):
        publish(clinic.versions, "checks:\n  front_knee: {band: {low: 40}}\n", patient=PATIENT, number=0)


@pytest.mark.usefixtures("unchanged")
def test_stale_edit_of_a_programme_from_a_second_tab(clinic):
    with pytest.raises(PoseCheckError, match="found version 1 by Kim: it was changed in another window"):
        prescribe(clinic, PATIENT, name="Another")


@pytest.mark.usefixtures("unchanged")
def test_layer_for_a_patient_that_there_is_not(clinic):
    with pytest.raises(PoseCheckError, match="Expected the code of one of your patients, found 'P-404'"):
        publish(clinic.versions, patient="P-404")


@pytest.mark.usefixtures("unchanged")
def test_half_of_an_import_is_none_of_it(clinic):
    """The patient and the layer are fine; the programme is not."""
    data = format_file(export_patient(clinic, PATIENT)).decode().replace(PATIENT, "P-08")
    with pytest.raises(PoseCheckError, match="expected a known stretch, found 'handstand'"):
        take_in(clinic, data.replace("stretch: cobra", "stretch: handstand"))


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("stretch_id", ["cobra", "my_cobra"])
def test_own_stretch_with_an_id_that_is_taken(clinic, stretch_id):
    own = load_stretch("cobra").model_copy(update={"id": stretch_id})
    body = "".join(f"  {line}\n" for line in format_stretch(own).splitlines())
    data = "schema_version: 1\nkind: pose\nstretch:\n" + body
    if stretch_id == "cobra":
        with pytest.raises(PoseCheckError, match="the library's own poses are never edited"):
            take_in(clinic, data)
        return
    with clinic.history.database.write() as connection:
        take_in(clinic, data)
        with pytest.raises(PoseCheckError, match="found version 1: there is one of this id already"):
            take_in(clinic, data)
        connection.execute("DELETE FROM own_stretch_versions")


@pytest.mark.usefixtures("unchanged")
def test_json_is_read_as_well_and_refused_as_well(clinic):
    with pytest.raises(PoseCheckError, match="name: expected a name without < and >"):
        take_in(clinic, json.dumps({"schema_version": 1, "kind": "patient", "code": "P-99", "name": "<i>Ada</i>"}))


def test_name_of_the_uploaded_file_is_no_path():
    with pytest.raises(PoseCheckError, match=r"^passwd, line 1"):
        parse_file(b"kind: 3\n", "../../etc/passwd")


def test_programme_that_is_the_same_is_refused(clinic):
    with pytest.raises(PoseCheckError, match="expected a change of the programme, found none"):
        clinic.programmes.prescribe(
            PATIENT, build_programme(), clinic.list_stretches(PATIENT), author="Kim", expected_number=1
        )
