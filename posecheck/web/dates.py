"""Days and moments in the language that is spoken; its file says in which order their parts stand."""

from __future__ import annotations

from datetime import date, datetime

from babel import dates

from posecheck.language import get_language, pgettext


def format_short_day(day: date) -> str:
    """Return "28 Nov 2026"."""
    return dates.format_date(day, pgettext("date", "d MMM y"), locale=get_language())


def format_long_day(day: date) -> str:
    """Return "Saturday, 28 November"."""
    return dates.format_date(day, pgettext("date", "EEEE, d MMMM"), locale=get_language())


def format_moment(when: datetime) -> str:
    """Return "Sat 28 Nov 2026, 14:30", by the clock that `when` has."""
    return dates.format_datetime(when, pgettext("date", "EEE d MMM y, HH:mm"), locale=get_language())


def format_short_moment(when: datetime) -> str:
    """Return "28 Nov, 14:30"; the day stands before the comma."""
    return dates.format_datetime(when, pgettext("date", "d MMM, HH:mm"), locale=get_language())


def get_field_format() -> str:
    """Return how a field for a day writes it, "YYYY/MM/DD" in English."""
    return pgettext("date", "YYYY/MM/DD")


def name_weekday(day: date) -> str:
    """Return "Saturday"."""
    return dates.format_date(day, "EEEE", locale=get_language())


def list_weekdays() -> list[str]:
    """Return the days of the week in short, from "Mon" on."""
    names = dates.get_day_names("abbreviated", "stand-alone", locale=get_language())
    return [names[number] for number in range(7)]


def list_day_labels() -> list[str]:
    """Return how a day of each month is written, with # for its number: "# Jan", "# Feb" ..."""
    pattern = pgettext("date", "d MMM").replace("d", "'#'")
    return [dates.format_date(date(2000, month, 1), pattern, locale=get_language()) for month in range(1, 13)]


def list_months() -> list[str]:
    """Return the months in short, from "Jan" on."""
    names = dates.get_month_names("abbreviated", "stand-alone", locale=get_language())
    return [names[number] for number in range(1, 13)]
