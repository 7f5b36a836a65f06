"""Reviewing a whole programme on the review page: the order, the job, the results, and keeping them."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from posecheck.history import StoredTrack
from posecheck.language import _, get_language
from posecheck.report.programme import (
    ItemRow,
    Mend,
    PartRow,
    build_item_rows,
    describe_left_out,
    describe_missing,
    describe_programme,
)
from posecheck.report.words import Headline
from posecheck.review_folder import Cancelled, Progress, ReviewOrder, review_programme_into_folder
from posecheck.stretch.programmes import Programme
from posecheck.web.jobs import Job
from posecheck.web.programmes import choose_possible, describe_cameras, show_programme
from posecheck.web.review_keeping import ReviewDesk
from posecheck.web.review_results import show_downloads
from posecheck.web.told import tell, tell_programme
from posecheck.web.viewing import get_clinic
from posecheck.web.widgets import MARKS, begin_small, format_toned

if TYPE_CHECKING:
    from posecheck.review import ProgrammeFilm

_KEPT = "programme_kept"


@dataclass(frozen=True, slots=True)
class ProgrammeOutcome:
    """A reviewed film of a programme and its files by name."""

    film: ProgrammeFilm
    files: dict[str, Path]


class ProgrammeJob(Job[ProgrammeOutcome]):
    """The review of one uploaded film of a programme, running in a thread."""

    def __init__(self, programme: Programme, desk: ReviewDesk, upload: tuple[str, bytes]) -> None:
        """Start the review.

        Args:
            programme: what was to be done.
            desk: the stretches as they count for this person.
            upload: name and content of the file.
        """
        known, language = desk.known, get_language()

        def review(path: Path, folder: Path, listen: Progress, cancelled: Cancelled) -> ProgrammeOutcome:
            order = ReviewOrder(path, None, folder / "results", known=known, language=language)
            return ProgrammeOutcome(*review_programme_into_folder(order, programme, listen, cancelled))

        super().__init__(review, upload=upload)


def choose_reviewed_programme(desk: ReviewDesk) -> Programme:
    """Show a selection of programmes with what the chosen one holds, and return it."""
    programme = choose_possible(desk.stretches)
    with st.container(border=True):
        show_programme(programme, desk.stretches)
    return programme


def show_filming(programme: Programme, desk: ReviewDesk) -> None:
    """Say how a programme is filmed in one go."""
    st.subheader(_("How to film it"))
    lines = [
        _("One video of all of it. Rests, walking and changing sides may stay in; they are left out."),
        _("Keep to the order above, and do each side where a stretch has sides."),
        _("Turn yourself, or move the camera between two stretches, so that each is seen as it has to be:"),
    ]
    cameras = [f"    - {each}" for each in describe_cameras(programme, desk.stretches)]
    st.markdown("\n".join([*(f"- {line}" for line in lines), *cameras]))


def show_programme_results(outcome: ProgrammeOutcome, name: str) -> None:
    """Show what became of each stretch and side.

    Args:
        outcome: the review and its files.
        name: of the file that was reviewed.
    """
    review = outcome.film.review
    st.title(tell_programme(review.programme).name)
    st.caption(name)
    _show_headline(describe_programme(review))
    for warning in outcome.film.tracked.warnings:
        st.warning(warning, icon=":material/warning:")
    picture, items = st.columns([1.2, 1], gap="large")
    with picture:
        if "annotated.mp4" in outcome.files:
            words = _("The recording with the skeleton and the judged angles drawn over each part of the programme")
            st.video(str(outcome.files["annotated.mp4"]), alt=words)
        for sentence in (describe_left_out(review), describe_missing(review)):
            if sentence:
                st.caption(sentence)
    with items:
        st.subheader(_("Each stretch and side"))
        for row in build_item_rows(review):
            st.html(format_item(row))
    show_downloads(outcome.files, name)
    told = [tell(item.stretch) for item in review.items]
    cannot = [f"- {stretch.name}: {line}" for stretch in told for line in stretch.cannot_judge]
    with st.expander(_("What the camera cannot judge"), icon=":material/health_and_safety:"):
        st.markdown("\n".join(dict.fromkeys(cannot)))


def _show_headline(headline: Headline) -> None:
    mark = f'<span class="pc-tone">{MARKS[headline.tone]}</span> '
    title = f"{headline.label}: {begin_small(headline.title)}"
    text = f"<strong>{mark}{escape(title)}</strong><span>{escape(headline.subtitle)}</span>"
    st.html(f'<div data-testid="verdict">{format_toned("pc-verdict", headline.tone, text)}</div>')


def format_item(row: ItemRow) -> str:
    """Return one item with its sides as HTML."""
    parts = "".join(_format_part(part) for part in row.parts)
    return f'<div class="pc-item"><h4>{row.number}. {escape(row.name)}</h4>{parts}</div>'


def _format_part(part: PartRow) -> str:
    details = [part.line, part.note]
    lines = "".join(f"<small>{escape(line)}</small>" for line in details if line)
    mark = f'<span class="pc-tone">{MARKS[part.tone]}</span>'
    mends = "".join(_format_mend(mend) for mend in part.mends)
    return format_toned("pc-check", part.tone, f"{mark} <b>{escape(part.title)}</b>{lines}{mends}")


def _format_mend(mend: Mend) -> str:
    when = " " + _("When: {when}.").format(when=mend.when) if mend.when else ""
    cue = f"<small>→ {escape(mend.cue)}</small>" if mend.cue else ""
    return f"<small><b>{escape(mend.fault)}.</b> {escape(mend.text + when)}</small>{cue}"


def offer_keeping_programme(film: ProgrammeFilm, desk: ReviewDesk, name: str) -> None:
    """Offer to keep each set that was found in the person's history, as a session of its own stretch."""
    if desk.holder is None or not film.judged.list_sets():
        return
    kept = st.session_state.get(_KEPT) is film
    label = _("Kept in the history") if kept else _("Keep it in the history")
    words = _("Landmarks and result of each part, so that it counts on the page Progress. The recording is not kept.")
    if st.button(label, icon=":material/bookmark_add:", disabled=kept, help=words):
        # A note is the person's own words, and so in their language.
        _keep(film, desk, desk.holder.person, f"{film.review.programme.name}: {name}")
        st.session_state[_KEPT] = film
        st.rerun()


def _keep(film: ProgrammeFilm, desk: ReviewDesk, person: str, note: str) -> None:
    track, persons = film.tracked.track, np.clip(film.tracked.persons, 0, 255).astype(np.uint8)
    for stretch, __, each in film.judged.list_sets():
        start, last = np.searchsorted(track.time_s, each.result.timeline.time_s[[0, -1]]).tolist()
        stored = StoredTrack(track.slice(start, last + 1), persons[start : last + 1])
        resolved = desk.resolved[stretch.id]
        get_clinic().history.record_upload(
            stored, resolved.stretch, each.result, person=person, layers=resolved.layers, note=note
        )
