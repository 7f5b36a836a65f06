"""Patients, programmes and poses out of the database into files, and back, all or nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from posecheck.clinic.files import NotePart, PatientFile, PoseFile, ProgrammeFile
from posecheck.clinic.merging import merge_layers
from posecheck.clinic.office import Clinic
from posecheck.errors import InputError, StretchError
from posecheck.history.rows import format_utc
from posecheck.stretch.library import find_stretch_files
from posecheck.stretch.overrides import Override
from posecheck.stretch.schema import Stretch

_IMPORTED = "imported from a file"


def export_patient(clinic: Clinic, code: str) -> PatientFile:
    """Return everything about a patient but the sessions.

    Raises:
        AccessError: it is none of the viewer's patients.
    """
    patient = clinic.patients.get(code)
    current = clinic.programmes.current(code)
    used = {item.stretch for item in current.programme.items} if current else set()
    layers = _collect_layers(clinic, code)
    return PatientFile(
        schema_version=1,
        kind="patient",
        code=patient.code,
        name=patient.name,
        programme=current.programme if current else None,
        layers=layers,
        stretches=_collect_own(clinic, used | {layer.base for layer in layers}),
        notes=[
            NotePart(author=note.author, written=format_utc(note.created_utc), text=note.text)
            for note in reversed(clinic.patients.list_notes(code))
        ],
    )


def export_programme(clinic: Clinic, code: str) -> ProgrammeFile:
    """Return a patient's programme with the layers that judge it; neither name nor notes.

    Raises:
        StretchError: there is no programme yet.
        AccessError: the viewer may not read this patient's data.
    """
    current = clinic.programmes.current(code)
    if current is None:
        raise StretchError(f"Expected a programme of patient {code} to export, found none; prescribe one first.")
    used = {item.stretch for item in current.programme.items}
    return ProgrammeFile(
        schema_version=1,
        kind="programme",
        code=code,
        programme=current.programme,
        layers=[layer for layer in _collect_layers(clinic, code) if layer.base in used],
        stretches=_collect_own(clinic, used),
    )


def export_pose(clinic: Clinic, stretch_id: str, patient: str | None = None) -> PoseFile:
    """Return a layer over a stretch, or, where there is none, a stretch of one's own.

    Raises:
        StretchError: it is a stretch of the library without a layer, which everybody has.
        AccessError: the viewer may not read this patient's data.
    """
    version = clinic.versions.current(stretch_id, patient)
    if version is not None and version.override is not None:
        return PoseFile(schema_version=1, kind="pose", layer=version.override)
    own = _collect_own(clinic, {stretch_id})
    if not own:
        raise StretchError(f"Expected a changed pose or one of your own to export, found {stretch_id!r} unchanged.")
    return PoseFile(schema_version=1, kind="pose", stretch=own[0])


def import_patient(clinic: Clinic, content: PatientFile, *, author: str) -> str:
    """Add the patient of a file and return the code; nothing is added when a part of it does not fit.

    Raises:
        InputError: the code is taken.
        StretchError: a layer or the programme does not fit this machine's stretches.
        AccessError: the viewer may not add patients.
    """
    with clinic.patients.database.write():
        patient = clinic.patients.add(code=content.code, name=content.name)
        _import_parts(clinic, patient.code, content.stretches, content.layers, author)
        if content.programme is not None:
            _prescribe(clinic, patient.code, content, author)
        for note in content.notes:
            clinic.patients.add_note(patient.code, f"{note.written}, {note.author}: {note.text}", author=author)
    return patient.code


def import_programme(clinic: Clinic, content: ProgrammeFile, *, author: str, code: str | None = None) -> str:
    """Take over a programme with its layers for a patient, and return the patient's code.

    Args:
        clinic: where to.
        content: the file.
        author: who imports it.
        code: the patient; None for the one whom the file names, who is added when missing: the way in which somebody
            opens at home what the clinic gave them.

    Raises:
        InputError: neither names a patient.
        StretchError: as `import_patient`.
        AccessError: the viewer does not look after this patient.
    """
    wanted = code or content.code
    if wanted is None:
        raise InputError("Expected a patient for this programme, found none in the file; open a patient first.")
    with clinic.patients.database.write():
        if code is None and wanted not in {each.code for each in clinic.patients.list_patients()}:
            clinic.patients.add(code=wanted)
        _import_parts(clinic, wanted, content.stretches, content.layers, author)
        current = clinic.programmes.current(wanted)
        if current is None or current.programme != content.programme:
            _prescribe(clinic, wanted, content, author)
    return wanted


def import_pose(clinic: Clinic, content: PoseFile, *, author: str, patient: str | None = None) -> str:
    """Publish the layer of a file, or add its stretch, and return the stretch's id.

    Raises:
        StretchError: the layer does not fit, or the stretch's id is taken.
        AccessError: the viewer may not change this.
    """
    with clinic.patients.database.write():
        if content.stretch is not None:
            clinic.own_stretches.save(content.stretch, author=author, reason=_IMPORTED)
            return content.stretch.id
        assert content.layer is not None
        _publish(clinic, content.layer, patient)
        return content.layer.base


def _import_parts(
    clinic: Clinic, code: str, stretches: Iterable[Stretch], layers: Iterable[Override], author: str
) -> None:
    known = {stretch.id: stretch for stretch in clinic.own_stretches.list_stretches()}
    for stretch in stretches:
        if known.get(stretch.id) != stretch:
            clinic.own_stretches.save(stretch, author=author, reason=_IMPORTED)
    for layer in layers:
        # Nothing to do where it comes back to a clinic that judges in this way already.
        if clinic.versions.preview(layer, patient=code):
            _publish(clinic, layer, code)


def _publish(clinic: Clinic, layer: Override, patient: str | None) -> None:
    current = clinic.versions.current(layer.base, patient)
    clinic.versions.publish(layer, patient=patient, expected_number=current.number if current else 0)


def _prescribe(clinic: Clinic, code: str, content: PatientFile | ProgrammeFile, author: str) -> None:
    assert content.programme is not None
    current = clinic.programmes.current(code)
    clinic.programmes.prescribe(
        code,
        content.programme,
        clinic.list_stretches(code),
        author=author,
        reason=_IMPORTED,
        expected_number=current.number if current else 0,
    )


def _collect_layers(clinic: Clinic, code: str) -> list[Override]:
    """Return one layer for each stretch that is changed for a patient: the clinic's with the patient's on it."""
    merged = {version.stretch_id: version.override for version in clinic.versions.list_layers(None) if version.override}
    for version in clinic.versions.list_layers(code):
        if version.override is not None:
            under = merged.get(version.stretch_id)
            merged[version.stretch_id] = merge_layers(under, version.override) if under else version.override
    return [merged[key] for key in sorted(merged)]


def _collect_own(clinic: Clinic, ids: Collection[str]) -> list[Stretch]:
    library = find_stretch_files()
    return [each for each in clinic.own_stretches.list_stretches() if each.id in ids and each.id not in library]
