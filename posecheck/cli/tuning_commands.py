"""The commands of a therapist: thresholds from recordings, and what changed ones do to past sessions."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from posecheck.cli.commands import app
from posecheck.cli.options import AsOption, JsonOption, KeepOption, ModelOption, OverrideOption, SideChoice

_WHAT = "a video, a landmark file, a folder of them, or the id of a session"
SideOption = Annotated[SideChoice, typer.Option(help="The side being trained, in files.")]
AtOption = Annotated[
    list[str], typer.Option("--at", metavar="FROM-TO", help="Where a good recording shows the pose, in seconds: 5-9.5.")
]


@app.command()
def rescore(  # noqa: PLR0913, PLR0917 - one parameter for each option of the command
    recordings: Annotated[
        list[str] | None,
        typer.Argument(metavar="[RECORDING]...", help=f"Each {_WHAT}; without any, all sessions of the history."),
    ] = None,
    stretch: Annotated[
        str | None, typer.Option(metavar="ID", help="By what: an id of `posecheck stretches`, or a YAML file.")
    ] = None,
    override: OverrideOption = [],  # noqa: B006 - typer takes a new list for each run
    person: Annotated[str | None, typer.Option(metavar="CODE", help="Sessions of this person alone.")] = None,
    side: SideOption = SideChoice.AUTO,
    apply: Annotated[bool, typer.Option("--apply", help="Keep the new results, beside the old ones.")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last results that were kept so back.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="Show what stays the same as well.")] = False,
    keep_landmarks: KeepOption = False,
    account: AsOption = None,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> int:
    """Judge past sessions or recordings again under changed thresholds, and show what changes.

    Nothing is written without `--apply`; with it, what was said then stays as well, and `--undo` takes the new results
    back. Sessions are judged from their stored landmarks; no video is needed.
    """
    from posecheck.cli.recordings import RecordingReader
    from posecheck.cli.rescore import RescoreOrder, run_rescore, run_undo

    order = RescoreOrder(recordings or (), stretch, override, person, side.value, apply, account)
    if undo:
        return run_undo(order, as_json=as_json)
    with RecordingReader(model, account=account, keep_landmarks=keep_landmarks) as reader:
        return run_rescore(order, reader, as_json=as_json, show_all=everything)


@app.command()
def tune(  # noqa: PLR0913, PLR0917 - one parameter for each option of the command
    stretch: Annotated[
        str | None, typer.Option(metavar="ID", help="Whose thresholds: an id of `posecheck stretches`, or a YAML file.")
    ] = None,
    good: Annotated[list[str], typer.Option(metavar="RECORDING", help=f"Done well: {_WHAT}; may be repeated.")] = [],  # noqa: B006
    bad: Annotated[list[str], typer.Option(metavar="RECORDING", help="Done with a fault; may be repeated.")] = [],  # noqa: B006
    at: AtOption = [],  # noqa: B006
    side: SideOption = SideChoice.AUTO,
    accept: Annotated[
        list[str], typer.Option(metavar="NAMES", help="What to take over: `suggested`, `all`, or names with commas.")
    ] = ["suggested"],  # noqa: B006
    drop: Annotated[list[str], typer.Option(metavar="CHECK", help="A check not to make; may be repeated.")] = [],  # noqa: B006
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write what is accepted as an override.")] = None,
    author: Annotated[str, typer.Option(help="Who answers for the override.")] = "",
    reason: Annotated[str, typer.Option(help="Why, for those who read it later.")] = "",
    draft: Annotated[
        str | None, typer.Option(metavar="ID", help="Begin a new stretch of this id from one good recording instead.")
    ] = None,
    name: Annotated[str, typer.Option(help="The name of the new stretch.")] = "",
    keep_landmarks: KeepOption = False,
    account: AsOption = None,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> int:
    """Propose the bands of a stretch from recordings done well and wrongly, or begin a new stretch from one.

    Without `--out` nothing is written. An override that is written is what `posecheck review --override` takes.
    """
    from posecheck.cli.recordings import RecordingReader
    from posecheck.cli.tune import TuneOrder, run_draft, run_tune
    from posecheck.errors import InputError
    from posecheck.stretch.library import load_stretch

    if (stretch is None) == (draft is None):
        raise InputError("Expected --stretch to tune one, or --draft to begin a new one, and not both.")
    with RecordingReader(model, account=account, keep_landmarks=keep_landmarks) as reader:
        if draft is not None:
            return run_draft(reader.read(good), at, draft, name or draft, out or Path(f"{draft}.yaml"))
        assert stretch is not None
        order = TuneOrder(good, bad, side.value, at, accept, drop, out, author, reason)
        return run_tune(load_stretch(stretch), order, reader, as_json=as_json)
