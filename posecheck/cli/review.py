"""`posecheck review`: one file judged, its results written, a summary in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console

from posecheck.cli.progress import show_progress
from posecheck.cli.summary import summarise_review
from posecheck.errors import InputError
from posecheck.review_folder import review_into_folder
from posecheck.stretch.library import load_stretch


@dataclass(frozen=True, slots=True)
class ReviewRequest:
    """The options of `posecheck review`."""

    file: Path
    stretch: str
    side: str
    out_dir: Path
    video: bool
    report: bool
    model: Path | None
    as_json: bool


def run_review(request: ReviewRequest) -> int:
    """Review the file, write the results and print the summary (or review.json); return the exit code.

    Raises:
        PoseCheckError: the input cannot be reviewed; nothing is written then.
    """
    stretch = load_stretch(request.stretch)
    if request.out_dir.exists() and not request.out_dir.is_dir():
        raise InputError(f"Expected a folder for the results, but {request.out_dir} is a file. Choose another with --out.")
    with show_progress("Starting") as on_progress:
        review, written = review_into_folder(
            request.file,
            stretch,
            request.out_dir,
            side=request.side,
            model=request.model,
            video=request.video,
            report=request.report,
            on_progress=on_progress,
        )
    if request.as_json:
        typer.echo(written["review.json"].read_text(encoding="utf-8"))
        return 0
    console = Console(soft_wrap=True, highlight=False)
    for line in summarise_review(review.result, stretch):
        console.print(line.text, style=line.style, markup=False)
    console.print()
    for path in written.values():
        console.print(f"  {path}", style="dim", markup=False)
    return 0
