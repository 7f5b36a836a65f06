"""Sitting on the floor or on a chair."""

from __future__ import annotations

from lab.catalogue.rules import StretchRules

RULES: dict[str, StretchRules] = {}
