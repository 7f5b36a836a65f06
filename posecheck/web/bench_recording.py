"""A new stretch from a recording: the moments that show it, the draft, and what is still to be written."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from posecheck.bench.examples import Example
from posecheck.bench.film import draw_film
from posecheck.errors import PoseCheckError
from posecheck.figure import draw_stretch
from posecheck.language import _
from posecheck.measures import MEASURES
from posecheck.pose import PoseTrack
from posecheck.stretch.reading import parse_stretch
from posecheck.stretch.schema import Stretch
from posecheck.tuning import draft_stretch, list_unwritten
from posecheck.tuning.moments import Moment
from posecheck.web.speaking import make_fragment
from posecheck.web.theme import is_dark
from posecheck.web.widgets import VIEW_WORDS, escape_markdown, format_picture

_PICTURES = 10
_MOST_MOMENTS = 8
# What is offered: the middle of what is free, where a pose is mostly held.
_OFFERED = (0.4, 0.8)


def show_recording(examples: Sequence[Example]) -> None:
    """Show how a new stretch is begun from one of the recordings."""
    st.markdown(
        _(
            "Somebody shows a stretch that the library does not have: upload a clip of it above, mark where it is "
            "held, once or several times, and take the draft with its angles. Its words are yours to write."
        )
    )
    usable = {example.key: example for example in examples if len(example.stored.track) > 1}
    if not usable:
        st.info(_("Upload a clip above."), icon=":material/upload:")
        return
    newest = next((key for key, each in usable.items() if each.origin == "upload"), next(iter(usable)))
    keys = list(usable)
    chosen = st.selectbox(_("Recording"), keys, index=keys.index(newest), format_func=lambda key: usable[key].title)
    make_fragment(_show_draft)(usable[chosen or newest])


def _show_draft(example: Example) -> None:
    track = example.stored.track
    moments = _choose_moments(track, example.key)
    picture = draw_film(track, moments, _PICTURES, dark=is_dark())
    shown = format_picture(picture, _("The recording; what is chosen is framed"))
    st.html(f'<div class="pc-film pc-roll">{shown}</div>')
    left, right = st.columns(2)
    name = left.text_input(_("Name of the new stretch"), max_chars=120, placeholder=_("Wall hip flexor stretch"))
    stretch_id = right.text_input(_("Id"), value=make_id(name), max_chars=48, help=_("Small letters, digits and _"))
    if not name.strip():
        st.caption(_("Give it a name to see the draft."))
        return
    try:
        text, stretch = _draft(track, moments, stretch_id.strip(), name.strip(), example.title)
    except PoseCheckError as error:
        st.error(str(error), icon=":material/error:")
        return
    _show_result(stretch, text)


def _choose_moments(track: PoseTrack, key: str) -> list[Moment]:
    """Show one slider for each part that shows the pose and return the parts in the track's own times."""
    first_s = float(track.time_s[0])
    length_s = max(round(float(track.time_s[-1]) - first_s, 1), 0.1)
    offers: dict[int, Moment] = st.session_state.setdefault(f"moments {key}", {0: offer_moment(length_s, [])})
    chosen: list[Moment] = []
    for place, (number, offered) in enumerate(list(offers.items()), 1):
        chosen.append(_show_moment(offers, number, offered, length_s, f"moment {key} {number}", place))
    st.button(
        _("Another moment"),
        icon=":material/add:",
        help=_("The bands then reach from the lowest to the highest of all."),
        disabled=len(offers) >= _MOST_MOMENTS,
        on_click=lambda: offers.update({max(offers) + 1: offer_moment(length_s, chosen)}),
    )
    return [(first_s + start_s, first_s + end_s) for start_s, end_s in chosen]


def _show_moment(  # noqa: PLR0913, PLR0917 - what one row takes
    offers: dict[int, Moment], number: int, offered: Moment, length_s: float, key: str, place: int
) -> Moment:
    """Show one slider, with what removes it where there are several, and return its part."""
    several = len(offers) > 1
    label = (
        _("Moment {number}: where the pose is held, in seconds").format(number=place)
        if several
        else _("Where the pose is held, in seconds")
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        start_s, end_s = st.slider(label, 0.0, length_s, offered, 0.1, key=key)
        if several:
            st.button(
                "",
                icon=":material/close:",
                key=f"remove {key}",
                help=_("Remove"),
                on_click=lambda: offers.pop(number, None),
            )
    return start_s, end_s


def offer_moment(length_s: float, taken: Sequence[Moment]) -> Moment:
    """Return a part to begin with, in seconds: of the whole, or of the longest piece that is not taken yet."""
    pieces, free_from_s = [], 0.0
    for start_s, end_s in sorted(taken):
        pieces.append((free_from_s, start_s))
        free_from_s = max(free_from_s, end_s)
    start_s, end_s = max([*pieces, (free_from_s, length_s)], key=lambda piece: piece[1] - piece[0])
    free_s = max(0.0, end_s - start_s)
    return round(start_s + _OFFERED[0] * free_s, 1), round(start_s + _OFFERED[1] * free_s, 1)


def make_id(name: str) -> str:
    """Return an id from a name: "Wall hip stretch!" gives "wall_hip_stretch"; "" where no letter is left."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_0123456789")[:48]


def _draft(track: PoseTrack, moments: Sequence[Moment], stretch_id: str, name: str, source: str) -> tuple[str, Stretch]:
    text = draft_stretch(track, moments, stretch_id=stretch_id, name=name, source=source)
    return text, parse_stretch(text, f"{stretch_id}.yaml")


def _show_result(stretch: Stretch, text: str) -> None:
    figure, words = st.columns([1, 1.6], gap="large", vertical_alignment="center")
    with figure:
        picture = draw_stretch(stretch, dark=is_dark())
        shown = format_picture(picture, _("The pose of the draft"))
        st.html(f'<div class="pc-film">{shown}</div>')
    with words:
        title = _("**{stretch}**, seen {view}")
        st.markdown(title.format(stretch=escape_markdown(stretch.name), view=_(VIEW_WORDS[stretch.view.kind])))
        st.markdown("\n".join(f"- {escape_markdown(_describe_check(stretch, each.id))}" for each in stretch.checks))
        st.caption(
            _(
                "{n} texts are still to be written; each says in the file what belongs there. "
                "Then put the file into the folder of your own poses (POSECHECK_POSES)."
            ).format(n=len(list_unwritten(stretch)))
        )
        st.download_button(
            _("Download the draft"),
            text.encode(),
            file_name=f"{stretch.id}.yaml",
            mime="application/yaml",
            icon=":material/download:",
            type="primary",
            on_click="ignore",
        )


def _describe_check(stretch: Stretch, check_id: str) -> str:
    check = stretch.find_check(check_id)
    unit = "°" if MEASURES[check.measure].unit == "deg" else ""
    return f"{check.name}: {check.band.describe(unit)}"
