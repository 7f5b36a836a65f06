"""Stretches, programmes and what was found of them, in the words of the language that is spoken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from posecheck.errors import StretchError
from posecheck.language import WRITTEN_LANGUAGE, get_language
from posecheck.results import CheckResult
from posecheck.stretch.library import load_stretch
from posecheck.stretch.programmes import Programme
from posecheck.stretch.schema import Check, Stretch
from posecheck.stretch.translation import translate_programme, translate_stretch


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


def tell_text(text: str, stretch: Stretch | None) -> str:
    """Return a text that was recorded of a stretch, told where it is one of the stretch's own.

    Args:
        text: the name of a check or a fault, or a cue, which numbers may follow ("Lift the chest: 40°, want 0-20").
        stretch: as written; None when it is not known any more.
    """
    if stretch is None or get_language() == WRITTEN_LANGUAGE:
        return text
    told = dict(zip(_list_texts(stretch), _list_texts(tell(stretch)), strict=True))
    words, colon, numbers = text.partition(":")
    return told.get(text) or f"{told.get(words) or words}{colon}{numbers}"


def tell_check(check: CheckResult, stretch: Stretch | None) -> CheckResult:
    """Return what was recorded of a check, told; in whichever language it was recorded."""
    found = _find_check(stretch, check.id)
    if found is None:
        name, fault, cue = (tell_text(text, stretch) for text in (check.name, check.fault, check.cue))
        return replace(check, name=name, fault=fault, cue=cue)
    faults, cues = (found.fault_low, found.fault_high), (found.cues.low, found.cues.high)
    high = check.direction == "high"
    return replace(
        check,
        name=found.name,
        fault=(faults[high] or found.name) if check.fault else "",
        cue=(cues[high] or check.cue) if check.cue else "",
    )


def tell_check_name(check_id: str, name: str, stretch: Stretch | None) -> str:
    """Return the name of a check that was recorded, told."""
    found = _find_check(stretch, check_id)
    return tell_text(name, stretch) if found is None else found.name


def _find_check(stretch: Stretch | None, check_id: str) -> Check | None:
    told = tell(stretch) if stretch else None
    return next((each for each in told.checks if each.id == check_id), None) if told else None


def _list_texts(stretch: Stretch) -> list[str]:
    repetition = stretch.repetition
    extra = [repetition.cue_partial, repetition.praise] if repetition else []
    return [text or "" for check in stretch.checks for text in _list_check_texts(check)] + [
        each or "" for each in extra
    ]


def _list_check_texts(check: Check) -> tuple[str | None, ...]:
    return check.name, check.fault_low, check.fault_high, check.cues.low, check.cues.high, check.cues.praise
