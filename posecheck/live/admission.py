"""Whether somebody who practises may still do so: asked again and again while the connection is open."""

from __future__ import annotations

from typing import Literal

from posecheck.clinic.access import list_patient_codes, list_persons
from posecheck.clinic.roles import Roles, find_roles
from posecheck.errors import InputError
from posecheck.history.database import Database
from posecheck.live.browser import has_signed_out
from posecheck.live.tickets import Holder, Ticket

# "signed_out": in this browser; "withdrawn": the account lost its role, its record, or this patient.
Objection = Literal["signed_out", "withdrawn"]


def find_objection(ticket: Ticket, database: Database) -> Objection | None:
    """Return why a ticket's holder may practise no longer, None while they may; without sign-in they always may.

    Raises:
        HistoryError: the database cannot be read.
    """
    if not ticket.holder.account:
        return None
    if has_signed_out(ticket.browser):
        return "signed_out"
    return None if _may_practise(ticket.holder, database) else "withdrawn"


def _may_practise(holder: Holder, database: Database) -> bool:
    try:
        viewer = (find_roles() or Roles()).find_viewer(holder.account)
    except InputError:
        # As at the door: where the roles cannot be read, nobody is let in.
        return False
    with database.read() as connection:
        known = viewer.treats or bool(list_patient_codes(connection, viewer))
        persons = list_persons(connection, viewer)
    return known and (persons is None or holder.person in persons)
