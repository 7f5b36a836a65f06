"""A whole programme reviewed in one video: from the file to its `review.json`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from posecheck.errors import InputError
from posecheck.interpreter import interpret_result
from posecheck.language import get_language
from posecheck.media import TrackedVideo, track_media
from posecheck.media.photo import is_photo
from posecheck.media.source import check_file
from posecheck.programme_review import ItemReview, PartReview, ProgrammeReview, SetReview, review_programme
from posecheck.review.chain import Progress
from posecheck.review.record import SCHEMA_VERSION, clean_record, describe_source
from posecheck.stretch import Stretch
from posecheck.stretch.programmes import Programme
from posecheck.stretch.translation import translate_programme, translate_stretch
from posecheck.tracking import PoseTracker


@dataclass(frozen=True, slots=True, eq=False)
class ProgrammeFilm:
    """A reviewed video.

    Attributes:
        tracked: the landmarks and what the file is.
        review: what became of the programme in it, in the words of the language that was spoken.
        judged: the same as the chain wrote it, in English: what the history keeps.
    """

    tracked: TrackedVideo
    review: ProgrammeReview
    judged: ProgrammeReview


def review_programme_file(
    path: str | Path,
    programme: Programme,
    stretches: Mapping[str, Stretch],
    *,
    model: str | Path | None = None,
    on_progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ProgrammeFilm:
    """Return the review of a programme that was filmed from start to end.

    Args:
        path: the video.
        programme: what was to be done.
        stretches: the reference poses by id.
        model: a landmark model file given by hand.
        on_progress: called with a fraction 0..1 and a text.
        cancelled: asked before each frame whether to stop.

    Raises:
        InputError: the file cannot be used, or the library has no stretch of the programme.
        ModelError: the landmark model cannot be had.
        ReviewCancelled: `cancelled` returned true.
    """
    if is_photo(check_file(path)):
        raise InputError(f"Expected a video of the programme {programme.name}, found the photo {path}.")
    with PoseTracker(model) as tracker:
        tracked = track_media(path, tracker, on_progress, cancelled)
    return judge_programme(tracked, programme, stretches)


def judge_programme(tracked: TrackedVideo, programme: Programme, stretches: Mapping[str, Stretch]) -> ProgrammeFilm:
    """Return the review of landmarks that were already found, in the words of the language that is spoken.

    Args:
        tracked: the landmarks.
        programme: what was to be done.
        stretches: the reference poses by id.

    Raises:
        InputError: the library has no stretch of the programme.
    """
    judged = review_programme(tracked.track, programme, stretches, tracked.persons)
    spoken = {key: translate_stretch(each, get_language()) for key, each in stretches.items()}
    items = tuple(_interpret_item(item, spoken) for item in judged.items)
    asked = translate_programme(programme, get_language())
    return ProgrammeFilm(tracked, replace(judged, programme=asked, items=items), judged)


def _interpret_item(item: ItemReview, spoken: Mapping[str, Stretch]) -> ItemReview:
    stretch = spoken[item.stretch.id]
    return replace(item, stretch=stretch, parts=tuple(_interpret_part(part, stretch, spoken) for part in item.parts))


def _interpret_part(part: PartReview, stretch: Stretch, spoken: Mapping[str, Stretch]) -> PartReview:
    reviews = tuple(replace(each, result=interpret_result(each.result, stretch)) for each in part.reviews)
    instead = part.instead and replace(part.instead, name=spoken[part.instead.stretch].name)
    return replace(part, reviews=reviews, instead=instead)


def build_programme_record(film: ProgrammeFilm) -> dict[str, Any]:
    """Return the content of `review.json` for a programme."""
    review = film.review
    record = {
        "schema_version": SCHEMA_VERSION,
        "programme": review.programme.id,
        "source": describe_source(film.tracked),
        "parts_asked": len(review.asked),
        "parts_found": review.count("found", "out_of_turn"),
        "items": [
            {"number": item.number, "stretch": item.stretch.id, "parts": [_describe_part(part) for part in item.parts]}
            for item in review.items
        ],
        "missing": list(review.missing),
        "left_out": [{"start_s": start, "end_s": end} for start, end in review.left_out],
        "left_out_s": review.left_out_s,
    }
    return dict(clean_record(record))


def _describe_part(part: PartReview) -> dict[str, Any]:
    return {
        "side": part.side,
        "asked": part.asked,
        "found": part.found,
        "why_not": part.why_not,
        "instead": None if part.instead is None else asdict(part.instead),
        "wanted": part.wanted,
        "done": part.done,
        "reached": part.reached,
        "verdict": part.verdict,
        "sets": [_describe_set(each) for each in part.reviews],
    }


def _describe_set(each: SetReview) -> dict[str, Any]:
    result = each.result
    return {
        "start_s": each.start_s,
        "end_s": each.end_s,
        "working_side": result.working_side,
        "verdict": result.verdict,
        "held_s": result.held_s,
        "reps_good": result.count_reps("good"),
        "reps_partial": result.count_reps("partial"),
        "reps_faulty": result.count_reps("faulty"),
        "checks": [asdict(check) for check in result.checks],
        "cues": [asdict(cue) for cue in result.cues],
    }
