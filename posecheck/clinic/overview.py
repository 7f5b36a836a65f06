"""How each patient is doing, in a few figures, for a list that is looked through in a minute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from posecheck.clinic.office import Clinic
from posecheck.clinic.patients import Patient
from posecheck.history import SessionFilter, SessionSummary
from posecheck.history.adherence import DEFAULT_GOAL_DAYS, Adherence, compute_adherence, is_practice
from posecheck.language import _, ngettext

# Adherence is told over this many weeks, the running one included; pain reports of the same time count as recent.
RECENT_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Overview:
    """One patient at a glance.

    Attributes:
        programme: the name of the programme that counts, "" when there is none.
        adherence: of the last weeks, not before the programme began or the first session.
        last_practice: the day of the last practice, None before the first.
        recent_pain: sessions of the last weeks in which they said that it hurts.
    """

    patient: Patient
    programme: str
    adherence: Adherence
    last_practice: date | None
    recent_pain: int


def summarise_patient(clinic: Clinic, patient: Patient, today: date) -> Overview:
    """Return one patient at a glance.

    Raises:
        AccessError: the viewer may not read this patient's data.
    """
    current = clinic.programmes.current(patient.code)
    sessions = clinic.history.list_sessions(SessionFilter(person=patient.code))
    practised = [session for session in sessions if is_practice(session)]
    first = today - timedelta(weeks=RECENT_WEEKS - 1, days=today.weekday())
    begun = [session.local_date for session in practised[-1:]] + ([current.programme.start] if current else [])
    return Overview(
        patient=patient,
        programme=current.programme.name if current else "",
        adherence=compute_adherence(
            sessions,
            goal_days=find_goal_days(clinic, patient.code),
            first=min(today, max(first, min(begun, default=today))),
            last=today,
        ),
        last_practice=practised[0].local_date if practised else None,
        recent_pain=len(list_pain_reports(sessions, since=first)),
    )


def find_goal_days(clinic: Clinic, code: str) -> int:
    """Return on how many days a week a patient is meant to practise: by the programme, else by their own goal."""
    current = clinic.programmes.current(code)
    if current is not None:
        return len(current.programme.days)
    return clinic.history.get_goal(code) or DEFAULT_GOAL_DAYS


def list_pain_reports(sessions: Sequence[SessionSummary], since: date | None = None) -> list[SessionSummary]:
    """Return the sessions in which somebody said that it hurts, newest first; since a day, where one is given."""
    return [session for session in sessions if session.pain and (since is None or session.local_date >= since)]


def describe_last(last: date, today: date) -> str:
    """Return how long ago a day was: "today", "yesterday", "5 days ago"."""
    days = (today - last).days
    if days < 2:
        return _("yesterday") if days else _("today")
    return ngettext("{n} day ago", "{n} days ago", days).format(n=days)
