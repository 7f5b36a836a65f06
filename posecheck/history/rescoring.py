"""The sessions of the history judged again under a changed stretch, and what that changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from posecheck.history.database import HistoryError
from posecheck.history.records import LayerNumbers, SessionSummary, SetRecord
from posecheck.history.rejudge import judge_stored_set
from posecheck.history.store import History
from posecheck.rejudging import Change, compare_results
from posecheck.results import SessionResult, Timeline, ViewState
from posecheck.stretch.schema import Stretch

# What is stored of a set leaves out the frames and the view; comparing asks for neither.
_NO_VIEW = ViewState("unknown", float("nan"), "", "unknown", True)
_NO_FRAMES = Timeline(np.empty(0), np.empty(0, dtype="<U10"), np.empty(0, dtype=np.bool_), {}, {})


@dataclass(frozen=True, slots=True)
class RescoredSet:
    """One set of a session, as it was judged and as it would be.

    Attributes:
        session: the session.
        set_no: counts from 1.
        before: as it was judged last; its timeline is empty.
        after: under the changed stretch.
        changes: what comes out differently.
    """

    session: SessionSummary
    set_no: int
    before: SessionResult
    after: SessionResult
    changes: tuple[Change, ...]


def rescore_session(history: History, session_id: str, stretch: Stretch) -> list[RescoredSet]:
    """Return the judged sets of a session that have landmarks, judged again; nothing is written.

    They are compared with what counts now: the latest of the later judgements, or else the first one.

    Raises:
        HistoryError: there is no such session, or its landmarks are damaged.
    """
    record = history.get_session(session_id)
    rescored = []
    for each in record.rejudgements[-1].sets if record.rejudgements else record.sets:
        stored = history.load_stored_track(session_id, each.summary.set_no)
        before = restore_result(each, record.summary)
        if before is None or not len(stored.track):
            continue
        after = judge_stored_set(stored, stretch, each.summary.side, each.summary.standing_hip_deg)
        changes = tuple(compare_results(before, after))
        rescored.append(RescoredSet(record.summary, each.summary.set_no, before, after, changes))
    return rescored


def keep_rescored(
    history: History, rescored: Sequence[RescoredSet], target: Stretch, *, layers: LayerNumbers, author: str = ""
) -> None:
    """Keep what the sets of one session are judged as now, beside what was said then.

    Args:
        history: where the session is.
        rescored: what `rescore_session` gave.
        target: the stretch that judged them.
        layers: the published versions that made it.
        author: who had it judged again.

    Raises:
        HistoryError: a set of the session lacks landmarks, or the session is gone or being recorded.
    """
    session = rescored[0].session
    if len(rescored) < sum(each.verdict is not None for each in session.sets):
        raise HistoryError(f"Expected landmarks of every set of session {session.id[:8]} to judge it again, some lack.")
    results = {each.set_no: each.after for each in rescored}
    history.add_rejudgement(session.id, target, results, layers=layers, author=author)


def restore_result(record: SetRecord, session: SessionSummary) -> SessionResult | None:
    """Return what was stored of a set as a result without frames; None when it was never judged."""
    stored = record.summary
    if stored.verdict is None:
        return None
    working = stored.working_side or ("right" if stored.side == "right" else "left")
    return SessionResult(
        stretch=session.stretch_id,
        side=stored.side,
        working_side=working,
        view=_NO_VIEW,
        verdict=stored.verdict,
        holds=record.holds,
        held_s=stored.held_s,
        reps=record.reps,
        checks=record.checks,
        cues=record.cues,
        timeline=_NO_FRAMES,
    )
