"""Proposals from demonstrations, taken into a draft one by one."""

from __future__ import annotations

from collections.abc import Sequence

from posecheck.bench.draft import Draft, lay_over
from posecheck.bench.examples import Example
from posecheck.bench.judge import ExampleJudge
from posecheck.errors import InputError
from posecheck.stretch.schema import Stretch
from posecheck.tuning import (
    Demonstration,
    Proposal,
    build_override,
    propose_bands,
    propose_entry,
    propose_repetition,
)


def propose(stretch: Stretch, good: Sequence[Example], bad: Sequence[Example], judge: ExampleJudge) -> list[Proposal]:
    """Return what recordings done well and wrongly propose for checks, repetition and entry, in this order.

    Raises:
        InputError: no recording is given that was done well, or one does not show the stretch.
    """
    shown = [[Demonstration(each.title, judge.prepare(each), each.side) for each in group] for group in (good, bad)]
    return [
        *propose_bands(stretch, *shown),
        *propose_repetition(stretch, *shown),
        *propose_entry(stretch, *shown),
    ]


def changes_anything(stretch: Stretch, proposal: Proposal) -> bool:
    """Return whether a proposal differs from the stretch for which it was made."""
    return bool(accept_proposal(Draft(), stretch, proposal))


def accept_proposal(draft: Draft, stretch: Stretch, proposal: Proposal) -> Draft:
    """Return the draft with a proposal taken in: its band and target, or its check dropped.

    Args:
        draft: as it stands.
        stretch: the one for which the proposal was made.
        proposal: one that changes nothing leaves the draft as it is.
    """
    try:
        layer = build_override(stretch, [proposal], author="draft", reason="proposal")
    except InputError:
        return draft
    return lay_over(draft, layer, stretch)


def is_accepted(draft: Draft, stretch: Stretch, proposal: Proposal) -> bool:
    """Return whether taking a proposal in would change nothing any more."""
    return dict(accept_proposal(draft, stretch, proposal).values) == dict(draft.values)
