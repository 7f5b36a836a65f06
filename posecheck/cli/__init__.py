"""The command line: `posecheck review | stretches | model | serve | patients | export | import | rescore | tune`."""

from __future__ import annotations

from posecheck.cli import clinic_commands as clinic_commands
from posecheck.cli import tuning_commands as tuning_commands
from posecheck.cli.commands import main

__all__ = ["main"]
