"""What a change of thresholds does to a session, in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from posecheck.language import N_, _, format_number, pgettext
from posecheck.results import REASON_WORDS, CheckResult, OverallVerdict, SessionResult

Subject = Literal["verdict", "side", "held", "reps", "check"]
Tone = Literal["better", "worse", "other"]

# A hold counts as changed from here on: less is not seen on a clock.
TELLING_HELD_S = 0.1

# Spoken by `_`.
VERDICT_WORDS: dict[OverallVerdict, str] = {
    "pass": N_("pass"),
    "fail": N_("needs work"),
    "not_assessable": N_("not judged"),
    "not_performed": N_("not seen"),
}
# From worst to best; what was not judged is neither better nor worse than what was.
_ORDER = {"fail": 0, "pass": 1}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing about a session that comes out differently.

    Attributes:
        subject: what kind of thing it is.
        name: the thing for people: "Verdict", "Time held", "Repetitions", or the name of the check.
        before, after: what was said of it and what is said now: "pass", "leaning forward", "12.4 s".
        tone: whether the person does better or worse by it.
        check: id of the check, "" for everything else.
    """

    subject: Subject
    name: str
    before: str
    after: str
    tone: Tone
    check: str = ""

    @property
    def text(self) -> str:
        """The change in one line: "Upright trunk: leaning forward → good"."""
        return f"{self.name}: {self.before} → {self.after}"


def compare_results(before: SessionResult, after: SessionResult) -> list[Change]:
    """Return what comes out differently, most important first; nothing when all stays as it was.

    Both have to be of the same track: a `SessionResult` stored with a session and what
    `PreparedTrack.judge` says of it now, or two of the latter. Only what people are told is compared: the verdict,
    the side that was taken, the time held, the repetitions and each check's verdict and fault; a check that only one
    of them has is said to be missing from the other.
    """
    changes = [_compare_verdicts(before, after), _compare_sides(before, after)]
    changes += [_compare_held(before, after), _compare_reps(before, after)]
    old, new = ({check.id: check for check in result.checks} for result in (before, after))
    for check_id in [*old, *(each for each in new if each not in old)]:
        changes.append(_compare_checks(check_id, old.get(check_id), new.get(check_id)))
    return [change for change in changes if change is not None]


def describe_changes(changes: list[Change]) -> str:
    """Return changes as one line, "nothing changes" when there are none."""
    return "; ".join(change.text for change in changes) or _("nothing changes")


def describe_check(check: CheckResult | None) -> str:
    """Return what was found of a check in a few words: "good", its fault, or why it was not judged."""
    if check is None:
        return _("no such check")
    if check.verdict == "pass":
        return _("good")
    if check.verdict == "fail":
        return check.fault or _("outside its band")
    if not check.reason:
        return _("not judged")
    return _("not judged ({reason})").format(reason=_(REASON_WORDS[check.reason]))


def describe_reps(result: SessionResult) -> str:
    """Return the repetitions in a few words: "8 good, 1 short of the range, 1 with a fault"."""
    good, partial, faulty = (result.count_reps(kind) for kind in ("good", "partial", "faulty"))
    told = [_("{n} good").format(n=good)] if good else []
    told += [_("{n} short of the range").format(n=partial)] if partial else []
    told += [_("{n} with a fault").format(n=faulty)] if faulty else []
    return ", ".join(told) or _("none")


def _compare_verdicts(before: SessionResult, after: SessionResult) -> Change | None:
    if before.verdict == after.verdict:
        return None
    tone = _rate(_ORDER.get(before.verdict), _ORDER.get(after.verdict))
    old, new = _(VERDICT_WORDS[before.verdict]), _(VERDICT_WORDS[after.verdict])
    return Change("verdict", _("Verdict"), old, new, tone)


def _compare_sides(before: SessionResult, after: SessionResult) -> Change | None:
    if before.working_side == after.working_side:
        return None
    return Change("side", _("Side"), _name_side(before), _name_side(after), "other")


def _name_side(result: SessionResult) -> str:
    return pgettext("side", "left") if result.working_side == "left" else pgettext("side", "right")


def _compare_held(before: SessionResult, after: SessionResult) -> Change | None:
    if abs(before.held_s - after.held_s) < TELLING_HELD_S:
        return None
    tone = _rate(before.held_s, after.held_s)
    old, new = (f"{format_number(result.held_s, 1)} s" for result in (before, after))
    return Change("held", _("Time held"), old, new, tone)


def _compare_reps(before: SessionResult, after: SessionResult) -> Change | None:
    if describe_reps(before) == describe_reps(after):
        return None
    tone = _rate(before.count_reps("good"), after.count_reps("good"))
    return Change("reps", _("Repetitions"), describe_reps(before), describe_reps(after), tone)


def _compare_checks(check_id: str, before: CheckResult | None, after: CheckResult | None) -> Change | None:
    if describe_check(before) == describe_check(after):
        return None
    known = after or before
    assert known is not None
    verdicts = [_ORDER.get(check.verdict) if check else None for check in (before, after)]
    return Change("check", known.name, describe_check(before), describe_check(after), _rate(*verdicts), check_id)


def _rate(before: float | None, after: float | None) -> Tone:
    if before is None or after is None or before == after:
        return "other"
    return "better" if after > before else "worse"
