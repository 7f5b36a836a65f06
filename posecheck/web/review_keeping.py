"""For whom a review is made and by which versions it judges, and keeping its result in the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import streamlit as st

from posecheck.clinic.records import EffectiveStretch
from posecheck.clinic.wording import describe_layers
from posecheck.history import StoredTrack
from posecheck.language import _
from posecheck.live.tickets import Holder
from posecheck.stretch.schema import Stretch
from posecheck.web.viewing import get_clinic

if TYPE_CHECKING:
    from posecheck.review import Review

_KEPT = "review_kept"


@dataclass(frozen=True, slots=True)
class ReviewDesk:
    """What a review is made with.

    Attributes:
        holder: in whose history it can be kept; None when it is nobody's.
        resolved: the stretches as they count for this person, by id.
    """

    holder: Holder | None
    resolved: Mapping[str, EffectiveStretch]

    @property
    def stretches(self) -> dict[str, Stretch]:
        """The stretches by id."""
        return {key: each.stretch for key, each in self.resolved.items()}

    @property
    def known(self) -> tuple[Stretch, ...]:
        """The stretches that come into question."""
        return tuple(self.stretches.values())


def offer_keeping(review: Review, desk: ReviewDesk, name: str) -> None:
    """Say under which version a review was judged, and offer to keep its result in the person's history."""
    resolved = desk.resolved[review.stretch.id]
    layers = resolved.layers
    st.caption(_("Judged by {version}.").format(version=describe_layers(layers)))
    if desk.holder is None or len(review.tracked.track) < 2:
        return
    kept = st.session_state.get(_KEPT) is review
    label = _("Kept in the history") if kept else _("Keep it in the history")
    words = _("Its landmarks and results, so that it counts on the page Progress. The recording itself is not kept.")
    if st.button(label, icon=":material/bookmark_add:", disabled=kept, help=words):
        stored = StoredTrack(review.tracked.track, np.clip(review.tracked.persons, 0, 255).astype(np.uint8))
        get_clinic().history.record_upload(
            stored, resolved.stretch, review.judged, person=desk.holder.person, layers=layers, note=name
        )
        st.session_state[_KEPT] = review
        st.rerun()
