"""What all pages share: the navigation, the look, the disclaimer, and the edge at which errors become words."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path

import streamlit as st

from posecheck.errors import PoseCheckError
from posecheck.language import N_, _, speak
from posecheck.web import bench, library, patients, practice, progress, review, safety
from posecheck.web.sign_in import admit
from posecheck.web.speaking import choose_language, settle_language
from posecheck.web.theme import apply_theme

# A file of our own: Streamlit fetches the named icons for a tab from a font server on the internet.
_ICON = Path(__file__).with_name("icon.png")
_LOGO = Path(__file__).with_name("logo.png")
_LOGGER = logging.getLogger(__name__)
_FOOTER = N_(
    "PoseCheck is general education and no substitute for a professional who knows you. "
    "It sees your joints, not your pain: stop when something hurts. Pictures stay on the machine that runs PoseCheck."
)


def run_shell() -> None:
    """Show the page that was asked for, inside the shell, in the language of this visit."""
    st.set_page_config(page_title="PoseCheck", page_icon=str(_ICON), layout="wide")
    st.logo(str(_LOGO), size="large")
    apply_theme()
    with speak(settle_language()):
        _show()


def _show() -> None:
    with st.container(key="language"):
        choose_language()
    clinic = None
    with show_errors():
        clinic = admit()
    if clinic is not None:
        _show_pages(treats=clinic.viewer.treats)
    st.html(f'<div class="pc-footer">{escape(_(_FOOTER))}</div>')


def _show_pages(*, treats: bool) -> None:
    """Show the page that was asked for; those of therapists are folded away, so that they are in nobody's way."""
    reviewing = _make_page(review.render, _("Review"), "review", ":material/movie:", default=True)
    practising = _make_page(practice.render, _("Practice"), "practice", ":material/videocam:")
    reading = _make_page(lambda: library.render(practising, reviewing), _("Library"), "library", ":material/menu_book:")
    everybody = [
        reviewing,
        practising,
        reading,
        _make_page(progress.render, _("Progress"), "progress", ":material/monitoring:"),
        _make_page(safety.render, _("Safety"), "safety", ":material/health_and_safety:"),
    ]
    therapists = [
        _make_page(patients.render, _("Patients"), "patients", ":material/groups:"),
        _make_page(bench.render, _("Bench"), "bench", ":material/tune:"),
    ]
    sections = {"": everybody, _("For therapists"): therapists} if treats else {"": everybody}
    st.navigation(sections, position="top").run()
    with st.container(horizontal=True):
        for each in [page for pages in sections.values() for page in pages]:
            st.page_link(each)


def _make_page(render: Callable[[], None], title: str, path: str, icon: str, *, default: bool = False) -> st.Page:
    def show() -> None:
        with show_errors():
            render()

    return st.Page(show, title=title, url_path=path, icon=icon, default=default)


@contextmanager
def show_errors() -> Iterator[None]:
    """Turn an error of the block into words on the page; what nobody expected goes to the log."""
    try:
        yield
    except PoseCheckError as error:
        st.error(str(error), icon=":material/error:")
    except Exception:
        _LOGGER.exception("a page failed")
        st.error(
            _("Something went wrong inside PoseCheck. Reload the page and try again; the log of the server says more."),
            icon=":material/error:",
        )
