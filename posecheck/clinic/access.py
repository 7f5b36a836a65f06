"""Who may read and change what: asked wherever data is read, not only where it is shown."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from typing import Literal

from posecheck.errors import PoseCheckError
from posecheck.history import DEFAULT_PERSON

Role = Literal["local", "admin", "therapist", "patient"]


class AccessError(PoseCheckError):
    """Something that this person may not read or change, or that there is not; which of the two is not said."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person on whose behalf data is read.

    Attributes:
        role: "local" without sign-in: the one user of this machine, who may do everything. Signed in, a patient
            reads their own, a therapist their own patients', an admin everything. Somebody of whom nothing is known
            is a patient without a record, and reads nothing.
        account: what they sign in with, in lower case; "" without sign-in.
    """

    role: Role
    account: str = ""

    @property
    def sees_all(self) -> bool:
        """Whether nothing is withheld."""
        return self.role in ("local", "admin")

    @property
    def treats(self) -> bool:
        """Whether they look after patients."""
        return self.role != "patient"

    @property
    def own_person(self) -> str:
        """The `person` of their own practice when they are no patient; never a patient's code."""
        return DEFAULT_PERSON if self.role == "local" else f"account:{self.account}"

    def sign(self, author: str) -> str:
        """Return who is written down as the author: the account where there is one, else the name given."""
        return self.account or author.strip()


LOCAL = Viewer("local")


def list_patient_codes(connection: sqlite3.Connection, viewer: Viewer) -> frozenset[str]:
    """Return the codes of the patients whose data a viewer may read."""
    if viewer.sees_all:
        rows = connection.execute("SELECT code FROM patients")
    elif not viewer.account:
        return frozenset()
    else:
        column = "therapist" if viewer.role == "therapist" else "account"
        rows = connection.execute(f"SELECT code FROM patients WHERE {column} = ?", (viewer.account,))
    return frozenset(row["code"] for row in rows)


def list_persons(connection: sqlite3.Connection, viewer: Viewer) -> frozenset[str] | None:
    """Return the `person` codes whose sessions a viewer may read; None is everybody's."""
    if viewer.sees_all:
        return None
    own = frozenset({viewer.own_person}) if viewer.account else frozenset()
    return list_patient_codes(connection, viewer) | own


def require_readable(connection: sqlite3.Connection, viewer: Viewer, patient: str) -> None:
    """Refuse a patient whose data the viewer may not read.

    Raises:
        AccessError: there is none of this code, or it is somebody else's patient; the words are the same.
    """
    if patient not in list_patient_codes(connection, viewer):
        raise AccessError(f"Expected the code of one of your patients, found {patient!r}.")


def require_treated(connection: sqlite3.Connection, viewer: Viewer, patient: str | None) -> None:
    """Refuse a change by somebody who does not look after this patient, or (None) after the whole clinic.

    Raises:
        AccessError: as said.
    """
    if patient is not None:
        require_readable(connection, viewer, patient)
        if not viewer.treats:
            raise AccessError("Expected a therapist for this change, found a patient's account.")
    elif not viewer.sees_all:
        raise AccessError(
            "Expected an administrator for a change that concerns every patient of the clinic; choose a patient to "
            "change it for that person alone."
        )
