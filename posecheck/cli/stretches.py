"""`posecheck stretches`: what the library holds."""

from __future__ import annotations

import json

import typer
from rich.console import Console
from rich.table import Table

from posecheck.stretch.library import list_stretches
from posecheck.stretch.schema import Stretch


def print_stretches(*, as_json: bool) -> int:
    """Print the stretches of the library as a table, or as JSON; return the exit code."""
    stretches = list_stretches()
    if as_json:
        typer.echo(json.dumps([_to_record(stretch) for stretch in stretches], indent=2, ensure_ascii=False))
        return 0
    table = Table("id", "name", "camera", "dose", box=None, header_style="bold", pad_edge=False)
    for stretch in stretches:
        camera = "from the side" if stretch.view.kind == "side" else "from the front"
        table.add_row(stretch.id, stretch.name, camera, describe_dose(stretch))
    Console(soft_wrap=True).print(table)
    return 0


def describe_dose(stretch: Stretch) -> str:
    """Return the dose in words: "30 s, 2 times, each side"."""
    dose = stretch.dose
    amount = f"{dose.hold_s:g} s" if dose.hold_s is not None else f"{dose.reps} repetitions"
    times = f", {dose.sets} times" if dose.sets > 1 else ""
    return f"{amount}{times}{', each side' if stretch.sides == 'each' else ''}"


def _to_record(stretch: Stretch) -> dict[str, object]:
    return {
        "id": stretch.id,
        "name": stretch.name,
        "kind": stretch.kind,
        "posture": stretch.posture,
        "sides": stretch.sides,
        "view": stretch.view.kind,
        "summary": stretch.summary,
        "dose": stretch.dose.model_dump(mode="json"),
        "checks": [check.id for check in stretch.checks],
    }
