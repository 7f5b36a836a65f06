"""Bands proposed from recordings that show how it is done, and how not: taken into the draft one by one."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from posecheck.bench.acceptance import accept_proposal, changes_anything, is_accepted, propose
from posecheck.bench.examples import Example
from posecheck.bench.outcome import compare_examples
from posecheck.drawing.palette import Tone
from posecheck.errors import InputError
from posecheck.language import N_, _, ngettext
from posecheck.measures import MEASURES
from posecheck.report.words import capitalise
from posecheck.tuning import Proposal, Spread, describe_spread
from posecheck.web.bench_desk import Desk, get_judge
from posecheck.web.bench_effects import show_effects, show_refusal
from posecheck.web.bench_publish import show_publishing
from posecheck.web.speaking import keep_speaking, make_fragment
from posecheck.web.theme import get_tone_colour

_TONES: dict[str, Tone] = {"accept": "pass", "keep": "unknown", "drop": "fail"}
_ADVICE = {"accept": N_("worth taking"), "keep": N_("nothing speaks for it"), "drop": N_("better left out")}


def show_proposals(desk: Desk, examples: Sequence[Example]) -> None:
    """Show the choice of demonstrations, what they propose, and what the draft would change."""
    make_fragment(_show)(desk, examples)


def _show(desk: Desk, examples: Sequence[Example]) -> None:
    st.markdown(
        _("Mark recordings that show it done well, and some that show it done wrongly. Each band is proposed anew.")
    )
    good, bad = _choose_demonstrations(desk, examples)
    propose, effects = st.columns([1.7, 1], gap="large")
    with propose:
        _show_list(desk, _propose(desk, good, bad))
    with effects:
        if desk.refusal:
            show_refusal(desk)
        outcomes = compare_examples(examples, desk.published, desk.drafted, get_judge())
        show_effects(outcomes, desk.drafted, edited=desk.edited)
    show_publishing(desk)


def _choose_demonstrations(desk: Desk, examples: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    titles = {example.key: example.title for example in examples}
    samples = [example.key for example in examples if example.origin == "sample"]
    well, wrong = st.columns(2)
    good = well.multiselect(
        _("Done well"),
        titles,
        default=samples[:1],
        format_func=titles.__getitem__,
        placeholder=_("Choose some"),
        key=f"{desk.key} good",
    )
    rest = [key for key in titles if key not in good]
    bad = wrong.multiselect(
        _("Done wrongly"),
        rest,
        default=[key for key in samples[1:] if key in rest],
        format_func=titles.__getitem__,
        placeholder=_("Choose some"),
        key=f"{desk.key} bad {len(good)}",
    )
    return [each for each in examples if each.key in good], [each for each in examples if each.key in bad]


def _propose(desk: Desk, good: Sequence[Example], bad: Sequence[Example]) -> list[Proposal]:
    if not good:
        st.info(_("Choose at least one recording that shows it done well."), icon=":material/thumb_up:")
        return []
    try:
        return propose(desk.base, good, bad, get_judge())
    except InputError as error:
        st.error(str(error), icon=":material/error:")
        return []


def _show_list(desk: Desk, proposals: Sequence[Proposal]) -> None:
    """Show the proposals that would change something; the others are named in one line."""
    telling = [each for each in proposals if changes_anything(desk.base, each)]
    for proposal in telling:
        _show_proposal(desk, proposal)
    rest = [capitalise(each.name) for each in proposals if each not in telling]
    if rest:
        st.caption(_("As it is: {names}.").format(names=", ".join(rest)))


def _show_proposal(desk: Desk, proposal: Proposal) -> None:
    words, press = st.columns([4, 1], vertical_alignment="center")
    words.html(_format_proposal(proposal))
    taken = is_accepted(desk.draft, desk.base, proposal)
    label = _("Leave it out") if proposal.band is None else _("Take it")
    press.button(
        _("Taken") if taken else label,
        key=f"{desk.key} take {proposal.kind} {proposal.key}",
        disabled=taken,
        icon=":material/check:" if taken else None,
        width="stretch",
        on_click=keep_speaking(_take),
        args=(desk, proposal),
    )


def _take(desk: Desk, proposal: Proposal) -> None:
    desk.take(accept_proposal(desk.draft, desk.base, proposal))


def _format_proposal(proposal: Proposal) -> str:
    tone = get_tone_colour(_TONES[proposal.advice])
    unit = "°" if MEASURES[proposal.measure].unit == "deg" else ""
    show, evidence = MEASURES[proposal.measure].format_value, proposal.evidence
    band = _("not judged at all") if proposal.band is None else proposal.band.describe(unit)
    if proposal.target is not None:
        band = _("{band}, target {target}").format(band=band, target=show(proposal.target))
    lines = [
        proposal.note,
        _("Done well: {good}. Done wrongly: {bad}. A camera may be off by ±{error}.").format(
            good=_count(evidence.good, proposal.measure),
            bad=_count(evidence.bad, proposal.measure),
            error=show(evidence.error),
        ),
    ]
    if evidence.lost:
        lines.append(_("It would fail {recordings}, which was done well.").format(recordings=", ".join(evidence.lost)))
    details = "".join(f"<small>{escape(line)}</small>" for line in lines)
    return (
        f'<div class="pc-proposal" style="--tone:{tone}"><b>{escape(capitalise(proposal.name))}: '
        f"{escape(proposal.before.describe(unit))} → {escape(band)}</b> "
        f'<span style="color:{tone}">{escape(_(_ADVICE[proposal.advice]))}</span>{details}</div>'
    )


def _count(spreads: Sequence[Spread], measure: str) -> str:
    words = describe_spread(spreads, measure)
    if not spreads:
        return words
    return ngettext("{spread} recording", "{spread} recordings", len(spreads)).format(spread=words)
