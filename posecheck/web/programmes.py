"""The programmes of the library on pages: choosing one, and what it holds, takes and needs."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from posecheck.language import WRITTEN_LANGUAGE
from posecheck.live.programmes import plan_programme
from posecheck.stretch.programmes import Programme, ProgrammeItem, list_programmes
from posecheck.stretch.schema import Stretch, ViewKind
from posecheck.stretch.translation import translate_programme
from posecheck.stretch.wording import describe_dose
from posecheck.web.widgets import (
    VIEW_WORDS,
    choose_programme,
    describe_needs,
    draw_pictures,
    escape_markdown,
    format_picture,
)


def list_possible(stretches: Mapping[str, Stretch], language: str = WRITTEN_LANGUAGE) -> list[Programme]:
    """Return the programmes of which the library has at least one stretch, in the words of a language."""
    possible = [each for each in list_programmes() if set(each.stretch_ids) & set(stretches)]
    return [translate_programme(each, language) for each in possible]


def choose_possible(stretches: Mapping[str, Stretch], language: str = WRITTEN_LANGUAGE) -> Programme:
    """Show a selection of these programmes and return the chosen one."""
    return choose_programme("Which programme?", {each.id: each for each in list_possible(stretches, language)})


def list_items(programme: Programme, stretches: Mapping[str, Stretch]) -> list[tuple[ProgrammeItem, Stretch]]:
    """Return the items that the library has a stretch for, each with it."""
    return [(item, stretches[item.stretch]) for item in programme.items if item.stretch in stretches]


def show_programme(programme: Programme, stretches: Mapping[str, Stretch]) -> None:
    """Show what a programme is for, how long it takes, what it needs, and each stretch with its picture and dose."""
    minutes = max(1, round(plan_programme(programme, stretches).estimate_s() / 60))
    needs = describe_needs(programme.list_equipment(stretches))
    st.markdown(escape_markdown(programme.summary))
    st.markdown(
        f":material/schedule: About {minutes} minutes in all  \n:material/fitness_center: You need: "
        f"{escape_markdown(needs)}"
    )
    tiles = [_format_tile(number, *entry) for number, entry in enumerate(list_items(programme, stretches), 1)]
    st.html(f'<div class="pc-strip">{"".join(tiles)}</div>')
    missing = programme.find_missing(stretches)
    if missing:
        names = ", ".join(each.replace("_", " ") for each in missing)
        st.caption(f"Left out, because the library has no reference pose for it yet: {names}.")


def _format_tile(number: int, item: ProgrammeItem, stretch: Stretch) -> str:
    picture = format_picture(draw_pictures(stretch)[0], f"Drawing of {stretch.name}")
    dose = describe_dose(stretch, item.amount, item.sets, item.sides)
    words = f"<b>{number}. {escape(stretch.name)}</b><small>{escape(dose)}</small>"
    return f"<figure>{picture}<figcaption>{words}</figcaption></figure>"


def describe_cameras(programme: Programme, stretches: Mapping[str, Stretch]) -> list[str]:
    """Return from where each stretch is filmed: "From the side: Cobra, Butterfly"."""
    named: dict[ViewKind, list[str]] = {}
    for _, stretch in list_items(programme, stretches):
        named.setdefault(stretch.view.kind, []).append(stretch.name)
    return [f"{VIEW_WORDS[kind].capitalize()}: {', '.join(dict.fromkeys(names))}" for kind, names in named.items()]
