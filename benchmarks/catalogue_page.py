"""The published catalogue: `docs/catalogue.md` with a drawing of each stretch."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.catalogue_rows import Figures, Row, Tally, add_figures
from benchmarks.first_sight import FirstSight, list_retired, load_causes, load_first_sight
from lab.fairness import CLEAR, PLAIN
from lab.sights import Sight
from posecheck.figure import draw_stretch
from posecheck.stretch import Check
from posecheck.stretch.wording import describe_dose

PICTURES = "images/catalogue"
# What became of the newest set after its first sight, and of earlier ones.
_UNTOUCHED = "No band of a check has been moved for these clips; what else was changed for one of them is told with it."
_SINCE = "The causes of what was judged wrongly have been looked for since, and bounds were moved."
_LINE = 118
_COLUMNS = "good pass | faults told | wrong fails | wrong view refused"
_POSITIONS = {
    "upright": "standing or kneeling",
    "seated": "sitting",
    "supine": "on the back",
    "prone": "on the front",
    "quadruped": "hands and knees",
}


@dataclass(frozen=True, slots=True)
class SeenSight:
    """A set of clips at first sight, what fell when the product first saw it, and what is so today.

    Attributes:
        sight: the set.
        first: the outcome before anything was mended.
        rows: the library with today's outcome.
        unclear: how many checks are not counted because they truly lie close to a bound.
    """

    sight: Sight
    first: FirstSight
    rows: list[Row]
    unclear: int = 0


def write_page(rows: list[Row], sights: list[SeenSight], docs: Path) -> Path:
    """Write the page and its drawings into the folder `docs`; return the page.

    Args:
        rows: what is in the library, with the outcome of the lab's clips.
        sights: the sets at first sight that the product has seen, the newest last.
        docs: the folder.
    """
    (docs / PICTURES).mkdir(parents=True, exist_ok=True)
    for row in rows:
        picture = docs / PICTURES / f"{row.stretch.id}.svg"
        picture.write_text(draw_stretch(row.stretch) + "\n", encoding="utf-8")
    newest_first = [_tell_sight(each, newest=each is sights[-1]) for each in reversed(sights)]
    rest = [_tell_seen(rows), *(_tell_row(row) for row in rows)]
    parts = [_tell_start(rows), *newest_first, *map(_tell_retired, list_retired()), *rest]
    page = docs / "catalogue.md"
    page.write_text("\n\n".join(part for part in parts if part) + "\n", encoding="utf-8")
    return page


def _tell_start(rows: list[Row]) -> str:
    return f"""# The catalogue

Made by `python benchmarks/catalogue.py --docs`; do not edit by hand. {len(rows)} stretches and exercises, held against
clips that `lab/` draws, so that what is true is known. A row keeps its promise when good performances pass, each fault
is told by the right check in the right direction, no check fails a good performance, and nothing is judged from a wrong
camera place."""


def _tell_sight(seen: SeenSight, *, newest: bool) -> str:
    sight, first, now = seen.sight, seen.first, [row.figures for row in seen.rows]
    lines = [
        f"| stretch | {_COLUMNS} | today: kept | {_COLUMNS} |",
        f"|---|{'---|' * 4}---|{'---|' * 4}",
        *(f"| {_link(row)} | {first.rows[row.stretch.id]} | {_tell_kept(row)} | {row.figures} |" for row in seen.rows),
        f"| **all** | {add_figures(first.rows.values())} | {_count_kept(now)} | {add_figures(now)} |",
    ]
    title, since = ("At first sight", _UNTOUCHED) if newest else (f"The {sight.name} set, looked at since", _SINCE)
    fate = textwrap.fill(f"{since} {sight.note}", _LINE)
    low_deg, high_deg = sight.roll_deg
    told = f"""## {title}

Each row once more by a person, before cameras and in rooms that nothing else in the lab shows: the same performances, a
little deeper or shallower, faster or slower, on either side, the camera turned by 3 to 9 degrees and tilted by
{low_deg:g} to {high_deg:g}, derived by a rule (`lab/fresh.py`) and not looked at while bands were written. The first
four columns are what fell when the product first saw these clips (`benchmarks/first_sight.json`):
{_count_kept(first.rows.values())} rows kept their promise in full.
{fate}
The columns after are what
`python benchmarks/catalogue.py --sight {sight.name}` says today.{_tell_fairness(seen)}{_tell_views(now)}"""
    return "\n\n".join([told, "\n".join(lines), _tell_wrong(seen.rows, first)])


def _tell_retired(name: str) -> str:
    rows = load_first_sight(name).rows.values()
    all_of_it = add_figures(rows)
    return f"""## The {name} set, drawn no more

At first sight {_count_kept(rows)} rows kept their promise in full (`benchmarks/first_sight.json`): {all_of_it.good}
good clips passed, {all_of_it.faults} faults were told, {all_of_it.wrong_fails} checks failed wrongly, and
{all_of_it.off_view} wrong views were refused."""


def _tell_fairness(seen: SeenSight) -> str:
    return f""" By
the truth, each good clip keeps its bands by {CLEAR.deg:g} degrees or {CLEAR.share:g} of a segment, and each fault lies
beyond its bound by {PLAIN.deg:g} degrees or {PLAIN.share:g}. {seen.unclear} other checks of these clips lie so close to
a bound that they are not counted."""


def _tell_views(now: list[Figures]) -> str:
    drawn = Tally(sum(each.off_view.total > 0 for each in now), len(now))
    return "" if drawn.right == drawn.total else f" Wrong camera places are drawn for {drawn} rows so far."


def _tell_wrong(fresh: list[Row], first: FirstSight) -> str:
    """Return each clip that was or is judged wrongly: what was said, what is true, why, and what is said today."""
    now = {clip: note for row in fresh for clip, note in row.notes.items()}
    causes = load_causes()
    lines = []
    for clip in sorted(first.notes | now):
        note = now.get(clip, "right")
        today = "the same" if note == first.notes.get(clip) else note
        lines.append(f"- `{clip}`: {first.notes.get(clip, 'right')}. {causes.get(clip, '')} *Today: {today}.*")
    return "Judged wrongly at first sight, why, and what is so today:\n\n" + "\n".join(lines)


def _tell_seen(rows: list[Row]) -> str:
    lines = [f"| stretch | kept | {_COLUMNS} |", "|---|---|---|---|---|---|"]
    lines += [f"| {_link(row)} | {_tell_kept(row)} | {row.figures} |" for row in rows]
    return f"""## On the other test clips

People and cameras that bands were not chosen on; but where one of these clips was judged wrongly while the library was
made, the cause was looked for and mended. {_count_kept([row.figures for row in rows])} rows keep their promise in full.

""" + "\n".join(lines)


def _link(row: Row) -> str:
    return f"[{row.stretch.name}](#{row.stretch.id})"


def _tell_kept(row: Row) -> str:
    return "yes" if row.figures.counts else "**no**"


def _count_kept(figures: Iterable[Figures]) -> Tally:
    each = list(figures)
    return Tally(sum(one.counts for one in each), len(each))


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
        _tell_list("Judged wrongly", (f"`{clip}`: {note}" for clip, note in row.notes.items())),
    ]
    return "\n\n".join(part for part in parts if part)


def _tell_check(check: Check) -> str:
    unit = "°" if check.definition.unit == "deg" else ""
    faults = ", ".join(fault for fault in (check.fault_low, check.fault_high) if fault) or "–"
    return f"| {check.name} | {check.limb} {check.measure} | {check.band.describe(unit)} | {faults} |"


def _tell_list(title: str, entries: Iterable[str]) -> str:
    lines = [f"- {entry}" for entry in entries]
    return f"{title}:\n\n" + "\n".join(lines) if lines else ""
