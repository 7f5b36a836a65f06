"""From a programme to what is due on a day, in numbers and in words."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from posecheck.clinic.schema import WEEKDAYS, Programme, ProgrammeItem, Weekday
from posecheck.errors import InputError, StretchError
from posecheck.language import N_, _, format_number, ngettext
from posecheck.live.plan import Plan, plan_stretch
from posecheck.stretch.messages import suggest
from posecheck.stretch.schema import Stretch
from posecheck.stretch.wording import describe_dose

# Spoken by `_`.
_SHORT_DAYS = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
_DAY_NAMES = dict(zip(WEEKDAYS, _SHORT_DAYS, strict=True))


def list_due(programme: Programme, day: date) -> list[ProgrammeItem]:
    """Return what is to be done on a day; nothing before the programme's first day."""
    weekday = WEEKDAYS[day.weekday()]
    return [item for item in programme.items if day >= programme.start and weekday in item.days]


def compute_amount(item: ProgrammeItem, stretch: Stretch, start: date, day: date) -> float:
    """Return the seconds to hold or the repetitions to do on a day, grown since the programme's start."""
    amount = _get_first_amount(item, stretch)
    if item.progression is None:
        return amount
    steps = max(0, (day - start).days // (7 * item.progression.every_weeks))
    return min(amount + steps * item.progression.add, max(amount, item.progression.up_to))


def build_day_plan(programme: Programme, stretches: Mapping[str, Stretch], day: date) -> Plan | None:
    """Return the plan of a day, None when nothing is due.

    Raises:
        InputError: an amount makes no sense for its stretch.
    """
    steps = [
        step
        for item in list_due(programme, day)
        for step in plan_stretch(
            stretches[item.stretch],
            item.sides,
            amount=compute_amount(item, stretches[item.stretch], programme.start, day),
            sets=item.sets,
            rest_s=item.rest_s,
        )
    ]
    return Plan(tuple(steps)) if steps else None


def check_programme(programme: Programme, stretches: Mapping[str, Stretch]) -> None:
    """Refuse a programme that cannot be done.

    Raises:
        StretchError: naming the item: an unknown stretch, one side of a stretch that works both at once, an amount
            out of range, a progression that leads nowhere.
    """
    for number, item in enumerate(programme.items, 1):
        where = f"{programme.name}, item {number}"
        stretch = stretches.get(item.stretch)
        if stretch is None:
            hint = suggest(item.stretch, stretches)
            raise StretchError(f"{where}: expected a known stretch, found {item.stretch!r}{hint}")
        if stretch.sides == "both" and item.sides in ("left", "right"):
            raise StretchError(f"{where}: expected both sides, which {stretch.name} works at once, found {item.sides}")
        _check_amounts(item, stretch, where)


def describe_item(item: ProgrammeItem, stretch: Stretch, start: date, day: date) -> str:
    """Return what an item asks for on a day: "35 s × 2 on each side, 5 s more every week up to 60 s"."""
    amount = describe_dose(stretch, compute_amount(item, stretch, start, day), item.sets, item.sides)
    if item.progression is None:
        return amount
    weeks, unit = item.progression.every_weeks, " s" if stretch.kind == "hold" else ""
    more, most = (f"{format_number(each)}{unit}" for each in (item.progression.add, item.progression.up_to))
    words = ngettext(
        "{amount}, {more} more every week up to {most}", "{amount}, {more} more every {n} weeks up to {most}", weeks
    )
    return words.format(amount=amount, more=more, most=most, n=weeks)


def describe_days(days: Collection[Weekday]) -> str:
    """Return days of the week in words: "every day", "Mon, Wed, Fri"."""
    if len(days) == len(WEEKDAYS):
        return _("every day")
    return ", ".join(_(_DAY_NAMES[day]) for day in WEEKDAYS if day in days)


def _get_first_amount(item: ProgrammeItem, stretch: Stretch) -> float:
    dose = stretch.dose.reps if stretch.kind == "reps" else stretch.dose.hold_s
    return float(item.amount if item.amount is not None else dose or 0)


def _check_amounts(item: ProgrammeItem, stretch: Stretch, where: str) -> None:
    amount = _get_first_amount(item, stretch)
    progression = item.progression
    if progression is not None and progression.up_to < amount:
        raise StretchError(
            f"{where}: expected the progression to end at {amount:g} or more, where it begins, found "
            f"{progression.up_to:g}"
        )
    whole = [amount] if progression is None else [amount, progression.add, progression.up_to]
    if stretch.kind == "reps" and any(not value.is_integer() for value in whole):
        raise StretchError(f"{where}: expected whole repetitions, found {', '.join(f'{value:g}' for value in whole)}")
    try:
        plan_stretch(stretch, amount=whole[-1], sets=item.sets, rest_s=item.rest_s)
    except InputError as error:
        raise StretchError(f"{where}: {error}") from error
