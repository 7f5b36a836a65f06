"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

LANGUAGE_VARIABLE = "POSECHECK_LANGUAGE"


class SideChoice(StrEnum):
    """The side of the person's body that is trained."""

    LEFT = "left"
    RIGHT = "right"
    AUTO = "auto"


ModelOption = Annotated[
    Path | None, typer.Option("--model", metavar="FILE", help="A pose model (.task) of your own instead of the usual.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead of words for people.")]
OverrideOption = Annotated[
    list[Path],
    typer.Option("--override", metavar="FILE", help="A YAML file of changes over the stretch; several lie in order."),
]
KeepOption = Annotated[
    bool, typer.Option("--keep-landmarks", help="Keep the landmarks of each video beside it, for the next time.")
]
LanguageOption = Annotated[
    str,
    typer.Option("--language", metavar="CODE", envvar=LANGUAGE_VARIABLE, help="The language of the results: en or de."),
]
AsOption = Annotated[
    str | None,
    typer.Option("--as", metavar="ACCOUNT", help="On whose behalf; needed where POSECHECK_CLINIC is set."),
]
