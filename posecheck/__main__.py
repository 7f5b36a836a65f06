"""`python -m posecheck` is the command `posecheck`."""

from __future__ import annotations

from posecheck.cli import main

main()
