"""What the bench remembers between two runs of the script: the draft of each stretch, for each patient."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import streamlit as st

from posecheck.bench.draft import Draft, Place, Value, apply_draft, put_value, read_layer, read_values, word_refusal
from posecheck.bench.judge import ExampleJudge
from posecheck.errors import StretchError
from posecheck.stretch.schema import Stretch
from posecheck.web.viewing import get_clinic

_DESKS = "bench_desks"
_JUDGE = "bench_judge"
AUTHOR = "bench_author"


@dataclass(slots=True)
class Desk:
    """One stretch opened for one patient, or for everybody.

    Attributes:
        base: what the layer lies on.
        number: the version that the draft was made from, 0 for none.
        start: the layer in force, as a draft over the base.
        draft: the layer as it would be published.
        drafted: the stretch as it would be; the last draft that held together.
        refusal: why the present draft does not, "" when it does.
        misfit: why the layer in force fits its stretch no longer, "" when it does.
        seq: the last move of the plot that was heard of; a new desk begins beyond those of all before it.
    """

    stretch_id: str
    patient: str | None
    base: Stretch
    number: int
    start: Draft
    published: Stretch
    draft: Draft = field(init=False)
    drafted: Stretch = field(init=False)
    refusal: str = ""
    misfit: str = ""
    seq: int = field(default_factory=lambda: time.time_ns() // 1_000_000)

    def __post_init__(self) -> None:
        self.drafted, self.draft = self.published, self.start

    @property
    def edited(self) -> bool:
        """Whether there is something that could be published."""
        return dict(self.draft.values) != dict(self.start.values)

    @property
    def key(self) -> str:
        """Different for each desk; begins the keys of its widgets."""
        return f"bench {self.stretch_id} {self.patient or ''}"

    def read(self, place: Place) -> Value:
        """Return the drafted value at a place."""
        return self.draft.get(place, self.values.get(place))

    @property
    def values(self) -> dict[Place, Value]:
        """Every value of the base that may be changed."""
        return read_values(self.base)

    def write(self, place: Place, value: Value) -> None:
        """Set one value of the draft."""
        self.take(put_value(self.draft, self.base, place, value))

    def take(self, draft: Draft) -> None:
        """Go on with a draft; what does not hold together is refused in words and changes no verdict."""
        self.draft = draft
        try:
            self.drafted = apply_draft(draft, self.base)
            self.refusal = ""
        except StretchError as error:
            self.refusal = word_refusal(error, self.base)


def open_desk(stretch_id: str, patient: str | None) -> Desk:
    """Return the desk of a stretch with its draft; without edits it follows what is in force.

    A layer that fits its stretch no longer is opened as a draft of what is left of it, to be mended.

    Raises:
        StretchError: the clinic's layer under that of a patient fits the stretch no longer.
        AccessError: the viewer may not read this patient's data.
    """
    desks: dict[tuple[str, str | None], Desk] = st.session_state.setdefault(_DESKS, {})
    kept = desks.get((stretch_id, patient))
    version = get_clinic().versions.current(stretch_id, patient)
    base = get_clinic().versions.find_base(stretch_id, patient)
    if kept is not None and (kept.edited or (kept.number == (version.number if version else 0) and kept.base == base)):
        return kept
    layer = read_layer(version.override, base) if version is not None and version.override else Draft()
    number = version.number if version else 0
    try:
        desk = Desk(stretch_id, patient, base, number, layer, get_clinic().versions.find_stretch(stretch_id, patient))
    except StretchError as error:
        desk = Desk(stretch_id, patient, base, number, Draft(), base, misfit=str(error))
        desk.take(layer)
    desks[stretch_id, patient] = desk
    return desk


def is_stale(desk: Desk) -> bool:
    """Return whether another version was published since the draft was begun."""
    version = get_clinic().versions.current(desk.stretch_id, desk.patient)
    return desk.number != (version.number if version else 0)


def carry_over(desk: Desk) -> None:
    """Make the changes of a stale draft again on what is in force now."""
    close_desk(desk)
    fresh = open_desk(desk.stretch_id, desk.patient)
    draft = fresh.draft
    for place in {**desk.start.values, **desk.draft.values}:
        if place in fresh.values and desk.draft.values.get(place) != desk.start.values.get(place):
            draft = draft.put(place, desk.read(place), fresh.values[place])
    fresh.take(draft)


def close_desk(desk: Desk) -> None:
    """Forget a desk: the next one follows what is in force."""
    st.session_state.get(_DESKS, {}).pop((desk.stretch_id, desk.patient), None)


def get_judge() -> ExampleJudge:
    """Return the judge of this browser session, with what it remembers."""
    judge: ExampleJudge = st.session_state.setdefault(_JUDGE, ExampleJudge())
    return judge
