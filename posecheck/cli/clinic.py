"""What the commands about patients do."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import BinaryIO

import typer

from posecheck.clinic.access import LOCAL, Viewer
from posecheck.clinic.files import PatientFile, ProgrammeFile, format_file, parse_file
from posecheck.clinic.office import Clinic
from posecheck.clinic.overview import Overview, describe_last, summarise_patient
from posecheck.clinic.roles import ROLES_VARIABLE, Roles, find_roles
from posecheck.clinic.transfer import (
    export_patient,
    export_pose,
    export_programme,
    import_patient,
    import_pose,
    import_programme,
)
from posecheck.errors import InputError
from posecheck.history import History, SessionFilter, export_csv, export_json, export_parquet
from posecheck.stretch.document import MAX_BYTES

_SESSIONS: dict[str, Callable[[History, BinaryIO, SessionFilter], None]] = {
    "csv": export_csv,
    "json": export_json,
    "parquet": export_parquet,
}


def find_viewer(account: str | None) -> Viewer:
    """Return on whose behalf a command runs.

    Raises:
        InputError: this machine serves a clinic, and no account was given.
    """
    roles = find_roles()
    if account is not None:
        return (roles or Roles()).find_viewer(account)
    if roles is None:
        return LOCAL
    raise InputError(f"Expected --as ACCOUNT, because {ROLES_VARIABLE} is set and this machine serves a clinic.")


def print_patients(account: str | None, *, as_json: bool) -> int:
    """Print the patients of an account; return the exit code."""
    today = date.today()
    viewer = find_viewer(account)
    with closing(History()) as history:
        clinic = Clinic(history, viewer)
        found = [summarise_patient(clinic, patient, today) for patient in clinic.patients.list_patients()]
    if as_json:
        typer.echo(json.dumps([_to_dict(each) for each in found], indent=1, ensure_ascii=False))
        return 0
    for each in found:
        days = f"{each.adherence.share:.0%} of the days meant"
        pain = f", said it hurts: {each.recent_pain}" if each.recent_pain else ""
        last = (
            f"last practised {describe_last(each.last_practice, today)}" if each.last_practice else "not practised yet"
        )
        typer.echo(f"{each.patient.label}: {each.programme or 'no programme'}, {days}, {last}{pain}")
    if not found:
        typer.echo("There are no patients.")
    return 0


def run_export(what: str, *, patient: str | None, stretch_id: str | None, out: Path | None, account: str | None) -> int:
    """Write a file; return the exit code.

    Raises:
        PoseCheckError: there is nothing of this kind that the account may see, or the file cannot be written.
    """
    viewer = find_viewer(account)
    with closing(History()) as history:
        data, name = _collect(Clinic(history, viewer), what, patient, stretch_id)
    path = out or Path(name)
    _write_new(path, data)
    typer.echo(f"Wrote {path} ({len(data) / 1000:.1f} KB).")
    return 0


def run_import(file: Path, *, patient: str | None, author: str, account: str | None) -> int:
    """Take in a file; return the exit code.

    Raises:
        PoseCheckError: the file does not hold together, does not fit, or the account may not change this.
    """
    viewer = find_viewer(account)
    content = parse_file(_read(file), file.name)
    with closing(History()) as history:
        clinic = Clinic(history, viewer)
        if isinstance(content, PatientFile):
            if patient is not None:
                raise InputError(f"Expected no --patient for a file that is a patient ({content.code}); leave it out.")
            words = f"patient {import_patient(clinic, content, author=author)}"
        elif isinstance(content, ProgrammeFile):
            words = f"the programme of {import_programme(clinic, content, author=author, code=patient)}"
        else:
            whose = f" of patient {patient}" if patient else ""
            words = f"the pose {import_pose(clinic, content, author=author, patient=patient)}{whose}"
    typer.echo(f"Took in {words}.")
    return 0


def _collect(clinic: Clinic, what: str, patient: str | None, stretch_id: str | None) -> tuple[bytes, str]:
    if what in _SESSIONS:
        if patient is not None:
            clinic.patients.get(patient)
        out = io.BytesIO()
        _SESSIONS[what](clinic.history, out, SessionFilter(person=patient))
        return out.getvalue(), f"posecheck-sessions{f'-{patient}' if patient else ''}.{what}"
    if what == "pose":
        if stretch_id is None:
            raise InputError("Expected --stretch ID for a pose, found none.")
        pose = export_pose(clinic, stretch_id, patient)
        return format_file(pose), f"{stretch_id}{f'-{patient}' if patient else ''}.yaml"
    if patient is None:
        raise InputError(f"Expected --patient CODE for a {what}, found none.")
    content = export_patient(clinic, patient) if what == "patient" else export_programme(clinic, patient)
    return format_file(content), f"{what}-{patient}.yaml"


def _write_new(path: Path, data: bytes) -> None:
    try:
        with path.open("xb") as stream:
            stream.write(data)
    except FileExistsError as error:
        raise InputError(f"Expected a new file, found {path}, which exists; choose another with --out.") from error
    except OSError as error:
        raise InputError(f"Expected to write {path}, but that is not possible ({error.strerror}).") from error


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            # One byte more than is allowed is enough to see that it is too large.
            return stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"Expected a file that can be read, found {file}: {error.strerror}.") from error


def _to_dict(each: Overview) -> dict[str, object]:
    weeks = each.adherence.weeks
    return {
        "code": each.patient.code,
        "name": each.patient.name,
        "programme": each.programme,
        "days_done": sum(min(week.days, week.goal_days) for week in weeks),
        "days_meant": sum(week.goal_days for week in weeks),
        "last_practice": each.last_practice.isoformat() if each.last_practice else None,
        "recent_pain": each.recent_pain,
    }
