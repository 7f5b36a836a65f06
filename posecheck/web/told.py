"""Stretches, programmes and what was found of them, in the words of the language that is spoken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from posecheck.errors import StretchError
from posecheck.history import SessionSummary, SetRecord
from posecheck.history.rescoring import restore_result
from posecheck.interpreter import interpret_result
from posecheck.language import WRITTEN_LANGUAGE, _, get_language
from posecheck.results import CheckResult, Cue
from posecheck.stretch.library import load_stretch
from posecheck.stretch.programmes import Programme
from posecheck.stretch.schema import Check, Stretch
from posecheck.stretch.translation import translate_programme, translate_stretch
from posecheck.summary import RANGE_CHECK, RANGE_FAULT, RANGE_NAME, find_cue, find_fault


def tell(stretch: Stretch) -> Stretch:
    """Return a stretch with its words in the language that is spoken; what has none stays as written."""
    return stretch if get_language() == WRITTEN_LANGUAGE else translate_stretch(stretch, get_language())


def tell_all(stretches: Mapping[str, Stretch]) -> dict[str, Stretch]:
    """Return stretches by their ids, told."""
    return {key: tell(stretch) for key, stretch in stretches.items()}


def tell_programme(programme: Programme) -> Programme:
    """Return a programme of the library, told."""
    return translate_programme(programme, get_language())


def tell_name(stretch_id: str, name: str) -> str:
    """Return the name of a stretch that was recorded, told where it is still the library's."""
    try:
        stretch = load_stretch(stretch_id)
    except StretchError:
        return name
    return tell(stretch).name if stretch.name == name else name


def tell_check(check: CheckResult, stretch: Stretch | None) -> CheckResult:
    """Return what was recorded of a check, told; in whichever language it was recorded.

    Args:
        check: as recorded.
        stretch: by which it was judged, as written; None when it is not known any more.
    """
    repetition = tell(stretch).repetition if stretch else None
    if check.id == RANGE_CHECK and repetition is not None:
        cue = repetition.cue_partial if check.cue else ""
        return replace(check, name=_(RANGE_NAME), fault=_(RANGE_FAULT) if check.fault else "", cue=cue)
    found = _find_check(stretch, check.id)
    if found is None or found.name == check.name:
        return check
    fault, cue = find_fault(found, check.direction), find_cue(found, check.direction)
    return replace(check, name=found.name, fault=fault if check.fault else "", cue=cue if check.cue else "")


def tell_check_name(check_id: str, name: str, stretch: Stretch | None) -> str:
    """Return the name of a check that was recorded, told."""
    found = _find_check(stretch, check_id)
    if found is not None:
        return found.name
    return _(RANGE_NAME) if check_id == RANGE_CHECK else name


def tell_cues(record: SetRecord, session: SessionSummary, stretch: Stretch | None) -> tuple[Cue, ...]:
    """Return what was said in a set, told."""
    result = restore_result(record, session)
    return record.cues if result is None or stretch is None else interpret_result(result, tell(stretch)).cues


def _find_check(stretch: Stretch | None, check_id: str) -> Check | None:
    told = tell(stretch) if stretch else None
    return next((each for each in told.checks if each.id == check_id), None) if told else None
