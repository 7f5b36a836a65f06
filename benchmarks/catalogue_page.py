"""The published catalogue: `docs/catalogue.md` with a drawing of each stretch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.accuracy_parts.verdicts import ClipOutcome, Judged
from posecheck.figure import draw_stretch
from posecheck.stretch import Check, Stretch
from posecheck.stretch.wording import describe_dose

PICTURES = "images/catalogue"
# What is guided is promised to be timed.
TIMED_WITHIN_S = 0.5
_POSITIONS = {
    "upright": "standing or kneeling",
    "seated": "sitting",
    "supine": "on the back",
    "prone": "on the front",
    "quadruped": "hands and knees",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of so many were as they should be."""

    right: int
    total: int

    def __str__(self) -> str:
        """Return "3 of 4", or a dash where there are none."""
        return f"{self.right} of {self.total}" if self.total else "–"


@dataclass(frozen=True, slots=True)
class Row:
    """One stretch and what became of its clips of held-out bodies.

    Attributes:
        good: good performances that passed; of what is guided, those that were timed rightly.
        faults: faults, each a check failed in a direction, that were told by that check and direction.
        wrong_fails: checks that were failed in a good performance.
        off_view: clips of a wrong camera place in which no check said pass or fail.
        notes: what was judged wrongly, in words.
    """

    stretch: Stretch
    good: Tally
    faults: Tally
    wrong_fails: int
    off_view: Tally
    notes: tuple[str, ...]

    @property
    def counts(self) -> bool:
        """Whether the row keeps its promise: good ones pass, faults are told, wrong views refused."""
        tallies = (self.good, self.faults, self.off_view)
        return self.good.total > 0 and not self.wrong_fails and all(each.right == each.total for each in tallies)


def tally_row(stretch: Stretch, outcomes: Iterable[ClipOutcome]) -> Row:
    """Return what became of a stretch's clips; clips that bands were chosen on are left out."""
    own = [each for each in outcomes if each.case.stretch == stretch.id and each.case.split == "test"]
    expected = {verdict: [each for each in own if each.overall.expected == verdict] for verdict in _VERDICTS}
    judged = [check for each in expected["fail"] for check in each.checks if check.expected == "fail"]
    good, off_view = expected["pass"], expected["not_assessable"]
    if stretch.guided:
        # Nothing is judged from anywhere, so that the truth's verdict does not tell a wrong camera place.
        good = [each for each in off_view if each.case.truth["variant"].startswith("good")]
        off_view = [each for each in off_view if each not in good]
    wrong = [check for each in own for check in each.checks if not check.right]
    return Row(
        stretch,
        good=Tally(sum(map(_is_right, good)), len(good)),
        faults=Tally(sum(check.right for check in judged), len(judged)),
        wrong_fails=sum(check.found == "fail" for each in good for check in each.checks),
        off_view=Tally(sum(not any(map(_is_confident, each.checks)) for each in off_view), len(off_view)),
        notes=tuple(f"{check.clip}, {check.check}: {check.found}, truly {check.expected}" for check in wrong),
    )


_VERDICTS = ("pass", "fail", "not_assessable", "not_performed")


def _is_right(outcome: ClipOutcome) -> bool:
    held_as_long = abs(outcome.result.held_s - outcome.case.truth["held_s"]) <= TIMED_WITHIN_S
    return outcome.overall.right and outcome.reps_exact and (held_as_long or not outcome.case.reference.guided)


def _is_confident(check: Judged) -> bool:
    return check.found in ("pass", "fail")


def write_page(rows: list[Row], docs: Path) -> Path:
    """Write the page and its drawings into the folder `docs`; return the page.

    Args:
        rows: what is in the library.
        docs: the folder.
    """
    (docs / PICTURES).mkdir(parents=True, exist_ok=True)
    for row in rows:
        picture = docs / PICTURES / f"{row.stretch.id}.svg"
        picture.write_text(draw_stretch(row.stretch) + "\n", encoding="utf-8")
    parts = [_tell_start(rows), _tell_table(rows), *(_tell_row(row) for row in rows)]
    page = docs / "catalogue.md"
    page.write_text("\n\n".join(part for part in parts if part) + "\n", encoding="utf-8")
    return page


def _tell_start(rows: list[Row]) -> str:
    kept = sum(row.counts for row in rows)
    return f"""# The catalogue

Made by `python benchmarks/catalogue.py --docs`; do not edit by hand. {len(rows)} stretches and exercises; {kept}
of them keep the promise in full on clips of people and cameras that were not looked at while their bands were written:
good performances pass, each fault is told by the right check in the right direction, no check fails a good performance,
and nothing is judged from a wrong camera place. The clips are drawn by `lab/`, so that what is true is known."""


def _tell_table(rows: list[Row]) -> str:
    lines = [
        "| stretch | kept | good pass | faults told | wrong fails | wrong view refused |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows:
        kept = "yes" if row.counts else "**no**"
        name = f"[{row.stretch.name}](#{row.stretch.id})"
        lines.append(f"| {name} | {kept} | {row.good} | {row.faults} | {row.wrong_fails} | {row.off_view} |")
    return "\n".join(lines)


def _tell_row(row: Row) -> str:
    stretch = row.stretch
    facts = f"{_POSITIONS[stretch.posture]}, {describe_dose(stretch)}, camera: {stretch.view.kind} view"
    checks = ["| check | measure | band | faults |", "|---|---|---|---|", *map(_tell_check, stretch.checks)]
    parts = [
        f'<a id="{stretch.id}"></a>\n## {stretch.name}',
        f'<img src="{PICTURES}/{stretch.id}.svg" alt="Drawing of {stretch.name}" width="240">',
        f"`{stretch.id}`: {facts}.\n{stretch.summary}",
        "\n".join(checks) if stretch.checks else "Guided and timed; nothing is judged.",
        _tell_list("One camera cannot judge", stretch.cannot_judge),
        _tell_list("Judged wrongly", row.notes),
    ]
    return "\n\n".join(part for part in parts if part)


def _tell_check(check: Check) -> str:
    unit = "°" if check.definition.unit == "deg" else ""
    faults = ", ".join(fault for fault in (check.fault_low, check.fault_high) if fault) or "–"
    return f"| {check.name} | {check.limb} {check.measure} | {check.band.describe(unit)} | {faults} |"


def _tell_list(title: str, entries: Iterable[str]) -> str:
    lines = [f"- {entry}" for entry in entries]
    return f"{title}:\n\n" + "\n".join(lines) if lines else ""
