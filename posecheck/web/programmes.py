"""The programmes of the library on pages: choosing one, and what it holds, takes and needs."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st

from posecheck.language import _, ngettext
from posecheck.live.programmes import plan_programme
from posecheck.report.words import capitalise
from posecheck.stretch.programmes import Programme, ProgrammeItem, list_programmes
from posecheck.stretch.schema import Stretch, ViewKind
from posecheck.stretch.wording import describe_dose
from posecheck.web.told import tell, tell_all, tell_programme
from posecheck.web.widgets import (
    VIEW_WORDS,
    choose_programme,
    describe_needs,
    draw_pictures,
    escape_markdown,
    format_picture,
)


def list_possible(stretches: Mapping[str, Stretch]) -> list[Programme]:
    """Return the programmes of which the library has at least one stretch, in the language that is spoken."""
    return [tell_programme(each) for each in list_programmes() if set(each.stretch_ids) & set(stretches)]


def choose_possible(stretches: Mapping[str, Stretch]) -> Programme:
    """Show a selection of these programmes and return the chosen one."""
    return choose_programme(_("Which programme?"), {each.id: each for each in list_possible(stretches)})


def list_items(programme: Programme, stretches: Mapping[str, Stretch]) -> list[tuple[ProgrammeItem, Stretch]]:
    """Return the items that the library has a stretch for, each with it."""
    return [(item, stretches[item.stretch]) for item in programme.items if item.stretch in stretches]


def show_programme(programme: Programme, stretches: Mapping[str, Stretch]) -> None:
    """Show what a programme is for, how long it takes, what it needs, and each stretch with its picture and dose."""
    minutes = max(1, round(plan_programme(programme, stretches).estimate_s() / 60))
    told = tell_all({stretch.id: stretch for __, stretch in list_items(programme, stretches)})
    needs = escape_markdown(describe_needs(programme.list_equipment(told)))
    time = ngettext("About {n} minute in all", "About {n} minutes in all", minutes).format(n=minutes)
    need = _("You need: {things}").format(things=needs)
    st.markdown(escape_markdown(tell_programme(programme).summary))
    st.markdown(f":material/schedule: {time}  \n:material/fitness_center: {need}")
    tiles = [_format_tile(number, *entry) for number, entry in enumerate(list_items(programme, stretches), 1)]
    st.html(f'<div class="pc-strip">{"".join(tiles)}</div>')
    missing = programme.find_missing(stretches)
    if missing:
        names = ", ".join(each.replace("_", " ") for each in missing)
        st.caption(_("Left out, because the library has no reference pose for it yet: {names}.").format(names=names))


def _format_tile(number: int, item: ProgrammeItem, stretch: Stretch) -> str:
    name = tell(stretch).name
    picture = format_picture(draw_pictures(stretch)[0], _("Drawing of {stretch}").format(stretch=name))
    dose = describe_dose(stretch, item.amount, item.sets, item.sides)
    words = f"<b>{number}. {escape(name)}</b><small>{escape(dose)}</small>"
    return f"<figure>{picture}<figcaption>{words}</figcaption></figure>"


def describe_cameras(programme: Programme, stretches: Mapping[str, Stretch]) -> list[str]:
    """Return from where each stretch is filmed: "From the side: Cobra, Butterfly"."""
    named: dict[ViewKind, list[str]] = {}
    for __, stretch in list_items(programme, stretches):
        named.setdefault(stretch.view.kind, []).append(tell(stretch).name)
    return [f"{capitalise(_(VIEW_WORDS[kind]))}: {', '.join(dict.fromkeys(names))}" for kind, names in named.items()]
