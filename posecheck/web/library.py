"""The library page: every stretch and programme, to be searched, filtered, read and begun."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from posecheck.language import N_, _, pgettext
from posecheck.stretch.schema import Check, Stretch
from posecheck.web.catalogue import KINDS, POSITIONS, SIDES, Filter, list_things
from posecheck.web.programmes import list_possible, show_programme
from posecheck.web.speaking import keep_speaking, name_by
from posecheck.web.told import tell_all
from posecheck.web.viewing import get_clinic
from posecheck.web.widgets import (
    VIEW_WORDS,
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
    st.title(_("Library"))
    resolved, problems = get_clinic().resolve_stretches(None)
    for problem in problems:
        st.warning(escape_markdown(problem), icon=":material/warning:")
    stretches = {key: each.stretch for key, each in resolved.items()}
    told = tell_all(stretches)
    every, programmes = st.tabs([_("Stretches and exercises"), _("Programmes")])
    with every:
        found = _choose_filter(list(told.values())).find(told.values())
        st.caption(_("{found} of {all} stretches and exercises").format(found=len(found), all=len(told)))
        _show_cards(found, stretches, practice, review)
    with programmes:
        _show_programmes(told, practice, review)


def _choose_filter(stretches: list[Stretch]) -> Filter:
    search, more = st.columns([4, 1], gap="small", vertical_alignment="bottom")
    words = search.text_input(_("Search"), placeholder=_("hip, lower back, chair ..."), key="library_words")
    present = [key for key in POSITIONS if any(each.posture == key for each in stretches)]
    positions = st.pills(
        _("Body position"),
        present,
        selection_mode="multi",
        format_func=name_by(POSITIONS),
        key="library_positions",
    )
    with more.popover(_("Filters"), icon=":material/tune:", width="stretch"):
        kind = _choose_one(_("Kind"), KINDS, "library_kind")
        sides = _choose_one(_("Sides"), SIDES, "library_sides")
        equipment = st.multiselect(_("Equipment"), list_things(stretches), placeholder=_("Any, or none"))
    return Filter(words, tuple(positions), kind, sides, tuple(equipment))


def _choose_one(label: str, words: Mapping[str, str], key: str) -> str:
    """Show a selection of what `words` names, or of all, and return its id, "" for all."""
    chosen: str = st.selectbox(label, ["", *words], format_func=name_by({"": N_("All"), **words}), key=key)
    return chosen or ""


def _show_cards(
    found: list[Stretch], stretches: Mapping[str, Stretch], practice: StreamlitPage, review: StreamlitPage
) -> None:
    if not found:
        st.info(_("Nothing fits all of that. Take a filter away, or look for another word."), icon=":material/search:")
    for start in range(0, len(found), _COLUMNS):
        for column, told in zip(st.columns(_COLUMNS, gap="small"), found[start : start + _COLUMNS], strict=False):
            with column.container(border=True, height="stretch"):
                _show_card(told, stretches[told.id], practice, review)


def _show_card(told: Stretch, stretch: Stretch, practice: StreamlitPage, review: StreamlitPage) -> None:
    picture = format_picture(draw_pictures(stretch)[0], _("Drawing of {stretch}").format(stretch=told.name))
    facts = f"{_(POSITIONS[stretch.posture])} · {describe_dose(stretch)} · {_(VIEW_WORDS[stretch.view.kind])}"
    st.html(f'<div class="pc-tile">{picture}</div>')
    st.markdown(f"**{escape_markdown(told.name)}**")
    st.caption(escape_markdown(facts))
    with st.container(horizontal=True, gap="xsmall"):
        if st.button(_("Read"), key=f"read_{stretch.id}", icon=":material/menu_book:"):
            st.dialog(_("How it is done"), width="large")(keep_speaking(_show_reading))(told)
        for page, key, label, icon in (
            (practice, "practise", _("Practise"), "videocam"),
            (review, "review", pgettext("button", "Review"), "movie"),
        ):
            if st.button(label, key=f"{key}_{stretch.id}", icon=f":material/{icon}:"):
                remember_stretch(stretch.id)
                st.switch_page(page)


def _show_reading(stretch: Stretch) -> None:
    st.subheader(stretch.name)
    if stretch.other_names:
        st.caption(_("Also called: {names}").format(names=", ".join(stretch.other_names)))
    show_stretch_card(stretch)
    _show_told(_("What to feel"), stretch.felt)
    _show_told(_("What you need"), describe_needs(stretch.equipment))
    _show_list(_("Getting ready"), stretch.setup)
    st.markdown("\n".join(f"{number}. {step}" for number, step in enumerate(stretch.steps, 1)))
    _show_told(pgettext("heading", "Breathing"), stretch.breathing)
    _show_told(_("Easier"), stretch.easier)
    _show_told(_("Harder"), stretch.harder)
    _show_list(_("What PoseCheck looks at"), [_describe_check(check) for check in stretch.checks])
    _show_list(_("What one camera cannot judge"), stretch.cannot_judge)
    show_cautions([stretch])
    st.caption(_("Sources: {sources}").format(sources="; ".join(stretch.sources)))


def _show_told(title: str, text: str | None) -> None:
    if text:
        st.markdown(f"**{title}.** {text}")


def _describe_check(check: Check) -> str:
    unit = "°" if check.definition.unit == "deg" else ""
    return f"{check.name}: {_(check.definition.label)} {check.band.describe(unit)}"


def _show_list(title: str, entries: list[str]) -> None:
    if entries:
        st.markdown(f"**{title}**\n\n" + "\n".join(f"- {entry}" for entry in entries))


def _show_programmes(stretches: Mapping[str, Stretch], practice: StreamlitPage, review: StreamlitPage) -> None:
    for programme in list_possible(stretches):
        with st.container(border=True):
            st.subheader(programme.name, anchor=False)
            show_programme(programme, stretches)
            with st.container(horizontal=True):
                for page, name, label, icon in (
                    (practice, "practise", _("Practise it"), "videocam"),
                    (review, "review", _("Review a video"), "movie"),
                ):
                    key = f"{name}_{programme.id}"
                    kind: Literal["primary", "secondary"] = "primary" if page is practice else "secondary"
                    if st.button(label, key=key, icon=f":material/{icon}:", type=kind):
                        remember_programme(programme.id)
                        st.switch_page(page)
