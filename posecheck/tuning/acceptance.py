"""Accepted proposals as a layer over the stretch: an override like one that a therapist writes by hand."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from pydantic import ValidationError

from posecheck.errors import InputError
from posecheck.stretch import Stretch
from posecheck.stretch.overrides import Override, apply_overrides
from posecheck.tuning.proposals import Proposal

SCHEMA_VERSION = 1


def build_override(
    stretch: Stretch, accepted: Sequence[Proposal], *, author: str, reason: str, drop: Collection[str] = ()
) -> Override:
    """Return the layer that lays accepted proposals over a stretch.

    Args:
        stretch: the one for which they were made.
        accepted: those to take over; one that gives no band drops its check.
        author: who answers for it.
        reason: why, for those who read it later.
        drop: ids of further checks not to make.

    Raises:
        InputError: nothing would change, or author or reason is empty.
        StretchError: the layer does not fit the stretch, such as when no check is left.
    """
    changes: dict[str, Any] = {}
    for proposal in accepted:
        _put(changes, proposal, stretch)
    for check_id in drop:
        changes.setdefault("checks", {})[check_id] = {"drop": True}
    if not changes:
        raise InputError("Expected at least one accepted proposal that changes something, found none.")
    try:
        layer = Override.model_validate(
            {"schema_version": SCHEMA_VERSION, "base": stretch.id, "author": author, "reason": reason, **changes}
        )
    except ValidationError as error:
        fields = ", ".join(str(problem["loc"][0]) for problem in error.errors())
        raise InputError(f"Expected an author and a reason of at most 600 characters each, check: {fields}.") from error
    apply_overrides(stretch, [layer])
    return layer


def _put(changes: dict[str, Any], proposal: Proposal, stretch: Stretch) -> None:
    """Add what a proposal changes; nothing where it keeps what there is."""
    if proposal.band is None:
        if proposal.kind == "check":
            changes.setdefault("checks", {})[proposal.key] = {"drop": True}
        return
    if proposal.band == proposal.before:
        return
    if proposal.kind == "check":
        check = stretch.find_check(proposal.key)
        change: dict[str, Any] = {"band": proposal.band.model_dump()}
        if check.target is not None and proposal.target is not None:
            change["target"] = proposal.target
        changes.setdefault("checks", {})[proposal.key] = change
    elif proposal.kind == "entry":
        measure, _, limb = proposal.key.partition(" of ")
        named = {key: value for key, value in proposal.band.model_dump().items() if value is not None}
        conditions = changes.setdefault("entry", {}).setdefault("conditions", [])
        conditions.append({"measure": measure, "limb": limb, "band": named})
    else:
        _put_end(changes, proposal)


def _put_end(changes: dict[str, Any], proposal: Proposal) -> None:
    assert proposal.band is not None
    value = proposal.band.high if proposal.band.low is None else proposal.band.low
    ends = changes.setdefault("repetition", {})
    ends[proposal.key] = value
    if proposal.target is not None:
        ends["target"] = proposal.target
