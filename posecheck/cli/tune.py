"""`posecheck tune`: thresholds from recordings done well and wrongly, and a draft of a new stretch from one."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import typer
from rich.console import Console
from rich.table import Table

from posecheck.cli.recordings import Recording, RecordingReader
from posecheck.errors import InputError
from posecheck.measures import MEASURES
from posecheck.stretch.document import write_text_atomically
from posecheck.stretch.reading import parse_stretch
from posecheck.stretch.schema import Band, Stretch
from posecheck.stretch.writing import format_override
from posecheck.trainer import SideChoice
from posecheck.tuning import (
    Demonstration,
    Proposal,
    build_override,
    describe_spread,
    draft_stretch,
    list_unwritten,
    propose_bands,
    propose_entry,
    propose_repetition,
)

SUGGESTED, ALL = "suggested", "all"
_MOMENT = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")
_ADVICE_STYLES = {"accept": "green", "keep": "", "drop": "yellow"}


@dataclass(frozen=True, slots=True)
class TuneOrder:
    """What to propose from, and what to do with it.

    Attributes:
        good, bad: files, folders or session ids that show the stretch done well, and with a fault.
        side: the side trained in files.
        moments: where good recordings show the pose, as "5-9" in seconds.
        accept: "suggested", "all", or the proposals to take over.
        drop: ids of checks not to make.
        out: the file for the override; None writes nothing.
    """

    good: Sequence[str]
    bad: Sequence[str] = ()
    side: SideChoice = "auto"
    moments: Sequence[str] = ()
    accept: Sequence[str] = (SUGGESTED,)
    drop: Sequence[str] = ()
    out: Path | None = None
    author: str = ""
    reason: str = ""


def run_tune(stretch: Stretch, order: TuneOrder, reader: RecordingReader, *, as_json: bool) -> int:
    """Print proposals with their evidence, and write those that are accepted; return the exit code.

    Raises:
        PoseCheckError: a recording cannot be used, or the override not be written; nothing is written then.
    """
    _check_output(order.out)
    proposals = _propose(stretch, order, reader)
    if as_json:
        typer.echo(json.dumps([_to_record(proposal) for proposal in proposals], indent=2, ensure_ascii=False))
    else:
        _print_proposals(proposals)
    if order.out is None:
        return 0
    accepted = _choose(proposals, order.accept)
    layer = build_override(stretch, accepted, author=order.author, reason=order.reason, drop=order.drop)
    write_text_atomically(format_override(layer), order.out)
    if not as_json:
        typer.echo(f"\n{order.out} written; try it with `posecheck rescore --override {order.out}`.")
    return 0


def run_draft(recordings: Sequence[Recording], moments: Sequence[str], stretch_id: str, name: str, out: Path) -> int:
    """Write the draft of a new stretch from the moments of one recording; return the exit code.

    Raises:
        PoseCheckError: the recording or the moments cannot be used, or the draft not be written.
    """
    _check_output(out)
    if len(recordings) != 1:
        raise InputError(f"Expected one recording to begin a new stretch from, found {len(recordings)}.")
    track = recordings[0].stored.track
    text = draft_stretch(track, _parse_moments(moments), stretch_id=stretch_id, name=name, source=recordings[0].name)
    write_text_atomically(text, out)
    unwritten = list_unwritten(parse_stretch(text, str(out)))
    typer.echo(f"{out} written. {len(unwritten)} texts are still to be written; each begins with TO WRITE.")
    return 0


def _check_output(out: Path | None) -> None:
    """Refuse to write over a file, before any work is done."""
    if out is not None and out.exists():
        raise InputError(f"Expected a new file for the result, but {out} exists; choose another --out or move it away.")


def _propose(stretch: Stretch, order: TuneOrder, reader: RecordingReader) -> list[Proposal]:
    moments = _parse_moments(order.moments)
    good = [_demonstrate(each, order.side, moments) for each in reader.read(order.good)]
    bad = [_demonstrate(each, order.side, ()) for each in reader.read(order.bad)]
    proposals = [*propose_bands(stretch, good, bad), *propose_entry(stretch, good, bad)]
    return proposals + propose_repetition(stretch, good, bad)


def _demonstrate(recording: Recording, side: SideChoice, moments: tuple[tuple[float, float], ...]) -> Demonstration:
    chosen = recording.side if side == "auto" else side
    return Demonstration(recording.name, recording.prepare(), chosen, moments)


def _parse_moments(texts: Sequence[str]) -> tuple[tuple[float, float], ...]:
    moments = []
    for text in texts:
        match = _MOMENT.fullmatch(text.strip())
        if match is None or float(match[1]) >= float(match[2]):
            raise InputError(f"Expected a moment as two times in seconds, such as 5-9.5, found {text!r}.")
        moments.append((float(match[1]), float(match[2])))
    return tuple(moments)


def _choose(proposals: list[Proposal], wanted: Sequence[str]) -> list[Proposal]:
    """Return the proposals that were accepted.

    Raises:
        InputError: one is accepted that there is not.
    """
    names = [name for text in wanted for name in text.replace(" ", "_").split(",") if name]
    if names == [SUGGESTED]:
        return [proposal for proposal in proposals if proposal.advice == "accept"]
    if names == [ALL]:
        return proposals
    keys = {proposal.key.replace(" ", "_"): proposal for proposal in proposals}
    unknown = [name for name in names if name not in keys]
    if unknown:
        raise InputError(
            f"Expected --accept {SUGGESTED}, {ALL} or some of {', '.join(keys)}, found {', '.join(unknown)}."
        )
    return [keys[name] for name in names]


def _print_proposals(proposals: list[Proposal]) -> None:
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("for", no_wrap=True)
    for title in ("now", "proposed", "good", "faulty", "advice"):
        table.add_column(title)
    for proposal in proposals:
        style, evidence = _ADVICE_STYLES[proposal.advice], proposal.evidence
        table.add_row(
            proposal.key.replace(" ", "_"),
            _describe_band(proposal.before, proposal), _describe_band(proposal.band, proposal),
            describe_spread(evidence.good, proposal.measure), describe_spread(evidence.bad, proposal.measure),
            f"[{style}]{proposal.advice}[/]" if style else proposal.advice,
        )  # fmt: skip
    console = Console(highlight=False)
    console.print(table)
    console.print()
    for proposal in proposals:
        console.print(f"{proposal.key.replace(' ', '_')}: {proposal.note}", markup=False)


def _describe_band(band: Band | None, proposal: Proposal) -> str:
    if band is None:
        return "–"
    return band.describe("°" if MEASURES[proposal.measure].unit == "deg" else "")


def _to_record(proposal: Proposal) -> dict[str, object]:
    return {
        **{name: getattr(proposal, name) for name in ("kind", "key", "name", "measure", "target", "advice", "note")},
        "before": proposal.before.model_dump(),
        "band": None if proposal.band is None else proposal.band.model_dump(),
        "evidence": asdict(proposal.evidence),
    }
