"""`posecheck stretches`: what the library holds."""

from __future__ import annotations

import json

import typer
from rich.console import Console
from rich.table import Table

from posecheck.stretch.library import list_stretches
from posecheck.stretch.schema import Stretch
from posecheck.stretch.wording import describe_dose


def print_stretches(*, as_json: bool) -> int:
    """Print the stretches of the library as a table, or as JSON; return the exit code."""
    stretches = list_stretches()
    if as_json:
        typer.echo(json.dumps([_to_record(stretch) for stretch in stretches], indent=2, ensure_ascii=False))
        return 0
    table = Table(box=None, header_style="bold", pad_edge=False)
    # The id is what one types: it is never cut.
    table.add_column("id", no_wrap=True)
    for title in ("name", "camera", "dose"):
        table.add_column(title)
    for stretch in stretches:
        table.add_row(stretch.id, stretch.name, stretch.view.kind, describe_dose(stretch))
    Console(highlight=False).print(table)
    return 0


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
