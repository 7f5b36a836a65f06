"""The summary on the terminal: what was right, what was not, when and by how much."""

from __future__ import annotations

import pytest

from posecheck.cli.summary import summarise_review
from tests.report.builders import (
    build_hold_stretch,
    build_photo_session,
    build_reps_session,
    build_reps_stretch,
    build_session,
)


def read(result, stretch=None) -> str:
    return "\n".join(line.text for line in summarise_review(result, stretch or build_hold_stretch()))


def test_names_the_fault_with_its_time_its_worst_moment_and_the_remedy():
    text = read(build_session("fail"))

    assert text.startswith("Needs work: Leaning forward")
    assert "✓ Right       Front knee" in text
    assert "✗ Not right   Leaning forward" in text
    assert "5.0 to 8.0 s" in text
    assert "→ Lift your chest" in text


def test_says_what_could_not_be_judged_and_how_to_stand():
    result = build_session("not_assessable")
    text = read(result)

    assert "– Not judged" in text
    assert "✓" not in text
    assert "✗" not in text
    assert result.view.advice in text


def test_praises_good_form_without_corrections():
    text = read(build_session("pass"))

    assert text.startswith("Pass: Good form")
    assert "→" not in text


def test_counts_repetitions():
    assert "1 good repetition, 1 partial, 1 with a fault" in read(build_reps_session(), build_reps_stretch())


@pytest.mark.parametrize("words", ["When:", "Worst:", "Held well", " s of "])
def test_a_photo_has_no_time(words):
    assert words not in read(build_photo_session())
