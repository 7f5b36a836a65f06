"""What a patient is given: a link, a file, a sheet of paper."""

from __future__ import annotations

from datetime import date
from urllib.parse import quote, urlsplit

import streamlit as st

from posecheck.clinic.files import format_file
from posecheck.clinic.office import Clinic
from posecheck.clinic.patients import Patient
from posecheck.clinic.printing import build_print_html
from posecheck.clinic.transfer import export_programme
from posecheck.errors import StretchError
from posecheck.language import _
from posecheck.web.speaking import keep_speaking
from posecheck.web.told import tell_all
from posecheck.web.viewing import PATIENT_PARAMETER


def show_handing(clinic: Clinic, patient: Patient) -> None:
    """Show the link, the file and the sheet."""
    current = clinic.programmes.current(patient.code)
    st.subheader(_("The link"))
    st.code(build_link(st.context.url or "", patient.code), language=None, wrap_lines=True)
    st.caption(
        _(
            "It opens the page Practice with this patient's programme. "
            "Only they can open it, signed in with their account."
        )
        if clinic.viewer.account
        else _(
            "It opens the page Practice with this patient's programme, in a browser that reaches this machine. "
            "Without sign-in the code in it is no secret: whoever opens PoseCheck here can open it."
        )
    )
    if current is None:
        st.info(_("There is no programme to hand out as a file or on paper yet."), icon=":material/assignment:")
        return
    stretches = clinic.list_stretches(patient.code)
    missing = [item.stretch for item in current.programme.items if item.stretch not in stretches]
    if missing:
        raise StretchError(
            _("Expected every stretch of the programme to be usable, found none of: {missing}.").format(
                missing=", ".join(missing)
            )
        )
    st.subheader(_("The file"))
    st.caption(
        _(
            "For their own PoseCheck at home: Practice, “I have a file from my therapist”. "
            "It holds the programme and the changed stretches; neither name nor notes."
        )
    )
    st.download_button(
        _("Programme as a file"),
        keep_speaking(lambda: format_file(export_programme(clinic, patient.code))),
        file_name=f"programme-{patient.code}.yaml",
        mime="application/yaml",
        icon=":material/download:",
        on_click="ignore",
    )
    st.subheader(_("On paper"))
    st.caption(_("One page with the pictures. Open it in a browser and print it, or save it as PDF from there."))
    st.download_button(
        _("Programme to print"),
        keep_speaking(
            lambda: build_print_html(
                current.programme, tell_all(stretches), patient.name or patient.code, date.today()
            ).encode()
        ),
        file_name=f"programme-{patient.code}.html",
        mime="text/html",
        icon=":material/print:",
        on_click="ignore",
    )


def build_link(page_url: str, code: str) -> str:
    """Return the address of a patient's practice, beside that of the page that is shown."""
    parts = urlsplit(page_url)
    folder = parts.path.rsplit("/", 1)[0]
    origin = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return f"{origin}{folder}/practice?{PATIENT_PARAMETER}={quote(code)}"
