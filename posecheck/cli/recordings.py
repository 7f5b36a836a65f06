"""What `rescore` and `tune` are given: videos, landmark files, folders of them, and sessions of the history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from posecheck.cli.clinic import find_viewer
from posecheck.cli.progress import show_progress
from posecheck.clinic.office import Clinic
from posecheck.errors import InputError
from posecheck.history import History
from posecheck.history.database import HistoryError
from posecheck.history.tracks import StoredTrack, decode_track, encode_track
from posecheck.rejudging import PreparedTrack
from posecheck.trainer import SideChoice

if TYPE_CHECKING:
    from posecheck.tracking import PoseTracker

TRACK_SUFFIX = ".track"
VIDEO_SUFFIXES = (".mp4", ".mov", ".m4v", ".webm", ".mkv", ".avi")
# The beginning of a session's id that is enough to name it.
SHORTEST_ID = 6
# A copied folder has its files in any order of time: landmarks count as stale when the video is newer by more.
_SAME_TIME_S = 60.0


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """Landmarks with what is known about them.

    Attributes:
        name: the file's name, or "session 1a2b3c4d, set 1".
        stored: the landmarks.
        side: the side trained, "auto" where that is not known.
        standing_hip_deg: the standing baseline in degrees, None where none was taken.
    """

    name: str
    stored: StoredTrack
    side: SideChoice = "auto"
    standing_hip_deg: float | None = None

    def prepare(self) -> PreparedTrack:
        """Return the landmarks ready to be judged."""
        return PreparedTrack(self.stored.track, self.stored.persons, self.standing_hip_deg)


class RecordingReader:
    """Reads recordings; the landmark model is loaded when the first video has to be tracked. A context manager."""

    def __init__(self, model: Path | None = None, *, account: str | None = None, keep_landmarks: bool = False) -> None:
        """Prepare to read.

        Args:
            model: a model file of one's own.
            account: on whose behalf sessions are read.
            keep_landmarks: keep the landmarks of each video beside it.
        """
        self._model = model
        self._account = account
        self._keep_landmarks = keep_landmarks
        self._tracker: PoseTracker | None = None
        self._open = ExitStack()

    def __enter__(self) -> RecordingReader:
        return self

    def __exit__(self, *_error: object) -> None:
        """Let go of the model."""
        self._open.close()

    def read(self, names: Iterable[str]) -> list[Recording]:
        """Return the recordings that some files, folders or sessions (by id) hold, in order.

        Raises:
            InputError: a name is none of these, or a file cannot be used.
        """
        return [recording for name in names for recording in self._read_named(name)]

    def _read_named(self, name: str) -> Iterator[Recording]:
        path = Path(name)
        if path.is_dir():
            yield from (self._read_file(file) for file in list_recordings(path))
        elif path.exists() or len(path.parts) > 1 or path.suffix:
            yield self._read_file(path)
        else:
            yield from read_sets(name, self._account)

    def _read_file(self, path: Path) -> Recording:
        if path.suffix == TRACK_SUFFIX:
            return Recording(path.stem, read_track_file(path))
        kept = path.with_suffix(TRACK_SUFFIX)
        if path.is_file() and kept.is_file() and kept.stat().st_mtime >= path.stat().st_mtime - _SAME_TIME_S:
            return Recording(path.stem, read_track_file(kept))
        stored = self._track(path)
        if self._keep_landmarks:
            write_track_file(stored, kept)
        return Recording(path.stem, stored)

    def _track(self, path: Path) -> StoredTrack:
        from posecheck.media import track_media
        from posecheck.media.photo import is_photo
        from posecheck.media.source import check_file

        if is_photo(check_file(path)):
            raise InputError(f"Expected a video, found the photo {path}: it shows no course of time to judge again.")
        with show_progress(f"Tracking {path.name}") as on_progress:
            tracked = track_media(path, self._get_tracker(), on_progress)
        return StoredTrack(tracked.track, tracked.persons.clip(0, 255).astype("uint8"))

    def _get_tracker(self) -> PoseTracker:
        if self._tracker is None:
            from posecheck.tracking import PoseTracker

            self._tracker = self._open.enter_context(PoseTracker(self._model))
        return self._tracker


def list_recordings(folder: Path) -> list[Path]:
    """Return the videos and landmark files of a folder by name; a video beside its own landmarks counts once.

    Raises:
        InputError: there are none.
    """
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() in (*VIDEO_SUFFIXES, TRACK_SUFFIX))
    videos = {path.stem for path in files if path.suffix != TRACK_SUFFIX}
    found = [path for path in files if path.suffix != TRACK_SUFFIX or path.stem not in videos]
    if not found:
        raise InputError(f"Expected videos or landmark files (*{TRACK_SUFFIX}) in {folder}, found none.")
    return found


def read_track_file(path: Path) -> StoredTrack:
    """Return the landmarks of a file that was kept before; InputError when it is damaged or missing."""
    try:
        return decode_track(path.read_bytes())
    except OSError as error:
        reason = "no such file" if isinstance(error, FileNotFoundError) else error.strerror
        raise InputError(f"Expected a file of landmarks that can be read, but {path} is none ({reason}).") from error
    except HistoryError as error:
        raise InputError(f"{path}: {error}") from error


def write_track_file(stored: StoredTrack, path: Path) -> None:
    """Keep landmarks in a file; InputError when the folder cannot be written to."""
    try:
        path.write_bytes(encode_track(list(stored.track), stored.persons.tolist()))
    except OSError as error:
        raise InputError(f"Expected to keep the landmarks in {path}, but that failed ({error.strerror}).") from error


@contextmanager
def open_clinic(account: str | None) -> Iterator[Clinic]:
    """Open the history as an account may see it; InputError where a clinic is served and no account is given."""
    viewer = find_viewer(account)
    with History() as history:
        yield Clinic(history, viewer)


def read_sets(session_id: str, account: str | None = None) -> list[Recording]:
    """Return the sets of a session of the history that have landmarks, by its id or the beginning of it.

    Raises:
        InputError: there is no such session, several begin so, or it has no landmarks.
    """
    with open_clinic(account) as clinic:
        history = clinic.history
        summary = history.get_summary(find_session(history, session_id))
        recordings = [
            Recording(
                f"session {summary.id[:8]}, set {each.set_no}",
                stored,
                "auto" if each.side == "both" else each.side,
                each.standing_hip_deg,
            )
            for each in summary.sets
            if len((stored := history.load_stored_track(summary.id, each.set_no)).track)
        ]
    if not recordings:
        raise InputError(f"Expected a session with stored landmarks, but {session_id} has none.")
    return recordings


def find_session(history: History, session_id: str) -> str:
    """Return the full id of the session that begins so; InputError when there is none, or more than one."""
    ids = [summary.id for summary in history.list_sessions()]
    found = [each for each in ids if each.startswith(session_id.lower())] if len(session_id) >= SHORTEST_ID else []
    if len(found) == 1:
        return found[0]
    what = f"{len(found)} sessions begin so" if found else "there is no such file, folder or session"
    raise InputError(
        f"Expected a video, a landmark file, a folder or the id of a session (at least its first {SHORTEST_ID} "
        f"letters), found {session_id!r}: {what}."
    )
