"""From a programme of the library to what is done in a live session."""

from __future__ import annotations

from collections.abc import Mapping

from posecheck.errors import InputError
from posecheck.live.plan import Plan, PlanStep, plan_stretch
from posecheck.stretch import Stretch
from posecheck.stretch.programmes import Programme


def plan_programme(programme: Programme, stretches: Mapping[str, Stretch]) -> Plan:
    """Return the plan with the dose of each stretch that the library has.

    Raises:
        InputError: the library has none of them, or a dose makes no sense for its stretch.
    """
    steps: list[PlanStep] = []
    for item in programme.items:
        if item.stretch in stretches:
            stretch = stretches[item.stretch]
            steps += plan_stretch(stretch, item.sides, amount=item.amount, sets=item.sets, rest_s=item.rest_s)
    if not steps:
        raise InputError(f"Expected at least one stretch of {programme.name} in the library, found none.")
    return Plan(tuple(steps))
