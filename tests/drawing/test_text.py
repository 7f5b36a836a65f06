"""Lines of text are broken evenly and cut where they must be."""

from __future__ import annotations

from posecheck.drawing.text import clean_text, measure_text, pick_face, shorten_text, wrap_text
from posecheck.language import speak

CUE = "Bring the front knee back a little: 108°, want 75-105°"


def test_lines_fit_and_keep_every_word():
    lines = wrap_text(CUE, 20, 300)
    assert len(lines) == 2
    assert " ".join(lines) == CUE
    assert all(measure_text(line, 20) <= 300 for line in lines)


def test_two_lines_are_about_equally_long():
    widths = [measure_text(line, 20) for line in wrap_text(CUE, 20, 450)]
    assert len(widths) == 2
    assert min(widths) > 0.6 * max(widths)


def test_too_much_text_ends_in_an_ellipsis():
    lines = wrap_text("one two three four five six seven", 20, 60, max_lines=2)
    assert len(lines) == 2
    assert lines[-1].endswith("...")


def test_short_text_is_not_cut():
    assert shorten_text("Front knee", 14, 200) == "Front knee"


def test_signs_that_the_face_lacks_are_replaced_and_lines_joined():
    assert clean_text("−5 – 10\n°") == "-5 - 10 °"


def test_empty_text_is_one_empty_line():
    assert wrap_text("", 20, 100) == [""]


def test_letters_that_no_face_has_are_spelled_out(monkeypatch):
    assert clean_text("Füße zurück") == "Füße zurück"
    monkeypatch.setattr("posecheck.drawing.text._load_system_face", lambda _size: None)
    assert clean_text("Füße zurück, Ärger") == "Fuesse zurueck, Aerger"
    assert clean_text("112°") == "112°"


def test_all_lines_of_a_text_in_another_language_have_one_face():
    with speak("de"):
        faces = {pick_face(line, 20).getname() for line in ("Halt das Knie", "höchstens 15°")}
    assert len(faces) == 1
