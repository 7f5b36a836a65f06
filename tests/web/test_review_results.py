"""The results on the page are those of the review."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from posecheck.recognition import Candidate, Recognition
from tests.report.builders import (
    build_hold_stretch,
    build_photo_session,
    build_reps_session,
    build_reps_stretch,
    build_session,
)


@pytest.fixture
def show(tmp_path):
    """Return a function that shows a result, and gives the words on the page."""

    record = tmp_path / "review.json"
    record.write_text("{}", encoding="utf-8")

    def run(result, stretch=None, warnings=(), recognition=None, looks_like=None) -> str:
        review = SimpleNamespace(
            result=result,
            stretch=stretch or build_hold_stretch(),
            tracked=SimpleNamespace(warnings=warnings),
            recognition=recognition,
            chosen=recognition is None,
            looks_like=looks_like,
        )
        job = SimpleNamespace(
            outcome=SimpleNamespace(review=review, files={"review.json": record}),
            name="me.mp4",
            look=lambda: SimpleNamespace(state="done"),
        )

        def script() -> None:
            from posecheck.web import review

            review.render()

        app = AppTest.from_function(script, default_timeout=60)
        app.session_state["review_job"] = job
        app.run()
        assert not app.exception
        texts = [element.proto.body for element in app.get("html")]
        return " ".join(
            texts
            + [
                each.value
                for each in (*app.title, *app.subheader, *app.caption, *app.info, *app.warning, *app.markdown)
            ]
        )

    return run


def test_fault_comes_with_size_and_remedy(show):
    text = show(build_session("fail"))

    assert "Needs work: leaning forward" in text
    assert "Lift your chest" in text
    assert text.index("Upright trunk") < text.index("Front knee"), "what failed comes first"
    assert text.count('class="pc-chart"') == 2


def test_nothing_is_right_or_wrong_where_nothing_was_judged(show):
    result = build_session("not_assessable")
    text = show(result)

    assert result.view.advice in text
    assert "✓" not in text
    assert "Needs work" not in text


def test_photo_shows_no_times(show):
    text = show(build_photo_session())

    assert "Worst" not in text
    assert "coach" not in text
    assert "Held well" not in text
    assert 'class="pc-chart"' not in text


def test_each_repetition_is_listed(show):
    text = show(build_reps_session(), build_reps_stretch())

    assert "Each repetition" in text
    assert text.count("as far as") == 3


def test_warnings_and_cautions_are_shown(show):
    text = show(build_session("pass"), warnings=("The film ends early.",))

    assert "The film ends early." in text
    for caution in build_hold_stretch().cautions:
        assert caution in text


def test_says_what_was_recognised_and_what_else_it_could_be(show):
    lunge, squat = (
        Candidate(name.lower(), name, side, 5.0, 0, 1.0, 20.0) for name, side in (("Lunge", "left"), ("Squat", "both"))
    )

    assert "Most likely: Lunge, left side. It could also be Squat." in show(
        build_session("fail"), recognition=Recognition(lunge, squat, sure=False)
    )
    assert "Recognised: Squat." in show(build_session("fail"), recognition=Recognition(squat, None, sure=True))


def test_says_when_it_looks_like_another_stretch(show):
    cobra = Candidate("cobra", "Cobra", "both", 5.0, 0, 1.0, 20.0)

    assert "This looks like Cobra, not" in show(build_session("fail"), looks_like=cobra)


def test_names_from_outside_are_not_html(show):
    stretch = build_hold_stretch(name="<img src=x onerror=alert(1)>")

    assert "<img src=x" not in show(build_session("fail"), stretch).replace(stretch.name, "", 1)
