"""The answer to each picture: what the page draws, as JSON values."""

from __future__ import annotations

from typing import Any

import numpy as np

from posecheck.drawing.figures import SpanFigure, build_scene, find_figure
from posecheck.drawing.limbs import find_bones
from posecheck.geometry import FloatArray
from posecheck.live.interpreter import Interpreter
from posecheck.live.session import LiveSession
from posecheck.live.voice import Event
from posecheck.observation import resolve_limb
from posecheck.pose import LANDMARK_INDEX, Pose
from posecheck.results import CheckState, Feedback
from posecheck.stretch import Check

# Landmarks are sent as whole numbers of this share of the picture's width and height.
GRID = 10_000


def describe_frame(session: LiveSession, feedback: Feedback) -> dict[str, Any]:
    """Return what the page draws over one picture: landmarks, judged limbs and the joint being coached."""
    stretch, judged = session.stretch, session.counting and feedback.phase == "in_pose"
    checks = [
        _describe_check(check, state, feedback) for check, state in zip(stretch.checks, feedback.checks, strict=True)
    ]
    return {
        "points": describe_points(feedback.pose),
        "checks": checks,
        "joint": _describe_joint(session, feedback) if judged else None,
        "judged": judged,
        "phase": feedback.phase,
        "good": feedback.good,
    }


def describe_points(pose: Pose) -> list[int] | None:
    """Return x0, y0, x1, y1, ... in 1/10000 of the picture's width and height; None when nobody is seen."""
    if not pose.detected:
        return None
    scaled = pose.image_xy / (pose.aspect, 1.0)
    placed: list[int] = (np.where(np.isnan(scaled), -9.0, scaled) * GRID).round().astype(np.int64).ravel().tolist()
    return placed


def describe_session(session: LiveSession, feedback: Feedback | None) -> dict[str, Any]:
    """Return the state of the session in words and numbers."""
    step, progress, phrases = session.step, session.progress, session.phrases
    index = session.state.step
    after = session.plan.steps[index + 1] if index + 1 < len(session.plan.steps) else None
    title, detail, tone = _choose_words(session, feedback)
    left_s = session.seconds_left
    return {
        "phase": session.state.phase,
        "stretch": phrases.name_stretch(step),
        "side": phrases.name_side(step),
        "set": phrases.describe_set(step),
        "step": index,
        "steps": len(session.plan.steps),
        "kind": "hold" if step.reps is None else "reps",
        "target": step.hold_s if step.reps is None else step.reps,
        "held_s": round(progress.held_s, 2),
        "marks": list(progress.marks),
        "full_reps": progress.full_reps,
        "title": title,
        "detail": detail,
        "tone": tone,
        "next": phrases.describe_next(step, after),
        "left_s": None if left_s is None else round(left_s, 2),
        "setup": [{"id": item.id, "state": item.state, "text": item.text} for item in session.setup_items]
        if session.state.phase == "setup"
        else [],
        "clock_s": round(session.now_s, 2),
    }


def describe_events(events: list[Event]) -> list[dict[str, Any]]:
    """Return what is to be heard."""
    return [{"text": event.text, "tone": event.tone, "urgent": event.urgent} for event in events]


def _describe_check(check: Check, state: CheckState, feedback: Feedback) -> dict[str, Any]:
    bones = find_bones(check.definition, resolve_limb(check.limb, feedback.side))
    return {
        "id": check.id,
        "name": check.name,
        "verdict": state.verdict,
        "bones": [[LANDMARK_INDEX[start], LANDMARK_INDEX[end]] for start, end in bones],
    }


def _describe_joint(session: LiveSession, feedback: Feedback) -> dict[str, Any] | None:
    """Return the joint being coached with its angle and band: that of the cue, else of the first judged check."""
    states = {state.id: state for state in feedback.checks}
    cued = feedback.cue.check if feedback.cue else ""
    for check in sorted(session.stretch.checks, key=lambda check: check.id != cued):
        if states[check.id].verdict != "not_assessable":
            return _describe_figure(check, states[check.id], feedback, session.phrases.interpreter)
    return None


def _describe_figure(
    check: Check, state: CheckState, feedback: Feedback, interpreter: Interpreter
) -> dict[str, Any] | None:
    scene = build_scene(feedback.pose, feedback.view.near_side)
    figure = find_figure(check.measure, scene, resolve_limb(check.limb, feedback.side), state.value)
    if figure is None:
        return None
    values: dict[str, Any] = {
        "name": check.name,
        "value": interpreter.format_value(check, state.value),
        "band": interpreter.describe_band(check),
        "verdict": state.verdict,
    }
    aspect = feedback.pose.aspect
    if isinstance(figure, SpanFigure):
        return {**values, "span": [*_place(figure.start, aspect), *_place(figure.end, aspect)]}
    directions = (figure.zero_deg, figure.direction_deg(figure.value_deg), *figure.band_deg(check.band))
    return {
        **values,
        "at": _place(figure.vertex, aspect),
        "arc": [round(direction, 1) for direction in directions],
        "reach": round(figure.reach, 4),
    }


def _place(point: FloatArray, aspect: float) -> list[int]:
    return [round(float(point[0]) / aspect * GRID), round(float(point[1]) * GRID)]


def _choose_words(session: LiveSession, feedback: Feedback | None) -> tuple[str, str, str]:
    """Return the large words, the small ones below and their tone (ok, fail, info)."""
    phase, phrases = session.state.phase, session.phrases
    if phase == "setup":
        wanted = next((item for item in session.setup_items if item.state == "mend"), None)
        waited = next((item for item in session.setup_items if item.id == "standing" and item.state == "wait"), None)
        chosen = wanted or waited
        return (chosen.text, "", "info") if chosen else (phrases.say("setup_ready"), "", "ok")
    if phase in ("waiting", "active") and feedback is not None:
        return _choose_coaching(session, feedback)
    if phase == "paused":
        return phrases.say("paused_title"), phrases.say(f"paused_{session.state.pause_reason}_sub"), "info"
    if phase == "hurt":
        return phrases.say("hurt_title"), phrases.say("hurt_sub"), "info"
    if phase == "finished":
        key = "finished" if session.state.progress[-1].ended == "done" else "ended"
        return phrases.say(f"{key}_title"), "", "ok"
    if phase == "rest":
        view = feedback.view if feedback else None
        advice = view.advice if view is not None and not view.ok and view.reason == "view" else ""
        return phrases.say("rest_title"), advice or phrases.name_side(session.step), "info"
    return phrases.say("countdown_say"), "", "info"


def _choose_coaching(session: LiveSession, feedback: Feedback) -> tuple[str, str, str]:
    phrases, reps = session.phrases, session.step.reps is not None
    if not feedback.view.ok:
        return feedback.view.advice, "", "info"
    if feedback.cue is not None and session.state.phase == "active":
        words, _, numbers = feedback.cue.text.partition(": ")
        return words, numbers, "fail" if feedback.cue.direction else "ok"
    if session.state.phase == "waiting":
        title = phrases.say("waiting_reps_title" if reps else "waiting_title")
        return title, session.mismatch or session.instruction, "info"
    if reps:
        return phrases.say("active_reps_title"), feedback.view.advice, "ok"
    if feedback.phase != "in_pose":
        return phrases.say("lost_title"), feedback.view.advice, "info"
    guided = phrases.say("active_guided_sub") if session.stretch.guided else ""
    return phrases.say("active_hold_title"), feedback.view.advice or guided, "ok" if feedback.good else "info"
