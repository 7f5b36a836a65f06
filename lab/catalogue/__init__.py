"""What counts as the pose and as a fault, for the truth files: the starting bands of the stretch catalogue.

This is a statement of its own, on purpose not read from `reference_poses/`: the lab judges true angles by it,
and the product is compared with that. One module per family of stretches.
"""

from __future__ import annotations

from lab.catalogue import kneeling, prone, seated, standing, stepping, supine
from lab.catalogue.rules import Band, RepRule, StretchRules, View, fill_side

RULES: dict[str, StretchRules] = {
    **kneeling.RULES,
    **standing.RULES,
    **stepping.RULES,
    **supine.RULES,
    **prone.RULES,
    **seated.RULES,
}

__all__ = ["RULES", "Band", "RepRule", "StretchRules", "View", "fill_side"]
