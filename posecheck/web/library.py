"""The library page: every stretch and programme, to be searched, filtered, read and begun."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from posecheck.stretch.schema import Check, Stretch
from posecheck.stretch.translation import translate_stretch
from posecheck.web.catalogue import KINDS, POSITIONS, SIDES, Filter, list_things
from posecheck.web.programmes import list_possible, show_programme
from posecheck.web.viewing import get_clinic
from posecheck.web.widgets import (
    VIEW_WORDS,
    choose_language,
    describe_dose,
    describe_needs,
    draw_pictures,
    escape_markdown,
    format_picture,
    remember_programme,
    remember_stretch,
    show_cautions,
    show_stretch_card,
)

_COLUMNS = 3


def render(practice: StreamlitPage, review: StreamlitPage) -> None:
    """Show the page; `practice` and `review` are where its buttons lead."""
    heading, choice = st.columns([4, 1], gap="small", vertical_alignment="bottom")
    heading.title("Library")
    with choice:
        language = choose_language("Language")
    resolved, problems = get_clinic().resolve_stretches(None)
    for problem in problems:
        st.warning(escape_markdown(problem), icon=":material/warning:")
    stretches = {key: each.stretch for key, each in resolved.items()}
    told = {key: translate_stretch(stretch, language) for key, stretch in stretches.items()}
    every, programmes = st.tabs(["Stretches and exercises", "Programmes"])
    with every:
        found = _choose_filter(list(told.values())).find(told.values())
        st.caption(f"{len(found)} of {len(told)} stretches and exercises")
        _show_cards(found, stretches, practice, review)
    with programmes:
        _show_programmes(told, language, practice, review)


def _choose_filter(stretches: list[Stretch]) -> Filter:
    search, more = st.columns([4, 1], gap="small", vertical_alignment="bottom")
    words = search.text_input("Search", placeholder="hip, lower back, chair ...")
    present = [key for key in POSITIONS if any(each.posture == key for each in stretches)]
    positions = st.pills("Body position", present, selection_mode="multi", format_func=POSITIONS.__getitem__)
    with more.popover("Filters", icon=":material/tune:", width="stretch"):
        kind = st.selectbox("Kind", ["", *KINDS], format_func=lambda key: KINDS.get(key, "All"))
        sides = st.selectbox("Sides", ["", *SIDES], format_func=lambda key: SIDES.get(key, "All"))
        equipment = st.multiselect("Equipment", list_things(stretches), placeholder="Any, or none")
    return Filter(words, tuple(positions), kind or "", sides or "", tuple(equipment))


def _show_cards(
    found: list[Stretch], stretches: Mapping[str, Stretch], practice: StreamlitPage, review: StreamlitPage
) -> None:
    if not found:
        st.info("Nothing fits all of that. Take a filter away, or look for another word.", icon=":material/search:")
    for start in range(0, len(found), _COLUMNS):
        for column, told in zip(st.columns(_COLUMNS, gap="small"), found[start : start + _COLUMNS], strict=False):
            with column.container(border=True, height="stretch"):
                _show_card(told, stretches[told.id], practice, review)


def _show_card(told: Stretch, stretch: Stretch, practice: StreamlitPage, review: StreamlitPage) -> None:
    picture = format_picture(draw_pictures(stretch)[0], f"Drawing of {told.name}")
    facts = f"{POSITIONS[stretch.posture]} · {describe_dose(stretch)} · {VIEW_WORDS[stretch.view.kind]}"
    st.html(f'<div class="pc-tile">{picture}</div>')
    st.markdown(f"**{escape_markdown(told.name)}**")
    st.caption(escape_markdown(facts))
    with st.container(horizontal=True):
        if st.button("Read", key=f"read_{stretch.id}", icon=":material/menu_book:"):
            st.dialog("How it is done", width="large")(_show_reading)(told)
        for page, label, icon in ((practice, "Practise", "videocam"), (review, "Review", "movie")):
            if st.button(label, key=f"{label}_{stretch.id}", icon=f":material/{icon}:"):
                remember_stretch(stretch.id)
                st.switch_page(page)


def _show_reading(stretch: Stretch) -> None:
    st.subheader(stretch.name)
    if stretch.other_names:
        st.caption(f"Also called: {', '.join(stretch.other_names)}")
    show_stretch_card(stretch)
    st.markdown(f"**What to feel.** {stretch.felt}")
    st.markdown(f"**You need:** {describe_needs(stretch.equipment)}")
    _show_list("Getting ready", stretch.setup)
    st.markdown("\n".join(f"{number}. {step}" for number, step in enumerate(stretch.steps, 1)))
    for title, text in (("Breathing", stretch.breathing), ("Easier", stretch.easier), ("Harder", stretch.harder)):
        if text:
            st.markdown(f"**{title}.** {text}")
    _show_list("What PoseCheck looks at", [_describe_check(check) for check in stretch.checks])
    _show_list("What one camera cannot judge", stretch.cannot_judge)
    show_cautions([stretch])
    st.caption("Sources: " + "; ".join(stretch.sources))


def _describe_check(check: Check) -> str:
    unit = "°" if check.definition.unit == "deg" else ""
    return f"{check.name}: {check.definition.label.lower()} {check.band.describe(unit)}"


def _show_list(title: str, entries: list[str]) -> None:
    if entries:
        st.markdown(f"**{title}**\n\n" + "\n".join(f"- {entry}" for entry in entries))


def _show_programmes(
    stretches: Mapping[str, Stretch], language: str, practice: StreamlitPage, review: StreamlitPage
) -> None:
    for programme in list_possible(stretches, language):
        with st.container(border=True):
            st.subheader(programme.name, anchor=False)
            show_programme(programme, stretches)
            with st.container(horizontal=True):
                for page, label, icon in ((practice, "Practise it", "videocam"), (review, "Review a video", "movie")):
                    key = f"{label}_{programme.id}"
                    kind: Literal["primary", "secondary"] = "primary" if page is practice else "secondary"
                    if st.button(label, key=key, icon=f":material/{icon}:", type=kind):
                        remember_programme(programme.id)
                        st.switch_page(page)
