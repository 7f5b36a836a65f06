"""A progress bar with the time left, on stderr of a terminal; silent elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from posecheck.language import pgettext


@contextmanager
def show_progress(text: str) -> Iterator[Callable[[float, str], None]]:
    """Yield the function to call with a fraction 0..1 and a text; the bar is gone when the block ends."""
    console = Console(stderr=True)
    left = (TimeRemainingColumn(compact=True), TextColumn(pgettext("time", "left")))
    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), *left)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(text, total=1.0)
        yield lambda fraction, now: bar.update(task, completed=fraction, description=now or text)
