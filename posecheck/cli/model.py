"""`posecheck model`: which landmark model is in use."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import typer

from posecheck.cli.progress import show_progress
from posecheck.tracking import describe_model


def print_model(path: Path | None, *, as_json: bool) -> int:
    """Print file, hash, source and size of the model, fetching it when it is missing; return the exit code."""
    with show_progress("Looking for the pose model") as on_progress:
        info = describe_model(path, on_progress=on_progress)
    if as_json:
        typer.echo(json.dumps({**asdict(info), "path": str(info.path)}, indent=2))
        return 0
    typer.echo(f"File     {info.path}")
    typer.echo(f"Kind     {info.variant}, {info.size_bytes / 1e6:.1f} MB")
    typer.echo(f"sha256   {info.sha256}")
    typer.echo(f"Source   {info.source}")
    return 0
