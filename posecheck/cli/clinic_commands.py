"""The commands about patients: who there is, and files out of the database and back."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from posecheck.cli.commands import app
from posecheck.cli.options import AsOption, JsonOption


class ExportChoice(StrEnum):
    """What is exported."""

    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"
    PATIENT = "patient"
    PROGRAMME = "programme"
    POSE = "pose"


PatientOption = Annotated[str | None, typer.Option(metavar="CODE", help="Whose; the code of a patient.")]


@app.command()
def patients(account: AsOption = None, as_json: JsonOption = False) -> int:
    """List the patients, with their programme and how they keep to it."""
    from posecheck.cli.clinic import print_patients

    return print_patients(account, as_json=as_json)


@app.command()
def export(
    what: Annotated[
        ExportChoice,
        typer.Argument(
            help="Sessions as a table (csv), in full (json), or their landmarks (parquet); or a patient, a programme, "
            "a pose as one file."
        ),
    ],
    patient: PatientOption = None,
    stretch: Annotated[str | None, typer.Option(metavar="ID", help="For a pose: the stretch.")] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A new file; by default named after what is in it.")
    ] = None,
    account: AsOption = None,
) -> int:
    """Write sessions, a patient, a programme or a pose into a file."""
    from posecheck.cli.clinic import run_export

    return run_export(what.value, patient=patient, stretch_id=stretch, out=out, account=account)


@app.command(name="import")
def take_in(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What `posecheck export` wrote.")],
    patient: PatientOption = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who is written down as its author.")] = "command line",
    account: AsOption = None,
) -> int:
    """Take in a patient, a programme or a pose; what does not fit is refused, and nothing is changed then."""
    from posecheck.cli.clinic import run_import

    return run_import(file, patient=patient, author=by, account=account)
