"""Command line of the lab: `python -m lab render|sheet|samples|sample-tracks|track|sweep|everyday|fresh`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from lab.clip import LabError, load_clip
from lab.render import draw_sheet, render_clip, write_truth
from lab.scene import Scene
from lab.sights import SIGHTS

REPO = Path(__file__).parent.parent
CLIPS = Path(__file__).parent / "clips"
SAMPLE_CLIPS = CLIPS / "samples"
SAMPLE_FPS = 30.0
CATALOGUE_CLIPS = CLIPS / "catalogue"
# Clips that the accuracy figures do not look at; their tracks lie in folders of the same name, without joints.
APART = ("catalogue", "tilted", "tuning")


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    options = _build_parser().parse_args(arguments)
    try:
        options.run(options)
    except LabError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m lab", description=__doc__)
    commands = parser.add_subparsers(required=True)
    render = commands.add_parser("render", help="draw clips and write their truth")
    render.add_argument("clips", nargs="+", type=Path)
    render.add_argument("--out", type=Path, required=True)
    render.set_defaults(run=_render)
    sheet = commands.add_parser("sheet", help="draw a contact sheet (PNG) of clips")
    sheet.add_argument("clips", nargs="+", type=Path)
    sheet.add_argument("--out", type=Path, default=Path())
    sheet.set_defaults(run=_sheet)
    samples = commands.add_parser("samples", help="draw the videos of sample_videos/ again")
    samples.add_argument("--out", type=Path, default=REPO / "sample_videos")
    samples.add_argument("--truth-only", action="store_true", help="write the truth files, not the videos")
    samples.add_argument("names", nargs="*", help="only these (file stems)")
    samples.set_defaults(run=_samples)
    found = commands.add_parser("sample-tracks", help="store what MediaPipe finds in the videos of sample_videos/")
    found.add_argument("--folder", type=Path, default=REPO / "sample_videos")
    found.add_argument("--model", type=Path, help="landmark model; otherwise the cached one")
    found.add_argument("--missing", action="store_true", help="only videos without a stored track")
    found.set_defaults(run=_sample_tracks)
    track = commands.add_parser("track", help="draw the clips of lab/clips/ and store MediaPipe's landmark tracks")
    track.add_argument("--out", type=Path, default=CLIPS.parent / "tracks")
    track.add_argument("--model", type=Path, help="landmark model; otherwise the cached one")
    track.add_argument("--missing", action="store_true", help="only clips without a stored track")
    track.add_argument("names", nargs="*", help="only these (file stems)")
    track.set_defaults(run=_track)
    sweep = commands.add_parser("sweep", help="store tracks of one stretch with one thing changed at a time")
    sweep.add_argument("--out", type=Path, default=CLIPS.parent / "tracks" / "sweeps")
    sweep.add_argument("--model", type=Path, help="landmark model; otherwise the cached one")
    sweep.set_defaults(run=_sweep)
    everyday = commands.add_parser("everyday", help="store tracks of people who do no stretch at all")
    everyday.add_argument("--out", type=Path, default=CLIPS.parent / "tracks" / "everyday")
    everyday.add_argument("--model", type=Path, help="landmark model; otherwise the cached one")
    everyday.add_argument("names", nargs="*", help="only these (file stems)")
    everyday.set_defaults(run=_everyday)
    fresh = commands.add_parser("fresh", help="store tracks of the clips at first sight, or describe them as YAML")
    fresh.add_argument("--sight", choices=tuple(SIGHTS), required=True, help="which of the sets")
    fresh.add_argument("--out", type=Path, help="otherwise the set's folder in lab/tracks/")
    fresh.add_argument("--model", type=Path, help="landmark model; otherwise the cached one")
    fresh.add_argument("--missing", action="store_true", help="only clips without a stored track")
    fresh.add_argument("--describe", action="store_true", help="write descriptions (YAML) into --out, draw nothing")
    fresh.add_argument("names", nargs="*", help="only these (file stems)")
    fresh.set_defaults(run=_fresh)
    return parser


def _render(options: argparse.Namespace) -> None:
    for path in options.clips:
        _say(f"{render_clip(load_clip(path), options.out)}")


def _sheet(options: argparse.Namespace) -> None:
    options.out.mkdir(parents=True, exist_ok=True)
    for path in options.clips:
        clip = load_clip(path)
        draw_sheet(clip, options.out / f"{clip.name}.png")
        _say(f"{options.out / clip.name}.png")


def _samples(options: argparse.Namespace) -> None:
    from lab.tracks import track_video

    clips = [load_clip(path).model_copy(update={"fps": SAMPLE_FPS}) for path in sorted(SAMPLE_CLIPS.glob("*.yaml"))]
    clips += [load_clip(path) for path in sorted(CATALOGUE_CLIPS.glob("*__good.yaml"))]
    for clip in clips:
        if options.names and clip.name not in options.names:
            continue
        if options.truth_only:
            write_truth(Scene(clip), options.out / f"{clip.name}.truth.json")
        else:
            video = render_clip(clip, options.out)
            _say(f"{video}")
            _say(f"{track_video(video)}")


def _sample_tracks(options: argparse.Namespace) -> None:
    from lab.tracks import track_video

    for video in sorted(options.folder.glob("*.mp4")):
        # A clip that is still being written has a longer name.
        if video.stem.isidentifier() and not (options.missing and video.with_suffix(".track").exists()):
            _say(f"{track_video(video, options.model)}")


def _track(options: argparse.Namespace) -> None:
    from lab.tracks import track_clip

    for path in sorted(CLIPS.rglob("*.yaml")):
        is_apart = path.parent.name in APART
        folder = options.out / path.parent.name if is_apart else options.out
        stored = folder / f"{path.stem}.npz"
        if (options.names and path.stem not in options.names) or (options.missing and stored.exists()):
            continue
        _say(f"{track_clip(load_clip(path), folder, options.model, with_joints=not is_apart)}")


def _sweep(options: argparse.Namespace) -> None:
    from lab.sweeps import list_sweeps
    from lab.tracks import track_clip

    for sweep in list_sweeps():
        _say(f"{track_clip(sweep.clip, options.out, options.model)}")


def _everyday(options: argparse.Namespace) -> None:
    from lab.everyday import list_everyday
    from lab.tracks import track_clip

    for clip in list_everyday():
        if not options.names or clip.name in options.names:
            _say(f"{track_clip(clip, options.out, options.model, with_joints=False)}")


def _fresh(options: argparse.Namespace) -> None:
    from lab.fresh import derive_clip, describe_as_yaml, list_bases, name_fresh
    from lab.tracks import track_clip

    sight = SIGHTS[options.sight]
    out = options.out or CLIPS.parent / "tracks" / sight.suffix
    out.mkdir(parents=True, exist_ok=True)
    for base in list_bases():
        name = name_fresh(base, sight)
        stored = out / f"{name}.npz"
        if (options.names and name not in options.names) or (options.missing and stored.exists()):
            continue
        try:
            clip = derive_clip(base, sight)
        except LabError as error:
            # One that cannot be made plain is told and left out; the others are drawn.
            print(error, file=sys.stderr)
            continue
        if options.describe:
            stored.with_suffix(".yaml").write_text(describe_as_yaml(clip), encoding="utf-8")
        else:
            _say(f"{track_clip(clip, out, options.model, with_joints=False, packed=True)}")


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
