"""Thresholds from demonstrations: recordings done well (and wrongly) in, proposed bands with their evidence out.

`propose_bands` for the checks of a stretch, `propose_entry` and `propose_repetition` for the rest of its thresholds,
`build_override` lays those that were accepted over the stretch, and `draft_stretch` begins a new stretch from a
recording.
"""

from __future__ import annotations

from posecheck.tuning.acceptance import build_override
from posecheck.tuning.demonstration import Demonstration, Spread, open_bands
from posecheck.tuning.draft import draft_stretch, list_unwritten
from posecheck.tuning.evidence import Evidence, describe_spread
from posecheck.tuning.movement import propose_entry, propose_repetition
from posecheck.tuning.proposals import Proposal, propose_bands

__all__ = [
    "Demonstration",
    "Evidence",
    "Proposal",
    "Spread",
    "build_override",
    "describe_spread",
    "draft_stretch",
    "list_unwritten",
    "open_bands",
    "propose_bands",
    "propose_entry",
    "propose_repetition",
]
