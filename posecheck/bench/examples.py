"""The recordings on which a draft is tried: the samples, a person's past sets, and an uploaded clip."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from posecheck.clinic.wording import describe_layers
from posecheck.history import History, HistoryError, SessionFilter, SessionSummary, SetSummary, StoredTrack
from posecheck.history.tracks import decode_track
from posecheck.language import _, format_short_day, pgettext
from posecheck.results import OverallVerdict
from posecheck.trainer import SideChoice

Origin = Literal["sample", "session", "upload"]

TRACK_SUFFIX = ".track"
# Sets of a person that are tried at once; each is one more lane of the plot and one more line beside it.
MOST_SETS = 60


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A recording as landmarks.

    Attributes:
        key: the same for the same recording, however often it is loaded.
        title: what it is, in a few words.
        short: the same for narrow places.
        origin: where it comes from.
        stored: the landmarks, with how many people were in each frame.
        side: the side to judge; "auto" finds the side that was performed.
        standing_hip_deg: the standing baseline that was taken, None when none was.
        when: when it was recorded on the person's own clock, None for samples and uploads.
        judged_then: the verdict that was given then, None where none was.
        judged_by: under which published versions it was judged then, in words.
    """

    key: str
    title: str
    short: str
    origin: Origin
    stored: StoredTrack
    side: SideChoice = "auto"
    standing_hip_deg: float | None = None
    when: datetime | None = None
    judged_then: OverallVerdict | None = None
    judged_by: str = ""


def load_sample(path: Path) -> Example:
    """Return a sample from its track file, `<stretch>__<variant>.track`.

    Raises:
        HistoryError: the file is damaged.
    """
    variant = path.stem.partition("__")[2]
    title = _("good form") if variant == "good" else variant.replace("_", " ")
    named = _("Sample: {title}").format(title=title)
    return Example(f"sample {path.stem}", named, title, "sample", decode_track(path.read_bytes()))


def list_sample_files(folder: Path, stretch_id: str) -> list[Path]:
    """Return the track files of a stretch's samples, the good one first."""
    files = sorted(folder.glob(f"{stretch_id}__*{TRACK_SUFFIX}"))
    return sorted(files, key=lambda file: not file.stem.endswith("__good"))


def load_sets(history: History, person: str, stretch_id: str, most: int = MOST_SETS) -> list[Example]:
    """Return a person's sets of one stretch that have landmarks, newest first; damaged ones are left out."""
    examples: list[Example] = []
    for session in history.list_sessions(SessionFilter(person=person, stretch_id=stretch_id)):
        for each in session.sets:
            if len(examples) >= most:
                return examples
            example = _load_set(history, session, each)
            examples += [example] if example is not None else []
    return examples


def _load_set(history: History, session: SessionSummary, each: SetSummary) -> Example | None:
    try:
        stored = history.load_stored_track(session.id, each.set_no)
    except HistoryError:
        return None
    if not len(stored.track):
        return None
    side = each.working_side or each.side
    several = [_("set {n}").format(n=each.set_no)] if len(session.sets) > 1 else []
    words = _name_side(each.side)
    return Example(
        key=f"{session.id} {each.set_no}",
        title=", ".join([format_short_day(session.local_start), f"{session.local_start:%H:%M}", *several, words]),
        short=f"{format_short_day(session.local_start, year=False)}, {words}",
        origin="session",
        stored=stored,
        side="auto" if side == "both" else side,
        standing_hip_deg=each.standing_hip_deg,
        when=session.local_start,
        judged_then=each.verdict,
        judged_by=describe_layers(session.layers),
    )


def _name_side(side: str) -> str:
    words = {"left": pgettext("side", "left"), "right": pgettext("side", "right"), "both": _("both sides")}
    return words[side]


def make_upload(name: str, stored: StoredTrack) -> Example:
    """Return an uploaded clip as an example; one of the same name and length is the same clip."""
    length_s = float(stored.track.time_s[-1]) if len(stored.track) else math.nan
    return Example(f"upload {name} {length_s:.3f}", name, name, "upload", stored)
