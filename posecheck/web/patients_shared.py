"""What the parts of the page of patients share: messages that outlive a run, the name that changes are signed with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from posecheck.clinic.access import Viewer
from posecheck.errors import PoseCheckError
from posecheck.language import _
from posecheck.web.viewing import PATIENT_PARAMETER
from posecheck.web.widgets import escape_markdown

# In the address of this page: who is open.
PATIENT = PATIENT_PARAMETER
FILE_TYPES = ("yaml", "yml", "json")
FILE_MB = 1
_MESSAGE = "patients_message"
_AUTHOR = "patients_author"


def leave_message(text: str) -> None:
    """Keep a sentence for the next run of the page."""
    st.session_state[_MESSAGE] = text


def take_message() -> None:
    """Show the sentence that was kept, once."""
    place = st.empty()
    if message := st.session_state.pop(_MESSAGE, None):
        place.success(escape_markdown(message), icon=":material/check_circle:")


def ask_author(viewer: Viewer, key: str) -> str:
    """Show who signs a change and return the name: the account, or without sign-in a name that is typed once."""
    if viewer.account:
        return viewer.account
    name = st.text_input(_("Your name"), value=st.session_state.get(_AUTHOR, ""), key=key, max_chars=80)
    st.session_state[_AUTHOR] = name
    return name.strip() or _("me")


@contextmanager
def show_refusal() -> Iterator[None]:
    """Turn an error of the block into words in this place of the page."""
    try:
        yield
    except PoseCheckError as error:
        st.error(escape_markdown(str(error)), icon=":material/error:")
