"""All stores of one database, on behalf of one person."""

from __future__ import annotations

from posecheck.clinic.access import LOCAL, Viewer, list_persons
from posecheck.clinic.own_stretches import OwnStretches
from posecheck.clinic.patients import PatientStore
from posecheck.clinic.programmes import ProgrammeStore
from posecheck.clinic.records import EffectiveStretch
from posecheck.clinic.versions import VersionStore
from posecheck.errors import StretchError
from posecheck.history import History
from posecheck.stretch.schema import Stretch


class Clinic:
    """Everything that a viewer may see, and nothing else.

    Args:
        history: the history, whole; its file holds the clinic's tables too.
        viewer: on whose behalf it is read and changed.

    Attributes:
        history: the sessions that the viewer may see.
    """

    def __init__(self, history: History, viewer: Viewer = LOCAL) -> None:
        database = history.database
        with database.read() as connection:
            persons = list_persons(connection, viewer)
        self.viewer = viewer
        self.history = history.limit_to(persons)
        self.versions = VersionStore(database, viewer)
        self.patients = PatientStore(database, viewer)
        self.programmes = ProgrammeStore(database, viewer)
        self.own_stretches = OwnStretches(database, viewer)

    def resolve_stretches(self, patient: str | None) -> tuple[dict[str, EffectiveStretch], list[str]]:
        """Return every stretch by id as it counts for a patient (None: for the clinic), and why some are left out.

        Raises:
            AccessError: the viewer may not read this patient's data.
        """
        found, problems = {}, []
        for stretch in self.own_stretches.list_stretches():
            try:
                found[stretch.id] = self.versions.resolve(stretch.id, patient)
            except StretchError as error:
                problems.append(str(error))
        return found, problems

    def list_stretches(self, patient: str | None) -> dict[str, Stretch]:
        """Return every stretch by id as `resolve_stretches` does, without versions."""
        return {key: each.stretch for key, each in self.resolve_stretches(patient)[0].items()}
