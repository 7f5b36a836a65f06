"""Pictures that somebody asked to be kept: JPEGs beside the history file, in a folder for each session.

Who may read a session may see its pictures; they go when it goes. No export holds them.
"""

from __future__ import annotations

import os
import re
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from posecheck.history.store import History

FOLDER_NAME = "pictures"
# Of one session; a handful is enough to see what was wrong.
MOST_PICTURES = 6
_NAME = re.compile(r"set(\d+)_([a-z][a-z0-9_]*)\.jpg")


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """The moment of a fault: of which check in which set of the session, as a JPEG."""

    set_no: int
    check_id: str
    jpeg: bytes


def keep_picture(history: History, session_id: str, picture: KeptPicture) -> bool:
    """Keep a picture of a session, in place of an earlier one of this check and set; return False when it is full.

    Raises:
        HistoryError: there is no session with this id, or the picture cannot be written.
    """
    # Within a transaction, so that no deletion comes between the look for the session and the file.
    with history.database.write():
        history.get_summary(session_id)
        folder = find_folder(history.path) / session_id
        path = folder / f"set{picture.set_no}_{picture.check_id}.jpg"
        if not path.exists() and len(list(folder.glob("*.jpg"))) >= MOST_PICTURES:
            return False
        for each in (folder.parent, folder):
            each.mkdir(parents=True, exist_ok=True, mode=0o700)
        scratch = path.with_suffix(f".{os.getpid()}.tmp")
        scratch.touch(mode=0o600)
        scratch.write_bytes(picture.jpeg)
        scratch.replace(path)
    return True


def load_pictures(history: History, session_id: str) -> list[KeptPicture]:
    """Return the pictures that were kept of a session, by set; none unless the person asked for them.

    Raises:
        HistoryError: there is no session with this id, or a picture cannot be read.
    """
    with history.database.read():
        history.get_summary(session_id)
        files = (find_folder(history.path) / session_id).glob("*.jpg")
        named = [(match, path) for path in files if (match := _NAME.fullmatch(path.name))]
        found = [KeptPicture(int(match[1]), match[2], path.read_bytes()) for match, path in named]
    return sorted(found, key=lambda each: (each.set_no, each.check_id))


def forget_pictures(connection: sqlite3.Connection, history_path: Path) -> None:
    """Remove the pictures of all sessions that are no longer there; part of the transaction that deletes them.

    Args:
        connection: within the transaction.
        history_path: the history's file.
    """
    folder = find_folder(history_path)
    if not folder.is_dir():
        return
    kept = {row["id"] for row in connection.execute("SELECT id FROM sessions")}
    for each in folder.iterdir():
        if each.is_dir() and not each.is_symlink() and each.name not in kept:
            _remove(each)
    with suppress(OSError):  # those of other sessions are still in it
        folder.rmdir()


def find_folder(history_path: Path) -> Path:
    """Return the folder of pictures beside a history file; it is there only when there is a picture."""
    return history_path.parent / FOLDER_NAME


def _remove(folder: Path) -> None:
    for path in folder.iterdir():
        # As deleted rows are: overwritten before they go.
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    folder.rmdir()
