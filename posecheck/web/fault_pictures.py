"""Pictures of the moments of faults, where somebody asked for them to be kept: the choice, and how they are shown."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape

import streamlit as st

from posecheck.language import N_, _

_LABEL = N_("Keep a picture of the moment of each fault")
_WHERE = N_(
    "Off unless ticked, each time anew. The pictures stay on the machine that runs PoseCheck, beside the history, for "
    "whoever may see the session, and are deleted with it."
)


def choose_pictures(patient: str | None) -> bool:
    """Show the choice of keeping pictures, which nobody has made beforehand, and return it.

    Args:
        patient: for whom the page is; what was ticked for somebody else does not count.
    """
    with st.container(gap="xsmall"):
        chosen: bool = st.checkbox(_(_LABEL), value=False, key=f"keep_pictures_{patient}")
        st.caption(_(_WHERE))
    return chosen


def format_pictures(pictures: Iterable[tuple[str, bytes]], name: str) -> str:
    """Return HTML that shows pictures of a fault, "" without any.

    They travel within the page: an address of their own could be opened by whoever learns it.

    Args:
        pictures: what stands below each ("Left, set 1"), and its JPEG.
        name: the fault, for those who cannot see them.
    """
    shown = [_format_figure(words, jpeg, name) for words, jpeg in pictures]
    return f'<div class="pc-moments">{"".join(shown)}</div>' if shown else ""


def _format_figure(words: str, jpeg: bytes, name: str) -> str:
    data = base64.b64encode(jpeg).decode()
    alt = escape(f"{name}: {words}", quote=True)
    image = f'<img src="data:image/jpeg;base64,{data}" alt="{alt}">'
    return f"<figure>{image}<figcaption>{escape(words)}</figcaption></figure>"
