from __future__ import annotations

from datetime import date, timedelta

import pytest

from posecheck.history.adherence import compute_adherence, compute_dose_shares
from posecheck.stretch.schema import Dose

from .builders import build_set_summary as make_set
from .builders import build_summary as make_session

MONDAY = date(2026, 11, 2)


def test_weeks_count_days_not_sessions():
    sessions = [make_session(day) for day in (0, 0, 2, 7, 8, 9)]
    found = compute_adherence(sessions, goal_days=3, first=MONDAY, last=MONDAY + timedelta(days=10))
    assert [(week.days, week.sessions, week.met) for week in found.weeks] == [(2, 3, False), (3, 3, True)]
    assert found.sessions_by_day[MONDAY] == 2
    assert found.share == pytest.approx(5 / 6)


def test_extra_days_do_not_make_up_for_a_missed_week():
    sessions = [make_session(day) for day in range(7)]
    found = compute_adherence(sessions, goal_days=3, first=MONDAY, last=MONDAY + timedelta(days=13))
    assert found.share == 0.5


def test_sessions_without_practice_do_not_count():
    idle = make_session(0, sets=[make_set(held_s=0.0)])
    found = compute_adherence([idle], goal_days=3, first=MONDAY, last=MONDAY)
    assert found.weeks[0].days == 0


@pytest.mark.parametrize(
    ("days", "streak"),
    [
        ((0, 7, 14), 3),
        ((0, 7), 2),  # the third week is still running
        ((0, 14), 1),
        ((), 0),
    ],
)
def test_streak_forgives_the_running_week(days, streak):
    found = compute_adherence(
        [make_session(day) for day in days], goal_days=1, first=MONDAY, last=MONDAY + timedelta(days=15)
    )
    assert found.streak_weeks == streak


def test_dose_counts_all_sets_of_a_side():
    session = make_session(side="both", sets=[make_set("left", 30, set_no=1), make_set("left", 24, set_no=2)])
    left, right = compute_dose_shares(session)
    assert (left.side, left.done, left.asked, left.share) == ("left", 54, 60, 0.9)
    assert (right.side, right.done) == ("right", 0.0)


def test_dose_of_repetitions_counts_good_ones():
    dose = Dose(reps=10, sets=1, source="t")
    [only] = compute_dose_shares(make_session(dose=dose, sets=[make_set(reps_good=7)]))
    assert (only.done, only.asked, only.unit) == (7, 10, "reps")


def test_sides_that_work_together_have_one_dose():
    [only] = compute_dose_shares(make_session(side="both", sets=[make_set("both")]))
    assert (only.side, only.done) == ("both", 30.0)
