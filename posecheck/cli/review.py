"""`posecheck review`: one file judged, its results written, a summary in plain words."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import typer
from rich.console import Console

from posecheck.cli.progress import show_progress
from posecheck.cli.summary import Line, summarise_programme, summarise_recognition, summarise_review
from posecheck.language import _, speak
from posecheck.review_folder import ReviewOrder, review_into_folder, review_programme_into_folder
from posecheck.stretch.programmes import load_programme


def run_review(order: ReviewOrder, *, as_json: bool) -> int:
    """Review the file, write the results and print the summary (or review.json); return the exit code.

    Raises:
        PoseCheckError: the input cannot be reviewed; nothing is written then.
    """
    with speak(order.language):
        with show_progress(_("Starting")) as on_progress:
            review, written = review_into_folder(order, on_progress)
        lines = [*summarise_recognition(review), *summarise_review(review.result, review.stretch)]
        return _print_results(lines, written, as_json=as_json)


def run_programme_review(order: ReviewOrder, programme: str, as_json: bool) -> int:
    """Review a whole programme, by its id or file, and print as `run_review` does; return the exit code.

    Raises:
        PoseCheckError: there is no such programme, or the input cannot be reviewed; nothing is written then.
    """
    asked = load_programme(programme)
    with speak(order.language):
        with show_progress(_("Starting")) as on_progress:
            film, written = review_programme_into_folder(order, asked, on_progress)
        return _print_results(summarise_programme(film.review), written, as_json=as_json)


def _print_results(lines: Iterable[Line], written: dict[str, Path], *, as_json: bool) -> int:
    if as_json:
        typer.echo(written["review.json"].read_text(encoding="utf-8"), nl=False)
        return 0
    console = Console(soft_wrap=True, highlight=False)
    for line in lines:
        console.print(line.text, style=line.style, markup=False)
    console.print()
    for path in written.values():
        console.print(f"  {path}", style="dim", markup=False)
    return 0
