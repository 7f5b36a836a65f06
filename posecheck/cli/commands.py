"""The commands and their options. What they do is imported when they run, so that `--help` is quick."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Annotated, NoReturn

import typer

from posecheck.cli.options import JsonOption, LanguageOption, ModelOption, OverrideOption, SideChoice
from posecheck.errors import PoseCheckError
from posecheck.language import WRITTEN_LANGUAGE

_CANNOT_BE_REVIEWED = 2
_INTERRUPTED = 130
_TERMINATED = 143
_DEBUG_VARIABLE = "POSECHECK_DEBUG"

# The base of every error of usage: click's own in older versions of typer, typer's copy of it in newer ones.
_UsageError: type[Exception] = typer.BadParameter.__bases__[0]

app = typer.Typer(
    name="posecheck",
    help="Form reviews of stretches for the hips and lower back: joint angles, verdicts, and what to change.",
    add_completion=False,
    rich_markup_mode="markdown",
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from posecheck import __version__

        typer.echo(f"posecheck {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def show_help(
    context: typer.Context,
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Show the version and leave.")
    ] = False,
) -> None:
    """Form reviews of stretches for the hips and lower back: joint angles, verdicts, and what to change."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def review(  # noqa: PLR0913, PLR0917 - one parameter for each option of the command
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A video or a photo of one person.")],
    stretch: Annotated[
        str,
        typer.Option(
            "--stretch",
            metavar="ID",
            help="What is done: an id of `posecheck stretches`, a YAML file, or `auto` to recognise it.",
        ),
    ] = "auto",
    programme: Annotated[
        str | None,
        typer.Option(
            "--programme",
            metavar="ID",
            help="What is done, as a whole programme filmed from start to end: an id of the library or a YAML file.",
        ),
    ] = None,
    override: OverrideOption = [],  # noqa: B006 - typer takes a new list for each run
    side: Annotated[SideChoice, typer.Option(help="The side being trained.")] = SideChoice.AUTO,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Folder for the results; by default `NAME-review` here, after the name of FILE."
        ),
    ] = None,
    video: Annotated[bool, typer.Option("--video/--no-video", help="Write the annotated video.")] = True,
    report: Annotated[bool, typer.Option("--report/--no-report", help="Write the report (one HTML file).")] = True,
    model: ModelOption = None,
    language: LanguageOption = WRITTEN_LANGUAGE,
    as_json: JsonOption = False,
) -> int:
    """Judge the form in a video or photo, and write the results into a folder.

    Ends with 0 when a review was made, whatever its verdict, and with 2 when the input cannot be reviewed.
    """
    from posecheck.cli.review import run_programme_review, run_review
    from posecheck.review_folder import RECOGNISE, ReviewOrder
    from posecheck.stretch.layers import load_layered

    recognise = stretch == RECOGNISE
    if programme is not None and (not recognise or override or side is not SideChoice.AUTO):
        raise typer.BadParameter("--programme stands alone: it says itself which stretches and sides are done")
    order = ReviewOrder(
        path=file,
        stretch=None if recognise and not override else load_layered(None if recognise else stretch, override),
        out_dir=out or Path(f"{file.stem}-review"),
        side=side.value,
        model=model,
        video=video,
        report=report,
        language=language,
    )
    return run_review(order, as_json=as_json) if programme is None else run_programme_review(order, programme, as_json)


@app.command()
def stretches(as_json: JsonOption = False, language: LanguageOption = WRITTEN_LANGUAGE) -> int:
    """List the stretches and exercises that PoseCheck knows."""
    from posecheck.cli.stretches import print_stretches

    return print_stretches(as_json=as_json, language=language)


@app.command()
def model(model: ModelOption = None, as_json: JsonOption = False) -> int:
    """Show which pose model is used and where it comes from; fetch it when it is missing."""
    from posecheck.cli.model import print_model

    return print_model(model, as_json=as_json)


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port of the page.")] = 8501,
    host: Annotated[str, typer.Option(help="The address to listen at; this machine alone by default.")] = "127.0.0.1",
) -> int:
    """Open PoseCheck in the browser; end it with Ctrl-C."""
    from posecheck.cli.serve import run_server

    return run_server(host, port)


def main() -> NoReturn:
    """Run the command line and leave with its exit code; every error is one line on stderr."""
    sys.excepthook = _report_unexpected
    signal.signal(signal.SIGTERM, _raise_terminated)
    code = _run()
    if code == _INTERRUPTED:
        # All is unwound by now. `python -m` may end with the signal instead of the code, though Ctrl-C was handled: it
        # does when the interrupt came while a string was executed.
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    sys.exit(code)


def _run() -> int:
    try:
        # `app()` itself would put its own hook in the place of ours.
        code = typer.main.get_command(app).main(prog_name="posecheck", standalone_mode=False)
    except PoseCheckError as error:
        return _report(str(error))
    except _UsageError as error:
        describe: Callable[[], str] = getattr(error, "format_message", error.__str__)
        return _report(f"{describe().rstrip('.')}. `posecheck --help` shows what is possible.")
    except (KeyboardInterrupt, typer.Abort):
        code = _INTERRUPTED
    if code == _INTERRUPTED:
        typer.echo("posecheck: stopped; nothing was left half-written.", err=True)
    return int(code or 0)


def _report(message: str) -> int:
    typer.echo(f"posecheck: {' '.join(message.split())}", err=True)
    return _CANNOT_BE_REVIEWED


def _raise_terminated(_signal: int, _frame: object) -> NoReturn:
    # Unwinding the stack removes what is half-written, as with Ctrl-C.
    raise SystemExit(_TERMINATED)


def _report_unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if os.environ.get(_DEBUG_VARIABLE):
        sys.__excepthook__(kind, error, trace)
        return
    detail = " ".join(f"{kind.__name__}: {error}".split())
    _report(f"Something went wrong inside PoseCheck ({detail}). Set {_DEBUG_VARIABLE}=1 to see where, and report it.")
