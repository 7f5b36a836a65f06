"""`posecheck rescore`: what a changed stretch would have made of past sessions and recordings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from posecheck.cli.recordings import Recording, RecordingReader, open_clinic
from posecheck.clinic.access import AccessError
from posecheck.clinic.office import Clinic
from posecheck.clinic.records import EffectiveStretch
from posecheck.errors import InputError, StretchError
from posecheck.history.records import SessionFilter, SessionSummary
from posecheck.history.rescoring import RescoredSet, keep_rescored, rescore_session
from posecheck.rejudging import Change, compare_results
from posecheck.rejudging.comparison import VERDICT_WORDS, describe_reps
from posecheck.results import SessionResult
from posecheck.stretch.layers import load_layered
from posecheck.stretch.library import find_stretch_files, load_stretch
from posecheck.stretch.schema import Stretch
from posecheck.trainer import SideChoice

_WHO_KEEPS = "Expected --as with a therapist's account to judge sessions again for good."
_TONE_STYLES = {"better": "green", "worse": "red", "other": ""}


@dataclass(frozen=True, slots=True)
class RescoreOrder:
    """What to judge again, and by what.

    Attributes:
        recordings: files, folders or session ids; none for all sessions of the history.
        stretch: an id of the library or a YAML file; None for that of the overrides, or of each session.
        overrides: layers to lay over it.
        person: sessions of this person alone.
        side: the side trained in files.
        apply: keep the new results in the history, beside the old ones.
        account: on whose behalf the history is read and written.
    """

    recordings: Sequence[str] = ()
    stretch: str | None = None
    overrides: Sequence[Path] = ()
    person: str | None = None
    side: SideChoice = "auto"
    apply: bool = False
    account: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One recording or set before and after."""

    name: str
    when: str
    stretch: str
    before: SessionResult
    after: SessionResult
    changes: tuple[Change, ...]


def run_rescore(order: RescoreOrder, reader: RecordingReader, *, as_json: bool, show_all: bool) -> int:
    """Judge again, print what changes as a table or JSON; return the exit code.

    Raises:
        PoseCheckError: something cannot be read; nothing is written then.
    """
    named = bool(order.stretch or order.overrides)
    if order.recordings and not named:
        raise InputError("Expected --stretch or --override to say by what the recordings are judged, found neither.")
    changed = load_layered(order.stretch, order.overrides) if named else None
    if order.recordings and changed is not None:
        rows = _rescore_files(order, changed, reader)
    else:
        rows = _rescore_history(order, changed)
    if as_json:
        typer.echo(json.dumps([_to_record(row) for row in rows], indent=2, ensure_ascii=False))
        return 0
    _print_rows(rows, show_all=show_all, applied=order.apply)
    return 0


def run_undo(order: RescoreOrder, *, as_json: bool) -> int:
    """Take back what sessions were last judged again as, print how many there were; return the exit code.

    Raises:
        PoseCheckError: recordings or a change are given as well, or the account may not do it.
    """
    if order.recordings or order.overrides or order.apply:
        raise InputError("Expected --undo with --stretch ID and --person CODE alone, found more to do.")
    with open_clinic(order.account) as clinic:
        if not clinic.viewer.treats:
            raise AccessError(_WHO_KEEPS)
        sessions = _list_sessions(clinic, order.person, order.stretch)
        numbers = {session.id: clinic.history.undo_rejudgement(session.id) for session in sessions}
    undone = {session_id: number for session_id, number in numbers.items() if number}
    if as_json:
        records = [{"session": session_id, "undone": number} for session_id, number in undone.items()]
        typer.echo(json.dumps(records, indent=2))
    else:
        sessions_word = "session goes" if len(undone) == 1 else "sessions go"
        typer.echo(f"{len(undone)} {sessions_word} back to the judgement before the last.")
    return 0


def _rescore_files(order: RescoreOrder, changed: Stretch, reader: RecordingReader) -> list[Row]:
    if order.apply:
        raise InputError("Expected no recordings with --apply, which writes to the sessions of the history alone.")
    # Without a stretch of that id in the library, what is named is what the overrides are laid over.
    base = load_stretch(changed.id if changed.id in find_stretch_files() else order.stretch or changed.id)
    if base == changed:
        raise InputError(f"Expected a change of {changed.id}, found none; give one with --override FILE.")
    return [_rescore_recording(each, base, changed, order.side) for each in reader.read(order.recordings)]


def _rescore_recording(recording: Recording, base: Stretch, changed: Stretch, side: SideChoice) -> Row:
    prepared = recording.prepare()
    chosen = recording.side if side == "auto" else side
    before, after = (prepared.judge(stretch, chosen) for stretch in (base, changed))
    return Row(recording.name, "", changed.id, before, after, tuple(compare_results(before, after)))


def _rescore_history(order: RescoreOrder, changed: Stretch | None) -> list[Row]:
    with open_clinic(order.account) as clinic:
        if order.apply and not clinic.viewer.treats:
            raise AccessError(_WHO_KEEPS)
        judged = []
        for session in _list_sessions(clinic, order.person, changed.id if changed else None):
            target = EffectiveStretch(changed) if changed else _find_current(clinic, session)
            if target is not None:
                judged.append((rescore_session(clinic.history, session.id, target.stretch), target))
        if order.apply:
            _keep(clinic, judged)
        return [_to_row(each) for rescored, _ in judged for each in rescored]


def _keep(clinic: Clinic, judged: Sequence[tuple[list[RescoredSet], EffectiveStretch]]) -> None:
    """Keep what changes, all of it or nothing."""
    author = clinic.viewer.account
    with clinic.history.database.write():
        for rescored, target in judged:
            if any(each.changes for each in rescored):
                keep_rescored(clinic.history, rescored, target.stretch, layers=target.layers, author=author)


def _list_sessions(clinic: Clinic, person: str | None, stretch_id: str | None) -> list[SessionSummary]:
    wanted = SessionFilter(person=person, stretch_id=stretch_id)
    return [each for each in clinic.history.list_sessions(wanted) if each.state != "recording"]


def _find_current(clinic: Clinic, session: SessionSummary) -> EffectiveStretch | None:
    """Return a session's stretch as it counts today for that person, None when it has left the library."""
    patients = {each.code for archived in (False, True) for each in clinic.patients.list_patients(archived=archived)}
    try:
        return clinic.versions.resolve(session.stretch_id, session.person if session.person in patients else None)
    except StretchError:
        return None


def _to_row(rescored: RescoredSet) -> Row:
    session = rescored.session
    name = f"{session.id[:8]}, set {rescored.set_no}"
    when = session.local_start.strftime("%Y-%m-%d %H:%M")
    return Row(name, when, session.stretch_id, rescored.before, rescored.after, rescored.changes)


def _print_rows(rows: list[Row], *, show_all: bool, applied: bool) -> None:
    console = Console(highlight=False)
    changed = [row for row in rows if row.changes]
    shown = rows if show_all else changed
    if shown:
        console.print(_build_table(shown))
        console.print()
    looked_at = f"{len(rows)} recording{'s' if len(rows) != 1 else ''} judged again, {len(changed)} change"
    written = (
        " Kept beside the first judgements." if applied and changed else " Nothing was written." if changed else ""
    )
    console.print(f"{looked_at}{'s' if len(changed) == 1 else ''}.{written}", markup=False)


def _build_table(rows: list[Row]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("recording", no_wrap=True)
    for title in ("when", "verdict", "done", "checks"):
        table.add_column(title)
    for row in rows:
        verdict = _arrow(VERDICT_WORDS[row.before.verdict], VERDICT_WORDS[row.after.verdict])
        checks = "\n".join(change.text for change in row.changes if change.subject in ("check", "side"))
        tone = next((change.tone for change in row.changes if change.subject == "verdict"), "other")
        table.add_row(
            row.name, row.when or "–", f"[{_TONE_STYLES[tone]}]{verdict}[/]" if _TONE_STYLES[tone] else verdict,
            _arrow(_describe_done(row.before), _describe_done(row.after)), checks or "–",
        )  # fmt: skip
    return table


def _describe_done(result: SessionResult) -> str:
    return describe_reps(result) if result.reps else f"{result.held_s:.1f} s"


def _arrow(before: str, after: str) -> str:
    return before if before == after else f"{before} → {after}"


def _to_record(row: Row) -> dict[str, object]:
    return {
        "recording": row.name,
        "when": row.when or None,
        "stretch": row.stretch,
        "before": _to_outcome(row.before),
        "after": _to_outcome(row.after),
        "changes": [asdict(change) for change in row.changes],
    }


def _to_outcome(result: SessionResult) -> dict[str, object]:
    return {
        "verdict": result.verdict,
        "held_s": round(result.held_s, 2),
        "reps_good": result.count_reps("good"),
        "reps_partial": result.count_reps("partial"),
        "reps_faulty": result.count_reps("faulty"),
        "checks": {check.id: check.verdict for check in result.checks},
    }
