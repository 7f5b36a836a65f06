"""Keeping a running session on disk, so that it goes on after the server was restarted."""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from posecheck.live.plan import Plan
from posecheck.live.state import SessionState
from posecheck.live.tickets import Holder

# Sessions that nobody came back to are forgotten after this long.
KEEP_S = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A session as kept: what is to be done, how far it is, its language, whose it is, whether it keeps pictures."""

    plan: Plan
    state: SessionState
    language: str
    holder: Holder = Holder()
    pictures: bool = False


class SnapshotStore:
    """Small JSON files, one a session, written whole or not at all. They hold numbers only, never a picture."""

    def __init__(self, folder: Path) -> None:
        """Use (and create) a folder; sessions older than a day in it are removed."""
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in folder.glob("*.json"):
            if time.time() - path.stat().st_mtime > KEEP_S:
                path.unlink(missing_ok=True)

    def save(self, session_id: str, snapshot: Snapshot) -> None:
        """Write a session's state in place of the one before."""
        values = {
            "plan": snapshot.plan.to_dict(),
            "state": snapshot.state.to_dict(),
            "language": snapshot.language,
            "holder": asdict(snapshot.holder),
            "pictures": snapshot.pictures,
        }
        path = self._path(session_id)
        scratch = path.with_suffix(f".{os.getpid()}.tmp")
        scratch.write_text(json.dumps(values), encoding="utf-8")
        scratch.replace(path)

    def load(self, session_id: str) -> Snapshot | None:
        """Return what was kept of a session, None when there is nothing usable or the id is none."""
        try:
            values = json.loads(self._path(session_id).read_text(encoding="utf-8"))
            plan, state = Plan.from_dict(values["plan"]), SessionState.from_dict(values["state"])
            holder, pictures = Holder(**values.get("holder", {})), values.get("pictures") is True
            return Snapshot(plan, state, values["language"], holder, pictures)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def delete(self, session_id: str) -> None:
        """Forget a session."""
        self._path(session_id).unlink(missing_ok=True)

    def forget(self, persons: frozenset[str] | None) -> None:
        """Forget the sessions of these persons, or (None) of everybody."""
        for path in self._folder.glob("*.json"):
            kept = self.load(path.stem) if persons is not None else None
            if persons is None or (kept is not None and kept.holder.person in persons):
                path.unlink(missing_ok=True)

    def _path(self, session_id: str) -> Path:
        if not re.fullmatch(r"[0-9a-f]{8,64}", session_id):
            raise ValueError(f"Expected a session id of hexadecimal digits, but got {session_id!r}.")
        return self._folder / f"{session_id}.json"
