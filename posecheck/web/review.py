"""The review page: choose a stretch, give a video or photo, watch the progress, read the results."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from posecheck.language import N_, _
from posecheck.stretch.schema import Stretch
from posecheck.web.jobs import Snapshot
from posecheck.web.review_job import ReviewJob
from posecheck.web.review_keeping import ReviewDesk, offer_keeping
from posecheck.web.review_programme import (
    ProgrammeJob,
    ProgrammeOutcome,
    choose_reviewed_programme,
    offer_keeping_programme,
    show_filming,
    show_programme_results,
)
from posecheck.web.review_results import show_results
from posecheck.web.samples import Sample, list_good_samples, list_samples
from posecheck.web.settings import find_sample_folder
from posecheck.web.speaking import make_fragment, name_by
from posecheck.web.told import tell
from posecheck.web.viewing import choose_patient, get_clinic, get_holder
from posecheck.web.widgets import (
    choose_or_recognise,
    escape_markdown,
    remember_way,
    show_lead,
    show_stretch_card,
    wants_programme,
)

_JOB = "review_job"
_DESK = "review_desk"
_POLL_S = 0.5
_SIDES = {"auto": N_("Find out"), "left": N_("Left"), "right": N_("Right")}
_STRETCH, _PROGRAMME = "stretch", "programme"
_WAYS = {_STRETCH: N_("One stretch or exercise"), _PROGRAMME: N_("A whole programme")}
_MOST_SAMPLES = 4
_UPLOAD_HELP = N_("It stays in a temporary folder of the machine that runs PoseCheck, and is deleted after the review.")
# What Pillow and PyAV read; phones write the first of each.
PHOTO_TYPES = ("jpg", "jpeg", "png", "heic", "heif", "webp", "bmp", "tif", "tiff")
VIDEO_TYPES = ("mp4", "mov", "webm", "mkv", "avi", "m4v", "3gp", "mpg", "mpeg", "wmv", "ts", "mts")


AnyJob = ReviewJob | ProgrammeJob


def render() -> None:
    """Show the page."""
    job: AnyJob | None = st.session_state.get(_JOB)
    if job is None:
        _show_form()
        return
    snapshot = job.look()
    if snapshot.state == "running":
        _show_running(job)
    elif snapshot.state == "done" and job.outcome is not None:
        _show_done(job)
    else:
        _drop_job(job)
        _show_form(snapshot)


def _show_form(ended: Snapshot | None = None) -> None:
    st.title(_("Review a video or photo"))
    show_lead(
        _(
            "Film yourself, or take a photo, and see which joint angles were right, "
            "which were not, when, and what to change."
        )
    )
    if ended is not None and ended.state == "failed":
        st.error(ended.error, icon=":material/error:")
    elif ended is not None:
        st.info(_("The review was cancelled, and its files are deleted."), icon=":material/info:")
    clinic = get_clinic()
    patient = choose_patient(clinic, _("Who is in it?"))
    resolved, problems = clinic.resolve_stretches(patient)
    for problem in problems:
        st.warning(escape_markdown(problem), icon=":material/warning:")
    desk = ReviewDesk(get_holder(clinic, patient), resolved)
    if _choose_way():
        _show_programme_form(desk)
    else:
        _show_stretch_form(desk)


def _choose_way() -> bool:
    """Return whether a whole programme is to be reviewed, and not one stretch."""
    first = _PROGRAMME if wants_programme() else _STRETCH
    chosen = st.segmented_control(
        _("What is in it?"),
        list(_WAYS),
        format_func=name_by(_WAYS),
        default=first,
        required=True,
        key="review_way",
    )
    whole = bool(chosen == _PROGRAMME)
    remember_way(programme=whole)
    return whole


def _show_programme_form(desk: ReviewDesk) -> None:
    programme = choose_reviewed_programme(desk)
    give, tell = st.columns([1.15, 1], gap="small")
    with give, st.container(border=True):
        st.subheader(_("Your recording"))
        upload = st.file_uploader(_("A video of the whole programme"), type=list(VIDEO_TYPES), help=_(_UPLOAD_HELP))
        pressed = st.button(_("Review it"), type="primary", icon=":material/play_arrow:", disabled=upload is None)
        if pressed and upload is not None:
            _start(ProgrammeJob(programme, desk, (upload.name, upload.getvalue())), desk)
    with tell, st.container(border=True):
        show_filming(programme, desk)


def _show_stretch_form(desk: ReviewDesk) -> None:
    stretch = choose_or_recognise(_("Which stretch or exercise is it?"), _("Recognise it for me"), desk.stretches)
    if stretch is not None:
        show_stretch_card(stretch)
    else:
        st.write(_("The stretch and the side are recognised from the movement. You are told when it is none of them."))
    give, sample = st.columns([1.15, 1], gap="small")
    with give, st.container(border=True):
        _show_upload(stretch, desk)
    with sample, st.container(border=True):
        _show_samples(stretch, desk)


def _show_upload(stretch: Stretch | None, desk: ReviewDesk) -> None:
    st.subheader(_("Your recording"))
    upload = st.file_uploader(
        _("A video or photo with the whole body in it"),
        type=[*VIDEO_TYPES, *PHOTO_TYPES],
        help=_(_UPLOAD_HELP),
    )
    side = _choose_side(stretch)
    pressed = st.button(_("Review it"), type="primary", icon=":material/play_arrow:", disabled=upload is None)
    if pressed and upload is not None:
        _start(ReviewJob(stretch, side, known=desk.known, upload=(upload.name, upload.getvalue())), desk)


def _choose_side(stretch: Stretch | None) -> str:
    if stretch is None or stretch.sides != "each":
        return "auto"
    chosen = st.segmented_control(
        _("Side that is trained"),
        list(_SIDES),
        format_func=name_by(_SIDES),
        default="auto",
        required=True,
        key="review_side",
    )
    return chosen or "auto"


def _show_samples(stretch: Stretch | None, desk: ReviewDesk) -> None:
    st.subheader(_("Or try a sample"))
    samples = list_good_samples() if stretch is None else list_samples(stretch.id)
    if not samples:
        missing = N_("Sample clips come with the source of PoseCheck, and this installation has none.")
        st.write(_(missing) if find_sample_folder() is None else _("There is no sample of this one yet."))
        return
    st.write(_("One click, and a clip of a rendered person is reviewed before your eyes."))
    for sample in samples[:_MOST_SAMPLES]:
        _show_sample_button(sample, stretch, desk)


def _show_sample_button(sample: Sample, stretch: Stretch | None, desk: ReviewDesk) -> None:
    shown = desk.stretches.get(sample.stretch)
    label = sample.label if stretch is not None or shown is None else tell(shown).name
    if st.button(label, key=f"sample {sample.path.stem}", icon=":material/movie:", width="stretch"):
        # A rendered person: what is found is nobody's.
        _start(ReviewJob(stretch, "auto", known=desk.known, sample=sample.path), replace(desk, holder=None))


def _start(job: AnyJob, desk: ReviewDesk) -> None:
    st.session_state[_JOB] = job
    st.session_state[_DESK] = desk
    st.rerun()


def _drop_job(job: AnyJob) -> None:
    job.discard()
    st.session_state.pop(_JOB, None)


def _show_running(job: AnyJob) -> None:
    st.title(_("Reviewing"))
    st.write(f"**{job.name}**")
    make_fragment(_show_progress, run_every=_POLL_S)(job)


def _show_progress(job: AnyJob) -> None:
    snapshot = job.look()
    if snapshot.state != "running":
        st.rerun()
    st.progress(snapshot.fraction, text=snapshot.words)
    if st.button(_("Cancel"), icon=":material/close:"):
        job.cancel()


def _show_done(job: AnyJob) -> None:
    outcome = job.outcome
    if outcome is None:
        return
    above = st.button(_("Back"), type="tertiary", icon=":material/arrow_back:")
    desk: ReviewDesk | None = st.session_state.get(_DESK)
    if isinstance(outcome, ProgrammeOutcome):
        show_programme_results(outcome, job.name)
        if desk is not None:
            offer_keeping_programme(outcome.film, desk, job.name)
    else:
        show_results(outcome, job.name)
        if desk is not None:
            offer_keeping(outcome.review, desk, job.name)
    below = st.button(_("Review another one"), type="primary", icon=":material/replay:")
    if above or below:
        _drop_job(job)
        st.rerun()
