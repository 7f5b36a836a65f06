"""What the product said of each set of clips at first sight (`lab/fresh.py`) before anything was mended for them.

First sight of a clip is only once: its figures are kept in `first_sight.json` by set and never replaced; what is
measured today stands beside them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.accuracy_parts.verdicts import ClipOutcome
from benchmarks.catalogue_rows import Figures, Tally, add_figures, tally_row
from lab.sights import SIGHTS, Sight
from posecheck.stretch.library import load_stretch

FILE = Path(__file__).parent / "first_sight.json"
# Why each clip was judged wrongly that was, then or since; found by looking into each.
CAUSES_FILE = Path(__file__).parent / "first_sight_causes.json"


@dataclass(frozen=True, slots=True)
class FirstSight:
    """Figures by stretch, and by clip what was judged wrongly, in words."""

    rows: dict[str, Figures]
    notes: dict[str, str]


def keep_first_sight(outcomes: Iterable[ClipOutcome], sight: Sight, path: Path = FILE) -> int:
    """Add the outcome of each clip of a set that has none yet to a file; return how many were added."""
    sets = _read(path)
    kept = sets.setdefault(sight.name, {})
    known = len(kept)
    for outcome in outcomes:
        row = tally_row(load_stretch(outcome.case.stretch), [outcome])
        entry = {"stretch": row.stretch.id, **asdict(row.figures), "note": row.notes.get(outcome.case.name, "")}
        kept.setdefault(outcome.case.name, entry)
    path.write_text(
        _write_block({name: _write_block(_write_lines(each)) for name, each in sets.items()}) + "\n", "utf-8"
    )
    return len(kept) - known


def _write_lines(kept: dict[str, dict[str, Any]]) -> dict[str, str]:
    return {clip: json.dumps(kept[clip], ensure_ascii=False) for clip in sorted(kept)}


def _write_block(entries: dict[str, str]) -> str:
    """Return an object in JSON whose values are written already, one a line."""
    return "{\n" + ",\n".join(f"{json.dumps(name)}: {text}" for name, text in entries.items()) + "\n}"


def list_kept_sights(path: Path = FILE) -> list[Sight]:
    """Return the sets that the product has seen, in order."""
    kept = _read(path)
    return [sight for name, sight in SIGHTS.items() if name in kept]


def list_retired(path: Path = FILE) -> list[str]:
    """Return the names of the sets that the product has seen and that are drawn no more."""
    return [name for name in _read(path) if name not in SIGHTS]


def load_first_sight(name: str, path: Path = FILE) -> FirstSight:
    """Read the outcomes of a set, by its name, that `keep_first_sight` wrote."""
    kept = _read(path).get(name, {})
    by_stretch: dict[str, list[Figures]] = {}
    for entry in kept.values():
        by_stretch.setdefault(entry["stretch"], []).append(_read_figures(entry))
    notes = {clip: entry["note"] for clip, entry in kept.items() if entry["note"]}
    return FirstSight({name: add_figures(each) for name, each in by_stretch.items()}, notes)


def load_causes() -> dict[str, str]:
    """Return by clip why it was judged wrongly."""
    causes: dict[str, str] = json.loads(CAUSES_FILE.read_text(encoding="utf-8"))
    return causes


def _read(path: Path) -> dict[str, dict[str, dict[str, Any]]]:
    kept: dict[str, dict[str, dict[str, Any]]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return kept


def _read_figures(entry: dict[str, Any]) -> Figures:
    good, faults, off_view = (Tally(**entry[name]) for name in ("good", "faults", "off_view"))
    return Figures(good, faults, entry["wrong_fails"], off_view)
