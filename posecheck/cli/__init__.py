"""The command line: `posecheck review | stretches | model | serve`."""

from __future__ import annotations

from posecheck.cli.commands import main

__all__ = ["main"]
