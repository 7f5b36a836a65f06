"""What the chain says, in the language that is spoken.

The chain judges with the reference pose as written and says everything in English, frame after frame. Where people
read it, its sentences are put together again from the translated reference pose; values and verdicts stay what they
are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from posecheck.advice import speak_advice
from posecheck.coach.cues import choose_words, read_value
from posecheck.language import WRITTEN_LANGUAGE, _, get_language
from posecheck.results import CheckResult, Cue, Feedback, SessionResult, ViewState
from posecheck.stretch import Check, Stretch
from posecheck.summary import RANGE_CHECK, RANGE_FAULT, RANGE_NAME, find_cue, find_fault


def interpret_feedback(feedback: Feedback, stretch: Stretch) -> Feedback:
    """Return the feedback with its sentences in the language that is spoken.

    Args:
        feedback: what the chain says of one frame.
        stretch: the reference pose that it was judged by, with its words in the language.
    """
    silent = feedback.cue is None and feedback.new_cue is None and not feedback.view.advice
    if silent or get_language() == WRITTEN_LANGUAGE:
        return feedback
    checks = _index_checks(stretch)
    return replace(
        feedback,
        view=_interpret_view(feedback.view),
        cue=feedback.cue and _interpret_cue(feedback.cue, checks),
        new_cue=feedback.new_cue and _interpret_cue(feedback.new_cue, checks),
    )


def interpret_result(result: SessionResult, stretch: Stretch) -> SessionResult:
    """Return a judged session with its sentences in the language that is spoken.

    Args:
        result: the session, as it was judged or stored.
        stretch: the reference pose that it was judged by, with its words in the language.
    """
    if get_language() == WRITTEN_LANGUAGE:
        return result
    checks = _index_checks(stretch)
    return replace(
        result,
        view=_interpret_view(result.view),
        checks=tuple(_interpret_check(check, checks, stretch) for check in result.checks),
        cues=tuple(_interpret_cue(cue, checks) for cue in result.cues),
    )


def _index_checks(stretch: Stretch) -> dict[str, Check]:
    return {check.id: check for check in stretch.checks}


def _interpret_view(view: ViewState) -> ViewState:
    return replace(view, advice=speak_advice(view.advice)) if view.advice else view


def _interpret_check(found: CheckResult, checks: Mapping[str, Check], stretch: Stretch) -> CheckResult:
    if found.id == RANGE_CHECK and stretch.repetition is not None:
        cue = stretch.repetition.cue_partial if found.cue else ""
        return replace(found, name=_(RANGE_NAME), cue=cue, fault=_(RANGE_FAULT) if found.fault else "")
    check = checks.get(found.id)
    if check is None:
        return found
    cue, fault = find_cue(check, found.direction), find_fault(check, found.direction)
    return replace(found, name=check.name, cue=cue, fault=fault)


def _interpret_cue(cue: Cue, checks: Mapping[str, Check]) -> Cue:
    check = checks.get(cue.check)
    if check is None:
        return cue
    if not cue.direction:
        return replace(cue, text=check.cues.praise)
    words, value = choose_words(check, cue.direction), check.definition.format_value(read_value(cue.text))
    text = _("{cue}: {value}, want {band}").format(cue=words, value=value, band=check.describe_band())
    return replace(cue, text=text)
