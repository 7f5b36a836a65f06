"""A new stretch from a recording: the moments that show it, the draft, and what is still to be written."""

from __future__ import annotations

import re
from collections.abc import Sequence

import streamlit as st

from posecheck.bench.examples import Example
from posecheck.bench.film import draw_film
from posecheck.errors import PoseCheckError
from posecheck.figure import draw_stretch
from posecheck.measures import MEASURES
from posecheck.pose import PoseTrack
from posecheck.stretch.reading import parse_stretch
from posecheck.stretch.schema import Stretch
from posecheck.tuning import draft_stretch, list_unwritten
from posecheck.web.theme import is_dark
from posecheck.web.widgets import escape_markdown, format_picture

_PICTURES = 10
# The first offer: the middle of a recording, where a pose is mostly held.
_OFFERED = (0.4, 0.8)


def show_recording(examples: Sequence[Example]) -> None:
    """Show how a new stretch is begun from one of the recordings."""
    st.markdown(
        "Somebody shows a stretch that the library does not have: upload a clip of it above, mark where it is held, "
        "and take the draft with its angles. Its words are yours to write."
    )
    usable = {example.key: example for example in examples if len(example.stored.track) > 1}
    if not usable:
        st.info("Upload a clip above.", icon=":material/upload:")
        return
    newest = next((key for key, each in usable.items() if each.origin == "upload"), next(iter(usable)))
    keys = list(usable)
    chosen = st.selectbox("Recording", keys, index=keys.index(newest), format_func=lambda key: usable[key].title)
    st.fragment(_show_draft)(usable[chosen or newest])


def _show_draft(example: Example) -> None:
    track = example.stored.track
    moment = _choose_moment(track, example.key)
    picture = draw_film(track, [moment], _PICTURES, dark=is_dark())
    st.html(f'<div class="pc-film">{format_picture(picture, "The recording; the chosen part is framed")}</div>')
    left, right = st.columns(2)
    name = left.text_input("Name of the new stretch", max_chars=120, placeholder="Wall hip flexor stretch")
    stretch_id = right.text_input("Id", value=make_id(name), max_chars=48, help="Small letters, digits and _")
    if not name.strip():
        st.caption("Give it a name to see the draft.")
        return
    try:
        text, stretch = _draft(track, moment, stretch_id.strip(), name.strip(), example.title)
    except PoseCheckError as error:
        st.error(str(error), icon=":material/error:")
        return
    _show_result(stretch, text)


def _choose_moment(track: PoseTrack, key: str) -> tuple[float, float]:
    """Show the slider of the part that shows the pose and return it in the track's own times."""
    first_s = float(track.time_s[0])
    length_s = round(float(track.time_s[-1]) - first_s, 1)
    offered = (round(_OFFERED[0] * length_s, 1), round(_OFFERED[1] * length_s, 1))
    start_s, end_s = st.slider(
        "Where the pose is held, in seconds", 0.0, max(length_s, 0.1), offered, 0.1, key=f"moment {key}"
    )
    return first_s + start_s, first_s + end_s


def make_id(name: str) -> str:
    """Return an id from a name: "Wall hip stretch!" gives "wall_hip_stretch"; "" where no letter is left."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_0123456789")[:48]


def _draft(
    track: PoseTrack, moment: tuple[float, float], stretch_id: str, name: str, source: str
) -> tuple[str, Stretch]:
    text = draft_stretch(track, [moment], stretch_id=stretch_id, name=name, source=source)
    return text, parse_stretch(text, f"{stretch_id}.yaml")


def _show_result(stretch: Stretch, text: str) -> None:
    figure, words = st.columns([1, 1.6], gap="large", vertical_alignment="center")
    with figure:
        picture = draw_stretch(stretch, dark=is_dark())
        st.html(f'<div class="pc-film">{format_picture(picture, "The pose of the draft")}</div>')
    with words:
        st.markdown(f"**{escape_markdown(stretch.name)}**, seen from the {stretch.view.kind}")
        st.markdown("\n".join(f"- {escape_markdown(_describe_check(stretch, each.id))}" for each in stretch.checks))
        st.caption(
            f"{len(list_unwritten(stretch))} texts are still to be written; each says in the file what belongs there. "
            "Then put the file into the folder of your own poses (POSECHECK_POSES)."
        )
        st.download_button(
            "Download the draft",
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
