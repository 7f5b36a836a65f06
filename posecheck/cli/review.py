"""`posecheck review`: one file judged, its results written, a summary in plain words."""

from __future__ import annotations

import typer
from rich.console import Console

from posecheck.cli.progress import show_progress
from posecheck.cli.summary import summarise_recognition, summarise_review
from posecheck.review_folder import ReviewOrder, review_into_folder


def run_review(order: ReviewOrder, *, as_json: bool) -> int:
    """Review the file, write the results and print the summary (or review.json); return the exit code.

    Raises:
        PoseCheckError: the input cannot be reviewed; nothing is written then.
    """
    with show_progress("Starting") as on_progress:
        review, written = review_into_folder(order, on_progress)
    if as_json:
        typer.echo(written["review.json"].read_text(encoding="utf-8"), nl=False)
        return 0
    console = Console(soft_wrap=True, highlight=False)
    for line in [*summarise_recognition(review), *summarise_review(review.result, review.stretch)]:
        console.print(line.text, style=line.style, markup=False)
    console.print()
    for path in written.values():
        console.print(f"  {path}", style="dim", markup=False)
    return 0
