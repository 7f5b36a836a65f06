"""The review of a whole programme in plain words, for the report, the page and the command line alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from posecheck.drawing.palette import Tone
from posecheck.language import N_, _, format_number, ngettext
from posecheck.programme_review import ItemReview, PartReview, ProgrammeReview, SetReview
from posecheck.report.content import describe_when
from posecheck.report.render import KeyFrame, Source, describe_picture, describe_source, fill_template
from posecheck.report.words import Headline, capitalise, describe_miss, describe_reason, format_seconds, join_words
from posecheck.stretch import Stretch
from posecheck.stretch.wording import count_amount

# Spoken by `_`.
_SIDE_WORDS = {"left": N_("left side"), "right": N_("right side"), "both": "", "either": N_("side not told apart")}
_ONLY_OTHER_SIDE = {
    "left": N_("Only the right side was done."),
    "right": N_("Only the left side was done."),
    "both": "",
    "either": "",
}
# A part of the film shorter than this is no rest, only the seam between two parts.
_SHORTEST_TOLD_S = 3.0


@dataclass(frozen=True, slots=True)
class Mend:
    """One thing to mend: what it is called, what to do, what was seen, and when ("" where nothing is known)."""

    fault: str
    cue: str
    text: str
    when: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """One side of one item as people read it; all texts are plain, not yet escaped.

    Attributes:
        side: "left side", "" where both work together.
        label: one to three words: "Good", "Needs work", "Not found".
        when: "0:10 to 0:20", with each set.
        amount: what was done against the dose.
        note: why it was not found or not judged, "" otherwise.
        mends: what to work on.
    """

    side: str
    tone: Tone
    label: str
    when: str
    amount: str
    note: str
    mends: tuple[Mend, ...]

    @property
    def title(self) -> str:
        """Side and verdict: "Left side: needs work"."""
        return f"{capitalise(self.side)}: {self.label[:1].lower()}{self.label[1:]}" if self.side else self.label

    @property
    def line(self) -> str:
        """Times and amount in one line."""
        return " · ".join(each for each in (self.when, self.amount) if each)


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item of the programme as people read it."""

    number: int
    name: str
    parts: tuple[PartRow, ...]


def name_part(stretch: Stretch, part: PartReview) -> str:
    """Return what was done, and on which side: "Cobra", "Pigeon, left side"."""
    side = _(_SIDE_WORDS[part.side])
    return f"{stretch.name}, {side}" if side else stretch.name


def format_clock(seconds: float) -> str:
    """Return a time of a film as players show it: "1:05"."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02d}"


def describe_programme(review: ProgrammeReview) -> Headline:
    """Return the verdict of a programme in words."""
    asked = review.asked
    found, good = review.count("found", "out_of_turn"), sum(part.verdict == "pass" for part in asked)
    reached = sum(part.reached for part in asked)
    judged = sum(part.verdict in ("pass", "fail") for part in asked)
    if not found:
        unclear = review.count("unclear") == len(asked)
        title = _("Nothing of this programme could be told") if unclear else _("Nothing of this programme was found")
        return Headline(_("Not seen"), title, "", "unknown")
    title = _("{found} of {n} parts found").format(found=found, n=len(asked))
    if found == len(asked):
        title = ngettext("The one part was found", "All {n} parts found", found).format(n=found)
    form = _("{good} of {judged} judged in good form; the dose was reached in {reached} of {n}.")
    if not judged:
        form = _("None could be judged; the dose was reached in {reached} of {n}.")
    numbers = form.format(good=good, judged=judged, reached=reached, n=len(asked))
    subtitle = " ".join([_("A part is one side of a stretch."), numbers])
    if any(part.verdict == "fail" or part.found == "not_found" for part in asked):
        return Headline(_("Needs work"), title, subtitle, "fail")
    if found == len(asked) and reached == found:
        return Headline(_("Complete"), title, subtitle, "pass")
    return Headline(_("Partly"), title, subtitle, "info")


def build_item_rows(review: ProgrammeReview) -> list[ItemRow]:
    """Return the items in the order of the programme."""
    return [
        ItemRow(item.number, item.stretch.name, tuple(_build_part_row(item, part) for part in item.parts))
        for item in review.items
    ]


def describe_left_out(review: ProgrammeReview) -> str:
    """Return what of the film belongs to no part, in a sentence; "" when it is next to nothing."""
    spans = [span for span in review.left_out if span[1] - span[0] >= _SHORTEST_TOLD_S]
    if not spans:
        return ""
    times = ", ".join(_format_clocks(start, end) for start, end in spans)
    words = _("Left out as no part of it, {amount} in all: {times}.")
    return words.format(amount=format_seconds(review.left_out_s), times=times)


def describe_missing(review: ProgrammeReview) -> str:
    """Return which stretches could not be looked for, in a sentence; "" when there are none."""
    if not review.missing:
        return ""
    names = ", ".join(each.replace("_", " ") for each in review.missing)
    return _("Not looked for, because the library has no reference pose for it: {names}.").format(names=names)


def render_programme_report(
    review: ProgrammeReview, source: Source, key_frames: list[KeyFrame], created: datetime | None = None
) -> str:
    """Return the report of a programme as the text of one HTML file.

    Args:
        review: what was found.
        source: the reviewed video.
        key_frames: pictures of its moments.
        created: the date to show; today where not given.
    """
    stretches = [item.stretch for item in review.items]
    values = {
        "programme": review.programme,
        "headline": describe_programme(review),
        "items": build_item_rows(review),
        "sentences": [each for each in (describe_left_out(review), describe_missing(review)) if each],
        "pictures": [describe_picture(frame, source) for frame in key_frames],
        "source": describe_source(source),
        "cautions": _list_once(entry for stretch in stretches for entry in stretch.cautions),
        "ask_first": _list_once(entry for stretch in stretches for entry in stretch.ask_first),
        "cannot_judge": _list_once(f"{each.name}: {entry}" for each in stretches for entry in each.cannot_judge),
    }
    return fill_template("programme.html.j2", values, created)


def _format_clocks(start_s: float, end_s: float) -> str:
    return _("{start} to {end}").format(start=format_clock(start_s), end=format_clock(end_s))


def _list_once(entries: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(entries))


def _build_part_row(item: ItemReview, part: PartReview) -> PartRow:
    tone, label = _choose_label(item.stretch, part)
    times = [_format_clocks(each.start_s, each.end_s) for each in part.reviews]
    return PartRow(
        side=_(_SIDE_WORDS[part.side]),
        tone=tone,
        label=label,
        when=join_words(times) if len(times) < 3 else ", ".join(times),
        amount=_describe_amount(item.stretch, part) if part.reviews else "",
        note=_describe_note(item.stretch, part),
        mends=tuple(_list_mends(item.stretch, part)),
    )


def _choose_label(stretch: Stretch, part: PartReview) -> tuple[Tone, str]:
    if part.found == "not_found":
        return "fail", _("Not found")
    if part.found == "unclear":
        return "unknown", _("Could not be told")
    if not part.asked:
        return "info", _("Not asked for")
    if part.verdict == "fail":
        return "fail", _("Needs work")
    if part.verdict == "pass":
        return ("pass", _("Good")) if part.reached else ("info", _("Good form, too little"))
    return ("info", _("Guided, not judged")) if stretch.guided else ("unknown", _("Not judged"))


def _describe_amount(stretch: Stretch, part: PartReview) -> str:
    sets = f" ({part.sets} × {format_number(part.amount)})" if part.sets > 1 else ""
    wanted = count_amount(stretch, part.wanted)
    if stretch.kind == "reps":
        amount = _("{done} good of {wanted}").format(done=format_number(part.done), wanted=wanted) + sets
        done = sum(len(each.result.reps) for each in part.reviews)
        return _("{amount}, {n} in all").format(amount=amount, n=done) if done > part.done else amount
    words = _("stayed {done} of {wanted}") if stretch.guided else _("held well {done} of {wanted}")
    return words.format(done=format_seconds(part.done), wanted=wanted) + sets


def _describe_note(stretch: Stretch, part: PartReview) -> str:
    """Return why a part was not found or not judged, or what else there is to say about it."""
    where = _("In the time for it, the camera stood where it cannot be judged.")
    notes = {
        "": "",
        "other_stretch": _describe_instead(part),
        "other_side": _(_ONLY_OTHER_SIDE[part.side]),
        "view": f"{where} {stretch.view.placement}",
        "nobody": _("In the time for it, nobody was in the picture."),
        "not_done": _("It was not done in its place, or not for long enough."),
    }
    if part.why_not:
        return notes[part.why_not]
    if part.found == "out_of_turn":
        return _("It was done, but not where the programme asks for it.")
    if part.verdict == "not_assessable" and not stretch.guided:
        reasons = [check.reason for each in part.reviews for check in each.result.checks if check.reason]
        return f"{capitalise(describe_reason(max(reasons, key=reasons.count, default='')))}."
    return ""


def _describe_instead(part: PartReview) -> str:
    if part.instead is None:
        return ""
    words = _("From {start} to {end} this looks like {name} instead.")
    start, end = format_clock(part.instead.start_s), format_clock(part.instead.end_s)
    return words.format(start=start, end=end, name=part.instead.name)


def _list_mends(stretch: Stretch, part: PartReview) -> list[Mend]:
    mends = []
    for number, each in enumerate(part.reviews, 1):
        mends += _list_set_mends(stretch, each, number if len(part.reviews) > 1 else None)
    return mends


def _list_set_mends(stretch: Stretch, each: SetReview, number: int | None) -> list[Mend]:
    named = "{fault}" if number is None else _("Set {n}: {fault}")
    return [
        Mend(
            capitalise(named.format(n=number, fault=check.fault or check.name)),
            check.cue,
            capitalise(describe_miss(check, stretch)),
            describe_when(each.result, check),
        )
        for check in each.result.checks
        if check.verdict == "fail"
    ]
