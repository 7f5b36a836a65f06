"""`posecheck stretches`: what the library holds."""

from __future__ import annotations

import json

import typer
from rich.console import Console
from rich.table import Table

from posecheck.language import WRITTEN_LANGUAGE, _, pgettext, speak
from posecheck.stretch.library import list_stretches
from posecheck.stretch.schema import Stretch
from posecheck.stretch.translation import translate_stretch
from posecheck.stretch.wording import describe_dose


def print_stretches(*, as_json: bool, language: str = WRITTEN_LANGUAGE) -> int:
    """Print the stretches of the library as a table, or as JSON, in a language; return the exit code.

    Raises:
        InputError: PoseCheck does not speak this language.
    """
    with speak(language):
        stretches = [translate_stretch(stretch, language) for stretch in list_stretches()]
        if as_json:
            typer.echo(json.dumps([_to_record(stretch) for stretch in stretches], indent=2, ensure_ascii=False))
        else:
            Console(highlight=False).print(_build_table(stretches))
    return 0


def _build_table(stretches: list[Stretch]) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    # The id is what one types: it is never cut.
    table.add_column("id", no_wrap=True)
    for title in (_("name"), _("camera"), _("dose")):
        table.add_column(title)
    for stretch in stretches:
        table.add_row(stretch.id, stretch.name, _name_view(stretch), describe_dose(stretch))
    return table


def _name_view(stretch: Stretch) -> str:
    return {
        "side": pgettext("camera", "side"),
        "front": pgettext("camera", "front"),
        "oblique": pgettext("camera", "oblique"),
    }[stretch.view.kind]


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
