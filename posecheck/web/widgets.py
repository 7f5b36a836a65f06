"""Pieces that several pages share: choosing a stretch, its card, HTML with a tone."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape

import streamlit as st

from posecheck.drawing.palette import Tone
from posecheck.figure import draw_camera_plan, draw_stretch
from posecheck.language import N_, WRITTEN_LANGUAGE, _, get_language
from posecheck.stretch.programmes import Programme
from posecheck.stretch.schema import PlannedSides, Stretch, ViewKind
from posecheck.stretch.wording import describe_dose
from posecheck.web.theme import get_paper_colour, get_tone_colour, is_dark
from posecheck.web.told import tell, tell_all, tell_programme

__all__ = [
    "MARKS",
    "begin_small",
    "SIDE_NAMES",
    "SIDE_WORDS",
    "VIEW_WORDS",
    "choose_or_recognise",
    "choose_programme",
    "choose_stretch",
    "describe_dose",
    "describe_needs",
    "draw_pictures",
    "escape_markdown",
    "format_picture",
    "format_toned",
    "remember_programme",
    "remember_stretch",
    "remember_way",
    "show_cautions",
    "show_lead",
    "show_stretch_card",
    "wants_programme",
]

_VARIABLE = re.compile(r"var\(--pc-(\w+), [^)]*\)")
_FONT_SIZE = re.compile(r'font-size="([\d.]+)"')
_CHOSEN = "chosen_stretch"
_CHOSEN_PROGRAMME = "chosen_programme"
_WANTS_PROGRAMME = "wants_programme"
# What most people come for is offered first.
_FIRST = "half_kneeling_hip_flexor"
SIDE_WORDS: dict[PlannedSides, str] = {"each": N_("Both sides"), "left": N_("Left only"), "right": N_("Right only")}
SIDE_NAMES = {"left": N_("Left"), "right": N_("Right"), "both": N_("Both sides")}
VIEW_WORDS: dict[ViewKind, str] = {
    "side": N_("from the side"),
    "front": N_("from the front"),
    "oblique": N_("at an angle"),
}
MARKS: dict[Tone, str] = {"pass": "✓", "fail": "!", "unknown": "–", "info": "i", "neutral": ""}


def choose_stretch(label: str, stretches: Mapping[str, Stretch]) -> Stretch:
    """Show a selection of stretches and return the chosen one; it stays chosen from page to page."""
    return stretches[_choose_id(label, _list_names(stretches))]


def choose_or_recognise(label: str, recognise: str, stretches: Mapping[str, Stretch]) -> Stretch | None:
    """Show a selection of stretches and, in the words of `recognise`, of none; return the chosen one or None."""
    return stretches.get(_choose_id(label, _list_names(stretches), recognise))


def choose_programme(label: str, programmes: Mapping[str, Programme]) -> Programme:
    """Show a selection of programmes and return the chosen one; it stays chosen from page to page."""
    names = {key: tell_programme(programme).name for key, programme in programmes.items()}
    return programmes[_choose_id(label, names, kept=_CHOSEN_PROGRAMME)]


def _list_names(stretches: Mapping[str, Stretch]) -> dict[str, str]:
    return {key: stretch.name for key, stretch in tell_all(stretches).items()}


def _choose_id(label: str, names: dict[str, str], none: str = "", kept: str = _CHOSEN) -> str:
    """Show a selection by name, with "" for none where there are words for it; `kept` is where the choice is kept."""
    ids = [""] * bool(none) + sorted(names, key=names.__getitem__)
    before = st.session_state.get(kept, _FIRST)
    index = ids.index(before) if before in ids else 0
    labels = {**names, "": none}
    chosen: str = st.selectbox(
        label, ids, index=index, format_func=labels.__getitem__, key=f"choose {kept} {bool(none)}"
    )
    if chosen:
        st.session_state[kept] = chosen
    return chosen


def remember_stretch(stretch_id: str) -> None:
    """Let a stretch be the chosen one on the pages that follow."""
    st.session_state[_CHOSEN] = stretch_id
    remember_way(programme=False)


def remember_programme(programme_id: str) -> None:
    """Let a programme be the chosen one on the pages that follow."""
    st.session_state[_CHOSEN_PROGRAMME] = programme_id
    remember_way(programme=True)


def remember_way(*, programme: bool) -> None:
    """Let the pages that follow begin with a programme, or with one stretch."""
    st.session_state[_WANTS_PROGRAMME] = programme


def wants_programme() -> bool:
    """Return whether a programme was chosen last, and not one stretch."""
    return bool(st.session_state.get(_WANTS_PROGRAMME, False))


def show_lead(words: str, *, wide: bool = False) -> None:
    """Show what a page is for, below its title."""
    st.html(f'<p class="pc-lead{" pc-wide" if wide else ""}">{escape(words)}</p>')


def show_stretch_card(stretch: Stretch) -> None:
    """Show what the stretch looks like and where the camera has to stand."""
    told = tell(stretch)
    picture, camera = draw_pictures(stretch)
    drawing = format_picture(picture, _("Drawing of {stretch}").format(stretch=told.name))
    camera_title = escape(_("Camera."))
    plan = format_picture(camera, _("Where the camera stands, seen from above"))
    st.html(
        f'<div class="pc-cards"><div class="pc-card">{drawing}<p>{escape(told.summary)}</p></div>'
        f'<div class="pc-card">{plan}<p><b>{camera_title}</b> {escape(told.view.placement)}</p></div></div>'
    )


def show_cautions(stretches: Sequence[Stretch]) -> None:
    """Show, folded away, what to mind and whom to ask before these stretches."""
    stretches = [tell(stretch) for stretch in stretches]
    cautions = list(dict.fromkeys(caution for stretch in stretches for caution in stretch.cautions))
    ask_first = list(dict.fromkeys(entry for stretch in stretches for entry in stretch.ask_first))
    if cautions:
        with st.expander(_("Before you begin"), icon=":material/health_and_safety:"):
            st.markdown("\n".join(f"- {caution}" for caution in cautions))
            if ask_first:
                heading = _("Ask a professional first with")
                st.markdown(f"**{heading}**\n\n" + "\n".join(f"- {entry}" for entry in ask_first))


def describe_needs(equipment: Sequence[str]) -> str:
    """Return what has to be at hand in one line; entries keep their letters, as German nouns need theirs."""
    return " · ".join(equipment) or _("nothing")


def draw_pictures(stretch: Stretch) -> tuple[str, str]:
    """Return the figure of a stretch and the plan of where the camera stands, as SVG for the look of this page."""
    return _draw_pictures(stretch.model_dump_json(), get_language(), dark=is_dark())


@lru_cache(maxsize=256)
def _draw_pictures(definition: str, _language: str, *, dark: bool) -> tuple[str, str]:
    """Draw and keep for each language: fitting a figure takes longer than the rest of a page."""
    stretch = Stretch.model_validate_json(definition)
    return draw_stretch(stretch, dark=dark), draw_camera_plan(stretch, dark=dark)


def format_picture(svg: str, words: str, *, text_scale: float = 1.0) -> str:
    """Return an `img` of an SVG picture, for `st.html`, which would throw the SVG itself away.

    Args:
        svg: the picture; its `var(--pc-...)` colours are settled for this page.
        words: what a screen reader says.
        text_scale: by how much its letters grow, for a picture that is shown smaller than it was made for.
    """
    colours = {"ink": get_tone_colour("neutral"), "quiet": get_tone_colour("unknown"), "paper": get_paper_colour()}
    colours |= {"pass": get_tone_colour("pass"), "fail": get_tone_colour("fail")}
    settled = _VARIABLE.sub(lambda match: colours[match[1]], svg).replace('"inherit"', '"system-ui, sans-serif"')
    settled = _FONT_SIZE.sub(lambda match: f'font-size="{float(match[1]) * text_scale:.1f}"', settled)
    data = base64.b64encode(settled.encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(words, quote=True)}">'


def begin_small(title: str) -> str:
    """Return a title as it goes on after a colon: in English it begins small; elsewhere it may begin with a noun."""
    return title[:1].lower() + title[1:] if get_language() == WRITTEN_LANGUAGE else title


def format_toned(tag: str, tone: Tone, html: str) -> str:
    """Return a `div` of the class `tag` in the colour of a tone; `html` is taken as it is."""
    return f'<div class="{tag}" style="--tone: {get_tone_colour(tone)}">{html}</div>'


def escape_markdown(text: str) -> str:
    """Return a text as Markdown shows it letter by letter."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]<>()#+!|$~:" else char for char in text)
