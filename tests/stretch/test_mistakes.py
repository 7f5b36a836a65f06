"""Typical mistakes of a person who writes a reference pose by hand, each made in a copy of a good file."""

from __future__ import annotations

import pytest

from posecheck.errors import StretchError
from posecheck.stretch.library import get_library_dir
from posecheck.stretch.problems import StretchFileError
from posecheck.stretch.reading import read_stretch

BASE = "half_kneeling_hip_flexor"
BAND = "band: {low: 75, high: 105}"
LAST_CAUTION = "  - Do not bounce. Move in and out slowly.\n"

# what is replaced, by what, the field named, what was found, what is allowed or to be done
FIELD_MISTAKES = {
    "band upside down": (BAND, "band: {low: 105, high: 75}", "checks.front_knee.band", "low 105", "low below high"),
    "key misspelt": (BAND, "band: {low: 75, hihg: 105}", "checks.front_knee.band.hihg", "'hihg'", "did you mean high?"),
    "unit written": (BAND, "band: {low: 75°, high: 105}", "checks.front_knee.band.low", "'75°'", "without a unit"),
    "band empty": (BAND, "band: {}", "checks.front_knee.band", "found neither", "at least one of low and high"),
    "band left open": (BAND, "band:", "checks.front_knee.band", "found nothing", "keys with values (low, high)"),
    "band as words": (BAND, "band: 75-105", "checks.front_knee.band", "'75-105'", "keys with values (low, high)"),
    "band as list": (BAND, "band: [75, 105]", "checks.front_knee.band", "a list of 2", "keys with values (low, high)"),
    "bound out of reach": ("high: -5}", "high: 170}", "checks.kneeling_hip.band.high", "found 170", "-60 to 160 deg"),
    "choice with capital": ("kind: hold", "kind: Hold", "kind", "'Hold'", "expected hold or reps"),
    "guided and judged": (
        "checks:\n",
        "guided: true\n\nchecks:\n",
        "checks",
        "found",
        "what is guided is not judged",
    ),
    "repetition missing": ("kind: hold", "kind: reps", "kind", "found none", "the key 'repetition' because"),
    "key of the file misspelt": ("summary:", "sumary:", "sumary", "'sumary'", "did you mean summary?"),
    "key missing": ("sides: each\n", "", "sides", "found none", "expected the key 'sides'"),
    "seconds written": ("  hold_s: 30\n", "  hold_s: 30 s\n", "dose.hold_s", "'30 s'", "without a unit"),
    "hold far too long": ("  hold_s: 30\n", "  hold_s: 9000\n", "dose.hold_s", "number 9000", "at most 600"),
    "hold outside its range": ("  hold_s: 30\n", "  hold_s: 40\n", "dose.hold_s", "found 40", "10 to 30"),
    "hold missing": ("  hold_s: 30\n", "", "dose.hold_s", "found none", "hold_s"),
    "range as words": ("[10, 30]", "10-30", "dose.hold_range_s", "'10-30'", "[10, 30]"),
    "range of one": ("[10, 30]", "[10]", "dose.hold_range_s[2]", "a list of 1", "a list of two numbers"),
    "half a set": ("sets: 2", "sets: 2.5", "dose.sets", "2.5", "a whole number"),
    "no set": ("sets: 2", "sets: 0", "dose.sets", "number 0", "above 0"),
    "moment of a hold": (BAND, f"{BAND}\n    when: once", "checks.front_knee.when", "found once", "only a repetition"),
    "severity out of range": ("severity: 2", "severity: 5", "checks.front_knee.severity", "number 5", "at most 3"),
    "measure unknown": (
        "measure: knee_flexion\n",
        "measure: knee_flex\n",
        "checks.front_knee.measure",
        "'knee_flex'",
        "did you mean knee_flexion?",
    ),
    "measure of another view": (
        "measure: trunk_lean",
        "measure: trunk_side_lean",
        "checks.trunk.measure",
        "trunk_side_lean",
        "the side view shows",
    ),
    "limb unknown": ("limb: other\n", "limb: front\n", "checks.front_knee.limb", "'front'", "working, other, near"),
    "limb of a trunk measure": ("limb: middle\n", "limb: working\n", "checks.trunk.limb", "'working'", "limb middle"),
    "target outside the band": ("target: 90", "target: 130", "checks.front_knee.target", "found 130", "within 75-105"),
    "cue missing": (
        "      low: Slide your front foot back, until it is under the knee\n",
        "",
        "checks.front_knee.cues.low",
        "found none",
        "words for the low bound",
    ),
    "check twice": (
        "id: kneeling_hip",
        "id: front_knee",
        "checks.front_knee.id",
        "a second time",
        "every check id once",
    ),
    "id with space": (
        "id: kneeling_hip",
        "id: kneeling hip",
        "checks.kneeling hip.id",
        "'kneeling hip'",
        "digits and _",
    ),
    "newer file": ("schema_version: 1", "schema_version: 2", "schema_version", "number 2", "update PoseCheck"),
    "version missing": ("schema_version: 1\n", "", "schema_version", "found none", "schema_version: 1"),
    "colon in a text": (LAST_CAUTION, "  - Note: slowly.\n", "cautions[3]", "(Note)", "in quotes"),
    "empty line of a list": (LAST_CAUTION, "  -\n", "cautions[3]", "found nothing", "a text"),
    "number for a text": (LAST_CAUTION, "  - 12\n", "cautions[3]", "number 12", "in quotes"),
    "text for a list": ("setup:\n", "setup: Kneel\nharder_still:\n", "setup", "'Kneel'", "lines that begin with '- '"),
    "text left out": (
        "harder: Raise the arm of the kneeling side overhead once the hips are steady.",
        "harder: ''",
        "harder",
        "an empty text",
        "a text",
    ),
    "text too long": ("breathing: ", f"breathing: {'x' * 600}", "breathing", "characters)", "at most 600 characters"),
}

# the same for files that are not YAML, or hold what a reference pose never needs
SYNTAX_MISTAKES = {
    "comma missing": (BAND, "band: {low: 75 high: 105}", "a comma between entries"),
    "bracket left open": (BAND, "band: {low: 75, high: 105", "closing bracket"),
    "tab": (LAST_CAUTION, "\t- Slowly.\n", "expected spaces for the indent, found a tab"),
    "second colon": ("felt: A gentle", "felt: gently: A gentle", "a second colon or a wrong indent"),
    "key twice": ("sides: each\n", "sides: each\nsides: both\n", "found 'sides' twice"),
    "alias": ("sides: each\n", "sides: &side each\nposture: *side\n", "found an anchor or alias"),
    "tag": ("sides: each\n", "sides: !!python/name:os.system each\n", "found the tag"),
    "second document": ("sides: each\n", "sides: each\n---\n", "found a second one after '---'"),
}


def make_mistake(folder, old, new):
    text = (get_library_dir() / f"{BASE}.yaml").read_text(encoding="utf-8")
    assert old in text
    path = folder / "mine.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    unchanged = text[: text.index(old)]
    return path, unchanged.count("\n") + 1


@pytest.mark.parametrize("mistake", FIELD_MISTAKES)
def test_mistake_names_file_line_field_found_and_allowed(mistake, tmp_path):
    old, new, field, found, allowed = FIELD_MISTAKES[mistake]
    path, line = make_mistake(tmp_path, old, new)
    with pytest.raises(StretchFileError) as caught:
        read_stretch(path)
    message = str(caught.value)
    problem = caught.value.problems[0]
    assert message.startswith(str(path))
    assert problem.field == field
    assert found in problem.text
    assert allowed in problem.text
    assert abs(problem.line - line) <= 2 or new == ""
    assert "\n" not in message


@pytest.mark.parametrize("mistake", SYNTAX_MISTAKES)
def test_text_that_is_not_plain_yaml_names_file_and_line(mistake, tmp_path):
    old, new, words = SYNTAX_MISTAKES[mistake]
    path, line = make_mistake(tmp_path, old, new)
    with pytest.raises(StretchError) as caught:
        read_stretch(path)
    message = str(caught.value)
    assert message.startswith(f"{path}, line ")
    assert abs(int(message.removeprefix(f"{path}, line ").split(":")[0]) - line) <= 2
    assert words in message
    assert "\n" not in message


def test_all_mistakes_are_told_at_once(tmp_path):
    text = (get_library_dir() / f"{BASE}.yaml").read_text(encoding="utf-8")
    for old, new in ((BAND, "band: {low: 105, high: 75}"), ("kind: hold", "kind: Hold"), ("sets: 2", "sets: two")):
        text = text.replace(old, new)
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StretchFileError, match="3 problems: ") as caught:
        read_stretch(path)
    assert [problem.field for problem in caught.value.problems] == ["kind", "checks.front_knee.band", "dose.sets"]
    lines = [problem.line for problem in caught.value.problems]
    assert lines == sorted(lines)


def test_long_list_of_mistakes_is_cut(tmp_path):
    path = tmp_path / "mine.yaml"
    strangers = "".join(f"stranger_{number}: 1\n" for number in range(30))
    path.write_text("schema_version: 1\n" + strangers, encoding="utf-8")
    with pytest.raises(StretchFileError, match=r"; and \d+ more$") as caught:
        read_stretch(path)
    assert len(caught.value.problems) > 30


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "line 1: expected keys with values (such as 'id: cobra'), found an empty file"),
        (b"- cobra\n", "found a list"),
        (b"cobra\n", "found a single value"),
        (b"name: K\xfc\n", "line 1: expected text in UTF-8, found other bytes"),
        (b"#" * 1_000_001, "expected at most 1000 KB, found a larger file"),
        (b"a: " + b"[" * 500 + b"]" * 500, "expected at most 12 levels, found more"),
        (b"name: \x07\n", "expected YAML"),
    ],
)
def test_file_that_is_no_reference_pose(tmp_path, content, words):
    path = tmp_path / "mine.yaml"
    path.write_bytes(content)
    with pytest.raises(StretchError) as caught:
        read_stretch(path)
    assert words in str(caught.value)


def test_folder_is_no_reference_pose(tmp_path):
    with pytest.raises(StretchError, match="expected a YAML file that can be read"):
        read_stretch(tmp_path)


def test_byte_order_mark_of_an_editor_is_read_over(tmp_path):
    text = (get_library_dir() / f"{BASE}.yaml").read_text(encoding="utf-8")
    path = tmp_path / "mine.yaml"
    path.write_text(text, encoding="utf-8-sig")
    assert read_stretch(path).id == BASE
