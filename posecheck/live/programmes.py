"""Programmes: ordered lists of stretches (`programmes.yaml`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from ruamel.yaml import YAML

from posecheck.live.plan import Plan, PlanStep, plan_stretch
from posecheck.stretch import Stretch


@dataclass(frozen=True, slots=True)
class Programme:
    """An ordered list of stretches, by id."""

    id: str
    name: str
    summary: str
    stretch_ids: tuple[str, ...]

    def find_missing(self, stretches: Mapping[str, Stretch]) -> tuple[str, ...]:
        """Return the ids of its stretches that the library does not have."""
        return tuple(each for each in self.stretch_ids if each not in stretches)

    def build_plan(self, stretches: Mapping[str, Stretch]) -> Plan:
        """Return the plan with the prescribed dose of each stretch that the library has, both sides in turn.

        Raises:
            ValueError: the library has none of them.
        """
        steps: list[PlanStep] = []
        for stretch_id in self.stretch_ids:
            if stretch_id in stretches:
                steps.extend(plan_stretch(stretches[stretch_id]))
        if not steps:
            raise ValueError(f"Expected at least one stretch of {self.id} in the library, but got none.")
        return Plan(tuple(steps))


@lru_cache(maxsize=1)
def list_programmes() -> tuple[Programme, ...]:
    """Return all programmes in the order of the file."""
    text = (resources.files(__package__) / "programmes.yaml").read_text("utf-8")
    values = YAML(typ="safe").load(text)
    return tuple(
        Programme(key, entry["name"], entry["summary"], tuple(entry["stretches"])) for key, entry in values.items()
    )
