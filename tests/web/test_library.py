"""The library page: what is found, and what a card leads to."""

from __future__ import annotations

from html import escape

import pytest
from streamlit.testing.v1 import AppTest

from posecheck.stretch.library import POSES_VARIABLE, get_library_dir, list_stretches, load_stretch
from posecheck.stretch.programmes import list_programmes
from posecheck.stretch.translation import translate_stretch
from posecheck.web.catalogue import POSITIONS, Filter, list_things, name_thing

EIGHT = [
    load_stretch(name)
    for name in (
        "half_kneeling_hip_flexor",
        "standing_lunge_hip_flexor",
        "glute_bridge_hold",
        "knee_to_chest",
        "cobra",
        "leg_raise_forward",
        "leg_raise_side",
        "air_squat",
    )
]


def find(**wanted) -> set[str]:
    return {stretch.id for stretch in Filter(**wanted).find(EIGHT)}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, {stretch.id for stretch in EIGHT}),
        ({"words": "SQUAT"}, {"air_squat"}),
        ({"words": "knee hug"}, {"knee_to_chest"}),
        ({"words": "no such thing"}, set()),
        ({"positions": ("supine",)}, {"glute_bridge_hold", "knee_to_chest"}),
        ({"positions": ("supine", "prone"), "sides": "both"}, {"glute_bridge_hold", "cobra"}),
        ({"kind": "reps"}, {"leg_raise_forward", "leg_raise_side", "air_squat"}),
        ({"kind": "reps", "sides": "both"}, {"air_squat"}),
        ({"equipment": ("Thin pillow",)}, {"knee_to_chest"}),
    ],
)
def test_filters_leave_what_fits(wanted, found):
    assert find(**wanted) == found


def test_german_things_are_found_by_german_words():
    told = [translate_stretch(stretch, "de") for stretch in EIGHT]
    assert [stretch.id for stretch in Filter(words="dünnes kissen").find(told)] == ["knee_to_chest"]
    assert [stretch.id for stretch in Filter(equipment=("Dünnes Kissen",)).find(told)] == ["knee_to_chest"]
    assert {"Matte", "Stuhl", "Stuhllehne"} <= set(list_things(told))


@pytest.mark.parametrize(
    ("entry", "thing"),
    [
        ("Mat", "Mat"),
        ("Mat or a firm bed", "Mat"),
        ("A cushion under the front hip", "Cushion"),
        ("A strap, a belt or a towel", "Strap"),
        ("A chair that does not roll", "Chair"),
        ("Two thick books under the hands", "Two thick books"),
        ("Eine Stuhllehne zum Festhalten", "Stuhllehne"),
        ("Ein festes Bett", "Festes Bett"),
    ],
)
def test_equipment_is_named_by_the_thing(entry, thing):
    assert name_thing(entry) == thing


def test_things_are_listed_once():
    things = list_things(EIGHT)
    assert "Mat" in things
    assert len(things) == len(set(things))


def test_every_position_of_the_library_has_a_name():
    assert {stretch.posture for stretch in list_stretches()} <= set(POSITIONS)


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_function(_show_library, default_timeout=120).run()


def _show_library() -> None:
    import streamlit as st

    from posecheck.web import library

    elsewhere = st.Page(lambda: None, title="Elsewhere", url_path="elsewhere")
    library.render(elsewhere, elsewhere)


def test_all_stretches_are_shown_and_can_be_searched(page):
    assert not page.exception
    cards = {button.key.removeprefix("read_") for button in page.button if button.label == "Read"}
    assert cards == {stretch.id for stretch in list_stretches()}
    page.text_input[0].set_value("squat").run()
    assert "read_air_squat" in {button.key for button in page.button}
    assert "read_cobra" not in {button.key for button in page.button}
    page.text_input[0].set_value("xyzzy").run()
    assert "Nothing fits" in page.info[0].value


def test_a_stretch_can_be_read(page):
    next(button for button in page.button if button.key == "read_knee_to_chest").click().run()
    assert not page.exception
    text = " ".join(each.value for each in page.markdown)
    assert "What PoseCheck looks at" in text
    assert "at least 105°" in text
    assert "The camera does not see the curve of the back" in text


def test_programmes_say_what_they_need_and_how_long_they_take(page):
    text = " ".join(each.value for each in [*page.markdown, *page.caption])
    programmes = list_programmes()
    assert [each.value for each in page.subheader] == [programme.name for programme in programmes]
    assert text.count("minutes in all") == text.count("You need: ") == len(programmes)
    html = " ".join(element.proto.body for element in page.get("html"))
    for programme in programmes:
        for number, stretch in enumerate(map(load_stretch, programme.stretch_ids), 1):
            assert f"<b>{number}. {escape(stretch.name)}</b>" in html


@pytest.mark.parametrize(
    ("key", "title"), [("practise", "Practise with the camera"), ("review", "Review a video or photo")]
)
def test_a_programme_leads_to_the_page_with_it_chosen(key, title):
    app = AppTest.from_function(_show_three_pages, default_timeout=120).run()
    next(each for each in app.button if each.key == f"{key}_on_the_bed").click().run()
    assert not app.exception
    assert next(each for each in app.selectbox if each.label == "Which programme?").value == "on_the_bed"
    assert app.title[0].value == title


def test_a_stretch_leads_to_its_page_after_a_programme():
    app = AppTest.from_function(_show_three_pages, default_timeout=120)
    app.session_state["wants_programme"] = True
    app.run()
    next(each for each in app.button if each.key == "practise_cobra").click().run()
    assert next(each for each in app.selectbox if each.label == "Which stretch or exercise?").value == "cobra"


def _show_three_pages() -> None:
    import streamlit as st

    from posecheck.web import library, practice, review

    practising = st.Page(practice.render, title="Practice", url_path="practice")
    reviewing = st.Page(review.render, title="Review", url_path="review")
    reading = st.Page(lambda: library.render(practising, reviewing), title="Library", url_path="library", default=True)
    st.navigation([reading, practising, reviewing]).run()


def _show_library_in_german() -> None:
    import streamlit as st

    from posecheck.language import speak
    from posecheck.web import library

    elsewhere = st.Page(lambda: None, title="Elsewhere", url_path="elsewhere")
    with speak("de"):
        library.render(elsewhere, elsewhere)


def test_the_whole_page_is_told_in_german():
    page = AppTest.from_function(_show_library_in_german, default_timeout=120).run()
    assert not page.exception
    text = " ".join(each.value for each in [*page.markdown, *page.caption, *page.subheader])
    assert "**Kobra**" in text
    assert "**Cobra**" not in text
    assert "Hüftbeuger im Gleichgewicht" in text
    assert "Du brauchst: Ein festes Bett · Matte" in text
    assert f"{len(list_stretches())} von {len(list_stretches())} Dehnungen" in text


def test_a_stretch_without_german_words_is_still_found_in_german(tmp_path, monkeypatch):
    text = (get_library_dir() / "cobra.yaml").read_text("utf-8")
    (tmp_path / "my_cobra.yaml").write_text(text.replace("id: cobra\nname: Cobra", "id: my_cobra\nname: Mine"), "utf-8")
    monkeypatch.setenv(POSES_VARIABLE, str(tmp_path))
    page = AppTest.from_function(_show_library_in_german, default_timeout=120).run()
    assert not page.exception
    assert {"**Mine**", "**Kobra**"} <= {each.value for each in page.markdown}
